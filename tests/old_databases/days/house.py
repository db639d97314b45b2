"""What an office did whose machine speaks with a second peer, and records facts about several subjects at once."""

from desk.desk import Desk
from desk.intake import intake
from desk.line import waiting
from models.events import FeeTaken, PaidBy, TicketLeft
from models.ids import PeerName
from tests.conftest import TurnedClock
from tests.old_databases.days import counter

OFFICE = PeerName("office")


def work(desk: Desk, clock: TurnedClock) -> Desk:
    """A peer that is not the province has everything so far; money and the end of a number are one deed."""
    office = desk.store.of_peer(OFFICE)
    office.put("cursor", b"17")
    office.arrived(desk.store.log.head().seq, clock(), 17)
    form = counter.filled(desk, counter.COPIES, submitter=counter.TU, pages=1, receipt_wanted=True)
    paid, ticket = intake.take_in(desk, form), waiting.issue(desk, ["ho-tich"])
    fee = FeeTaken(amount=paid.fee.total if paid.fee else 0, paid_by=PaidBy.CASH)
    desk.store.log.record_all(desk.by, [(paid.id, fee), (ticket.id, TicketLeft())])
    return desk
