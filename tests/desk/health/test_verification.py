"""Verifying reads everything that lies in the folder, and says of each damage what it is and what to do."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from desk import file_changes, limits
from desk.__main__ import cli
from desk.backup import recovery as sheets
from desk.backup.backup_run import FILES
from desk.dossiers import attachments
from desk.health import health
from desk.health.verification import Found, verify
from desk.opening import close_desk, open_desk
from desk.province_assignment import FEES, HOLIDAYS
from desk.settings import DATABASE, FILE, read_settings, write_settings
from desk.training.training import training_settings
from desk.words.findings import found_to_do, found_words, kind_of
from models.catalogue.catalogue import shipped, write_catalogue
from models.codes import recovery_digits
from models.files.marked import marked_toml
from models.files.scans import digest_of
from models.ids import new_dossier_id
from models.store import Finding, FindingKind
from models.store.keys.key import KEY_FILE
from models.store.keys.recovery import FILE as RECOVERY
from models.trouble import FileInUse, FileMissing
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import CLERK, SCAN
from tests.models.store.test_log import received


@pytest.fixture
def data(tmp_path: Path, clock: TurnedClock) -> Path:
    """A closed desk with a dossier, a scan that it names and one that nothing names, a sheet and own files."""
    folder = tmp_path / "data"
    folder.mkdir()
    write_settings(folder, training_settings())
    write_catalogue(folder / "catalogue.json", replace(shipped(), version="own"))
    (folder / HOLIDAYS).write_bytes(marked_toml("days = []\n"))
    (folder / FEES).write_bytes(marked_toml(""))
    desk = open_desk(folder, clock=clock, training=True)
    id_ = new_dossier_id()
    desk.store.log.record(id_, CLERK, received())
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(SCAN)
    attachments.attach(desk, id_, paper)
    desk.files.put(SCAN + b"2")
    proposed = sheets.propose(desk)
    sheets.adopt_proposed(desk, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1])
    close_desk(desk)
    return folder


def found(folder: Path, clock: TurnedClock) -> tuple[Found, ...]:
    return verify(folder, clock=clock, use_keyring=False)


def flip(path: Path, at: int = -1) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def scan(folder: Path, content: bytes) -> Path:
    digest = digest_of(content)
    return folder / FILES / digest[:2] / digest


def test_a_whole_desk_is_whole_and_nothing_is_recorded_meanwhile(data: Path, clock: TurnedClock) -> None:
    told: list[tuple[int, int]] = []
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    clock.turn(days=3)
    assert verify(data, clock=clock, use_keyring=False, on_progress=lambda *done: told.append(done)) == ()
    assert told[-1][0] == told[-1][1] > 2 * len(SCAN)
    after = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert after.keys() == before.keys()
    changed = {path.name for path in after if after[path] != before[path]}
    assert changed <= {DATABASE}  # its search is asked by a statement that writes nothing that counts
    desk = open_desk(data, clock=clock, training=True)
    assert desk.store.log.head().seq == 2
    close_desk(desk)


def test_missing_and_damaged_scans_are_found_by_name(data: Path, clock: TurnedClock) -> None:
    named, other = scan(data, SCAN), scan(data, SCAN + b"2")
    flip(other, 3)
    flip(named, 40)
    assert {(one.kind, one.name, one.code) for one in found(data, clock) if isinstance(one, Finding)} == {
        (FindingKind.SCAN_DAMAGED, named.name, "H99.99.99-261123-0001"),
        (FindingKind.SCAN_DAMAGED, other.name, ""),
    }
    named.unlink()
    other.unlink()  # no dossier names it
    (missing,) = found(data, clock)
    assert isinstance(missing, Finding)
    assert (missing.kind, missing.name) == (FindingKind.SCAN_MISSING, named.name)


@pytest.mark.parametrize("name", [FILE, "catalogue.json", HOLIDAYS, FEES, RECOVERY])
def test_a_small_file_changed_by_anything_else_is_told_until_a_person_has_looked(
    data: Path, clock: TurnedClock, name: str
) -> None:
    path = data / name
    content = path.read_bytes()
    digit = content.rindex(b"sha256:") + 9
    path.write_bytes(content[:digit] + (b"0" if content[digit : digit + 1] != b"0" else b"1") + content[digit + 1 :])
    changed = Finding(kind=FindingKind.CHANGED_OUTSIDE, name=name)
    assert found(data, clock) == (changed,)
    assert name in found_words(changed)
    desk = open_desk(data, clock=clock, training=True)
    assert [limit.names for limit in limits.limit_states(desk) if limit.why == "outside"] == [(name,)]
    (line,) = (check for check in health.checks(desk) if check.what is health.CheckSubject.SETTINGS)
    assert (line.state, line.facts["names"]) == (limits.LimitState.WARN, name)
    assert file_changes.accept_changes(desk) == (name,)
    close_desk(desk)
    assert found(data, clock) == ()


def test_settings_edited_by_hand_work_and_are_told(data: Path, clock: TurnedClock) -> None:
    path = data / FILE
    path.write_text(path.read_text("utf-8").replace('at = "16:45"', 'at = "17:15" # vì họp'), "utf-8")
    assert found(data, clock) == (Finding(kind=FindingKind.CHANGED_OUTSIDE, name=FILE),)
    desk = open_desk(data, clock=clock, training=True)
    assert desk.settings.backups.at == "17:15"
    close_desk(desk)
    write_settings(data, read_settings(data))
    assert found(data, clock) == ()


@pytest.mark.parametrize("name", [FILE, HOLIDAYS, FEES])
def test_a_file_without_a_mark_is_believed_once_and_told_when_it_changes_after_that(
    data: Path, clock: TurnedClock, name: str
) -> None:
    """Of an earlier version, or made by hand."""
    lines = (data / name).read_text("utf-8").splitlines(keepends=True)
    (data / name).write_text("".join(line for line in lines if "sha256:" not in line), "utf-8")
    assert found(data, clock) == ()
    close_desk(open_desk(data, clock=clock, training=True))
    assert found(data, clock) == ()
    (data / name).write_text((data / name).read_text("utf-8") + "# by hand\n", "utf-8")
    assert found(data, clock) == (Finding(kind=FindingKind.CHANGED_OUTSIDE, name=name),)
    desk = open_desk(data, clock=clock, training=True)
    assert [limit.names for limit in limits.limit_states(desk) if limit.why == "outside"] == [(name,)]
    assert file_changes.accept_changes(desk) == (name,)
    close_desk(desk)
    assert found(data, clock) == ()


@pytest.mark.parametrize(
    ("name", "at", "kind"),
    [
        (FILE, 0, "settings_unreadable"),
        ("catalogue.json", 0, "catalogue_unreadable"),
        (RECOVERY, 0, "recovery_file_unreadable"),
        (KEY_FILE, 0, "file_damaged"),
        (DATABASE, 5, "file_damaged"),
        (DATABASE, 500, "file_damaged"),
        (DATABASE, -20_000, "page"),  # rows; what the file ends with may be read at opening
    ],
)
def test_what_stands_in_the_way_of_opening_is_a_finding_with_what_to_do(
    data: Path, clock: TurnedClock, name: str, at: int, kind: str
) -> None:
    if name == KEY_FILE:
        (data / name).write_text("ab" * 32)
        (data / RECOVERY).unlink()
        kind = "key_wrong"
    else:
        flip(data / name, at)
    kinds = [kind_of(one) for one in found(data, clock)]
    assert kind in kinds
    for one in found(data, clock):
        assert found_words(one).endswith((".", ")."))
        assert len(found_to_do(one)) > 20


def test_a_recovery_file_of_another_key_is_found(data: Path, clock: TurnedClock, tmp_path: Path) -> None:
    other = tmp_path / "other"
    proposed = sheets.propose_for(training_settings(), other, clock())
    sheets.adopt_at_set_up(
        other, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1], use_keyring=False
    )
    (data / RECOVERY).write_bytes((other / RECOVERY).read_bytes())
    assert found(data, clock) == (Finding(kind=FindingKind.RECOVERY_DIFFERS, name=RECOVERY),)


def test_the_recovery_file_proves_the_key_where_the_whole_beginning_is_gone(data: Path, clock: TurnedClock) -> None:
    content = (data / DATABASE).read_bytes()
    (data / DATABASE).write_bytes(bytes(4_096) + content[4_096:])
    assert [kind_of(one) for one in found(data, clock)] == ["file_damaged"]
    (data / RECOVERY).unlink()
    (key_wrong,) = found(data, clock)
    assert kind_of(key_wrong) == "key_wrong"
    assert "hoặc phần đầu tệp đã hỏng" in found_words(key_wrong)


def test_what_is_no_damage_is_no_finding(data: Path, clock: TurnedClock, tmp_path: Path) -> None:
    desk = open_desk(data, clock=clock, training=True)
    with pytest.raises(FileInUse):
        found(data, clock)
    close_desk(desk)
    (data / DATABASE).rename(tmp_path / "away")
    with pytest.raises(FileMissing):
        found(data, clock)


def test_the_command_answers_in_one_shape(data: Path) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(cli, ["--data", str(data), "verify", *words])
        return result.exit_code, result.stdout, result.stderr

    code, out, err = run("--json")
    assert (code, json.loads(out), err) == (0, {"whole": True, "findings": []}, "")
    assert run()[1].startswith("Không có sai lệch")
    flip(scan(data, SCAN), 5)
    code, out, err = run("--json")
    told = json.loads(out)
    assert (code, err, told["whole"]) == (1, "", False)
    assert [set(one) for one in told["findings"]] == [{"kind", "what", "what_to_do"}] * len(told["findings"])
    assert "scan_damaged" in {one["kind"] for one in told["findings"]}
    assert "→" in run()[1]
    flip(data / DATABASE, 7)
    code, out, _ = run("--json")
    assert (code, [one["kind"] for one in json.loads(out)["findings"]][-1]) == (1, "file_damaged")


@pytest.mark.parametrize("damage", [b"\xff", b"{" * 100_000, b'{"a":' * 100_000, b"[" * 200_000])
@pytest.mark.parametrize("name", ["catalogue.json", HOLIDAYS, FEES, RECOVERY, FILE, "edition.json"])
def test_nonsense_in_a_small_file_is_a_sentence_and_never_a_traceback(
    data: Path, clock: TurnedClock, name: str, damage: bytes
) -> None:
    (data / name).write_bytes(b"a = " + damage if name.endswith(".toml") else damage)
    told = found(data, clock)
    if name == "edition.json":
        return  # no membership reads it
    assert kind_of(told[0]).endswith("_unreadable")
    assert name in found_words(told[0])


@pytest.mark.parametrize("name", ["catalogue.json", HOLIDAYS, FEES, RECOVERY])
def test_a_small_file_that_is_gone_is_told_until_a_person_has_looked(data: Path, clock: TurnedClock, name: str) -> None:
    close_desk(open_desk(data, clock=clock, training=True))
    (data / name).unlink()
    gone = Finding(kind=FindingKind.CHANGED_OUTSIDE, name=name)
    assert found(data, clock) == (gone,)
    assert f"{name} đã bị sửa hoặc xóa" in found_words(gone)
    for _ in range(2):  # opening takes no absence for granted
        desk = open_desk(data, clock=clock, training=True)
        assert [limit.names for limit in limits.limit_states(desk) if limit.why == "outside"] == [(name,)]
        close_desk(desk)
    desk = open_desk(data, clock=clock, training=True)
    assert file_changes.accept_changes(desk) == (name,)
    close_desk(desk)
    assert found(data, clock) == ()
