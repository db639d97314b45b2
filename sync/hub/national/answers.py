"""Results of a message (accepted, refused, unknown), and the interface of a client to the national system."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from sync.national.fields import Progress
from sync.national.rules import OfficeFacts, Rules
from sync.national.steps import Step, Way


class Taken(Struct, frozen=True):
    """The national system has it."""


class Refused(Struct, frozen=True):
    """The national system will not take it as it is; in its own words."""

    reason: str


class Why(StrEnum):
    """What kept an answer from us."""

    NOT_REACHED = "not_reached"
    """Nobody there, or the log-in did not succeed: it certainly was not taken."""
    TIME_OUT = "time_out"
    CUT = "cut"
    """The connection broke before the answer was whole."""
    FAILING = "failing"
    """5xx, or an answer that says "later"."""
    NO_ANSWER = "no_answer"
    """HTML, or something else that is no answer of the interface."""


class Trouble(Struct, frozen=True):
    """No answer. ``nobody_knows``: the message may have been taken all the same."""

    why: Why
    nobody_knows: bool = True


Answer = Taken | Refused | Trouble


class Doubt(Struct, frozen=True):
    """What is known of a message from earlier tries.

    Attributes:
        sent_before: it was sent before and nobody knows what became of it.
        at_nation: the national system is known to have the dossier.
        same: the message that was sent before was this very one.
    """

    sent_before: bool = False
    at_nation: bool = False
    same: bool = False


class Dossier(Struct, frozen=True):
    """A dossier to be told of, and by whose rules."""

    way: Way
    office: OfficeFacts
    rules: Rules


class Line(Protocol):
    """A line to the national system, in one generation's language. One thread."""

    def digest(self, dossier: Dossier) -> bytes:
        """Of the dossier's message: another digest = it has changed. Asks nobody.

        Raises:
            NothingToTell: there is nothing to tell yet.
        """

    def steps(self, way: Way) -> tuple[Step, ...]:
        """The steps this generation wants to hear of a dossier."""

    def tell(self, dossier: Dossier, doubt: Doubt) -> Answer:
        """Tell of the dossier itself: created or updated, whichever is right."""

    def tell_steps(self, steps: Sequence[Progress], doubt: Doubt) -> Answer:
        """Tell of steps of one dossier, in order; all are taken or none."""

    def close(self) -> None:
        """Let the connections go."""
