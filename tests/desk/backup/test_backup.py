"""Copies: whole, proven, made while work goes on, and never half taken for whole."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace as with_
from pathlib import Path
from threading import Thread

import pytest
from msgspec.structs import replace

from desk.backup import backup as copies
from desk.backup import backup_run
from desk.backup.backup import back_up, begin, place_for
from desk.backup.backup_run import FinishedBackup, run_backup
from desk.backup.database_keys import BEFORE_UPDATE
from desk.backup.manifest import NAME, read_manifest, whole_copies
from desk.desk import Desk
from desk.machine_state import LastBackup, LastCheck, LastFailure, recall
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE, Backups
from desk.words.reasons import sentence
from models.ids import DeviceId
from models.not_allowed import BackupNowhere, NobodySignedIn
from models.store import migrations, open_store
from models.store.file import opening
from models.store.file.checking import check_file
from models.store.keys.key import find_key
from models.trouble import (
    BackupDamaged,
    BackupPlaceFull,
    BackupPlaceMissing,
    CutOff,
    FileDamaged,
    KeyWrong,
    TargetUnfit,
)
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import SCAN, Opens, content, fill


def key_of(desk: Desk) -> bytes:
    return find_key(desk.folder, use_keyring=False)


def test_a_copy_holds_everything_and_is_told_in_its_manifest(desk: Desk, place: Path) -> None:
    made = back_up(desk)
    assert made.copy.parent.parent == place
    told = read_manifest(made.copy)
    assert (told.events, told.dossiers, told.scans) == (3, 3, 2)
    assert (told.seq, told.digest) == (3, desk.store.log.head().digest.hex())
    assert set(told.files) == {"motcua.db", "settings.toml", "scans.txt"}
    assert check_file(made.copy / DATABASE, key_of(desk), DeviceId(3)).dossiers == 3
    last = recall(desk.store, LastBackup)
    assert last is not None
    assert (last.at, last.events, last.new_scans) == (desk.clock(), 3, 2)
    check = recall(desk.store, LastCheck)
    assert check is not None
    assert check.whole


def test_nothing_of_a_citizen_is_readable_in_a_copy(desk: Desk, place: Path) -> None:
    back_up(desk)
    lying = b"".join(content(place).values())
    for secret in ("Nguyễn Văn Mẫu".encode(), b"001099000001", SCAN[:20], key_of(desk), key_of(desk).hex().encode()):
        assert secret not in lying


def test_a_scan_is_copied_once_however_many_copies_there_are(desk: Desk, clock: TurnedClock) -> None:
    assert back_up(desk).new_scans == 2
    clock.turn(days=1)
    desk.files.put(SCAN + b"3")
    again = back_up(desk)
    assert again.new_scans == 1
    assert again.manifest.scans == 3
    assert len(content(again.copy.parent / "scans")) == 3


def test_work_goes_on_while_a_copy_is_made_and_the_copy_is_one_moment(desk: Desk, opens: Opens) -> None:
    """2,000 events are recorded while the copying stands between two pieces: none is missing, none is in the copy."""
    before = list(desk.store.log.events())
    plan = begin(desk)
    made: list[FinishedBackup] = []
    far = Thread(target=lambda: made.append(run_backup(plan)))
    recorded = 0
    far.start()
    while far.is_alive() or recorded < 2_000:
        fill(desk, 1)
        recorded += 1
    far.join()
    copies.end(desk, plan, made[0])
    assert desk.store.log.counts().events == 3 + recorded
    with open_store(made[0].copy / DATABASE, key_of(desk), device=DeviceId(3), clock=desk.clock) as copy:
        assert list(copy.log.events()) == before
        assert copy.log.verify() == []
    (made[0].copy / (DATABASE + ".lock")).unlink(missing_ok=True)
    assert desk.store.log.verify() == []
    close_desk(desk)
    again = opens()
    assert again.store.log.counts().events == 3 + recorded


def test_while_a_file_is_held_its_bytes_do_not_change_and_afterwards_the_journal_goes_home(desk: Desk) -> None:
    held = desk.store.take_snapshot()
    main = desk.folder / DATABASE
    before = main.read_bytes()
    for _ in range(10):
        desk.store.drafts.save("large", bytes(4_000_000))  # together more than the journal may hold otherwise
    assert main.read_bytes() == before
    desk.store.release_snapshot(held)
    fill(desk, 1)
    assert main.read_bytes() != before


def test_a_desk_that_closes_meanwhile_leaves_no_copy(desk: Desk, place: Path) -> None:
    plan = begin(desk)
    fill(desk, 50)
    close_desk(desk)
    with pytest.raises(CutOff):
        run_backup(plan)
    assert not list(place.rglob(NAME))


def test_a_copying_that_is_stopped_leaves_none_and_the_next_one_sweeps(desk: Desk, place: Path) -> None:
    fill(desk, 400)
    plan = begin(desk)
    asked = iter([False, True])
    with pytest.raises(CutOff):
        run_backup(plan, stop=lambda: next(asked, True))
    copies.fail(desk, plan, CutOff(""), "x")
    assert whole_copies(plan.place) == []
    assert [path.name for path in plan.place.iterdir() if path.name.endswith(".part")]
    back_up(desk)
    assert not [path.name for path in plan.place.iterdir() if path.name.endswith(".part")]
    assert len(whole_copies(plan.place)) == 1
    assert recall(desk.store, LastFailure) is None
    assert place.exists()


def test_no_folder_set_or_not_there_is_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BackupPlaceMissing):
        back_up(desk, tmp_path / "pulled out")
    assert not (tmp_path / "pulled out").exists()
    alone = with_(desk, settings=replace(desk.settings, backups=Backups()))
    with pytest.raises(BackupNowhere):
        back_up(alone)


@pytest.mark.parametrize("inside", ["", "copies", "copies/../files"])
def test_no_copy_is_made_in_the_data_folder_itself(desk: Desk, tmp_path: Path, inside: str) -> None:
    (desk.folder / "copies").mkdir()
    link = tmp_path / "elsewhere"
    link.symlink_to(desk.folder)
    for place in (desk.folder / inside, link / inside):
        with pytest.raises(TargetUnfit) as refused:
            back_up(desk, place)
        assert "nằm trong thư mục dữ liệu" in sentence(refused.value)


def test_only_who_may_keep_makes_a_copy_by_hand_while_the_clock_needs_nobody(desk: Desk) -> None:
    locked = with_(desk, clerk=None)
    with pytest.raises(NobodySignedIn):
        begin(locked, by_hand=True)
    back_up(locked)


def test_a_place_without_room_is_said_before_anything_is_written(
    desk: Desk, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_run, "SPARE", 1 << 60)
    with pytest.raises(BackupPlaceFull):
        back_up(desk)
    assert not list(place.rglob(NAME))
    fill(desk, 1)


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A real file system of a quarter of a megabyte; only root may make one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux")
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(  # noqa: S603  # our own words
        ["/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["/bin/umount", str(folder)], check=True)  # noqa: S603  # likewise


def test_a_stick_that_fills_up_in_between_leaves_no_copy_and_the_desk_works_on(
    desk: Desk, small_stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_run, "SPARE", -(1 << 40))
    fill(desk, 600)
    with pytest.raises(BackupPlaceFull) as full:
        back_up(desk, small_stick)
    assert sentence(full.value).startswith("Nơi sao lưu")
    assert whole_copies(place_for(desk.settings, small_stick)) == []
    fill(desk, 1)
    assert desk.store.log.verify() == []


def test_a_place_that_does_not_keep_what_was_written_makes_no_copy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = check_file

    def dying(path: Path, *rest: object, **more: object) -> object:
        with path.open("r+b") as file:
            file.seek(5_000)
            file.write(b"rotten")
        return real(path, *rest, **more)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(backup_run, "check_file", dying)
    with pytest.raises(BackupDamaged):
        back_up(desk)
    assert whole_copies(place_for(desk.settings, None)) == []


def test_a_damaged_file_is_found_by_its_copy_and_no_number_is_given_out(desk: Desk, opens: Opens) -> None:
    close_desk(desk)
    path = desk.folder / DATABASE
    page = path.stat().st_size // 4096 - 3
    with path.open("r+b") as file:
        file.seek(page * 4096 + 100)
        file.write(b"rotten")
    again = opens()
    with pytest.raises(FileDamaged):
        back_up(again)
    assert whole_copies(place_for(again.settings, None)) == []
    check = recall(again.store, LastCheck)
    assert check is not None
    assert not check.whole
    assert again.observations.file_damaged
    close_desk(again)
    assert opens().observations.file_damaged


def test_a_wrong_key_opens_no_copy(desk: Desk) -> None:
    made = back_up(desk)
    with pytest.raises(KeyWrong):
        check_file(made.copy / DATABASE, bytes(32), DeviceId(3))


def test_old_copies_go_by_the_rule_and_halves_and_strangers_do_not_count(desk: Desk, clock: TurnedClock) -> None:
    folder = desk.settings.backups.folder
    rule = Backups(folder=folder, days=2, weeks=1, months=1)
    daily = with_(desk, settings=replace(desk.settings, backups=rule))
    for _ in range(4):
        made = back_up(daily)
        clock.turn(days=1)
    place = made.copy.parent
    assert len(whole_copies(place)) == 2
    assert whole_copies(place)[-1][0] == made.copy
    (place / "photos").mkdir()
    (place / "photos" / "x.jpg").write_bytes(b"x")
    back_up(daily)
    assert (place / "photos" / "x.jpg").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are things of unix")
def test_killed_at_any_moment_what_lies_there_is_whole_or_no_copy(desk: Desk, data: Path, clock: TurnedClock) -> None:
    fill(desk, 200)
    key = key_of(desk)
    close_desk(desk)
    place = place_for(desk.settings, None)
    place.mkdir()  # on a busy machine no attempt may get as far
    for wait in range(12):
        child = os.fork()
        if child == 0:
            try:
                signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
                mine = open_desk(data, clock=clock, training=True)
                signal.setitimer(signal.ITIMER_REAL, 0.02 + wait * 0.012)
                while True:
                    clock.turn(minutes=1)
                    back_up(mine)
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        clock.turn(hours=1)
    for copy, manifest in whole_copies(place):
        checked = check_file(copy / DATABASE, key, DeviceId(3))
        assert (checked.seq, checked.digest.hex()) == (manifest.seq, manifest.digest)
    with open_store(data / DATABASE, key, device=DeviceId(3), clock=clock) as store:
        assert store.log.counts().events == 203
        assert store.log.verify() == []


def test_before_the_tables_change_a_copy_is_made_where_copies_go_or_else_beside(
    desk: Desk, place: Path, opens: Opens, monkeypatch: pytest.MonkeyPatch, clock: TurnedClock
) -> None:
    close_desk(desk)

    def another(execute: object) -> None:
        execute("CREATE TABLE another (x)")  # type: ignore[operator]  # as every step is called

    monkeypatch.setattr(opening, "STEPS", (*migrations.STEPS, another))
    again = opens()
    copy, manifest = whole_copies(place_for(desk.settings, None))[-1]
    assert manifest.tables == len(migrations.STEPS)
    assert manifest.events == 3
    assert copy.parent.parent == place
    close_desk(again)
    place.rename(place.with_name("pulled"))
    monkeypatch.setattr(opening, "STEPS", (*migrations.STEPS, another, lambda run: run("CREATE TABLE third (x)")))
    clock.turn(days=1)
    opens()
    (beside,) = (desk.folder / BEFORE_UPDATE).iterdir()
    assert len(whole_copies(beside)) == 1
    assert not whole_copies(beside)[0][1].with_scans
