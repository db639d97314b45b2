"""Lists of the province page: facts, events set aside, differences, errors."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.province.province_words import CLOCK_MAY_BE_OFF, span
from models.words.money_words import in_figures
from ui.actions import Act
from ui.core.words import minute, why
from ui.widgets.basic import label, picture, row
from ui.widgets.buttons import KeyButton
from ui.widgets.facts import Section

if TYPE_CHECKING:
    from desk.views.view_models import DifferenceView, ExchangeView, SetAsideView
    from sync.client.link_state import LinkState
    from ui.core.province_bridge import Mishap

T = TypeVar("T")


class Chosen(QPushButton, Generic[T]):
    """A button that belongs to one thing of a list and says which."""

    def __init__(self, words: str, name: str, what: T, do: Callable[[T], None]) -> None:
        super().__init__(words)
        self.setAccessibleName(name)
        self._what, self._do = what, do
        self.clicked.connect(self._press)

    @Slot()
    def _press(self) -> None:
        self._do(self._what)


def facts_of(view: "ExchangeView", state: "LinkState") -> list[Section]:
    """Queue and membership."""
    oldest = f" · cũ nhất {minute(view.oldest)}" if view.oldest else ""
    queue = f"{in_figures(view.unsent)} việc{oldest}" if view.unsent else "không còn việc nào"
    arrived = f"{minute(view.arrived_at)} · số {in_figures(view.position)}" if view.arrived_at else "chưa lần nào"
    off = f"lệch {span(state.clock_off)} so với tỉnh" if abs(state.clock_off) >= CLOCK_MAY_BE_OFF else ""
    return [
        (
            "Hàng gửi",
            [
                ("Chờ gửi", queue),
                ("Lần gửi cuối", arrived if view.joined else ""),
                ("Thử lại lúc", minute(state.retry_at)),
                ("Còn phải nhận", f"{in_figures(state.remaining)} việc của đơn vị" if state.remaining else ""),
                (
                    "Danh mục mới",
                    f"bản {state.edition_waiting}, áp dụng khi phiếu trống" if state.edition_waiting else "",
                ),
                ("Đồng hồ máy", off),
            ],
        ),
        (
            "Nơi nối",
            [
                ("Hệ thống", view.hub),
                ("Địa chỉ", view.url),
                ("Đơn vị", view.office),
                ("Máy số", str(view.device) if view.joined else ""),
                ("Nối từ", minute(view.since)),
            ],
        ),
    ]


def held_list(held: Sequence["SetAsideView"], again: Act, open_: "Callable[[SetAsideView], None]") -> QWidget:
    """What the province keeps apart: which, why, what to do; and the key that has it judged anew."""
    made, column = _section(f"Việc bị tỉnh giữ lại ({len(held)})", KeyButton(again))
    for one in held:
        go = Chosen(one.name, f"Mở {one.name}", one, open_)
        go.setProperty("kind", "link")
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addLayout(row(go, 1))
        said.addWidget(label(one.sentence, wrap=True))
        said.addWidget(label(one.remedy, "small", wrap=True))
        _line(column, "warn", "warn", said)
    return made


def unlike_list(unlike: Sequence["DifferenceView"], mend: "Callable[[DifferenceView], None]") -> QWidget:
    """What the two sides do not have alike, each with the button that mends it."""
    made, column = _section("Đối soát")
    if not unlike:
        said = QVBoxLayout()
        said.addWidget(label("Máy này và tỉnh khớp nhau: số việc, chuỗi, tiền từng ngăn.", wrap=True))
        _line(column, "good", "good", said)
    for one in unlike:
        said = QVBoxLayout()
        said.setSpacing(4)
        said.addWidget(label(one.sentence, wrap=True))
        said.addLayout(row(Chosen("Sửa", f"Sửa: {one.sentence}", one, mend), 1))
        _line(column, "compare", "warn", said)
    return made


def mishap_list(mishaps: Sequence["Mishap"]) -> QWidget:
    """What went wrong since the window was opened, newest first."""
    made, column = _section("Trục trặc gần đây")
    if not mishaps:
        column.addWidget(label("Không có trục trặc nào từ lúc mở chương trình.", "muted", wrap=True))
    for one in mishaps:
        times = f" · {one.times} lần liền" if one.times > 1 else ""
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(label(why(one.trouble), wrap=True))
        said.addWidget(label(f"{minute(one.at)}{times}", "small"))
        _line(column, "warn", "muted", said)
    return made


def _section(head: str, *right: QWidget) -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addLayout(row(label(head, "section"), 1, *right))
    return made, column


def _line(column: QVBoxLayout, icon: str, colour: str, said: QVBoxLayout) -> None:
    line = row(gap=12)
    line.addWidget(picture(icon, colour, 18), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(said, 1)
    column.addLayout(line)
