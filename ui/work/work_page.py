"""The day's work: lists with their counts at the left, the dossiers of one at the right, and one act on many."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.permissions import Permission
from desk.views import PAGE
from desk.words.work_lists import LIST, NOTHING
from models.events import CONSIGNMENT, PARCEL, POSTAL_ACT
from models.ids import DOSSIER, DossierId
from models.subjects.post.post_work_list import PostWorkList
from models.subjects.work_lists import WorkList
from models.words.money_words import in_figures
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.dossiers.dossier_act import MANY
from ui.dossiers.many_acts import ManyActs
from ui.shell.banner import Banners, announce
from ui.shell.page import Opening, Page
from ui.style.look import look
from ui.widgets.basic import frame, label, row, scrolled, set_scaled_width
from ui.widgets.buttons import KeyButton, PickList, Segments
from ui.widgets.columns import Flow
from ui.widgets.marks import MARK_KEYS, Marks, marked_words
from ui.widgets.nav import Nav
from ui.widgets.status import NEAR
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table
from ui.work.actions import OWN
from ui.work.post_lists import PAGE_OF, AwayRow, PostLists

if TYPE_CHECKING:
    from desk.dossiers.work_lists import WorkFilter
    from desk.views.open_desk import OpenDesk
    from desk.views.service.appointments import AppointmentsWaiting
    from desk.views.view_models import AtWork
    from desk.views.work import WorkLine, WorkOffer, WorkPage
    from models.ids import SubjectId

_NEWS = 400
"""Milliseconds after news of other desks before the list is asked again: a first sync brings many in a row."""

_MINUTE = 60_000
"""Milliseconds after which the time left is told anew."""

_ABREAST = 1200
"""Width of a window in which the lists stand beside the table, before the size of type."""

_ANY = "any"
"""Value of the choice that narrows nothing, where empty means something."""

_ICONS = {
    WorkList.TODAY: "calendar",
    WorkList.TO_HAND_OVER: "move",
    WorkList.TO_ACCEPT: "receiving",
    WorkList.DUE_TODAY: "clock",
    WorkList.DUE_NEXT: "right",
    WorkList.OVERDUE: "warn",
    WorkList.SUPPLEMENT: "paper",
    WorkList.MONEY: "coin",
    WorkList.CONSULTATION: "office",
    WorkList.BUNDLE: "dossiers",
    WorkList.AT_LEADER: "edit",
    WorkList.DECIDED: "return",
    WorkList.READY: "hand_over",
    WorkList.UNCOLLECTED: "hold",
}
_SHOWN = (DOSSIER, PARCEL, CONSIGNMENT, POSTAL_ACT)
"""What the lists tell of."""
_PRESSING = {WorkList.OVERDUE}
"""Lists whose number is told in the colour of what is late, with its sign."""


def _columns(marks: "Callable[[], Marks[WorkLine]]") -> "tuple[ListColumn[WorkLine], ...]":
    return (
        Marks.column(marks),
        ListColumn(
            head="Hẹn trả",
            words=lambda line: line.due,
            width=232,
            icon=lambda line: NEAR[line.nearness][0],
            tone=lambda line: NEAR[line.nearness][1],
        ),
        ListColumn(head="Chủ hồ sơ", words=lambda line: line.row.owner, width=180),
        ListColumn(head="Thủ tục", words=lambda line: line.row.procedure_name, width=140),
        ListColumn(head="Bước · đang giữ", words=lambda line: line.work, width=184, quiet=True, gives_way=2),
        ListColumn(
            head="Tình trạng",
            words=lambda line: line.state,
            width=200,
            gives_way=1,
            icon=lambda line: ("warn", "bad") if line.late else ("", ""),
            tone=lambda line: ("bad" if line.late else "", line.late),
        ),
        ListColumn(
            head="Mã hồ sơ", words=lambda line: line.row.code or line.row.slip, width=196, quiet=True, gives_way=3
        ),
    )


_STRETCHED = 3

_BOOKED = "Lịch hẹn hôm nay"
"""The row of appointments of today that are to come, and of those to which nobody came."""

_ONLINE = "Theo dõi trên Cổng"
"""The row of what citizens filed online with help from here."""


class WorkPageOfDay(Page):
    """Lists, filters, table. What is marked is worked on by F9, else the line under the cursor.

    Of those to be handed over, where none is marked, all that have to go today.
    """

    _followed = _booked = 0
    """How many of these there are."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.of = WorkList.TODAY
        self.nav = Nav("Danh sách việc", [(one, LIST[one], _ICONS[one]) for one in WorkList])
        self.post, self.online = PostLists(), AwayRow(_ONLINE, "province", self._go_to_online)
        self.booked = AwayRow(_BOOKED, "calendar", self._go_to_booked)
        self.lists = PickList("Danh sách việc")
        self.lists.offer([(one, LIST[one]) for one in WorkList])
        self.field_filter, self.unit_filter = PickList("Lĩnh vực"), PickList("Đơn vị đang giữ")
        for choice in (self.field_filter, self.unit_filter):
            choice.setMinimumContentsLength(14)
        self.holder_filter = Segments("Người giữ", [(False, "Mọi người"), (True, "Của tôi")])
        columns = _columns(lambda: self.marks)
        self.rows: RowsModel[WorkLine] = RowsModel(columns, "due", self)
        self.table = QTableView()
        self.table.setAccessibleName("Hồ sơ của danh sách")
        self.table.setModel(self.rows)
        self.marks: Marks[WorkLine] = Marks(self.table, self.rows, lambda line: line.row.id)
        dress_table(self.table, stretched=_STRETCHED)
        RoomForColumns(self.table, columns)
        self._head = label("", "section")
        self._count = label("", "small")
        self._hint = label("", "small", wrap=True)
        self._empty = label("", "section", wrap=True)
        self._coming = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        self._coming.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._side = frame("side")
        self.many = ManyActs(jobs, print_queue, acts, banners, self._chosen)
        self._lay_out()
        self.nav.choose(self.of)
        self._offered = self._signs = self._supervises = False
        self._counts: Mapping[WorkList, int] = {}
        self._post_counts: Mapping[PostWorkList, int] = {}
        self._stay: tuple[DossierId | None, int] | None = None
        """Row and place in the list that are found again after news."""
        self._news = QTimer(self, singleShot=True, interval=_NEWS)
        self._news.timeout.connect(self._show_news)
        self._minutes = QTimer(self, interval=_MINUTE)
        self._minutes.timeout.connect(self._show_news)
        self._minutes.start()
        self.nav.picked.connect(self._picked)
        self.post.picked.connect(self._go_to_post)
        self.lists.chosen.connect(self._picked)
        for narrowing in (self.field_filter, self.unit_filter, self.holder_filter):
            narrowing.chosen.connect(self._narrowed)
        self.rows.wanted.connect(self._ask)
        self.marks.changed.connect(self._marked)
        self.table.doubleClicked.connect(self._open)
        self.table.installEventFilter(self)
        self.many.done.connect(self._done)
        self.many.closed.connect(self._to_rows)
        self.many.changed.connect(self.context_changed)

    def _lay_out(self) -> None:
        set_scaled_width(self._side, 232)
        inside = QWidget()
        side = QVBoxLayout(inside)
        side.setContentsMargins(12, 16, 12, 16)
        side.setSpacing(12)
        side.addWidget(self.nav)
        side.addWidget(self.post)
        side.addWidget(self.online)
        side.addWidget(self.booked)
        self.online.hide()
        self.booked.hide()
        side.addStretch(1)
        around = QVBoxLayout(self._side)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolled(inside))
        buttons = [
            KeyButton(self.acts["work_give_back"], "quiet", only_when_allowed=True),
            *(KeyButton(self.acts[id_], "primary", only_when_allowed=True) for id_ in (*OWN.values(), "work_open")),
        ]
        right = QVBoxLayout()
        right.setContentsMargins(24, 16, 24, 16)
        right.setSpacing(12)
        question = label("Tôi phải làm gì trước khi về?", "muted")
        right.addLayout(Flow(label("Việc hôm nay", "page"), question, gap=12))
        head = row(self._head, self._count, 1, gap=12)
        for button in (*buttons, self.many.button()):
            head.addWidget(button)
        right.addWidget(self.lists)
        right.addLayout(head)
        right.addLayout(Flow(self.field_filter, self.unit_filter, self.holder_filter, gap=12))
        right.addWidget(self.many)
        right.addWidget(self.table, 1)
        right.addStretch(0)
        right.addWidget(self._empty, 1)
        right.addWidget(self._coming, 2)
        right.addWidget(self._hint)
        across = row(self._side, gap=0)
        across.addLayout(right, 1)
        self.setLayout(across)
        self.lists.hide()
        fit_table(self.table, self.rows.columns)

    # ---- the page ----------------------------------------------------------------------------------------

    def turn(self, *, narrow: bool) -> None:
        """In a narrow window the lists are a choice above the table, which keeps room for a few rows."""
        self._arrange()
        fit_table(self.table, self.rows.columns)
        self.table.setMinimumHeight(look().px(200) if narrow else 0)

    def _arrange(self) -> None:
        """Lists beside the table where it keeps room for its columns."""
        beside = self.window().width() >= look().px(_ABREAST)
        self._side.setVisible(beside)
        self.lists.setVisible(not beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window has another width."""
        super().resizeEvent(event)
        self._arrange()

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            **self.many.handlers(),
            **dict.fromkeys(OWN.values(), self._act),
            "work_open": self._open_chosen,
            "work_give_back": self.many.handlers()["give_back"],
            "work_narrow": lambda: self.field_filter.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }

    def context(self, context: ActContext) -> ActContext:
        """Which list is in front, whether there is something to act on, and who acts."""
        return replace(
            context,
            work_list=self.of.value,
            signs=self._signs,
            sheet=MANY if self.many.sheet else "",
            chosen=bool(self.rows.rows) and not self.many.busy,
            do_it=bool(self.rows.rows) and not self.many.busy,
        )

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person has other lists."""
        super().show_clerk(state)
        self._signs = state is not None and Permission.SIGN in state.permissions
        self._supervises = state is not None and Permission.SUPERVISE_POST in state.permissions
        self._show_post({})
        self._show_online(0)
        self._show_booked(None)
        self._offered = False
        self.many.close_sheet()
        self.marks.clear()
        self.rows.put((), None)

    def page_shown(self, what: object) -> None:
        """Bring a list to the front, the one named or the last one, asked anew."""
        if isinstance(what, WorkList):
            self._choose(what)
        if not self._offered:
            self._offered = True
            self.jobs.ask(self, lambda work: work.work.offer(), self._offer)
        self._to_rows()
        self.rows.refresh()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Dossiers and parcels of other desks: the lists follow, soon; the row under the cursor stays there."""
        if any(subject.startswith(_SHOWN) for subject in subjects) and self.isVisible() and not self._news.isActive():
            self._news.start()

    def escape(self) -> bool:
        """What is folded out closes first, then marks go."""
        if self.many.close_sheet():
            return True
        if not self.marks.count:
            return False
        self.marks.clear()
        return True

    # ---- asking ------------------------------------------------------------------------------------------

    def _offer(self, offer: "WorkOffer") -> None:
        self.field_filter.offer([("", "Mọi lĩnh vực"), *((one, one) for one in offer.fields)])
        self.unit_filter.offer([(_ANY, "Mọi đơn vị"), *_own_first(offer)])
        self.unit_filter.choose(offer.own_unit or _ANY)
        self.holder_filter.setVisible(offer.whole_office)
        if not offer.whole_office:
            self.holder_filter.choose(False)
        if offer.own_unit:
            self.rows.refresh()

    def _filter(self) -> "WorkFilter":
        from desk.dossiers.work_lists import WorkFilter  # noqa: PLC0415 - loaded with the desk

        field, unit = self.field_filter.value, self.unit_filter.value
        return WorkFilter(
            field=field if isinstance(field, str) else "",
            unit=unit if isinstance(unit, str) and unit != _ANY else None,
            mine=self.holder_filter.value is True,
        )

    def _choose(self, of: WorkList) -> None:
        self.of = of
        self.many.close_sheet()
        self.nav.choose(of)
        self.lists.choose(of)
        self.marks.clear()
        self.table.setCurrentIndex(QModelIndex())
        self._show_head()

    @Slot(object)
    def _go_to_post(self, of: PostWorkList) -> None:
        self.wanted.emit(PAGE_OF[of], of)

    @Slot()
    def _go_to_online(self) -> None:
        self.wanted.emit("assisted", None)

    @Slot()
    def _go_to_booked(self) -> None:
        self.wanted.emit("appointments", None)

    @Slot(object)
    def _picked(self, of: object) -> None:
        if of == _ONLINE:
            self.lists.choose(self.of)
            self._go_to_online()
        elif of == _BOOKED:
            self.lists.choose(self.of)
            self._go_to_booked()
        elif isinstance(of, PostWorkList):
            self.lists.choose(self.of)
            self._go_to_post(of)
        elif isinstance(of, WorkList) and of is not self.of:
            self._choose(of)
            self.rows.refresh()

    @Slot()
    def _narrowed(self) -> None:
        self.marks.clear()
        self.rows.refresh()

    @Slot()
    def _show_news(self) -> None:
        """Only while the first page is all there is: who has scrolled further is reading."""
        if self.isVisible() and len(self.rows.rows) <= PAGE:
            at = self.table.currentIndex().row()
            chosen = self.rows.rows[at].row.id if 0 <= at < len(self.rows.rows) else None
            self._stay = (chosen, self.table.verticalScrollBar().value())
            self.rows.refresh()

    @Slot(object, str)
    def _ask(self, after: "WorkLine | None", _: str) -> None:
        of, narrowed = self.of, self._filter()

        def look_up(work: "OpenDesk") -> "WorkPage":
            return work.work.page(of, narrowed, after)

        self.jobs.ask(self, look_up, self._found, newest="work")
        if after is None:  # behind the lines, which are what one waits for
            self.jobs.ask(self, lambda work: work.work.counts(narrowed), self._show_counts, newest="counts")
            self.jobs.ask(self, lambda work: work.post.day(), self._show_post, newest="post")
            self.jobs.ask(self, lambda work: work.assisted.how_many(), self._show_online, newest="online")
            self.jobs.ask(self, lambda work: work.appointments.wait(), self._show_booked, newest="booked")

    def _found(self, found: "WorkPage") -> None:
        at = max(0, self.table.currentIndex().row())
        self.rows.put(found.lines, found.after)
        if found.after is None and len(found.lines) < PAGE:
            self.marks.keep({line.row.id for line in found.lines})
        shown = len(self.rows.rows)
        had_keys = self.table.hasFocus()
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._coming.setVisible(not shown)
        self._empty.setText(NOTHING[self.of])
        self._coming.setText("\n".join(["Ngày làm việc tới:", *map(_in_words, found.coming)]) if found.coming else "")
        stay, self._stay = self._stay, None
        if shown and found.after is None:
            if stay is not None:
                at = next((n for n, one in enumerate(self.rows.rows) if one.row.id == stay[0]), 0)
            self.table.setCurrentIndex(self.rows.index(min(at, shown - 1), 0))
            if stay is not None:
                self.table.verticalScrollBar().setValue(stay[1])
        if had_keys and not shown:
            self._to_rows()
        self._tell_marks()

    def _show_counts(self, counts: Mapping[WorkList, int]) -> None:
        self._counts = counts
        for of, number in counts.items():
            late = of in _PRESSING and number
            words = in_figures(number) if number else ""
            self.nav.rows[of].tell("warn" if late else "", "bad" if late else "muted", words, f"{number} hồ sơ")
        self._offer_lists()
        self._show_head()

    def _show_post(self, counts: "Mapping[PostWorkList, int]") -> None:
        self._post_counts = counts
        self.post.show_counts(counts, supervises=self._supervises)
        self._offer_lists()

    def _show_online(self, number: int) -> None:
        """What citizens filed online with help from here, while it is followed."""
        self._followed = number
        self.online.tell("", "muted", in_figures(number), f"{number} hồ sơ")
        self.online.setVisible(number > 0)
        self._offer_lists()

    def _show_booked(self, waits: "AppointmentsWaiting | None") -> None:
        """Appointments of today, where the office offers some and one is left."""
        self._booked = waits.count if waits is not None else 0
        missed = waits is not None and waits.missed
        tone = ("warn", "bad") if missed else ("", "muted")
        self.booked.tell(*tone, in_figures(self._booked), f"{self._booked} lịch hẹn")
        self.booked.setVisible(self._booked > 0)
        self._offer_lists()

    def _offer_lists(self) -> None:
        """The same lists as one choice, for a narrow window."""
        dossiers = [(of, f"{LIST[of]} ({in_figures(self._counts.get(of, 0))})") for of in WorkList]
        post = [
            (of, f"{self.post.rows[of].words} ({in_figures(many)})") for of, many in self._post_counts.items() if many
        ]
        online = [(_ONLINE, f"{_ONLINE} ({in_figures(self._followed)})")] if self._followed else []
        booked = [(_BOOKED, f"{_BOOKED} ({in_figures(self._booked)})")] if self._booked else []
        self.lists.offer([*dossiers, *post, *online, *booked])
        self.lists.choose(self.of)

    def _show_head(self) -> None:
        number = self._counts.get(self.of, 0)
        self._head.setText(LIST[self.of])
        self._count.setText(f"{in_figures(number)} hồ sơ" if number else "")

    # ---- the act -----------------------------------------------------------------------------------------

    def _chosen(self) -> "list[DossierId]":
        return [line.row.id for line in self.marks.chosen()]

    def _act(self) -> None:
        of, ids = self.of, self._chosen()
        if not ids:
            return
        if of is not WorkList.TO_HAND_OVER:
            self.many.run(lambda work: work.many.own(of, ids))
            return
        named, narrowed = ids if self.marks.count else [], self._filter()
        self.many.run(lambda work: work.hand_over.made(named, narrowed))

    @Slot(object)
    def _done(self, refused: "frozenset[DossierId]") -> None:
        """What was refused stays marked, if it was; the list follows."""
        self.marks.keep(refused)
        self.rows.refresh()
        self.recorded.emit()

    @Slot()
    def _marked(self) -> None:
        announce(self.table, marked_words(self.marks.count), at_once=False)
        self._tell_marks()

    def _tell_marks(self) -> None:
        marked = self.marks.count
        self._hint.setText(f"{marked_words(marked)} {MARK_KEYS}" if marked else MARK_KEYS)
        self._hint.setVisible(bool(self.rows.rows))
        self.context_changed.emit()

    @Slot()
    def _to_rows(self) -> None:
        """The keys go to the list, or to the names of the lists where this one is empty."""
        to = self.table if self.table.isVisible() else self.nav.rows[self.of]
        (self.lists if not to.isVisible() else to).setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_chosen(self) -> None:
        chosen = self.marks.chosen()
        if chosen:
            self.wanted.emit("dossier", Opening(dossier=chosen[0].row.id))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows.rows) and index.column():
            self.wanted.emit("dossier", Opening(dossier=self.rows.rows[index.row()].row.id))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens the dossier under the cursor, whatever is marked."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            at = self.table.currentIndex()
            self._open(self.rows.index(at.row(), 1))
            return True
        return super().eventFilter(watched, event)


def _own_first(offer: "WorkOffer") -> list[tuple[str, str]]:
    """The units, one's own before all others and named so."""
    own = [(id_, f"Đơn vị tôi: {name}") for id_, name in offer.units if offer.own_unit and id_ == offer.own_unit]
    return own + [one for one in offer.units if one[0] != offer.own_unit or not offer.own_unit]


def _in_words(line: "WorkLine") -> str:
    return " · ".join(filter(None, (line.due, line.row.owner, line.row.procedure_name)))
