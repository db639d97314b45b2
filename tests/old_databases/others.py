"""What a frozen database held of money, the post, visits and posters, since the piece of that name."""

from collections.abc import Callable
from typing import Any

from models.store import Store
from models.store.projections.money.payment import PAYMENTS
from models.store.projections.money.receipt import RECEIPTS
from models.store.projections.money.shift import SHIFTS
from models.store.projections.post.consignment import CONSIGNMENTS
from models.store.projections.post.parcel import PARCELS
from models.store.projections.posters import POSTER_RUNS
from models.store.projections.projection import Projection
from models.store.projections.visits.visit import VISITS
from tests.old_databases.facts import OtherFacts

_SAYS: tuple[tuple[Projection[Any], Callable[[Any], str]], ...] = (
    (PAYMENTS, lambda one: f"{one.state.value} {one.amount} {one.paid_by.value} {one.given} {one.returned}"),
    (RECEIPTS, lambda one: f"{one.state.value} {one.shown_number} {one.amount}"),
    (SHIFTS, lambda one: f"{'open' if one.is_open else 'closed'} {one.takings}"),
    (PARCELS, lambda one: f"{one.number} {one.stage.value} {one.cod} {one.receiver.name}"),
    (CONSIGNMENTS, lambda one: f"{one.number} {one.stage.value} {one.record} {one.money}"),
    (VISITS, lambda one: f"{one.state.value} {one.person.full_name} {len(one.tries)}"),
    (POSTER_RUNS, lambda one: f"{one.catalogue} {len(one.posters)}"),
)


def others_of(store: Store) -> tuple[OtherFacts, ...]:
    """Each of them, folded from its events."""
    names = sorted({one.subject for one in store.log.events()})
    return tuple(
        OtherFacts(id=name, says=says(store.log.subject(kind, name)))
        for kind, says in _SAYS
        for name in names
        if name.startswith(kind.prefix)
    )


def told_by(store: Store) -> dict[str, object]:
    """As ``Facts`` has them."""
    return {"others": others_of(store)}
