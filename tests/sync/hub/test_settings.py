"""The administrator's file: what would leave a hub deaf is refused by its key, with what is wanted."""

from pathlib import Path

import pytest

from sync.hub import words
from sync.hub.national.settings import read as read_national
from sync.hub.settings import SettingsWrong, read_settings

GOOD = 'name = "Tỉnh Mẫu"\nworkers = 2\n[database]\nurl = "sqlite:////nowhere/hub.db"\n'


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (GOOD.replace("workers = 2", "workers = 0"), "cần một số từ 1 ở workers"),
        (GOOD.replace("workers = 2", "grace = -1"), "cần một số từ 0 ở grace"),
        (f"{GOOD}pool = 0\n", "cần một số từ 1 ở database.pool"),
        (f"{GOOD}[limits]\nslowest = 0\n", "cần một số từ 1 ở limits.slowest"),
        (f"{GOOD}[limits]\nclock = 0.0\n", "cần một số lớn hơn 0 ở limits.clock"),
        (f"{GOOD}[limits]\nwait = -1\n", "cần một số từ 0 ở limits.wait"),
        (f"{GOOD}[limits]\nunsigned = nan\n", "cần một số lớn hơn 0 ở limits.unsigned"),
        (f"{GOOD}[quota]\nday_bytes = -5\n", "cần một số từ 0 ở quota.day_bytes"),
        (f'{GOOD}[quota]\nnumbers = "8"\n', "cần số nguyên ở quota.numbers"),
    ],
)
def test_a_number_against_its_rule_is_refused_by_its_key(tmp_path: Path, toml: str, said: str) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(toml, "utf-8")
    with pytest.raises(SettingsWrong) as refused:
        read_settings(file)
    assert words.settings_wrong(refused.value.path, refused.value.detail).endswith(f"không dùng được: {said}.")


@pytest.mark.parametrize(
    ("line", "said"),
    [("chunk = 101", "cần một số từ 1 đến 100 ở chunk"), ("time_out = 601.0", "cần một số nhiều nhất 600 ở time_out")],
)
def test_so_is_one_of_the_national_part(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(f'{GOOD}[national]\ngeneration = "practice"\n{line}\n', "utf-8")
    with pytest.raises(SettingsWrong) as refused:
        read_national(read_settings(file))
    assert words.settings_wrong(refused.value.path, refused.value.detail).endswith(f"national: {said}.")


def test_what_switches_a_limit_off_is_read(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(f"{GOOD}[limits]\nper_address = 0\nwait = 0\ndisk_free = 0\n[quota]\nday_files = 0\n", "utf-8")
    read = read_settings(file)
    assert (read.limits.per_address, read.limits.wait, read.limits.disk_free, read.quota.day_files) == (0, 0, 0, 0)
