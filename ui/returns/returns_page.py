"""Results at the desk: a scan shows what is a person's here, or the place for a result that has just come."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.codes.list_number import list_number_in
from models.ids import ClerkId, DossierId, SubjectId
from models.not_allowed import NotAllowed
from models.person import Person
from models.trouble import Trouble
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.core.words import tone_of, why
from ui.returns.collector_part import CollectorPart
from ui.returns.result_card import ResultCard
from ui.shell.banner import Banners
from ui.shell.page import Page, ReturnWanted
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import add_search_icon, column, frame, label, row, scrolled
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns, Flow
from ui.widgets.dialogs import ask_file
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.views.money.done import PaymentDone
    from desk.views.returns import AtCheckIn, AtReturn, ReadyResult, Returned
    from desk.views.view_models import AtWork

_BESIDE = ("return_signed", "return_file", "return_fee", "return_label")
"""What can be done beside the main act."""

_WAITS = "Quét mã trên giấy hẹn, hoặc thẻ của người đến nhận. Kết quả mới về: quét mã hồ sơ để có chỗ cất."


class ReturnsPage(Page):
    """Code field, the collector at the left, the results at the right; or the place of one that has just come."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self.shown: AtReturn | None = None
        self.arrived: AtCheckIn | None = None
        self.cards: list[ResultCard] = []
        self._electronic: Path | None = None
        """File of the result that has just come."""
        self._shelved: DossierId | None = None
        self._clerk = ClerkId("")
        self._visit = SubjectId("")
        """The home visit in which something is returned; empty = at the counter."""
        self._signature: Path | None = None
        """Picture of what was signed."""
        self.code = LineEdit()
        self.collector = CollectorPart()
        self.place = Field("Ngăn để kết quả", name="returns.place", hint="B-12")
        self.signer = Field("Người ký kết quả", name="returns.signer", hint="hồ sơ chưa được ghi là đã ký trên máy")
        self.result_number = Field("Số văn bản kết quả", name="returns.result_number")
        self._lay_out()
        self.code.returnPressed.connect(self._typed_code)
        self._show_nothing()

    def _lay_out(self) -> None:
        self.code.setProperty("role", "search")
        self.code.setPlaceholderText("Mã hồ sơ, số phiếu…")
        self.code.setAccessibleName("Mã hồ sơ")
        add_search_icon(self.code)
        buttons = QWidget()
        buttons.setLayout(
            Flow(
                KeyButton(self.acts["return_give"], "primary"),
                *(KeyButton(self.acts[one], "soft", only_when_allowed=True) for one in _BESIDE),
            )
        )
        self._waits = label(_WAITS, "muted", wrap=True)
        self._elsewhere = label("", "small", wrap=True)
        self._signed = label("", "small", wrap=True)
        self._none = label("", "section", wrap=True)
        self._shelf = frame("card")
        inside = QVBoxLayout(self._shelf)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        self._of, self._matter = label("", "section", wrap=True), label("", "muted", wrap=True)
        self._shelf_place = label("", "huge")
        self._shelf_place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._file = label("", "small", wrap=True)
        for one in (self._of, self._matter, self._shelf_place, self.place, self.signer, self.result_number, self._file):
            inside.addWidget(one)
        inside.addLayout(row(1, KeyButton(self.acts["return_shelve"], "primary")))
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.code, self.collector.card, self._signed, self._elsewhere, 1, gap=12))
        self._results = QVBoxLayout()
        self._results.setContentsMargins(0, 0, 0, 0)
        self._results.setSpacing(12)
        held = column(self._waits, self._none, self._shelf, gap=12)
        held.addLayout(self._results)
        held.addStretch(1)
        right.setLayout(held)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        head = Flow(label("Trả kết quả", "page"), label("Ai đứng đây, của họ có gì?", "muted"), gap=12)
        titles = QWidget()
        titles.setLayout(head)
        whole.addLayout(row(titles, 1, buttons, gap=12))
        self._columns = Columns(left, scrolled(right), weights=(2, 3), abreast=1000)
        whole.addWidget(self._columns, 1)
        self.place.edited.connect(self._placed)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "return_give": self._give,
            "return_shelve": self._shelve,
            "return_file": self._ask_file,
            "return_signed": self._ask_signature,
            "return_fee": self._take_fee,
            "return_label": self._print_label,
            "return_find": self._to_code,
        }

    def context(self, context: ActContext) -> ActContext:
        """What lies here, and whether something is ticked or owed."""
        chosen = [card for card in self.cards if card.chosen]
        return replace(
            context,
            results="return" if self.cards else "check_in" if self.arrived else "",
            do_it=not self.acting and bool(chosen or self.arrived),
            owed=not self.acting and any(card.owes for card in chosen),
            shelved=self._shelved is not None,
        )

    def turn(self, *, narrow: bool) -> None:
        """One below the other in a narrow window."""
        self._columns.turn(narrow=narrow)

    def page_shown(self, what: object) -> None:
        """The keys go to the code; ``what`` may be a code, or a return in a home visit."""
        self._to_code()
        if isinstance(what, ReturnWanted):
            self._show_nothing()
            self._visit = what.visit
            self._ask_code(what.code)
        elif isinstance(what, str) and what:
            self._ask_code(what)

    def show_clerk(self, state: "AtWork | None") -> None:
        """What one clerk had in front is not the next one's."""
        if state is not None and state.clerk != self._clerk:
            self._clerk = state.clerk
            self._show_nothing()

    def use_scan(self, scan: "Scan") -> bool:
        """A slip's code or a person's card."""
        if scan.person is not None:
            self._card(scan.person)
            return not scan.cautions
        if (scan.code or scan.paper) and not list_number_in(scan.code):
            self._visit = SubjectId("")
            self._ask_code(scan.code or scan.paper)
            return True
        return False

    def escape(self) -> bool:
        """Esc puts away what is shown."""
        if not self.cards and self.arrived is None and self.shown is None:
            return False
        self._show_nothing()
        self._to_code()
        return True

    def _to_code(self) -> None:
        self.code.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.code.selectAll()

    # ---- what is found -----------------------------------------------------------------------------------

    @Slot()
    def _typed_code(self) -> None:
        if self.code.text().strip():
            self._visit = SubjectId("")
            self._ask_code(self.code.text())

    def _ask_code(self, code: str) -> None:
        self._clear()  # nothing of the person before is given while another's results are looked for
        self.context_changed.emit()
        self.jobs.ask(self, lambda work: work.returns.by_code(code), self._found, self._not_found, newest="results")

    def _card(self, person: Person) -> None:
        if self.cards and self.collector.read(person):
            return
        self.jobs.ask(
            self, lambda work: work.returns.of_card(person), self._found_of_card, self._not_found, newest="results"
        )

    def _found_of_card(self, found: "AtReturn") -> None:
        # Nothing of their own, while a slip's results are shown: they collect for somebody else.
        if found.results or not self.cards:
            self._found(found)

    def _found(self, found: "AtReturn | AtCheckIn") -> None:
        from desk.views.returns import AtCheckIn  # noqa: PLC0415 - the desk's verbs load with the first scan

        self._clear()
        if isinstance(found, AtCheckIn):
            self._show_arrived(found)
        else:
            self._show_return(found)

    @Slot(object)
    def _not_found(self, reason: NotAllowed | Trouble) -> None:
        self._show_nothing()
        self.banners.show_banner(tone_of(reason), why(reason))
        self._to_code()

    def _show_nothing(self) -> None:
        self._clear()
        self._visit = SubjectId("")
        self._take_signature(None)
        self._waits.show()
        self.context_changed.emit()

    def _clear(self) -> None:
        self.shown, self.arrived = None, None
        for card in self.cards:
            self._results.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for one in (self.collector.card, self._elsewhere, self._shelf, self._none):
            one.hide()
        self.collector.offer((), None)
        self.code.clear()

    def _show_return(self, found: "AtReturn") -> None:
        self.shown = found
        self._waits.hide()
        self.collector.offer(found.collectors, found.card)
        self.collector.card.setVisible(bool(found.results))
        for result in found.results:
            card = ResultCard(result)
            card.ticked.connect(self.context_changed)
            self._results.addWidget(card)
            self.cards.append(card)
        name = found.collectors[0].person.full_name if found.collectors else ""
        self._none.setText(f"{name} không có kết quả nào ở quầy.")
        self._none.setVisible(not found.results)
        self._elsewhere.setText(f"{found.elsewhere} hồ sơ khác của người này còn đang giải quyết.")
        self._elsewhere.setVisible(bool(found.elsewhere))
        self.context_changed.emit()
        if self.cards:
            self.collector.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_arrived(self, found: "AtCheckIn") -> None:
        self.arrived = found
        self._waits.hide()
        self._of.setText(found.owner)
        self._matter.setText(f"{found.procedure} · {found.code} · {found.stage}")
        self.place.put(found.place)
        self.result_number.put("")
        self._take_file(None)
        self.signer.setVisible(not found.signed)
        self._placed()
        self._shelf.show()
        self.context_changed.emit()
        self.place.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place.edit.selectAll()

    @Slot()
    def _placed(self) -> None:
        self._shelf_place.setText(self.place.text)
        self._shelf_place.setVisible(bool(self.place.text))

    # ---- what is done ------------------------------------------------------------------------------------

    def _give(self) -> None:
        from desk.dossiers.returns import Collection  # noqa: PLC0415 - likewise

        chosen = [card for card in self.cards if card.chosen]
        for card in self.cards:
            card.refuse("")
        given = Collection(
            collector=self.collector.collector,
            authority=self.collector.letter,
            identity=self.collector.compared,
            identity_note=self.collector.reason.text,
            originals={card.result.dossier: card.given_back for card in chosen},
            copies={card.result.dossier: card.copy for card in chosen},
            signature=self._signature,
            visit=self._visit,
        )
        ids = [card.result.dossier for card in chosen]
        self.act(lambda work: work.returns.hand_over(ids, given), self._given)

    def _given(self, done: "Returned") -> None:
        self.recorded.emit()
        self.banners.show_banner("warn" if done.refused else "good", done.sentence)
        if done.sheet is not None:
            self.prints.send(done.sheet, "" if done.refused else done.sentence)  # a warning stays beside it
        for card in list(self.cards):
            if card.chosen and card.result.dossier not in done.refused:
                self._results.removeWidget(card)
                card.hide()
                card.deleteLater()
                self.cards.remove(card)
            elif card.result.dossier in done.refused:
                card.refuse(done.refused[card.result.dossier])
        if not self.cards:
            in_visit = self._visit
            self._show_nothing()
            self._to_code()
            if in_visit:
                self.wanted.emit("visits", in_visit)
        self.context_changed.emit()

    def _ask_signature(self) -> None:
        """What the collector signed, as a picture: of the sheet, or of a signature pad."""
        ask_file(self, "Chọn ảnh phiếu đã ký, chữ ký", self._signature_chosen, "Ảnh, PDF (*.jpg *.jpeg *.png *.pdf)")

    @Slot(str)
    def _signature_chosen(self, name: str) -> None:
        self._take_signature(Path(name))

    def _take_signature(self, signature: Path | None) -> None:
        self._signature = signature
        self._signed.setText(f"Phiếu đã ký: {signature.name}" if signature else "")
        self._signed.setVisible(signature is not None)

    def _ask_file(self) -> None:
        """For the electronic copy of the one result that is ticked, or of the one that has just come."""
        if len([card for card in self.cards if card.chosen]) > 1:
            self.banners.show_banner("warn", "Mỗi kết quả có tệp riêng: đánh dấu một kết quả rồi gắn tệp của nó.")
            return
        ask_file(self, "Chọn kết quả bản điện tử (PDF đã ký số)", self._file_chosen, "PDF (*.pdf)")

    @Slot(str)
    def _file_chosen(self, name: str) -> None:
        self.attach(Path(name))

    def attach(self, electronic: Path) -> None:
        """This file is the electronic copy: at once of a result that lies here, of a new one when it is put away."""
        chosen = [card.result.dossier for card in self.cards if card.chosen]
        if self.arrived is not None:
            self._take_file(electronic)
        elif len(chosen) == 1:
            self.act(lambda work: work.returns.attach(chosen[0], electronic), self._attached)

    def _attached(self, result: "ReadyResult") -> None:
        self.recorded.emit()
        for card in self.cards:
            if card.result.dossier == result.dossier:
                card.show_electronic(result)
        self.banners.show_banner("good", f"Đã gắn kết quả bản điện tử {result.electronic}: {result.code}.")

    def _take_file(self, electronic: Path | None) -> None:
        self._electronic = electronic
        self._file.setText(f"Bản điện tử: {electronic.name}" if electronic else "")
        self._file.setVisible(electronic is not None)

    def _take_fee(self) -> None:
        owing = [card.result.dossier for card in self.cards if card.chosen and card.owes]
        self.act(lambda work: work.payments.take(owing), partial(self._taken, owing))

    def _taken(self, of: list[DossierId], paid: "PaymentDone") -> None:
        for card in self.cards:
            if card.result.dossier in of:
                card.show_owed(0)
                card.refuse("")
        self.recorded.emit()
        self.banners.show_banner("good", paid.sentence)
        for job in paid.jobs:
            self.prints.send(job, paid.sentence)

    def _shelve(self) -> None:
        found = self.arrived
        if found is None:
            return
        place, signer, number = self.place.text, self.signer.text if not found.signed else "", self.result_number.text
        electronic = self._electronic
        self.act(
            lambda work: work.returns.check_in(found.dossier, place, signer, number, electronic),
            partial(self._put_away, found),
        )

    def _put_away(self, found: "AtCheckIn", place: str) -> None:
        self.recorded.emit()
        self._shelved = found.dossier if place else None
        where = f"Đã cất vào ngăn {place}" if place else "Đã ghi kết quả về quầy"
        self.banners.show_banner("good", f"{where}: {found.owner}, {found.code}.")
        self._show_nothing()
        self._to_code()

    def _print_label(self) -> None:
        shelved = self._shelved
        if shelved is not None:
            self.jobs.ask(self, lambda work: work.returns.label(shelved), self.prints.send)
