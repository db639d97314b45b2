"""What has room in a small window whatever the size of type."""

import pytest

from desk.settings import LookSettings, Theme
from models.person import Person
from tests.ui.conftest import Clerk
from tests.ui.everywhere import at_work, settle, shows
from ui.widgets.columns import FittedPage


@pytest.fixture
def busy(clerk: Clerk, person: Person) -> Clerk:
    return at_work(clerk, person)


def test_at_double_type_counter_and_settings_do_not_scroll_sideways_in_a_small_window(busy: Clerk) -> None:
    busy.app.signals.look_chosen.emit(LookSettings(theme=Theme.LIGHT, type_scale=2.0))
    busy.window.resize(1024, 700)
    for name in ("counter", "settings"):
        shows(busy, name)
        settle()
        (room,) = [one for one in busy.window.findChildren(FittedPage) if one.isVisible()]
        assert room.horizontalScrollBar().maximum() == 0, name
    shows(busy, "counter")
    settle()
    line, form = busy.counter.line, busy.counter.intake
    assert form.y() == line.height() >= line.sizeHint().height() > 0


def test_at_1024_by_700_a_number_a_date_and_a_phone_are_read_whole(busy: Clerk) -> None:
    busy.window.resize(1024, 700)
    person = busy.counter.intake.submitter
    person.phone.put("0988888888")
    person.born.put("28/08/1988")
    person.number.put("088888888888")
    for size in (1.0, 1.25, 2.0):
        busy.app.signals.look_chosen.emit(LookSettings(theme=Theme.LIGHT, type_scale=size))
        settle()
        for field in (person.number, person.born, person.phone):
            assert not field.edit.is_cut, (field.label.text(), size)
