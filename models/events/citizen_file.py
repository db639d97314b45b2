"""Events of citizens' files: which entries are one person, which are not. Each decision is a subject of its own.

Nothing is rewritten by them: what was recorded under either entry stays there, and both are read as one person for as
long as the decision stands.
"""

from models.events.event import Event
from models.person_key import PersonKey

__all__ = [
    "CITIZEN",
    "CitizenFileEvent",
    "CitizensApartWithdrawn",
    "CitizensMerged",
    "CitizensToldApart",
    "CitizensUnmerged",
]

CITIZEN = "citizen/"
"""Begins the names of these subjects: one for each decision about two entries."""


class CitizensMerged(Event, frozen=True, kw_only=True, tag="CitizensMerged"):
    """Two entries are one person: ``old`` is from now on another name for ``kept``.

    Attributes:
        old_name, kept_name: as they were written then, for who reads the decision later.
        reason: by what it was seen.
        wrong_numbers: personal numbers of these two that were written down wrongly: without this, two different ones
            never are one person.
    """

    old: PersonKey
    kept: PersonKey
    old_name: str
    kept_name: str
    reason: str
    wrong_numbers: tuple[str, ...] = ()


class CitizensUnmerged(Event, frozen=True, kw_only=True, tag="CitizensUnmerged"):
    """This merge was wrong, and holds no more."""

    reason: str


class CitizensToldApart(Event, frozen=True, kw_only=True, tag="CitizensToldApart"):
    """Two entries look like one person and are not: they are not proposed again, and no merge joins them.

    Attributes:
        one_name, other_name: as of ``CitizensMerged``.
        reason: by what it was seen.
    """

    one: PersonKey
    other: PersonKey
    one_name: str
    other_name: str
    reason: str = ""


class CitizensApartWithdrawn(Event, frozen=True, kw_only=True, tag="CitizensApartWithdrawn"):
    """They were told apart wrongly."""

    reason: str


CitizenFileEvent = CitizensMerged | CitizensUnmerged | CitizensToldApart | CitizensApartWithdrawn
"""What the codec reads of them."""
