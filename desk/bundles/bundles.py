"""Bundles as they stand: the link and each of its dossiers; taking one out. One closes when all of it has ended."""

from msgspec import Struct

from desk.desk import Desk
from desk.pauses.bundle_waits import ended_waits, part_end
from desk.pauses.due_after_pauses import resumed, step_resumed
from desk.reach import check_reach
from desk.recording import in_work
from desk.rights import Permission, require
from models.events import BUNDLE, AnyEvent, BundlePart, BundlePartTakenOut, LeftBundle
from models.ids import DossierId, SubjectId
from models.not_allowed import NotAllowed, OfOneVerb, ReasonMissing
from models.store.projections.bundle import BUNDLES, Bundles
from models.store.projections.online_filing import ONLINE_FILINGS
from models.subjects.dossier import ENDED, Dossier
from models.subjects.dossier_fold import BUNDLE_WAIT
from models.subjects.service.bundle import Bundle
from models.subjects.service.online_filing import AssistedFiling, filing_id
from models.text import clean

NEWEST = 200
"""Bundles that are listed."""


class BundleUnknown(OfOneVerb):
    """No such bundle is known here."""

    sentence = "Không có nhóm hồ sơ này ở máy này."


class NotInBundle(OfOneVerb):
    """The dossier belongs to no bundle, or no longer."""

    sentence = "Hồ sơ này không thuộc nhóm nào, hoặc đã tách khỏi nhóm."


class NoOtherPartHere(OfOneVerb):
    """None of the other parts has arrived at this machine."""

    sentence = "Các hồ sơ khác của nhóm chưa về máy này."


class BundlePartStanding(Struct, frozen=True, kw_only=True):
    """One part.

    Attributes:
        dossier: None = it has not arrived at this machine yet.
        waits_for: parts that it still waits for.
        out: why it was taken out; empty = it belongs to the bundle.
    """

    part: BundlePart
    dossier: Dossier | None
    waits_for: tuple[BundlePart, ...]
    out: str

    @property
    def ended(self) -> bool:
        """Nothing more is to be done in it."""
        return self.dossier is not None and self.dossier.status in ENDED


class BundleStanding(Struct, frozen=True, kw_only=True):
    """A bundle and its parts, in their order."""

    bundle: Bundle
    parts: tuple[BundlePartStanding, ...]

    @property
    def ended(self) -> int:
        """How many of the parts that belong to it have ended."""
        return sum(one.ended for one in self.parts if not one.out)

    @property
    def total(self) -> int:
        """How many parts belong to it."""
        return sum(not one.out for one in self.parts)

    @property
    def closed(self) -> bool:
        """All that belongs to it has ended; what has not arrived here has not."""
        return self.bundle.at is not None and self.ended == self.total

    @property
    def owes(self) -> int:
        """What is still to be paid of all of it, in đồng."""
        return sum(one.dossier.owes for one in self.parts if one.dossier and not one.out and not one.ended)


def standing(desk: Desk, bundle_id: SubjectId) -> BundleStanding:
    """A bundle as it stands.

    Raises:
        BundleUnknown, RoleForbids, NobodySignedIn. OutOfReach: none of its dossiers is for who works here now.
    """
    require(desk, Permission.READ)
    found = _standing(desk, bundle_id)
    known = [one.dossier for one in found.parts if one.dossier is not None]
    refused: list[NotAllowed] = []
    for dossier in known:
        try:
            check_reach(desk, dossier)
        except NotAllowed as no:
            refused.append(no)
    if known and len(refused) == len(known):
        raise refused[0]
    return found


def arrived(desk: Desk, bundle_id: SubjectId) -> BundleStanding | None:
    """As ``standing``; None = the bundle has not arrived at this machine."""
    require(desk, Permission.READ)
    here = bundle_id.startswith(BUNDLE) and desk.store.log.subject(BUNDLES, bundle_id).at is not None
    return standing(desk, bundle_id) if here else None


def on_portal(desk: Desk, bundle: Bundle) -> AssistedFiling | None:
    """What follows it on the portal, the same that help with online filing shows; None = it is not followed there.

    Bundles taken in before they were followed so have none.
    """
    filing = desk.store.log.subject(ONLINE_FILINGS, filing_id(bundle.portal_code)) if bundle.portal_code else None
    return filing if filing is not None and filing.filing is not None else None


def listed(desk: Desk, *, open_only: bool = True) -> tuple[BundleStanding, ...]:
    """The youngest bundles, or those of them of which something is at work.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ_ALL)
    rows = desk.store.lists(Bundles)
    open_ = rows.open_ids()
    wanted = [one.id for one in rows.newest(NEWEST) if not open_only or one.id in open_]
    found = [_standing(desk, id_) for id_ in wanted]
    return tuple(one for one in found if not (open_only and one.closed))


def of_dossier(desk: Desk, dossier_id: DossierId) -> BundleStanding | None:
    """The bundle a dossier belongs to; None = it stands alone, or only the dossier has arrived here.

    Raises:
        RoleForbids, NobodySignedIn, OutOfReach.
    """
    require(desk, Permission.READ)
    dossier = desk.store.log.dossier(dossier_id)
    check_reach(desk, dossier)
    if dossier.bundle is None or desk.store.log.subject(BUNDLES, dossier.bundle.id).at is None:
        return None
    return _standing(desk, dossier.bundle.id)


def bundle_of(desk: Desk, dossier_id: DossierId) -> SubjectId:
    """The bundle that a dossier belongs to.

    Raises:
        NotInBundle, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    bundle = desk.store.log.dossier(dossier_id).bundle
    if bundle is None:
        raise NotInBundle
    return bundle.id


def next_part(desk: Desk, dossier_id: DossierId) -> DossierId:
    """The part after this one in its bundle, after the last the first; parts that were taken out are passed over.

    Raises:
        NotInBundle, NoOtherPartHere, RoleForbids, NobodySignedIn, OutOfReach.
    """
    require(desk, Permission.READ)
    found = of_dossier(desk, dossier_id)
    if found is None:
        raise NotInBundle
    ids = [one.part.dossier for one in found.parts if one.part.dossier == dossier_id or (one.dossier and not one.out)]
    following = ids[(ids.index(dossier_id) + 1) % len(ids)]
    if following == dossier_id:
        raise NoOtherPartHere
    return following


def take_out(desk: Desk, dossier_id: DossierId, reason: str) -> Dossier:
    """A dossier goes its own way: it waits for no other part any more, and none waits for it.

    Raises:
        NotInBundle, ReasonMissing, DossierUnknown, DossierEnded, OutOfReach, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.CORRECT)
    dossier = in_work(desk, dossier_id)
    if dossier.bundle is None:
        raise NotInBundle
    if not clean(reason):
        raise ReasonMissing
    waits = dossier.waits_in_bundle is not None
    left = LeftBundle(
        bundle=dossier.bundle.id,
        reason=clean(reason),
        due=resumed(desk, dossier, BUNDLE_WAIT) if waits else None,
        step_due_at=step_resumed(desk, dossier, BUNDLE_WAIT) if waits else None,
    )
    out = BundlePartTakenOut(dossier=dossier.id, reason=clean(reason))
    facts: list[tuple[SubjectId, AnyEvent]] = [(dossier.bundle.id, out), (dossier.id, left)]
    desk.store.log.record_all(desk.by, [*facts, *ended_waits(desk, facts)])
    return desk.store.log.dossier(dossier_id)


def _standing(desk: Desk, bundle_id: SubjectId) -> BundleStanding:
    if not bundle_id.startswith(BUNDLE):
        raise BundleUnknown
    bundle = desk.store.log.subject(BUNDLES, bundle_id)
    if bundle.at is None:
        raise BundleUnknown
    out = dict(bundle.taken_out)
    here = {part.dossier: desk.store.log.dossier(part.dossier) for part in bundle.parts}
    of = {part.dossier: part for part in bundle.parts}
    parts = []
    for part in bundle.parts:
        dossier = here[part.dossier]
        waits = () if dossier.intake is not None and dossier.waits_in_bundle is None else part.after
        parts.append(
            BundlePartStanding(
                part=part,
                dossier=dossier if dossier.intake is not None else None,
                waits_for=tuple(of[one] for one in waits if one not in out and part_end(here[one]) is None),
                out=out.get(part.dossier, ""),
            )
        )
    return BundleStanding(bundle=bundle, parts=tuple(parts))
