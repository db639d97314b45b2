"""What a screen reader hears, and that keys alone reach everything: on every page there is, new ones included."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QTableView, QWidget

from models.text import search_key
from tests.ui.conftest import Clerk, descendants
from tests.ui.everywhere import PAGES, is_tab_stop, modules_of_pages, shows, takes_keys
from tests.ui.kept_window import busy, kept
from ui.widgets.buttons import KeyButton, Segments, Tick
from ui.widgets.field import Field

__all__ = ["busy", "kept"]

ROUND = 400
"""More tab stops than any window has."""


def heard(widget: QWidget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    return interface


def name_of(widget: QWidget) -> str:
    return heard(widget).text(QAccessible.Text.Name)


def test_every_module_of_a_page_is_a_page_of_the_window() -> None:
    assert len(modules_of_pages()) == len(PAGES)


def test_everything_that_takes_the_keys_has_a_name_a_role_and_is_told_in_vietnamese(busy: Clerk) -> None:
    english = {"button", "close", "open", "search", "cancel", "save", "ok", "next", "edit", "text", "list", "table"}
    for page in PAGES:
        shows(busy, page)
        for widget in descendants(busy.window):
            if not takes_keys(widget):
                continue
            said = name_of(widget)
            assert said, f"{page}: {widget} in {widget.parentWidget()} has no name"
            assert not set(search_key(said).split()) & english, f"{page}: {said}"
            assert heard(widget).role() is not QAccessible.Role.NoRole, f"{page}: {said}"


def stops(clerk: Clerk, page: QWidget) -> Iterator[QWidget]:
    """Tab stops of the page in the order of Tab, from its first."""
    start = clerk.window
    now = start.nextInFocusChain()
    while now is not None and now is not start:
        if is_tab_stop(now) and page.isAncestorOf(now):
            yield now
        now = now.nextInFocusChain()


def place(widget: QWidget, page: QWidget) -> QRect:
    """Where it is seen; what is scrolled out of sight lies at the edge of what scrolls."""
    where = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
    around = widget.parentWidget()
    while around is not None and around is not page:
        if isinstance(around, QScrollArea):
            port = around.viewport()
            seen = QRect(port.mapTo(page, QPoint(0, 0)), port.size())
            where.moveTop(max(seen.top() - where.height(), min(where.top(), seen.bottom())))
        around = around.parentWidget()
    return where


def test_tab_goes_as_one_reads_down_a_column_and_never_back_up_or_to_the_left(busy: Clerk) -> None:
    for name in PAGES:
        page = shows(busy, name)
        order = list(stops(busy, page))
        wrong = []
        for before, after in pairwise(order):
            one, other = place(before, page), place(after, page)
            beside = one.left() < other.right() and other.left() < one.right()
            level = one.top() < other.bottom() and other.top() < one.bottom()
            if (beside and other.bottom() <= one.top()) or (level and other.right() <= one.left()):
                wrong.append(f"{name}: {name_of(before)!r} then {name_of(after)!r}")
        assert wrong == []


def test_tab_leaves_every_part_again_and_comes_round(busy: Clerk) -> None:
    for name in PAGES:
        page = shows(busy, name)
        wanted = set(stops(busy, page))
        if not wanted:
            continue
        first = next(stops(busy, page))
        first.setFocus(Qt.FocusReason.TabFocusReason)
        assert busy.window.focusWidget() is first, f"{name}: {name_of(first)} takes no keys"
        seen: set[QWidget] = set()
        for _ in range(ROUND):
            focus = busy.window.focusWidget()
            assert focus is not None, f"{name}: nothing has the keys after {sorted(map(name_of, seen))}"
            seen.add(focus)
            assert busy.window.isActiveWindow(), name
            busy.press(Qt.Key.Key_Tab)
            if busy.focus is first:
                break
        else:
            pytest.fail(f"{name}: Tab never comes back; last {busy.focus}")
        # Choices side by side are one tab stop: the one chosen.
        missed = [w for w in wanted - seen if not isinstance(w.parentWidget(), Segments) and is_tab_stop(w)]
        assert [name_of(w) for w in missed] == [], name


def test_no_field_keeps_tab_for_itself(busy: Clerk) -> None:
    for page in PAGES:
        shows(busy, page)
        for widget in descendants(busy.window):
            if isinstance(widget, QPlainTextEdit):
                assert widget.tabChangesFocus(), page
            if isinstance(widget, QTableView):
                assert not widget.tabKeyNavigation(), page


def test_ticked_and_disabled_are_told_as_states(busy: Clerk) -> None:
    intake = busy.counter.intake
    tick = intake.papers.lines[0].tick
    tick.setChecked(True)
    assert heard(tick).state().checked
    assert heard(tick).role() is QAccessible.Role.CheckBox
    off = next(b for b in shows(busy, "crash").findChildren(KeyButton) if not b.isEnabled())
    assert heard(off).state().disabled
    assert isinstance(tick, Tick)


def test_what_is_wrong_in_a_field_is_its_description(busy: Clerk) -> None:
    field: Field = busy.counter.intake.submitter.number
    field.edit.setFocus()
    field.edit.setText("12")
    field.judge()
    said = heard(field.edit).text(QAccessible.Text.Description)
    assert said == field.note.text() != ""
    wrong = field.note.text()
    field.put("001204000007")
    assert wrong not in heard(field.edit).text(QAccessible.Text.Description)


def test_a_banner_is_announced_and_alarm_at_once(busy: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, object]] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append((event.message(), event.politeness()))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    busy.window.banners.show_banner("good", "Đã lưu.")
    busy.window.banners.show_banner("bad", "Ổ đĩa đầy.")
    ways = QAccessible.AnnouncementPoliteness
    assert told == [("Đã lưu.", ways.Polite), ("Ổ đĩa đầy.", ways.Assertive)]
    assert name_of(busy.window.banners.shown[-1]) == "Ổ đĩa đầy."


def test_what_has_the_keys_looks_it(busy: Clerk) -> None:
    for name in PAGES:
        page = shows(busy, name)
        order = list(stops(busy, page))
        for widget in order[:40]:
            if not widget.isVisible() or not is_tab_stop(widget):
                continue
            other = next((o for o in order if o is not widget), None)
            if other is None:
                continue
            other.setFocus(Qt.FocusReason.TabFocusReason)
            if busy.window.focusWidget() is widget:
                continue
            before = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.hasFocus():
                assert widget.grab().toImage() != before, f"{name}: {name_of(widget)}"
