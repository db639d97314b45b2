"""The province page: waiting, failed, set aside; sending, USB stick, reconciling, joining."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from desk.province.province_words import FORKED_WORDS, status, trouble_words
from desk.views.view_models import DifferenceView, ExchangeView, SetAsideView
from models.ids import DOSSIER, SubjectId
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from sync.client.link_state import Phase
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.province_bridge import ProvinceBridge
from ui.core.words import tone_of, why
from ui.province.daily_reconcile import DIFFERS
from ui.province.exchange_parts import facts_of, held_list, mishap_list, unlike_list
from ui.province.join_part import JoinPart
from ui.province.stick_part import StickPart
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.shell.province_line import SIGNS
from ui.widgets.basic import frame, label, paint, picture, row, scrolled
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns, Flow
from ui.widgets.facts import facts_grid

if TYPE_CHECKING:
    from desk.settings import Settings
    from sync.client.link_state import LinkState


class ProvincePage(Page):
    """State and queue at the left, what needs a person at the right."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners, bridge: ProvinceBridge) -> None:
        super().__init__(jobs, acts, banners)
        self._bridge = bridge
        self.view: ExchangeView | None = None
        self._sign = picture("province", "muted", 20)
        self._status = label("", "strong", wrap=True)
        self._facts = frame("card")
        self._facts_column = QVBoxLayout(self._facts)
        self._facts_column.setContentsMargins(16, 12, 16, 12)
        self._grid = QWidget()
        self._facts_column.addWidget(self._grid)
        self._needs = scrolled(QWidget())
        self.joining = JoinPart()
        self.stick = StickPart(self)
        self.unlike: tuple[DifferenceView, ...] | None = None
        self._compare_after = False
        """Once all is sent and read again, look whether mending helped."""
        self._told: object = None
        self._needed: object = None
        """What the two sides show: made anew only when that changes, so that the keys stay where they are."""
        self.new_number = QPushButton("Xin số máy mới")
        self._lay_out()
        self.joining.wanted.connect(self._join)
        self.new_number.clicked.connect(self._rehome)
        self.stick.out_to.connect(self._stick_out)
        self.stick.in_from.connect(self._stick_in)

    def _lay_out(self) -> None:
        acts = self.acts
        self._acts = QWidget()
        self._acts.setLayout(
            Flow(
                KeyButton(acts["send_now"], "primary"),
                KeyButton(acts["compare"], with_icon=True),
                KeyButton(acts["stick_out"], with_icon=True),
                KeyButton(acts["stick_in"], with_icon=True),
            )
        )
        self._forked = frame("card")
        forked = QVBoxLayout(self._forked)
        forked.setContentsMargins(16, 12, 16, 12)
        forked.setSpacing(8)
        forked.addLayout(row(picture("warn", "bad", 20), label("Tệp dữ liệu là một bản phục hồi", "section"), 1))
        forked.addWidget(label(FORKED_WORDS, wrap=True))
        self.new_number.setProperty("kind", "primary")
        forked.addLayout(row(1, self.new_number))
        self._join_card = frame("card")
        joining = QVBoxLayout(self._join_card)
        joining.setContentsMargins(16, 12, 16, 12)
        joining.addWidget(self.joining)
        inside = QWidget()
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        for part in (self._join_card, self._forked, self._facts):
            left.addWidget(part)
        left.addStretch(1)
        across = Columns(scrolled(inside), _card(self._needs), least=200)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(row(label("Gửi về tỉnh", "page"), 1))
        said = row(self._sign, self._status, gap=8)
        said.setStretch(1, 1)
        column.addLayout(said)
        column.addSpacing(4)
        column.addWidget(self._acts)
        column.addSpacing(4)
        column.addWidget(across, 1)
        self._join_card.hide()
        self._forked.hide()

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "send_now": self._send_now,
            "judge_again": self._judge_again,
            "stick_out": self.stick.ask_out,
            "stick_in": self.stick.ask_in,
            "compare": self._compare,
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether this machine is joined, and what is kept apart."""
        joined = self.view is not None and self.view.joined
        held = len(self.view.held) if self.view else 0
        return ActContext(page=context.page, open=context.open, training=context.training, joined=joined, held=held)

    def page_shown(self, what: object) -> None:
        """Look again at the queue; ``what``: the differences that were found meanwhile."""
        if isinstance(what, tuple):
            self.unlike = what
            self._show_state()
        self.refresh()
        if self._join_card.isVisible():
            self.joining.focus_first()

    def desk_opened(self) -> None:
        """The queue can be asked for now."""
        self.refresh()

    def show_link(self, state: "LinkState") -> None:
        """The state now; the queue is asked for again while the page is in front."""
        super().show_link(state)
        self._show_state()
        if self._compare_after and state.phase == "up_to_date" and not (state.unsent or state.remaining):
            self._compare_after = False
            self._compare()
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Ask the desk how the queue stands."""
        held = self.link.set_aside if self.link else ()
        self.jobs.ask(self, lambda work: work.province.exchange(held), self._seen, newest="exchange")

    def _seen(self, view: ExchangeView) -> None:
        before, self.view = self.view, view
        if before != view:
            self._show_state()
            self.context_changed.emit()

    # ---- showing -----------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        state, view = self.link, self.view
        if state is None or view is None:
            return
        said = status(state)
        icon, colour, _ = SIGNS[said.sign.value]
        paint(self._sign, icon, colour, 20)
        self._status.setText(
            " ".join(part for part in (f"{said.words.replace(' – xem', '')}.", trouble_words(state)) if part)
        )
        self._join_card.setVisible(not view.joined)
        self._acts.setVisible(view.joined)
        self._forked.setVisible(state.phase is Phase.FORKED)
        facts = facts_of(view, state)
        if facts != self._told:
            self._told = facts
            grid = facts_grid(facts, names=128)
            self._facts_column.replaceWidget(self._grid, grid)
            self._grid.hide()
            self._grid.deleteLater()
            self._grid = grid
        needed = (view.held, self.unlike, self._bridge.mishaps)
        if needed != self._needed:
            self._needed = needed
            self._show_needs(view)

    def _show_needs(self, view: ExchangeView) -> None:
        needs = QWidget()
        column = QVBoxLayout(needs)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        if view.held:
            column.addWidget(held_list(view.held, self.acts["judge_again"], self._open_held))
        if self.unlike is not None:
            column.addWidget(unlike_list(self.unlike, self._mend))
        column.addWidget(mishap_list(self._bridge.mishaps))
        column.addStretch(1)
        _show(self._needs, needs)

    # ---- verbs -------------------------------------------------------------------------------------------

    def _send_now(self) -> None:
        self._bridge.send_now()
        self.banners.show_banner("info", "Đang gửi lại ngay.")

    def _judge_again(self) -> None:
        if self.view is not None and self.view.held:
            self._bridge.judge_again(held.seq for held in self.view.held)
            self.banners.show_banner("info", "Đã xin tỉnh xem lại các việc bị giữ.")

    def _open_held(self, held: SetAsideView) -> None:
        if held.subject.startswith(DOSSIER):
            self.wanted.emit("dossier", held.subject)

    def _compare(self) -> None:
        self.jobs.run_in_thread(self, self._bridge.compare, self._compared, queue="compare")

    def _compared(self, unlike: tuple[DifferenceView, ...]) -> None:
        self.unlike = unlike
        self._show_state()
        if not unlike:
            self.banners.clear_cause(DIFFERS)
            self.banners.show_banner("good", "Đối soát xong: máy này và tỉnh khớp nhau.")

    def _mend(self, unlike: DifferenceView) -> None:
        self.jobs.ask(self, lambda work: work.province.mend(unlike.difference), self._mended)

    def _mended(self, _: None) -> None:
        self.banners.show_banner("info", "Đang gửi và đọc lại phần lệch; xong sẽ đối soát lại.")
        self._compare_after = True
        self._bridge.send_now()

    @Slot(str, str)
    def _join(self, url: str, code: str) -> None:
        self.joining.busy(on=True)
        self.jobs.ask(self, lambda work: work.province.join(url, code), self._joined, self._not_joined)

    def _joined(self, settings: "Settings") -> None:
        self.joining.busy(on=False)
        self.desk_changed.emit(settings)
        self.banners.show_banner("good", f"Đã nối với tỉnh; số của máy này là {settings.device.number}.")
        self._bridge.start()
        self.refresh()

    def _not_joined(self, reason: NotAllowed | Trouble) -> None:
        self.joining.busy(on=False)
        self.banners.show_banner(tone_of(reason), why(reason))
        self.joining.focus_first()

    @Slot()
    def _rehome(self) -> None:
        self._bridge.pause()
        self.jobs.ask(self, lambda work: work.province.rehome(), self._rehomed, self._not_rehomed)

    def _rehomed(self, settings: "Settings") -> None:
        self.desk_changed.emit(settings)
        self.banners.show_banner("good", f"Máy này có số mới: {settings.device.number}. Không mất việc nào.")
        self._bridge.start()

    def _not_rehomed(self, reason: NotAllowed | Trouble) -> None:
        self.banners.show_banner(tone_of(reason), why(reason))
        self._bridge.start()

    @Slot(object)
    def _stick_out(self, folder: Path) -> None:
        self.jobs.ask(self, lambda work: work.province.stick_out(folder), self._stick_done)

    @Slot(object)
    def _stick_in(self, folder: Path) -> None:
        self.jobs.ask(self, lambda work: work.province.stick_in(folder), self._stick_read)

    def _stick_done(self, words: str) -> None:
        self.banners.show_banner("info", words)
        self.refresh()

    def _stick_read(self, read: "tuple[str, frozenset[SubjectId]]") -> None:
        words, subjects = read
        self.banners.show_banner("info", words)
        self._bridge.merged.emit(subjects)
        self._bridge.send_now()
        self.refresh()


def _card(inside: QWidget) -> QWidget:
    card = frame("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 8, 12)
    column.addWidget(inside)
    return card


def _show(area: QScrollArea, part: QWidget) -> None:
    where = area.verticalScrollBar().value()
    area.setWidget(part)
    part.setAutoFillBackground(False)
    area.verticalScrollBar().setValue(where)
