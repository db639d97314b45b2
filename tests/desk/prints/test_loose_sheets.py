"""Trials and sheets of the desk leave a printer's memory as clean as papers of dossiers do."""

from collections.abc import Callable

import pytest

from desk.desk import Desk
from desk.prints.loose_sheets import print_loose
from desk.prints.printer_memory import recall
from models.trouble import PrinterTrouble
from printing.devices.commands import clearing
from printing.devices.dialects import undescribed
from printing.layout.sheet import PaperSize, Paragraph, Sheet
from printing.simulated.mechanism import Failure
from tests.desk.prints.test_print_jobs import DOTS, InProcess, delivered

ADDRESS = "tcp:one:9100?dots=384"
SHEET = Sheet(paper=PaperSize.TICKET, form="trial", code="A1", version="thử", blocks=(Paragraph("Bản in thử"),))
CLEARING = clearing(undescribed(DOTS))


def loose(desk: Desk | None, to: InProcess) -> bytes:
    """What a trial makes a printer receive; without a desk as at the first set-up."""
    before = len(to.mechanism.received)
    ask: Callable[[Callable[[Desk], object]], object] | None = None
    if desk is not None:
        open_desk = desk

        def ask(step: Callable[[Desk], object]) -> object:
            return step(open_desk)

    print_loose(SHEET, ADDRESS, name="in-thu", ask=ask, find=lambda _: to)
    return bytes(to.mechanism.received[before:])


def test_a_trial_after_a_broken_paper_clears_the_memory_and_the_next_paper_needs_not(desk: Desk) -> None:
    one = InProcess("one")
    assert CLEARING not in loose(desk, one)
    one.mechanism.failures.add(Failure.CUTS_OFF)
    with pytest.raises(PrinterTrouble):
        delivered(desk, one)
    one.mechanism.failures.clear()
    assert CLEARING in loose(desk, one)
    assert CLEARING not in delivered(desk, one)


def test_a_paper_after_a_broken_trial_clears_the_memory(desk: Desk) -> None:
    one = InProcess("one")
    one.mechanism.failures.add(Failure.CUTS_OFF)
    with pytest.raises(PrinterTrouble):
        loose(desk, one)
    assert recall(desk.store, ADDRESS).doubtful
    one.mechanism.failures.clear()
    assert CLEARING in delivered(desk, one)


def test_without_a_desk_nobody_knows_and_the_memory_is_cleared(desk: Desk) -> None:
    assert CLEARING in loose(None, InProcess("one"))
    assert not recall(desk.store, ADDRESS).doubtful
