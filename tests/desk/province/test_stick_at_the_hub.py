"""``motcua-hub usb``: what the administrator types when a stick comes in."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sync.hub.commands.root import hub as main
from tests.conftest import TurnedClock
from tests.desk.carried import OFFICE, Carried, TheHub, a_desk, letters


class Administrator:
    """The command line over the very database and keys of ``TheHub``."""

    def __init__(self, folder: Path) -> None:
        for name, seed in (("sign.key", 1), ("seal.key", 2), ("database.key", 0)):
            (folder / name).write_text(bytes([seed]).hex() * 32)
            (folder / name).chmod(0o600)
        self.config = folder / "hub.toml"
        self.config.write_text(f'name = "Tỉnh Mẫu"\n[database]\nurl = "sqlite:///{folder / "hub1.db"}"\n', "utf-8")

    def types(self, *words: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(main, ["--config", str(self.config), *words])
        return result.exit_code, result.stdout, result.stderr


def put_away(hub: TheHub) -> None:
    """The command opens the database itself."""
    hub.store.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


def test_the_administrator_reads_a_stick_and_is_told_what_came(tmp_path: Path, stick: Path, clock: TurnedClock) -> None:
    hub = TheHub(tmp_path, clock)
    with a_desk(tmp_path / "desk", hub, 1) as one:
        one.works(2)
        one.scans()
        one.out(stick)
        put_away(hub)
        administrator = Administrator(tmp_path)
        code, out, _ = administrator.types("usb", str(stick))
        assert (code, f"{OFFICE} máy 1: nhận 3 việc (đã có đến việc 3), 1 bản quét; ghi 2 thư trả lời." in out) == (
            0,
            True,
        )
        assert one.back(stick).unsent == 0
        code, out, _ = administrator.types("usb", str(stick), "--json")
        told = json.loads(out)
        assert (code, told["broken"], told["sticks"][0]["head"]) == (0, 0, 3)


def test_what_is_wrong_with_a_stick_is_one_sentence(tmp_path: Path, stick: Path, clock: TurnedClock) -> None:
    hub = TheHub(tmp_path, clock)
    with a_desk(tmp_path / "desk", hub, 1) as one:
        put_away(hub)
        administrator = Administrator(tmp_path)
        assert administrator.types("usb", str(stick))[1].strip() == "USB không có thư nào cho máy chủ này."
        code, out, err = administrator.types("usb", str(tmp_path / "E"))
        assert (code, out, err.strip()) == (1, "", "Không thấy USB ở thư mục này.")
        broken(one, stick)
        code, out, _ = administrator.types("usb", str(stick))
        assert (code, out.count("\n"), "1 thư không dùng được" in out) == (0, 2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_a_stick_that_leads_elsewhere_is_one_sentence_and_nothing_there_is_touched(
    tmp_path: Path, stick: Path, clock: TurnedClock
) -> None:
    hub = TheHub(tmp_path, clock)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (stick / "motcua").symlink_to(elsewhere, target_is_directory=True)
    put_away(hub)
    code, out, err = Administrator(tmp_path).types("usb", str(stick))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"Không đọc, không ghi vào {stick / 'motcua'}" in err
    assert list(elsewhere.iterdir()) == []


def broken(desk: Carried, stick: Path) -> None:
    """A filling whose question is spoiled."""
    desk.works()
    desk.out(stick)
    letters(stick)[-1].write_bytes(b"spoiled")
