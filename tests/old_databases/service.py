"""What a frozen database held of the flexible service, since the piece of that name.

Apart from ``others``, which databases of the piece before answer too.
"""

from collections.abc import Callable
from typing import Any

from models.events import ResultCameBack
from models.store import Store
from models.store.projections.appointments.appointment import APPOINTMENTS
from models.store.projections.appointments.seat_lease import SEAT_LEASES
from models.store.projections.appointments.slot_rules import SLOT_RULES
from models.store.projections.bundle import BUNDLES
from models.store.projections.citizen_decision import CITIZEN_DECISIONS
from models.store.projections.declarations import FILLED_DECLARATIONS
from models.store.projections.mobile.mobile_point import MOBILE_POINTS
from models.store.projections.mobile.preprinted_slip import PREPRINTED_SLIPS
from models.store.projections.online_filing import ONLINE_FILINGS
from models.store.projections.post.postal_act import POSTAL_ACTS
from models.store.projections.projection import Projection
from tests.old_databases.facts import OtherFacts

_SAYS: tuple[tuple[Projection[Any], Callable[[Any], str]], ...] = (
    (APPOINTMENTS, lambda one: f"{one.state.value} {one.code} {one.name} {one.moves} {one.seat} {one.ticket}"),
    (SEAT_LEASES, lambda one: f"{one.device} {len(one.seats)} {one.leased}"),
    (SLOT_RULES, lambda one: f"{len(one.hours)} {len(one.days)} {len(one.removed)}"),
    (BUNDLES, lambda one: f"{one.definition} {one.portal_code} {len(one.parts)} {len(one.taken_out)}"),
    (CITIZEN_DECISIONS, lambda one: f"{one.verdict.value} {one.one} {one.other} {one.withdrawn}"),
    (FILLED_DECLARATIONS, lambda one: f"{one.declaration} {one.digest}"),
    (ONLINE_FILINGS, lambda one: f"{one.end.value} {one.portal_code} {one.state.value} {one.voided}"),
    (MOBILE_POINTS, lambda one: f"{one.place} {one.day} {len(one.dossiers)} {one.cancelled}"),
    (PREPRINTED_SLIPS, lambda one: f"{one.state.value} {one.number} {one.code}"),
    (POSTAL_ACTS, lambda one: f"{one.state.value} {one.act.value} {one.dossier}"),
)


def service_of(store: Store) -> tuple[OtherFacts, ...]:
    """Each of them, folded from its events; and the results that came back."""
    names = sorted({one.subject for one in store.log.events()})
    found = [
        OtherFacts(id=name, says=says(store.log.subject(kind, name)))
        for kind, says in _SAYS
        for name in names
        if name.startswith(kind.prefix)
    ]
    back = [one for one in store.log.events() if isinstance(one.event, ResultCameBack)]
    return (*found, *(OtherFacts(id=one.subject, says="came back") for one in back))


def told_by(store: Store) -> dict[str, object]:
    """As ``Facts`` has them."""
    return {"service": service_of(store)}
