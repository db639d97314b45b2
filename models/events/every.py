"""All events in one place, and the union of them that the codec reads."""

from models.events.appointments import *  # noqa: F403 - see above
from models.events.appointments import AppointmentEvent
from models.events.assisted import *  # noqa: F403
from models.events.assisted import AssistedEvent
from models.events.bundles import *  # noqa: F403 - see above
from models.events.bundles import BundleEvent
from models.events.citizen_file import *  # noqa: F403 - see above
from models.events.citizen_file import CitizenFileEvent
from models.events.clerks import *  # noqa: F403
from models.events.clerks import ClerkEvent
from models.events.consignments import *  # noqa: F403
from models.events.consignments import ConsignmentEvent
from models.events.declarations import *  # noqa: F403
from models.events.declarations import DeclarationEvent
from models.events.dossiers import *  # noqa: F403
from models.events.dossiers import DossierEvent
from models.events.event import *  # noqa: F403
from models.events.hand_over import *  # noqa: F403
from models.events.hand_over import HandOverEvent
from models.events.laptops import *  # noqa: F403
from models.events.laptops import LaptopEvent
from models.events.mobile import *  # noqa: F403
from models.events.mobile import MobileEvent
from models.events.money import *  # noqa: F403
from models.events.money import MoneyEvent
from models.events.papers import *  # noqa: F403
from models.events.papers import PaperEvent
from models.events.post import *  # noqa: F403
from models.events.post import PostEvent
from models.events.posters import *  # noqa: F403
from models.events.posters import PosterEvent
from models.events.process import *  # noqa: F403
from models.events.process import ProcessEvent
from models.events.province import *  # noqa: F403
from models.events.province import ProvinceEvent
from models.events.register import *  # noqa: F403
from models.events.register import RegisterEvent
from models.events.tickets import *  # noqa: F403
from models.events.tickets import TicketEvent
from models.events.visits import *  # noqa: F403
from models.events.visits import VisitEvent

AnyEvent = (
    DossierEvent
    | ProcessEvent
    | HandOverEvent
    | PostEvent
    | LaptopEvent
    | VisitEvent
    | BundleEvent
    | ConsignmentEvent
    | RegisterEvent
    | PosterEvent
    | AssistedEvent
    | CitizenFileEvent
    | DeclarationEvent
    | MoneyEvent
    | MobileEvent
    | PaperEvent
    | ProvinceEvent
    | TicketEvent
    | ClerkEvent
    | AppointmentEvent
)
"""What the codec reads."""
