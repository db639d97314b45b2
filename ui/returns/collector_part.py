"""Who collects: somebody who may, or another person with an authority; and whether a paper was compared."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from models.events import IdentityCheck
from models.person import Authority, Person
from ui.widgets.basic import frame, label
from ui.widgets.buttons import PickList, Segments
from ui.widgets.field import Field

if TYPE_CHECKING:
    from desk.views.returns import Collector

_OTHER = -1
"""Value of the choice of another person."""


class CollectorPart:
    """The fields of the collector, in a card.

    Attributes:
        card: the widget.
    """

    def __init__(self) -> None:
        self.card = frame("card")
        self._people: Sequence[Collector] = ()
        self.who = PickList("Người đến nhận")
        self.name = Field("Họ tên người nhận thay", name="returns.name")
        self.number = Field("Số định danh", name="returns.number")
        self.authority = Field("Giấy ủy quyền", name="returns.authority", hint="loại giấy, số, ngày, nơi chứng thực")
        self.identity = Segments(
            "Đối chiếu giấy tờ",
            [
                (IdentityCheck.MATCH, "Khớp"),
                (IdentityCheck.NO_MATCH, "Không khớp"),
                (IdentityCheck.NOT_CHECKED, "Chưa xem"),
            ],
        )
        self.reason = Field("Vì sao vẫn trả", name="returns.reason", hint="ảnh cũ, trưởng thôn xác nhận…")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Người đến nhận", "section"))
        inside.addWidget(self.who)
        for one in (self.name, self.number, self.authority):
            inside.addWidget(one)
        inside.addWidget(label("Giấy tờ của người nhận", "label"))
        inside.addWidget(self.identity)
        inside.addWidget(self.reason)
        self.who.chosen.connect(self._arrange)
        self.identity.chosen.connect(self._arrange)
        self.offer((), None)

    def offer(self, people: "Sequence[Collector]", card: Person | None) -> None:
        """Who may collect; with a card read it is that person, and the paper was compared by reading it."""
        self._people = people
        self.who.offer([*((at, one.words) for at, one in enumerate(people)), (_OTHER, "Người khác, có giấy ủy quyền")])
        self.who.choose(0 if people else _OTHER)
        for field in (self.name, self.number, self.authority, self.reason):
            field.put("")
        self.identity.choose(IdentityCheck.NOT_CHECKED if card is None else IdentityCheck.MATCH)
        self._arrange()

    def read(self, person: Person) -> bool:
        """A card was read of who stands there; False = of none who may collect, who is another person then."""
        known = [at for at, one in enumerate(self._people) if one.person.personal_number == person.personal_number]
        self.identity.choose(IdentityCheck.MATCH)
        self.who.choose(known[0] if known else _OTHER)
        if not known:
            self.name.put(person.full_name)
            self.number.put(person.personal_number)
        self._arrange()
        return bool(known)

    @property
    def collector(self) -> Person:
        """Who collects."""
        if self._is_other:
            return Person(full_name=self.name.text, personal_number=self.number.text)
        return self._people[int(str(self.who.value))].person

    @property
    def letter(self) -> Authority | None:
        """Of another person: by which they may."""
        text = self.authority.text if self._is_other else ""
        return Authority(relation="", paper=text) if text else None

    @property
    def compared(self) -> IdentityCheck:
        """What came of comparing the person with a paper."""
        return IdentityCheck(str(self.identity.value))

    @property
    def _is_other(self) -> bool:
        return self.who.value == _OTHER

    @Slot()
    def _arrange(self, _: object = None) -> None:
        for one in (self.name, self.number, self.authority):
            one.setVisible(self._is_other)
        self.reason.setVisible(self.identity.value is IdentityCheck.NO_MATCH)
