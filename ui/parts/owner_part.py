"""The owner, when it is not the submitter, and why the submitter may act: folded away until wanted."""

from functools import cached_property

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.person import Authority, Organisation, Person
from ui.parts.buttons import Segments, Tick
from ui.parts.field import Field
from ui.parts.person_part import PersonPart
from ui.parts.plain import row


class OwnerPart(QWidget):
    """A tick; under it the owner (a person or a body) and the authority, built when first wanted.

    Attributes:
        edited: something was typed or chosen.
        left: a field was left.
        asked: words of a number or a name of the owner; see ``PersonPart``.
        commune_asked: words of the owner's address.
    """

    edited = Signal()
    left = Signal()
    asked = Signal(str)
    commune_asked = Signal(str)

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
        self.body_tax = Field("Mã số thuế", name="owner.tax")
        self.body_address = Field("Địa chỉ", name="owner.body_address")
        self.relation = Field("Quan hệ, tư cách", name="authority.relation", hint="con, người được ủy quyền…")
        self.paper = Field("Giấy ủy quyền", name="authority.paper", hint="số, ngày, nơi chứng thực")
        self.fields = (self.body_name, self.body_tax, self.body_address, self.relation, self.paper)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addLayout(row(self.body_name, self.body_tax))
        body.addWidget(self.body_address)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(self.kind, 1))
        column.addWidget(self.person)
        column.addWidget(self._body)
        column.addLayout(row(self.relation, self.paper))
        self.kind.chosen.connect(self._show)
        self._show()

    @property
    def tab_order(self) -> list[QWidget]:
        """As Tab goes through them."""
        person = self.person
        people: list[QWidget] = [person.number.edit, person.full_name.edit, person.address.edit]
        return [*self.kind.buttons(), *people, *(field.edit for field in self.fields)]

    @property
    def owner(self) -> Person | Organisation:
        """Whose matter it is."""
        if self.kind.value == "body":
            return Organisation(name=self.body_name.text, tax_code=self.body_tax.text, address=self.body_address.text)
        return self.person.value

    @property
    def authority(self) -> Authority | None:
        """Why the submitter may act."""
        if not (self.relation.text or self.paper.text):
            return None
        return Authority(relation=self.relation.text, paper=self.paper.text)

    def put(self, owner: Person | Organisation | None, authority: Authority | None) -> None:
        """Show these. Tells nobody."""
        body = owner if isinstance(owner, Organisation) else None
        self.kind.choose("body" if body else "person")
        self.person.put(owner if isinstance(owner, Person) else Person())
        self.body_name.put(body.name if body else "")
        self.body_tax.put(body.tax_code if body else "")
        self.body_address.put(body.address if body else "")
        self.relation.put(authority.relation if authority else "")
        self.paper.put(authority.paper if authority else "")
        self._show()

    @Slot()
    def _show(self) -> None:
        self.person.setVisible(self.kind.value == "person")
        self._body.setVisible(self.kind.value == "body")
