"""The camera's picture while it looks for a card, with instructions and a stop button."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from ui.style.icon import draw
from ui.style.look import look
from ui.widgets.basic import column, label, row, set_tone

if TYPE_CHECKING:
    from desk.camera_device import Picture
    from desk.cards.camera import CameraReader, CameraState
    from desk.cards.formats.kinds import Scan

_WIDE, _HIGH = 320, 180

_WORDS = {
    "opening": ("", "Đang mở máy ảnh…"),
    "looking": ("", "Đưa mã QR của thẻ vào khung, cách máy ảnh 10–15 cm, giữ yên."),
    "read": ("good", "Đã đọc được thẻ."),
    "gave_up": ("warn", "30 giây chưa đọc được mã nào; máy ảnh đã tắt. Thử nơi sáng hơn, hoặc nhập tay."),
    "failed": ("bad", ""),
    "stopped": ("", "Máy ảnh đã tắt."),
}
"""Tone and words for each ``CameraState``."""


class _Preview(QWidget):
    """The picture, as large as there is room, with a frame where the code should be."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Hình từ máy ảnh")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look().px(_HIGH))
        self.setMinimumWidth(look().px(_WIDE))
        self._seen: QPixmap | None = None

    def show_picture(self, seen: "Picture | None") -> None:
        """Another picture; None = none any more."""
        if seen is None:
            self._seen = None
        else:
            image = QImage(seen.rgb, seen.width, seen.height, seen.width * 3, QImage.Format.Format_RGB888)
            self._seen = QPixmap.fromImage(image)  # copied: the bytes may go
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dark while there is nothing to see."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        painter.fillRect(whole, Qt.GlobalColor.black)
        if self._seen is None:
            sign = look().px(40)
            where = QRectF((whole.width() - sign) / 2, (whole.height() - sign) / 2, sign, sign)
            draw(painter, "scan", look().colour("muted"), where)
        else:
            size = self._seen.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            where = QRectF(
                (whole.width() - size.width()) / 2, (whole.height() - size.height()) / 2, size.width(), size.height()
            )
            painter.drawPixmap(where, self._seen, QRectF(self._seen.rect()))
            side = where.height() * 0.7
            painter.setPen(QPen(Qt.GlobalColor.white, 2))
            painter.drawRect(QRectF(where.center().x() - side / 2, where.center().y() - side / 2, side, side))
        painter.end()


class CameraView(QFrame):
    """One camera, on only between ``look`` and a card, 30 seconds, "Tắt máy ảnh" or Esc.

    Attributes:
        heard: carries a ``Scan`` it read.
        ended: the camera is off; carries how, a ``CameraState``.
    """

    heard = Signal(object)
    ended = Signal(object)
    _came = Signal(object, object)
    _seen = Signal(object, object)
    _turned = Signal(object, object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tray")
        self._today = today
        self._reader: CameraReader | None = None
        self._preview = _Preview()
        self.words = label("", "small", wrap=True)
        self.off = QPushButton("Tắt máy ảnh")
        self.off.setProperty("kind", "quiet")
        self.off.clicked.connect(self.stop)
        inside = column(self._preview, row(self.words, self.off), gap=8)
        inside.setContentsMargins(8, 8, 8, 8)
        self.setLayout(inside)
        self._came.connect(self._hear)
        self._seen.connect(self._see)
        self._turned.connect(self._turn)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether a camera looks now."""
        return self._reader is not None

    def look(self, source: int | str) -> None:
        """Switch this camera on."""
        from desk.cards.camera import CameraReader  # noqa: PLC0415 - few machines have a camera

        self.stop()
        made = CameraReader(
            source,
            on_scan=lambda scan: self._came.emit(made, scan),
            on_state=lambda state: self._turned.emit(made, state),
            on_picture=lambda seen: self._seen.emit(made, seen),
            today=self._today,
        )
        self._reader = made
        self.show()
        self.off.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say("opening")
        made.start()

    @Slot()
    def stop(self) -> None:
        """Switch the camera off. Nothing when it is."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()
            self._off("stopped")
            from desk.cards.camera import CameraState  # noqa: PLC0415 - loaded already

            self.ended.emit(CameraState.STOPPED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc switches it off."""
        if event.key() == Qt.Key.Key_Escape and self.is_on:
            self.stop()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        """Nobody is filmed by a camera that is not to be seen."""
        super().hideEvent(event)  # type: ignore[arg-type]  # Qt gives a QHideEvent
        self.stop()

    def _say(self, state: str, more: str = "") -> None:
        tone, words = _WORDS[state]
        set_tone(self.words, tone)
        self.words.setText(more or words)

    def _off(self, state: str, more: str = "") -> None:
        self._say(state, more)
        self._preview.show_picture(None)

    @Slot(object, object)
    def _hear(self, reader: "CameraReader", scan: "Scan") -> None:
        if reader is self._reader:
            self.heard.emit(scan)

    @Slot(object, object)
    def _see(self, reader: "CameraReader", seen: "Picture") -> None:
        if reader is self._reader:
            self._preview.show_picture(seen)

    @Slot(object, object)
    def _turn(self, reader: "CameraReader", state: "CameraState") -> None:
        if reader is not self._reader:
            return
        if state.value in {"opening", "looking"}:
            self._say(state.value)
            return
        self._reader = None
        if reader.trouble is not None:
            from ui.core.words import why  # noqa: PLC0415 - a camera seldom fails

            self._off(state.value, why(reader.trouble))
        else:
            self._off(state.value)
        self.ended.emit(state)
