"""Messages to a provider as the settings describe them: a tree of values with placeholders.

``"{amount}"`` alone becomes the value itself (a number stays one), ``"{day}T00:00:00"`` is text with values in it, and
``"{lines}"`` the list made of the template of a line.
"""

from msgspec import Struct
from msgspec.structs import asdict

from sync.hub.e_receipts.issuer import OrderLine, ReceiptOrder
from sync.hub.templates import fill, places_in

_OF_ORDER = {*ReceiptOrder.__struct_fields__, "form", "series", "number_text"}
_OF_LINE = {*OrderLine.__struct_fields__, "position"}


def unknown_places(template: object, *, of_line: bool = False) -> list[str]:
    """Placeholders that stand for nothing."""
    known = _OF_LINE if of_line else _OF_ORDER
    return [name for name in places_in(template) if name not in known]


def filled(template: object, line: object, order: ReceiptOrder) -> object:
    """The message for an order."""
    number = order.number
    values = _values(order) | {
        "number": number.number if number else "",
        "number_text": number.text if number else "",
        "form": number.form if number else "",
        "series": number.series if number else "",
        "lines": [fill(line, _values(one) | {"position": at}) for at, one in enumerate(order.lines, 1)],
    }
    return fill(template, values)


def _values(of: Struct) -> dict[str, object]:
    return asdict(of)
