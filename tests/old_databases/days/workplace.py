"""What an office did that had accounts, papers that did not come out, a list of people, a recovery sheet and copies."""

import shutil
from contextlib import suppress
from dataclasses import replace as with_
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from desk.backup import backup, recovery
from desk.desk import Desk
from desk.dossiers import four_eyes
from desk.intake import bulk, intake
from desk.intake.list_result import ListedPerson
from desk.prints import form_jobs, print_jobs
from desk.staff import accounts, pins, second_person, session
from models.clerk import Role
from models.codes import recovery_digits
from models.ids import ClerkId
from models.not_allowed import SecretWrong
from models.person import Authority, Document, DocumentKind, Person, Standing
from models.trouble import PrinterTrouble
from tests.conftest import TurnedClock
from tests.old_databases.days import counter

ADMIN, LEADER, AWAY = ClerkId("mau"), ClerkId("lanh-dao"), ClerkId("nghi")
PIN = "580273"
"""Of every account. An invented PIN of invented people."""
GUEST = Person(
    full_name="Mau Marie",
    born_on=date(1990, 5, 6),
    address="Phố Chợ",
    document=Document(kind=DocumentKind.PASSPORT, number="X1234567", expires_on=date(2030, 1, 1)),
    nationality="FRA",
)


def work(desk: Desk, clock: TurnedClock, folder: Path) -> tuple[Desk, dict[str, object]]:
    """The desk, and what its facts say besides. A copy of everything is left in ``folder / "backup"``."""
    desk = _accounts(desk)
    _two_people(desk, clock)
    guest = counter.filled(desk, counter.COPIES, submitter=GUEST, pages=4, receipt_wanted=True)
    _not_printed(desk, guest)
    sheet = recovery.propose(desk)
    recovery.adopt_proposed(desk, sheet, recovery.group_to_type(sheet))
    desk = signed_in(session.lock(desk), ADMIN)
    form = replace(
        guest, submitter=counter.MAU, authority=Authority(relation="trưởng thôn", standing=Standing.AUTHORISED)
    )
    people = [ListedPerson(line, person) for line, person in enumerate((counter.BA, counter.TU), 1)]
    batch = bulk.begin(desk, form, people)
    bulk.take_in_entry(desk, batch, 0)
    copies = desk.folder.parent / "backup"
    copies.mkdir()
    backup.back_up(desk, copies)
    shutil.copytree(copies, folder / "backup")
    more: dict[str, object] = {
        "accounts": tuple(one.id for one in accounts.all_accounts(desk.store)),
        "pin": PIN,
        "recovery": " ".join(recovery_digits.groups_of(sheet.key)),
    }
    return desk, more


def after_exchange(desk: Desk, clock: TurnedClock) -> Desk:
    """Work that the hub has not heard of: another paper that does not come out."""
    clock.turn(minutes=2)
    _not_printed(desk, counter.filled(desk, counter.BIRTH, submitter=counter.HAI, receipt_wanted=True))
    return session.lock(desk)


def signed_in(desk: Desk, who: ClerkId) -> Desk:
    """This person works here."""
    tried = accounts.begin_try(desk, who)
    return session.sign_in(desk, tried, fits=pins.fits(tried.proof, PIN))


def unprinted(desk: Desk) -> int:
    """How many papers wait."""
    return len(print_jobs.unprinted(desk))


def _accounts(desk: Desk) -> Desk:
    proof = pins.hashed(PIN)
    if any(one.id == ADMIN for one in accounts.all_accounts(desk.store)):  # listed by the edition already
        desk = accounts.reset(desk, ADMIN, pins.hashed("204816"))
        tried = accounts.begin_try(desk, ADMIN)
        desk = session.sign_in_anew(desk, tried, proof, fits=pins.fits(tried.proof, "204816"))
    else:
        desk = accounts.create_account(desk, ADMIN, name="Trần Thị Thử", roles=[Role.ADMIN], proof=proof)
    desk = accounts.create_account(desk, LEADER, name="Lê Lãnh Đạo", roles=[Role.LEADER], proof=proof)
    desk = accounts.create_account(desk, AWAY, name="Phạm Đã Nghỉ", roles=[Role.CLERK], proof=proof)
    desk = accounts.switch_off(desk, AWAY)
    wrong = accounts.begin_try(desk, LEADER)
    with suppress(SecretWrong):
        accounts.end_try(desk, wrong, fits=False)
    return desk


def _two_people(desk: Desk, clock: TurnedClock) -> None:
    """One dossier entered by mistake, one put off."""
    entered = intake.take_in(desk, counter.filled(desk, counter.BIRTH, submitter=counter.TU, receipt_wanted=True))
    tried = second_person.begin(desk, LEADER)
    four_eyes.void(desk, entered.id, "Nhập nhầm.", tried, fits=pins.fits(tried.proof, PIN))
    late = intake.take_in(desk, counter.filled(desk, counter.COPIES, submitter=counter.TU, receipt_wanted=True))
    tried = second_person.begin(desk, LEADER)
    assert late.due is not None
    assert late.due.at is not None
    due_at = late.due.at + timedelta(days=2)  # the 24th is a holiday
    four_eyes.postpone(desk, late.id, due_at, "Mất điện.", tried, fits=pins.fits(tried.proof, PIN))
    clock.turn(minutes=3)


def _not_printed(desk: Desk, form: intake.IntakeForm) -> None:
    """Its receipt goes to a printer that is switched off, and is kept."""
    off = replace(desk.settings, printers=replace(desk.settings.printers, papers=counter.NOBODY_LISTENS))
    taken = intake.take_in(desk, form)
    with suppress(PrinterTrouble):
        form_jobs.print_outcome(with_(desk, settings=off), taken.id)
