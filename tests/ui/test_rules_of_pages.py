"""What holds on every page of the window, now and later: docs/phong-cach.md."""

import random
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSignalBlocker, Qt
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
    QWidget,
)

from tests.ui.conftest import Clerk, descendants
from tests.ui.everywhere import PAGES, is_tab_stop, lying_on_each_other, said_by, settle, shows
from tests.ui.kept_window import busy, kept
from tests.ui.test_looks import cut_off
from ui.dossiers.acts import ACTS

__all__ = ["busy", "kept"]


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
    before = "counter"
    for _ in range(4):
        for name in chance.sample(PAGES, len(PAGES)):
            if before == "dossier":
                shows(busy, before)  # with a dossier, which the way there does not bring
            busy.window.go(name)
            busy.waits()
            focus = QApplication.focusWidget()
            page = busy.window.page(name)
            assert focus is not None, (before, name)
            assert focus is page or page.isAncestorOf(focus), f"{before} → {name}: {said_by(focus)}"
            before = name


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


def test_at_1024_by_700_the_foot_says_what_is_missing_in_lines_not_in_words(busy: Clerk) -> None:
    busy.window.resize(1024, 700)
    settle()
    problem = busy.counter.intake._problem
    assert problem.text()
    assert problem.width() >= 240
    assert problem.height() <= 4 * problem.fontMetrics().lineSpacing()
