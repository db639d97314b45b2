"""The shelf of results: its places, and the first that is free."""

from collections.abc import Iterator

from desk.desk import Desk
from desk.rights import Permission, require
from desk.settings import ShelfSettings
from models.store.projections.shelf_lists import Shelf


def places(shelf: ShelfSettings) -> Iterator[str]:
    """Every place in order: "A-1", "A-2", … of each box."""
    return (f"{box}-{number}" for box in dict.fromkeys(shelf.boxes) for number in range(1, shelf.places + 1))


def first_free(desk: Desk) -> str:
    """The first place in which nothing lies; empty = the shelf is full, or none is set.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.CHECK_IN)
    return next(free(desk), "")


def free(desk: Desk) -> Iterator[str]:
    """The places in which nothing lies, in order."""
    require(desk, Permission.CHECK_IN)
    taken = desk.store.lists(Shelf).places()
    yield from (place for place in places(desk.settings.shelf) if place not in taken)
