"""Money at the counter: one payment, the closing of a long shift, and the page of a day with many payments."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.intake import intake
from desk.money import payments, shifts
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from desk.views.open_desk import OpenDesk
from models.events import AnyEvent, DossierReceived, FeeTaken, PaymentTaken, ReceiptIssued, ShiftOpened
from models.ids import DossierCode, DossierId, SubjectId, new_subject
from models.money import PaidFee, ReceiptNumber
from models.receipt_leases import ReceiptPool
from models.store.codec import event_values
from tests.benchmarks.bench_store import _bare
from tests.benchmarks.figures import Figure, percentile
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, complete
from tests.fakes.citizens import subject_at

ALONE = 300
OF_SHIFT = 500
OF_DAY = 2_000
UNPAID = 5_000
BLOCK = 50
RUNS = 8
_NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    """Taking, closing, and the page."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        yield _taking(Path(folder))
        yield _closing(Path(folder))
        yield _page(Path(folder))


def _opened(folder: Path) -> Desk:
    desk = open_desk(folder, settings=training_settings(), clock=TurnedClock(_NOW), training=True)
    leased = ReceiptPool(
        device=desk.store.log.device,
        form="EBL01",
        series="26TAB",
        first=1,
        last=9_999,
        leased_at=_NOW - timedelta(days=5),
    )
    return replace(desk, receipt_pools=(leased,))


def _taking(folder: Path) -> Figure:
    """Turns of some dozens keep payments and bare commits each at its own best."""
    desk = _opened(folder / "taking")
    bare = _bare(folder / "bare.db")
    dossiers = [intake.take_in(desk, complete(desk, COPIES, pages=1, copies=2)).id for _ in range(ALONE)]
    payments.take(desk, [dossiers.pop()])  # opens the shift
    ours: list[float] = []
    theirs: list[float] = []
    while dossiers:
        before = desk.store.log.head().seq
        turn = [dossiers.pop() for _ in range(min(BLOCK, len(dossiers)))]
        ours += [_timed(partial(payments.take, desk, [id_])) for id_ in turn]
        body = bytes(_bytes_of(desk, before) // len(turn))
        theirs += [_timed(partial(bare, body)) for _ in turn]
    close_desk(desk)
    return Figure(
        "take a payment (payment, fee, receipt with its number), p50",
        percentile(ours, 0.5),
        "ms",
        percentile(theirs, 0.5),
        f"bare SQLCipher insert+commit of {len(body):,} bytes",
        "≤ 2x",
    )


def _bytes_of(desk: Desk, before: int) -> int:
    """Bytes of the events behind one."""
    values = [value for one in desk.store.log.events() if one.seq > before for value in event_values(one)]
    return sum(len(one.encode() if isinstance(one, str) else one) for one in values if isinstance(one, str | bytes))


def _closing(folder: Path) -> Figure:
    desk = _opened(folder / "closing")
    shift = _paid(desk, OF_SHIFT)
    expected = shifts.report(desk, shift).expected
    rows = statistics.median(_timed(partial(shifts.lists(desk).of_day, desk.today)) for _ in range(RUNS))
    took = _timed(partial(shifts.close, desk, shift, total=expected))
    close_desk(desk)
    return Figure(
        f"close a shift of {OF_SHIFT} payments", took, "ms", rows, "its payments read and made, once", "≤ 1,000 ms"
    )


def _page(folder: Path) -> Figure:
    desk = _opened(folder / "page")
    _paid(desk, OF_DAY)
    template = intake.take_in(desk, complete(desk, COPIES, pages=1, copies=2))
    received = next(one.event for one in desk.store.log.history(template.id) if isinstance(one.event, DossierReceived))
    chance = random.Random(5)  # noqa: S311  # no secret, the same each run
    unpaid: list[tuple[SubjectId, AnyEvent]] = [
        (
            subject_at("dossier/", _NOW + timedelta(seconds=number), chance),
            with_(received, code=DossierCode(f"H00.99.01-261124-{number:04d}")),
        )
        for number in range(1, UNPAID + 1)
    ]
    for start in range(0, UNPAID, 500):
        desk.store.log.record_all(desk.by, unpaid[start : start + 500])
    work = OpenDesk(desk).money
    rows = statistics.median(_timed(partial(shifts.lists(desk).of_day, desk.today)) for _ in range(RUNS))
    took = [_timed(work.page) for _ in range(RUNS)]
    close_desk(desk)
    return Figure(
        f"the page of money, {OF_DAY:,} payments of the day, {UNPAID:,} dossiers unpaid, p50",
        percentile(took, 0.5),
        "ms",
        rows,
        "the day's payments read and made, once",
        "",
    )


def _paid(desk: Desk, count: int) -> SubjectId:
    """A shift with so many payments, in few transactions."""
    shift, chance = new_subject("shift/"), random.Random(3)  # noqa: S311  # no secret, the same each run
    facts: list[tuple[SubjectId, AnyEvent]] = [(shift, ShiftOpened(counted=()))]
    for number in range(1, count + 1):
        # A second apart, as at a counter: rows of one millisecond would be looked for one behind the other.
        at = _NOW + timedelta(seconds=number)
        dossier, payment = DossierId(subject_at("dossier/", at, chance)), subject_at("payment/", at, chance)
        fees = (PaidFee(dossier=dossier, amount=4_000),)
        facts += [
            (payment, PaymentTaken(fees=fees, payer="Nguyễn Văn Mẫu", shift=shift)),
            (dossier, FeeTaken(amount=4_000, payment=payment)),
            (
                subject_at("receipt/", at, chance),
                ReceiptIssued(
                    number=ReceiptNumber(form="EBL01", series="26TAB", number=number), payment=payment, fees=fees
                ),
            ),
        ]
    for start in range(0, len(facts), 900):
        desk.store.log.record_all(desk.by, facts[start : start + 900])
    return shift


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3
