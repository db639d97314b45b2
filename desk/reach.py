"""What of the office's work reaches people of a narrow right: postal staff at a counter of the desk.

Who may not ``READ_ALL`` reads, prints and works on dossiers that they took in or hold, and on results of the approved
list on their way to the desk or lying there, which they return. Who may not take ``ANY_PROCEDURE`` takes in and returns
those of the approved list alone (``models.catalogue.approved_list``). One seam asks this for all others: what acts on
a dossier (``desk.recording.in_work``), what shows one (``desk.access_log``), and what looks for some.

At a visit laptop that was without contact for too long nobody reads what was loaded, whatever the right: the same seam
asks it, of any subject by ``check_loaded``. Taking in anew, and saying what became of a visit, goes on.
"""

from collections.abc import Iterable

from desk.desk import Desk
from desk.rights import Permission, may
from models.ids import SEQ_BITS, DossierId, SubjectId
from models.not_allowed import OfOneVerb
from models.store.projections.ticket_lists import Tickets
from models.subjects.dossier import ENDED, Dossier
from models.subjects.dossier_row import DossierRow
from models.subjects.processing import ProcessStage

_COMES_BACK = frozenset({ProcessStage.DECIDED, ProcessStage.READY})
"""Stages of a result that is to be put on the shelf, or to be returned."""


class OutOfReach(OfOneVerb):
    """The dossier is another's, and who works here reads their own alone."""

    sentence = "Hồ sơ này do người khác tiếp nhận; nhân viên bưu điện chỉ xem và làm hồ sơ mình nhận hoặc đang giữ."


class NotApproved(OfOneVerb):
    """Postal staff do not take in or return this procedure here.

    Attributes:
        counter: which takes it; empty = it called nobody for it today.
    """

    def __init__(self, procedure: str, counter: str, service: str) -> None:
        super().__init__(procedure, counter, service)
        self.counter = counter
        if counter:
            where = f"mời người dân sang quầy {counter}" + (f" ({service})" if service else "")
        else:
            where = f"mời người dân lấy số “{service}”" if service else "mời người dân sang quầy của công chức"
        self.sentence = f"“{procedure}” không có trong danh mục giao bưu điện; {where}."


def check_approved(desk: Desk, procedure: str, name: str) -> None:
    """Go on only if who works here now takes in and returns this procedure.

    Args:
        desk: open.
        procedure: its code.
        name: as a dossier or the catalogue names it.

    Raises:
        NotApproved: with the counter that takes it.
    """
    if not may(desk, Permission.ANY_PROCEDURE) and procedure not in desk.approved.procedures(desk.today):
        service = next((one.service for one in desk.catalogue.procedures if one.code == procedure), "")
        names = {one.id: one.name for one in desk.settings.waiting.services}
        raise NotApproved(name, _counter_of(desk, service), names.get(service, ""))


def check_reach(desk: Desk, dossier: Dossier) -> None:
    """Go on only if this dossier is for who works here now.

    Raises:
        OutOfReach. ContactTooOld: see ``check_loaded``.
    """
    check_loaded(desk, (dossier.id,))
    if may(desk, Permission.READ_ALL) or dossier.intake is None:
        return
    work = dossier.processing
    stage = "" if dossier.status in ENDED else work.stage.value
    if not _is_reached(desk, (dossier.received_by, work.holder.clerk), stage, dossier.intake.procedure.code):
        raise OutOfReach


def reached(desk: Desk, rows: Iterable[DossierRow]) -> list[DossierRow]:
    """Those of these dossiers that are for who works here now.

    At a visit laptop that was without contact for too long only those taken in here: what was loaded takes a code.
    """
    rows = without_closed(desk, rows)
    if may(desk, Permission.READ_ALL):
        return rows
    return [row for row in rows if _is_reached(desk, (row.received_by, row.holder_clerk), row.stage, row.procedure)]


def without_closed(desk: Desk, rows: Iterable[DossierRow]) -> list[DossierRow]:
    """Those of these dossiers that take no one-time code: all of them, at any machine but a visit laptop."""
    if loaded_is_open(desk):
        return list(rows)
    return [row for row in rows if row.received_place >> SEQ_BITS == desk.store.log.device]


def loaded_is_open(desk: Desk) -> bool:
    """Whether what a visit laptop has taken along may be read at it now; at any other machine it always may."""
    if not desk.is_visit_laptop:
        return True
    from desk.visit_laptop import is_open  # noqa: PLC0415 - at a visit laptop only

    return is_open(desk)


def is_closed(desk: Desk, subject: SubjectId | DossierId) -> bool:
    """Whether it was loaded onto this visit laptop and takes a one-time code now; what was begun here never does."""
    if loaded_is_open(desk):
        return False
    history = desk.store.log.history(subject)
    return bool(history) and history[0].device != desk.store.log.device


def check_loaded(desk: Desk, subjects: Iterable[SubjectId | DossierId]) -> None:
    """Go on only if all of these may be read at this machine now.

    Raises:
        ContactTooOld: one was loaded onto this visit laptop, which has had no contact for too long.
    """
    if not loaded_is_open(desk) and any(is_closed(desk, one) for one in subjects):
        from desk.visit_laptop import check_contact  # noqa: PLC0415 - at a visit laptop only

        check_contact(desk)


def returned_here(desk: Desk) -> tuple[str, ...]:
    """Procedures whose results reach who works here now, whoever took them in; none for who reads everything anyway."""
    return () if may(desk, Permission.READ_ALL) else tuple(sorted(desk.approved.procedures(desk.today)))


def _is_reached(desk: Desk, theirs: tuple[str, str], stage: str, procedure: str) -> bool:
    return desk.by in theirs or (stage in _COMES_BACK and procedure in desk.approved.procedures(desk.today))


def _counter_of(desk: Desk, service: str) -> str:
    """The counter that last called somebody today for this service alone, and is not this one."""
    here = desk.settings.device.counter
    for row in reversed(desk.store.lists(Tickets).of_day(desk.today)) if service else ():
        ticket = row.ticket
        called = [one.counter for one in ticket.announced if one.counter != here]
        if called and (*ticket.done, *ticket.services) == (service,):
            return called[-1]
    return ""
