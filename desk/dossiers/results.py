"""Changes to a dossier after intake at this counter: correction, withdrawal, handing over the result."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import returns
from desk.intake import people
from desk.intake.stored import procedure_snapshot
from desk.recording import in_work, recorded
from desk.rights import Permission, require
from models.calendar.clock import local
from models.events import (
    DossierCorrected,
    DossierWithdrawn,
    Intake,
    ReturnBy,
)
from models.ids import SEQ_BITS, DossierId
from models.not_allowed import (
    AddressMissing,
    AuthorityMissing,
    NotAllowed,
    NothingToCorrect,
    OfOneVerb,
    ReasonMissing,
)
from models.person import Authority, Person
from models.store.projections.register_lists import Register
from models.subjects.corrections import values_seen
from models.subjects.dossier import Dossier
from models.text import clean


class InClosedRegister(OfOneVerb):
    """It stands in a register that was closed, which is one of its field."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.sentence = f"Sổ năm {year} đã khóa: hồ sơ không đổi sang thủ tục của lĩnh vực khác được nữa."


def correct(desk: Desk, dossier_id: DossierId, correction: DossierCorrected, *, procedure: str = "") -> Dossier:
    """Put right what was written down wrongly; the history keeps both.

    Args:
        desk: open.
        dossier_id: which.
        correction: what, and why.
        procedure: code of the right procedure, where another one was picked; what was promised and priced stays.

    Raises:
        ReasonMissing, NothingToCorrect, DossierEnded, DossierUnknown, ProcedureUnknown, InClosedRegister.
        PersonIncomplete, NumberMalformed, AddressMissing: it would put something wrong in its place.
    """
    require(desk, Permission.CORRECT)
    dossier = in_work(desk, dossier_id)
    correction = _tidy(correction)
    if not correction.reason:
        raise ReasonMissing
    intake = dossier.intake
    if intake is not None and clean(procedure) not in {"", intake.procedure.code}:
        right = desk.catalogue.get(procedure)
        if right.field != intake.procedure.field:
            _check_register(desk, dossier)
        only = right.cases[0] if len(right.cases) == 1 else None
        correction = replace(correction, procedure=procedure_snapshot(desk, right, only))
    named = {
        name: value
        for name in ("procedure", "submitter", "owner", "authority", "papers", "return_by", "return_to", "note")
        if (value := getattr(correction, name)) is not None
    }
    if intake is None or all(getattr(intake, name) == value for name, value in named.items()):
        raise NothingToCorrect
    for problem in _problems(correction, replace(intake, **named), desk.today):
        raise problem
    return recorded(desk, dossier_id, replace(correction, was=values_seen(intake, correction)))


def _check_register(desk: Desk, dossier: Dossier) -> None:
    """Another field would take a dossier out of one register and into another.

    Raises:
        InClosedRegister: its register was closed.
    """
    if dossier.received_at is None or dossier.received_on is None:
        return
    year = local(dossier.received_at).year
    place = dossier.received_on << SEQ_BITS | dossier.received_seq
    if any(one.closes(place) for one in desk.store.lists(Register).closings(year)):
        raise InClosedRegister(year)


def _tidy(correction: DossierCorrected) -> DossierCorrected:
    """Every text of it composed (NFC) and trimmed, as those of the form were."""
    submitter, return_to, note = correction.submitter, correction.return_to, correction.note
    return replace(
        correction,
        reason=clean(correction.reason),
        submitter=None if submitter is None else people.tidy_person(submitter),
        owner=people.tidy_owner(correction.owner),
        authority=people.tidy_authority(correction.authority),
        return_to=None if return_to is None else clean(return_to),
        note=None if note is None else clean(note),
    )


def _problems(correction: DossierCorrected, corrected: Intake, today: date) -> Iterator[NotAllowed]:
    """What would be wrong afterwards with what is put right; what is not touched is not judged again."""
    if correction.submitter is not None:
        yield from people.problems("submitter", correction.submitter, today)
    if correction.owner is not None:
        yield from people.problems("owner", correction.owner, today)
        if corrected.authority is None:
            yield AuthorityMissing()
    if corrected.return_by is ReturnBy.POST and not (corrected.return_to or corrected.submitter.address):
        yield AddressMissing()


def withdraw(desk: Desk, dossier_id: DossierId, reason: str) -> Dossier:
    """The citizen takes the dossier back."""
    require(desk, Permission.WITHDRAW)
    in_work(desk, dossier_id)
    if not clean(reason):
        raise ReasonMissing
    return recorded(desk, dossier_id, DossierWithdrawn(reason=clean(reason)))


def hand_over(
    desk: Desk, dossier_id: DossierId, to: str, note: str = "", *, authority: str = "", signed_by: str = ""
) -> Dossier:
    """The result of one dossier is given to somebody who is known by name alone; see ``returns.hand_over``.

    Args:
        desk: open.
        dossier_id: which.
        to: the collector's name.
        note: anything else.
        authority: paper by which another person collects; empty = the submitter or the owner does.
        signed_by: who signed, where that was not recorded before.
    """
    require(desk, Permission.HAND_OVER)
    collection = returns.Collection(
        collector=Person(full_name=to),
        authority=Authority(relation="", paper=authority) if clean(authority) else None,
        signed_by=signed_by,
        note=note,
    )
    done = returns.hand_over(desk, [dossier_id], collection)
    for refused in done.refused:
        raise refused.why
    return done.dossiers[0]
