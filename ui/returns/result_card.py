"""One result that lies here: its place large, what is owed, the originals to be given back as ticks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desk.words.terms import RESULT_COPY
from models.events import ResultCopy
from models.words.money_words import in_figures
from ui.widgets.basic import column, label, set_scaled_width, set_tone
from ui.widgets.buttons import Segments, Tick

if TYPE_CHECKING:
    from desk.views.returns import ReadyResult

NO_PLACE = "–"


class ResultCard(QFrame):
    """One result.

    Attributes:
        ticked: it was ticked or unticked.
    """

    ticked = Signal()

    def __init__(self, result: "ReadyResult") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.result = result
        self.place = label(result.place or NO_PLACE, "huge")
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place.setAccessibleName(f"Ngăn {result.place}" if result.place else "Không ở ngăn nào")
        set_scaled_width(self.place, 132)
        self.give = Tick(result.procedure, f"Trả {result.procedure}, {result.code}")
        self.give.setChecked(not result.maybe)
        self.doubt = label("Có thể cũng của người này: xem giấy tờ rồi mới đánh dấu.", "note", wrap=True)
        set_tone(self.doubt, "warn")
        self.originals = [Tick(name, f"Trả lại bản chính: {name}") for name in result.originals]
        self.owed = label("", "strong", wrap=True)
        self.file = label("", "small", wrap=True)
        self.copies = Segments("Giao cho người nhận", list(RESULT_COPY.items()))
        self.refusal = label("", "note", wrap=True)
        self.refusal.setProperty("tone", "bad")
        elsewhere = f" · hẹn trả ở {result.elsewhere}" if result.elsewhere else ""
        whose = label(f"{result.owner} · {result.code}{elsewhere}", "muted", wrap=True)
        told = column(self.give, whose, self.doubt, self.owed, self.file, self.copies, gap=4)
        if self.originals:
            told.addWidget(label("Bản chính trả lại", "label"))
            for tick in self.originals:
                told.addWidget(tick)
        told.addWidget(self.refusal)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 12, 16, 12)
        across.setSpacing(16)
        across.addWidget(self.place, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(told, 1)
        self.doubt.setVisible(result.maybe)
        self.show_owed(result.owes)
        self.show_electronic(result)
        self.refuse("")
        self.give.toggled.connect(self.ticked)

    @property
    def chosen(self) -> bool:
        """Whether it is to be returned."""
        return self.give.isChecked()

    @property
    def given_back(self) -> tuple[str, ...]:
        """Names of the originals ticked."""
        return tuple(name for name, tick in zip(self.result.originals, self.originals, strict=True) if tick.isChecked())

    def show_owed(self, amount: int) -> None:
        """What is still to be paid, in đồng."""
        self.owes = amount
        self.owed.setText(f"Còn phải thu {in_figures(amount)} đồng" if amount else "")
        self.owed.setVisible(bool(amount))
        set_tone(self.owed, "warn" if amount else "")

    def show_electronic(self, result: "ReadyResult") -> None:
        """The file of the electronic result, and what of the result is handed over; nothing while there is none."""
        self.file.setText(f"Bản điện tử: {result.electronic}")
        self.copies.choose(result.copy)
        self.file.setVisible(bool(result.electronic))
        self.copies.setVisible(bool(result.electronic))

    @property
    def copy(self) -> ResultCopy:
        """What the citizen takes."""
        return ResultCopy(str(self.copies.value))

    def refuse(self, sentence: str) -> None:
        """Why it was not returned; empty = nothing stands against it."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
