"""What a counter does in a day: each act with the subject it is about, made ready before anything fails."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import SimpleQueue

import msgspec

from desk.backup import backup
from desk.cards.reader import ReaderState
from desk.cards.samples import citizen
from desk.cards.scan import Scan
from desk.cards.simulated import SimulatedReader
from desk.desk import Desk
from desk.dossiers import lookup, outcome, process, returns
from desk.intake import intake
from desk.line import waiting
from desk.money import payments, shifts
from desk.post import consignment_papers, consignments, parcel_papers, parcels
from desk.prints import form_jobs, print_jobs
from desk.prints.print_jobs import PrintJob
from desk.province import province, reconcile
from desk.register.writing import write_register
from desk.setup import settings_change
from desk.visits import requests
from models.events import Form, PaidBy, PaperMissing, ReturnBy
from models.ids import DossierId
from models.subjects.register import RegisterQuery
from models.trouble import PrinterTrouble
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.patience import PATIENCE

BY_POST = "1.010833"
HOME = "Số 5 phố Mẫu, Phường Ba Đình, Thành phố Hà Nội"


@dataclass
class Counter:
    """The counter at which the acts are done, and what was made ready for them.

    Attributes:
        desk: open; an act may put another one in its place.
        reader: its scanner.
        has_scanner: its cable is in.
        scans: what the scanner has told.
        states: how it was, in order.
        beside: a folder on a disk of its own, as a stick is.
        closed_port: one of this machine at which nobody listens.
        waits: what the act in hand left undone that the program will do or a person sees, in words.
    """

    desk: Desk
    reader: SimulatedReader
    scans: SimpleQueue[Scan]
    states: SimpleQueue[ReaderState]
    beside: Path
    closed_port: int
    waits: list[str] = field(default_factory=list)
    has_scanner: bool = True

    def print_(self, job: PrintJob) -> None:
        """To its printer; a paper that does not come out waits in the list of papers."""
        try:
            print_jobs.deliver(job, lambda work: work(self.desk))
        except PrinterTrouble:
            self.waits.append("giấy chờ máy in")


@dataclass(frozen=True)
class Act:
    """One act.

    Attributes:
        words: what it is, in the clerk's words.
        do: does it.
        ready: makes the dossier for it, before anything fails.
    """

    words: str
    do: Callable[[Counter, DossierId], object]
    ready: Callable[[Desk], DossierId] | None = None


def _taken_in(desk: Desk, procedure: str = RESIDENCE, **form: object) -> DossierId:
    return intake.take_in(desk, complete(desk, procedure, **form)).id


def _unpaid(desk: Desk) -> DossierId:
    return _taken_in(desk, COPIES, pages=1, copies=2)


def _result(desk: Desk, **form: object) -> DossierId:
    id_ = _taken_in(desk, RESIDENCE, paid_by=PaidBy.CASH, **form)
    outcome.check_in(desk, id_, signed_by="Lê Thị Mẫu")
    return id_


def _draw(counter: Counter, _: DossierId) -> None:
    counter.print_(form_jobs.ticket_job(counter.desk, waiting.issue(counter.desk, ["ho-tich"]).id))


def _call(counter: Counter, _: DossierId) -> None:
    called = waiting.call_next(counter.desk)
    waiting.serve(counter.desk, called.id)
    waiting.finish(counter.desk, called.id)


def _scan(counter: Counter, _: DossierId) -> None:
    counter.reader.scan(citizen(5))
    if counter.has_scanner:
        counter.scans.get(timeout=PATIENCE)
    else:
        counter.waits.append("gõ tay, hoặc quẹt lại khi máy quét đã cắm")


def _take_in(counter: Counter, _: DossierId) -> None:
    taken = intake.take_in(counter.desk, complete(counter.desk, RESIDENCE))
    counter.print_(form_jobs.outcome_job(counter.desk, taken.id))


def _ask_supplement(counter: Counter, _: DossierId) -> None:
    form = msgspec.structs.replace(complete(counter.desk, RESIDENCE), papers=())
    asked = intake.ask_supplement(counter.desk, form, (PaperMissing(name="Tờ khai", originals=1),), "Thiếu tờ khai")
    counter.print_(form_jobs.outcome_job(counter.desk, asked.id))


def _refuse(counter: Counter, _: DossierId) -> None:
    refused = intake.refuse(counter.desk, complete(counter.desk, RESIDENCE), "Không thuộc thẩm quyền")
    counter.print_(form_jobs.outcome_job(counter.desk, refused.id))


def _close_shift(counter: Counter, _: DossierId) -> None:
    shift = shifts.current(counter.desk)
    assert shift is not None
    report = shifts.report(counter.desk, shift.id)
    shifts.close(counter.desk, shift.id, total=report.expected)


def _return(counter: Counter, dossier: DossierId) -> None:
    done = returns.hand_over(counter.desk, [dossier], returns.Collection(collector=MAU))
    for refused in done.refused:
        raise refused.why


def _forward(counter: Counter, dossier: DossierId) -> None:
    for refused in process.forward(counter.desk, [dossier]).refused:
        raise refused.why


def _hand_to_post(counter: Counter, dossier: DossierId) -> None:
    done = parcels.hand_over(counter.desk, [dossier], postman="Lê Văn Bưu")
    for refused in done.refused:
        raise refused.why
    counter.print_(parcel_papers.list_job(counter.desk, done.list_number))


def _consign(counter: Counter, _: DossierId) -> None:
    made = consignments.make_out(counter.desk, complete(counter.desk, BY_POST), postman="Lê Văn Bưu")
    counter.print_(consignment_papers.slip_job(counter.desk, made.id))


def _visit(counter: Counter, _: DossierId) -> None:
    requests.request(counter.desk, requests.VisitWish(person=MAU, procedures=(RESIDENCE,), again=True))


def _reprint(counter: Counter, dossier: DossierId) -> None:
    counter.print_(form_jobs.form_job(counter.desk, dossier, Form.RECEIPT))


def _register(counter: Counter, _: DossierId) -> None:
    year = RegisterQuery(first=date(2026, 1, 1), last=date(2026, 12, 31))
    write_register(lambda step: step(counter.desk), year, counter.beside / "so.pdf")


def _settings(counter: Counter, _: DossierId) -> None:
    settings = counter.desk.settings
    office = msgspec.structs.replace(settings.office, phone="0912000009")
    counter.desk = settings_change.apply(counter.desk, msgspec.structs.replace(settings, office=office))


def _exchange(counter: Counter, _: DossierId) -> None:
    counter.desk, _done = province.synchronise(counter.desk)


ACTS = (
    Act("Cấp số thứ tự, in phiếu số", _draw),
    Act("Gọi số, kết thúc lượt", _call),
    Act("Quẹt thẻ căn cước", _scan),
    Act("Giữ phần đang nhập dở", lambda counter, _: counter.desk.store.drafts.save("intake", b"{}" * 2_000)),
    Act("Tiếp nhận hồ sơ, in giấy tiếp nhận", _take_in),
    Act("Yêu cầu bổ sung, in phiếu", _ask_supplement),
    Act("Từ chối tiếp nhận, in phiếu", _refuse),
    Act(
        "Thu tiền mặt",
        lambda counter, dossier: payments.take(counter.desk, [dossier], PaidBy.CASH),
        _unpaid,
    ),
    Act("Chờ chuyển khoản (mã VietQR)", lambda counter, dossier: payments.ask(counter.desk, [dossier]), _unpaid),
    Act("Chốt ca thu tiền", _close_shift),
    Act("Tìm hồ sơ theo tên", lambda counter, _: lookup.find(counter.desk, "nguyen van mau")),
    Act("In lại giấy tiếp nhận", _reprint, _taken_in),
    Act("Chuyển xử lý", _forward, _taken_in),
    Act(
        "Nhập kết quả vào kệ",
        lambda counter, dossier: outcome.check_in(counter.desk, dossier, signed_by="Lê Thị Mẫu"),
        _taken_in,
    ),
    Act("Trả kết quả", _return, _result),
    Act(
        "Giao kết quả cho bưu điện, in danh sách",
        _hand_to_post,
        lambda desk: _result(desk, return_by=ReturnBy.POST, return_to=HOME),
    ),
    Act("Lập phiếu gửi hồ sơ qua bưu điện", _consign),
    Act("Ghi yêu cầu đến tận nhà", _visit),
    Act("Ghi sổ theo dõi ra tệp PDF", _register),
    Act("Sao lưu ra USB", lambda counter, _: backup.back_up(counter.desk, counter.beside)),
    Act("Lưu thiết lập", _settings),
    Act("Gửi và nhận với tỉnh", _exchange),
    Act("Đối soát với tỉnh", lambda counter, _: reconcile.compare(counter.desk)),
)
"""In the order of a day; each has its own dossier, so that one that fails leaves the next what it needs."""
