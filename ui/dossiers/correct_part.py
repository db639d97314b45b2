"""Fields for correcting a dossier: submitter, owner, authority, papers, delivery; a reason is required."""

from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.words.corrections import changes
from desk.words.terms import RETURN_BY
from models.events import DossierCorrected, Intake, PaperReceived, ReturnBy
from models.person import Authority, Organisation, Person
from models.procedure import RequiredPaper
from models.subjects.dossier import Dossier
from ui.dossiers.act_part import ActPart
from ui.intake.authority_part import AuthorityPart
from ui.intake.checklist import Checklist
from ui.intake.person_part import PersonPart
from ui.widgets.basic import label, row, scrolled
from ui.widgets.buttons import Segments
from ui.widgets.field import Field, LongField

T = TypeVar("T")


class CorrectPart(ActPart):
    """The fields of a correction, filled with what stands in the dossier."""

    tall = True

    def __init__(self) -> None:
        super().__init__()
        self._before: Intake | None = None
        self.person = PersonPart("submitter")
        self.owner = PersonPart("owner", short=True)
        self.body_name = Field("Tên tổ chức", name="")
        self.body_tax = Field("Mã số thuế", name="")
        self.body_address = Field("Địa chỉ", name="")
        self.authority = AuthorityPart("")
        self.papers = Checklist(scrolls=False)
        self.return_by = Segments("Nhận kết quả", [(way, RETURN_BY[way]) for way in ReturnBy])
        self.return_to = Field("Nhận tại", name="", hint="bỏ trống: tại quầy, hoặc nơi thường trú nếu qua bưu chính")
        self.note = Field("Ghi chú", name="")
        self.procedure = Field("Mã thủ tục", name="", hint="chỉ sửa khi đã chọn nhầm thủ tục")
        self.reason = LongField("Lý do sửa", lines=2)
        self.changes = label("", "note", wrap=True)
        self._owner_head = label("Chủ hồ sơ", "section")
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addLayout(row(self.body_name, self.body_tax))
        body.addWidget(self.body_address)
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, 12, 0)
        fields.setSpacing(8)
        fields.addWidget(label("Người nộp", "section"))
        fields.addWidget(self.person)
        fields.addWidget(self._owner_head)
        fields.addWidget(self.owner)
        fields.addWidget(self._body)
        fields.addWidget(self.authority)
        fields.addWidget(label("Giấy tờ", "section"))
        fields.addWidget(self.papers)
        fields.addWidget(label("Nhận kết quả", "section"))
        fields.addLayout(row(self.return_by, 1))
        fields.addWidget(self.return_to)
        fields.addLayout(row(self.note, self.procedure))
        fields.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(scrolled(inside), 1)
        column.addWidget(self.changes)
        column.addWidget(self.reason)
        for told in (
            *(part.edited for part in (self.person, self.owner, self.authority)),
            *(part.left for part in (self.person, self.owner, self.authority)),
            *(field.edited for field in (self.body_name, self.body_tax, self.body_address, self.return_to, self.note)),
            self.papers.changed,
            self.return_by.chosen,
        ):
            told.connect(self._show_changes)

    def fill(self, dossier: Dossier) -> None:
        """What stands in the dossier."""
        intake = self._before = dossier.intake
        if intake is None:
            return
        owner = intake.owner
        self.person.put(intake.submitter)
        self.owner.put(owner if isinstance(owner, Person) else Person())
        body = owner if isinstance(owner, Organisation) else None
        self.body_name.put(body.name if body else "")
        self.body_tax.put(body.tax_code if body else "")
        self.body_address.put(body.address if body else "")
        self._owner_head.setVisible(owner is not None)
        self.owner.setVisible(isinstance(owner, Person))
        self._body.setVisible(body is not None)
        self.authority.show_for(body=body is not None)
        self.authority.put(intake.authority)
        self.authority.setVisible(owner is not None)
        self.papers.show_papers(
            [
                RequiredPaper(name=p.name, originals=p.originals, copies=p.copies, to_show=p.shown_only)
                for p in intake.papers
            ]
        )
        self.papers.put(intake.papers)
        self.return_by.choose(intake.return_by)
        self.return_to.put(intake.return_to)
        self.note.put(intake.note)
        self.procedure.put(intake.procedure.code)
        self.reason.edit.clear()
        self._show_changes()

    @Slot()
    def _show_changes(self) -> None:
        """Before it is made: each value that will be another, old and new."""
        found = changes(self._before, self.correction)
        self.changes.setText("Sẽ sửa: " + "; ".join(found) if found else "")
        self.changes.setVisible(bool(found))

    def focus_first(self) -> None:
        """The name."""
        self.person.full_name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def given(self) -> tuple[object, ...] | None:
        """The correction, and the code of the procedure."""
        return self.correction, self.procedure.text

    @property
    def correction(self) -> DossierCorrected:
        """What differs from the dossier, and why; nothing else is touched."""
        before = self._before
        if before is None:
            return DossierCorrected(reason=self.reason.text)
        way = self.return_by.value
        return DossierCorrected(
            reason=self.reason.text,
            submitter=_changed(before.submitter, self.person.value),
            owner=_changed(before.owner, self._owner(before.owner)),
            authority=_changed(before.authority, self._authorised(before.authority)),
            papers=_changed(before.papers, self._papers(before)),
            return_by=_changed(before.return_by, way if isinstance(way, ReturnBy) else before.return_by),
            return_to=_changed(before.return_to, self.return_to.text),
            note=_changed(before.note, self.note.text),
        )

    def _authorised(self, before: Authority | None) -> Authority | None:
        """What stands in the fields; all emptied leaves what was there (the desk asks for something)."""
        return self.authority.authority or before

    def _papers(self, before: Intake) -> tuple[PaperReceived, ...]:
        """As ticked and counted; what the ticks know nothing of (electronic copies) stays."""
        known = {paper.name: paper for paper in before.papers}
        return tuple(
            replace(known[paper.name], originals=paper.originals, copies=paper.copies) if paper.name in known else paper
            for paper in self.papers.papers()
        )

    def _owner(self, before: Person | Organisation | None) -> Person | Organisation | None:
        if isinstance(before, Person):
            return self.owner.value
        if isinstance(before, Organisation):
            return Organisation(
                name=self.body_name.text,
                tax_code=self.body_tax.text,
                address=self.body_address.text,
                phone=before.phone,
                email=before.email,
            )
        return None


def _changed(before: T, now: T) -> T | None:
    return now if now != before else None
