"""The slip with a number of the waiting line, for a roll of 58 or 80 mm."""

from collections.abc import Mapping
from datetime import datetime

from models.calendar.clock import local
from models.events import Form
from models.office import Office
from models.subjects.ticket import Ticket
from printing.forms.body import copy_mark, foot
from printing.forms.versions import FormsSet
from printing.layout.sheet import BigNumber, Block, CodeBlock, Heading, Paper, Paragraph, Rule, Sheet


def ticket_slip(
    ticket: Ticket,
    office: Office,
    words: FormsSet,
    *,
    ahead: int,
    printed_at: datetime,
    copy: int,
    services: Mapping[str, str] | None = None,
) -> Sheet:
    """The number, what for, how many wait before it, and the number as QR.

    ``ahead`` counts the tickets that wait before this one; ``services`` gives their names by id, and an id without a
    name is printed as it is.
    """
    say = words.ticket
    names = services or {}
    wanted = ", ".join(names.get(service, service) for service in ticket.services)
    blocks: list[Block] = [
        Heading(parent=office.parent, body=office.name),
        BigNumber(say.label, ticket.number),
    ]
    if ticket.priority is not None:
        blocks.append(Paragraph(say.priority, strong=True, centred=True))
    if wanted:
        blocks.append(Paragraph(wanted, strong=True, centred=True))
    waiting = say.ahead.format(ahead=ahead) if ahead > 0 else say.nobody_ahead
    blocks += [Paragraph(waiting, centred=True), Rule()]
    if ticket.name:
        blocks.append(Paragraph(f"{say.name}: {ticket.name}", centred=True))
    wall = local(ticket.issued_at or printed_at)
    blocks.append(Paragraph(say.issued.format(moment=f"{wall:%H:%M, %d/%m/%Y}"), centred=True))
    blocks += [Paragraph(note, centred=True) for note in say.notes]
    mark = copy_mark(copy, words)
    blocks.append(CodeBlock(code=ticket.number, bars=False, text=False))
    if mark:
        blocks.append(Paragraph(mark, strong=True, centred=True))
    return Sheet(
        paper=Paper.TICKET,
        form=Form.TICKET.value,
        code=ticket.number,
        version=foot(say.form, words, printed_at),
        blocks=tuple(blocks),
        copy=copy,
        copy_mark=mark,
    )
