"""Events of the office's visit laptops: what each takes along, and that it was wiped, lost, found.

A visit laptop is a machine of the office that works in citizens' homes. It reads no office stream: it has whole
histories of the subjects that its newest ``LaptopLoaded`` names (its load), and what it recorded itself.
"""

from datetime import date

from models.events.event import Event
from models.ids import DeviceId, EventId, SubjectId

__all__ = [
    "LAPTOP",
    "LaptopCodeGiven",
    "LaptopCodeUsed",
    "LaptopEvent",
    "LaptopFound",
    "LaptopLoaded",
    "LaptopLost",
    "LaptopSetUp",
    "LaptopWipeOrdered",
    "LaptopWiped",
    "laptop_device",
    "laptop_subject",
]

LAPTOP = "laptop/"
"""Begins the names of visit laptops: ``laptop/12`` is machine 12."""


def laptop_subject(device: DeviceId) -> SubjectId:
    """The subject of this machine as a visit laptop."""
    return SubjectId(f"{LAPTOP}{device}")


def laptop_device(subject: SubjectId) -> DeviceId:
    """The machine of a subject; 0 = the name is none of a laptop."""
    number = subject.removeprefix(LAPTOP)
    return DeviceId(int(number)) if number.isdecimal() and number.isascii() else DeviceId(0)


class LaptopSetUp(Event, frozen=True, kw_only=True, tag="LaptopSetUp"):
    """A machine of the office became a visit laptop; recorded by itself.

    Attributes:
        name: of its counter, as its settings have it.
        seal_key: X25519, 64 hexadecimal digits: a load that goes by stick is sealed to it.
        code_key: 64 hexadecimal digits, from which one-time codes are made (RFC 4226).
    """

    name: str
    seal_key: str
    code_key: str


class LaptopLoaded(Event, frozen=True, kw_only=True, tag="LaptopLoaded"):
    """A load was put together: the hub, or a stick, gives the laptop the histories of these subjects and no others.

    Attributes:
        laptop: the machine.
        subjects: what it takes along.
        days: for so many days.
        until: the last of them; then it wipes itself, as soon as what it recorded is acknowledged.
    """

    laptop: DeviceId
    subjects: tuple[SubjectId, ...]
    days: int
    until: date


class LaptopWipeOrdered(Event, frozen=True, kw_only=True, tag="LaptopWipeOrdered"):
    """The office wants the laptop wiped at its next contact, whatever day it is."""

    reason: str


class LaptopWiped(Event, frozen=True, kw_only=True, tag="LaptopWiped"):
    """The key of what was aboard is destroyed; the first event of the laptop's new file.

    Attributes:
        load: the event of the newest load that was aboard; empty = none was.
        upto: the number of the laptop's last event in the destroyed file, all of them acknowledged.
        subjects: how many were aboard.
        ordered: by somebody at the laptop, or by the office; else after its days.
    """

    upto: int
    load: EventId = EventId("")
    subjects: int = 0
    ordered: bool = False


class LaptopLost(Event, frozen=True, kw_only=True, tag="LaptopLost"):
    """The laptop is lost or stolen; what it records from now on, a person takes over or nobody.

    Attributes:
        reason: where and how.
        since: the day, as far as it is known.
    """

    reason: str
    since: date | None = None


class LaptopFound(Event, frozen=True, kw_only=True, tag="LaptopFound"):
    """It came back. ``note``: in which state, who brought it."""

    note: str = ""


class LaptopCodeGiven(Event, frozen=True, kw_only=True, tag="LaptopCodeGiven"):
    """A leader gave a one-time code with which the laptop may be read on without contact.

    Attributes:
        number: of the code: 1, 2, 3… for each laptop; the code itself is not recorded.
        days: for so many days.
    """

    number: int
    days: int


class LaptopCodeUsed(Event, frozen=True, kw_only=True, tag="LaptopCodeUsed"):
    """The laptop was given that code."""

    number: int
    days: int


LaptopEvent = (
    LaptopSetUp
    | LaptopLoaded
    | LaptopWipeOrdered
    | LaptopWiped
    | LaptopLost
    | LaptopFound
    | LaptopCodeGiven
    | LaptopCodeUsed
)
"""What the codec reads of them."""
