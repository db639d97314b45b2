"""The state of print jobs that are not printed yet."""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from desk.prints.print_jobs import Unprinted


class QueueState(Struct, frozen=True, kw_only=True):
    """What is not out yet, oldest first; the printers in force by kind; what may be chosen instead, by form."""

    unprinted: "tuple[Unprinted, ...]" = ()
    printers: dict[str, str] = {}
    spares: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
