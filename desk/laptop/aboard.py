"""At a visit laptop: what is aboard, for how many days still, and when the office was last heard of."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from desk import numbers
from desk.desk import Desk
from desk.money import receipt_numbers
from desk.rights import Permission, require
from desk.visit_laptop import own_laptop
from models.calendar.clock import instant
from models.events import VISIT
from models.ids import DOSSIER, DossierCode, DossierId, SubjectId
from models.person import Person
from models.store.projections.visits.visit import VISITS
from sync.client.hub_answer import contact_of, kept_here
from sync.client.load import load_state


class Aboard(Struct, frozen=True, kw_only=True):
    """What is on this laptop.

    Attributes:
        subjects: how many histories were loaded; of them ``dossiers``; ``people`` whose data they are.
        codes, receipts: numbers of dossiers and of receipts that it may still give out today.
        complete: the whole load is here; else ``remaining`` of ``total`` events are still to come.
        until: the last day of the load; None = nothing was loaded. ``days_left``: 0 = today is the last.
        contact: when the office was last heard of; None = never.
        unsent: own events that are not acknowledged; ``kept``: acknowledged ones whose file or body lies here alone.
        drafts: forms that somebody has begun.
        marked: the file holds a load and nothing else; else it still has the whole office's data from before.
    """

    subjects: int = 0
    dossiers: int = 0
    people: int = 0
    codes: int = 0
    receipts: int = 0
    complete: bool = True
    remaining: int = 0
    total: int = 0
    until: date | None = None
    days_left: int = 0
    contact: datetime | None = None
    unsent: int = 0
    kept: int = 0
    drafts: int = 0
    marked: bool = True


def aboard(desk: Desk) -> Aboard:
    """What is on this laptop.

    Raises:
        NobodySignedIn, RoleForbids.
    """
    require(desk, Permission.LOAD_LAPTOP)
    known, store = own_laptop(desk), desk.store
    state = load_state(store)
    dossiers = [one for one in known.aboard if one.startswith(DOSSIER)]
    first, last = numbers.codes_left(desk)
    contact = contact_of(store)
    return Aboard(
        subjects=len(known.aboard),
        dossiers=len(dossiers),
        people=len(people_of(desk, known.aboard)),
        codes=max(last - first + 1, 0),
        receipts=receipt_numbers.left(desk).left,
        complete=(state.load, state.complete) == (known.load, True) or not known.load,
        remaining=state.remaining,
        total=state.total,
        until=known.until,
        days_left=max((known.until - desk.today).days, 0) if known.until else 0,
        contact=instant(contact) if contact else None,
        unsent=store.log.unsent_count(),
        kept=len(kept_here(store)),
        drafts=len(store.drafts.keys()),
        marked=store.log.load_file is not None,
    )


def people_of(desk: Desk, subjects: Iterable[SubjectId]) -> dict[str, tuple[Person, tuple[DossierCode, ...]]]:
    """Whose data these are, each once, by personal number or else by name and birthday, with codes of dossiers."""
    found: dict[str, tuple[Person, tuple[DossierCode, ...]]] = {}
    for subject in subjects:
        named: tuple[object, ...]
        if subject.startswith(DOSSIER):
            dossier = desk.store.log.dossier(DossierId(subject))
            named, code = (dossier.owner, dossier.intake.submitter if dossier.intake else None), dossier.code
        elif subject.startswith(VISIT):
            named, code = (desk.store.log.subject(VISITS, subject).person,), DossierCode("")
        else:
            continue
        for one in named:
            if isinstance(one, Person) and one.full_name:
                who = one.personal_number or f"{one.full_name} {one.born_on or one.born_year}"
                before, codes = found.get(who, (one, ()))
                known = before if before.phone else one
                found[who] = known, tuple(dict.fromkeys((*codes, code) if code else codes))
    return found
