"""Everything that can happen at a desk: one class per fact a clerk would say aloud.

Events grow by optional fields and by new classes; a meaning never changes. ``tests/samples`` keeps one stored
event of each kind for ever.
"""

from models.events.clerks import (
    ClerkSignedIn,
    ClerkSignedOut,
    LossAccepted,
    PeopleShown,
    SessionEnd,
    SignInFailed,
)
from models.events.dossiers import (
    DocumentCopied,
    DossierCorrected,
    DossierRead,
    DossierReceived,
    DossierRefused,
    DossierVoided,
    DossierWithdrawn,
    DueDate,
    DueDateChanged,
    FeeDue,
    FeeLine,
    FeeTaken,
    Intake,
    PaidBy,
    PaperMissing,
    PaperReceived,
    ReadBy,
    ResultHandedOver,
    ReturnBy,
    SupplementAsked,
)
from models.events.event import (
    Event,
    UnknownEvent,
    tag_of,
)
from models.events.papers import (
    FileAttached,
    Form,
    FormPrinted,
    PaperGivenUp,
    PrintingFailed,
)
from models.events.province import (
    NationalAccepted,
    NationalRefused,
    NationalState,
    ProvinceReported,
)
from models.events.tickets import (
    Place,
    Priority,
    ServingStarted,
    TicketCalled,
    TicketCalledAgain,
    TicketClosedAtDayEnd,
    TicketHeld,
    TicketIssued,
    TicketLeft,
    TicketMoved,
    TicketReturnedToLine,
    TicketServed,
    TicketSkipped,
)

AnyEvent = (
    DossierReceived
    | SupplementAsked
    | DossierRefused
    | DossierCorrected
    | DossierWithdrawn
    | DossierVoided
    | DueDateChanged
    | DossierRead
    | FeeTaken
    | ResultHandedOver
    | FileAttached
    | ProvinceReported
    | NationalAccepted
    | NationalRefused
    | FormPrinted
    | PrintingFailed
    | PaperGivenUp
    | TicketIssued
    | TicketCalled
    | TicketCalledAgain
    | ServingStarted
    | TicketSkipped
    | TicketHeld
    | TicketReturnedToLine
    | TicketMoved
    | TicketServed
    | TicketLeft
    | TicketClosedAtDayEnd
    | ClerkSignedIn
    | ClerkSignedOut
    | LossAccepted
    | SignInFailed
    | PeopleShown
)
"""What the codec reads. A new event class is added here, and to nothing else in this file."""

__all__ = [
    "AnyEvent",
    "ClerkSignedIn",
    "ClerkSignedOut",
    "DocumentCopied",
    "DossierCorrected",
    "DossierRead",
    "DossierReceived",
    "DossierRefused",
    "DossierVoided",
    "DossierWithdrawn",
    "DueDate",
    "DueDateChanged",
    "Event",
    "FeeDue",
    "FeeLine",
    "FeeTaken",
    "FileAttached",
    "Form",
    "FormPrinted",
    "Intake",
    "LossAccepted",
    "NationalAccepted",
    "NationalRefused",
    "NationalState",
    "PaidBy",
    "PaperGivenUp",
    "PaperMissing",
    "PaperReceived",
    "PeopleShown",
    "Place",
    "PrintingFailed",
    "Priority",
    "ProvinceReported",
    "ReadBy",
    "ResultHandedOver",
    "ReturnBy",
    "ServingStarted",
    "SessionEnd",
    "SignInFailed",
    "SupplementAsked",
    "TicketCalled",
    "TicketCalledAgain",
    "TicketClosedAtDayEnd",
    "TicketHeld",
    "TicketIssued",
    "TicketLeft",
    "TicketMoved",
    "TicketReturnedToLine",
    "TicketServed",
    "TicketSkipped",
    "UnknownEvent",
    "tag_of",
]
