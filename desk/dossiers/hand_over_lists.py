"""Hand-over lists (danh sách bàn giao): dossiers go from the desk to one unit, and its side says that they are there.

A list and the forwarding of its dossiers are one transaction; so is a dossier struck off and its coming back. By when
they go: the same day, what came after 15:00 the next morning (NĐ 61/2018 Đ18.2).
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from desk import numbers
from desk.access_log import record_shown
from desk.desk import Desk
from desk.dossiers import process, work_lists
from desk.dossiers.work_lists import WorkFilter
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.recording import ManyDone, RefusedAct, having_seen, record_many
from desk.rights import Permission, require
from desk.words.process_history import holder_words
from desk.words.terms import moment
from models.calendar.clock import local_day
from models.catalogue.processes import ProcessUnit
from models.codes.list_number import list_number_in
from models.codes.signed_paper import code_of
from models.events import (
    HAND_OVER_LIST,
    AnyEvent,
    DossierForwarded,
    DossierGivenBack,
    DossierSubmitted,
    HandOverDossierStruck,
    HandOverListConfirmed,
    HandOverListMade,
    ReadBy,
)
from models.ids import DossierId, SubjectId, new_subject
from models.not_allowed import OfOneVerb, ReasonMissing
from models.process import Holder
from models.store.projections.hand_over_list import HAND_OVER_LISTS
from models.store.projections.hand_over_lists import HandOverLists
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_row import DossierRow
from models.subjects.hand_over_list import HandOverList
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList
from models.text import clean
from printing.forms.hand_over_list import HandedOver
from printing.forms.table import HAND_OVER
from printing.forms.versions import forms_in_force

MOST_ON_A_LIST = 200
"""Dossiers of one list; what is beyond goes on a further one."""

_SENT = frozenset({ProcessStage.FORWARDED, ProcessStage.AT_LEADER})


class NothingToHandOver(OfOneVerb):
    """No dossier has to go now; ``later``: so many that came after 15:00 go the next working morning."""

    def __init__(self, later: int) -> None:
        super().__init__(later)
        self.later = later
        rest = f" {later} hồ sơ nhận sau 15 giờ thì bàn giao vào sáng ngày làm việc tới." if later else ""
        self.sentence = f"Không còn hồ sơ nào phải bàn giao bây giờ.{rest}"


class NotAtDesk(OfOneVerb):
    """It has left the desk already: a list made twice would send it on to a further step."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder)
        self.sentence = f"Hồ sơ không còn ở quầy, đang do {holder_words(holder)} giữ."


class ListUnknown(OfOneVerb):
    """No list here has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Không có danh sách bàn giao số “{number}” ở máy này."


class ListConfirmed(OfOneVerb):
    """The receiving side has confirmed it; what is on it stays."""

    def __init__(self, made: HandOverList) -> None:
        super().__init__(made.number)
        who = holder_words(made.confirmed or made.to)
        at = f" lúc {moment(made.confirmed_at)}" if made.confirmed_at else ""
        self.sentence = f"Danh sách {made.number} đã được {who} ký nhận{at}; hồ sơ nào sai thì trả lại từng hồ sơ."


class ListEmpty(OfOneVerb):
    """Every dossier of it was struck."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Mọi hồ sơ trong danh sách {number} đã bị gạch; không còn gì để nhận."


class NotOnList(OfOneVerb):
    """The dossier is not on this list, or was struck from it before."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Hồ sơ không có trong danh sách {number}, hoặc đã bị gạch rồi."


class InHandAlready(OfOneVerb):
    """Somebody there has it in hand, or it has gone on since."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder)
        self.sentence = f"Hồ sơ đang do {holder_words(holder)} giữ, không gạch được; dùng “Trả lại”, nêu lý do."


class MadeLists(Struct, frozen=True, kw_only=True):
    """What was made.

    Attributes:
        lists: one for each unit, in the order in which their first dossiers were found.
        refused: dossiers that could not go, and why.
        later: dossiers at the desk that go the next working morning.
    """

    lists: tuple[HandOverList, ...]
    refused: tuple[RefusedAct, ...] = ()
    later: int = 0


class ConfirmedList(Struct, frozen=True, kw_only=True):
    """A list that was confirmed, and those of its dossiers that could not be accepted."""

    made: HandOverList
    refused: tuple[RefusedAct, ...]


def make(
    desk: Desk,
    *,
    unit: str = "",
    dossiers: Iterable[DossierId] | None = None,
    narrowed: WorkFilter = WorkFilter(),  # noqa: B008 - frozen
) -> MadeLists:
    """Make the lists of what is to be handed over, one for each unit, and forward the dossiers on them.

    Args:
        desk: open.
        unit: id or name. Of the dossiers that wait, only those whose next step is there; of dossiers that are named,
            all, whatever their process says.
        dossiers: these; None = all at the desk that have to go today.
        narrowed: of all, only these.

    Raises:
        NothingToHandOver: none was found.
        RoleForbids, NobodySignedIn, UnitUnknown, WorkStopped, BlockExhausted. Refusals of one dossier: NotAtDesk and
        those of ``process.forward``.
    """
    require(desk, Permission.FORWARD)
    named = process.unit_named(desk, unit) if unit else None
    later = 0
    if dossiers is None:
        dossiers, later = _have_to_go(desk, named, narrowed)
        named = None
    chosen = tuple(dict.fromkeys(dossiers))
    if not chosen:
        raise NothingToHandOver(later)
    being_made = _BeingMade(desk)

    def decide(dossier: Dossier) -> AnyEvent:
        if dossier.status is DossierStatus.RECEIVED and dossier.processing.stage is not ProcessStage.AT_DESK:
            raise NotAtDesk(dossier.processing.holder)
        return being_made.add(dossier.id, process.forwarding(desk, dossier, named))

    done = record_many(desk, chosen, decide, also=lambda _: being_made.events())
    made = tuple(desk.store.log.subject(HAND_OVER_LISTS, one.id) for one in being_made.lists)
    return MadeLists(lists=made, refused=done.refused, later=later)


class _Draft:
    """A list that dossiers are being put on."""

    def __init__(self, number: str, to: Holder) -> None:
        self.id = new_subject(HAND_OVER_LIST)
        self.number = number
        self.to = to
        self.dossiers: list[DossierId] = []


class _BeingMade:
    """The lists of one call: one for each unit, further ones where one is full."""

    def __init__(self, desk: Desk) -> None:
        self.lists: list[_Draft] = []
        self._desk = desk
        self._of: dict[Holder, _Draft] = {}

    def add(
        self, dossier: DossierId, event: DossierForwarded | DossierSubmitted
    ) -> DossierForwarded | DossierSubmitted:
        """Put a dossier on the list of the unit it goes to; its event then names the list."""
        draft = self._of.get(event.to)
        if draft is None or len(draft.dossiers) >= MOST_ON_A_LIST:
            draft = _Draft(numbers.next_list_number(self._desk, behind=len(self.lists)), event.to)
            self.lists.append(draft)
            self._of[event.to] = draft
        draft.dossiers.append(dossier)
        return replace(event, list=draft.id, list_number=draft.number)

    def events(self) -> Iterable[tuple[SubjectId, AnyEvent]]:
        """That they were made."""
        giver = self._desk.clerk.name if self._desk.clerk else ""
        for draft in self.lists:
            unit = self._desk.processes.unit(draft.to.unit)
            yield (
                draft.id,
                HandOverListMade(
                    number=draft.number,
                    to=draft.to,
                    dossiers=tuple(draft.dossiers),
                    giver=giver,
                    receiver=unit.receiver if unit else "",
                ),
            )


def confirm(desk: Desk, code: str) -> ConfirmedList:
    """The receiving side has the papers: every dossier that was not struck is accepted.

    Args:
        desk: open.
        code: the list's number, or what its QR code says.

    Raises:
        ListUnknown, ListConfirmed, ListEmpty, RoleForbids, NobodySignedIn. Refusals of one dossier: those of
        ``process.accept``.
    """
    require(desk, Permission.WORK)
    made = by_code(desk, code)
    if made.confirmed is not None:
        raise ListConfirmed(made)
    if not made.left:
        raise ListEmpty(made.number)
    event = HandOverListConfirmed(holder=process.in_person(desk, made.to))
    done: ManyDone = record_many(
        desk,
        made.left,
        lambda dossier: process.accepting(desk, dossier),
        also=lambda _: [(made.id, event)],
    )
    if not done.dossiers:  # they were accepted one by one before; the list is confirmed all the same
        desk.store.log.record(made.id, desk.by, event)
    return ConfirmedList(made=desk.store.log.subject(HAND_OVER_LISTS, made.id), refused=done.refused)


def strike(desk: Desk, list_id: SubjectId, dossier_id: DossierId, reason: str) -> HandOverList:
    """One dossier of the list was not there: it is struck, and is the desk's again.

    Raises:
        ReasonMissing, ListUnknown, ListConfirmed, NotOnList, RoleForbids, NobodySignedIn.
        InHandAlready: somebody accepted it, or it went on.
    """
    require(desk, Permission.WORK)
    made = _known(desk, list_id)
    if not clean(reason):
        raise ReasonMissing
    if made.confirmed is not None:
        raise ListConfirmed(made)
    if dossier_id not in made.left:
        raise NotOnList(made.number)
    facts: list[tuple[SubjectId, AnyEvent]] = [
        (made.id, HandOverDossierStruck(dossier=dossier_id, reason=clean(reason)))
    ]
    dossier = desk.store.log.dossier(dossier_id)
    work = dossier.processing
    if dossier.status is DossierStatus.RECEIVED and work.stage is not ProcessStage.AT_DESK:
        if work.stage not in _SENT or work.holder.clerk or work.on_list != made.id:
            raise InHandAlready(work.holder)
        why = f"{clean(reason)} (gạch khỏi danh sách {made.number})"
        facts.append((dossier_id, having_seen(dossier, DossierGivenBack(to=Holder(), reason=why))))
    desk.store.log.record_all(desk.by, facts)
    return desk.store.log.subject(HAND_OVER_LISTS, made.id)


def by_code(desk: Desk, code: str) -> HandOverList:
    """The list of this number, or of what its QR code says.

    Raises:
        ListUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    number = list_number_in(code_of(code))
    found = desk.store.lists(HandOverLists).by_number(number)
    if found is None:
        raise ListUnknown(number or clean(code)[:60])
    return found


def by_id(desk: Desk, list_id: SubjectId) -> HandOverList:
    """The list of this id.

    Raises:
        ListUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    return _known(desk, list_id)


def listed(desk: Desk) -> tuple[HandOverList, ...]:
    """The lists that nobody has confirmed, of whatever day, then the others of today.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    lists = desk.store.lists(HandOverLists)
    waiting = lists.waiting()
    return (*waiting, *(one for one in lists.of_day(desk.today) if not one.waits))


def dossiers_of(desk: Desk, made: HandOverList) -> tuple[Dossier, ...]:
    """Its dossiers as they stand now; whose they are is recorded as shown.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    record_shown(desk, ReadBy.SHOWN, made.dossiers)
    return tuple(desk.store.log.dossier(one) for one in made.dossiers)


def hand_over_job(desk: Desk, list_id: SubjectId) -> PrintJob:
    """The print job of a list; see ``form_jobs.form_job``.

    Raises:
        ListUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    made = _known(desk, list_id)
    told = HandedOver(made=made, dossiers=tuple(desk.store.log.dossier(one) for one in made.dossiers))
    words = forms_in_force(local_day(made.made_at or desk.clock()))
    return form_jobs.job_of(desk, HAND_OVER, told, list_id, words, made.copies)


def _known(desk: Desk, list_id: SubjectId) -> HandOverList:
    made = desk.store.log.subject(HAND_OVER_LISTS, list_id)
    if not made.number:
        raise ListUnknown(list_id)
    return made


def _have_to_go(desk: Desk, unit: ProcessUnit | None, narrowed: WorkFilter) -> tuple[tuple[DossierId, ...], int]:
    """Dossiers at the desk that have to go by the end of today, to this unit alone if one is given; and the others."""
    found: list[DossierId] = []
    later = 0
    rows: list[DossierRow] = []
    while page := work_lists.listed(desk, WorkList.TO_HAND_OVER, narrowed, after=rows[-1] if rows else None):
        rows += page
    for row in rows:
        dossier = desk.store.log.dossier(row.id)
        coming = process.next_step(desk, dossier)
        if unit is not None and (coming is None or coming.unit is None or coming.unit.id != unit.id):
            continue
        by = process.hand_over_by(desk, dossier)
        if by is not None and local_day(by) > desk.today:
            later += 1
        else:
            found.append(row.id)
    return tuple(found), later
