"""What is longer than its field: its beginning is shown, and the whole of it in the tool tip."""

import random

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QTableView

from models.person import Organisation, Person
from tests.fakes.citizens import Chain, reception, subject_at
from tests.fakes.events import START
from tests.ui.conftest import Clerk
from tests.ui.everywhere import PAGES, said_by, settle, shows
from tests.ui.test_looks import cut_off
from ui.widgets.line_edit import LineEdit

LONG = "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Ngân Diệu Huyền Trân Bạch Tuyết Minh Châu"
FIRM = "Công ty trách nhiệm hữu hạn một thành viên Thương mại Dịch vụ Xây dựng và Sản xuất Nông sản Sạch Mẫu Sơn"


@pytest.fixture
def long_named(clerk: Clerk, person: Person) -> Clerk:
    """A dossier of somebody with a long name for a firm with a longer one, and the same person at the counter."""
    somebody = replace(person, full_name=LONG, address="Số 12, ngách 34, ngõ 56, đường Nguyễn Thị Minh Khai, thôn Mẫu")
    asker = QObject()
    chance, chain = random.Random(3), Chain(9)  # noqa: S311  # no secret, the same each run
    taken = reception(somebody, "H00.99.01-261123-9001", START, chance)
    taken = replace(taken, intake=replace(taken.intake, owner=Organisation(name=FIRM, tax_code="0100000001")))
    heard = [chain.add(subject_at("dossier/", START, chance), START, taken)]
    clerk.app.jobs.ask(asker, lambda work: work.desk.store.log.merge(heard))
    clerk.waits()
    form = clerk.counter.intake.form
    assert form is not None
    clerk.counter.intake.put(replace(form, submitter=somebody, owner=Organisation(name=FIRM), note=LONG))
    clerk.waits()
    return clerk


def test_a_long_name_shows_its_beginning_everywhere_and_whole_in_its_tool_tip(long_named: Clerk) -> None:
    for size in ((1024, 700), (1366, 728)):
        long_named.window.resize(*size)
        settle()
        cut = 0
        for name in PAGES:
            page = shows(long_named, name)
            settle()
            for edit in page.findChildren(QLineEdit):
                assert isinstance(edit, LineEdit), f"{name}: {said_by(edit)}"
                if not edit.hasFocus():
                    assert edit.cursorPosition() == 0, f"{name}: {said_by(edit)}"
                cut += edit.is_cut
            for table in page.findChildren(QTableView):
                for column in range(table.model().columnCount()) if table.model().rowCount() else ():
                    index = table.model().index(0, column)
                    assert str(index.data(Qt.ItemDataRole.ToolTipRole)).startswith(str(index.data()))
            assert cut_off(long_named.window) == [], (name, size)
        assert cut, size


def test_a_long_text_that_is_typed_shows_its_beginning_again_when_it_is_left(clerk: Clerk) -> None:
    field = clerk.counter.intake.submitter.full_name
    field.edit.setFocus()
    clerk.types("x" * 120)
    assert field.edit.cursorPosition() == 120
    clerk.counter.intake.submitter.phone.edit.setFocus()
    assert field.edit.is_cut
    assert field.edit.cursorPosition() == 0
    field.edit.setFocus()
    assert field.edit.cursorPosition() == 120  # who comes back goes on where they were
