"""The notices part of the hub's settings."""

import re
from pathlib import Path
from typing import Any

import pytest

from models.notice import NoticeChannel, NoticeKind, NoticeOutcome
from sync.hub import words
from sync.hub.notices.gateway import NoticeTrouble
from sync.hub.notices.sender import gateways_of
from sync.hub.notices.settings import GatewaySettings, NoticeSettings, read
from sync.hub.settings import DatabaseSettings, HubSettings, SettingsWrong, read_settings
from sync.hub.store import notice_rows

MAIL = {"gateway": "smtp", "host": "mail.mau.example", "sender": "motcua@mau.example"}


def settings(notices: dict[str, object], folder: str = ".") -> HubSettings:
    return HubSettings(name="Tỉnh", database=DatabaseSettings(url="x"), notices=notices, folder=folder)


@pytest.mark.parametrize(
    ("notices", "told"),
    [
        ({"sms": {"gateway": "esms"}}, "không có cổng gửi tin “esms” cho kênh này; dùng được: file"),
        ({"zalo": {"gateway": "zalo"}}, "không có cổng gửi tin “zalo”"),
        ({"sms": MAIL}, "không có cổng gửi tin “smtp”"),
        ({"email": {"gateway": "pigeon"}}, "dùng được: smtp, file"),
        ({"sms": {"gateway": "file"}}, "notices.sms.folder"),
        ({"email": MAIL | {"host": ""}}, "notices.email.host"),
        ({"email": MAIL | {"sender": "Một Cửa"}}, "notices.email.sender"),
        ({"email": MAIL | {"security": "none"}}, "notices.email.security"),
        ({"email": MAIL | {"user": "x"}}, "notices.email.password_file"),
        ({"email": MAIL | {"port": 0}}, "port"),
        ({"fax": MAIL}, "fax"),
        ({"from_hour": 20, "to_hour": 7}, "notices.from_hour"),
        ({"since": "hôm nay"}, "cần ngày dạng 2026-11-24 ở since"),
    ],
)
def test_settings_that_cannot_be_are_told_in_one_sentence(notices: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsWrong) as wrong:
        read(settings({"since": "2026-12-01"} | notices))
    said = words.settings_wrong(wrong.value.path, wrong.value.detail)
    assert told in said


def test_the_day_from_which_on_is_told_must_be_said() -> None:
    with pytest.raises(SettingsWrong):
        read(settings({"email": MAIL}))
    assert read(settings({})) is None


def test_a_password_that_cannot_be_read_is_told_at_the_start(tmp_path: Path) -> None:
    hub = settings({"since": "2026-12-01", "email": MAIL | {"user": "x", "password_file": "no"}}, str(tmp_path))
    notices = read(hub)
    assert notices is not None
    with pytest.raises(SettingsWrong):
        gateways_of(hub, notices)


def test_every_state_trouble_and_kind_has_words() -> None:
    states = {*notice_rows.DUE, *notice_rows.TO_TELEPHONE, notice_rows.SENT, notice_rows.DROPPED}
    assert set(words.NOTICE_STATES) == states
    assert set(words.NOTICE_TROUBLES) == set(NoticeTrouble)
    assert set(words.NOTICE_KINDS) == set(NoticeKind)
    assert {*notice_rows.TO_TELEPHONE, notice_rows.SENT} == set(NoticeOutcome)


def test_the_settings_in_the_guide_are_settings(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[4] / "docs" / "may-chu-tinh.md").read_text("utf-8")
    tomls: list[str] = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    toml = next(one for one in tomls if "[notices]" in one)
    config = tmp_path / "hub.toml"
    config.write_text('name = "Tỉnh Mẫu"\ndatabase.url = "sqlite:////x"\n' + toml, "utf-8")
    notices: Any = read(read_settings(config))
    assert set(notices.gateways) == {NoticeChannel.SMS, NoticeChannel.EMAIL}
    told = set(re.findall(r"^(\w+) = ", toml, re.MULTILINE))
    every = {*NoticeSettings.__struct_fields__, *GatewaySettings.__struct_fields__}
    assert told == every - {channel.value for channel in NoticeChannel}
