"""Commands of keeping: what they answer, with which code, and that a key is never repeated."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from desk.__main__ import cli
from desk.backup import recovery as sheets
from desk.opening import close_desk, open_desk
from desk.settings import Backups, write_settings
from desk.staff.accounts import all_accounts
from desk.training.training import training_settings
from desk.training.training_clerks import PIN, with_clerks
from models.clerk import Role
from models.codes.recovery_digits import groups_of, qr_text
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import fill


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder, place = tmp_path / "data", tmp_path / "stick"
    folder.mkdir()
    place.mkdir()
    write_settings(folder, replace(training_settings(), backups=Backups(folder=str(place))))
    desk = open_desk(folder, training=True)
    fill(desk, 4)
    close_desk(desk)
    return folder


def run(data: Path, *words: str, stdin: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["--data", str(data), *words], input=stdin)
    return done.exit_code, done.stdout, done.stderr


def test_a_copy_is_made_and_brought_back(data: Path) -> None:
    code, said, _ = run(data, "backup", "--json")
    assert code == 0
    told = json.loads(said)
    assert (told["events"], told["dossiers"]) == (4, 4)
    code, said, _ = run(data, "restore", told["copy"], "--yes", "--json")
    assert code == 0
    back = json.loads(said)
    assert (back["events"], back["findings"]) == (4, 0)
    assert Path(back["aside"]).is_dir()
    assert run(data, "verify")[0] == 0


def test_health_answers_json_also_where_the_desk_does_not_open(data: Path) -> None:
    (data / "motcua.key").unlink()
    code, said, _ = run(data, "health", "--json")
    assert code == 2
    assert [(line["what"], line["state"]) for line in json.loads(said)] == [("file", "stop")]


def test_a_person_is_told_what_the_copy_holds_and_asked_before_anything_is_replaced(data: Path) -> None:
    copy = json.loads(run(data, "backup", "--json")[1])["copy"]
    code, said, _ = run(data, "restore", copy, stdin="n\n")
    assert code == 0
    assert "4 sự việc, 4 hồ sơ" in said
    assert "nguyên vẹn" in said
    assert "Không thay gì." in said
    assert not list(data.glob("before-restore-*"))
    assert not (data / "restore.part").exists()


def test_a_restore_that_nobody_answers_ends_and_leaves_nothing_behind(data: Path) -> None:
    copy = json.loads(run(data, "backup", "--json")[1])["copy"]
    code, _, wrong = run(data, "restore", copy)
    assert code == 1
    assert "--yes" in wrong
    assert not list(data.glob("before-restore-*"))
    assert not (data / "restore.part").exists()


def test_without_its_key_the_commands_that_bring_it_back_are_named(data: Path) -> None:
    for key in data.glob("motcua.key*"):
        key.unlink()
    code, _, wrong = run(data, "status")
    assert code == 1
    assert "motcua recover" in wrong
    assert "--key" in wrong


def test_while_a_window_is_open_it_is_said_plainly(data: Path, clock: TurnedClock) -> None:
    desk = open_desk(data, clock=clock, training=True)
    try:
        for words, fails in ((["backup"], 1), (["rotate-key"], 1), (["health"], 3)):
            code, said, wrong = run(data, *words)
            assert (code, said) == (fails, "")
            assert "đóng bên kia" in wrong
        code, said, _ = run(data, "health", "--json")
        assert code == 3
        assert [(line["what"], line["state"]) for line in json.loads(said)] == [("window", "open")]
    finally:
        close_desk(desk)


def test_another_pc_opens_the_file_with_the_sheet_and_a_wrong_group_is_named(data: Path) -> None:
    desk = open_desk(data, training=True)
    proposed = sheets.propose(desk)
    groups = groups_of(proposed.key)
    sheets.adopt_proposed(desk, proposed, groups[proposed.asked - 1])
    close_desk(desk)
    (data / "motcua.key").unlink()
    assert run(data, "status")[0] == 1
    code, said, wrong = run(data, "recover", stdin=" ".join((*groups[:2], "111112", *groups[3:])))
    assert code == 1
    assert "Nhóm 3" in wrong
    assert not any(group in said + wrong for group in groups)
    assert run(data, "recover", stdin=qr_text(proposed.key))[0] == 0
    assert run(data, "verify")[0] == 0


def test_a_sheet_counts_only_when_a_group_of_it_is_typed(data: Path, tmp_path: Path) -> None:
    code, _, wrong = run(data, "recovery-key", stdin="000000\n")
    assert code == 1
    assert "tệp" in wrong
    code, said, wrong = run(data, "recovery-key", "--pdf", str(tmp_path / "sheet.pdf"), stdin="000000\n")
    assert code == 1
    assert "không giống" in wrong
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert not (data / "motcua.recovery").exists()
    assert "Gõ nhóm" in said


def test_the_key_is_changed_and_everything_is_there(data: Path) -> None:
    before = (data / "motcua.key").read_text()
    code, said, _ = run(data, "rotate-key", "--json")
    assert code == 0
    assert json.loads(said) == {"rotated": True, "scans": 0, "sheet": False}
    assert (data / "motcua.key").read_text() != before
    assert run(data, "verify")[0] == 0


def test_health_is_told_by_lines_by_json_and_by_the_exit_code(data: Path) -> None:
    code, said, _ = run(data, "health", "--json")
    lines = json.loads(said)
    assert [line["what"] for line in lines][:4] == ["disk", "file", "clock", "backup"]
    assert code == (2 if any(line["state"] == "stop" for line in lines) else 1)
    code, said, _ = run(data, "health")
    assert "Khóa khôi phục: Chưa in tờ" in said
    assert "→" in said


def test_a_place_that_is_not_there_is_a_sentence(data: Path, tmp_path: Path) -> None:
    code, said, wrong = run(data, "backup", "--to", str(tmp_path / "pulled"))
    assert (code, said) == (1, "")
    assert wrong.startswith("Không thấy thư mục sao lưu")
    code, _, wrong = run(data, "restore", str(tmp_path))
    assert code == 1
    assert "không có bản sao lưu nào" in wrong


def test_where_there_are_accounts_only_an_admin_changes_the_key_and_the_clock_still_makes_copies(data: Path) -> None:
    desk = with_clerks(open_desk(data, training=True))
    admin = next(one.id for one in all_accounts(desk.store) if Role.ADMIN in one.roles)
    other = next(one.id for one in all_accounts(desk.store) if Role.ADMIN not in one.roles)
    close_desk(desk)
    before = (data / "motcua.key").read_text()
    assert run(data, "rotate-key")[0] == 1
    code, _, wrong = run(data, "rotate-key", "--clerk", other, stdin=f"{PIN}\n")
    assert code == 1
    assert "quản trị" in wrong
    assert (data / "motcua.key").read_text() == before
    assert run(data, "backup")[0] == 0
    assert run(data, "rotate-key", "--clerk", admin, stdin=f"{PIN}\n")[0] == 0
    assert (data / "motcua.key").read_text() != before
    copy = json.loads(run(data, "backup", "--json")[1])["copy"]
    code, _, wrong = run(data, "restore", copy, "--yes", "--clerk", other, stdin=f"{PIN}\n")
    assert code == 1
    assert "quản trị" in wrong
    assert not list(data.glob("*restore*"))
    assert run(data, "restore", copy, "--yes", "--clerk", admin, stdin=f"{PIN}\n")[0] == 0
