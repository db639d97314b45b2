"""Views of the page of money."""

from msgspec import Struct

from desk.dossiers import work_lists
from desk.money import receipts, shifts
from desk.rights import Permission, require
from desk.views.money.payments import PaymentLine, UnpaidLine, how_many_today, todays_lines, unpaid_lines
from desk.views.money.receipts import OwedLine, owed_lines
from desk.views.money.shifts import ClosedShiftLine, ShiftCard, closed_lines, shift_card
from desk.views.money.transfers import TransferLine, transfer_lines
from desk.views.state import Views
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.receipt import ReceiptState
from models.subjects.work_lists import WorkList


class MoneyOverview(Struct, frozen=True, kw_only=True):
    """Everything the page shows when it comes to the front.

    Attributes:
        payments, unpaid: the first page of each; ``payments_in_all``, ``unpaid_in_all``: how many there are.
        doubled: numbers of receipts and slips that must become void, since two desks took the same payment.
    """

    card: ShiftCard
    payments: tuple[PaymentLine, ...]
    payments_in_all: int
    unpaid: tuple[UnpaidLine, ...]
    unpaid_in_all: int
    transfers: tuple[TransferLine, ...]
    owed: tuple[OwedLine, ...]
    shifts: tuple[ClosedShiftLine, ...]
    doubled: tuple[str, ...] = ()


class MoneyViews(Views):
    """The page of money, and its place at the rail."""

    def page(self) -> MoneyOverview:
        """Everything of the page; of long lists the first page."""
        desk = self.desk
        require(desk, Permission.TAKE_FEE)
        return MoneyOverview(
            card=shift_card(desk),
            payments=todays_lines(desk),
            payments_in_all=how_many_today(desk),
            unpaid=unpaid_lines(desk),
            unpaid_in_all=work_lists.counts(desk, of=[WorkList.MONEY])[WorkList.MONEY],
            transfers=transfer_lines(desk),
            owed=owed_lines(desk),
            shifts=closed_lines(desk),
            doubled=tuple(one.shown_number for one in receipts.doubled(desk)),
        )

    def waits(self) -> int:
        """How many things of money need somebody: unmatched transfers, receipts that are due or must become void."""
        lists = self.desk.store.lists(ReceiptLists)
        twice = sum(one.state is not ReceiptState.OWED for one in receipts.doubled(self.desk))
        return shifts.lists(self.desk).how_many_transfers_wait() + lists.how_many_owed() + twice
