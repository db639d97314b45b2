"""What the visits of some days need of the office's data, as names of subjects: what a laptop takes along."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from desk.desk import Desk
from desk.reach import check_loaded
from desk.rights import Permission, require
from desk.visits import planning
from models.ids import DeviceId, DossierId, SubjectId
from models.person import Person
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.dossier import DossierStatus
from models.subjects.visits.visit import Visit
from models.text import same_name

EARLIER = 8
"""Earlier dossiers of a person that go along: so many does the counter look through for what is known of one."""


class Needed(Struct, frozen=True, kw_only=True):
    """Subjects of which whole histories go along; each once, in the order of the routes.

    Attributes:
        visits: those planned on the days and not ended, and those left over.
        people: entries of the commune's list.
        dossiers: results to bring, and earlier ones of these people.
        money: payments and receipts of these dossiers.
        persons: how many people this is about.
    """

    visits: tuple[SubjectId, ...] = ()
    people: tuple[SubjectId, ...] = ()
    dossiers: tuple[DossierId, ...] = ()
    money: tuple[SubjectId, ...] = ()
    persons: int = 0

    @property
    def subjects(self) -> tuple[SubjectId, ...]:
        """All of them."""
        return (*self.visits, *self.people, *self.dossiers, *self.money)


def needed(desk: Desk, days: Iterable[date], laptop: DeviceId | None = None) -> Needed:
    """What the visits of these days need, and those of earlier days of which nobody has said what became.

    The latter are on the laptop still: what the counter does to them is to arrive there.

    Args:
        desk: open.
        days: on which the laptop is under way.
        laptop: its visits alone; None = those of all.

    Raises:
        RoleForbids, NobodySignedIn. ContactTooOld: what is here tells nothing of them now.
    """
    require(desk, Permission.READ)
    left = [one for one in planning.left(desk) if laptop is None or (one.plan and one.plan.laptop == laptop)]
    coming = [one for day in dict.fromkeys(days) for one in planning.route(desk, day, laptop) if one.is_open]
    visits = list({one.id: one for one in (*left, *coming)}.values())
    check_loaded(desk, (one.id for one in visits))
    dossiers: dict[DossierId, None] = {}
    money: dict[SubjectId, None] = {}
    for visit in visits:
        dossiers.update(dict.fromkeys((*visit.to_bring, *visit.taken, *_earlier(desk, visit.person))))
    receipts = desk.store.lists(ReceiptLists)
    for id_ in dossiers:
        payments = desk.store.log.dossier(id_).payments
        money.update(dict.fromkeys(payments))
        money.update((receipt.id, None) for payment in payments for receipt in receipts.of_payment(payment))
    return Needed(
        visits=tuple(one.id for one in visits),
        people=tuple(dict.fromkeys(one.entitled for one in visits if one.entitled)),
        dossiers=tuple(dossiers),
        money=tuple(money),
        persons=len({_who(one) for one in visits}),
    )


def _earlier(desk: Desk, person: Person) -> list[DossierId]:
    """Dossiers of the person: by number where it is known, else by name with the same address or telephone."""
    known = desk.store.dossiers
    if person.personal_number:
        return [row.id for row in known.by_personal_number(person.personal_number, limit=EARLIER)]
    found = []
    for row in known.find(person.full_name, limit=4 * EARLIER):
        dossier = desk.store.log.dossier(row.id)
        named = (dossier.intake.submitter, dossier.intake.owner) if dossier.intake else ()
        if dossier.status is not DossierStatus.VOIDED and any(
            isinstance(one, Person)
            and same_name(one.full_name, person.full_name)
            and ((one.phone and one.phone == person.phone) or (one.address and one.address == person.address))
            for one in named
        ):
            found.append(row.id)
    return found[:EARLIER]


def _who(visit: Visit) -> str:
    return visit.person.personal_number or visit.person.full_name
