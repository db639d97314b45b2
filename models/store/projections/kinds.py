"""The kinds of subjects that have rows. A new one: a module like ``ticket`` beside this one, and its name below."""

from typing import Any

from models.store.projections.appointments.appointment import APPOINTMENTS
from models.store.projections.appointments.seat_lease import SEAT_LEASES
from models.store.projections.appointments.slot_rules import SLOT_RULES
from models.store.projections.bundle import BUNDLES
from models.store.projections.citizen_decision import CITIZEN_DECISIONS
from models.store.projections.declarations import FILLED_DECLARATIONS
from models.store.projections.dossier import DOSSIERS
from models.store.projections.hand_over_list import HAND_OVER_LISTS
from models.store.projections.laptop import LAPTOPS
from models.store.projections.mobile.mobile_point import MOBILE_POINTS
from models.store.projections.mobile.preprinted_slip import PREPRINTED_SLIPS
from models.store.projections.money.payment import PAYMENTS
from models.store.projections.money.receipt import RECEIPTS
from models.store.projections.money.receipt_lease import RECEIPT_LEASES
from models.store.projections.money.shift import SHIFTS
from models.store.projections.money.transfer import TRANSFERS
from models.store.projections.online_filing import ONLINE_FILINGS
from models.store.projections.post.consignment import CONSIGNMENTS
from models.store.projections.post.parcel import PARCELS
from models.store.projections.post.postal_act import POSTAL_ACTS
from models.store.projections.posters import POSTER_RUNS
from models.store.projections.projection import Projection
from models.store.projections.register_lists import REGISTER_CLOSINGS
from models.store.projections.ticket import TICKETS
from models.store.projections.visits.entitled_person import ENTITLED_PEOPLE
from models.store.projections.visits.visit import VISITS

KINDS: tuple[Projection[Any], ...] = (
    DOSSIERS,
    TICKETS,
    HAND_OVER_LISTS,
    REGISTER_CLOSINGS,
    PAYMENTS,
    RECEIPTS,
    SHIFTS,
    TRANSFERS,
    RECEIPT_LEASES,
    POSTAL_ACTS,
    PARCELS,
    PREPRINTED_SLIPS,
    MOBILE_POINTS,
    LAPTOPS,
    VISITS,
    ENTITLED_PEOPLE,
    CONSIGNMENTS,
    POSTER_RUNS,
    ONLINE_FILINGS,
    BUNDLES,
    APPOINTMENTS,
    SLOT_RULES,
    SEAT_LEASES,
    CITIZEN_DECISIONS,
    FILLED_DECLARATIONS,
)
