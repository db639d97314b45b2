"""What holds on every page of the window, now and later: docs/phong-cach.md."""

import random
import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QRect, QSignalBlocker, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from desk.settings import LookSettings, Theme
from models.person import Organisation, Person
from tests.fakes.citizens import Chain, reception, subject_at
from tests.fakes.events import START
from tests.ui.conftest import Clerk, descendants
from tests.ui.everywhere import PAGES, at_work, is_tab_stop, lying_on_each_other, said_by, settle, shows
from tests.ui.test_looks import cut_off
from ui.dossiers.acts import ACTS
from ui.widgets.columns import FittedPage
from ui.widgets.line_edit import LineEdit


@pytest.fixture
def busy(clerk: Clerk, person: Person) -> Clerk:
    return at_work(clerk, person)


# ---- keys ------------------------------------------------------------------------------------------------


def test_enter_presses_the_button_that_has_the_keys(busy: Clerk) -> None:
    for name in PAGES:
        page = shows(busy, name)
        for button in page.findChildren(QPushButton):
            if not is_tab_stop(button) or button.isCheckable():  # one of several choices: Enter goes on
                continue
            button.setFocus(Qt.FocusReason.TabFocusReason)
            muted = QSignalBlocker(button)
            button.setCheckable(True)  # so that a press is seen and does nothing
            before = button.isChecked()
            QTest.keyClick(button, Qt.Key.Key_Return)
            assert button.isChecked() is not before, f"{name}: {said_by(button)}"
            button.setCheckable(False)
            muted.unblock()


def test_whatever_leads_to_a_page_leaves_the_keys_in_it(busy: Clerk) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    for name in PAGES:
        for before in chance.sample(PAGES, 4):
            shows(busy, before)
            busy.window.go(name)
            busy.waits()
            focus = QApplication.focusWidget()
            page = busy.window.page(name)
            assert focus is not None, (before, name)
            assert focus is page or page.isAncestorOf(focus), f"{before} → {name}: {said_by(focus)}"


def test_banners_move_nothing_and_never_lie_where_the_keys_are(busy: Clerk) -> None:
    banners = busy.window.banners
    for name in PAGES:
        page = shows(busy, name)
        for one in banners.shown:
            one.dismiss()
        settle()
        before = {part: QRect(part.mapTo(busy.window, QPoint(0, 0)), part.size()) for part in (page, busy.focus)}
        banners.show_banner("warn", "Mất đường truyền về tỉnh.")
        banners.show_banner("bad", "Ổ đĩa đầy.", "Thử lại")
        settle()
        for part, where in before.items():
            assert QRect(part.mapTo(busy.window, QPoint(0, 0)), part.size()) == where, name
        for stop in (one for one in page.findChildren(QLineEdit) if is_tab_stop(one)):
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            settle()
            keys = QRect(stop.mapTo(busy.window, QPoint(0, 0)), stop.size())
            lies = QRect(banners.mapTo(busy.window, QPoint(0, 0)), banners.size())
            assert not keys.intersects(lies), f"{name}: {said_by(stop)}"


def test_a_banner_hides_no_head_where_there_is_a_free_place(busy: Clerk) -> None:
    busy.window.resize(1920, 1040)
    for name in ("work", "dossiers", "province", "papers"):
        page = shows(busy, name)
        for one in list(busy.window.banners.shown):
            one.dismiss()
        settle()
        (head,) = [one for one in page.findChildren(QLabel) if one.property("role") == "page" and one.isVisible()]
        banners = busy.window.banners
        banners.show_banner("bad", "Ổ đĩa đầy.", "Thử lại")
        settle()
        lies = QRect(banners.mapTo(busy.window, QPoint(0, 0)), banners.size())
        assert not lies.intersects(QRect(head.mapTo(busy.window, QPoint(0, 0)), head.size())), name
        assert busy.window.rect().contains(lies), name


# ---- words -----------------------------------------------------------------------------------------------

TECHNICAL = re.compile(
    r"""[a-z]{3,}:(//|/|\d)          # an address: tcp:…, usb:/…, https://…
    | [?&][a-z]+=                    # …?dots=576
    | (^|\s|“)(/[a-z]+/|[A-Z]:\\)    # a path
    | \.(pdf|bin|toml|json|db|log|py)\b
    | [a-z]+_[a-z]+                  # a name of the code
    | \b(None|True|False|null|error|warning|failed|timeout|invalid|unknown|file|folder|device)\b
    | \b(database|server|printer|scanner|reader|click|login|password|user|debug|event|hub)\b""",
    re.VERBOSE | re.MULTILINE,
)
"""What no clerk says."""

FOR_WHO_SETS_UP = {"settings", "setup", "province", "crash"}
"""Pages of the administrator, who names addresses and ports, and sees reports as they are handed on."""


def words_of(widget: QWidget) -> Iterator[str]:
    """All that is read or heard of one part."""
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.statusTip())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield from (widget.placeholderText(), widget.text())
        case QPlainTextEdit():
            yield from (widget.placeholderText(), widget.toPlainText())
        case QComboBox():
            yield from (widget.itemText(at) for at in range(widget.count()))
        case QAbstractItemView():
            model = widget.model()
            for row in range(model.rowCount() if model else 0):
                yield from (str(model.index(row, at).data() or "") for at in range(model.columnCount()))


def test_no_name_of_the_machines_and_no_english_reaches_a_clerk(busy: Clerk) -> None:
    for name in PAGES:
        if name in FOR_WHO_SETS_UP:
            continue
        shows(busy, name)
        for widget in descendants(busy.window):
            if not widget.isVisible():
                continue
            for words in words_of(widget):
                found = TECHNICAL.search(words)
                assert found is None, f"{name}: {found and found.group()!r} in {words!r}"


# ---- long names ------------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("size", [(1024, 700), (1366, 728)])
def test_a_long_name_shows_its_beginning_everywhere_and_whole_in_its_tool_tip(
    long_named: Clerk, size: tuple[int, int]
) -> None:
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
        assert cut_off(long_named.window) == [], name
    assert cut


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


# ---- narrow windows --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1024, 700), (1024, 728), (1152, 824), (1280, 680)])
def test_in_a_small_window_nothing_of_a_page_is_cut_off_or_lies_on_another(busy: Clerk, size: tuple[int, int]) -> None:
    busy.window.resize(*size)
    settle()
    for name in PAGES:
        shows(busy, name)
        for one in list(busy.window.banners.shown):
            one.dismiss()
        settle()
        assert busy.window.minimumSizeHint().width() <= size[0], name
        assert cut_off(busy.window) == [], name
        assert lying_on_each_other(busy.window) == [], name


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


@pytest.mark.parametrize("size", [(1024, 700), (1366, 728)])
def test_the_sheets_of_the_counter_and_of_a_dossier_fit_a_small_window(busy: Clerk, size: tuple[int, int]) -> None:
    busy.window.resize(*size)
    busy.page("counter")
    for name in ("supplement", "refuse", "issue", "bulk"):
        busy.window.do(name)
        busy.waits()
        settle()
        assert cut_off(busy.window) == [], name
        busy.counter.escape()
        busy.waits()
    shows(busy, "dossier")
    for act in ACTS:
        if act.sheet is None or not busy.window.acts[act.action.id].isEnabled():
            continue
        busy.window.do(act.action.id)
        busy.waits()
        settle()
        assert cut_off(busy.window) == [], act.action.id
        busy.window.page("dossier").escape()


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


def test_at_1024_by_700_the_foot_says_what_is_missing_in_lines_not_in_words(busy: Clerk) -> None:
    busy.window.resize(1024, 700)
    settle()
    problem = busy.counter.intake._problem
    assert problem.text()
    assert problem.width() >= 240
    assert problem.height() <= 4 * problem.fontMetrics().lineSpacing()
