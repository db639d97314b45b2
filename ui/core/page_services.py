"""``PageServices``: what pages of the counter share: the printer's queue, and the screen turned to the citizen."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ui.core.citizen_display import CitizenDisplay
    from ui.core.print_queue import PrintQueue


class PageServices(Protocol):
    """``ui.program.services`` has them; each is made when it is first asked for."""

    @property
    def print_queue(self) -> "PrintQueue":
        """Takes papers."""

    @property
    def citizen(self) -> "CitizenDisplay":
        """Shows one citizen at a time what was taken in, or what is to be paid and how."""
