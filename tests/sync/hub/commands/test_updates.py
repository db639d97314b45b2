"""What an administrator types of updates, and the sentence that comes back."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from models.calendar.clock import wall_clock
from sync.hub.commands.root import hub as main
from tests.fakes.releases import Publisher

OFFICE = "H99.01.01"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "hub.toml"
    path.write_text(
        f'name = "Tỉnh Mẫu"\n[database]\nurl = "sqlite:///{tmp_path}/hub.db"\n[updates]\nrings = 2\n', "utf-8"
    )
    return path


def test_rings_releases_and_the_pause_are_told_with_who_changed_them(config: Path) -> None:
    def typed(*said: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--config", str(config), *said])
        assert done.exit_code == code, done.output
        return done.output

    typed("keys")
    typed("office", "create", OFFICE, "UBND xã Mẫu Sơn")
    assert "Chưa khai [updates] folder" in typed("update", "list")
    assert "Không có vòng 3" in typed("update", "ring", OFFICE, "3", code=1)
    assert "Không có đơn vị H99.01.02" in typed("update", "ring", "H99.01.02", "1", code=1)
    assert "thuộc vòng 1" in typed("update", "ring", OFFICE, "1", "--by", "Lê Văn Mẫu", "--note", "thử trước")
    assert "không phải số bản" in typed("update", "release", "mới", "--open", "1", "2026-12-01", code=1)
    assert "--withdraw" in typed("update", "release", "0.2.0", code=1)
    assert "Chưa mở bản 0.2.0" in typed("update", "release", "0.2.0", "--withdraw", code=1)
    opened = typed("update", "release", "0.2.0", "--open", "1", "2020-12-01T08:30", "--open", "2", "2020-12-02")
    assert opened == "Bản 0.2.0: vòng 1 từ 08:30 01/12/2020; vòng 2 từ 00:00 02/12/2020.\n"
    told = msgspec.json.decode(typed("update", "pause", "--by", "Lê Văn Mẫu", "--json"))
    assert told["plan"]["paused"]
    assert [(one["kind"], one["made_by"]) for one in told["changes"]][0::3] == [
        ("ring", "Lê Văn Mẫu"),
        ("pause", "Lê Văn Mẫu"),
    ]
    assert "ĐANG TẠM DỪNG" in typed("update", "list")
    typed("update", "resume")
    listed = typed("update", "list")
    assert "Vòng 1: 1 đơn vị, được mời bản 0.2.0." in listed
    assert "Lê Văn Mẫu: đơn vị H99.01.01 vào vòng 1 (thử trước)" in listed
    assert "Đã rút bản 0.2.0." in typed("update", "release", "0.2.0", "--withdraw")
    assert "Bản 0.2.0: đã rút." in typed("update", "list")


def test_with_the_repository_here_only_what_is_signed_and_whole_is_offered_and_its_end_is_told(config: Path) -> None:
    publisher = Publisher(config.parent, lambda: wall_clock() - timedelta(days=80))
    package = publisher.release("0.2.0")
    config.write_text(config.read_text("utf-8") + f'folder = "{publisher.folder}"\n', "utf-8")

    def opened(version: str) -> str:
        said = ("update", "release", version, "--open", "1", "2026-01-01")
        return CliRunner().invoke(main, ["--config", str(config), *said]).output

    CliRunner().invoke(main, ["--config", str(config), "keys"])
    assert "chưa có bản 0.3.0 đã ký" in opened("0.3.0")
    assert opened("0.2.0").startswith("Bản 0.2.0: vòng 1")
    (kept,) = (publisher.folder / "targets").iterdir()
    kept.unlink()
    assert f"thiếu tệp của bản 0.2.0: {package.name}" in opened("0.2.0")
    listed = CliRunner().invoke(main, ["--config", str(config), "update", "list"]).output
    assert "(snapshot) của kho phát hành hết hạn" in listed
