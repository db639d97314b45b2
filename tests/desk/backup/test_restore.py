"""A copy brought back: proven first, old or new and never half, and what was there is kept."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from desk import numbers
from desk.backup import recovery as sheets
from desk.backup.backup import back_up
from desk.backup.manifest import NAME
from desk.desk import Desk
from desk.health.restore import abandon, find_copy, prove, replace
from desk.health.rotation import rotate
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs, print_jobs
from desk.settings import DATABASE
from desk.training.training import training_settings
from models.codes import recovery_digits
from models.ids import FileDigest
from models.not_allowed import RecoveryKeyMistyped, RecoveryKeyWrong, SeveralMachines
from models.store import FindingKind
from models.store.file import restoring
from models.store.keys import recovery
from models.store.keys.key import find_key, store_pending
from models.store.keys.rotation import rotate_file
from models.trouble import BackupDamaged, BackupPlaceMissing, FileInUse, KeyMissing, NoBackupThere
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import SCAN, Opens, content, fill


@pytest.fixture
def copy(desk: Desk, clock: TurnedClock) -> Path:
    """A copy with three dossiers and two scans; afterwards two dossiers more were taken in. The desk is closed."""
    made = back_up(desk)
    clock.turn(hours=1)
    fill(desk, 2)
    close_desk(desk)
    return made.copy


def test_what_was_copied_is_back_and_what_was_there_is_kept(
    copy: Path, desk: Desk, data: Path, opens: Opens, clock: TurnedClock
) -> None:
    settings = (data / "settings.toml").read_bytes()
    (data / "fees.toml").write_text("# later\n")
    proven = prove(copy, data, clock=clock, use_keyring=False)
    assert (proven.seen.events, proven.seen.dossiers, proven.seen.scans) == (3, 3, 2)
    assert (proven.seen.findings, proven.seen.lost, proven.seen.skipped, proven.seen.by_sheet) == ((), (), (), False)
    aside = replace(proven, clock=clock)
    again = opens()
    assert again.store.log.counts().events == 3
    assert again.store.log.verify() == []
    assert (data / "settings.toml").read_bytes() == settings
    assert not (data / "fees.toml").exists()
    kept = sorted(path.name for path in aside.iterdir())
    assert kept == ["fees.toml", "files", "motcua.db", "motcua.db-head", "motcua.key", "settings.toml"]
    fill(again, 1)
    close_desk(again)
    before = open_desk(aside, clock=clock, training=True)
    assert before.store.log.counts().events == 5
    close_desk(before)
    assert desk.folder == data


def test_proving_touches_nothing_and_may_be_given_up(copy: Path, data: Path, clock: TurnedClock) -> None:
    before, there = content(data), content(copy.parent)
    abandon(prove(copy, data, clock=clock, use_keyring=False))
    after = content(data)
    after.pop("motcua.coming.lock", None)
    assert after == before
    assert content(copy.parent) == there


def test_on_another_pc_the_sheet_is_needed_and_opens_everything(
    desk: Desk, tmp_path: Path, clock: TurnedClock, opens: Opens
) -> None:
    proposed = sheets.propose(desk)
    sheets.adopt_proposed(desk, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1])
    digest = desk.files.put(SCAN + b"9")
    copy = back_up(desk).copy
    new = tmp_path / "another pc"
    with pytest.raises(KeyMissing):
        prove(copy, new, clock=clock, use_keyring=False)
    with pytest.raises(RecoveryKeyMistyped):
        prove(copy, new, clock=clock, typed="123456", use_keyring=False)
    with pytest.raises(RecoveryKeyWrong):
        prove(copy, new, clock=clock, typed=recovery_digits.qr_text(recovery_digits.make_key()), use_keyring=False)
    proven = prove(copy, new, clock=clock, typed=" ".join(recovery_digits.groups_of(proposed.key)), use_keyring=False)
    assert proven.seen.by_sheet
    replace(proven, clock=clock)
    there = opens(new)
    assert there.store.log.counts().events == 3
    assert there.files.get(digest) == SCAN + b"9"
    assert sheets.sheet_made_at(there) == proposed.made_at


def test_a_copy_of_before_a_change_of_key_comes_back_with_its_scans(
    desk: Desk, data: Path, clock: TurnedClock, opens: Opens
) -> None:
    proposed = sheets.propose(desk)
    sheets.adopt_proposed(desk, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1])
    digest = desk.files.put(SCAN)
    copy = back_up(desk).copy
    close_desk(rotate(desk))
    newer = find_key(data, use_keyring=False)
    proven = prove(copy, data, clock=clock, typed=recovery_digits.qr_text(proposed.key), use_keyring=False)
    aside = replace(proven, clock=clock)
    assert find_key(aside, use_keyring=False) == newer
    assert opens(aside).files.get(digest) == SCAN
    again = opens()
    assert again.files.get(digest) == SCAN
    assert find_key(data, use_keyring=False) in recovery.unsealed(recovery.read_file(copy), proposed.key)
    assert not again.store.log.verify()


def test_the_copy_meant_is_found_or_the_reason_why_not(copy: Path, tmp_path: Path) -> None:
    machine = copy.parent
    assert find_copy(copy)[0] == find_copy(machine)[0] == find_copy(machine.parent)[0] == copy
    with pytest.raises(BackupPlaceMissing):
        find_copy(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoBackupThere):
        find_copy(tmp_path / "empty")
    shutil.copytree(machine, machine.with_name("motcua-H00.99.02-1"))
    with pytest.raises(SeveralMachines) as several:
        find_copy(machine.parent)
    assert len(several.value.folders) == 2


def test_a_copy_cut_off_at_any_file_or_altered_in_any_is_refused(copy: Path, data: Path, clock: TurnedClock) -> None:
    before = content(data)
    for path in sorted(copy.iterdir()):
        whole = path.read_bytes()
        for wrong in (whole[:-1], whole[: len(whole) // 2], b"", whole[:-1] + bytes([whole[-1] ^ 1]), None):
            if wrong is None:
                path.unlink()
            else:
                path.write_bytes(wrong)
            if path.name == NAME and wrong is not None and wrong[:-1] == whole[:-1]:
                continue  # the last brace of JSON become another character is caught as unreadable below
            with pytest.raises((BackupDamaged, NoBackupThere)):
                prove(copy, data, clock=clock, use_keyring=False)
        path.write_bytes(whole)
    prove(copy, data, clock=clock, use_keyring=False)
    abandon(prove(copy, data, clock=clock, use_keyring=False))
    after = content(data)
    after.pop("motcua.coming.lock", None)
    assert after == before


def test_a_manifest_that_names_files_elsewhere_is_refused(copy: Path, data: Path, clock: TurnedClock) -> None:
    path = copy / NAME
    for name in ("../settings.toml", "..", "/etc/passwd", "C:\\x", "", "a/b"):
        told = path.read_text("utf-8").replace('"settings.toml"', f'"{name}"'.replace("\\", "\\\\"), 1)
        other = copy.with_name("2026-11-22_000000")
        shutil.copytree(copy, other)
        (other / NAME).write_text(told, "utf-8")
        with pytest.raises(BackupDamaged):
            prove(other, data, clock=clock, use_keyring=False)
        shutil.rmtree(other)


def test_missing_and_damaged_scans_are_named(copy: Path, data: Path, clock: TurnedClock) -> None:
    one, other = sorted(path for path in (copy.parent / "scans").rglob("*") if path.is_file())
    one.unlink()
    other.write_bytes(other.read_bytes()[:-1])
    seen = prove(copy, data, clock=clock, use_keyring=False).seen
    assert seen.scans == 1
    assert [(lost.kind, lost.name) for lost in seen.lost] == [
        (FindingKind.SCAN_MISSING, one.name),
        (FindingKind.SCAN_DAMAGED, other.name),
    ]
    assert not seen.is_complete


def test_while_a_window_has_the_file_open_nothing_is_replaced(
    copy: Path, data: Path, opens: Opens, clock: TurnedClock
) -> None:
    proven = prove(copy, data, clock=clock, use_keyring=False)
    desk = opens()
    with pytest.raises(FileInUse):
        replace(proven, clock=clock)
    assert desk.store.log.counts().events == 5


def test_a_second_copy_is_not_brought_beside_the_data_while_one_lies_there_proven(
    copy: Path, desk: Desk, data: Path, opens: Opens, clock: TurnedClock
) -> None:
    """Else whoever says yes to the first would get half of the second."""
    first = prove(copy, data, clock=clock, use_keyring=False)
    with pytest.raises(FileInUse):
        prove(copy, data, clock=clock, use_keyring=False)
    replace(first, clock=clock)
    assert opens().store.log.counts().events == 3
    abandon(prove(copy, data, clock=clock, use_keyring=False))
    abandon(prove(copy, data, clock=clock, use_keyring=False))
    assert desk.folder == data


def test_on_the_day_a_copy_is_brought_back_no_number_is_given_out_that_may_be_on_paper(
    copy: Path, data: Path, opens: Opens, clock: TurnedClock
) -> None:
    replace(prove(copy, data, clock=clock, use_keyring=False), clock=clock)
    again = opens()
    first, last = again.settings.device.block_first, again.settings.device.block_last
    given = int(numbers.next_code(again).rpartition("-")[2])
    assert first + 3 + (last - first) // 3 < given < last  # three were known, two more were printed: far beyond both
    assert numbers.next_code(again).endswith(f"{given:04d}")  # nothing was recorded under it, so it is still the next
    service = again.settings.waiting.services[0].id
    ticket = waiting.issue(again, [service])
    assert int(ticket.number[1:]) > 200
    assert waiting.issue(again, [service]).number == f"A{int(ticket.number[1:]) + 1}"
    clock.turn(days=1)
    assert numbers.next_code(again).endswith(f"-{first:04d}")
    close_desk(again)


def test_a_paper_that_waited_when_the_copy_was_made_may_be_out_since_and_says_so(
    desk: Desk, data: Path, opens: Opens, clock: TurnedClock
) -> None:
    ticket = waiting.issue(desk, ["ho-tich"])
    paper = form_jobs.ticket_job(desk, ticket.id)
    copy = back_up(desk).copy
    print_jobs.begin(desk, paper)
    print_jobs.note_taken(desk, paper)
    close_desk(desk)
    replace(prove(copy, data, clock=clock, use_keyring=False), clock=clock)
    again = opens()
    (left,) = print_jobs.unprinted(again)
    assert (left.fate, left.copy, left.next_copy) == (print_jobs.Fate.DOUBTFUL, 1, 2)
    assert print_jobs.retry(again, left.key).copy == 2


def test_after_a_change_of_key_that_was_cut_off_what_was_there_stays_openable(
    copy: Path, data: Path, opens: Opens, clock: TurnedClock
) -> None:
    """The file lies under the coming key already, and the copy under the one before."""
    old = find_key(data, use_keyring=False)
    new = b"n" * 32
    store_pending(data, new, use_keyring=False)
    rotate_file(data / DATABASE, old, new, device=training_settings().device.number)
    abandon(prove(copy, data, clock=clock, use_keyring=False))
    aside = replace(prove(copy, data, clock=clock, use_keyring=False), clock=clock)
    assert opens().store.log.counts().events == 3
    assert opens(aside).store.log.counts().events == 5


def test_an_interrupted_change_is_brought_to_its_end_by_the_next_opening(
    copy: Path, data: Path, opens: Opens, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power fails after each single renaming in turn."""
    real = Path.rename
    for last in range(30):
        proven = prove(copy, data, clock=clock, use_keyring=False)
        done = [0]

        def failing(self: Path, target: Path, done: list[int] = done, last: int = last) -> Path:
            if done[0] == last:
                raise KeyboardInterrupt
            done[0] += 1
            return real(self, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", failing)
            try:
                replace(proven, clock=clock)
                finished = True
            except KeyboardInterrupt:
                finished = False
        desk = opens()
        events = desk.store.log.counts().events
        assert events == (5 if last == 0 else 3)
        assert desk.store.log.verify() == []
        assert len(desk.files.get(next(iter(_digests(desk))))) > 0
        assert not restoring.is_decided(data)
        fill(desk, 5 - events)
        close_desk(desk)
        clock.turn(minutes=1)
        if finished:
            assert last > 3
            return
    raise AssertionError


def _digests(desk: Desk) -> list[FileDigest]:
    return [FileDigest(path.name) for path in desk.files.folder.rglob("*") if path.is_file()]


@pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are things of unix")
def test_killed_at_any_moment_it_is_old_or_new(copy: Path, data: Path, opens: Opens, clock: TurnedClock) -> None:
    for attempt in range(15):
        child = os.fork()
        if child == 0:
            try:
                signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
                signal.setitimer(signal.ITIMER_REAL, 0.01 + attempt * 0.008)
                replace(prove(copy, data, clock=clock, use_keyring=False), clock=clock)
                signal.pause()
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        desk = opens()
        events = desk.store.log.counts().events
        assert events in {3, 5}
        assert desk.store.log.verify() == []
        fill(desk, 5 - events)
        close_desk(desk)
        clock.turn(minutes=1)
    assert (data / DATABASE).exists()
