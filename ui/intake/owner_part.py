"""Fields for the owner when it is not the submitter; folded until wanted."""

from functools import cached_property

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.codes.tax_code import TaxCodeKind, tax_code_kind
from models.person import Authority, Organisation, Person
from ui.intake.authority_part import AuthorityPart
from ui.intake.person_part import PersonPart
from ui.widgets.basic import row
from ui.widgets.buttons import Segments, Tick
from ui.widgets.field import FINE, Field, Verdict


class OwnerPart(QWidget):
    """A tick; under it the owner (a person or a body) and the authority, built when first wanted.

    Attributes:
        edited: something was typed or chosen.
        left: a field was left.
        asked: words of a number or a name of the owner; see ``PersonPart``.
        commune_asked: words of the owner's address.
        read: somebody known was taken over.
        body_asked: a tax code was typed; answer with ``offer_body``.
    """

    edited = Signal()
    left = Signal()
    asked = Signal(str)
    commune_asked = Signal(str)
    body_asked = Signal(str)
    read = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tick = Tick("Nộp thay chủ hồ sơ khác")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.tick)
        self.tick.toggled.connect(self._folded)

    @cached_property
    def inside(self) -> "OwnerFields":
        """The fields."""
        fields = OwnerFields()
        self._column.addWidget(fields)
        fields.kind.chosen.connect(self.edited)
        fields.kind.chosen.connect(self.left)
        fields.person.edited.connect(self.edited)
        fields.person.left.connect(self.left)
        fields.person.asked.connect(self.asked)
        fields.person.commune_asked.connect(self.commune_asked)
        fields.person.read.connect(self.read)
        fields.body_tax.left.connect(self._ask_body)
        fields.authority_part.edited.connect(self.edited)
        fields.authority_part.left.connect(self.left)
        for field in fields.fields:
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        return fields

    @property
    def person(self) -> PersonPart:
        """The owner as a person."""
        return self.inside.person

    @property
    def owner(self) -> Person | Organisation | None:
        """Whose matter it is, or None when it is the submitter's own."""
        return self.inside.owner if self.tick.isChecked() else None

    @property
    def authority(self) -> Authority | None:
        """Why the submitter may act."""
        return self.inside.authority if self.tick.isChecked() else None

    def put(self, owner: Person | Organisation | None, authority: Authority | None) -> None:
        """Show these. Tells nobody."""
        wanted = owner is not None or authority is not None
        self.tick.blockSignals(True)
        self.tick.setChecked(wanted)
        self.tick.blockSignals(False)
        if wanted or "inside" in self.__dict__:
            self.inside.put(owner, authority)
            self.inside.setVisible(wanted)

    def offer_body(self, body: Organisation, words: str) -> None:
        """The body of this tax code as the office knows it: into empty fields, marked until seen."""
        fields = self.inside
        if body.tax_code != fields.body_tax.text or self.owner is None:
            return
        for field, text in ((fields.body_name, body.name), (fields.body_address, body.address)):
            if text and not field.text:
                field.put(text)
                field.mark(words)
        self.edited.emit()
        self.left.emit()

    @Slot()
    def _ask_body(self) -> None:
        code = self.inside.body_tax.text
        if code and not self.inside.body_name.text:
            self.body_asked.emit(code)

    @Slot()
    def _folded(self) -> None:
        self.inside.setVisible(self.tick.isChecked())
        if self.tick.isChecked():
            self.person.number.edit.setFocus()
        self.edited.emit()
        self.left.emit()


class OwnerFields(QWidget):
    """Owner and authority."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = Segments("Chủ hồ sơ là", [("person", "Cá nhân"), ("body", "Tổ chức")])
        self.person = PersonPart("owner", short=True)
        self.body_name = Field("Tên tổ chức", name="owner.body")
        self.body_tax = Field("Mã số thuế", name="owner.tax", judge=judge_tax_code)
        self.body_address = Field("Địa chỉ", name="owner.body_address")
        self.authority_part = AuthorityPart()
        self.fields = (self.body_tax, self.body_name, self.body_address)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        line = row()
        line.addWidget(self.body_tax, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.body_name, 2, Qt.AlignmentFlag.AlignTop)
        body.addLayout(line)
        body.addWidget(self.body_address)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(self.kind, 1))
        column.addWidget(self.person)
        column.addWidget(self._body)
        column.addWidget(self.authority_part)
        self.kind.chosen.connect(self._show)
        self._show()

    @property
    def tab_order(self) -> list[QWidget]:
        """As Tab goes through them."""
        person = self.person
        people: list[QWidget] = [person.number.edit, person.full_name.edit, person.born.edit, person.address.edit]
        return [
            *self.kind.buttons(),
            *people,
            *person.document.tab_order,
            *(field.edit for field in self.fields),
            *self.authority_part.tab_order,
        ]

    @property
    def owner(self) -> Person | Organisation:
        """Whose matter it is."""
        if self.kind.value == "body":
            return Organisation(name=self.body_name.text, tax_code=self.body_tax.text, address=self.body_address.text)
        return self.person.value

    @property
    def authority(self) -> Authority | None:
        """Why the submitter may act."""
        return self.authority_part.authority

    def put(self, owner: Person | Organisation | None, authority: Authority | None) -> None:
        """Show these. Tells nobody."""
        body = owner if isinstance(owner, Organisation) else None
        self.kind.choose("body" if body else "person")
        self.person.put(owner if isinstance(owner, Person) else Person())
        self.body_name.put(body.name if body else "")
        self.body_tax.put(body.tax_code if body else "")
        self.body_address.put(body.address if body else "")
        for field in self.fields:
            field.mark("")
        self._show()
        self.authority_part.put(authority)

    @Slot()
    def _show(self) -> None:
        self.person.setVisible(self.kind.value == "person")
        self._body.setVisible(self.kind.value == "body")
        self.authority_part.show_for(body=self.kind.value == "body")


def judge_tax_code(text: str) -> Verdict:
    """What the digits say; a check digit that does not fit only warns."""
    match tax_code_kind(text):
        case TaxCodeKind.DOUBTFUL:
            return "warn", "Không khớp số kiểm tra; xem lại giấy đăng ký."
        case TaxCodeKind.MALFORMED:
            return "warn", "Cần 10 số, 13 số (chi nhánh) hoặc 12 số (hộ)."
        case TaxCodeKind.BRANCH:
            return "", "Chi nhánh, đơn vị phụ thuộc."
        case TaxCodeKind.PERSONAL:
            return "", "12 số: mã số thuế của hộ, cá nhân."
        case _:
            return FINE
