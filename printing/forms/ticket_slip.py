"""The ticket of the waiting line, for a roll of 58 or 80 mm."""

from collections.abc import Mapping

from msgspec import Struct

from models.calendar.clock import local
from models.subjects.ticket import Ticket
from printing.forms.body import Given
from printing.layout.sheet import BigNumber, Block, CodeBlock, Heading, Paragraph, Rule


class InLine(Struct, frozen=True, kw_only=True):
    """A ticket as its slip tells of it.

    Attributes:
        ahead: tickets that wait before this one.
        services: their names by id; an id without a name is printed as it is.
    """

    ticket: Ticket
    ahead: int
    services: Mapping[str, str] = {}


def ticket_slip(one: InLine, given: Given) -> tuple[Block, ...]:
    """The number, what for, how many wait before it, and the number as QR."""
    ticket, ahead, office, say, mark = one.ticket, one.ahead, given.office, given.words.ticket_slip, given.copy_mark
    wanted = ", ".join(one.services.get(service, service) for service in ticket.services)
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
    wall = local(ticket.issued_at or given.printed_at)
    blocks.append(Paragraph(say.issued.format(moment=f"{wall:%H:%M, %d/%m/%Y}"), centred=True))
    blocks += [Paragraph(note, centred=True) for note in say.notes]
    blocks.append(CodeBlock(code=ticket.number, bars=False, text=False))
    if mark:
        blocks.append(Paragraph(mark, strong=True, centred=True))
    return tuple(blocks)
