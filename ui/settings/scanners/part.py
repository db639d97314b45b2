"""Fields for the card scanners: ports, speeds, keyboard kind, camera; each with state and a test."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from desk.cards.ports import Port, is_same_device, ports
from desk.settings import Scanner, Settings
from models.calendar.clock import local_day, wall_clock
from ui.cards.camera_view import CameraView
from ui.core.jobs import Jobs
from ui.core.scan_words import reader_advice, test_words
from ui.settings.scanners.row import ScannerRow
from ui.widgets.basic import column, frame, label, paint, picture, row, set_tone
from ui.widgets.buttons import PickList, Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.cards.formats.kinds import Scan
    from models.not_allowed import NotAllowed
    from models.trouble import Trouble
    from ui.core.card_bridge import ReaderSeen

TEST_FIRST = "Quét thử một thẻ: đọc được gì sẽ hiện ở đây."


class ScannersSet(Struct, frozen=True, kw_only=True):
    """What an office answers about its scanners; the fields bear the names they have in ``Settings``."""

    scanner: Scanner | None = None
    more_scanners: tuple[Scanner, ...] = ()
    keyboard_scanner: bool = True
    camera: int = -1

    @classmethod
    def of(cls, settings: Settings) -> "ScannersSet":
        """The answers in force."""
        return cls(
            scanner=settings.scanner,
            more_scanners=settings.more_scanners,
            keyboard_scanner=settings.keyboard_scanner,
            camera=settings.camera,
        )

    @property
    def all(self) -> tuple[Scanner, ...]:
        """Every scanner at a port, the first one first."""
        return (*((self.scanner,) if self.scanner else ()), *self.more_scanners)


class ScannersPart(QWidget):
    """All scanners of this machine. Not a card: put it into one.

    ``put`` and ``value`` carry a ``ScannersSet``; ``problems`` says in sentences why it may not be kept. Give it every
    ``CardBridge.readers_changed`` (``show_state``) and, while it is in front, every scan (``use_scan``).

    Attributes:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._ports: list[Port] = []
        self._before = ScannersSet()
        self._seen: tuple[ReaderSeen, ...] = ()
        self.rows: list[ScannerRow] = []
        self._rows = column(gap=12)
        self.none = label("Chưa dùng đầu đọc nào ở cổng nối tiếp.", "muted")
        self.add = QPushButton("Thêm đầu đọc · Insert")
        self.look_again = QPushButton("Tìm lại cổng")
        self.keyboard = Tick("Nhận cả đầu đọc ở chế độ bàn phím")
        self.camera = PickList("Máy ảnh quét mã thẻ")
        self.find_cameras = QPushButton("Tìm máy ảnh")
        self.try_camera = QPushButton("Thử máy ảnh")
        self.view = CameraView(_today)
        self._camera_note = label("", "note", wrap=True)
        self._problem = label("", "note", wrap=True)
        set_tone(self._problem, "bad")
        self.test = _Test()
        self._lay_out()
        self.add.clicked.connect(self._add)
        self.look_again.clicked.connect(self.refresh)
        self.keyboard.toggled.connect(self._toggled)
        self.camera.chosen.connect(self._camera_chosen)
        self.find_cameras.clicked.connect(self._find_cameras)
        self.try_camera.clicked.connect(self._try_camera)
        self.view.heard.connect(self.use_scan)
        self.put(ScannersSet())

    def _lay_out(self) -> None:
        cameras = row(self.camera, self.find_cameras, self.try_camera)
        cameras.setStretch(0, 1)
        hint = "Đầu đọc loại này gõ mã thẻ như bàn phím; chương trình nhận ra và không để nó bấm nhầm nút nào."
        self.setLayout(
            column(
                self.none,
                self._rows,
                self._problem,
                row(self.add, self.look_again, 1),
                self.test,
                frame("rule"),
                self.keyboard,
                label(hint, "small", wrap=True),
                frame("rule"),
                label("Máy ảnh thay đầu đọc", "label"),
                cameras,
                self._camera_note,
                self.view,
                gap=8,
            )
        )

    # ---- what is shown -----------------------------------------------------------------------------------

    def put(self, chosen: ScannersSet) -> None:
        """Show these answers."""
        self._before = chosen
        for old in self.rows:
            self._take_off(old)
        self.rows = []
        for scanner in chosen.all:
            self._append().put(scanner, self._ports)
        self.keyboard.setChecked(chosen.keyboard_scanner)
        self._offer_cameras([chosen.camera] if chosen.camera >= 0 else [])
        self.camera.choose(chosen.camera)
        self._follow()

    @property
    def value(self) -> ScannersSet:
        """The answers as chosen; a scanner without a port is none."""
        chosen = [scanner for each in self.rows if (scanner := each.value) is not None]
        camera = self.camera.value
        return ScannersSet(
            scanner=chosen[0] if chosen else None,
            more_scanners=tuple(chosen[1:]),
            keyboard_scanner=self.keyboard.isChecked(),
            camera=camera if isinstance(camera, int) else -1,
        )

    @property
    def problems(self) -> tuple[str, ...]:
        """Why these answers may not be kept; empty = they may."""
        named = [each.choice for each in self.rows if each.choice is not None]
        twice = {one.path for n, one in enumerate(named) for other in named[n + 1 :] if is_same_device(one, other)}
        return tuple(f"Cổng {path} được chọn cho hai đầu đọc." for path in sorted(twice))

    def show_state(self, readers: "Sequence[ReaderSeen]") -> None:
        """How the readers are now, as the bridge tells it."""
        self._seen = tuple(readers)
        self._show_states()

    @Slot(object)
    def use_scan(self, scan: "Scan") -> None:
        """Something was scanned: the live test."""
        self.test.say(*test_words(scan))

    @property
    def heard_words(self) -> str:
        """What the live test says."""
        return self.test.words

    @Slot()
    def refresh(self) -> None:
        """Look which ports there are."""
        self._jobs.run_in_thread(self, ports, self._show_ports)

    def _show_ports(self, found: list[Port]) -> None:
        self._ports = found
        for each in self.rows:
            each.offer(found, each.choice)

    def _show_states(self) -> None:
        """Each row shows the reader at its port, if that is in force already."""
        for each in self.rows:
            there = [seen for seen in self._seen if seen.scanner is not None and seen.scanner.port == each.choice]
            each.show_state(there[0] if there else None)
        wrong = [seen for seen in self._seen if seen.state is not None and seen.state.value == "wrong_speed"]
        if wrong:
            self.test.say("bad", f"Chỉ đến ký tự lạ: sai tốc độ. {reader_advice(wrong[0])}")

    # ---- what is done ------------------------------------------------------------------------------------

    @Slot()
    def _add(self) -> None:
        made = self._append()
        made.offer(self._ports, None)
        self._follow()
        made.port.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _append(self) -> ScannerRow:
        made = ScannerRow()
        made.changed.connect(self._row_changed)
        made.away.connect(self._drop)
        self.rows.append(made)
        self._rows.addWidget(made)
        return made

    def _take_off(self, old: ScannerRow) -> None:
        self._rows.removeWidget(old)
        old.hide()
        old.deleteLater()

    @Slot(object)
    def _drop(self, old: ScannerRow) -> None:
        self.rows.remove(old)
        self._take_off(old)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._row_changed()

    @Slot()
    def _row_changed(self) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        for n, each in enumerate(self.rows, 1):
            each.number(n)
        self.none.setVisible(not self.rows)
        problems = self.problems
        self._problem.setText(" ".join(problems))
        self._problem.setVisible(bool(problems))
        self.try_camera.setEnabled(self.value.camera >= 0)
        self._show_states()

    @Slot(bool)
    def _toggled(self, _: bool) -> None:
        self.changed.emit()

    @Slot(object)
    def _camera_chosen(self, _: object) -> None:
        self._row_changed()

    @Slot()
    def _try_camera(self) -> None:
        self.view.look(self.value.camera)

    @Slot()
    def _find_cameras(self) -> None:
        self._camera_note.setText("Đang tìm máy ảnh…")
        self._jobs.run_in_thread(self, _cameras, self._show_cameras, self._no_cameras)

    def _show_cameras(self, found: list[int]) -> None:
        chosen = self.value.camera
        self._offer_cameras(found)
        self.camera.choose(chosen if chosen in (-1, *found) else -1)
        self._camera_note.setText(
            "Chọn máy ảnh rồi bấm Thử máy ảnh." if found else "Không thấy máy ảnh nào cắm vào máy này."
        )
        self._follow()

    def _no_cameras(self, reason: "NotAllowed | Trouble") -> None:
        from ui.core.words import why  # noqa: PLC0415 - few machines come here

        self._camera_note.setText(why(reason))

    def _offer_cameras(self, found: list[int]) -> None:
        self.camera.offer([(-1, "Không dùng máy ảnh"), *((n, f"Máy ảnh {n + 1}") for n in found)])


class _Test(QFrame):
    """The live test: a sign, and what was read last."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "tray")
        self._sign = picture("scan", "muted", 20)
        self._words = label(TEST_FIRST, "", wrap=True)
        line = row(self._sign, self._words, gap=12)
        line.setContentsMargins(12, 8, 12, 8)
        line.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, tone: str, words: str) -> None:
        """Something was read, or something is wrong."""
        paint(self._sign, {"good": "good", "warn": "warn", "bad": "bad"}[tone], tone, 20)
        self._words.setText(words)


def _today() -> date:
    return local_day(wall_clock())


def _cameras() -> list[int]:
    from desk.cards.camera import cameras  # noqa: PLC0415 - OpenCV loads where a camera is looked for

    return cameras()
