"""The owner, when it is not the submitter, and why the submitter may act: folded away until wanted."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.person import Authority, Organisation, Person
from ui.parts.buttons import Segments, Tick
from ui.parts.field import Field
from ui.parts.person_part import PersonPart
from ui.parts.plain import row


class OwnerPart(QWidget):
    """A tick; under it the owner (a person or a body) and the authority.

    Attributes:
        edited: something was typed or chosen.
        left: a field was left.
    """

    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tick = Tick("Nộp thay chủ hồ sơ khác")
        self.kind = Segments("Chủ hồ sơ là", [("person", "Cá nhân"), ("body", "Tổ chức")])
        self.person = PersonPart("owner", short=True)
        self.body_name = Field("Tên tổ chức", name="owner.body")
        self.body_tax = Field("Mã số thuế", name="owner.tax")
        self.body_address = Field("Địa chỉ", name="owner.body_address")
        self.relation = Field("Quan hệ, tư cách", name="authority.relation", hint="con, người được ủy quyền…")
        self.paper = Field("Giấy ủy quyền", name="authority.paper", hint="số, ngày, nơi chứng thực")
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addLayout(row(self.body_name, self.body_tax))
        body.addWidget(self.body_address)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(row(self.kind, 1))
        inside.addWidget(self.person)
        inside.addWidget(self._body)
        inside.addLayout(row(self.relation, self.paper))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tick)
        column.addWidget(self._inside)
        self.tick.toggled.connect(self._folded)
        self.kind.chosen.connect(self._kind_chosen)
        self.person.edited.connect(self.edited)
        self.person.left.connect(self.left)
        for field in self.fields:
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        self._show()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are not the person's."""
        return (self.body_name, self.body_tax, self.body_address, self.relation, self.paper)

    @property
    def owner(self) -> Person | Organisation | None:
        """Whose matter it is, or None when it is the submitter's own."""
        if not self.tick.isChecked():
            return None
        if self.kind.value == "body":
            return Organisation(name=self.body_name.text, tax_code=self.body_tax.text, address=self.body_address.text)
        return self.person.value

    @property
    def authority(self) -> Authority | None:
        """Why the submitter may act."""
        if not self.tick.isChecked() or not (self.relation.text or self.paper.text):
            return None
        return Authority(relation=self.relation.text, paper=self.paper.text)

    def put(self, owner: Person | Organisation | None, authority: Authority | None) -> None:
        """Show these. Tells nobody."""
        self.tick.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.tick.setChecked(owner is not None or authority is not None)
        self.tick.blockSignals(False)  # noqa: FBT003
        is_body = isinstance(owner, Organisation)
        self.kind.choose("body" if is_body else "person")
        self.person.put(owner if isinstance(owner, Person) else Person())
        self.body_name.put(owner.name if isinstance(owner, Organisation) else "")
        self.body_tax.put(owner.tax_code if isinstance(owner, Organisation) else "")
        self.body_address.put(owner.address if isinstance(owner, Organisation) else "")
        self.relation.put(authority.relation if authority else "")
        self.paper.put(authority.paper if authority else "")
        self._show()

    @Slot()
    def _folded(self) -> None:
        self._show()
        if self.tick.isChecked():
            self.person.number.edit.setFocus()
        self.edited.emit()
        self.left.emit()

    @Slot()
    def _kind_chosen(self) -> None:
        self._show()
        self.edited.emit()
        self.left.emit()

    def _show(self) -> None:
        self._inside.setVisible(self.tick.isChecked())
        self.person.setVisible(self.kind.value == "person")
        self._body.setVisible(self.kind.value == "body")
