"""Which posters there are, what each says today, and which that hang are out of date."""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.offered_procedures import offered
from desk.posters.poster_state import HALL, PosterLine, PosterState
from desk.posters.poster_words import fee_words, hours_words
from desk.rights import Permission, require
from desk.settings import PosterSettings
from desk.words.due import limit_words
from desk.words.terms import CHANNEL
from models import fees
from models.events import POSTERS, PosterContent, PostersWritten
from models.ids import new_subject
from models.not_allowed import OfOneVerb
from models.procedure import Channel, Offer, Procedure, RequiredPaper
from models.store.projections.posters import Posters, PosterUp
from printing.forms.poster import PosterCase, PosterFacts, PosterWay, poster


class HamletUnknown(OfOneVerb):
    """No such hamlet stands in the settings."""

    def __init__(self, hamlet: str, known: Sequence[str]) -> None:
        super().__init__(hamlet)
        names = ", ".join(known) or "chưa có thôn nào"
        self.sentence = f"Thiết lập không có thôn “{hamlet}” (đang có: {names})."


class PosterChoice(Struct, frozen=True, kw_only=True):
    """Which posters are meant.

    Attributes:
        procedures: codes; none = all that the office takes in.
        hamlets: names, ``HALL`` among them; none = the hall alone.
        all_hamlets: every hamlet of the settings, and the hall.
        only_due: only what is missing or out of date.
    """

    procedures: tuple[str, ...] = ()
    hamlets: tuple[str, ...] = ()
    all_hamlets: bool = False
    only_due: bool = False


def hamlets(settings: PosterSettings) -> tuple[str, ...]:
    """The hamlets of the settings, each once, in their order."""
    return tuple(dict.fromkeys(one.hamlet for one in settings.contacts if one.hamlet))


def poster_lines(desk: Desk, choice: PosterChoice) -> list[PosterLine]:
    """The posters that are meant, hamlet by hamlet; those that should come down at the end.

    Raises:
        RoleForbids, NobodySignedIn, ProcedureUnknown, HamletUnknown.
    """
    require(desk, Permission.POSTERS)
    up = desk.store.lists(Posters).up()
    found = []
    for facts in chosen(desk, choice):
        there = up.get((facts.code, facts.hamlet))
        found.append(
            PosterLine(procedure=facts.code, name=facts.name, hamlet=facts.hamlet, state=_state(facts, there), up=there)
        )
    if not choice.procedures and not choice.only_due:
        here = {procedure.code for procedure in offered(desk.catalogue, desk.settings)}
        places = {HALL, *hamlets(desk.settings.posters)}
        for (code, hamlet), there in sorted(up.items()):
            if code not in here or hamlet not in places:
                name = next((one.name for one in desk.catalogue.procedures if one.code == code), "")
                gone = PosterState.WITHDRAWN
                found.append(PosterLine(procedure=code, name=name, hamlet=hamlet, state=gone, up=there))
    return found


def chosen(desk: Desk, choice: PosterChoice) -> list[PosterFacts]:
    """What the posters that are meant say.

    Raises:
        RoleForbids, NobodySignedIn, ProcedureUnknown, HamletUnknown.
    """
    require(desk, Permission.POSTERS)
    known = hamlets(desk.settings.posters)
    places = (HALL, *known) if choice.all_hamlets else choice.hamlets or (HALL,)
    for place in places:
        if place != HALL and place not in known:
            raise HamletUnknown(place, known)
    if choice.procedures:
        procedures: Sequence[Procedure] = [desk.catalogue.get(code) for code in choice.procedures]
    else:
        procedures = offered(desk.catalogue, desk.settings)
    found = [_facts(desk, procedure, place) for place in places for procedure in procedures]
    if not choice.only_due:
        return found
    up = desk.store.lists(Posters).up()
    return [facts for facts in found if _state(facts, up.get((facts.code, facts.hamlet))) is not PosterState.CURRENT]


def record_written(desk: Desk, written: Sequence[PosterFacts]) -> None:
    """Record that these posters were written, to be put up.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POSTERS)
    contents = tuple(PosterContent(one.code, one.hamlet, digest_of(one)) for one in written)
    made = PostersWritten(catalogue=desk.catalogue.version, posters=contents)
    desk.store.log.record(new_subject(POSTERS), desk.by, made)


def digest_of(facts: PosterFacts) -> str:
    """What a poster says, as 16 hex digits: the same whatever day and paper it was written on."""
    said = msgspec.json.encode(poster(facts, version="").blocks)
    return hashlib.sha256(said).hexdigest()[:16]


def _state(facts: PosterFacts, up: PosterUp | None) -> PosterState:
    if up is None:
        return PosterState.MISSING
    return PosterState.CURRENT if up.digest == digest_of(facts) else PosterState.OUT_OF_DATE


def _facts(desk: Desk, procedure: Procedure, hamlet: str) -> PosterFacts:
    settings = desk.settings
    alone = procedure.cases[0] if len(procedure.cases) == 1 else None
    common = _common(procedure)
    offers = {offer.channel: offer for offer in (*procedure.offers, *(alone.offers if alone else ()))}
    cases = tuple(
        PosterCase(
            name="" if alone else case.name,
            papers=tuple(paper for paper in case.papers if paper not in common),
            ways=() if alone else _ways(desk, procedure, case.id, {o.channel: o for o in case.offers}),
        )
        for case in procedure.cases
    )
    asks = [
        f"{one.officer}, {one.phone}" if one.phone else one.officer
        for one in settings.posters.contacts
        if one.hamlet in {HALL, hamlet} and (not one.fields or procedure.field in one.fields)
    ]
    link = settings.posters.link
    return PosterFacts(
        office=settings.office,
        hamlet=hamlet,
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        decision=procedure.decision,
        ways=_ways(desk, procedure, alone.id if alone else "", offers),
        common=common,
        cases=cases,
        exempt=tuple(
            f"{one.name} ({one.source})."
            for one in fees.exemptions_of(procedure, desk.today, desk.fees)
            if one.percent and one.asks is None
        ),
        place=settings.posters.place or settings.office.name,
        hours=hours_words(settings.hours),
        asks=tuple(asks) or tuple(filter(None, (settings.office.name, settings.office.phone))),
        link=link.replace("{code}", procedure.code),
    )


def _common(procedure: Procedure) -> tuple[RequiredPaper, ...]:
    """The papers that every one of several cases asks for, said once."""
    first, *others = procedure.cases or (None,)
    if first is None or not others:
        return ()
    return tuple(paper for paper in first.papers if all(paper in other.papers for other in others))


def _ways(desk: Desk, procedure: Procedure, case: str, offers: dict[Channel, Offer]) -> tuple[PosterWay, ...]:
    return tuple(
        PosterWay(
            way=CHANNEL[channel],
            limit=limit_words(offer.limit),
            fee=fee_words(fees.rule_for(procedure, case, offer, desk.today, desk.fees, None)),
        )
        for channel, offer in offers.items()
    )
