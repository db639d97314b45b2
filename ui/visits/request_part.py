"""A request to come to somebody's home: who, where, when, why; people of the commune's list are offered by name."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from desk.words.visits.visit import ASKED_BY, GROUND
from models.events import VisitAskedBy, VisitGround
from models.ids import SubjectId
from models.person import Person
from models.procedure import Procedure
from ui.actions import Act
from ui.widgets.basic import label, row
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.field import Field
from ui.widgets.sheet import FoldOutSheet
from ui.widgets.suggestion import Suggestion
from ui.widgets.suggestion_popup import Suggesting

if TYPE_CHECKING:
    from desk.views.visits.visit import AskedVisit, VisitFields
    from models.subjects.visits.entitled_person import EntitledPerson


class RequestPart(FoldOutSheet):
    """The fields of a request, of a new one or of one that is put right.

    Attributes:
        changes: the visit that is put right; empty = a new one. ``was``: what stood in the fields then.
        people_asked, procedures_asked: carry what was typed; answer with ``offer_people``, ``offer_procedures``.
    """

    people_asked = Signal(str)
    procedures_asked = Signal(str)

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.changes = SubjectId("")
        self.was: VisitFields | None = None
        self._entitled = SubjectId("")
        self._person = Person()
        self._procedures: list[tuple[str, str]] = []
        """By code and name."""
        self._head = label("", "section")
        self.name = Field("Họ và tên", hint="gõ tên: người trong danh sách của xã được gợi ý")
        self.phone = Field("Điện thoại")
        self.address = Field("Địa chỉ đến")
        self.hamlet = Field("Thôn, tổ", hint="trống: như trong địa chỉ")
        self.ground = Segments("Diện", [(None, "không thuộc diện"), *((one, GROUND[one]) for one in VisitGround)])
        self.asked_by = Segments("Ai báo", [(one, ASKED_BY[one]) for one in VisitAskedBy])
        self.asker = Field("Người báo", hint="tên, điện thoại, nếu không phải người cần đến")
        self.procedure = Field("Thủ tục cần tiếp nhận", hint="tên hoặc mã; Xóa lùi: bỏ thủ tục cuối")
        self.wished = Field("Mong đến lúc", hint="sáng thứ Năm, sau ngày 5…")
        self.chosen = label("", "small", wrap=True)
        self.results = Field("Hồ sơ cần mang kết quả đến", hint="mã hồ sơ, cách nhau bằng dấu phẩy")
        self.note = Field("Ghi chú", hint="đường vào nhà, giờ có người ở nhà…")
        self._offer_people = Suggesting(self.name.edit, pause=120)
        self._offer_procedures = Suggesting(self.procedure.edit, pause=60)
        self._lay_out(acts)
        self._offer_people.asked.connect(self.people_asked)
        self._offer_people.taken.connect(self._take_person)
        self._offer_procedures.asked.connect(self.procedures_asked)
        self._offer_procedures.taken.connect(self._take_procedure)
        self.name.edited.connect(self._forget_entry)
        self.procedure.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in the empty field takes the last procedure off."""
        if (
            watched is self.procedure.edit
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
            and not self.procedure.text
            and self._procedures
        ):
            self._procedures.pop()
            self._tell_chosen()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self, acts: Mapping[str, Act]) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self._head)
        inside.addLayout(row(self.name, self.phone, gap=12))
        inside.addLayout(row(self.address, self.hamlet, gap=12))
        inside.addWidget(self.ground)
        inside.addLayout(row(self.procedure, self.results, gap=12))
        inside.addWidget(self.chosen)
        inside.addWidget(self.asked_by)
        inside.addLayout(row(self.asker, self.wished, self.note, gap=12))
        inside.addLayout(self.foot(KeyButton(acts["visit_save"], "primary", with_icon=True)))
        self._tell_chosen()

    def clear(self) -> None:
        """Nothing is asked for: a new request."""
        self._begin(SubjectId(""), None)
        for field in (self.name, self.phone, self.address, self.hamlet, self.asker, self.procedure, self.results):
            field.put("")
        self.note.put("")
        self.wished.put("")
        self._entitled, self._person = SubjectId(""), Person()
        self._procedures = []
        self.ground.choose(None)
        self.asked_by.choose(VisitAskedBy.TELEPHONE)
        self._tell_chosen()

    def put_right(self, visit: SubjectId, was: "VisitFields") -> None:
        """What is written down of a visit, to be put right; who asked for it stays what it was."""
        self.clear()
        self._begin(visit, was)
        self._person, self._procedures = was.person, [(one.code, one.name) for one in was.procedures]
        for field, words in (
            (self.name, was.person.full_name),
            (self.phone, was.person.phone),
            (self.address, was.person.address),
            (self.hamlet, was.hamlet),
            (self.results, was.result_codes),
            (self.note, was.note),
            (self.wished, was.wished),
        ):
            field.put(words)
        self.ground.choose(was.ground)
        self._tell_chosen()

    def _begin(self, visit: SubjectId, was: "VisitFields | None") -> None:
        self.changes, self.was = visit, was
        self._head.setText("Sửa yêu cầu đến tận nhà" if was is not None else "Yêu cầu đến tận nhà")
        for only_new in (self.asked_by, self.asker):
            only_new.setVisible(was is None)

    @property
    def asked(self) -> "AskedVisit":
        """What stands in the fields."""
        from desk.views.visits.visit import AskedVisit  # noqa: PLC0415 - the desk's verbs load with the first request
        from desk.visits.requests import VisitWish  # noqa: PLC0415 - likewise

        ground, asked_by = self.ground.value, self.asked_by.value
        wish = VisitWish(
            person=replace(self._person, full_name=self.name.text, phone=self.phone.text, address=self.address.text),
            hamlet=self.hamlet.text,
            ground=ground if isinstance(ground, VisitGround) else None,
            entitled=self._entitled,
            asked_by=asked_by if isinstance(asked_by, VisitAskedBy) else VisitAskedBy.TELEPHONE,
            asker=self.asker.text,
            procedures=tuple(code for code, _ in self._procedures),
            note=self.note.text,
            wished=self.wished.text,
        )
        return AskedVisit(wish=wish, result_codes=self.results.text)

    def offer_people(self, people: "Sequence[EntitledPerson]") -> None:
        """People of the list that fit what is typed."""
        self._offer_people.offer(
            [
                Suggestion(
                    words=one.person.full_name,
                    detail=" · ".join(
                        filter(None, (GROUND[one.ground] if one.ground else "", one.hamlet, one.person.address))
                    ),
                    value=one,
                )
                for one in people
            ]
        )

    def offer_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Procedures that fit what is typed."""
        self._offer_procedures.offer(
            [Suggestion(words=one.name, detail=f"{one.code} · {one.field}", value=one) for one in procedures]
        )

    @Slot(object)
    def _take_person(self, entry: "EntitledPerson") -> None:
        self._entitled, self._person = entry.id, entry.person
        self.name.put(entry.person.full_name)
        self.phone.put(entry.person.phone)
        self.address.put(entry.person.address)
        self.hamlet.put(entry.hamlet)
        self.ground.choose(entry.ground)
        self.asked_by.choose(VisitAskedBy.LIST)
        self.procedure.edit.setFocus()

    @Slot(object)
    def _take_procedure(self, procedure: Procedure) -> None:
        if procedure.code not in {code for code, _ in self._procedures}:
            self._procedures.append((procedure.code, procedure.name))
        self.procedure.put("")
        self._tell_chosen()

    @Slot()
    def _forget_entry(self) -> None:
        """Another name is typed: it is not the one that was taken from the list."""
        if self.was is not None:
            return
        self._entitled, self._person = SubjectId(""), Person()

    def _tell_chosen(self) -> None:
        self.chosen.setText("; ".join(name for _, name in self._procedures))
        self.chosen.setVisible(bool(self._procedures))
