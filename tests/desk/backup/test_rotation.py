"""A new key for the file: nothing is lost, whatever moment the power fails, and the sheet stays good."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.backup import recovery as sheets
from desk.backup.backup import back_up
from desk.desk import Desk
from desk.health.rotation import renew_scans, rotate
from desk.opening import close_desk, open_desk, reopened
from desk.settings import DATABASE
from desk.staff import session
from models.codes import recovery_digits
from models.files.scans import derived_key
from models.not_allowed import NobodySignedIn
from models.store.file.checking import opens as key_opens
from models.store.keys import recovery
from models.store.keys.key import COMING_FILE, find_key, find_keys
from models.store.keys.rotation import building_of
from models.store.keys.scan_keys import read_scan_keys
from models.trouble import FileTrouble, ScanDamaged
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import SCAN, Opens, fill

if sys.platform != "win32":
    import resource


def key_of(folder: Path) -> bytes:
    return find_key(folder, use_keyring=False)


def with_sheet(desk: Desk) -> bytes:
    proposed = sheets.propose(desk)
    sheets.adopt_proposed(desk, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1])
    return proposed.key


def test_after_a_change_of_key_everything_is_there_and_the_old_key_opens_nothing(desk: Desk) -> None:
    before, old = list(desk.store.log.events()), key_of(desk.folder)
    desk.store.print_jobs.save("1", b"paper")
    desk.store.drafts.save("intake", b"draft")
    digest = desk.files.put(SCAN + b"4")
    fresh = rotate(desk)
    try:
        assert list(fresh.store.log.events()) == before
        assert fresh.store.log.verify() == []
        assert fresh.store.print_jobs.load("1") == b"paper"
        assert fresh.store.drafts.load("intake") == b"draft"
        assert fresh.clerk == desk.clerk
        assert fresh.files.get(digest) == SCAN + b"4"
        new = key_of(desk.folder)
        assert new != old
        assert not key_opens(desk.folder / DATABASE, old)
        assert key_opens(desk.folder / DATABASE, new)
        assert not (desk.folder / COMING_FILE).exists()
        assert not building_of(desk.folder / DATABASE).exists()
        fill(fresh, 2)
    finally:
        close_desk(fresh)


def test_scans_are_put_under_a_new_key_one_by_one_and_go_on_where_they_were_cut_short(desk: Desk) -> None:
    digests = [desk.files.put(SCAN + bytes([n])) for n in range(6)]
    fresh = rotate(desk)
    try:
        asked = iter([False, False, True])
        half = renew_scans(fresh, lambda: next(asked))
        assert half is not None
        assert (half.renewed, half.whole) == (2, False)
        assert all(fresh.files.get(digest) for digest in digests)
        rest = renew_scans(fresh)
        assert rest is not None
        assert (rest.renewed, rest.damaged, rest.whole) == (6, 0, True)
        assert renew_scans(fresh) is None
        known = read_scan_keys(fresh.store)
        assert known is not None
        only_new = type(fresh.files)(fresh.files.folder, keys=known.keys[:1])
        assert all(only_new.get(digest) for digest in digests)
        only_old = type(fresh.files)(fresh.files.folder, keys=known.keys[1:])
        with pytest.raises(ScanDamaged):
            only_old.get(digests[0])
    finally:
        close_desk(fresh)


def test_scans_of_a_folder_from_before_are_read_and_survive_a_change_of_key(place: Path, opens: Opens) -> None:
    assert place.exists()
    desk = opens()
    key = key_of(desk.folder)
    desk.store.key_values.drop("files keys")
    old = type(desk.files)(desk.files.folder, key)
    digest = old.put(SCAN)
    close_desk(desk)
    again = opens()
    known = read_scan_keys(again.store)
    assert known is not None
    assert known.keys == (derived_key(key),)
    assert again.files.get(digest) == SCAN
    fresh = rotate(again)
    try:
        assert fresh.files.get(digest) == SCAN
        renew_scans(fresh)
        assert fresh.files.get(digest) == SCAN
    finally:
        close_desk(fresh)


def test_the_same_sheet_opens_the_file_after_the_change(desk: Desk) -> None:
    sheet = with_sheet(desk)
    made_at = sheets.sheet_made_at(desk)
    fresh = rotate(desk)
    try:
        assert isinstance(made_at, datetime)
        assert sheets.sheet_made_at(fresh) == made_at
    finally:
        close_desk(fresh)
    (desk.folder / "motcua.key").unlink()
    sheets.recover(desk.folder, recovery_digits.qr_text(sheet), use_keyring=False)
    assert key_opens(desk.folder / DATABASE, key_of(desk.folder))


def test_nothing_is_sealed_to_a_file_that_somebody_else_has_put_there(desk: Desk) -> None:
    with_sheet(desk)
    stranger = recovery_digits.make_key()
    forged = recovery.sealed_to(stranger, bytes(32), made_at=desk.clock(), whose="x")
    recovery.write_file(desk.folder, forged)
    fresh = rotate(desk)
    try:
        assert recovery.unsealed(recovery.read_file(desk.folder), stranger) == (bytes(32),)
        assert sheets.sheet_made_at(fresh) is None
    finally:
        close_desk(fresh)


def test_a_copy_made_before_the_change_opens_with_the_sheet_it_carries(desk: Desk) -> None:
    sheet = with_sheet(desk)
    made = back_up(desk)
    close_desk(rotate(desk))
    (old,) = recovery.unsealed(recovery.read_file(made.copy), sheet)
    assert key_opens(made.copy / DATABASE, old)


def test_only_who_may_keep_changes_the_key(desk: Desk) -> None:
    with pytest.raises(NobodySignedIn):
        rotate(replace(desk, clerk=None))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are things of unix")
def test_killed_at_any_moment_of_the_change_nothing_is_lost(desk: Desk, data: Path, clock: TurnedClock) -> None:
    """Real kills all over the change: each time the file opens, with all events, under one of the keys known."""
    sheet = with_sheet(desk)
    fill(desk, 150)
    events = desk.store.log.counts().events
    digest = desk.files.put(SCAN)
    close_desk(desk)
    changed = 0
    before = key_of(data)
    for attempt in range(40):
        child = os.fork()
        if child == 0:
            try:
                mine = open_desk(data, clock=clock, training=True)
                signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
                signal.setitimer(signal.ITIMER_REAL, 0.002 + attempt * 0.004)
                rotate(mine)
                signal.pause()
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        again = open_desk(data, clock=clock, training=True)
        try:
            assert again.store.log.counts().events == events
            assert again.files.get(digest) == SCAN
            assert len(find_keys(data, use_keyring=False)) == 1
            assert not building_of(data / DATABASE).exists()
            assert key_of(data) in recovery.unsealed(recovery.read_file(data), sheet)
            assert sheets.sheet_made_at(again) is not None
            if attempt % 10 == 9:
                assert again.store.log.verify() == []
        finally:
            close_desk(again)
        changed += key_of(data) != before
        before = key_of(data)
    assert 0 < changed < 40


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As a disk that is full: the system refuses whatever would make a file longer than this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the size of files is a thing of unix")
def test_on_a_full_disk_the_key_stays_and_the_desk_goes_on(desk: Desk, data: Path) -> None:
    sheet = with_sheet(desk)
    fill(desk, 300)
    before, events = key_of(data), desk.store.log.counts().events
    desk.store.release_snapshot(desk.store.take_snapshot())  # the journal is home
    with no_file_longer_than((data / DATABASE).stat().st_size // 2), pytest.raises(FileTrouble):
        rotate(desk)
    assert not desk.store.is_open
    assert session.close(desk) is desk  # nothing can be recorded, and that is no error
    close_desk(desk)
    again = reopened(desk)
    assert again.store.log.counts().events == events
    assert again.store.log.verify() == []
    assert key_of(data) == before
    assert find_keys(data, use_keyring=False) == (before,)
    assert before in recovery.unsealed(recovery.read_file(data), sheet)
    fresh = rotate(again)
    assert fresh.store.log.counts().events == events
    close_desk(fresh)


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the size of files is a thing of unix")
def test_the_command_says_in_a_sentence_that_the_disk_is_full(desk: Desk, data: Path) -> None:
    fill(desk, 300)
    close_desk(desk)
    with no_file_longer_than((data / DATABASE).stat().st_size // 2):
        result = CliRunner().invoke(cli, ["--data", str(data), "rotate-key"])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert result.stderr.startswith("Ổ đĩa ")
    assert CliRunner().invoke(cli, ["--data", str(data), "verify"]).exit_code == 0
