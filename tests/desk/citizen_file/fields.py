"""The fields of an event that name somebody, by their types and, of bare text, by what such fields are called."""

import types
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from msgspec import Struct, structs

from models.person import Person
from models.person_key import PersonKey

NAMES = frozenset({"payer", "full_name", "asker", "receiver", "sender", "submitter", "owner", "collector", "citizen"})
_ENDS = ("_name", "_phone")
_OFFICE = frozenset({"unit_name", "case_name", "hamlet_name", "procedure_name", "counter_name"})


def references_in(kind: type[Struct]) -> list[str]:
    """``["DossierReceived.intake.submitter", …]``."""
    return [f"{kind.__name__}.{path}" for path in dict.fromkeys(_of(kind, frozenset()))]


def _of(kind: type[Struct], within: frozenset[type]) -> Iterator[str]:
    for field in structs.fields(kind):
        for leaf in _leaves(field.type):
            named = leaf is str and (field.name in NAMES or (field.name.endswith(_ENDS) and field.name not in _OFFICE))
            if leaf is Person or leaf is PersonKey or named:
                yield field.name
            elif isinstance(leaf, type) and issubclass(leaf, Struct) and leaf not in within:
                if field.name in NAMES and "name" in leaf.__struct_fields__:
                    yield field.name
                yield from (f"{field.name}.{path}" for path in _of(leaf, within | {leaf}))


def _leaves(type_: Any) -> Iterator[Any]:  # noqa: ANN401  # any annotation
    if get_origin(type_) is not None or isinstance(type_, types.UnionType):
        for one in get_args(type_):
            yield from _leaves(one)
    else:
        yield type_
