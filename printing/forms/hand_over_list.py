"""The hand-over list (danh sách bàn giao): A4 across, one row a dossier, signed by both sides."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import local
from models.person import Organisation
from models.subjects.dossier import Dossier
from models.subjects.hand_over_list import HandOverList
from models.text import clean
from printing.forms.body import Given, slip
from printing.forms.facts import FormFacts, dated, moment
from printing.layout.sheet import Block


class HandedOver(Struct, frozen=True, kw_only=True):
    """A list and its dossiers, in its order, as they stand."""

    made: HandOverList
    dossiers: Sequence[Dossier]


def hand_over_list(told: HandedOver, given: Given) -> tuple[Block, ...]:
    """The whole list; a dossier that was struck keeps its row, with the reason."""
    made, words = told.made, given.words
    at = made.made_at or given.printed_at
    single = {
        "code": made.number,
        "dated": dated(at, given.office.place, words.facts),
        "to": made.to.unit_name,
        "made_at": moment(at, words.facts),
        "count": f"{len(made.left):02d}",
        "giver": made.giver,
        "receiver": made.confirmed.name if made.confirmed else made.receiver,
    }
    struck = {one.dossier: one.reason for one in made.struck}
    rows = tuple(_row(place, one, struck.get(one.id)) for place, one in enumerate(told.dossiers, start=1))
    facts = FormFacts({name: clean(value) for name, value in single.items()}, {"handed_over": rows})
    return slip(words.hand_over_list, made.number, facts, given, label="Số")


def _row(place: int, dossier: Dossier, struck: str | None) -> Mapping[str, str]:
    intake, owner = dossier.intake, dossier.owner
    submitter = intake.submitter if intake else None
    name = owner.name if isinstance(owner, Organisation) else owner.full_name if owner else ""
    return {
        "place": str(place),
        "code": dossier.code,
        "request": clean(intake.procedure.name) if intake else "",
        "sets": f"{intake.sets:02d}" if intake else "",
        "owner": clean(name),
        "address": clean(owner.address) if owner else "",
        "phone": (owner.phone if owner else "") or (submitter.phone if submitter else ""),
        "received_at": _at(dossier.received_at),
        "due_at": _at(dossier.due.at if dossier.due else None),
        "returned_at": "",
        "given": "",
        "taken": "",
        "note": "" if struck is None else f"KHÔNG BÀN GIAO: {struck}",
    }


def _at(at: datetime | None) -> str:
    return f"{local(at):%H:%M}\n{local(at):%d/%m/%Y}" if at else ""
