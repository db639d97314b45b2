"""Messages to a provider as the settings describe them: a tree of values with placeholders.

``"{amount}"`` alone becomes the value itself (a number stays one), ``"{day}T00:00:00"`` is text with values in it, and
``"{lines}"`` the list made of the template of a line.
"""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import asdict

from sync.hub.e_receipts.issuer import OrderLine, ReceiptOrder

_PLACE = re.compile(r"\{([a-z_]+)\}")

_OF_ORDER = {*ReceiptOrder.__struct_fields__, "form", "series", "number_text"}
_OF_LINE = {*OrderLine.__struct_fields__, "position"}


def unknown_places(template: object, *, of_line: bool = False) -> list[str]:
    """Placeholders that stand for nothing."""
    known = _OF_LINE if of_line else _OF_ORDER
    match template:
        case str():
            return [name for name in _PLACE.findall(template) if name not in known]
        case Mapping():
            return [name for value in template.values() for name in unknown_places(value, of_line=of_line)]
        case list():
            return [name for value in template for name in unknown_places(value, of_line=of_line)]
        case _:
            return []


def filled(template: object, line: object, order: ReceiptOrder) -> object:
    """The message for an order."""
    number = order.number
    values = _values(order) | {
        "number": number.number if number else "",
        "number_text": number.text if number else "",
        "form": number.form if number else "",
        "series": number.series if number else "",
        "lines": [_fill(line, _values(one) | {"position": at}) for at, one in enumerate(order.lines, 1)],
    }
    return _fill(template, values)


def _values(of: Struct) -> dict[str, object]:
    return asdict(of)


def _fill(template: object, values: Mapping[str, object]) -> object:
    match template:
        case str():
            alone = _PLACE.fullmatch(template)
            return values[alone[1]] if alone else _PLACE.sub(lambda found: str(values[found[1]]), template)
        case Mapping():
            return {name: _fill(value, values) for name, value in template.items()}
        case list():
            return [_fill(value, values) for value in template]
        case _:
            return template


def at_path(found: object, path: str) -> str:
    """The value at ``result.0.number`` of an answer, as text; empty = there is none."""
    for name in path.split(".") if path else ():
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return ""
    if not path or isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return str(found).strip()
