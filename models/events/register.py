"""Events of the register of dossiers (sổ theo dõi hồ sơ)."""

from models.events.event import Event
from models.ids import DeviceId

__all__ = ["REGISTER", "RegisterClosed", "RegisterEvent"]

REGISTER = "register/"
"""Begins the names of these subjects: one for each closing."""


class RegisterClosed(Event, frozen=True, kw_only=True, tag="RegisterClosed"):
    """The register of a year was closed (TT 01/2018 Đ10.2): from now on its numbers stand.

    It closes what its desk had seen: its own events before this one, and of every other machine those up to the
    last one known. What arrives later from another desk stands in a supplement, which a further closing closes.

    Attributes:
        year: of receipt.
        rows: how many lines this closing closes; ``last``: number of the last one, of all fields together.
        volumes: how many volumes they make, of ``rows_per_volume`` rows.
        heads: each other machine, and the number of the last event known of it.
        absent: what had not arrived of the events before those: machine, first and last number of each gap.
        by: name of who closed it, as the paper has it.
    """

    year: int
    rows: int
    last: int
    volumes: int
    rows_per_volume: int
    heads: tuple[tuple[DeviceId, int], ...] = ()
    absent: tuple[tuple[DeviceId, int, int], ...] = ()
    by: str = ""


RegisterEvent = RegisterClosed
"""What the codec reads of them."""
