"""What a lost visit laptop had: people, dossiers, numbers; so that the office knows whom to tell and what to lock."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from desk.access_log import record_shown
from desk.desk import Desk
from desk.laptop.aboard import people_of
from desk.laptop.laptops import laptop, leased_to
from desk.rights import Permission, require
from models.codes.number_blocks import usual_block
from models.events import PaperReceived, ReadBy
from models.ids import DOSSIER, DeviceId, DossierCode, DossierId
from models.person import Person
from models.store.projections.visits.visit_lists import Visits
from models.subjects.dossier import ENDED, Dossier
from models.subjects.laptop import Laptop
from models.subjects.processing import ProcessStage

_PAGE = 500


class LostDossier(Struct, frozen=True, kw_only=True):
    """A dossier that was aboard; ``own``: taken in at the laptop itself."""

    id: DossierId
    code: DossierCode
    procedure: str
    owner: str
    own: bool = False


class LostPerson(Struct, frozen=True, kw_only=True):
    """A citizen whose data were aboard, and how to tell them."""

    name: str
    phone: str = ""
    address: str = ""
    codes: tuple[DossierCode, ...] = ()


class LostRange(Struct, frozen=True, kw_only=True):
    """Receipt numbers that were leased to it, and are given out nowhere any more."""

    form: str
    series: str
    first: int
    last: int
    closed: bool = False
    """The loss was reported, and they are locked."""


class LostPapers(Struct, frozen=True, kw_only=True):
    """Papers on paper in the officer's bag: what was taken in at the laptop, or a result that was to be brought.

    Attributes:
        papers: as they were handed in; empty = it is a result.
    """

    code: DossierCode
    owner: str
    papers: tuple[PaperReceived, ...] = ()


class WhatItHad(Struct, frozen=True, kw_only=True):
    """Everything that was on a laptop, as far as its office knows.

    Attributes:
        dossiers: those loaded since it was last wiped, and those that it recorded itself since and that arrived.
        others: how many other subjects were loaded (visits, payments and the like).
        people: whose data they are, each once: of the dossiers and of the visits.
        codes: first and last NNNN of the dossier codes that it may have given out on any day; at the hub its number is
            revoked, and no other machine gets these.
        receipts: ranges leased to it; reporting it lost closes those that are open.
        papers: citizens' papers and results on paper that were out with it, as far as the office knows.
    """

    laptop: Laptop
    dossiers: tuple[LostDossier, ...]
    others: int
    people: tuple[LostPerson, ...]
    codes: tuple[int, int]
    receipts: tuple[LostRange, ...] = ()
    papers: tuple[LostPapers, ...] = ()


def what_it_had(desk: Desk, device: DeviceId) -> WhatItHad:
    """What a laptop has, or had when it was lost. Whose dossiers they are is recorded as shown.

    Raises:
        NobodySignedIn, RoleForbids (an administrator who reads no dossiers too), LaptopUnknown.
    """
    require(desk, Permission.MANAGE_LAPTOPS)
    known = laptop(desk, device)
    loaded = [DossierId(one) for one in known.aboard if one.startswith(DOSSIER)]
    own = [one for one in _recorded_there(desk, known) if one not in set(loaded)]
    found = [desk.store.log.dossier(one) for one in (*loaded, *own)]
    record_shown(desk, ReadBy.LIST, [one.id for one in found])
    return WhatItHad(
        laptop=known,
        dossiers=tuple(_dossier(one, own=one.id in own) for one in found),
        others=len(known.aboard) - len(loaded),
        people=tuple(
            LostPerson(name=one.full_name, phone=one.phone, address=one.address, codes=codes)
            for one, codes in sorted(
                people_of(desk, (*known.aboard, *own)).values(), key=lambda told: told[0].full_name
            )
        ),
        codes=usual_block(device),
        receipts=tuple(
            LostRange(form=one.form, series=one.series, first=one.first, last=one.last, closed=closed)
            for one, closed in leased_to(desk, device)
        ),
        papers=(*_taken_in(found, device), *_brought(desk, device)),
    )


def _taken_in(dossiers: Iterable[Dossier], device: DeviceId) -> Iterator[LostPapers]:
    """What was handed in at this machine and lies with nobody else yet."""
    for one in dossiers:
        handed_in = tuple(paper for paper in one.intake.papers if paper.originals or paper.copies) if one.intake else ()
        if one.received_on == device and handed_in and one.processing.stage is ProcessStage.AT_DESK:
            yield LostPapers(code=one.code, owner=_owner(one), papers=handed_in)


def _brought(desk: Desk, device: DeviceId) -> Iterator[LostPapers]:
    """Results that visits planned for this machine were to bring, and have not given."""
    for visit in desk.store.lists(Visits).open():
        if visit.plan is not None and visit.plan.laptop == device:
            for id_ in visit.to_bring:
                dossier = desk.store.log.dossier(id_)
                if dossier.status not in ENDED and dossier.processing.stage is ProcessStage.READY:
                    yield LostPapers(code=dossier.code, owner=_owner(dossier))


def _recorded_there(desk: Desk, known: Laptop) -> list[DossierId]:
    """Dossiers of which the laptop recorded something since it was last wiped, as far as it arrived."""
    found: dict[DossierId, None] = {}
    after = known.wiped_upto
    while events := desk.store.log.of_device(known.device, after, _PAGE, 1 << 20):
        found |= {DossierId(one.subject): None for one in events if one.subject.startswith(DOSSIER)}
        after = events[-1].seq
    return list(found)


def _dossier(dossier: Dossier, *, own: bool) -> LostDossier:
    procedure = dossier.intake.procedure.name if dossier.intake else ""
    return LostDossier(id=dossier.id, code=dossier.code, procedure=procedure, owner=_owner(dossier), own=own)


def _owner(dossier: Dossier) -> str:
    owner = dossier.owner
    return owner.full_name if isinstance(owner, Person) else owner.name if owner else ""
