"""What a visit needs in the hand: papers the person must have ready, results and sums to bring."""

from collections.abc import Iterable

from msgspec import Struct

from desk.desk import Desk
from models.events import VisitProcedure
from models.ids import DossierCode, DossierId
from models.not_allowed import ProcedureUnknown
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.visits.visit import Visit


class WantedProcedure(Struct, frozen=True, kw_only=True):
    """A procedure to be taken in.

    Attributes:
        papers: that every case of it requires, by name, as the person should have them ready.
        several: it has several cases, and what else is needed depends on which.
    """

    code: str
    name: str
    papers: tuple[str, ...]
    several: bool


class ResultToBring(Struct, frozen=True, kw_only=True):
    """A result for the person of a visit.

    Attributes:
        place: on the shelf.
        owes: to be collected with it, in đồng.
        ready: it lies at the desk and can be taken along, or is on the way there with the officer.
        returned: it was given meanwhile, at the counter or at the door.
        ended: nothing is to be brought any more: returned, withdrawn, stopped.
    """

    dossier: DossierId
    code: DossierCode
    procedure: str
    place: str
    owes: int
    ready: bool
    returned: bool
    ended: bool


def wanted(desk: Desk, procedures: Iterable[VisitProcedure]) -> tuple[WantedProcedure, ...]:
    """The procedures with what the person should have ready."""
    return tuple(_wanted(desk, one) for one in procedures)


def results(desk: Desk, visit: Visit) -> tuple[ResultToBring, ...]:
    """The results of a visit as they stand now."""
    return tuple(_result(desk.store.log.dossier(one)) for one in visit.results)


def _wanted(desk: Desk, one: VisitProcedure) -> WantedProcedure:
    try:
        procedure = desk.catalogue.get(one.code)
    except ProcedureUnknown:  # the catalogue has changed since it was asked for
        return WantedProcedure(code=one.code, name=one.name, papers=(), several=False)
    cases = [[paper.name for paper in case.papers if paper.required] for case in procedure.cases]
    always = [name for name in (cases[0] if cases else ()) if all(name in case for case in cases)]
    return WantedProcedure(code=one.code, name=one.name, papers=tuple(always), several=len(cases) > 1)


def _result(dossier: Dossier) -> ResultToBring:
    return ResultToBring(
        dossier=dossier.id,
        code=dossier.code,
        procedure=dossier.intake.procedure.name if dossier.intake else "",
        place=dossier.processing.place,
        owes=dossier.owes if dossier.status not in ENDED else 0,
        ready=dossier.status is DossierStatus.RECEIVED and dossier.processing.stage is ProcessStage.READY,
        returned=dossier.status is DossierStatus.HANDED_OVER,
        ended=dossier.status in ENDED,
    )
