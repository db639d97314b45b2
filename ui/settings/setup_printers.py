"""Settings of printers and their substitutes, with a trial print of each form."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.settings import Settings, Typeface
from models.calendar.clock import Clock
from models.events import Form
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.core.words import why_in_full
from ui.settings.printer_part import PrinterPart
from ui.settings.setting_part import SettingPart, SettingTools, reach_desk
from ui.widgets.basic import frame, label, row, set_tone
from ui.widgets.buttons import Segments
from ui.widgets.columns import Flow
from ui.widgets.fold import FoldOut

if TYPE_CHECKING:
    from desk.prints.printers import ToTry


def system_queues() -> list[str]:
    """Printers that the system knows; asks the system, which may take a while."""
    from desk.prints.printers import system_queues as known  # noqa: PLC0415 - printing loads with the first paper

    return known()


def printer_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of thermal printers that are described."""
    from desk.prints.printers import printer_kinds  # noqa: PLC0415 - likewise

    return printer_kinds()


def forms_to_try() -> "tuple[ToTry, ...]":
    """Every form this machine prints."""
    from desk.prints.printers import forms_to_try as known  # noqa: PLC0415 - likewise

    return known()


def _print(settings: Settings, folder: Path, address: str, clock: Clock, form: Form, jobs: Jobs) -> str:
    from desk.prints.form_jobs import print_test  # noqa: PLC0415 - reportlab loads with the first paper

    return print_test(settings, folder, address, clock(), form, reach_desk(jobs))


class Trial(QWidget):
    """One paper to try: a button, and what became of it.

    Attributes:
        wanted: the paper is to be printed.
    """

    wanted = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.button = QPushButton(words)
        self.button.setAccessibleName(f"In thử: {words}")
        self.said = label("", "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.button)
        column.addWidget(self.said)
        column.addStretch(1)
        self.button.clicked.connect(self.wanted)

    def say(self, tone: str, words: str) -> None:
        """What became of it."""
        set_tone(self.said, tone)
        self.said.setText(words)


TYPEFACES = ((Typeface.SANS, "Không chân"), (Typeface.SERIF, "Có chân"))


class PrintersPart(SettingPart):
    """Where papers and numbers come out, where else by one key, and how long a volume of the register is."""

    heads = ("printers", "register")

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._bench = bench
        self.papers = PrinterPart("Giấy tờ A4, A5")
        self.tickets = PrinterPart("Phiếu số thứ tự")
        self.papers_spare = PrinterPart("Giấy tờ: máy dự phòng")
        self.tickets_spare = PrinterPart("Số thứ tự: máy dự phòng")
        self._every = (self.papers, self.tickets, self.papers_spare, self.tickets_spare)
        self._spares = QWidget()
        spares = QVBoxLayout(self._spares)
        spares.setContentsMargins(0, 0, 0, 0)
        spares.setSpacing(12)
        spares.addWidget(self.papers_spare)
        spares.addWidget(self.tickets_spare)
        self.fold = FoldOut("Máy in dự phòng")
        self.fold.toggled.connect(self._spares.setVisible)
        self._spares.hide()
        self.hint("Chưa có máy in thì để nguyên: giấy tờ thành tệp PDF trong máy này, in sau được.")
        self.body.addWidget(self.papers)
        self.body.addWidget(frame("rule"))
        self.body.addWidget(self.tickets)
        self.body.addWidget(self.fold)
        self.body.addWidget(self._spares)
        self.body.addWidget(frame("rule"))
        self.typeface = Segments("Kiểu chữ trên giấy tờ", TYPEFACES)
        self.body.addWidget(label("Kiểu chữ trên giấy tờ", "label"))
        self.body.addLayout(row(self.typeface, 1))
        self.typeface.chosen.connect(self.tell)
        self.body.addWidget(self.number_field("register.rows_per_volume", "Số hồ sơ mỗi quyển Sổ theo dõi khi in"))
        self.body.addWidget(frame("rule"))
        say = "In thử từng loại giấy, với công dân không có thật và dòng BẢN IN THỬ"
        self.body.addWidget(label(say, "label", wrap=True))
        self._forms = forms_to_try()
        self.trials = {one.form: Trial(one.words) for one in self._forms}
        self.body.addLayout(Flow(*self.trials.values(), gap=12))
        for one in self._forms:
            self.trials[one.form].wanted.connect(partial(self._try, one))
        for part in self._every:
            part.test_wanted.connect(partial(self._try_one, part))
            part.kind.chosen.connect(self.tell)
            part.paper.chosen.connect(self.tell)
            part.queue.chosen.connect(self.tell)
            part.where.left.connect(self.tell)

    def page_shown(self) -> None:
        """Ask the system which printers there are."""
        self._bench.jobs.run_in_thread(self, system_queues, self._show_queues)
        self._bench.jobs.run_in_thread(self, printer_kinds, self._show_kinds)

    def _show_kinds(self, found: tuple[tuple[str, str], ...]) -> None:
        for part in self._every:
            part.offer_kinds(found)

    def _show_queues(self, found: list[str]) -> None:
        for part in self._every:
            part.offer_queues(found)

    def put(self, settings: Settings) -> None:
        """Show these."""
        printers = settings.printers
        for part, address in zip(
            self._every, (printers.papers, printers.tickets, printers.papers_spare, printers.tickets_spare), strict=True
        ):
            part.put(address)
        self.typeface.choose(printers.typeface)
        self.fold.setChecked(bool(printers.papers_spare or printers.tickets_spare))
        self.show_numbers(settings)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the printers and the number as they stand here."""
        typeface = self.typeface.value
        printers = replace(
            settings,
            printers=replace(
                settings.printers,
                papers=self.papers.address,
                tickets=self.tickets.address,
                papers_spare=self.papers_spare.address,
                tickets_spare=self.tickets_spare.address,
                typeface=typeface if isinstance(typeface, Typeface) else settings.printers.typeface,
            ),
        )
        return self.with_numbers(printers)

    def focus_first(self) -> None:
        """The first printer."""
        self.papers.kind.setFocus()

    def _try(self, one: "ToTry") -> None:
        part = self.tickets if one.printer == "tickets" else self.papers
        self._out(one.form, part.address)

    @Slot(str)
    def _try_one(self, part: PrinterPart, address: str) -> None:
        printer = "tickets" if part in {self.tickets, self.tickets_spare} else "papers"
        self._out(next(one.form for one in self._forms if one.printer == printer), address)

    def _out(self, form: Form, address: str) -> None:
        trial = self.trials[form]
        trial.button.setEnabled(False)
        trial.say("", "Đang in…")
        bench = self._bench
        work = partial(_print, bench.settings(), bench.folder, address, bench.clock, form, bench.jobs)
        done = _Answer(self, trial)
        bench.jobs.run_in_thread(done, work, done.came, done.failed, queue=f"trial {address}")


class _Answer(QWidget):
    """Takes the answer for one paper: answers go to bound methods of something that lives as long as the page."""

    def __init__(self, part: PrintersPart, trial: Trial) -> None:
        super().__init__(part)
        self.hide()
        self._trial = trial

    def came(self, where: str) -> None:
        """It came out."""
        self._trial.button.setEnabled(True)
        self._trial.say("good", f"Đã in: {where}")
        self.deleteLater()

    def failed(self, reason: NotAllowed | Trouble) -> None:
        """It did not."""
        self._trial.button.setEnabled(True)
        self._trial.say("bad", why_in_full(reason))
        self.deleteLater()
