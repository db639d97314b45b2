"""Fields for the procedure: search, case, way of filing, quantities for the fee."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desk.words.terms import CHANNEL
from models.events.dossiers import DocumentCopied, FeeDue
from models.procedure import Case, Channel, FeeKind, Procedure
from models.procedure import Offer as Offered
from ui.intake.copies_part import CopiesPart
from ui.intake.exempt_part import ExemptPart
from ui.widgets import input_parsing
from ui.widgets.basic import add_search_icon, label, row
from ui.widgets.buttons import PickList, Segments
from ui.widgets.field import Field, judge_count
from ui.widgets.line_edit import LineEdit
from ui.widgets.suggestion import Suggestion
from ui.widgets.suggestion_popup import Suggesting

if TYPE_CHECKING:
    from desk.intake.intake import IntakeForm

_COUNTED = {
    FeeKind.COPY_PAGES: (True, True, False),
    FeeKind.PER_COPY: (False, True, False),
    FeeKind.PER_PERSON: (False, False, True),
}
"""Whether the fee counts pages, copies, persons."""

_NOTHING = (False, False, False)


class MatterPart(QWidget):
    """Procedure, case, channel, exemption, pages, copies and persons.

    Attributes:
        edited: something was chosen or typed.
        left: a field was left.
        asked: words of a procedure; answer with ``offer_procedures``.
    """

    edited = Signal()
    left = Signal()
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.code = ""
        self.search = LineEdit()
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText("Tên hoặc mã thủ tục, không cần dấu")
        self.search.setAccessibleName("Tìm thủ tục")
        self.search.setObjectName("procedure")
        add_search_icon(self.search)
        self._offering = Suggesting(self.search, pause=40, ask_empty=True)
        self._offering.asked.connect(self.asked)
        self._offering.taken.connect(self._taken)
        self.search.installEventFilter(self)
        self.chosen = QFrame()
        self.name = label("", "strong", wrap=True)
        self.detail = label("", "small", wrap=True)
        chosen = QVBoxLayout(self.chosen)
        chosen.setContentsMargins(0, 2, 0, 0)
        chosen.setSpacing(0)
        chosen.addWidget(self.name)
        chosen.addWidget(self.detail)
        self.case = PickList("Trường hợp")
        self._case_box = _under("Trường hợp", self.case)
        self.channel = Segments("Hình thức nộp", [(c, CHANNEL[c]) for c in (Channel.DIRECT, Channel.ONLINE)])
        self._channel_box = _under("Hình thức nộp", self.channel)
        self.exempt = ExemptPart()
        self.pages = Field("Số trang bản chính", name="pages", judge=judge_count)
        self.copies = Field("Số bản", name="copies", judge=judge_count)
        self.persons = Field("Số người nộp lệ phí", name="persons", judge=judge_count)
        for field in (self.pages, self.copies, self.persons):
            field.edit.setText("1")
            field.setMaximumWidth(150)
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        self._counts = QWidget()
        counts = row(self.pages, self.copies, self.persons, 1)
        self._counts.setLayout(counts)
        self.several = CopiesPart()
        self.several.changed.connect(self._documents_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        boxes = (self._case_box, self._channel_box, self.exempt, self._counts)
        for part in (self.search, self.chosen, *boxes, self.several):
            column.addWidget(part)
        self.case.chosen.connect(self._changed)
        self.channel.chosen.connect(self._changed)
        self.exempt.chosen.connect(self._changed)
        self.exempt.edited.connect(self.edited)
        self.exempt.left.connect(self.left)
        self.clear()

    def clear(self) -> None:
        """No procedure."""
        self.code = ""
        self.search.clear()
        self.several.put(())
        self._counted = False
        self.exempt.clear()
        for part in (self.chosen, self._case_box, self._channel_box, self._counts, self.several):
            part.hide()

    @property
    def lacks_case(self) -> bool:
        """Whether there are several cases and none is chosen yet."""
        return bool(self.code) and self.case.count() > 1 and not self.case_id

    @property
    def case_id(self) -> str:
        """The case chosen, or empty."""
        return str(self.case.value or "") if self.code else ""

    @property
    def exempt_id(self) -> str:
        """The exemption chosen, or empty."""
        return self.exempt.value if self.code else ""

    @property
    def exempt_proof(self) -> str:
        """By which it was shown."""
        return self.exempt.proof.text if self.exempt_id else ""

    @property
    def way(self) -> Channel:
        """The channel chosen."""
        return self.channel.value if isinstance(self.channel.value, Channel) else Channel.DIRECT

    def count_of(self, field: Field) -> int:
        """Pages or copies; one while nothing sensible is typed."""
        try:
            return input_parsing.count(field.text)
        except ValueError:
            return 1

    def offer_procedures(self, found: Sequence[Procedure]) -> None:
        """Procedures for the words asked."""
        self._offering.offer([Suggestion(p.name, f"{p.code} · {p.field}", p) for p in found])

    @property
    def documents(self) -> tuple[DocumentCopied, ...]:
        """Several documents, where there are several."""
        return self.several.documents if self._counted else ()

    def put(self, form: "IntakeForm") -> None:
        """Choose as a draft says; names follow with the preview. Tells nobody."""
        self.clear()
        self.code = form.procedure
        self.case.offer([(form.case, "")] if form.case else [])
        self._wanted_case = form.case
        self.channel.choose(form.channel)
        if self.way is not form.channel:
            self.channel.offer([(form.channel, CHANNEL[form.channel])])
        self._wanted_channel = form.channel
        self.exempt.put(form.exempt, form.exempt_proof)
        self.pages.put(str(form.pages))
        self.copies.put(str(form.copies))
        self.persons.put(str(form.persons))
        self.several.put(form.documents)
        self._counted = bool(form.documents)

    _counted = False
    _wanted_case = ""
    _wanted_channel = Channel.DIRECT

    def show_procedure(self, procedure: Procedure | None, cases: Sequence[Case]) -> None:
        """Name, cases and channels of what is chosen."""
        if procedure is None or procedure.code != self.code:
            return
        self.name.setText(procedure.name)
        self.detail.setText(f"{procedure.code} · {procedure.field}")
        self.chosen.show()
        self._case_box.setVisible(len(cases) > 1)
        if len(cases) > 1:
            known = {self.case_id, self._wanted_case} & {case.id for case in cases}
            unchosen: list[tuple[object, str]] = [] if known else [("", "Chọn…")]
            options = unchosen + [(case.id, case.name) for case in cases]
            if [o[0] for o in options] != [self.case.itemData(n) for n in range(self.case.count())]:
                self.case.offer(options)
                for n, option in enumerate(options):
                    self.case.setItemData(n, option[0])
                    self.case.setItemData(n, option[1], Qt.ItemDataRole.ToolTipRole)
            if self._wanted_case in known:
                self.case.choose(self._wanted_case)
        elif cases:
            self.case.offer([(cases[0].id, cases[0].name)])
        else:
            self.case.offer([])
        self._wanted_case = self.case_id
        own = next((case.offers for case in cases if case.id == self.case_id), ())
        ways = {offer.channel for offer in (*procedure.offers, *own)} or {Channel.DIRECT}
        self.channel.offer([(way, CHANNEL[way]) for way in Channel if way in ways])
        if self._wanted_channel in ways:
            self.channel.choose(self._wanted_channel)
        self._channel_box.setVisible(len(ways) > 1)

    def show_counts(self, offer: Offered | None, fee: FeeDue | None) -> None:
        """Ask for pages, copies and persons only where the fee counts them."""
        del fee
        pages, copies, persons = _COUNTED.get(offer.fee.kind, _NOTHING) if offer else _NOTHING
        for field, counts in ((self.pages, pages), (self.copies, copies), (self.persons, persons)):
            field.setVisible(counts)
        # A price for each: a copy, or a paper with signatures.
        self.copies.label.setText("Số bản" if pages else "Số bản, giấy tờ")
        self._counted = pages or copies
        self._counts.setVisible(persons or (self._counted and not self.several.documents))
        self.several.setVisible(self._counted)

    @Slot()
    def _documents_changed(self) -> None:
        """What the two fields said before the first of several is the first of them, where they said something."""
        counted = (self.count_of(self.pages), self.count_of(self.copies))
        if len(self.several.documents) == 1 and self._counts.isVisible() and counted != (1, 1):
            first = DocumentCopied(name="Văn bản 1", pages=counted[0], copies=counted[1])
            self.several.put((first, *self.several.documents))
        self._counts.setVisible(self._counted and not self.several.documents)
        self._changed()

    @property
    def offered(self) -> tuple[Suggestion, ...]:
        """The lines now on screen under the search."""
        return self._offering.lines

    def take_first(self) -> None:
        """Take the first procedure offered."""
        lines = self._offering.lines
        if lines:
            self._offering.close()
            self._taken(lines[0].value)

    @Slot(object)
    def _taken(self, procedure: object) -> None:
        if isinstance(procedure, Procedure):
            self.take(procedure)

    def take(self, procedure: Procedure) -> None:
        """Choose this one; the keys go on from there."""
        self.search.clear()
        self.case.offer([])
        self._wanted_case = ""
        self.exempt.clear()
        self.code = procedure.code
        self.show_procedure(procedure, procedure.cases)
        self.edited.emit()
        self.left.emit()
        self.search.setFocus()
        if self._case_box.isVisible():
            self.case.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _changed(self) -> None:
        self._wanted_case = self.case_id
        self._wanted_channel = self.way
        self.edited.emit()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The favourites appear as soon as the empty search has the keys."""
        if watched is self.search and event.type() is QEvent.Type.FocusIn and not (self.search.text() or self.code):
            self._offering.ask_now()
        return super().eventFilter(watched, event)


def _under(words: str, part: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    head = label(words, "label")
    head.setBuddy(part)
    column.addWidget(head)
    line = row(part, 1) if isinstance(part, Segments) else row(part)
    column.addLayout(line)
    return box
