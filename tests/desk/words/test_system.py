"""What systems say of printers reaches a clerk in Vietnamese or not at all."""

import errno
import os

import pytest

from desk.words.printers import printer_reason, printer_reason_in_full
from desk.words.reasons import sentence
from desk.words.system import system_words
from models import trouble as ill

ENGLISH = [
    "Permission denied",
    "[Errno 13] Permission denied: '/dev/usb/lp0'",
    "could not open port /dev/ttyS9: [Errno 2] No such file or directory: '/dev/ttyS9'",
    "[WinError 10061] No connection could be made because the target machine actively refused it",
    "timed out",
    "Write timeout",
    "[Errno -2] Name or service not known",
    "device reports readiness to read but returned no data (device disconnected or multiple access on port?)",
    "Connection reset by peer",
    "Waiting for printer to become available.",
    "client-error-not-possible",
    "[Errno 9999] Unknown error 9999",
]

KINDS = [
    ill.PrinterTrouble,
    ill.PrinterNotReached,
    ill.PrinterNeedsPerson,
    ill.PrinterPaused,
    ill.PrinterWentSilent,
    ill.SpoolerDropped,
    ill.SpoolerRefused,
    ill.OutOfPaper,
    ill.CoverOpen,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("said", ENGLISH)
def test_no_english_of_a_system_is_in_what_a_clerk_reads(kind: type[ill.PrinterTrouble], said: str) -> None:
    told = sentence(kind("/dev/usb/lp0", said))
    assert said not in told
    for word in (
        "denied",
        "such",
        "Errno",
        "WinError",
        "connection",
        "time",
        "known",
        "reset",
        "printer",
        "client",
        "/",
    ):
        assert word not in told
    assert told == told.replace("  ", " ").replace(" .", ".")


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.EIO, errno.ECONNREFUSED, errno.ENOSPC])
def test_a_number_and_its_saying_are_the_same_to_the_table(number: int) -> None:
    words = system_words(f"[Errno {number}] whatever")
    assert words
    assert words == system_words(os.strerror(number)) == system_words(str(OSError(number, os.strerror(number))))


def test_what_is_said_in_vietnamese_stays_and_what_nobody_knows_is_left_out() -> None:
    assert system_words("máy in ngắt kết nối.") == "máy in ngắt kết nối"
    assert system_words("Filter failed") == ""
    assert system_words("") == ""


def test_where_printers_are_set_up_the_system_is_quoted() -> None:
    told = ill.SpoolerRefused("Quầy 1", "Filter failed.")
    assert printer_reason(told) == "Hệ thống in từ chối máy in Quầy 1. Việc đã lưu; in lại sau."
    assert printer_reason_in_full(told).endswith("in lại sau. Hệ thống báo: Filter failed.")
    ours = ill.PrinterTrouble("Quầy 1", "máy in ngắt kết nối")
    assert printer_reason_in_full(ours) == printer_reason(ours)
