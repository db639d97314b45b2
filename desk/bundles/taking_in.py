"""Taking in several matters at once: every dossier, the link between them and the one payment in one transaction.

Nothing of it is recorded if any part is refused; whatever is cut off, all of it is on the disk or nothing. The link
comes first and names every part, so that a machine which has received a piece of it only knows what is still to come.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from desk import away, numbers
from desk.assisted.assisted import bundle_filing
from desk.bundles import definitions
from desk.bundles.bundle_form import BundleForm, BundlePreview, PartSeen, bundle_preview
from desk.declarations.handed_in import handed_in
from desk.desk import Desk
from desk.intake import intake
from desk.intake.intake import FiledByRecord
from desk.intake.stored import procedure_snapshot
from desk.money.receipts import Facts, FeePaid
from desk.recording import nothing
from desk.rights import Permission, require
from desk.supervised import postal_acts
from models.calendar.pauses import ClockRule
from models.catalogue.bundles import BundleDefinition
from models.events import (
    BUNDLE,
    BundlePart,
    BundleTakenIn,
    InBundle,
    OnlineFiling,
    PaperReceived,
    PostalActKind,
)
from models.ids import DossierCode, DossierId, SubjectId, new_dossier_id, new_subject
from models.store.projections.bundle import BUNDLES
from models.subjects.dossier import Dossier
from models.subjects.service.bundle import Bundle
from models.subjects.service.online_filing import tidy_code


class BundleTaken(Struct, frozen=True, kw_only=True):
    """What was taken in together: the link, and the dossiers in its order."""

    bundle: Bundle
    dossiers: tuple[Dossier, ...]


def take_in_together(desk: Desk, form: BundleForm, *, beside: Callable[[], None] = nothing) -> BundleTaken:
    """Take in every matter that is chosen: codes, due dates and fees are fixed. ``beside``: see ``Log.record_all``.

    Raises:
        FiledByRecord: it is a consignment's.
        NotAllowed: the first of ``bundle_preview(...).problems``; nothing was recorded.
        BlockExhausted: not so many codes are left today.
    """
    require(desk, Permission.TAKE_IN)
    if form.people.consignment:
        raise FiledByRecord(form.people.consignment)
    seen = bundle_preview(desk, form)
    for _, problem in seen.problems:
        raise problem
    bundle = new_subject(BUNDLE)
    codes = numbers.next_codes(desk, len(seen.parts))
    ids = {one.part.id: (new_dossier_id(), code) for one, code in zip(seen.parts, codes, strict=True)}
    link = _link(desk, form, seen, ids)
    facts: Facts = [(bundle, link)]
    if seen.definition is not None and link.portal_code:
        facts.append(bundle_filing(link.portal_code, _filing(desk, form, seen.definition, bundle)))
    paid: list[FeePaid] = []
    lies_in: dict[str, DossierCode] = {}
    point = away.point_here(desk)
    for one in seen.parts:
        id_, code = ids[one.part.id]
        own = replace(one.form, papers=tuple(_once(one.form.papers, seen, code, lies_in)))
        taken = intake.taken_in(desk, intake.tidy(own), one.seen, id_, code, _in_bundle(bundle, one, seen, ids))
        facts += [(id_, event) for event in taken.facts]
        facts += [*away.taken_in_there(point, id_), *intake.in_visit(own, id_), *handed_in(desk, own, id_, code)]
        paid += [taken.paid] if taken.paid else []
    facts += intake.payment_facts(desk, intake.tidy(form.people), paid)
    amounts = {one.dossier: one.amount for one in paid}
    facts += postal_acts(desk, PostalActKind.INTAKE, [(id_, amounts.get(id_, 0)) for id_, _ in ids.values()])
    desk.store.log.record_all(desk.by, facts, beside=beside)
    return BundleTaken(
        bundle=desk.store.log.subject(BUNDLES, bundle),
        dossiers=tuple(desk.store.log.dossier(id_) for id_, _ in ids.values()),
    )


def _link(
    desk: Desk, form: BundleForm, seen: BundlePreview, ids: dict[str, tuple[DossierId, DossierCode]]
) -> BundleTakenIn:
    here, known = desk.settings.office.unit.name, seen.definition
    parts = []
    for one in seen.parts:
        id_, code = ids[one.part.id]
        unit = one.part.resolved_by
        parts.append(
            BundlePart(
                dossier=id_,
                code=code,
                procedure=one.part.procedure,
                name=one.name,
                agency=unit.name if unit else one.part.agency or here,
                after=tuple(ids[name][0] for name in one.after),
            )
        )
    return BundleTakenIn(
        parts=tuple(parts),
        definition=known.code if known else "",
        name=known.name if known else "",
        edition=definitions.edition_of(desk, known) if known else "",
        electronic=known is not None and known.electronic,
        portal_code=tidy_code(form.portal_code) if known is not None and known.electronic else "",
        papers=form.papers,
    )


def _filing(desk: Desk, form: BundleForm, known: BundleDefinition, bundle: SubjectId) -> OnlineFiling:
    """What is followed on the portal, under the name and code of the bundle."""
    first = procedure_snapshot(desk, desk.catalogue.get(known.parts[0].procedure), None)
    return OnlineFiling(
        procedure=replace(first, code=known.code, name=known.name),
        person=form.people.submitter,
        helped_by=desk.settings.office.unit,
        ticket=form.people.ticket,
        belongs_to=bundle,
    )


def _in_bundle(
    bundle: SubjectId, one: PartSeen, seen: BundlePreview, ids: dict[str, tuple[DossierId, DossierCode]]
) -> InBundle:
    names = {other.part.id: other.name for other in seen.parts}
    words = "; ".join(f"{names[name]} ({ids[name][1]})" for name in one.after)
    rule = seen.definition.clock if seen.definition and one.after else ClockRule.RUN
    return InBundle(
        id=bundle,
        name=seen.definition.name if seen.definition else "",
        after=tuple(ids[name][0] for name in one.after),
        after_words=words,
        clock=rule,
    )


def _once(
    papers: tuple[PaperReceived, ...], seen: BundlePreview, code: DossierCode, lies_in: dict[str, DossierCode]
) -> list[PaperReceived]:
    """A paper that two matters ask for lies in the first one's dossier; the others name it."""
    found = []
    for paper in papers:
        name = seen.definition.paper(paper.name) if seen.definition else paper.name
        where = lies_in.setdefault(name, code)
        apart = where == code or paper.shown_only
        found.append(paper if apart else PaperReceived(name=paper.name, lies_in=where))
    return found
