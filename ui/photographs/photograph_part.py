"""Takes photographs of papers, one after the other: seen, cut to the page, looked at, accepted.

One key does it: Space on the button that is offered first takes a photograph, then accepts it and looks for the next.
"""

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.style.icon import draw
from ui.style.look import look
from ui.widgets.basic import label, set_tone
from ui.widgets.columns import Flow
from ui.widgets.dialogs import ask_files

if TYPE_CHECKING:
    from desk.camera_device import Picture
    from desk.photographs.paper_camera import PaperCamera
    from desk.photographs.photograph import Photograph

KINDS = "Ảnh (*.jpg *.jpeg *.png)"
_WIDE, _HIGH = 200, 110
_PLACE = "Đặt giấy trên nền tối, thấy đủ bốn góc, rồi nhấn phím cách."


class _Step(Enum):
    NOTHING = "nothing"
    """No camera: pictures come from files."""
    LIVE = "live"
    MAKING = "making"
    SHOWN = "shown"
    """One waits to be accepted."""


class PictureView(QWidget):
    """One picture, as large as there is room, on black."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look().px(_WIDE), look().px(_HIGH))
        self._seen: QPixmap | None = None

    def show_picture(self, seen: "Picture") -> None:
        """What the camera sees."""
        image = QImage(seen.rgb, seen.width, seen.height, seen.width * 3, QImage.Format.Format_RGB888)
        self._seen = QPixmap.fromImage(image)  # copied: the bytes may go
        self.update()

    def show_jpeg(self, jpeg: bytes) -> None:
        """A photograph; empty = none."""
        self._seen = None
        if jpeg:
            self._seen = QPixmap()
            self._seen.loadFromData(jpeg)
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
            left, top = (whole.width() - size.width()) / 2, (whole.height() - size.height()) / 2
            painter.drawPixmap(QRectF(left, top, size.width(), size.height()), self._seen, QRectF(self._seen.rect()))
        painter.end()


class PhotographPart(QWidget):
    """The camera while this is to be seen, or files.

    Attributes:
        accepted: carries the JPEG of a photograph that was accepted.
        told: carries tone and sentence, of what cannot be done.
    """

    accepted = Signal(bytes)
    _seen = Signal(object, object)
    _taken = Signal(object, bytes)
    _failed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: Jobs | None = None
        self._source: int | str = -1
        self._camera: PaperCamera | None = None
        self._step = _Step.NOTHING
        self._content, self._name = b"", ""
        self._turns, self._whole = 0, False
        self._shown: Photograph | None = None
        self._files: list[Path] = []
        self._count = 0
        self.view = PictureView("Ảnh giấy tờ")
        self.words = label("", "note", wrap=True)
        self.main = QPushButton()
        self.main.setProperty("kind", "soft")
        self.main.clicked.connect(self._go_on)
        self.again = _quiet("Bỏ, chụp lại", self._again)
        self.cut = _quiet("Giữ cả ảnh", self._other_cut)
        self.rotate = _quiet("Xoay phải", self._turn_right)
        self.from_file = _quiet("Lấy từ tệp…", self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addWidget(self.words)
        column.addLayout(Flow(self.main, self.again, self.cut, self.rotate, self.from_file))
        self._seen.connect(self._see)
        self._taken.connect(self._take_in)
        self._failed.connect(self._fail)
        self._show_step()

    @property
    def jpeg(self) -> bytes:
        """The photograph that waits to be accepted; empty = none."""
        return self._shown.jpeg if self._shown is not None else b""

    @property
    def is_on(self) -> bool:
        """Whether the camera looks now."""
        return self._camera is not None

    def use(self, jobs: Jobs) -> None:
        """Where pictures are worked on, beside the window."""
        self._jobs = jobs

    def begin(self, source: int | str) -> None:
        """Look through this camera while this is to be seen; -1 = there is none, and files are asked for."""
        self._source = source
        if self.isVisible() and self._step in {_Step.NOTHING, _Step.LIVE}:
            self._look()

    def clear(self) -> None:
        """For another dossier: nothing is shown, none is counted."""
        self._count, self._files = 0, []
        self._forget()

    def focus_first(self) -> None:
        """The one key."""
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def count_one(self) -> None:
        """One that was accepted is kept."""
        self._count += 1
        self._say_count()

    # ---- the camera --------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._off()
        if self._source == -1:
            self._to(_Step.NOTHING)
            return
        from desk.photographs.paper_camera import PaperCamera  # noqa: PLC0415 - few machines have a camera

        made = PaperCamera(
            self._source,
            on_picture=lambda seen: self._seen.emit(made, seen),
            on_taken=lambda jpeg: self._taken.emit(made, jpeg),
            on_trouble=lambda trouble: self._failed.emit(made, trouble),
        )
        self._camera = made
        self._to(_Step.LIVE)
        made.start()

    def _off(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()

    def hideEvent(self, event: QEvent) -> None:
        """Nobody is filmed by a camera that is not to be seen."""
        super().hideEvent(event)  # type: ignore[arg-type]  # Qt gives a QHideEvent
        self._off()
        if self._step is _Step.LIVE:
            self._to(_Step.NOTHING)

    @Slot(object, object)
    def _see(self, camera: "PaperCamera", seen: "Picture") -> None:
        if camera is self._camera and self._step is _Step.LIVE:
            self.view.show_picture(seen)

    @Slot(object, bytes)
    def _take_in(self, camera: "PaperCamera", jpeg: bytes) -> None:
        if camera is self._camera:
            self._make(jpeg, "")

    @Slot(object, object)
    def _fail(self, camera: "PaperCamera", trouble: Trouble) -> None:
        if camera is self._camera:
            self._camera = None
            self._to(_Step.NOTHING)
            self._say("bad", why(trouble))

    # ---- one photograph ----------------------------------------------------------------------------------

    @Slot()
    def _go_on(self) -> None:
        if self._step is _Step.LIVE and self._camera is not None:
            self._to(_Step.MAKING)
            self._camera.take()
        elif self._step is _Step.SHOWN:
            self.accept()
        elif self._step is _Step.NOTHING:
            self._choose()

    def accept(self) -> None:
        """What is shown is as it should be; then the next."""
        jpeg = self.jpeg
        self._forget()
        if jpeg:
            self.accepted.emit(jpeg)
        self._next()

    @Slot()
    def _again(self) -> None:
        self._forget()
        self._next()

    def _next(self) -> None:
        if self._files:
            self._read(self._files.pop(0))
        elif self._camera is not None:
            self._to(_Step.LIVE)
        else:
            self._look()
        self.focus_first()

    @Slot()
    def _other_cut(self) -> None:
        self._whole = not self._whole
        self._make(self._content, self._name)

    @Slot()
    def _turn_right(self) -> None:
        self._turns = (self._turns + 1) % 4
        self._make(self._content, self._name)

    def _forget(self) -> None:
        self._content, self._name, self._shown = b"", "", None
        self._turns, self._whole = 0, False
        self.view.show_jpeg(b"")
        if self._step in {_Step.SHOWN, _Step.MAKING}:
            self._to(_Step.LIVE if self._camera is not None else _Step.NOTHING)

    def _make(self, content: bytes, name: str) -> None:
        """Cut and made small beside the window."""
        if self._jobs is None:
            return
        self._content, self._name = content, name
        self._to(_Step.MAKING)
        made = partial(_made, content, name, whole=self._whole, turns=self._turns)
        self._jobs.run_in_thread(self, made, self._made, self._not_made, queue="photographs")

    def _made(self, shown: "Photograph") -> None:
        if self._step is not _Step.MAKING:
            return
        from desk.photographs.photograph_words import photograph_words  # noqa: PLC0415 - loaded with the first one

        self._shown = shown
        self.view.show_jpeg(shown.jpeg)
        self.cut.setText("Giữ cả ảnh" if shown.whole is None else "Cắt theo giấy")
        self._to(_Step.SHOWN)
        self._say("good" if shown.whole is None else "warn" if not self._whole else "", photograph_words(shown))
        self.focus_first()

    def _not_made(self, reason: NotAllowed | Trouble) -> None:
        self._forget()
        self._say("bad", why(reason))

    # ---- from files --------------------------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        ask_files(self, "Chọn ảnh giấy tờ", self.take, KINDS, start)

    @Slot("QStringList")
    def take(self, names: list[str]) -> None:
        """These files were chosen: each is shown, and accepted by itself."""
        self._files += [Path(name) for name in names]
        if self._files and self._step is not _Step.SHOWN:
            self._read(self._files.pop(0))

    def _read(self, path: Path) -> None:
        if self._jobs is not None:
            self._to(_Step.MAKING)
            self._jobs.run_in_thread(self, partial(_file, path), self._file_read, self._not_made, queue="photographs")

    def _file_read(self, read: tuple[bytes, str]) -> None:
        self._make(*read)

    # ---- what is said ------------------------------------------------------------------------------------

    def _to(self, step: _Step) -> None:
        self._step = step
        self._show_step()

    def _show_step(self) -> None:
        step = self._step
        self.main.setText(
            {
                _Step.NOTHING: "Chọn tệp ảnh…",
                _Step.LIVE: "Chụp (phím cách)",
                _Step.MAKING: "Đang xử lý…",
                _Step.SHOWN: "Nhận ảnh này (phím cách)",
            }[step]
        )
        self.main.setEnabled(step is not _Step.MAKING)
        for button in (self.again, self.cut, self.rotate):
            button.setVisible(step in {_Step.SHOWN, _Step.MAKING})
            button.setEnabled(step is _Step.SHOWN)
        self.from_file.setVisible(step is _Step.LIVE)
        if step in {_Step.LIVE, _Step.NOTHING}:
            self._say_count()

    def _say_count(self) -> None:
        kept = f"Đã lưu {self._count} ảnh. " if self._count else ""
        self._say("", kept + (_PLACE if self._step is _Step.LIVE else ""))

    def _say(self, tone: str, words: str) -> None:
        set_tone(self.words, tone)
        self.words.setText(words)


def _made(content: bytes, name: str, *, whole: bool, turns: int) -> "Photograph":
    from desk.photographs.photograph import photograph  # noqa: PLC0415 - Pillow and OpenCV load with the first one

    return photograph(content, name, whole=whole, turns=turns)


def _file(path: Path) -> tuple[bytes, str]:
    from desk.dossiers.attachments import read_file  # noqa: PLC0415 - likewise

    return read_file(path), path.name


def _quiet(words: str, do: Callable[[], None]) -> QPushButton:
    made = QPushButton(words)
    made.setProperty("kind", "quiet")
    made.clicked.connect(do)
    return made
