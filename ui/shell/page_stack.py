"""The stack of pages, one in front; each scrolls as a whole in a narrow window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from ui.shell.page import Page
from ui.style.look import look


class PageStack(QStackedWidget):
    """The pages by name, laid out for a narrow window (large type, small screen) or a wide one.

    Attributes:
        pages: those built so far.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, Page] = {}
        self._rooms: dict[str, QScrollArea] = {}
        self._is_narrow = False
        self._front = ""

    def add(self, name: str, page: Page) -> None:
        """Add a page, laid out for the current width."""
        self.pages[name] = page
        if self._is_narrow:
            self._turn(name)
        else:
            self.addWidget(page)

    def bring(self, name: str) -> None:
        """Show this page alone, scrolled to its top."""
        if name != self._front and name in self._rooms:
            self._rooms[name].verticalScrollBar().setValue(0)
        self._front = name
        self.setCurrentWidget(self._rooms.get(name, self.pages[name]))

    def drop_all_but(self, kept: str) -> None:
        """Delete all other pages."""
        for name in [name for name in self.pages if name != kept]:
            page = self.pages.pop(name)
            room = self._rooms.pop(name, page)
            self.removeWidget(room)
            room.deleteLater()

    def fit(self) -> None:
        """Lay pages out for the window's width."""
        narrow = look().is_narrow(self.window().width())
        if narrow == self._is_narrow and not narrow:
            return
        turned = narrow != self._is_narrow
        self._is_narrow = narrow
        focus = self.window().focusWidget()
        for name in self.pages:
            self._turn(name, moved=turned)
        self.bring(self._front)
        if turned and focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, name: str, *, moved: bool = True) -> None:
        from ui.widgets.columns import FittedPage, Turning  # noqa: PLC0415 - most windows are never narrow

        page = self.pages[name]
        for part in (page, *page.findChildren(QWidget)):
            if isinstance(part, Turning):
                part.turn(narrow=self._is_narrow)
        if not moved:
            return
        if self._is_narrow:
            self.removeWidget(page)
            room = self._rooms[name] = FittedPage(page)
            self.addWidget(room)
            page.show()
            return
        room_before = self._rooms.pop(name, None)
        if room_before is not None:
            page.removeEventFilter(room_before)
            room_before.takeWidget()
            self.removeWidget(room_before)
            room_before.deleteLater()
            self.addWidget(page)
