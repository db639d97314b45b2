"""Fields for who pays nothing or less: the group, and the paper or look-up that shows it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.procedure import Exemption
from ui.widgets.basic import label, row
from ui.widgets.buttons import PickList
from ui.widgets.columns import Flow
from ui.widgets.field import Field

LOOKED_UP = "Tra cứu dân cư quốc gia"
"""Shown without any paper: nobody is asked for one whose content the office can look up."""

_WORDS = "Diện miễn, giảm phí, lệ phí"


class ExemptPart(QWidget):
    """Which group, chosen by the clerk; what a birth date speaks for is proposed and never chosen by itself.

    Attributes:
        chosen: another group, or another proof by a button.
        edited, left: of the proof.
    """

    chosen = Signal()
    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[Exemption, ...] = ()
        self._wanted = ""
        self.pick = PickList(_WORDS)
        self.proposal = QPushButton()
        self.proposal.setProperty("kind", "quiet")
        self.proposal.setAccessibleName("Chọn diện theo ngày sinh")
        self.proposal.clicked.connect(self._take_proposed)
        self._proposed = ""
        self.proof = Field("Chứng minh bằng", name="exempt.proof", hint="giấy tờ đã xuất trình, hoặc nơi tra cứu")
        self.proof.edited.connect(self.edited)
        self.proof.left.connect(self.left)
        self.usual: list[QPushButton] = []
        """Buttons of the usual proofs."""
        self._flow = Flow(gap=4)
        self._usual = QWidget()
        self._usual.setLayout(self._flow)
        head = label(_WORDS, "label")
        head.setBuddy(self.pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(head)
        column.addLayout(row(self.pick))
        column.addLayout(row(self.proposal, 1))
        column.addWidget(self.proof)
        column.addWidget(self._usual)
        self.pick.chosen.connect(self._picked)
        self.clear()

    def clear(self) -> None:
        """Of no procedure."""
        self._known, self._wanted, self._proposed = (), "", ""
        self.pick.offer([])
        self.proof.put("")
        self._follow()

    def put(self, exempt: str, proof: str) -> None:
        """As a draft says; the names follow with ``show_exemptions``. Tells nobody."""
        self._wanted = exempt
        self.proof.put(proof)

    @property
    def value(self) -> str:
        """Id of the group chosen, or empty."""
        return self._wanted or str(self.pick.value or "")

    def choose(self, exempt: str) -> None:
        """Choose one of those offered, as a press does, and tell nobody."""
        self.pick.choose(exempt)
        self._follow()

    def show_exemptions(self, known: Sequence[Exemption], proposed: Sequence[str]) -> None:
        """Those that hold for the procedure today, and which of them the person's birth date speaks for."""
        self._known = tuple(known)
        nobody = [("", "Không thuộc diện nào")] if known else []
        options = [*nobody, *((one.id, one.name) for one in known)]
        if [id_ for id_, _ in options] != [self.pick.itemData(n) for n in range(self.pick.count())]:
            self.pick.offer(options)
            for n, (id_, _) in enumerate(options):
                self.pick.setItemData(n, id_)
        if self._wanted:
            self.pick.choose(self._wanted)
            self._wanted = ""
        self._proposed = next(iter(proposed), "")
        self._follow()

    def _follow(self) -> None:
        """What is shown beside the pick list, by what is chosen in it."""
        self.setVisible(bool(self._known))
        named = {one.id: one for one in self._known}
        chosen, offered = named.get(self.value), named.get(self._proposed)
        self.proof.setVisible(chosen is not None)
        self.proposal.setVisible(offered is not None and chosen is None)
        if offered is not None:
            self.proposal.setText(f"Theo ngày sinh: {offered.name}")
            self.proposal.setAccessibleName(f"Chọn diện {offered.name} theo ngày sinh")
        self._show_usual((*chosen.proofs, LOOKED_UP) if chosen is not None else ())

    def _show_usual(self, proofs: Sequence[str]) -> None:
        self._usual.setVisible(bool(proofs))
        if [one.text() for one in self.usual] == list(proofs):
            return
        for gone in self.usual:
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.usual = []
        for words in proofs:
            button = QPushButton(words)
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._take_usual, words))
            self._flow.addWidget(button)
            self.usual.append(button)

    def _take_usual(self, words: str) -> None:
        self.proof.put(words)
        self.chosen.emit()

    @Slot()
    def _take_proposed(self) -> None:
        self.pick.choose(self._proposed)
        self._picked()
        self.proof.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _picked(self) -> None:
        self.proof.put("")
        self._follow()
        self.chosen.emit()
