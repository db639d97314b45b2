"""Card input besides serial ports: keyboard scanners and camera; and a port's detected speed."""

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, SignalInstance, Slot

from models.words.money_words import in_figures
from ui.cards.wedge import Wedge
from ui.core.card_bridge import CAMERA, CardBridge
from ui.core.scan_words import KEYBOARD_BENT
from ui.style.look import look

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desk.cards.camera import CameraState
    from desk.cards.formats.kinds import Scan
    from desk.cards.keyboard.telex_recovery import Typed
    from desk.settings import Scanner, Settings
    from ui.cards.camera_view import CameraView
    from ui.shell.window import Window

_EDGE = 16
"""Pixels between the camera's picture and the window's edge."""

_FOOT = 76
"""The buttons at the foot of the counter stay free."""


class ScannerSettings(QObject):
    """Works beside the window from the first paint."""

    def __init__(
        self,
        window: "Window",
        bridge: CardBridge,
        settings: "Callable[[], Settings | None]",
        saved: SignalInstance,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._saved = saved
        self._bridge = bridge
        self._settings = settings
        self.wedge = Wedge(window, bridge.today, self._keyboard_wanted)
        self.wedge.typed.connect(self.typed)
        self.view: CameraView | None = None
        self._had_keys: QWidget | None = None
        bridge.speed_found.connect(self._speed_found)
        window.camera_wanted.connect(self.look)

    def stop(self) -> None:
        """Watch no keys any more; the camera goes off."""
        if self.view is not None:
            self.view.stop()
        self.wedge.stop()

    def _keyboard_wanted(self) -> bool:
        settings = self._settings()
        return settings is None or settings.keyboard_scanner

    # ---- a scanner that types ----------------------------------------------------------------------------

    @Slot(object)
    def typed(self, typed: "Typed") -> None:
        """It typed something: the same decoder hears it as what comes from a port."""
        from desk.cards.keyboard.telex_recovery import personal_number  # noqa: PLC0415 - loaded with the first keys

        window = self._window
        number = personal_number(typed)
        if number and typed.bent and not window.locking.is_covered:
            window.banners.show_banner("warn", KEYBOARD_BENT, f"Điền số …{number[-4:]}", partial(self._fill, number))
            return
        self._bridge.accept_typed(typed.sent.encode("utf-8", "replace"))
        window.typed()
        if typed.is_one and not typed.is_whole and not window.locking.is_covered:
            window.banners.show_banner("warn", KEYBOARD_BENT)

    def _fill(self, number: str) -> None:
        from desk.cards.formats.kinds import Caution, Scan, ScanKind  # noqa: PLC0415 - loaded already
        from models.person import Person  # noqa: PLC0415 - likewise

        person = Person(full_name="", personal_number=number)
        scan = Scan(kind=ScanKind.ID_CARD, text=number, person=person, cautions=(Caution.TEXT_UNCERTAIN,))
        self._bridge.scanned.emit(scan)

    # ---- the speed ---------------------------------------------------------------------------------------

    @Slot(object, int)
    def _speed_found(self, scanner: "Scanner | None", baud: int) -> None:
        banners = self._window.banners
        if scanner is None:
            banners.show_banner("good", f"Đầu đọc (đào tạo) chạy ở tốc độ {in_figures(baud)}; đã đọc lại được.")
            return
        words = (
            f"Đầu đọc ở {scanner.port.path} chạy ở tốc độ {in_figures(baud)}, "
            f"không phải {in_figures(scanner.baud)} như thiết lập."
        )
        banners.show_banner("info", words, "Giữ tốc độ này", partial(self._keep, scanner, baud))

    def _keep(self, scanner: "Scanner", baud: int) -> None:
        settings = self._settings()
        if settings is None:
            return
        found = replace(scanner, baud=baud)
        self._saved.emit(
            replace(
                settings,
                scanner=found if settings.scanner == scanner else settings.scanner,
                more_scanners=tuple(found if one == scanner else one for one in settings.more_scanners),
            )
        )

    # ---- the camera --------------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Switch the camera on, or off again."""
        if self.view is not None and self.view.is_on:
            self._close_view()
            return
        settings = self._settings()
        if settings is None or settings.camera < 0:
            self._window.banners.show_banner(
                "info",
                "Máy này chưa chọn máy ảnh. Chọn ở Thiết lập, mục đầu đọc thẻ.",
                "Mở thiết lập",
                partial(self._window.go, "settings"),
            )
            return
        self.look_through(settings.camera)

    def look_through(self, source: int | str) -> None:
        """Switch this camera on, its picture over the window's lower right corner."""
        from ui.cards.camera_view import CameraView  # noqa: PLC0415 - few machines have a camera

        if self.view is None:
            self.view = CameraView(self._bridge.today, self._window)
            self.view.heard.connect(self._heard)
            self.view.ended.connect(self._ended)
            self._window.installEventFilter(self)
        self._place()
        self._had_keys = self._window.focusWidget()
        self.view.look(source)
        self.view.raise_()

    @Slot(object)
    def _heard(self, scan: "Scan") -> None:
        self._bridge.accept_scan(CAMERA, scan)

    @Slot(object)
    def _ended(self, state: "CameraState") -> None:
        if self.view is None:
            return
        if state.value in {"gave_up", "failed"}:
            self._window.banners.show_banner("warn", self.view.words.text())
        self._close_view()

    def _close_view(self) -> None:
        """Nothing of it stays; the keys go back to where they were, unless a card has moved them on."""
        if self.view is None or not self.view.isVisible():
            return
        had_keys = self.view.isAncestorOf(self._window.focusWidget() or self.view)
        self.view.hide()
        if had_keys and self._had_keys is not None:
            self._had_keys.setFocus()

    def _place(self) -> None:
        if self.view is not None:
            window = self._window
            size = self.view.sizeHint().expandedTo(self.view.minimumSizeHint())
            width = min(max(size.width(), look().px(380)), window.width() - 2 * _EDGE)
            height = self.view.heightForWidth(width) if self.view.hasHeightForWidth() else size.height()
            self.view.setGeometry(
                window.width() - width - _EDGE,
                window.height() - height - _EDGE - look().px(_FOOT),
                width,
                max(height, size.height()),
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The picture stays in its corner."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
