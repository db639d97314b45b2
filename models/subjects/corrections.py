"""What a correction makes of an intake, value by value: two machines that corrected different values both count.

A correction says what stood there when it was made (``was``). What nobody else has changed since then is taken over; a
value that another machine has changed meanwhile to something else is crossed, and a person settles it.
"""

from typing import Any

from msgspec import Struct, structs
from msgspec.structs import replace

from models.events import DossierCorrected, Intake, IntakeValues, PaperReceived

CORRECTED = ("procedure", "submitter", "owner", "authority", "papers", "return_by", "return_to", "note")
"""Fields of an intake that a correction may name."""


class CrossedValue(Struct, frozen=True, kw_only=True):
    """A value that two machines changed to different ones.

    Attributes:
        field: of the intake.
        part: of the person, body or authority in it, or the name of a paper; empty = the whole field.
        was: before both; here: by the correction that was folded last, which holds; there: by the other.
    """

    field: str
    part: str
    was: object
    here: object
    there: object


def corrected(intake: Intake, event: DossierCorrected) -> tuple[Intake, tuple[CrossedValue, ...]]:
    """The intake after a correction, and the values in which it crosses what another machine changed."""
    crossed: list[CrossedValue] = []
    changed: dict[str, object] = {}
    for field in CORRECTED:
        value = getattr(event, field)
        if value is None:
            continue
        stands = getattr(intake, field)
        was = stands if event.was is None else getattr(event.was, field)
        if field == "papers":
            changed[field], parts = _papers(was or (), stands, value)
        else:
            changed[field], parts = _value(was, stands, value)
        crossed += [replace(one, field=field) for one in parts]
    return replace(intake, **changed), tuple(crossed)


def values_seen(intake: Intake, event: DossierCorrected) -> IntakeValues:
    """What stands in the fields that a correction names."""
    return IntakeValues(**{field: getattr(intake, field) for field in CORRECTED if getattr(event, field) is not None})


def put_right(intake: Intake, crossed: tuple[CrossedValue, ...], reason: str) -> DossierCorrected | None:
    """The correction after which crossed values are the others'; None = they are already."""
    changed: dict[str, Any] = {}
    for one in crossed:
        stands = changed.get(one.field, getattr(intake, one.field))
        if one.field == "papers":
            papers = {paper.name: paper for paper in stands if isinstance(paper, PaperReceived)}
            papers.pop(one.part, None)
            if isinstance(one.there, PaperReceived):
                papers[one.part] = one.there
            changed[one.field] = tuple(papers.values())
        elif one.part and isinstance(stands, Struct):
            changed[one.field] = replace(stands, **{one.part: one.there})
        elif one.there is not None:
            changed[one.field] = one.there
    given: dict[str, Any] = {field: value for field, value in changed.items() if value != getattr(intake, field)}
    return DossierCorrected(reason=reason, **given) if given else None


def _value(was: object, stands: object, value: object) -> tuple[object, list[CrossedValue]]:
    """One field; of a person, body or authority that all three have, part by part."""
    if isinstance(value, Struct) and type(value) is type(stands) is type(was):
        parts = {name: _one(getattr(was, name), getattr(stands, name), getattr(value, name)) for name in _names(value)}
        crossed = [_crossed(name, was, stands, value) for name, (_, differs) in parts.items() if differs]
        return replace(value, **{name: one for name, (one, _) in parts.items()}), crossed
    one, differs = _one(was, stands, value)
    return one, [CrossedValue(field="", part="", was=was, here=value, there=stands)] if differs else []


def _papers(
    was: tuple[PaperReceived, ...], stands: tuple[PaperReceived, ...], value: tuple[PaperReceived, ...]
) -> tuple[tuple[PaperReceived, ...], list[CrossedValue]]:
    before, now, new = ({one.name: one for one in papers} for papers in (was, stands, value))
    kept: list[PaperReceived] = []
    crossed: list[CrossedValue] = []
    for name in dict.fromkeys((*now, *new)):
        one, differs = _one(before.get(name), now.get(name), new.get(name))
        if isinstance(one, PaperReceived):
            kept.append(one)
        if differs:
            crossed.append(
                CrossedValue(field="", part=name, was=before.get(name), here=new.get(name), there=now.get(name))
            )
    return tuple(kept), crossed


def _one(was: object, stands: object, value: object) -> tuple[object, bool]:
    """What holds of one value, and whether two changed it to different ones."""
    if value == was:
        return stands, False
    return value, stands not in (was, value)


def _crossed(name: str, was: object, stands: object, value: object) -> CrossedValue:
    return CrossedValue(
        field="", part=name, was=getattr(was, name), here=getattr(value, name), there=getattr(stands, name)
    )


def _names(value: Struct) -> tuple[str, ...]:
    return tuple(field.name for field in structs.fields(value))
