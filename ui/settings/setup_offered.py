"""Settings of the procedures accepted here: a tick per field, folding out to its procedures."""

from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desk import offered_procedures
from desk.offered_procedures import ProcedureGroup
from desk.settings import Settings
from models.catalogue.catalogue import Catalogue
from ui.settings.setting_part import SettingPart, SettingTools
from ui.style.look import look
from ui.widgets.basic import label, row
from ui.widgets.buttons import Tick
from ui.widgets.fold import FoldOut


def _catalogue(folder: Path) -> Catalogue:
    from desk.opening import catalogue_of  # noqa: PLC0415 - the database's libraries load beside the window

    return catalogue_of(folder)


class GroupRow(QWidget):
    """One field: ticked as a whole, or procedure by procedure once folded out."""

    def __init__(self, group: ProcedureGroup, part: "OfferedPart") -> None:
        super().__init__()
        self.group = group
        self._part = part
        self.tick = Tick(group.field, f"Nhận mọi thủ tục lĩnh vực {group.field}")
        self.tick.setToolTip(group.field)
        self.tick.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tick.setMinimumWidth(look().px(120))
        self.fold = FoldOut("")
        self.count = label("", "small")
        self.ticks: dict[str, Tick] = {}
        self._inside = QWidget()
        self._inside.hide()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(28, 0, 0, 6)
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = row(self.tick, self.count, 1, self.fold)
        column.addLayout(line)
        column.addWidget(self._inside)
        self.tick.toggled.connect(self._all)
        self.fold.toggled.connect(self._folded)
        self.show_state()

    def show_state(self) -> None:
        """Whether all, some or none of it are taken in."""
        codes = [procedure.code for procedure in self.group.procedures]
        taken = sum(code in self._part.taken for code in codes)
        self.tick.blockSignals(True)
        self.tick.setChecked(taken > 0)
        self.tick.blockSignals(False)
        self.tick.update()
        self.count.setText(f"{taken} / {len(codes)} thủ tục")
        self.fold.setText("Từng thủ tục" if not self.fold.isChecked() else "Thu lại")
        self.fold.setAccessibleName(f"Từng thủ tục của {self.group.field}")
        for code, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.setChecked(code in self._part.taken)
            tick.blockSignals(False)
            tick.update()

    def _all(self, on: bool) -> None:
        codes = {procedure.code for procedure in self.group.procedures}
        self._part.take(codes if on else set(), of=codes)
        self.show_state()

    def _folded(self, on: bool) -> None:
        if on and not self.ticks:
            for procedure in self.group.procedures:
                words = procedure.name if len(procedure.name) <= 96 else procedure.name[:95].rstrip() + "…"
                tick = Tick(words, f"{procedure.name}, {procedure.code}")
                tick.setToolTip(f"{procedure.code} · {procedure.name}")
                tick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                tick.toggled.connect(partial(self._one, procedure.code))
                self.ticks[procedure.code] = tick
                self._lines.addWidget(tick)
        self._inside.setVisible(on)
        self.show_state()

    def _one(self, code: str, on: bool) -> None:
        self._part.take({code} if on else set(), of={code})
        self.show_state()


class OfferedPart(SettingPart):
    """All fields of the catalogue."""

    heads = ("offered",)

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._bench = bench
        self._catalogue: Catalogue | None = None
        self._wanted: tuple[str, ...] = ()
        self.taken: set[str] = set()
        self.hint(
            "Tìm thủ tục và máy lấy số chỉ đưa ra những gì được chọn. Bỏ chọn lĩnh vực không làm ở đây; để nguyên là "
            "nhận tất cả, kể cả thủ tục mới của lần cập nhật sau."
        )
        self.groups: list[GroupRow] = []
        self.reading = label("Đang đọc danh mục…", "muted")
        self.body.addWidget(self.reading)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(self._rows)

    def page_shown(self) -> None:
        """Read the catalogue once."""
        if self._catalogue is None:
            self._bench.jobs.run_in_thread(self, partial(_catalogue, self._bench.folder), self._read)

    def _read(self, catalogue: Catalogue) -> None:
        had_keys = self.hasFocus()
        self._catalogue = catalogue
        self._show()
        if had_keys:
            self.focus_first()

    def put(self, settings: Settings) -> None:
        """Show these."""
        self._wanted = settings.offered
        self._show()

    def apply_to(self, settings: Settings) -> Settings:
        """These with what is ticked; nothing ticked at all = everything, for a counter has to take something in."""
        if self._catalogue is None:
            return settings
        return replace(settings, offered=offered_procedures.shortened(self._catalogue, tuple(self.taken)))

    def focus_first(self) -> None:
        """The first field; the part itself until the catalogue is read."""
        if self.groups:
            self.groups[0].tick.setFocus()
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAccessibleName("Thủ tục tiếp nhận ở đây")
            self.setFocus()

    def take(self, codes: set[str], *, of: set[str]) -> None:
        """Of these procedures take in those, and no others."""
        self.taken = (self.taken - of) | codes
        self.tell()

    def _show(self) -> None:
        if self._catalogue is None:
            return
        every = {procedure.code for procedure in self._catalogue.procedures}
        self.taken = set(self._wanted) & every or every
        self.reading.hide()
        if not self.groups:
            for group in offered_procedures.groups(self._catalogue):
                made = GroupRow(group, self)
                self.groups.append(made)
                self._rows.addWidget(made)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for one in self.groups:
            one.show_state()
