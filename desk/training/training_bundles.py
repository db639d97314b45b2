"""A bundle to practise with: two matters of one invented citizen, of which the second waits for the first."""

from dataclasses import replace

from msgspec.structs import replace as with_

from desk.bundles.bundle_form import begin_bundle, bundle_preview
from desk.bundles.definitions import offered_bundles
from desk.bundles.taking_in import take_in_together
from desk.cards.samples import citizen
from desk.desk import Desk
from desk.intake.intake import IntakeForm
from models.clerk import ALL_ROLES, Clerk
from models.events import PaperReceived
from models.ids import ClerkId
from models.store.projections.bundle import Bundles

_SERIES = 98
"""Of invented citizens: others than those of the other subjects."""


def add_bundles(desk: Desk) -> None:
    """Once for a training desk: the first bundle of its catalogue that is taken in at the counter whole."""
    if desk.store.lists(Bundles).newest(1):
        return
    at_work = replace(desk, clerk=Clerk(id=ClerkId("mau"), name="Trần Thị Thử", roles=ALL_ROLES))
    people = IntakeForm(submitter=citizen(1, _SERIES))
    for bundle in offered_bundles(at_work):
        form = begin_bundle(at_work, bundle.code, people)
        seen = bundle_preview(at_work, form)
        papers = tuple(
            PaperReceived(name=one.name, originals=one.originals, copies=one.copies, shown_only=one.to_show)
            for one in (line.paper for line in seen.papers)
            if one.required
        )
        form = with_(form, papers=papers)
        if not bundle.electronic and not bundle_preview(at_work, form).problems:
            take_in_together(at_work, form)
            return
