"""What every gateway is to the queue: it takes a message, and may be asked what became of one."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct


class NoticeTrouble(StrEnum):
    """Why a gateway gave no usable answer."""

    NOT_REACHED = "not_reached"
    """Nobody there, no valid certificate, or no log-in."""
    LATER = "later"
    """It said "not now"."""
    CUT = "cut"
    """The message left, and the connection broke or was silent before the answer."""
    DISK = "disk"


class NoticeTaken(Struct, frozen=True):
    """The gateway has the message."""


class NoticeRefused(Struct, frozen=True):
    """The gateway takes no such message. ``reason``: its code, never its words, which may quote the address."""

    reason: str


class NoticeAbsent(Struct, frozen=True):
    """Asked for a message, the gateway says that it never had it."""


class NoticeUnanswered(Struct, frozen=True):
    """No usable answer.

    Attributes:
        outcome_unknown: the gateway may have the message all the same.
        all_wait: not one message's matter.
    """

    why: NoticeTrouble
    outcome_unknown: bool = False
    all_wait: bool = False


class Message(Struct, frozen=True):
    """A message to one citizen. ``id``: our own, the same however often it is sent."""

    id: str
    channel: str
    to: str
    subject: str
    text: str


class Gateway(Protocol):
    """Sends messages of one channel. One thread.

    Attributes:
        can_ask: ``ask`` answers; else an unknown outcome stays unknown and nothing is sent again.
    """

    can_ask: bool

    def send(self, message: Message) -> NoticeTaken | NoticeRefused | NoticeUnanswered:
        """Send once."""

    def ask(self, id_: str) -> NoticeTaken | NoticeAbsent | NoticeUnanswered:
        """What became of a message with this id."""
