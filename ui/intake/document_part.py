"""Fields for another identity document, folded until wanted, hidden while a personal number is given."""

from datetime import date
from functools import cached_property

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.words.terms import DOCUMENT
from models.person import Document, DocumentKind
from ui.widgets import input_parsing
from ui.widgets.basic import label
from ui.widgets.buttons import PickList
from ui.widgets.field import FINE, Field, Verdict
from ui.widgets.fold import FoldOut


class DocumentPart(QWidget):
    """A line that folds out; under it kind, number, days and issuer of the document, and the nationality.

    Attributes:
        edited: something was typed or chosen.
        left: a field was left.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.fold = FoldOut("Không có thẻ", "Không có thẻ căn cước: hộ chiếu, giấy khai sinh, quốc tịch")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.fold)
        self.fold.toggled.connect(self._folded)

    @cached_property
    def inside(self) -> "DocumentFields":
        """The fields."""
        fields = DocumentFields(self._role)
        self._column.addWidget(fields)
        fields.setVisible(self.fold.isChecked())
        fields.kind.chosen.connect(self.edited)
        fields.kind.chosen.connect(self.left)
        for field in fields.fields:
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        return fields

    @property
    def is_built(self) -> bool:
        """Whether the fields were wanted yet; until then nothing stands in them."""
        return "inside" in self.__dict__

    @property
    def tab_order(self) -> list[QWidget]:
        """As Tab goes through them."""
        return [self.fold, *(self.inside.tab_order if self.is_built else ())]

    @property
    def document(self) -> Document | None:
        """What was shown; None = a card, or nothing said."""
        return self.inside.document if self.is_built else None

    @property
    def nationality(self) -> str:
        """Three letters, or empty."""
        return self.inside.nationality.text.upper() if self.is_built else ""

    def put(self, document: Document | None, nationality: str) -> None:
        """Show these; folded out where there is something. Tells nobody."""
        wanted = document is not None or bool(nationality)
        if wanted or self.is_built:
            self.inside.put(document, nationality)
        self.fold.blockSignals(True)
        self.fold.setChecked(wanted)
        self.fold.blockSignals(False)
        if self.is_built:
            self.inside.setVisible(wanted)

    def show_passport(self, number: str) -> None:
        """A passport number was typed: its further fields come out. Tells nobody."""
        if self.document is None:
            self.put(Document(kind=DocumentKind.PASSPORT, number=number), self.nationality)

    def step_aside(self, *, aside: bool) -> None:
        """Whether the line is out of the way (a number is there already)."""
        self.fold.setVisible(not aside or self.fold.isChecked())

    @Slot()
    def _folded(self) -> None:
        self.inside.setVisible(self.fold.isChecked())
        if self.fold.isChecked():
            self.inside.kind.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.inside.put(None, "")
        self.edited.emit()
        self.left.emit()


class DocumentFields(QWidget):
    """The fields of one document."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.kind = PickList("Giấy tờ xuất trình")
        self.kind.offer([(None, "Thẻ căn cước"), *((kind, DOCUMENT[kind]) for kind in DocumentKind)])
        self.number = Field("Số giấy tờ", name=f"{role}.document")
        self.issued_on = Field("Ngày cấp", name=f"{role}.document_issued", hint="ngày/tháng/năm", judge=_judge_day)
        self.issued_by = Field("Nơi cấp", name=f"{role}.document_by")
        self.expires_on = Field("Có giá trị đến", name=f"{role}.document_until", hint="nếu có", judge=_judge_day)
        self.nationality = Field(
            "Quốc tịch", name=f"{role}.nationality", hint="mã ba chữ: VNM, LAO, CHN…", judge=_judge_nationality
        )
        self.known_by = Field("Nhận biết qua", name=f"{role}.known_by", hint="trưởng thôn, người thân, sổ sách của xã…")
        self.fields = (self.number, self.nationality, self.issued_on, self.issued_by, self.expires_on, self.known_by)
        head = label("Giấy tờ xuất trình", "label")
        head.setBuddy(self.kind)
        kind = QWidget()
        column = QVBoxLayout(kind)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(head)
        column.addWidget(self.kind)
        column.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for part in range(3):
            grid.setColumnStretch(part, 1)
        grid.addWidget(kind, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.number, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.nationality, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.issued_on, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.issued_by, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.expires_on, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.known_by, 2, 0, 1, 3)
        self.kind.chosen.connect(self._show)
        self._show()

    @property
    def tab_order(self) -> list[QWidget]:
        """As Tab goes through them."""
        return [self.kind, *(field.edit for field in self.fields)]

    @property
    def document(self) -> Document | None:
        """What the fields say."""
        kind = self.kind.value
        if not isinstance(kind, DocumentKind):
            return None
        if kind is DocumentKind.NONE:
            return Document(kind=kind, known_by=self.known_by.text)
        return Document(
            kind=kind,
            number=self.number.text,
            issued_on=_day(self.issued_on.text),
            issued_by=self.issued_by.text,
            expires_on=_day(self.expires_on.text),
        )

    def put(self, document: Document | None, nationality: str) -> None:
        """Show these. Tells nobody."""
        self.kind.choose(document.kind if document else None)
        self.number.put(document.number if document else "")
        self.issued_on.put(input_parsing.day_words(document.issued_on if document else None))
        self.issued_by.put(document.issued_by if document else "")
        self.expires_on.put(input_parsing.day_words(document.expires_on if document else None))
        self.known_by.put(document.known_by if document else "")
        self.nationality.put(nationality)
        self._show()

    @Slot()
    def _show(self) -> None:
        kind = self.kind.value
        has = isinstance(kind, DocumentKind) and kind is not DocumentKind.NONE
        for field in (self.number, self.issued_on, self.issued_by, self.expires_on):
            field.setVisible(has)
        self.known_by.setVisible(kind is DocumentKind.NONE)


def _day(text: str) -> date | None:
    try:
        return input_parsing.day(text)
    except ValueError:
        return None


def _judge_day(text: str) -> Verdict:
    return FINE if not text or _day(text) else ("bad", input_parsing.no_day_words(text))


def _judge_nationality(text: str) -> Verdict:
    if not text:
        return FINE
    from models.places.nationality import nationality_code, nationality_name  # noqa: PLC0415 - loads the list of countries

    code = nationality_code(text)
    return ("", nationality_name(code)) if code else ("warn", "Không có mã quốc tịch này.")
