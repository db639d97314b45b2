"""Receipts written by hand on a paper book: the program says which number is next, and records it with the money.

The book lies in the drawer of one machine, so that its numbers stand in that machine's settings. They are used from low
to high without gaps; a spoilt one is recorded as void. From the day that ends their use by law none is given out.
"""

from datetime import timedelta

from desk.desk import Desk
from desk.rights import Permission, require
from models.catalogue.paper_receipts import PaperBook, paper_rule
from models.events import RECEIPT, ReceiptIssued, ReceiptVoided
from models.ids import ClerkId, new_subject
from models.money import ReceiptNumber
from models.not_allowed import OfOneVerb, ReasonMissing
from models.store.projections.money.receipt import RECEIPTS
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.receipt import Receipt
from models.text import clean


class PaperReceiptsEnded(OfOneVerb):
    """Their time is over."""

    def __init__(self) -> None:
        rule = paper_rule()
        super().__init__(rule.last_day)
        over = rule.last_day + timedelta(days=1)
        self.sentence = (
            f"Từ {over:%d/%m/%Y} không dùng biên lai giấy in sẵn nữa ({rule.source}): "
            "lập biên lai điện tử, chưa có số thì thu bằng phiếu thu."
        )


class NoPaperReceipt(OfOneVerb):
    """No book is set at this machine, or all of it is written."""

    sentence = "Máy này chưa khai quyển biên lai giấy, hoặc quyển đã dùng hết số."


class OtherPaperNext(OfOneVerb):
    """The number that was confirmed is not the next one of the book."""

    def __init__(self, number: ReceiptNumber | None) -> None:
        super().__init__(number)
        now = f"nay là số {number.text}" if number else "nay không còn tờ nào"
        self.sentence = f"Tờ biên lai giấy tiếp theo {now}; xem lại quyển rồi thu lại."


def book_in_use(desk: Desk) -> PaperBook | None:
    """The stock that receipts are written on today; None = none is set, or its time is over."""
    return None if desk.today > paper_rule().last_day else desk.settings.money.paper_book


def next_number(desk: Desk, *, behind: int = 0) -> ReceiptNumber | None:
    """The next number of the book, or the one so many behind it; None = there is none."""
    book = book_in_use(desk)
    if book is None:
        return None
    written = desk.store.lists(ReceiptLists).last_number(book.form, book.series, book.first, book.last)
    number = (book.first if written is None else written + 1) + behind
    return ReceiptNumber(form=book.form, series=book.series, number=number) if number <= book.last else None


def how_many_left(desk: Desk) -> int:
    """How many numbers of the book are not written yet."""
    book, number = book_in_use(desk), next_number(desk)
    return book.last - number.number + 1 if book is not None and number is not None else 0


def check_next(desk: Desk, confirmed: ReceiptNumber) -> None:
    """Refuse to go on when the number that the clerk has confirmed is not the next one.

    Raises:
        PaperReceiptsEnded, OtherPaperNext.
    """
    if desk.today > paper_rule().last_day:
        raise PaperReceiptsEnded
    number = next_number(desk)
    if number != confirmed:
        raise OtherPaperNext(number)


def spoil(desk: Desk, reason: str) -> Receipt:
    """The next paper is spoilt: its number is used and void. No money moves, so that one person is enough.

    Raises:
        PaperReceiptsEnded, NoPaperReceipt, ReasonMissing, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    if desk.settings.money.paper_book is not None and book_in_use(desk) is None:
        raise PaperReceiptsEnded
    number = next_number(desk)
    if number is None:
        raise NoPaperReceipt
    if not clean(reason):
        raise ReasonMissing
    id_ = new_subject(RECEIPT)
    void = ReceiptVoided(reason=clean(reason), confirmed_by=ClerkId(""))
    desk.store.log.record_all(desk.by, [(id_, ReceiptIssued(number=number, on_paper=True)), (id_, void)])
    return desk.store.log.subject(RECEIPTS, id_)
