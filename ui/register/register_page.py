"""The register of dossiers: its lines by period, field and unit, and written out as PDF or spreadsheet."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.words.terms import RETURN_BY
from models.calendar.clock import local_day
from models.events import ReadBy, ReturnBy
from models.ids import DOSSIER
from models.subjects.dossier import DossierStatus
from models.subjects.register import NO_RESULT, RegisterLine, RegisterQuery
from models.words.money_words import in_figures
from ui.actions import Act, ActContext
from ui.core.jobs import AskDesk, Jobs, Reason
from ui.core.words import minute, tone_of, why
from ui.register.actions import CLOSING
from ui.register.close_part import ClosePart
from ui.shell.banner import Banners
from ui.shell.page import Opening, Page
from ui.style.look import look
from ui.widgets.basic import add_search_icon, label, row, set_scaled_width
from ui.widgets.buttons import KeyButton, PickList, Segments
from ui.widgets.columns import Flow
from ui.widgets.dialogs import ask_pdf, ask_spreadsheet
from ui.widgets.field import FINE, Field, Verdict
from ui.widgets.file_progress import FileProgress
from ui.widgets.input_parsing import day, day_words, no_day_words
from ui.widgets.line_edit import LineEdit
from ui.widgets.status import SIGN
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.register.register import RegisterChoices
    from desk.register.writing import RegisterWritten
    from desk.views.open_desk import OpenDesk
    from desk.views.register import RegisterLines
    from models.ids import SubjectId

_REST = 80
"""Milliseconds of rest after typing before the search is asked."""

_QUEUE = "register"


class _Period(Enum):
    """Periods that one key chooses."""

    TODAY = "Hôm nay"
    MONTH = "Tháng này"
    YEAR = "Năm nay"
    LAST_YEAR = "Năm trước"

    def days(self, today: date) -> tuple[date, date]:
        """Its first and last day."""
        match self:
            case _Period.TODAY:
                return today, today
            case _Period.MONTH:
                return today.replace(day=1), today
            case _Period.YEAR:
                return date(today.year, 1, 1), today
            case _Period.LAST_YEAR:
                return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


def _status(line: RegisterLine) -> DossierStatus:
    return DossierStatus(line.row.status)


def _returned(line: RegisterLine) -> str:
    """When the result was given; of what ended otherwise, how and when."""
    if line.row.ended_at is None:
        return ""
    mark = NO_RESULT.get(_status(line))
    return f"{mark} {day_words(local_day(line.row.ended_at))}" if mark else minute(line.row.ended_at)


def _number(line: RegisterLine) -> str:
    """With a sign for what came after the register was closed."""
    return f"{line.number:02d}" + (" BS" if line.part else "")


def _tone(line: RegisterLine) -> tuple[str, bool]:
    return ("muted" if _status(line) in {DossierStatus.VOIDED, DossierStatus.WITHDRAWN} else ""), False


COLUMNS: tuple[ListColumn[RegisterLine], ...] = (
    ListColumn(head="STT", words=_number, width=84, tone=_tone),
    ListColumn(head="Mã hồ sơ", words=lambda line: line.row.code, width=212, tone=_tone),
    ListColumn(head="Tên tổ chức, cá nhân", words=lambda line: line.row.owner, width=172, tone=_tone),
    ListColumn(head="Thủ tục", words=lambda line: line.row.procedure_name, width=160, tone=_tone),
    ListColumn(
        head="Địa chỉ, điện thoại",
        words=lambda line: " · ".join(part for part in (line.row.address, line.row.phone) if part),
        width=210,
        quiet=True,
        gives_way=3,
    ),
    ListColumn(
        head="Cơ quan giải quyết", words=lambda line: line.row.resolver_name, width=180, quiet=True, gives_way=4
    ),
    ListColumn(head="Nhận hồ sơ", words=lambda line: minute(line.row.received_at), width=146, quiet=True),
    ListColumn(head="Hẹn trả", words=lambda line: minute(line.row.due_at), width=146, quiet=True),
    ListColumn(
        head="Trả kết quả",
        words=_returned,
        icon=lambda line: SIGN[_status(line)] if line.row.ended_at is not None else ("", ""),
        width=184,
        tone=_tone,
    ),
    ListColumn(
        head="Nhận kết quả",
        words=lambda line: RETURN_BY[ReturnBy(line.row.return_by)] if line.row.return_by else "",
        width=120,
        quiet=True,
        gives_way=2,
    ),
)
_STRETCHED = 3


def _judge_day(text: str) -> Verdict:
    try:
        day(text)
    except ValueError:
        return "bad", no_day_words(text)
    return FINE


class RegisterPage(Page):
    """Period, filters, search, table; what is being written shows how far it is and can be given up.

    A supplement of what came after a closing follows behind the last number, and says so in each line.
    """

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.period = Segments("Thời gian", [(one, one.value) for one in _Period])
        self.period.choose(_Period.YEAR)
        self.first = Field("Nhận từ ngày", name="register.first", hint="01/01/2026", judge=_judge_day)
        self.last = Field("đến ngày", name="register.last", hint="31/12/2026", judge=_judge_day)
        self.field, self.unit = PickList("Lĩnh vực"), PickList("Cơ quan giải quyết")
        self.search = LineEdit()
        self.rows: RowsModel[RegisterLine] = RowsModel(COLUMNS, "", self)
        self.table = QTableView()
        self._count = label("", "small")
        self._closed = label("", "small", wrap=True)
        self._closed.hide()
        self.close_part = ClosePart(acts["register_close_go"])
        self.close_part.hide()
        self._empty = label("", "muted", wrap=True)
        self.writing = FileProgress()
        self._today: date | None = None
        self._lay_out()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.rows.refresh)
        self.period.chosen.connect(self._chosen_period)
        self.first.left.connect(self._typed_days)
        self.last.left.connect(self._typed_days)
        self.field.chosen.connect(self._filtered)
        self.unit.chosen.connect(self._filtered)
        self.search.textEdited.connect(self._rest.start)
        self.rows.wanted.connect(self._ask)
        self.table.doubleClicked.connect(self._open)
        self.table.installEventFilter(self)
        self.search.installEventFilter(self)
        self.close_part.away.connect(self._fold)

    def _lay_out(self) -> None:
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText("Tên, mã hồ sơ, số định danh, điện thoại…")
        self.search.setAccessibleName("Tìm trong sổ")
        add_search_icon(self.search)
        self.field.offer([("", "Mọi lĩnh vực")])
        self.unit.offer([("", "Mọi cơ quan giải quyết")])
        for pick in (self.field, self.unit):
            pick.setMinimumContentsLength(16)
        for one in (self.first, self.last):
            set_scaled_width(one.edit, 132)
        self.table.setAccessibleName("Sổ theo dõi hồ sơ")
        self.table.setModel(self.rows)
        dress_table(self.table, stretched=_STRETCHED)
        RoomForColumns(self.table, COLUMNS)
        fit_table(self.table, COLUMNS)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        out, days, narrow = QWidget(), QWidget(), QWidget()
        buttons = KeyButton(self.acts["register_pdf"], "primary"), KeyButton(self.acts["register_xlsx"])
        close = KeyButton(self.acts["register_close"], "quiet", only_when_allowed=True)
        out.setLayout(Flow(close, *buttons))
        days.setLayout(Flow(self.period, self.first, self.last, gap=12, low=True))
        narrow.setLayout(Flow(self.field, self.unit, gap=12))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(row(label("Sổ theo dõi hồ sơ", "page"), self._count, 1, out, gap=12))
        column.addWidget(self._closed)
        column.addWidget(self.close_part)
        column.addWidget(days)
        column.addWidget(narrow)
        column.addWidget(self.search)
        column.addWidget(self.writing)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        self._empty.hide()

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "register_pdf": lambda: self._ask_name(ask_pdf, ".pdf"),
            "register_xlsx": lambda: self._ask_name(ask_spreadsheet, ".xlsx"),
            "register_search": self._to_search,
            "register_close": self._ask_close,
            "register_close_go": self._close_year,
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether something can be written out now."""
        sheet = CLOSING if self.close_part.isVisibleTo(self) else ""
        return replace(context, do_it=not self.writing.is_writing and self._asked() is not None, sheet=sheet)

    def turn(self, *, narrow: bool) -> None:
        """Rows and columns follow the size of type; in a narrow window the table keeps room for a few rows."""
        fit_table(self.table, COLUMNS)
        self.table.setMinimumHeight(look().px(200) if narrow else 0)

    def page_shown(self, what: object) -> None:
        """The keys go to the search; the lines come anew."""
        del what
        self._to_search()
        self.jobs.ask(self, lambda work: work.register.today(), self._is_today)

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Dossiers of other desks: the count and the lines follow, unless somebody has scrolled on."""
        concerned = any(subject.startswith(DOSSIER) for subject in subjects)
        if concerned and self.isVisible() and self.table.verticalScrollBar().value() == 0:
            self._rest.start()

    def closing(self) -> None:
        """What is being written is given up."""
        self.writing.stop()

    def escape(self) -> bool:
        """What is folded out closes first, then what is being written is given up."""
        if self.close_part.isVisibleTo(self):
            self._fold()
            return True
        if not self.writing.is_writing:
            return False
        self.writing.stop()
        return True

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # ---- what is asked -----------------------------------------------------------------------------------

    def _is_today(self, today: date) -> None:
        if today != self._today:
            self._today = today
            self._chosen_period()
        else:
            self._renew()

    @Slot()
    def _chosen_period(self) -> None:
        chosen = self.period.value
        if self._today is None or not isinstance(chosen, _Period):
            return
        for field, on in zip((self.first, self.last), chosen.days(self._today), strict=True):
            field.put(day_words(on))
        self._renew()

    @Slot()
    def _typed_days(self) -> None:
        asked = self._asked()
        known = [one for one in _Period if self._today and asked and one.days(self._today) == (asked.first, asked.last)]
        self.period.choose(known[0] if known else None)
        self._renew()

    @Slot()
    def _filtered(self) -> None:
        self.rows.refresh()

    def _renew(self) -> None:
        """The period may be another: what it can be narrowed by, and its lines."""
        self.context_changed.emit()
        asked = self._asked()
        if asked is None:
            if not (self.first.is_wrong or self.last.is_wrong):
                self.last.say("bad", "Ngày cuối phải bằng hoặc sau ngày đầu.")
            return
        self.last.judge()
        first, last = asked.first, asked.last
        self.jobs.ask(self, lambda work: work.register.choices(first, last), self._offered, newest="choices")
        self.jobs.ask(self, lambda work: work.register.closings(first, last), self._tell_closed, newest="closings")

    def _offered(self, choices: "RegisterChoices") -> None:
        fields = [(name, f"{name} ({in_figures(count)})") for name, count in choices.fields if name]
        units = [(one.id, f"{one.name} ({in_figures(one.count)})") for one in choices.units if one.id]
        self.field.offer([("", "Mọi lĩnh vực"), *fields])
        self.unit.offer([("", "Mọi cơ quan giải quyết"), *units])
        self.rows.refresh()

    def _asked(self) -> RegisterQuery | None:
        """What is asked for; None = the days are none, or the wrong way round."""
        try:
            first, last = day(self.first.text), day(self.last.text)
        except ValueError:
            return None
        field, unit = self.field.value, self.unit.value
        if last < first:
            return None
        return RegisterQuery(
            first=first, last=last, field=str(field or ""), unit=str(unit or ""), words=self.search.text()
        )

    @Slot(object, str)
    def _ask(self, after: RegisterLine | None, _order: str) -> None:
        asked = self._asked()
        if asked is None:
            return

        def look_up(work: "OpenDesk") -> "tuple[RegisterLine | None, RegisterLines]":
            return after, work.register.page(asked, after)

        self.jobs.ask(self, look_up, self._found, newest="register")

    def _found(self, found: "tuple[RegisterLine | None, RegisterLines]") -> None:
        after, answer = found
        self.rows.put(answer.lines, after)
        shown = bool(self.rows.rows)
        self._count.setText(f"{in_figures(answer.in_all)} hồ sơ" if shown else "")
        self.table.setVisible(shown)
        self._empty.setVisible(not shown)
        self._empty.setText(
            "Trong sổ không có hồ sơ nào như vậy. Thử ít chữ hơn, hoặc thời gian dài hơn."
            if self.search.text().strip()
            else "Không có hồ sơ nào tiếp nhận trong thời gian này."
        )
        if shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.rows.index(0, 0))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows.rows):
            words = self.search.text().strip()
            by = ReadBy.SEARCH if words else ReadBy.LIST
            self.wanted.emit("dossier", Opening(dossier=self.rows.rows[index.row()].row.id, by=by, words=words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search move in the table; Enter opens from both."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._open(self.table.currentIndex())
                return True
            if watched is self.search and key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.rows.rows:
                at = self.table.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
                self.table.setCurrentIndex(self.rows.index(max(0, min(at, len(self.rows.rows) - 1)), 0))
                return True
        return super().eventFilter(watched, event)

    # ---- closing a year ----------------------------------------------------------------------------------

    def _tell_closed(self, closings: tuple[str, ...]) -> None:
        self._closed.setText(" ".join(closings))
        self._closed.setVisible(bool(closings))

    def _ask_close(self) -> None:
        """Of the year that the period lies in."""
        asked = self._asked()
        if asked is None or asked.first.year != asked.last.year:
            self.banners.show_banner("warn", "Chọn thời gian trong một năm để khóa sổ năm ấy.")
            return
        year = asked.last.year
        self.jobs.ask(self, lambda work: (year, work.register.about_to_close(year)), self._about_to_close)

    def _about_to_close(self, told: tuple[int, str]) -> None:
        self.close_part.open(*told)
        self.context_changed.emit()

    def _close_year(self) -> None:
        year = self.close_part.year
        self.jobs.ask(self, lambda work: work.register.close(year), self._year_closed)

    def _year_closed(self, said: str) -> None:
        self._fold()
        self.banners.show_banner("good", said)
        self._renew()

    @Slot()
    def _fold(self) -> None:
        self.close_part.hide()
        self._to_search()
        self.context_changed.emit()

    # ---- writing it out ----------------------------------------------------------------------------------

    def _ask_name(self, ask: Callable[[QWidget, str, Callable[[str], None], str], None], suffix: str) -> None:
        asked = self._asked()
        if asked is not None:
            name = f"so-theo-doi-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}{suffix}"
            ask(self, "Ghi sổ ra tệp; tệp có dữ liệu cá nhân, không mã hóa", self._named, name)

    @Slot(str)
    def _named(self, path: str) -> None:
        self.write_to(Path(path))

    def write_to(self, out: Path) -> None:
        """Write the register of the period, field and unit chosen to this file."""
        asked = self._asked()
        if asked is None or self.writing.is_writing:
            return
        stopped = self.writing.begin()

        def written(ask: AskDesk) -> "RegisterWritten | None":
            from desk.register.writing import write_register  # noqa: PLC0415 - reportlab loads with the first paper

            return write_register(
                lambda step: ask(lambda work: work.register.with_desk(step)),
                asked,
                out,
                on_progress=self.writing.progressed.emit,
                stopped=stopped.is_set,
            )

        self.context_changed.emit()
        self.jobs.run_with_desk(self, written, self._written, self._not_written, queue=_QUEUE)

    def _written(self, written: "RegisterWritten | None") -> None:
        self._over()
        if written is None:
            self.banners.show_banner("info", "Đã dừng ghi sổ; không có tệp nào được tạo.")
            return
        pages = f", {in_figures(written.pages)} trang" if written.pages else ""
        said = f"Đã ghi sổ: {in_figures(written.dossiers)} hồ sơ{pages}, tệp {written.file.name}."
        self.banners.show_banner("good", f"{said} Tệp có dữ liệu cá nhân, không mã hóa.")

    def _not_written(self, reason: Reason) -> None:
        self._over()
        self.banners.show_banner(tone_of(reason), why(reason))

    def _over(self) -> None:
        self.writing.end()
        self.context_changed.emit()
