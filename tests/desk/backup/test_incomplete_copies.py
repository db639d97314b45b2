"""What a copy lacks is said exactly, by who makes it and by who brings it back, and asked about."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.backup.backup import back_up
from desk.backup.backup_run import REREAD_DAYS
from desk.backup.manifest import NAME, SCANS, read_manifest, scan_lines, scans_of
from desk.commands.maintenance import backup_lines
from desk.desk import Desk
from desk.dossiers import attachments
from desk.health import health
from desk.health.health import CheckSubject
from desk.health.health_words import advice, check_words
from desk.health.restore import abandon, find_copy, prove
from desk.limits import LimitState
from desk.opening import close_desk
from models.calendar.clock import local
from models.files.marked import marked_json
from models.files.scans import digest_of
from models.ids import FileDigest, new_dossier_id
from models.store import FindingKind
from models.trouble import BackupDamaged
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import CLERK, Opens, content
from tests.models.store.test_log import received

PAPERS = [b"%PDF-1.7 paper " + bytes([number]) * 50 for number in range(3)]
NAMED = [digest_of(paper) for paper in PAPERS]
CODE = "H99.99.99-261123-3001"


@pytest.fixture
def desk(place: Path, opens: Opens, tmp_path: Path) -> Desk:
    """A dossier that names three scans."""
    assert place.exists()
    desk = opens()
    id_ = new_dossier_id()
    desk.store.log.record(id_, CLERK, received(CODE))
    for paper in PAPERS:
        path = tmp_path / "paper.pdf"
        path.write_bytes(paper)
        attachments.attach(desk, id_, path)
    return desk


def here(desk: Desk, digest: FileDigest) -> Path:
    return desk.files.folder / digest[:2] / digest


def flip(path: Path) -> None:
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 4
    path.write_bytes(changed)


def run(data: Path, *words: str, answers: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--data", str(data), *words], input=answers)
    return result.exit_code, result.stdout, result.stderr


def test_a_copy_says_which_scans_it_lacks_and_is_made_of_everything_else(desk: Desk) -> None:
    here(desk, NAMED[0]).unlink()
    flip(here(desk, NAMED[1]))
    made = back_up(desk)
    assert (made.missing, made.damaged, made.only_there) == ((NAMED[0],), (NAMED[1],), ())
    assert not made.is_complete
    assert (made.manifest.scans, made.new_scans) == (1, 1)
    (line,) = (check for check in health.checks(desk) if check.what is CheckSubject.BACKUP)
    assert (line.state, line.why) == (LimitState.WARN, "lacking")
    assert "thiếu 2 bản quét" in check_words(line)
    assert "motcua verify" in advice(line)


def test_what_is_gone_here_and_still_lies_among_the_copies_belongs_to_the_next_copy_too(
    desk: Desk, data: Path, clock: TurnedClock
) -> None:
    back_up(desk)
    clock.turn(days=1)
    here(desk, NAMED[0]).unlink()
    here(desk, NAMED[1]).write_bytes(b"cut")
    made = back_up(desk)
    assert (made.missing, made.damaged, made.only_there) == ((), (NAMED[1],), (NAMED[0],))
    close_desk(desk)
    proven = prove(made.copy, data, clock=clock, use_keyring=False)
    assert (proven.seen.lost, proven.seen.scans) == ((), 3)  # the damaged one did not take the place of the whole one
    abandon(proven)


def among_copies(copy: Path, digest: FileDigest) -> Path:
    return copy.parent / "scans" / digest[:2] / digest


def until_read_again(digest: FileDigest, clock: TurnedClock) -> None:
    """The next day on which this scan is read among the copies."""
    clock.turn(days=1)
    while local(clock()).toordinal() % REREAD_DAYS != int(digest[:2], 16) % REREAD_DAYS:
        clock.turn(days=1)


def test_what_is_damaged_among_the_copies_is_found_within_a_month_and_copied_anew(
    desk: Desk, clock: TurnedClock
) -> None:
    copy = back_up(desk).copy
    lying = among_copies(copy, NAMED[0])
    before = lying.read_bytes()
    flip(lying)
    until_read_again(NAMED[0], clock)
    made = back_up(desk)
    assert (made.mended, made.rotten, made.is_complete, lying.read_bytes()) == ((NAMED[0],), (), True, before)


def test_what_is_damaged_among_the_copies_and_whole_nowhere_is_told_with_each_copy_until_it_is_there_again(
    desk: Desk, clock: TurnedClock
) -> None:
    copy = back_up(desk).copy
    flip(among_copies(copy, NAMED[0]))
    here(desk, NAMED[0]).unlink()
    until_read_again(NAMED[0], clock)
    for _ in range(2):
        made = back_up(desk)
        assert (made.mended, made.rotten, made.missing) == ((), (NAMED[0],), ())
        clock.turn(days=1)
    assert NAMED[0] not in dict(scans_of(made.copy))
    (line,) = (check for check in health.checks(desk) if check.what is CheckSubject.BACKUP)
    assert (line.state, line.why) == (LimitState.WARN, "lacking")
    assert any("đã hỏng" in sentence for sentence in backup_lines(made))
    desk.files.put(PAPERS[0])
    made = back_up(desk)
    assert (made.mended, made.rotten, made.is_complete) == ((NAMED[0],), (), True)


def test_the_command_says_it_and_ends_with_1_unless_it_is_known(desk: Desk, data: Path) -> None:
    here(desk, NAMED[0]).unlink()
    close_desk(desk)
    code, out, _ = run(data, "backup")
    assert code == 1
    assert f"Thiếu bản quét {NAMED[0]}" in out
    assert "và khớp" not in out
    code, out, _ = run(data, "backup", "--incomplete", "--json")
    assert (code, json.loads(out)["missing"], json.loads(out)["damaged"]) == (0, [NAMED[0]], [])


def test_what_is_lacking_in_a_copy_is_named_with_its_dossier(desk: Desk, data: Path, clock: TurnedClock) -> None:
    made = back_up(desk)
    close_desk(desk)
    shelves = made.copy.parent / "scans"
    (shelves / NAMED[2][:2] / NAMED[2]).unlink()
    flip(shelves / NAMED[0][:2] / NAMED[0])
    proven = prove(made.copy, data, clock=clock, use_keyring=False)
    assert {(lost.kind, lost.name, lost.code) for lost in proven.seen.lost} == {
        (FindingKind.SCAN_MISSING, NAMED[2], CODE),
        (FindingKind.SCAN_DAMAGED, NAMED[0], CODE),
    }
    abandon(proven)


def test_restoring_what_lacks_something_is_asked_about_or_wanted_by_name(desk: Desk, data: Path) -> None:
    made = back_up(desk)
    close_desk(desk)
    (made.copy.parent / "scans" / NAMED[2][:2] / NAMED[2]).unlink()
    before = content(data)
    code, out, err = run(data, "restore", str(made.copy), "--yes")
    assert code == 1
    assert f"Thiếu bản quét {NAMED[2]} của hồ sơ {CODE}" in out
    assert "nguyên vẹn" not in out
    assert "--incomplete" in err
    code, out, err = run(data, "restore", str(made.copy), "--yes", "--json")
    assert (code, out) == (1, "")
    assert NAMED[2] in err
    code, out, _ = run(data, "restore", str(made.copy), answers="n\n")
    assert code == 0
    assert "không trọn vẹn" in out
    after = content(data)
    for name in ("motcua.coming.lock", "motcua.db.lock"):
        before.pop(name, None)
        after.pop(name, None)
    assert after == before
    code, out, _ = run(data, "restore", str(made.copy), "--yes", "--incomplete", "--json")
    assert (code, json.loads(out)["missing"]) == (0, [NAMED[2]])


def test_a_newer_copy_that_cannot_be_read_is_not_passed_over_without_a_word(
    desk: Desk, data: Path, clock: TurnedClock
) -> None:
    older = back_up(desk)
    clock.turn(days=1)
    newer = back_up(desk)
    close_desk(desk)
    flip(newer.copy / NAME)
    machine = newer.copy.parent
    assert find_copy(machine)[0] == older.copy
    proven = prove(machine, data, clock=clock, use_keyring=False)
    assert proven.seen.skipped == (newer.copy.name,)
    abandon(proven)
    proven = prove(older.copy, data, clock=clock, use_keyring=False)
    assert proven.seen.skipped == ()
    abandon(proven)
    code, out, _ = run(data, "restore", str(machine.parent), "--yes")
    assert code == 1
    assert f"Bản mới hơn {newer.copy.name} không đọc được" in out
    (newer.copy / NAME).unlink()
    assert newer.copy.name in run(data, "restore", str(machine), answers="n\n")[1]
    flip(older.copy / NAME)
    with pytest.raises(BackupDamaged):
        find_copy(older.copy)
    assert run(data, "restore", str(machine), "--yes")[0] == 1


def test_any_changed_digit_of_a_manifest_is_seen(desk: Desk) -> None:
    copy = back_up(desk).copy
    whole = (copy / NAME).read_bytes()
    for old, new in (
        (b'"events": 4', b'"events": 5'),
        (b"2026-11-23T", b"2026-11-13T"),
        (b'"with_scans": true', b'"with_scanz": true'),
    ):
        assert old in whole
        (copy / NAME).write_bytes(whole.replace(old, new, 1))
        with pytest.raises(BackupDamaged):
            read_manifest(copy)


def test_a_list_of_scans_that_leads_elsewhere_is_refused(desk: Desk, data: Path, clock: TurnedClock) -> None:
    copy = back_up(desk).copy
    close_desk(desk)
    lines = scan_lines({FileDigest("../../settings.toml"): 3})
    told = json.loads((copy / NAME).read_bytes())
    told.pop("written_as")
    told["files"][SCANS] = {"size": len(lines), "sha256": hashlib.sha256(lines).hexdigest()}
    (copy / SCANS).write_bytes(lines)
    (copy / NAME).write_bytes(marked_json(msgspec.json.encode(told)))
    with pytest.raises(BackupDamaged):
        prove(copy, data, clock=clock, use_keyring=False)
