"""The day's table of receipts as spreadsheet and PDF, beside the same receipts read and made into rows."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desk.desk import Desk
from desk.money.day_table import day_table, write_day_table
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.events import AnyEvent, FeeLine, ReceiptIssued, ReceiptVoided
from models.ids import ClerkId, SubjectId, new_subject
from models.money import ReceiptNumber
from tests.benchmarks.figures import Figure

RECEIPTS = 2_000
VOID_EACH = 50
RUNS = 5
KINDS = ("Chứng thực bản sao từ bản chính", "Chứng thực chữ ký", "Lệ phí đăng ký cư trú")


def figures() -> Iterator[Figure]:
    """Median of each kind of file, from asking for the table until the file lies there."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        desk = open_desk(folder / "desk", settings=training_settings(), training=True)
        try:
            _fill(desk)
            rows = len(day_table(desk, desk.today).rows)
            bare = _median(lambda: day_table(desk, desk.today))
            for suffix, target in ((".xlsx", "≤ 2 s"), (".pdf", "reported")):
                out = folder / f"bang{suffix}"
                yield Figure(
                    f"day table of {rows:,} receipts as {suffix[1:].upper()}, median",
                    _median(lambda out=out: write_day_table(desk, day_table(desk, desk.today), out)),  # type: ignore[misc]  # bound at once
                    "s",
                    bare,
                    "the same receipts read and made into rows, nothing written",
                    target,
                )
        finally:
            close_desk(desk)


def _fill(desk: Desk) -> None:
    facts: list[tuple[SubjectId, AnyEvent]] = []
    for number in range(1, RECEIPTS + 1):
        id_ = new_subject("receipt/")
        told = ReceiptNumber(form="EBL01", series="26TAB", number=number)
        line = FeeLine(name=KINDS[number % len(KINDS)], amount=2_000 * (1 + number % 40))
        facts.append((id_, ReceiptIssued(number=told, lines=(line,))))
        if number % VOID_EACH == 0:
            facts.append((id_, ReceiptVoided(reason="in hỏng", confirmed_by=ClerkId("hai"))))
    desk.store.log.record_all(desk.by, facts)


def _median(step: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        step()
        took.append(time.perf_counter() - start)
    return statistics.median(took)
