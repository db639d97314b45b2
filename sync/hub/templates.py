"""Messages to other systems as the settings describe them: a tree of values with placeholders, and paths in answers."""

import re
from collections.abc import Iterator, Mapping

_PLACE = re.compile(r"\{([a-z_]+)\}")


def places_in(template: object) -> Iterator[str]:
    """The names of all placeholders."""
    match template:
        case str():
            yield from _PLACE.findall(template)
        case Mapping():
            for value in template.values():
                yield from places_in(value)
        case list():
            for value in template:
                yield from places_in(value)
        case _:
            return


def fill(template: object, values: Mapping[str, object]) -> object:
    """The template with its values: a placeholder alone becomes the value itself, one within text its words."""
    match template:
        case str():
            alone = _PLACE.fullmatch(template)
            return values[alone[1]] if alone else _PLACE.sub(lambda found: str(values[found[1]]), template)
        case Mapping():
            return {name: fill(value, values) for name, value in template.items()}
        case list():
            return [fill(value, values) for value in template]
        case _:
            return template


def within(found: object, path: str) -> object:
    """What stands at ``result.0.number``; None = nothing does."""
    for name in path.split(".") if path else ():
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found


def at_path(found: object, path: str) -> str:
    """The value at a path of an answer, as text; empty = there is none."""
    value = within(found, path) if path else None
    return "" if isinstance(value, bool) or not isinstance(value, str | int) else str(value).strip()
