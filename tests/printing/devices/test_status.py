"""What printers say of themselves, in four languages, comes to one noun."""

import pytest

from models.trouble import CoverOpen, OutOfPaper, PrinterNeedsPerson, PrinterPaused
from printing.devices.dialects import Tells
from printing.devices.spooler_progress import SpoolerProgress, Stage
from printing.devices.spooler_progress import from_windows as job_of_windows
from printing.devices.status import (
    DOOR_OPEN,
    ERROR,
    JAM,
    NO_PAPER,
    OFFLINE,
    PAUSED,
    PaperLeft,
    PrinterState,
    from_lpstat,
    from_real_time,
    from_reasons,
    from_register,
    from_status_back,
    from_windows,
    query,
)

WELL = PrinterState(paper=PaperLeft.OK)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ((0x12, 0x12, 0x12, 0x12), WELL),
        ((0x12,), WELL),
        ((0x1E, 0x12, 0x12, 0x12), PrinterState(paper=PaperLeft.LOW)),
        ((0x7E, 0x1A, 0x32, 0x12), PrinterState(paper=PaperLeft.OUT)),
        ((0x72,), PrinterState(paper=PaperLeft.OUT)),
        ((0x12, 0x1A, 0x16, 0x12), PrinterState(paper=PaperLeft.OK, cover_open=True)),
        ((0x12, 0x1A, 0x12, 0x12), PrinterState(paper=PaperLeft.OK, offline=True)),
        ((0x12, 0x1A, 0x52, 0x1A), PrinterState(paper=PaperLeft.OK, offline=True, needs_person=True)),
        ((0x12, 0x1A, 0x52, 0x52), PrinterState(paper=PaperLeft.OK, offline=True, recovers=True)),
    ],
)
def test_real_time_status(answers: tuple[int, ...], state: PrinterState) -> None:
    assert from_real_time(answers) == state


@pytest.mark.parametrize(
    ("four", "state"),
    [
        (b"\x10\x00\x00\x00", WELL),
        (b"\x10\x00\x03\x00", PrinterState(paper=PaperLeft.LOW)),
        (b"\x18\x00\x0f\x00", PrinterState(paper=PaperLeft.OUT)),
        (b"\x38\x00\x00\x00", PrinterState(paper=PaperLeft.OK, cover_open=True)),
        (b"\x18\x08\x00\x00", PrinterState(paper=PaperLeft.OK, offline=True, needs_person=True)),
    ],
)
def test_status_sent_back_by_itself(four: bytes, state: PrinterState) -> None:
    assert from_status_back(four) == state


def test_a_printer_silent_in_real_time_is_asked_for_its_status_back() -> None:
    asked_for: list[bytes] = []

    def read(_seconds: float) -> bytes:
        return b"\x10\x00\x03\x00" if asked_for[-1] == b"\x1da\xff" else b""

    state = query(asked_for.append, read, (Tells.REAL_TIME, Tells.BACK))
    assert state == PrinterState(paper=PaperLeft.LOW)
    assert asked_for[-1] == b"\x1da\x00", "and then told to be quiet again"


@pytest.mark.parametrize("noise", [b"", b"\xff\x80\x01", b"HTTP/1.1"])
def test_nonsense_is_no_answer(noise: bytes) -> None:
    assert query(lambda _: None, lambda _: noise, (Tells.REAL_TIME, Tells.BACK)) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", None),
        ("lpstat: Invalid destination name", None),
        ("printer A5 is idle.  enabled since Mon 23 Nov\n\tDescription: A5\n\tAlerts: none\n", PrinterState()),
        (
            "printer A5 now printing A5-7.  enabled since Mon\n\tSending data.\n\tAlerts: none\n",
            PrinterState(busy=True, said="Sending data."),
        ),
        (
            "printer A5 disabled since Mon -\n\tPaused\n\tAlerts: paused\n",
            PrinterState(offline=True, said="Paused"),
        ),
        (
            "printer A5 is idle.  enabled since Mon\n\tLoad paper.\n\tAlerts: media-empty-error\n",
            PrinterState(paper=PaperLeft.OUT, said="Load paper."),
        ),
        (
            "printer A5 is idle.  enabled since Mon\n\tAlerts: media-low-report cover-open\n",
            PrinterState(paper=PaperLeft.LOW, cover_open=True),
        ),
    ],
)
def test_what_lpstat_says(text: str, state: PrinterState | None) -> None:
    assert from_lpstat(text) == state


def test_one_empty_tray_of_several_is_little_paper() -> None:
    assert from_reasons(["media-empty-warning"]) == PrinterState(paper=PaperLeft.LOW)
    assert from_reasons(["media-jam-report"]) == PrinterState()
    assert from_reasons(["media-empty-error", "media-low-warning"]).paper is PaperLeft.OUT


@pytest.mark.parametrize(
    ("status", "attributes", "state"),
    [
        (0, 0, PrinterState()),
        (NO_PAPER | ERROR, 0, PrinterState(paper=PaperLeft.OUT)),
        (DOOR_OPEN, 0, PrinterState(cover_open=True)),
        (JAM, 0, PrinterState(needs_person=True)),
        (ERROR, 0, PrinterState(needs_person=True)),
        (PAUSED, 0, PrinterState(offline=True)),
        (OFFLINE, 0, PrinterState(offline=True)),
        (0, 0x400, PrinterState(offline=True)),
        (0x400, 0, PrinterState(busy=True)),
    ],
)
def test_what_windows_says(status: int, attributes: int, state: PrinterState) -> None:
    assert from_windows(status, attributes) == state


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        (0x0, SpoolerProgress(Stage.WAITING)),
        (0x10, SpoolerProgress(Stage.WAITING)),
        (0x40, SpoolerProgress(Stage.WAITING, "hết giấy")),
        (0x80, SpoolerProgress(Stage.PRINTED)),
        (0x1000, SpoolerProgress(Stage.PRINTED)),
        (0x104, SpoolerProgress(Stage.DROPPED)),
    ],
)
def test_how_far_a_job_of_windows_is(status: int, progress: SpoolerProgress) -> None:
    assert job_of_windows(status) == progress


@pytest.mark.parametrize(
    ("byte", "state"),
    [
        (0x18, PrinterState()),
        (0x38, PrinterState(paper=PaperLeft.OUT)),
        (0x08, PrinterState(offline=True)),
        (0x10, PrinterState(needs_person=True)),
    ],
)
def test_the_status_register(byte: int, state: PrinterState) -> None:
    assert from_register(byte) == state


def test_each_state_that_stops_a_printer_has_its_trouble_and_low_paper_has_none() -> None:
    def kind(state: PrinterState) -> type | None:
        trouble = state.trouble("x", sent=True)
        assert trouble is None or trouble.sent
        return type(trouble) if trouble else None

    assert kind(PrinterState(paper=PaperLeft.LOW, busy=True)) is None
    assert kind(PrinterState(paper=PaperLeft.OUT)) is OutOfPaper
    assert kind(PrinterState(paper=PaperLeft.OUT, cover_open=True)) is CoverOpen
    assert kind(PrinterState(needs_person=True, offline=True)) is PrinterNeedsPerson
    assert kind(PrinterState(recovers=True)) is PrinterPaused
    assert kind(PrinterState(offline=True)) is PrinterPaused
