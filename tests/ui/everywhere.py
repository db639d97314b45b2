"""Every page of the table, so that no test can forget a new one; and a window with something in it."""

from itertools import combinations
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

import ui
from models.person import Person
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure, issues
from ui.program.pages import PAGES as TABLE
from ui.shell.banner import Banner

PAGES = tuple(sorted(entry.name for entry in TABLE if not entry.leads_to))


def modules_of_pages() -> set[str]:
    """Modules of pages, whatever their subject."""
    return {path.stem for path in Path(ui.__file__).parent.rglob("*_page.py")}


def at_work(clerk: Clerk, person: Person) -> Clerk:
    """Somebody at the counter, a form begun, one dossier received before."""
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    return clerk


def shows(clerk: Clerk, name: str) -> QWidget:
    """Bring a page to the front with what it shows; the dossier page with the newest dossier."""
    if name == "dossier":
        clerk.page("dossiers")
        clerk.open_first_dossier()
        clerk.waits()
        return clerk.window.page("dossier")
    return clerk.page(name)


def takes_keys(widget: QWidget) -> bool:
    """Whether Tab or a click can give it the keys."""
    return (
        widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QLabel)
        and widget.focusProxy() is None
        and not (isinstance(widget.parentWidget(), QAbstractScrollArea) and not isinstance(widget, QAbstractItemView))
    )


def is_tab_stop(widget: QWidget) -> bool:
    """Whether Tab gives it the keys."""
    return takes_keys(widget) and bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def seen_of(widget: QWidget, root: QWidget) -> QRect:
    """The part of it that is in sight: what parts that scroll leave of it."""
    where = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
    around = widget.parentWidget()
    while around is not None and around is not root:
        if isinstance(around, QScrollArea):
            port = around.viewport()
            where &= QRect(port.mapTo(root, QPoint(0, 0)), port.size())
        around = around.parentWidget()
    return where & root.rect()


def lying_on_each_other(root: QWidget) -> list[str]:
    """Words and fields in sight that lie on one another, neither being part of the other; a banner may, by its rule."""
    kinds = QLabel | QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox
    places = [
        (widget, place)
        for widget in root.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.isVisible() and not (place := seen_of(widget, root)).isEmpty()
    ]
    banners = root.findChildren(Banner)
    places = [(widget, place) for widget, place in places if not any(b.isAncestorOf(widget) for b in banners)]
    return [
        f"{said_by(one)!r} and {said_by(other)!r}"
        for (one, here), (other, there) in combinations(places, 2)
        if (both := here & there).width() > TOUCHING
        and both.height() > TOUCHING
        and not one.isAncestorOf(other)
        and not other.isAncestorOf(one)
    ]


class _Layouts(QObject):
    """Counts what layouts still hear and pass on."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        self.heard += event.type() in _OF_LAYOUTS
        return False


_OF_LAYOUTS = {QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Polish, QEvent.Type.FontChange}


def settle() -> None:
    """Until layouts within layouts have heard of every longer word, one after the other: none has anything to say."""
    qt = QApplication.instance()
    assert qt is not None
    layouts = _Layouts()
    qt.installEventFilter(layouts)
    try:
        for _ in range(MOST_ROUNDS):
            before = layouts.heard
            QApplication.processEvents()
            if layouts.heard == before:
                return
    finally:
        qt.removeEventFilter(layouts)
    raise AssertionError("layouts that never settle")


MOST_ROUNDS = 200

TOUCHING = 1
"""Pixels that neighbours may share."""


def said_by(widget: QWidget) -> str:
    """What a clerk would call it."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return text or widget.accessibleName() or type(widget).__name__
