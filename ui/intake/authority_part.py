"""Fields for the submitter's authority to act for the owner: capacity, and the paper that proves it."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.words.terms import STANDING
from models.person import Authority, Standing
from ui.widgets import input_parsing
from ui.widgets.basic import row
from ui.widgets.buttons import Segments
from ui.widgets.field import FINE, Field, Verdict

_OF_PERSON = (Standing.AUTHORISED, Standing.PARENT, Standing.GUARDIAN)
_OF_BODY = (Standing.REPRESENTATIVE, Standing.AUTHORISED)
_RELATION = {
    None: ("Quan hệ, tư cách", "con, người được ủy quyền…"),
    Standing.AUTHORISED: ("Quan hệ với chủ hồ sơ", "con, người quen, nhân viên…"),
    Standing.REPRESENTATIVE: ("Chức danh", "Giám đốc, Chủ tịch…"),
    Standing.PARENT: ("Cha hay mẹ", "cha đẻ, mẹ đẻ, mẹ nuôi…"),
    Standing.GUARDIAN: ("Giám hộ", "ông, chị, người được cử…"),
}
_PAPER = {
    None: ("Giấy ủy quyền", "hoặc giấy tờ khác"),
    Standing.AUTHORISED: ("Giấy ủy quyền", "giấy hoặc hợp đồng ủy quyền"),
    Standing.REPRESENTATIVE: ("Giấy tờ chứng minh", "không cần nếu có tên trong giấy đăng ký"),
    Standing.PARENT: ("Giấy tờ chứng minh", "giấy khai sinh, nếu cần"),
    Standing.GUARDIAN: ("Giấy tờ chứng minh", "quyết định công nhận giám hộ, giấy khai sinh…"),
}


class AuthorityPart(QWidget):
    """Capacity, relation, and the paper: kind, number, day, who certified it.

    Attributes:
        edited: something was typed or chosen.
        left: a field was left.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, role: str = "authority") -> None:
        super().__init__()
        self.standing = Segments("Tư cách của người nộp", [(one, STANDING[one]) for one in _OF_PERSON])
        self.standing.choose(None)
        self.relation = Field("Quan hệ, tư cách", name=f"{role}.relation")
        self.paper = Field("Giấy ủy quyền", name=f"{role}.paper")
        self.number = Field("Số", name=f"{role}.number")
        self.granted_on = Field("Ngày", name=f"{role}.granted_on", hint="ngày/tháng/năm", judge=_judge_day)
        self.certified_by = Field("Nơi chứng thực, nơi cấp", name=f"{role}.certified_by")
        self.fields = (self.relation, self.paper, self.number, self.granted_on, self.certified_by)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(self.standing, 1))
        column.addLayout(_row((self.relation, 1), (self.paper, 1)))
        column.addLayout(_row((self.number, 2), (self.granted_on, 2), (self.certified_by, 3)))
        for field in self.fields:
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        self.standing.chosen.connect(self._show)
        self.standing.chosen.connect(self.edited)
        self.standing.chosen.connect(self.left)
        self._show()

    @property
    def tab_order(self) -> list[QWidget]:
        """As Tab goes through them."""
        return [*self.standing.buttons(), *(field.edit for field in self.fields)]

    @property
    def authority(self) -> Authority | None:
        """What the fields say; None = nothing."""
        standing = self.standing.value
        found = Authority(
            relation=self.relation.text,
            paper=self.paper.text,
            granted_on=_day(self.granted_on.text),
            standing=standing if isinstance(standing, Standing) else None,
            number=self.number.text,
            certified_by=self.certified_by.text,
        )
        return found if found != Authority(relation="") else None

    def put(self, authority: Authority | None) -> None:
        """Show this. Tells nobody."""
        known = authority or Authority(relation="")
        self.standing.choose(known.standing)
        self.relation.put(known.relation)
        self.paper.put(known.paper)
        self.number.put(known.number)
        self.granted_on.put(input_parsing.day_words(known.granted_on))
        self.certified_by.put(known.certified_by)
        self._show()

    def show_for(self, *, body: bool) -> None:
        """The capacities of who acts for a body, or for a person. Tells nobody."""
        ways = _OF_BODY if body else _OF_PERSON
        chosen = self.standing.value
        if self.standing.values != ways:
            self.standing.offer([(one, STANDING[one]) for one in ways])
            self.standing.choose(chosen if chosen in ways else None)
            self._show()

    @Slot()
    def _show(self) -> None:
        """The names of the fields follow the capacity."""
        chosen = self.standing.value
        standing = chosen if isinstance(chosen, Standing) else None
        for field, (words, hint) in ((self.relation, _RELATION[standing]), (self.paper, _PAPER[standing])):
            field.label.setText(words)
            field.edit.setAccessibleName(words)
            field.edit.setPlaceholderText(hint)


def _row(*parts: tuple[Field, int]) -> QHBoxLayout:
    line = row()
    for part, weight in parts:
        line.addWidget(part, weight, Qt.AlignmentFlag.AlignTop)
    return line


def _day(text: str) -> date | None:
    try:
        return input_parsing.day(text)
    except ValueError:
        return None


def _judge_day(text: str) -> Verdict:
    return FINE if not text or _day(text) else ("bad", input_parsing.no_day_words(text))
