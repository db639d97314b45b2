"""What a lost visit laptop had: people, dossiers, numbers; so that the office knows whom to tell and what to lock."""

from msgspec import Struct

from desk.access_log import record_shown
from desk.desk import Desk
from desk.laptop.aboard import people_of
from desk.laptop.laptops import laptop, ranges_of
from desk.rights import Permission, require
from models.codes.number_blocks import usual_block
from models.events import ReadBy
from models.ids import DOSSIER, DeviceId, DossierCode, DossierId
from models.person import Person
from models.subjects.dossier import Dossier
from models.subjects.laptop import Laptop

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


class WhatItHad(Struct, frozen=True, kw_only=True):
    """Everything that was on a laptop, as far as its office knows.

    Attributes:
        dossiers: those loaded since it was last wiped, and those that it recorded itself since and that arrived.
        others: how many other subjects were loaded (visits, payments and the like).
        people: whose data they are, each once: of the dossiers and of the visits.
        codes: first and last NNNN of the dossier codes that it may have given out on any day; at the hub its number is
            revoked, and no other machine gets these.
        receipts: ranges that are still open; reporting it lost closes them.
    """

    laptop: Laptop
    dossiers: tuple[LostDossier, ...]
    others: int
    people: tuple[LostPerson, ...]
    codes: tuple[int, int]
    receipts: tuple[LostRange, ...] = ()


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
            LostRange(form=one.form, series=one.series, first=one.first, last=one.last)
            for one in ranges_of(desk, device)
        ),
    )


def _recorded_there(desk: Desk, known: Laptop) -> list[DossierId]:
    """Dossiers of which the laptop recorded something since it was last wiped, as far as it arrived."""
    found: dict[DossierId, None] = {}
    after = known.wiped_upto
    while events := desk.store.log.of_device(known.device, after, _PAGE, 1 << 20):
        found |= {DossierId(one.subject): None for one in events if one.subject.startswith(DOSSIER)}
        after = events[-1].seq
    return list(found)


def _dossier(dossier: Dossier, *, own: bool) -> LostDossier:
    owner = dossier.owner
    name = owner.full_name if isinstance(owner, Person) else owner.name if owner else ""
    procedure = dossier.intake.procedure.name if dossier.intake else ""
    return LostDossier(id=dossier.id, code=dossier.code, procedure=procedure, owner=name, own=own)
