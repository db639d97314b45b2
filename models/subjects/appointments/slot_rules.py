"""What is offered for a service at a counter, or what holds for the whole office, as the fold of its events."""

from msgspec import Struct
from msgspec.structs import replace

from models.events import (
    AnyEvent,
    AppointmentRulesSet,
    SlotDaysRemoved,
    SlotDaysSet,
    SlotHoursSet,
    UnknownEvent,
)
from models.history import Recorded
from models.ids import EventId, SubjectId
from models.subjects.folding import MOST, Fold


class SlotDays(Struct, frozen=True):
    """A rule for certain dates, by the event that set it."""

    event: EventId
    rule: SlotDaysSet


class SlotRules(Struct, frozen=True, kw_only=True):
    """What is offered.

    Attributes:
        hours: by the day from which they hold, the earliest first.
        days: in the order in which they were set.
        limits: of the whole office; None = nobody has set any.
    """

    id: SubjectId
    hours: tuple[SlotHoursSet, ...] = ()
    days: tuple[SlotDays, ...] = ()
    removed: tuple[EventId, ...] = ()
    limits: AppointmentRulesSet | None = None
    events: int = 0


def step(rules: SlotRules, recorded: Recorded) -> SlotRules:
    """The rules after one more event."""
    return replace(changed(rules, recorded.event, recorded.id), events=rules.events + 1)


def changed(rules: SlotRules, event: AnyEvent | UnknownEvent, id_: EventId) -> SlotRules:
    """The rules after this, recorded under this id or only thought of."""
    match event:
        case SlotHoursSet() as hours:
            others = (one for one in rules.hours if one.valid_from != hours.valid_from)
            return replace(rules, hours=tuple(sorted((*others, hours), key=lambda one: one.valid_from))[-MOST:])
        case SlotDaysSet() as days if id_ not in rules.removed:
            return replace(rules, days=(*rules.days, SlotDays(id_, days))[-MOST:])
        case SlotDaysRemoved(rule=gone):
            left = tuple(one for one in rules.days if one.event != gone)
            return replace(rules, days=left, removed=(*rules.removed, gone)[-MOST:])
        case AppointmentRulesSet() as limits:
            return replace(rules, limits=limits)
        case _:
            return rules


fold = Fold(lambda name: SlotRules(id=SubjectId(name)), step)
"""The rules that a history tells."""
