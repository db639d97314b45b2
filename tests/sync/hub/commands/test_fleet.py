"""What an administrator types of the province's machines, and what comes back."""

from pathlib import Path

import msgspec
from click.testing import CliRunner
from msgspec.structs import replace

from models.calendar.clock import micros, wall_clock
from models.ids import DeviceId
from sync.hub.commands.root import hub as main
from sync.hub.opening import open_store
from sync.hub.settings import read_settings
from sync.hub.store import office_rows

TOML = 'name = "Tỉnh Mẫu"\n[database]\nurl = "sqlite:///{folder}/hub.db"\n'


def test_machines_are_listed_filtered_and_written_into_a_table(tmp_path: Path) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(TOML.format(folder=tmp_path), "utf-8")

    def typed(*said: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--config", str(config), *said])
        assert done.exit_code == code, done.output
        return done.output

    typed("keys")
    typed("office", "create", "H99.01.01", "UBND xã Mẫu Sơn")
    assert typed("fleet") == "Không có máy nào như vậy.\n"
    store = open_store(read_settings(config))
    with store.writing() as writing:
        row = office_rows.fresh_device("H99.01.01", DeviceId(1), micros(wall_clock()))
        office_rows.put_device(writing, replace(row, key_id="k", public_key=bytes(32), program="0.1.0"))
    store.close()
    listed = typed("fleet", "--older-than", "0.2.0")
    assert listed.startswith("H99.01.01  máy 1: bản chưa báo (khi nối: 0.1.0); chưa báo; liên lạc cuối chưa có;")
    assert listed.endswith("Trang 1/1, 1 máy.\n")
    assert typed("fleet", "--silent", "2") == "Không có máy nào như vậy.\n"
    told = msgspec.json.decode(typed("fleet", "--health", "untold", "--json"))
    assert [(one["office"], one["device"], one["program"]) for one in told["machines"]] == [("H99.01.01", 1, None)]
    assert "không phải số bản" in typed("fleet", "--older-than", "mới", code=1)
    assert "Đã ghi 1 máy vào" in typed("fleet", "--out", str(tmp_path / "may.csv"))
    assert "UBND xã Mẫu Sơn" in (tmp_path / "may.csv").read_text("utf-8-sig")
