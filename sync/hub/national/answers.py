"""Results of a message (accepted, refused, unknown), and the interface of a client to the national system."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from sync.national.fields import NationalProgress
from sync.national.rules import NationalRules, OfficeFacts
from sync.national.steps import NationalStep, Way


class MessageTaken(Struct, frozen=True):
    """Accepted by the national system."""


class MessageRefused(Struct, frozen=True):
    """Refused by the national system, with its own words."""

    reason: str


class NoAnswerReason(StrEnum):
    """Why there was no usable answer."""

    NOT_REACHED = "not_reached"
    """Nobody there, or the log-in did not succeed: it certainly was not taken."""
    TIME_OUT = "time_out"
    CUT = "cut"
    """The connection broke before the answer was whole."""
    FAILING = "failing"
    """5xx, or an answer that says "later"."""
    NO_ANSWER = "no_answer"
    """HTML, or something else that is no answer of the interface."""


class NoAnswer(Struct, frozen=True):
    """No usable answer. ``outcome_unknown``: the message may have been accepted all the same."""

    why: NoAnswerReason
    outcome_unknown: bool = True


Answer = MessageTaken | MessageRefused | NoAnswer


class PriorAttempts(Struct, frozen=True):
    """What earlier attempts say about a message.

    Attributes:
        sent_before: it was sent before and nobody knows what became of it.
        at_nation: the national system is known to have the dossier.
        same: the message that was sent before was this very one.
    """

    sent_before: bool = False
    at_nation: bool = False
    same: bool = False


class NationalDossier(Struct, frozen=True):
    """A dossier to be sent, and the rules for its message."""

    way: Way
    office: OfficeFacts
    rules: NationalRules


class NationalClient(Protocol):
    """A client of the national system, in one generation's protocol. One thread."""

    def digest(self, dossier: NationalDossier) -> bytes:
        """Digest of the dossier's message, which changes with its content. Sends nothing.

        Raises:
            NothingToTell: there is nothing to tell yet.
        """

    def steps(self, way: Way) -> tuple[NationalStep, ...]:
        """The steps of a dossier that this generation takes."""

    def tell(self, dossier: NationalDossier, doubt: PriorAttempts) -> Answer:
        """Send the dossier: create or update, whichever applies."""

    def tell_steps(self, steps: Sequence[NationalProgress], doubt: PriorAttempts) -> Answer:
        """Send steps of one dossier, in order; all are accepted or none."""

    def close(self) -> None:
        """Close the connections."""
