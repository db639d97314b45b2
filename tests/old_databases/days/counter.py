"""What one counter without a network did: numbers, dossiers of every standing, a colleague's events, a draft."""

from contextlib import suppress
from dataclasses import replace as with_
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import results
from desk.intake import drafts, intake
from desk.intake.drafts import Draft
from desk.intake.intake import IntakeForm
from desk.line import waiting
from desk.money import payments
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs
from desk.settings import write_settings
from desk.training.training import training_settings
from models.events import (
    DossierCorrected,
    DossierWithdrawn,
    LinePlace,
    PaidBy,
    PaperMissing,
    PaperReceived,
    Priority,
    ResultHandedOver,
)
from models.history import Recorded
from models.ids import ClerkId, CounterId, DeviceId, DossierId
from models.person import Authority, Organisation, Person
from models.subjects.dossier import Dossier
from models.trouble import PrinterTrouble
from tests.conftest import TurnedClock

BIRTH = "1.001193"
COPIES = "2.000815"
RESIDENCE = "1.004222"
NOBODY_LISTENS = "tcp:127.0.0.1:9"
"""Address of a printer that is switched off."""

MAU = Person(full_name="Nguyễn Văn Mẫu", personal_number="001099000001", born_on=date(1999, 1, 1), address="Thôn Mẫu")
HAI = Person(full_name="Đặng Thị Hai", personal_number="001199000002", born_year=1999, address="Bản Mới")
BA = Person(full_name="Lý Ỷ Ba", old_number="012345678", address="Xóm Chùa", phone="0900000003")
TU = Person(full_name="Trần Đức Tư", personal_number="001088000004", address="Khu 1", phone="0900000004")
FIRM = Organisation(name="Hợp tác xã Mẫu", tax_code="0100109106", address="Phố Chợ")


def work(desk: Desk, clock: TurnedClock) -> DossierId:
    """A morning at one counter. Returns the dossier that was handed over."""
    _line(desk, clock)
    return _dossiers(desk, clock)


def at_another_counter(other: Desk, handed: DossierId) -> None:
    """Machine 5 had not heard yet that a dossier was handed over (no desk's verb does this to one that has ended)."""
    other.store.log.record(handed, other.settings.clerk.id, DossierWithdrawn(reason="Rút tại quầy 2."))
    intake.take_in(other, filled(other, BIRTH, submitter=BA, receipt_wanted=True))


def set_one_aside(desk: Desk, clock: TurnedClock, folder: Path) -> None:
    """A file that was set up a second time as machine 5 wrote under its number: what it says has no place here."""
    clone = machine_5(folder, clock)
    waiting.issue(clone, ["ho-tich"])
    desk.store.log.merge(own(clone))
    close_desk(clone)


def machine_5(folder: Path, clock: TurnedClock) -> Desk:
    """Another counter of the office."""
    plain = training_settings()
    device = replace(plain.device, number=DeviceId(5), counter=CounterId("2"), block_first=5001, block_last=5999)
    settings = replace(plain, device=replace(device, letter="C"), clerk=replace(plain.clerk, id=ClerkId("ban-2")))
    if not folder.exists():
        write_settings(folder, settings)
    return open_desk(folder, clock=clock, training=True)


def own(desk: Desk) -> list[Recorded]:
    """What this machine recorded itself."""
    return [one for one in desk.store.log.events() if one.device == desk.store.log.device]


def last_of_all(desk: Desk, clock: TurnedClock) -> Dossier:
    """One citizen more, whose number stays open; then a form is half filled and the power goes."""
    clock.turn(minutes=4)
    ticket = waiting.issue(desk, ["chung-thuc"])
    waiting.call_one(desk, ticket.number)
    waiting.serve(desk, ticket.id)
    taken = intake.take_in(desk, filled(desk, COPIES, ticket=ticket.id, submitter=TU, pages=2, receipt_wanted=True))
    waiting.issue(desk, ["ho-tich"])
    form = IntakeForm(submitter=replace(HAI, phone="0900000002"), procedure=BIRTH)
    drafts.save_draft(desk, Draft(form=form, field="phone", typed={"procedure": "khai sinh"}))
    return taken


def filled(desk: Desk, procedure: str, **more: object) -> IntakeForm:
    """A form with every required paper of the procedure's first case."""
    found = desk.catalogue.get(procedure)
    case = found.cases[0] if found.cases else None
    papers = tuple(
        PaperReceived(name=p.name, originals=p.originals, copies=p.copies, shown_only=p.to_show)
        for p in (case.papers if case else ())
        if p.required
    )
    form = IntakeForm(submitter=MAU, procedure=procedure, case=case.id if case else "", papers=papers)
    return replace(form, **more)


def _line(desk: Desk, clock: TurnedClock) -> None:
    served = waiting.issue(desk, ["ho-tich"], name="Mẫu")
    old = waiting.issue(desk, ["chung-thuc", "cu-tru"], Priority.ELDERLY)
    skipped, held = waiting.issue(desk, ["ho-tich"]), waiting.issue(desk, ["cu-tru"])
    moved, gone = waiting.issue(desk, ["ho-tich"]), waiting.issue(desk, ["ho-tich"])
    clock.turn(minutes=1)
    waiting.call_next(desk)
    waiting.serve(desk, old.id)
    waiting.finish(desk, old.id)
    waiting.call_one(desk, served.number)
    waiting.call_again(desk, served.id)
    waiting.serve(desk, served.id)
    clock.turn(minutes=3)
    waiting.finish(desk, served.id)
    waiting.call_one(desk, skipped.number)
    waiting.skip(desk, skipped.id)
    waiting.return_to_line(desk, skipped.id, LinePlace.BACK)
    waiting.call_one(desk, held.number)
    waiting.serve(desk, held.id)
    waiting.hold(desk, held.id, "Chờ bản sao")
    waiting.call_one(desk, moved.number)
    waiting.move(desk, moved.id, "chung-thuc", CounterId("2"))
    waiting.left(desk, gone.id)


def _dossiers(desk: Desk, clock: TurnedClock) -> DossierId:
    """One of every standing. Returns the one that was handed over."""
    handed = intake.take_in(desk, filled(desk, COPIES, pages=3, paid_by=PaidBy.CASH, receipt_wanted=True))
    form_jobs.print_outcome(desk, handed.id)
    form_jobs.print_outcome(desk, handed.id)
    clock.turn(minutes=5)
    child = filled(
        desk,
        BIRTH,
        owner=Person(full_name="Nguyễn Thị Út Mẫu", born_on=date(2026, 11, 1), address="Thôn Mẫu"),
        authority=Authority(relation="cha"),
        receipt_wanted=True,
    )
    born = intake.take_in(desk, child)
    results.correct(desk, born.id, DossierCorrected(reason="Ghi nhầm.", submitter=replace(MAU, phone="0900000001")))
    off = replace(desk.settings, printers=replace(desk.settings.printers, papers=NOBODY_LISTENS))
    with suppress(PrinterTrouble):
        form_jobs.print_outcome(with_(desk, settings=off), born.id)
    clock.turn(minutes=5)
    asked = intake.ask_supplement(
        desk, IntakeForm(submitter=HAI, procedure=BIRTH, case=child.case), (), "Thiếu giấy chứng sinh."
    )
    brought = filled(desk, BIRTH, submitter=HAI, case=child.case, continues=asked.id, receipt_wanted=True)
    results.withdraw(desk, intake.take_in(desk, brought).id, "Công dân rút hồ sơ.")
    lacking = (PaperMissing(name="Giấy tờ chứng minh nơi ở", copies=1, note="Còn hạn"),)
    intake.ask_supplement(desk, IntakeForm(submitter=BA, procedure=RESIDENCE), lacking, "Thiếu giấy tờ.")
    intake.refuse(desk, IntakeForm(submitter=TU, procedure=RESIDENCE), "Không thuộc thẩm quyền.")
    clock.turn(minutes=5)
    firm = filled(
        desk,
        COPIES,
        owner=FIRM,
        authority=Authority(relation="Giám đốc", paper="Giấy ủy quyền", granted_on=date(2026, 11, 2)),
        pages=2,
        copies=5,
        note="Trả trước 16 giờ.",
        receipt_wanted=True,
    )
    last = intake.take_in(desk, firm)
    due = last.fee.total if last.fee and last.fee.total else 10_000
    payments.take(desk, [last.id], PaidBy.TRANSFER, amounts={last.id: due}, reference="FT0001")
    desk.store.log.record(handed.id, desk.by, ResultHandedOver(to="Nguyễn Văn Mẫu"))
    return handed.id
