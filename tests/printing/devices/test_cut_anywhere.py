"""A printer that goes dark, or whose paper ends, at any byte of a job: never counted, and the next paper is clean."""

import random
from functools import cache

import pytest
from msgspec.structs import replace

from models.trouble import PrinterTrouble, PrinterWentSilent
from printing.devices.commands import clearing
from printing.devices.dialects import Dialect, dialects
from printing.devices.escpos import escpos
from printing.devices.printer import Job, JobFormat
from printing.devices.thermal import send_job
from printing.layout.sheet import PaperSize, Paragraph, Sheet
from printing.simulated.mechanism import Mechanism, PrintedSlip
from tests.fakes.printers import Line, Wiring

SHEET = Sheet(
    paper=PaperSize.TICKET,
    form="ticket",
    code="A1",
    version="thử",
    blocks=(Paragraph("Ô chữ mẫu"),),
)
CUTS = 200


@cache
def job_of(dialect: Dialect) -> Job:
    content = escpos(SHEET, dots=dialect.dots, dialect=dialect)
    return Job(name="thử", content=content, language=JobFormat.ESCPOS)


def send(printer: Mechanism, wiring: Wiring, dialect: Dialect, job: Job, **cut: int) -> PrinterTrouble | None:
    line = Line(printer, wiring, cut=cut.get("cut"), end_of_paper=bool(cut.get("end_of_paper")))
    try:
        send_job(line, job, "máy thử", dialect, dialect.dots, 0.0)
    except PrinterTrouble as trouble:
        return trouble
    return None


def last(printer: Mechanism) -> bytes:
    """The last slip; one that is torn off by hand is torn off now."""
    printer.end()
    slip: PrintedSlip = printer.slips[-1]
    return slip.rows


@cache
def clean(dialect: Dialect) -> bytes:
    printer = Mechanism()
    assert send(printer, Wiring.USB, dialect, job_of(dialect)) is None
    return last(printer)


def cases() -> list[tuple[str, Wiring]]:
    """A printer that answers nothing is seen to be dark by a line that tells, and by no other."""
    blind = {Wiring.SERIAL, Wiring.SERVER}
    return [
        (name, wiring)
        for name, one in dialects().items()
        if not one.text
        for wiring in Wiring
        if one.tells or wiring not in blind
    ]


@pytest.mark.parametrize(("name", "wiring"), cases())
@pytest.mark.parametrize("end_of_paper", [False, True], ids=["dark", "paper"])
def test_no_paper_that_was_cut_off_is_counted_and_the_next_is_clean(
    name: str, wiring: Wiring, *, end_of_paper: bool
) -> None:
    dialect = dialects()[name]
    if end_of_paper and not dialect.tells:
        pytest.skip("such a printer tells nobody that its paper has ended while its memory takes the rest")
    job = replace(job_of(dialect), answers=True)
    chance = random.Random(f"{name} {wiring} {end_of_paper}")  # noqa: S311 - the same cuts each time
    for _ in range(CUTS):
        printer = Mechanism()
        printer.memory = chance.choice([64, 4096, 65_536])
        at = chance.randrange(len(job.content) + 40)
        trouble = send(printer, wiring, dialect, job, cut=at, end_of_paper=end_of_paper)
        if trouble is None:
            assert last(printer) == clean(dialect), f"counted, cut at {at}"
            continue
        printer.failures.clear()
        printer.go_on()
        again = job if not trouble.sent else replace(job, content=clearing(dialect) + job.content)
        assert send(printer, wiring, dialect, again) is None, f"cut at {at}"
        assert last(printer) == clean(dialect), f"the next is not clean, cut at {at}"


@pytest.mark.parametrize("name", [name for name, one in dialects().items() if not one.text])
def test_without_clearing_the_next_would_be_garbage(name: str) -> None:
    """What this file proves is not proven by a printer that forgives everything."""
    dialect = dialects()[name]
    printer = Mechanism()
    printer.feed(job_of(dialect).content[:200])
    send(printer, Wiring.USB, dialect, job_of(dialect))
    printer.end()
    assert not printer.slips or last(printer) != clean(dialect)


def test_a_printer_that_never_answered_gets_its_job_and_one_that_did_is_missed() -> None:
    dialect = dialects()["xprinter-80"]
    assert send(Mechanism(), Wiring.SERVER, dialect, job_of(dialect), cut=1) is None
    known = replace(job_of(dialect), answers=True)
    assert isinstance(send(Mechanism(), Wiring.SERVER, dialect, known, cut=1), PrinterWentSilent)
