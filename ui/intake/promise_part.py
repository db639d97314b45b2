"""Shows the promise: due date, fee, and how the result is delivered."""

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.words.terms import PAID_BY, RETURN_BY
from models.events.dossiers import DueDate, FeeDue, FeeLine, PaidBy, ReturnBy
from models.person import Unit
from models.words.money_words import foreign_words, in_words
from ui.core.words import money, short_moment
from ui.widgets import input_parsing
from ui.widgets.basic import column as stacked
from ui.widgets.basic import frame, label, picture, row
from ui.widgets.buttons import Segments, Tick
from ui.widgets.field import FINE, Field, Verdict

_ON_THE_SPOT = "Làm tại chỗ, không hẹn: F9 tiếp nhận, rồi Ctrl+Enter trình ký và trả ngay."


class PromisePart(QWidget):
    """Due date with its reasons, fee with its words, return way; an agreed date where none is published.

    Attributes:
        edited: something was chosen or typed.
        left: a field was left.
        boxes: in which parts are shown and hidden.
    """

    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.due = label("—", "large")
        self.day, self.why = label("", "small", wrap=True), label("", "small", wrap=True)
        self.on_the_spot = label(_ON_THE_SPOT, "small", wrap=True)
        self.fee = label("—", "large")
        self.fee_words = label("", "small", wrap=True)
        self.agreed = Field("Ngày hẹn", name="agreed", hint="25/11/2026 hoặc 25/11/2026 10:30", judge=_judge_moment)
        self.agreed_why = Field("Lý do của ngày hẹn", name="agreed.why", hint="công dân đồng ý, tra cứu…")
        self._agreed_box = _in_a_row(self.agreed, self.agreed_why)
        self.return_by = Segments("Nhận kết quả", [(way, RETURN_BY[way]) for way in ReturnBy])
        self.return_to = Field("Địa chỉ nhận kết quả", name="return_to", hint="bỏ trống: nơi thường trú")
        self.at_unit = QPushButton("Tại nơi giải quyết")
        self.at_unit.setProperty("kind", "quiet")
        self.at_unit.clicked.connect(self._at_unit)
        self._unit: Unit | None = None
        self.slip = Tick("In giấy tiếp nhận", "In giấy tiếp nhận và hẹn trả kết quả")
        self.paid = Segments(
            "Thu phí",
            [(None, "Chưa thu"), (PaidBy.CASH, PAID_BY[PaidBy.CASH]), (PaidBy.TRANSFER, PAID_BY[PaidBy.TRANSFER])],
        )
        self._keys = label("F11 tiền mặt · Ctrl+F11 cách khác", "small")
        self._slip_said: bool | None = None
        card = frame("tray")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        inside.addLayout(row(picture("calendar", "muted", 18), label("Hẹn trả", "label"), 1, self.slip, gap=6))
        inside.addWidget(self.day)
        inside.addWidget(self.due)
        inside.addWidget(self.why)
        inside.addWidget(self.on_the_spot)
        inside.addWidget(self._agreed_box)
        inside.addSpacing(4)
        inside.addWidget(frame("rule"))
        inside.addSpacing(4)
        inside.addLayout(row(picture("coin", "muted", 18), label("Phí, lệ phí", "label"), 1, self._keys, gap=6))
        self._paid_line = _in_a_row(self.paid)
        inside.addLayout(row(self.fee, 1, self._paid_line))
        inside.addWidget(self.fee_words)
        self.boxes = self, card
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(card)
        way_back = label("Nhận kết quả", "label")
        column.addLayout(stacked(way_back, row(self.return_by, 1, self.at_unit), gap=2))
        column.addWidget(self.return_to)
        for field in (self.agreed, self.agreed_why, self.return_to):
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        for choice in (self.return_by, self.paid):
            choice.chosen.connect(self._chosen)
        self.slip.clicked.connect(self._slip_clicked)
        self.clear()

    def clear(self) -> None:
        """Nothing promised yet."""
        self._slip_said = None
        self.return_by.choose(ReturnBy.COUNTER)
        self.paid.choose(None)
        for field in (self.agreed, self.agreed_why, self.return_to):
            field.put("")
        self.agreed_wanted = False
        self.show_promise(None, None, receipt_wanted=True, limit_unknown=False)

    @property
    def agreed_at(self) -> datetime | None:
        """The appointment agreed by hand."""
        try:
            return input_parsing.moment(self.agreed.text) if self.agreed.text else None
        except ValueError:
            return None

    @property
    def way_back(self) -> ReturnBy:
        """How the result comes back."""
        return self.return_by.value if isinstance(self.return_by.value, ReturnBy) else ReturnBy.COUNTER

    @property
    def place(self) -> str:
        """Where the result goes, as far as it is asked: an address typed for the post is none of the counter's."""
        return self.return_to.text if self._place_asked else ""

    @property
    def _place_asked(self) -> bool:
        return self.way_back is not ReturnBy.COUNTER or self._unit is not None

    def show_unit(self, unit: Unit | None) -> None:
        """Another unit resolves, so the result may be fetched there; None = this office. Tells nobody."""
        self._unit = unit
        if unit is not None:
            self.at_unit.setAccessibleName(f"Nhận kết quả tại {_where(unit)}")
            self.at_unit.setToolTip(_where(unit))
        self._fold()

    @property
    def paid_by(self) -> PaidBy | None:
        """How the fee was taken, or None."""
        return self.paid.value if isinstance(self.paid.value, PaidBy) else None

    @property
    def costs(self) -> bool:
        """Whether something is to be paid."""
        return not self._paid_line.isHidden()

    def turn_cash(self) -> None:
        """Cash is taken with the dossier, exactly as much as it costs; once more: it is not."""
        self.paid.choose(None if self.paid_by is PaidBy.CASH else PaidBy.CASH)
        self._chosen()

    @property
    def receipt_wanted(self) -> bool | None:
        """What the clerk said about the slip; None = as the rule says."""
        return self._slip_said

    def put(
        self, agreed: str, agreed_why: str, way: ReturnBy, to: str, paid: PaidBy | None, *, slip: bool | None
    ) -> None:
        """Show what a draft says. Tells nobody."""
        self.agreed.put(agreed)
        self.agreed_why.put(agreed_why)
        self.agreed_wanted = bool(agreed)
        self.return_by.choose(way)
        self.return_to.put(to)
        self.paid.choose(paid)
        self._slip_said = slip
        self._fold()

    def show_promise(
        self,
        due: DueDate | None,
        fee: FeeDue | None,
        *,
        receipt_wanted: bool,
        limit_unknown: bool,
        southern: bool = False,
        on_the_spot: bool = False,
        day: tuple[str, ...] = (),
    ) -> None:
        """What the receipt would say now.

        ``on_the_spot``: it is signed and returned while the citizen waits; ``day``: what rules of the day bring.
        """
        self.day.setText("\n".join(day))
        self.day.setVisible(bool(day))
        self.on_the_spot.setVisible(on_the_spot)
        self.agreed_wanted = limit_unknown or bool(self.agreed.text)
        if due is not None and due.at is not None:
            self.due.setText(short_moment(due.at))
        else:
            self.due.setText("Chưa có thời hạn" if limit_unknown else "—")
        why = list(due.why) if due else []
        if limit_unknown:
            why = ["Thời hạn chưa được công bố: nhập ngày hẹn đã thống nhất với người nộp."]
        self.why.setText("\n".join(why))
        self.why.setVisible(bool(why))
        big, small = _fee_words(fee, southern=southern)
        self.fee.setText(big)
        self.fee_words.setText(small)
        self.fee_words.setVisible(bool(small))
        for part in (self._paid_line, self._keys):
            part.setVisible(fee is not None and fee.total > 0)
        self.slip.setChecked(receipt_wanted)
        self._fold()

    agreed_wanted = False

    def _fold(self) -> None:
        self._agreed_box.setVisible(self.agreed_wanted)
        at_counter = self.way_back is ReturnBy.COUNTER
        self.return_to.setVisible(self._place_asked)
        self.at_unit.setVisible(at_counter and self._unit is not None)
        words, hint = {
            ReturnBy.COUNTER: ("Nơi nhận kết quả", "bỏ trống: tại quầy này"),
            ReturnBy.POST: ("Địa chỉ nhận kết quả", "bỏ trống: nơi thường trú"),
        }.get(self.way_back, ("Thư điện tử hoặc tài khoản nhận kết quả", ""))
        self.return_to.label.setText(words)
        self.return_to.edit.setAccessibleName(words)
        self.return_to.edit.setPlaceholderText(hint)

    @Slot()
    def _at_unit(self) -> None:
        if self._unit is not None:
            self.return_to.put(_where(self._unit))
            self.edited.emit()
            self.left.emit()

    @Slot()
    def _chosen(self) -> None:
        self._fold()
        self.edited.emit()
        self.left.emit()

    @Slot(bool)
    def _slip_clicked(self, wanted: bool) -> None:
        self._slip_said = wanted
        self.edited.emit()
        self.left.emit()


def _where(unit: Unit) -> str:
    return ", ".join(part for part in (unit.name, unit.address) if part)


def _fee_words(fee: FeeDue | None, *, southern: bool) -> tuple[str, str]:
    if fee is None:
        return "—", ""
    because = f"Chứng minh bằng: {fee.ground.proof}" if fee.ground and fee.ground.proof else ""
    if fee.lines:
        names = "; ".join(_line_words(line) for line in fee.lines if line.name)
        off = f"Giảm {money(fee.ground.let_off)}, {fee.ground.name}" if fee.ground and fee.ground.let_off else ""
        told = (in_words(fee.total, southern=southern), names, off, because, *map(foreign_words, fee.foreign))
        return money(fee.total), ". ".join(part.rstrip(".") for part in told if part)
    if fee.free:
        return "Miễn phí", ". ".join(part for part in (fee.source, because) if part)
    if fee.set_by_province:
        unknown = "Mức thu do tỉnh quy định; máy này chưa có nghị quyết. Không phải là miễn phí."
        return "Theo HĐND tỉnh", f"{because}. {unknown}" if because else unknown
    return "Không có thông tin", "Mức thu chưa được công bố. Không phải là miễn phí."


def _line_words(line: FeeLine) -> str:
    return f"{line.name} (thu hộ {line.body.name})" if line.body else line.name


def _in_a_row(*parts: QWidget) -> QWidget:
    """Parts that come and go together."""
    made = QWidget()
    made.setLayout(row(*parts))
    return made


def _judge_moment(text: str) -> Verdict:
    if not text:
        return FINE
    try:
        at = input_parsing.moment(text)
    except ValueError:
        return "bad", input_parsing.no_moment_words(text)
    return "", short_moment(at)
