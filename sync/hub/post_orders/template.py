"""Messages to the post as the settings describe them: a tree of values with placeholders.

``"{cod}"`` alone becomes the value itself (a number stays one), ``"{receiver_name}, {receiver_phone}"`` is text with
values in it. ``{codes}`` are the codes of the dossiers with commas between them.
"""

from collections.abc import Iterable

from msgspec.structs import asdict

from sync.hub.post_orders.carrier import OrderParty, ParcelOrder
from sync.hub.templates import fill, places_in

_SIDES = ("sender", "receiver")
_KNOWN = {name for name in ParcelOrder.__struct_fields__ if name not in _SIDES} | {
    f"{side}_{name}" for side in _SIDES for name in OrderParty.__struct_fields__
}


def unknown_places(template: object) -> list[str]:
    """Placeholders that stand for nothing."""
    return [name for name in places_in(template) if name not in _KNOWN]


def filled(template: object, order: ParcelOrder) -> object:
    """The message for an order."""
    values = {name: value for name, value in asdict(order).items() if name not in _SIDES}
    values |= dict(_side("sender", order.sender)) | dict(_side("receiver", order.receiver))
    values["codes"] = ", ".join(order.codes)
    values["handed_on"] = order.handed_on.isoformat() if order.handed_on else ""
    return fill(template, values)


def _side(side: str, party: OrderParty) -> Iterable[tuple[str, str]]:
    return ((f"{side}_{name}", value) for name, value in asdict(party).items())
