"""The day's table of receipts: what stands in it, and that a later day changes none of it."""

from datetime import date, timedelta

from msgspec.structs import replace

from models.events import FeeLine
from models.ids import SubjectId
from models.money import ReceiptNumber
from models.receipt_day import DayReceipt, DayRowState, day_rows, total_of
from models.subjects.receipt import Receipt

DAY = date(2026, 11, 23)
LINES = (
    FeeLine(name="Bản sao", amount=4_000),
    FeeLine(name="Chữ ký", amount=10_000),
    FeeLine(name="Bản sao", amount=2_000),
)


def receipt(number: int, **more: object) -> Receipt:
    told = ReceiptNumber(form="EBL01", series="26TAB", number=number)
    return replace(Receipt(id=SubjectId(f"receipt/{number}"), number=told, lines=LINES), **more)


def test_a_day_has_its_receipts_by_number_and_those_that_became_void_on_it() -> None:
    first, voided, earlier = receipt(1), receipt(2, reason="in hỏng"), receipt(3, reason="nhầm")
    by = receipt(4, replaces=earlier.id, late=True)
    minus = receipt(5, adjusts=first.id, lines=(FeeLine(name="Bản sao", amount=-1_000),))
    owed = Receipt(id=SubjectId("receipt/9"), lines=LINES)
    known = {one.id: one for one in (first, voided, earlier)}
    there = [DayReceipt(receipt=one, issued_on=DAY) for one in (minus, by, first, owed)]
    there += [
        DayReceipt(receipt=voided, issued_on=DAY, void_on=DAY),
        DayReceipt(receipt=earlier, issued_on=DAY - timedelta(days=1), void_on=DAY),
    ]
    rows = day_rows(there, DAY, known.get)
    assert [(row.number, row.state, row.period) for row in rows] == [
        (1, DayRowState.NEW, None),
        (2, DayRowState.VOID, None),
        (3, DayRowState.VOID, DAY - timedelta(days=1)),
        (4, DayRowState.REPLACING, None),
        (5, DayRowState.ADJUSTING, None),
    ]
    assert (rows[0].kinds, rows[0].amount) == ("Bản sao; Chữ ký", 16_000)
    assert [row.related for row in rows[3:]] == ["26TAB-00000003", "26TAB-00000001"]
    assert [row.explanation for row in rows] == ["", "in hỏng", "nhầm", "nhầm", ""]
    assert [row.late for row in rows] == [False, False, False, True, False]
    assert total_of(rows) == 16_000 + 16_000 - 1_000


def test_what_became_void_later_is_as_it_was_on_its_day() -> None:
    one = DayReceipt(receipt=receipt(1, reason="nhầm"), issued_on=DAY, void_on=DAY + timedelta(days=3))
    (row,) = day_rows([one], DAY, lambda _: None)
    assert (row.state, row.explanation) == (DayRowState.NEW, "")
    assert day_rows([one], DAY + timedelta(days=1), lambda _: None) == ()
