"""The limits of a settings file, read from its types: ``Annotated[int, msgspec.Meta(ge=0, le=100)]``.

The reader of the file refuses by them; widgets and answers take range and default from here.
"""

import re
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, inspect
from msgspec.structs import replace

from models.system.decoding import prepared

T = TypeVar("T", bound=Struct)

_AT = re.compile(r" - at `\$\.([^`]*)`$")
_PLACE = re.compile(r"\[[^\]]*\]")


class KeyRule(Struct, frozen=True, kw_only=True):
    """What may stand under one key; which of it applies follows from the kind.

    Attributes:
        least, most: of a number, both included.
        pattern, example: of a text: the whole of it matches; how one looks.
        choices: the only texts there are.
        default: what holds where nothing stands; None = there has to be something.
    """

    least: float | None = None
    most: float | None = None
    pattern: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    default: Any = None

    def allows(self, value: object) -> bool:
        """Whether this value keeps the rule."""
        if self.choices:
            return value in self.choices
        if self.pattern:
            return isinstance(value, str) and re.search(self.pattern, value) is not None
        return isinstance(value, int | float) and not (
            (self.least is not None and not value >= self.least) or (self.most is not None and not value <= self.most)
        )

    @property
    def range(self) -> tuple[str, str]:
        """Both ends of a number's range, as text."""
        return f"{self.least:g}", f"{self.most:.10g}"


@lru_cache(maxsize=8)
def rules_of(kind: type[Struct]) -> dict[str, KeyRule]:
    """Every rule of this type by its key ("hall.volume"); of a list without the place ("more_scanners.baud")."""
    found: dict[str, KeyRule] = {}
    _collect("", inspect.type_info(kind), None, found)
    return found


def values_of(settings: Struct, key: str) -> list[Any]:
    """What stands under this key: one value, in a list as many as it has members, none where a part is left out."""
    found: list[Any] = [settings]
    for name in key.split("."):
        values = [getattr(one, name) for one in found]
        members = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
        found = [one for one in members if one is not None]
    return found


def with_value(settings: T, key: str, value: object) -> T:
    """These settings with this value under the key."""
    head, _, rest = key.partition(".")
    return replace(settings, **{head: with_value(getattr(settings, head), rest, value) if rest else value})


def convert(plain: object, kind: type[T]) -> T:
    """What was read from a file, as this type.

    Raises:
        msgspec.ValidationError: something is misspelt, missing, of the wrong kind or against a rule.
    """
    try:
        return msgspec.convert(plain, prepared(kind))
    except msgspec.ValidationError as wrong:
        raise msgspec.ValidationError(_whole(str(wrong), kind)) from wrong


def key_of(wrong: msgspec.ValidationError) -> str:
    """The key at which it is wrong, as ``rules_of`` names it; empty = the file as a whole."""
    found = _AT.search(str(wrong))
    return _PLACE.sub("", found[1]) if found else ""


def _whole(said: str, kind: type[Struct]) -> str:
    """``msgspec`` names the end of the range that was passed, and a pattern by its signs: what is wanted says more."""
    found = _AT.search(said)
    rule = rules_of(kind).get(_PLACE.sub("", found[1])) if found else None
    if rule is None or found is None:
        return said
    if rule.example and " matching regex " in said:
        return f"Expected text like `{rule.example}`{found[0]}"
    if None not in (rule.least, rule.most) and re.match(r"Expected `(int|float)` [<>]", said):
        return f"Expected number from `{rule.range[0]}` to `{rule.range[1]}`{found[0]}"
    if rule.choices and said.startswith("Invalid enum value"):
        return f"Expected one of `{', '.join(rule.choices)}`{found[0]}"
    return said


def _collect(key: str, kind: inspect.Type, default: object, found: dict[str, KeyRule]) -> None:
    match kind:
        case inspect.StructType(fields=fields):
            for field in fields:
                usual = None if field.default is msgspec.NODEFAULT else field.default
                _collect(f"{key}.{field.encode_name}".lstrip("."), field.type, usual, found)
        case inspect.VarTupleType(item_type=item):
            _collect(key, item, None, found)
        case inspect.UnionType(types=types):
            for one in types:
                _collect(key, one, default, found)
        case inspect.Metadata(type=inspect.StrType(pattern=str() as pattern), extra_json_schema=extra):
            found[key] = KeyRule(pattern=pattern, example=str((extra or {}).get("examples", [""])[0]), default=default)
        case inspect.IntType(ge=least, le=most) | inspect.FloatType(ge=least, le=most) if (least, most) != (None, None):
            found[key] = KeyRule(least=least, most=most, default=default)
        case inspect.EnumType(cls=cls):
            found[key] = KeyRule(choices=tuple(str(one.value) for one in cls), default=default)
        case _:
            pass
