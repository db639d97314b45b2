"""`motcua setup --from`: a machine set up by a file, twice without harm, all that is wrong told with its line."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
import structlog
from click.testing import CliRunner, Result
from msgspec.structs import replace

from desk.__main__ import cli
from desk.backup.recovery import recover
from desk.commands.file_table import lines_of
from desk.opening import close_desk, open_desk
from desk.settings import read_settings, write_settings
from desk.setup.unattended import APPLIED
from desk.staff import accounts
from models.catalogue.catalogue import shipped
from models.clerk import Role
from models.places.places import commune_by_code
from tests.desk.joining import code
from tests.fakes.hub import RunningHub

SAMPLE = Path(__file__).parents[3] / "docs" / "cai-dat-mau.toml"

SMALL = """
[office]
commune = "00004"
unit_id = "H26.12.34"

[device]
number = 2

[[clerks]]
id = "thu.tran"
name = "Trần Thị Thử"
"""

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def silent_hub() -> Iterator[None]:
    """The hub of these tests runs in this process: its log must not mix with what a command prints."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on a folder of this test; the key lies beside its file, whatever keyring this system has."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setattr("models.store.keys.key._keyring", lambda: None)

    def run_(text: str, *more: str, data: str = "data") -> Result:
        file = tmp_path / "cai-dat.toml"
        file.write_text(text, "utf-8")
        return CliRunner().invoke(cli, ["--data", str(tmp_path / data), "setup", "--from", str(file), *more])

    return run_


def test_the_sample_of_the_docs_is_right_and_sets_a_machine_up(run: Run, tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    checked = run(text, "--check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert not (tmp_path / "data").exists()
    done = run(text)
    assert done.exit_code == 0, done.stderr
    settings = read_settings(tmp_path / "data")
    commune = commune_by_code("00004")
    assert commune is not None
    assert settings.office.place == commune.name
    assert settings.office.parent == "UBND PHƯỜNG BA ĐÌNH"
    assert (settings.device.block_first, settings.device.letter) == (3001, "C")
    fields = {shipped().get(code).field for code in settings.offered}
    assert fields == {"Hộ tịch", "Chứng thực", "Đăng ký, quản lý cư trú"}
    assert settings.hall.notices
    desk = open_desk(tmp_path / "data", create=False)
    try:
        people = {str(one.id): one for one in accounts.all_accounts(desk.store)}
    finally:
        close_desk(desk)
    assert people["thu.tran"].one_time
    assert not people["mau.nguyen"].one_time
    assert Role.ADMIN in people["thu.tran"].roles
    assert people["mau.nguyen"].roles == {Role.LEADER}


def test_no_secret_is_said_and_the_sheet_opens_the_file(run: Run, tmp_path: Path) -> None:
    done = run(SAMPLE.read_text("utf-8"))
    (sheet,) = (tmp_path / "to-khoa").glob("*.pdf")
    if sys.platform != "win32":
        assert sheet.stat().st_mode & 0o077 == 0
    document = pypdfium2.PdfDocument(sheet)
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    digits = [word for word in words.split() if len(word) == 6 and word.isdigit()]
    assert len(digits) == 8
    assert not any(group in done.output for group in digits)
    assert "482915" not in done.output
    (tmp_path / "data" / "motcua.key").unlink()
    recover(tmp_path / "data", "-".join(digits), use_keyring=False)
    close_desk(open_desk(tmp_path / "data", create=False))


def test_the_same_file_twice_changes_nothing_and_says_so(run: Run, tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    run(text)
    before = {p.name: p.read_bytes() for p in (tmp_path / "data").iterdir() if not p.name.startswith("motcua.db")}
    again = run(text)
    assert again.exit_code == 0
    assert again.output == "Không có gì thay đổi: máy đã đúng như tệp này.\n"
    after = {p.name: p.read_bytes() for p in (tmp_path / "data").iterdir() if not p.name.startswith("motcua.db")}
    assert after == before
    assert len(list((tmp_path / "to-khoa").glob("*.pdf"))) == 1


def test_what_people_changed_since_stays_when_the_same_file_comes_again(run: Run, tmp_path: Path) -> None:
    run(SMALL)
    data = tmp_path / "data"
    settings = read_settings(data)
    changed = replace(settings, backups=replace(settings.backups, folder="/usb"))
    write_settings(data, changed)
    assert "Không có gì thay đổi" in run(SMALL).output
    assert read_settings(data) == changed


def test_another_file_holds_where_nobody_has_an_account(run: Run, tmp_path: Path) -> None:
    run(SMALL)
    done = run(SMALL.replace("number = 2", 'number = 2\ncounter = "7"'))
    assert "Đã ghi thiết lập." in done.output
    assert read_settings(tmp_path / "data").device.counter == "7"


def test_where_people_have_accounts_another_file_changes_nothing_without_them(run: Run, tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    run(text)
    before = read_settings(tmp_path / "data")
    refused = run(text.replace('counter = "2"', 'counter = "9"'))
    assert refused.exit_code == 1
    assert "đăng nhập" in refused.stderr
    assert read_settings(tmp_path / "data") == before


def test_cut_off_after_the_settings_it_goes_on(run: Run, tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    run(text, data="whole")
    data = tmp_path / "data"
    data.mkdir()
    for name in ("settings.toml", APPLIED):  # the power failed here
        (data / name).write_bytes((tmp_path / "whole" / name).read_bytes())
    for old in (tmp_path / "to-khoa").glob("*.pdf"):
        old.unlink()
    done = run(text)
    assert done.exit_code == 0, done.stderr
    assert "Đã tạo kho dữ liệu" in done.output
    assert "Thiết lập đã đúng" in done.output
    assert (data / "motcua.recovery").exists()


WRONG = [
    ('unit_id = "H26.12.34"', 'unit_id = "h26"', 4, "chữ in hoa"),
    ('unit_id = "H26.12.34"', 'unit_it = "H26"', 4, "có phải “unit_id”"),
    ('commune = "00004"', 'commune = "99999"', 3, "99999"),
    ("number = 2", "number = 0", 7, "từ 1 đến 2097151"),
    ("number = 2", 'number = "2"', 7, "số nguyên"),
    ("number = 2", "number = 2\nblock_first = 5000", 8, "số đầu không lớn hơn số cuối"),
    ("number = 2", "number = 2\nserves = 3", 8, "danh sách"),
    ('id = "thu.tran"', 'id = "Thử"', 10, "chữ thường không dấu"),
    ('name = "Trần Thị Thử"', 'name = ""', 11, "cần có"),
    ('name = "Trần Thị Thử"', 'name = "T"\nroles = ["sep"]', 12, "sep"),
    ('name = "Trần Thị Thử"', 'name = "T"\nfirst_pin = "123456"', 12, "dễ đoán"),
    ('name = "Trần Thị Thử"', 'name = "T"\npin_hash = "abc"', 12, "Argon2id"),
    ('name = "Trần Thị Thử"', 'name = "T"\nfirst_pin = "482915"', 9, "quản trị"),
    ("[device]", "[devise]", 6, "có phải “device”"),
    ("[device]", '[hours]\nweekdays = "7h"\n[device]', 7, "07:00-11:30"),
    ("[device]", '[printers]\npapers = "lpt1"\n[device]', 7, "cần có dạng pdf:, spool:"),
    ("[device]", '[procedures]\noffered = ["7.7"]\n[device]', 7, "7.7"),
    ("[device]", '[procedures]\nfields = ["Xây nhà"]\n[device]', 7, "Xây nhà"),
    ("[device]", '[province]\nurl = "https://x"\n[device]', 6, "cần có"),
    ("[device]", '[catalogue]\nfile = "khong-co.json"\n[device]', 7, "khong-co.json"),
    ("[device]", "[look]\ntype_scale = 9\n[device]", 7, "từ 0.25 đến 8"),
    ("[device]", "[hall]\nvoice = 1\n[device]", 7, "true hoặc false"),
    ("[device]", "[[scanners]]\nbaud = 9600\n[device]", 6, "cần có"),
    ("[device]", "[device", 6, "TOML"),
]


@pytest.mark.parametrize(("was", "becomes", "line", "words"), WRONG, ids=[becomes for _, becomes, _, _ in WRONG])
def test_each_slip_is_told_with_its_line_and_nothing_is_written(
    run: Run, tmp_path: Path, was: str, becomes: str, line: int, words: str
) -> None:
    assert was in SMALL
    refused = run(SMALL.replace(was, becomes))
    assert refused.exit_code == 1
    assert any(said.startswith(f"dòng {line}") and words in said for said in refused.stderr.splitlines()), (
        refused.stderr
    )
    assert "chưa ghi gì" in refused.stderr
    assert not (tmp_path / "data").exists()


def test_everything_wrong_is_told_at_once(run: Run) -> None:
    text = SMALL
    for was, becomes in (
        ('unit_id = "H26.12.34"', 'unit_id = "x"'),
        ("number = 2", "number = -1"),
        ('id = "thu.tran"', 'id = "?"'),
    ):
        text = text.replace(was, becomes)
    refused = run(text, "--json")
    told = json.loads(refused.stdout)["problems"]
    assert [one["key"] for one in told] == ["office.unit_id", "device.number", "clerks.0.id"]
    assert [one["line"] for one in told] == sorted(one["line"] for one in told)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["--data", str(tmp_path), "setup", "--from", str(tmp_path / "nothing.toml")])
    assert done.exit_code == 1
    assert "Không có tệp" in done.stderr


def test_a_file_in_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "cai-dat.toml"
    file.write_text(SMALL, "utf-16")
    done = CliRunner().invoke(cli, ["--data", str(tmp_path), "setup", "--from", str(file)])
    assert done.exit_code == 1
    assert "UTF-8" in done.stderr


def test_a_code_joins_the_province_once(run: Run, hub: RunningHub) -> None:
    text = SMALL.replace("H26.12.34", hub.office) + f'\n[province]\nurl = "{hub.url}"\ncode = "{code(hub)}"\n'
    done = run(text)
    assert done.exit_code == 0, done.stderr
    assert "Đã nối với" in done.output
    again = run(text)
    assert again.exit_code == 0, again.stderr
    assert "Không có gì thay đổi" in again.output


def test_lines_are_found_in_tables_and_lists_of_tables() -> None:
    text = "a = 1\n[x]\n# y = 2\ny = 2\n[[z]]\nk = 1\n[[z]]\nk = 2\n"
    assert lines_of(text) == {"a": 1, "x": 2, "x.y": 4, "z.0": 5, "z.0.k": 6, "z.1": 7, "z.1.k": 8}


def test_the_sample_names_every_key_the_reader_knows() -> None:
    """A key that nobody can find is a key that is not there."""
    reader = (SAMPLE.parents[1] / "desk" / "commands" / "set_up_file.py").read_text("utf-8")
    asked = set(re.findall(r'\.(?:text|texts|number|flag|path|content|address|scale)\("([a-z_]+)"', reader))
    sample = SAMPLE.read_text("utf-8")
    rare = {"vendor_id", "product_id", "serial"}
    assert [key for key in sorted(asked - rare) if not re.search(rf"\b{key}\b", sample)] == []


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a = " + "{b = " * 50_000, "a = " + "9" * 5_000, "[a" + ".a" * 5_000]
)
def test_a_file_that_no_reader_goes_to_the_end_of_is_refused_in_sentences(tmp_path: Path, text: str) -> None:
    file = tmp_path / "set-up.toml"
    file.write_text(text, "utf-8")
    result = CliRunner().invoke(cli, ["--data", str(tmp_path / "data"), "setup", "--from", str(file)])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert result.stderr.strip().endswith("chưa ghi gì.")
    assert not (tmp_path / "data").exists()
