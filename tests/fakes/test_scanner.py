import contextlib
import os
import select
from pathlib import Path

import pytest

from tests.fakes.scanner import FakeScanner


def test_what_the_scanner_types_arrives_byte_for_byte(tmp_path: Path) -> None:
    scanner = FakeScanner(tmp_path / "scanner")
    end = os.open(scanner.link, os.O_RDWR | os.O_NOCTTY)
    scanner.send(bytes(range(256)))
    assert os.read(end, 1000) == bytes(range(256))
    os.close(end)
    scanner.unplug()


def test_chunks_arrive_one_after_the_other(tmp_path: Path) -> None:
    scanner = FakeScanner(tmp_path / "scanner")
    end = os.open(scanner.link, os.O_RDWR | os.O_NOCTTY)
    scanner.send(b"abc")
    assert select.select([end], [], [], 5.0)[0]
    with pytest.raises(TimeoutError):
        scanner.drained(patience=0.01)
    assert os.read(end, 1000) == b"abc"
    scanner.drained(patience=0.01)
    os.close(end)
    scanner.unplug()


def test_an_unplugged_scanner_is_gone_for_who_holds_it_open(tmp_path: Path) -> None:
    scanner = FakeScanner(tmp_path / "scanner")
    end = os.open(scanner.link, os.O_RDWR | os.O_NOCTTY)
    scanner.unplug()
    assert not scanner.link.exists()
    with contextlib.suppress(OSError):  # the kernel says it with an error or with an empty read
        assert os.read(end, 1) == b""
    os.close(end)
    scanner.plug()
    assert scanner.link.exists()
    scanner.unplug()
    scanner.unplug()
