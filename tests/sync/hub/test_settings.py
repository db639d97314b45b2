"""The administrator's file: what would leave a hub deaf is refused by its key, with what is wanted."""

import os
import sys
from pathlib import Path

import pytest

from sync.hub import words
from sync.hub.national.settings import read as read_national
from sync.hub.opening import open_store
from sync.hub.settings import (
    MOST_KEY,
    MOST_SETTINGS,
    DatabaseSettings,
    HubKeyWrong,
    HubSettings,
    SettingsWrong,
    make_keys,
    read_keys,
    read_settings,
)
from sync.hub.web.sockets import tls_of

GOOD = 'name = "Tỉnh Mẫu"\nworkers = 2\n[database]\nurl = "sqlite:////nowhere/hub.db"\n'


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (GOOD.replace("workers = 2", "workers = 0"), "cần một số từ 1 đến 256 ở workers"),
        (GOOD.replace("workers = 2", "grace = -1"), "cần một số từ 0 đến 3600 ở grace"),
        (f"{GOOD}pool = 0\n", "cần một số từ 1 ở database.pool"),
        (f"{GOOD}[limits]\nslowest = 0\n", "cần một số từ 1 ở limits.slowest"),
        (f"{GOOD}[limits]\nclock = 0.0\n", "cần một số lớn hơn 0 ở limits.clock"),
        (f"{GOOD}[limits]\nwait = -1\n", "cần một số từ 0 đến 3600 ở limits.wait"),
        (f"{GOOD}[limits]\nunsigned = nan\n", "cần một số lớn hơn 0 ở limits.unsigned"),
        (f"{GOOD}[limits]\nunsigned = inf\n", "cần một số nhiều nhất 1e+06 ở limits.unsigned"),
        (f'{GOOD}[[department]]\nname = "Sở"\ntoken = "mã"\n', "cần chữ dạng như “9f86d081…” ở department[0].token"),
        (f"{GOOD}[quota]\nday_bytes = -5\n", "cần một số từ 0 ở quota.day_bytes"),
        (f'{GOOD}[quota]\nnumbers = "8"\n', "cần số nguyên ở quota.numbers"),
        (GOOD.replace("workers = 2", "workers = 1000000"), "cần một số từ 1 đến 256 ở workers"),
        (f"{GOOD}[limits]\nclock = inf\n", "cần một số nhiều nhất 3.16224e+07 ở limits.clock"),
        (f"{GOOD}[limits]\ncode_days = 1e300\n", "cần một số nhiều nhất 3660 ở limits.code_days"),
        (GOOD.replace("workers = 2", 'listen = ""'), "cần chữ dạng như “127.0.0.1:8080” ở listen"),
        (GOOD.replace("workers = 2", 'listen = "[::1]:65536"'), "cần chữ dạng như “127.0.0.1:8080” ở listen"),
        (GOOD.replace("workers = 2", 'listen = "127.0.0.1:-1"'), "cần chữ dạng như “127.0.0.1:8080” ở listen"),
        (GOOD.replace("workers = 2", 'admin = "ü..:0"'), "cần chữ dạng như “127.0.0.1:9090” ở admin"),
        (f'{GOOD}[limits]\nproxies = ["x"]\n', "cần chữ dạng như “10.0.0.0/8” ở limits.proxies"),
        (GOOD.replace("Mẫu", "\\u0000"), "nội dung không đúng dạng"),
        (f'{GOOD}[national]\nusers = [{{"a\\u0000" = 1}}]\n', "nội dung không đúng dạng"),
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


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as unix has them")
def test_a_pipe_a_device_a_loop_and_a_file_without_end_are_no_settings_and_no_key(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(f'{GOOD}[tls]\ncertificate = "tls.pem"\nkey = "tls.pem"\n', "utf-8")
    settings = read_settings(file)
    make_keys(settings)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with (tmp_path / "large").open("wb") as large:
        large.truncate(max(MOST_SETTINGS, MOST_KEY) + 1)
    for target in ("pipe", "loop", "large", "/dev/zero", "."):
        for name in ("hub.toml", "sign.key", "smtp.password", "tls.pem"):
            (tmp_path / name).unlink(missing_ok=True)
            (tmp_path / name).symlink_to(tmp_path / target)
        with pytest.raises(SettingsWrong):
            read_settings(file)
        with pytest.raises(HubKeyWrong):
            read_keys(settings)
        with pytest.raises(SettingsWrong):
            settings.password("smtp.password")
        with pytest.raises(OSError, match=r"no plain file|symbolic link|too large|directory"):
            tls_of(settings)


@pytest.mark.parametrize(
    "url",
    [
        "x",
        "postgresql+psycopg://u:secret@127.0.0.1:port/x",
        "nosuch://u:secret@127.0.0.1/x",
        "mysql://u:secret@127.0.0.1/x",
        "postgresql+psycopg://u:secret@127.0.0.1:9/x?secret=1",
        "postgresql+psycopg://u:secret@127.0.0.1:9/x?connect_timeout=secret",
    ],
)
def test_an_address_of_no_database_is_refused_and_its_password_not_repeated(tmp_path: Path, url: str) -> None:
    settings = HubSettings(name="Tỉnh Mẫu", database=DatabaseSettings(url=url), folder=str(tmp_path))
    with pytest.raises(SettingsWrong) as refused:
        open_store(settings)
    said = words.settings_wrong(refused.value.path, refused.value.detail)
    assert said.endswith("cần chữ dạng như “postgresql+psycopg:///motcua” ở database.url.")
