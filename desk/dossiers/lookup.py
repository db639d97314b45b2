"""Search: a dossier by any word of it, a person from an earlier dossier, and the history of events."""

from itertools import chain

from desk.access_log import record_shown
from desk.desk import Desk
from desk.dossiers.deadlines import Deadline, span
from desk.reach import check_reach, reached, without_closed
from desk.rights import Permission, may, require
from models.codes.signed_paper import code_of
from models.events import ReadBy
from models.history import Recorded, in_order
from models.ids import DossierId
from models.not_allowed import DossierUnknown
from models.person import Person
from models.store.projections.post.postal_act_lists import PostalActs
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_row import DossierRow, DueSpan, Order
from models.text import phone_key, search_words, stored_words


def find(desk: Desk, words: str, *, limit: int = 50, before: DossierId | None = None) -> list[DossierRow]:
    """Dossiers that contain every word (or begin of a word), without marks, in any order; newest first.

    Args:
        desk: open.
        words: as typed; nothing asked finds nobody.
        limit: how many at most.
        before: only those older than this one, for going on where a page ended.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    words = code_of(words)
    if not search_words(words):
        return []
    found: list[DossierRow] = []
    while page := desk.store.dossiers.find(words, limit=limit, before=before):
        found += reached(desk, page)
        if len(found) >= limit or len(page) < limit:
            break
        before = page[-1].id
    return _shown(desk, found[:limit])


def listed(
    desk: Desk,
    *,
    only: DossierStatus | Deadline | None,
    order: Order,
    unit: str = "",
    limit: int,
    after: DossierRow | None = None,
) -> list[DossierRow]:
    """A page of all dossiers, of those of a status or due at some time: the first, or the one behind a row.

    Args:
        desk: open.
        only: of these; by due date they come whatever the order.
        order: of the list.
        unit: only what this unit of the office holds, by its id; empty = all.
        limit: rows of the page.
        after: the last row of the page before.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    status, due = _narrowed(desk, only)
    page = desk.store.dossiers.page(
        status=status, due=due, unit=unit, by=_by(desk), order=order, limit=limit, after=after
    )
    return _shown(desk, without_closed(desk, page))


def count(desk: Desk, only: DossierStatus | Deadline | None, unit: str = "") -> int:
    """How many dossiers ``listed`` has in all.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return desk.store.dossiers.count(*_narrowed(desk, only), unit, by=_by(desk))


def _by(desk: Desk) -> str:
    """Whose dossiers are listed; empty = everybody's."""
    return "" if may(desk, Permission.READ_ALL) else desk.by


def _narrowed(desk: Desk, only: DossierStatus | Deadline | None) -> tuple[DossierStatus | None, DueSpan | None]:
    return (None, span(desk, only)) if isinstance(only, Deadline) else (only, None)


def by_code(desk: Desk, code: str) -> Dossier:
    """The dossier of this code, of another receipt of it, or of any slip it ever had; also by the QR of a paper.

    Raises:
        DossierUnknown: nothing here bears it. OutOfReach: it is not for who works here now.
    """
    require(desk, Permission.READ)
    dossier = _by_code(desk, code)
    check_reach(desk, dossier)
    return dossier


def _by_code(desk: Desk, code: str) -> Dossier:
    wanted = code_of(code).upper()
    row = desk.store.dossiers.by_code(wanted)
    if row is not None:
        return desk.store.log.dossier(row.id)
    # Rows keep code and latest slip; another receipt or an earlier slip is found by the search, proven by the history.
    for candidate in desk.store.dossiers.find(wanted) if wanted else []:
        dossier = desk.store.log.dossier(candidate.id)
        if wanted in (*dossier.codes, *dossier.slips):
            return dossier
    raise DossierUnknown(code)


def history(desk: Desk, dossier_id: DossierId) -> list[Recorded]:
    """Everything that happened to a dossier, in the order all desks agree on, with what became of acts of the post.

    Raises:
        RoleForbids, NobodySignedIn, OutOfReach.
    """
    require(desk, Permission.READ)
    check_reach(desk, desk.store.log.dossier(dossier_id))
    of_acts = (desk.store.log.history(act.id) for act in desk.store.lists(PostalActs).of_dossier(dossier_id))
    return in_order([*desk.store.log.history(dossier_id), *chain.from_iterable(of_acts)])


def people(desk: Desk, words: str, *, limit: int = 8) -> list[Person]:
    """People of earlier dossiers by personal number or name, the latest spelling of each, newest first."""
    require(desk, Permission.READ)
    asked = search_words(words)
    number = asked[0] if len(asked) == 1 else ""
    rows = (
        desk.store.dossiers.by_personal_number(number, limit=limit)
        if number.isdigit() and len(number) == 12
        else desk.store.dossiers.find(words, limit=limit * 4)
    )
    found: dict[str, Person] = {}
    of: dict[str, DossierId] = {}
    for row in reached(desk, rows):
        intake = desk.store.log.dossier(row.id).intake
        if intake is None:
            continue
        for person in (intake.submitter, intake.owner):
            if isinstance(person, Person) and person.full_name and _is_meant(person, asked):
                key = person.personal_number or person.full_name
                found.setdefault(key, person)
                of.setdefault(key, row.id)
        if len(found) >= limit:
            break
    offered = list(found)[:limit]
    record_shown(desk, ReadBy.OFFERED, [of[key] for key in offered])
    return [found[key] for key in offered]


def _shown(desk: Desk, rows: list[DossierRow]) -> list[DossierRow]:
    """A list bears numbers and phones: whose is recorded."""
    record_shown(desk, ReadBy.SHOWN, [row.id for row in rows])
    return rows


def _is_meant(person: Person, asked: list[str]) -> bool:
    """Whether the words are this person's own, and not those of the other one in the same dossier."""
    phone = phone_key(person.phone)
    told = (person.full_name, person.personal_number, person.personal_number[-4:], person.old_number, phone, phone[-4:])
    own = stored_words(" ".join((*told, person.address)))
    return all(any(word.startswith(part) for word in own) for part in asked)
