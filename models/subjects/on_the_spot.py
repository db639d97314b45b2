"""What is done while the citizen waits ("5 tại chỗ"): whether a dossier is of that kind, and when each leg was done."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import local
from models.catalogue.day_rules import DayChange
from models.catalogue.processes import Processes
from models.events import DossierReceived, DossierSubmitted, ResultCheckedIn, ResultDecided, ResultHandedOver
from models.history import Recorded
from models.subjects.dossier import Dossier


class Legs(Struct, frozen=True, kw_only=True):
    """Instants at which a dossier went from hand to hand; None = not yet. Of what was done twice, the last.

    Attributes:
        received: taken in.
        submitted: laid before the leader; courier: who carried it, empty = nobody but the clerk.
        signed: decided; back: at the desk again; returned: in the citizen's hands.
    """

    received: datetime | None = None
    submitted: datetime | None = None
    courier: str = ""
    signed: datetime | None = None
    back: datetime | None = None
    returned: datetime | None = None


def is_on_the_spot(processes: Processes, dossier: Dossier) -> bool:
    """Whether a rule of the day of receipt, or the process then in force, is one of doing all in one flow."""
    if any(DayChange.ON_THE_SPOT in one.changes for one in dossier.day_rules):
        return True
    if dossier.intake is None or dossier.received_at is None:
        return False
    return processes.process(dossier.intake.procedure.code, local(dossier.received_at).date()).on_the_spot


def legs(history: Iterable[Recorded]) -> Legs:
    """The legs of one dossier, from its history in order."""
    found = Legs()
    for one in history:
        match one.event:
            case DossierReceived():
                found = replace(found, received=one.at)
            case DossierSubmitted():
                found = replace(found, submitted=one.at, courier=one.event.courier)
            case ResultDecided():
                found = replace(found, signed=one.at)
            case ResultCheckedIn():
                found = replace(found, back=one.at)
            case ResultHandedOver():
                found = replace(found, returned=one.at)
            case _:
                pass
    return found
