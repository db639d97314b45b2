"""What an administrator sees of the notices, and does."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from sync.hub import words
from sync.hub.commands.root import hub as main
from sync.hub.opening import open_store
from sync.hub.settings import make_keys, read_settings
from sync.hub.store import HubStore
from tests.conftest import TurnedClock
from tests.fakes.mail_server import MailMischief, MailServer
from tests.sync.hub.conftest import OFFICE, Enrol
from tests.sync.hub.notices.conftest import BY_MAIL, MAU, READY, Office, by_mail, code_of


@pytest.fixture
def hub_url(tmp_path: Path) -> str:
    """The database of a hub's configuration file."""
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    (tmp_path / "hub.toml").write_text(f'name = "Tỉnh Mẫu"\n[database]\nurl = "{url}"\n', "utf-8")
    (tmp_path / "database.key").write_text("00" * 32 + "\n")
    (tmp_path / "database.key").chmod(0o600)
    settings = read_settings(tmp_path / "hub.toml")
    make_keys(settings)
    open_store(settings).close()
    return url


def test_an_administrator_sees_whom_to_telephone_and_sends_again(
    hub_store: HubStore, enrolled: Enrol, clock: TurnedClock, mail: MailServer, tmp_path: Path
) -> None:
    def typed(*said: str) -> Result:
        return CliRunner().invoke(main, ["--config", str(tmp_path / "hub.toml"), "notices", *said])

    assert typed().output == "Chưa có tin báo nào cho người dân.\n"
    office = Office(hub_store, enrolled, clock, tmp_path)
    office.receives(1, BY_MAIL, READY)
    office.receives(2, BY_MAIL, READY)
    office.receives(3, BY_MAIL, READY)
    mail.mischief.extend([MailMischief.UNKNOWN_ADDRESS, MailMischief.LOST])
    sender = office.sender(**by_mail(mail))
    sender.turn()
    told = typed().output
    assert told.startswith("bị từ chối: 1, đã gửi: 1, chưa rõ đã đến hay chưa: 1\nGọi điện: ")
    assert MAU.full_name not in told
    assert "số điện thoại" not in told
    assert told.count("Gọi điện: ") == 2
    listed = typed("--office", OFFICE).output
    assert f"{MAU.full_name}, không có số điện thoại: có kết quả, vị trí B-12; tin báo bị từ chối (mã 550)" in listed
    told_as_json = msgspec.json.decode(typed("--office", OFFICE, "--json").output)
    assert told_as_json["counts"] == {"refused": 1, "unknown": 1, "sent": 1}
    assert {one["reason"] for one in told_as_json["to_telephone"]} == {"550", "cut"}
    assert typed("--office", "H00").output.strip() == words.office_unknown("H00")
    assert typed("--again", code_of(9)).output == "Không có tin báo nào phải gửi lại.\n"
    assert typed("--again-failed").output == "Sẽ gửi lại 1 tin báo.\n"
    assert office.counts() == {"waiting": 1, "unknown": 1, "sent": 1}
    doubtful = next(one["code"] for one in told_as_json["to_telephone"] if one["reason"] == "cut")
    assert typed("--again", doubtful).output == "Sẽ gửi lại 1 tin báo.\n"
