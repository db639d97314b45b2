"""Rights are asked before the deed, in every command there is: nothing outside the database has changed on a no."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from desk.backup.backup import back_up
from desk.commands.rights import TABLE, Right
from desk.opening import close_desk, open_desk
from desk.rights import TABLE as ROLES
from desk.settings import Backups, write_settings
from desk.training.training import training_settings
from desk.training.training_clerks import PIN, with_clerks
from models.clerk import Role
from tests.command_tree import leaves
from tests.desk.backup.conftest import fill
from tests.desk.commands.test_file import NATIONAL
from ui.commands import cli

ASKING = sorted(words for words, right in TABLE.items() if isinstance(right, Right))
MANAGING = [words for words in ASKING if Role.CLERK not in ROLES[TABLE[words].permission]]  # type: ignore[union-attr]

SET_UP = """
[office]
commune = "00004"
unit_id = "H26.12.34"

[device]
number = 2

[[clerks]]
id = "thu.tran"
name = "Trần Thị Thử"

[recovery]
folder = "to-khoa"

[catalogue]
file = "list.json"
"""

GIVEN = {
    "find": ["nguyen"],
    "forward": ["H00.99.01-261123-3001"],
    "accept": ["H00.99.01-261123-3001"],
    "take-over": ["H00.99.01-261123-3001", "--reason", "nghỉ"],
    "give-back": ["H00.99.01-261123-3001", "--reason", "thiếu"],
    "submit": ["H00.99.01-261123-3001"],
    "check-in": ["H00.99.01-261123-3001"],
    "return": ["H00.99.01-261123-3001", "--to", "Nguyễn Văn Mẫu"],
    "sign": ["H00.99.01-261123-3001"],
    "decide": ["H00.99.01-261123-3001"],
    "consult": ["H00.99.01-261123-3001", "--agency", "Công an", "--question", "xác minh", "--to", "2030-01-02T10:00"],
    "answered": ["H00.99.01-261123-3001", "--answer", "đồng ý"],
    "supplemented": ["H00.99.01-261123-3001"],
    "stop": ["H00.99.01-261123-3001", "--reason", "theo đơn"],
    "extend": ["H00.99.01-261123-3001", "--to", "2030-01-02T10:00", "--reason", "chờ", "--leader", "l"],
    "post accept": ["0123abcd"],
    "post give-back": ["0123abcd", "--reason", "thiếu"],
    "post redo": ["0123abcd", "--note", "đã ký"],
    "post scan": ["PG.H00.99.01-261123-3001", "--stage", "back"],
    "post money": ["PG.H00.99.01-261123-3001"],
    "post settle": ["PG.H00.99.01-261123-3001", "--stage", "back", "--reason", "hỏi"],
    "post in make": ["1.010833", "--name", "Mẫu", "--paper", "Tờ khai:1:0"],
    "post in show": ["PH.H00.99.01-261123-3001"],
    "post in scan": ["PH.H00.99.01-261123-3001"],
    "post in count": ["PH.H00.99.01-261123-3001", "--all"],
    "post in sign": ["PH.H00.99.01-261123-3001", "--postman", "Bưu"],
    "post in send-back": ["PH.H00.99.01-261123-3001", "--reason", "nhầm"],
    "visit laptop load": ["2", "H00.99.01-261123-3001"],
    "visit laptop lost": ["2", "--reason", "rơi"],
    "visit laptop found": ["2"],
    "visit laptop had": ["2"],
    "visit laptop code": ["--enter", "12345678"],
    "visit slips print": ["2"],
    "visit slips void": ["3999"],
    "visit point plan": ["Nhà văn hóa", "--day", "2030-01-02", "--from", "08:00", "--to", "11:00"],
    "visit point open": ["0123abcd"],
    "visit point cancel": ["0123abcd", "--reason", "mưa"],
    "visit point board": ["0123abcd"],
    "visit point results": ["0123abcd"],
    "photograph": ["{beside}/list.json", "--to", "H00.99.01-261123-3001"],
    "visit request": ["--name", "Nguyễn Văn Mẫu"],
    "visit plan": ["0123abcd", "--off"],
    "visit door": ["0123abcd"],
    "visit missed": ["0123abcd"],
    "visit change": ["0123abcd", "--phone", "0912000009"],
    "visit cancel": ["0123abcd", "--reason", "nhầm"],
    "visit people import": ["{beside}/list.json"],
    "visit people remove": ["0123abcd", "--reason", "chuyển đi"],
    "list confirm": ["BG.H00.99.01-261123-3001"],
    "list strike": ["BG.H00.99.01-261123-3001", "H00.99.01-261123-3001", "--reason", "thiếu"],
    "clock": ["H00.99.01-261123-3001"],
    "show": ["H00.99.01-261123-3001"],
    "check-paper": ["H00.99.01-261123-3001"],
    "reads": ["H00.99.01-261123-3001"],
    "attach": ["H00.99.01-261123-3001", "{beside}/list.json"],
    "export": ["--out", "{beside}/out.jsonl"],
    "register": ["--from", "2026-01-01", "--to", "2026-12-31", "--out", "{beside}/out.pdf"],
    "assisted guide": ["3.000722"],
    "assisted filed": ["3.000722", "--name", "Nguyễn Văn Mẫu", "--not-filed", "chưa có tài khoản"],
    "assisted show": ["H99.11.22-261123-0007"],
    "assisted tell": ["H99.11.22-261123-0007", "received"],
    "assisted void": ["H99.11.22-261123-0007", "--reason", "nhầm"],
    "post in slip-delivered": ["PH.H00.99.01-261123-3001"],
    "post approve": ["{beside}/set-up.toml"],
    "appointment slots": ["--service", "ho-tich"],
    "appointment book": ["--service", "ho-tich", "--day", "2026-12-01", "--at", "07:30", "--name", "Mẫu"],
    "appointment move": ["LH-0001", "--day", "2026-12-01", "--at", "07:30"],
    "appointment cancel": ["LH-0001", "--reason", "bận"],
    "appointment arrive": ["LH-0001"],
    "appointment resolve": ["LH-0001", "--outcome", "absent"],
    "appointment print": ["LH-0001"],
    "appointment hours set": ["--service", "ho-tich", "--from", "2026-12-01"],
    "appointment hours day": ["--kind", "closure", "--first", "2026-12-01", "--reason", "họp"],
    "appointment hours remove": ["1"],
    "bundle show": ["H00.99.01-261123-3001"],
    "bundle add": ["{beside}/bundles.toml"],
    "bundle take": ["3.000722", "--name", "Mẫu"],
    "bundle take-out": ["H00.99.01-261123-3001", "--reason", "làm riêng"],
    "person find": ["mẫu"],
    "person show": ["001099000001", "--reason", "xác minh"],
    "person doubles": ["001099000001"],
    "person merge": ["001099000001", "001099000002", "--reason", "thẻ"],
    "person unmerge": ["citizen/0", "--reason", "nhầm"],
    "person apart": ["001099000001", "001099000002"],
    "person not-apart": ["citizen/0", "--reason", "nhầm"],
    "person reused": ["--from", "2026-01-01", "--to", "2026-12-31"],
    "form questions": ["cam-doan"],
    "form check": ["{beside}/list.json"],
    "form add": ["{beside}/list.json"],
    "form preview": ["cam-doan", "--out", "{beside}/out.pdf"],
    "form fill": ["cam-doan", "{beside}/list.json"],
    "poster write": ["--out", "{beside}/out.pdf"],
    "update apply": [],
    "usb out": ["{beside}"],
    "usb in": ["{beside}"],
    "join": ["https://127.0.0.1:9", "AAAA-BBBB"],
    "leave": ["--yes"],
    "catalogue import": ["{beside}/list.json"],
    "setup": ["--from", "{beside}/set-up.toml"],
    "clerk add": ["binh", "--name", "Bình"],
    "clerk reset": ["mau2"],
    "clerk off": ["mau2"],
    "pay": ["H00.99.01-261123-3001"],
    "clerk unit": ["mau2", "vp"],
    "receipts replace": ["26TAB-00000001", "--reason", "sai tên"],
    "receipts spoilt": ["--reason", "viết hỏng"],
    "receipts void": ["26TAB-00000001", "--reason", "lập nhầm", "--second", "mau2"],
    "recovery-key": ["--pdf", "{beside}/sheet.pdf"],
    "restore": ["{copy}", "--yes"],
}
"""What a command needs to be typed with; the others need nothing."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine with accounts, work and a copy; what the commands read lies beside it."""
    place = tmp_path_factory.mktemp("rights")
    (place / "copies").mkdir()
    data = place / "data"
    data.mkdir()
    write_settings(data, replace(training_settings(), backups=Backups(folder=str(place / "copies"))))
    desk = with_clerks(open_desk(data, training=True))
    fill(desk, 2)
    back_up(desk)
    close_desk(desk)
    (place / "list.json").write_text(json.dumps(NATIONAL), "utf-8")
    (place / "set-up.toml").write_text(SET_UP, "utf-8")
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "machine")
    return tmp_path / "machine"


def run(place: Path, words: str, *more: str, stdin: str = "") -> Result:
    name, *switches = words.split(" --")
    copy = next(path.parent for path in (place / "copies").rglob("motcua.db"))
    given = [word.format(beside=place, copy=copy) for word in GIVEN.get(name, [])]
    typed = ["--data", str(place / "data"), *name.split(), *(f"--{switch}" for switch in switches), *given, *more]
    return CliRunner().invoke(cli, typed, input=stdin)


def outside_the_database(place: Path) -> dict[str, bytes]:
    """Every file, but the database itself, its journal and its lock: a try is counted there."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and not path.match("data/motcua.db*")
    }


def test_every_command_stands_in_the_table_of_rights_and_every_right_is_of_a_command() -> None:
    commands = dict(leaves(cli))
    assert {words.partition(" --")[0] for words in TABLE} == set(commands)
    for words, right in TABLE.items():
        name, _, switch = words.partition(" --")
        options = {option for param in commands[name].params for option in param.opts}
        assert not switch or f"--{switch}" in options, words
        if isinstance(right, Right):
            assert "--clerk" in options, words


@pytest.mark.parametrize("words", ASKING)
def test_with_nobody_named_nothing_is_done(place: Path, words: str) -> None:
    before = outside_the_database(place)
    done = run(place, words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "--clerk" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert outside_the_database(place) == before


@pytest.mark.parametrize("words", MANAGING)
def test_who_may_not_is_told_who_may_and_nothing_is_done(place: Path, words: str) -> None:
    before = outside_the_database(place)
    done = run(place, words, "--clerk", "mau2", stdin=f"{PIN}\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Việc này dành cho: ")
    assert outside_the_database(place) == before


@pytest.mark.parametrize("words", ["restore", "setup", "catalogue import"])
@pytest.mark.parametrize("gone", ["taken away", "broken"])
def test_settings_that_are_gone_do_not_let_anybody_in(place: Path, words: str, gone: str) -> None:
    settings = place / "data" / "settings.toml"
    if gone == "broken":
        settings.write_text("[", "utf-8")
    else:
        settings.unlink()
    before = outside_the_database(place)
    done = run(place, words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "--clerk" in done.stderr
    assert outside_the_database(place) == before


def test_a_try_is_recorded_under_the_number_that_the_machine_works_under(place: Path) -> None:
    (place / "data" / "settings.toml").unlink()
    assert run(place, "restore", "--clerk", "mau", stdin="000000\n").exit_code == 1
    write_settings(place / "data", training_settings())
    desk = open_desk(place / "data", training=True)
    try:
        assert {one.device for one in desk.store.log.events()} == {training_settings().device.number}
    finally:
        close_desk(desk)


@pytest.mark.parametrize("words", ["restore", "setup", "catalogue import", "export", "rotate-key"])
def test_an_administrator_with_the_pin_may(place: Path, words: str) -> None:
    done = run(place, words, "--clerk", "mau", stdin=f"{PIN}\n")
    assert done.exit_code == 0, done.stderr


def test_the_same_file_again_asks_nobody_and_changes_nothing(place: Path) -> None:
    assert run(place, "setup", "--clerk", "mau", stdin=f"{PIN}\n").exit_code == 0
    again = run(place, "setup")
    assert again.exit_code == 0, again.stderr
    assert "Không có gì thay đổi" in again.stdout


def test_the_one_time_pin_is_changed_to_another_one(place: Path) -> None:
    given = json.loads(run(place, "clerk add", "--json", "--clerk", "mau", stdin=f"{PIN}\n").stdout)["pin"]
    typed = ["--data", str(place / "data"), "clerk", "pin", "binh"]
    refused = CliRunner().invoke(cli, typed, input=f"{given}\n{given}\n")
    assert (refused.exit_code, "phải khác" in refused.stderr) == (1, True)
    assert CliRunner().invoke(cli, typed, input=f"{given}\n918273\n").exit_code == 0
    assert run(place, "find", "--clerk", "binh", stdin="918273\n").exit_code == 0
