"""Reasons as the window says them."""

import pytest

from models import trouble as ill
from models.trouble import Trouble
from ui.core.words import why, why_in_full

PATH = "/home/thu/.local/share/motcua/attachments/9f.bin"


@pytest.mark.parametrize(
    "reason",
    [
        ill.FolderReadOnly(PATH, f"[Errno 13] Permission denied: '{PATH}'"),
        ill.DiskFailing(PATH, "[Errno 5] Input/output error"),
        ill.ScanDamaged(PATH),
        ill.NotPlain(PATH),
        ill.FileUnreadable(PATH, "[Errno 13]", "root"),
        ill.BackupPlaceMissing(PATH),
        ill.ReaderTrouble("/dev/ttyACM0", "[Errno 2] No such file or directory"),
    ],
    ids=lambda reason: type(reason).__name__,
)
def test_files_and_ports_are_called_by_their_last_name_alone(reason: Trouble) -> None:
    told = why(reason)
    assert "/" not in told
    assert "Errno" not in told
    assert ("9f.bin" in told) is not isinstance(reason, ill.ReaderTrouble)


def test_only_a_printer_has_more_to_say_where_it_is_set_up() -> None:
    assert why_in_full(ill.DiskFull(PATH)) == why(ill.DiskFull(PATH))
    assert "Hệ thống báo: Input/output error" in why_in_full(
        ill.PrinterNotReached("/dev/usb/lp0", "Input/output error")
    )
