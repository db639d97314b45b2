"""Whatever befalls the journal of a killed desk: nothing that was acknowledged is lost without a word."""

import gc
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from models.ids import new_dossier_id
from models.store.file.database import Database
from models.store.file.head import head_of
from models.store.file.journal import Journal, journal_of, read_journal
from models.system.stop_signals import StopRequested
from models.trouble import FileTrouble, KeyWrong, WorkLost
from tests.models.store.conftest import KEY
from tests.models.store.journals import CLERK, HEADER, SLOT, Scene, died, events_of, opened
from tests.models.store.test_log import received

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are things of unix")

FLIPS = 60


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("scene"))


def flipped(content: bytes, at: int, by: int = 0x10) -> bytes:
    return content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]


def test_a_killed_desk_opens_with_everything_it_had_acknowledged(scene: Scene) -> None:
    scene.again(journal=scene.journal)
    journal = read_journal(journal_of(scene.path))
    assert (journal.frames, journal.fault) == (scene.frames, "")
    assert scene.outcome() == ""
    scene.again(journal=scene.journal, head=False)
    assert scene.outcome() == ""


def test_a_flipped_byte_anywhere_is_told_or_harmless(scene: Scene) -> None:
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    told = set()
    for _ in range(FLIPS):
        scene.again(journal=flipped(scene.journal, chance.randrange(len(scene.journal)), 1 << chance.randrange(8)))
        told.add(scene.outcome())
    assert told <= {"frames", "short", ""}
    assert "frames" in told


@pytest.mark.parametrize("at", range(HEADER))
def test_a_flip_in_the_header_is_told_with_and_without_the_head(scene: Scene, at: int) -> None:
    for head in (True, False):
        scene.again(journal=flipped(scene.journal, at), head=head)
        assert scene.outcome() == "header"


def test_a_flip_in_the_last_commit_is_told_by_the_head(scene: Scene) -> None:
    last = len(scene.journal) - SLOT
    for at in (last, last + 5, last + 9, last + 20, last + 100, len(scene.journal) - 1):
        scene.again(journal=flipped(scene.journal, at))
        assert scene.outcome() == "short"


def test_without_the_head_a_flip_before_the_last_commits_is_told_by_the_frames_behind(scene: Scene) -> None:
    for frame in range(scene.frames // 2):
        scene.again(journal=flipped(scene.journal, HEADER + frame * SLOT + 50), head=False)
        assert scene.outcome() == "frames"


def test_a_journal_cut_at_any_frame_is_told(scene: Scene) -> None:
    for frames in range(scene.frames):
        scene.again(journal=scene.journal[: HEADER + frames * SLOT])
        assert scene.outcome() in ({"short"} if frames else {"missing"})


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, HEADER + SLOT - 1])
def test_a_journal_cut_to_almost_nothing_is_told_with_and_without_the_head(scene: Scene, length: int) -> None:
    for head in (True, False):
        scene.again(journal=scene.journal[:length], head=head)
        assert scene.outcome() == "missing"


def test_a_removed_journal_is_told_with_and_without_the_head(scene: Scene) -> None:
    for head in (True, False):
        scene.again(journal=None, head=head)
        assert scene.outcome() == "missing"


def test_a_file_copied_alone_from_an_open_desk_is_told(scene: Scene, tmp_path: Path) -> None:
    scene.again(journal=scene.journal)
    shutil.copy(scene.path, tmp_path / "desk.db")
    with pytest.raises(WorkLost):
        opened(tmp_path / "desk.db")


def test_zeros_and_noise_in_the_place_of_the_journal_are_told(scene: Scene) -> None:
    scene.again(journal=bytes(len(scene.journal)))
    assert scene.outcome() == "missing"
    scene.again(journal=random.Random(1).randbytes(len(scene.journal)))  # noqa: S311  # no secret, the same each run
    assert scene.outcome() == "header"


def test_noise_in_the_place_of_shared_memory_is_nothing_to_a_file_of_one_user(scene: Scene) -> None:
    scene.again(journal=scene.journal)
    shared = scene.path.with_name(scene.path.name + "-shm")
    shared.write_bytes(random.Random(1).randbytes(32_768))  # noqa: S311  # no secret, the same each run
    assert scene.outcome() == ""


def test_a_rollback_journal_which_we_never_write_is_told(scene: Scene) -> None:
    scene.again(journal=scene.journal)
    scene.path.with_name(scene.path.name + "-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(4096))
    assert scene.outcome() == "other"


def test_a_torn_tail_is_no_loss(scene: Scene) -> None:
    """Frames of a transaction that was never acknowledged: half of them, or some of them in the wrong order."""
    frame = bytearray(scene.journal[-SLOT:])
    frame[4:8] = bytes(4)
    for tail in (frame[:100], frame, frame + scene.journal[-SLOT:], bytes(SLOT) + scene.journal[-SLOT:]):
        for head in (True, False):
            scene.again(journal=scene.journal + tail, head=head)
            assert scene.outcome() == ""


def test_what_a_head_lags_behind_is_no_loss(scene: Scene, tmp_path: Path) -> None:
    """After a power cut it may tell of an earlier commit of the same journal, or of one that began anew since."""
    path = tmp_path / "desk.db"
    opened(path, create=True).close()
    died(path, 2)
    before = head_of(path).read_bytes()
    died(path, 3)
    head_of(path).write_bytes(before)
    assert len(events_of(path)) == 5
    with opened(path) as store:
        store.log.record(new_dossier_id(), CLERK, received())
        before = head_of(path).read_bytes()
        store._database.checkpoint()
        store.log.record(new_dossier_id(), CLERK, received())
        shutil.copytree(tmp_path, tmp_path / "cut")
    cut = tmp_path / "cut" / "desk.db"
    head_of(cut).write_bytes(before)
    assert len(events_of(cut)) == 7
    del scene


@pytest.mark.parametrize("kill_at", ["", "open"])
def test_a_journal_of_another_time_is_told_and_never_replayed(tmp_path: Path, kill_at: str) -> None:
    path = tmp_path / "desk.db"
    opened(path, create=True).close()
    died(path, 3)
    old = journal_of(path).read_bytes()
    with opened(path) as store:
        store.log.record(new_dossier_id(), CLERK, received())
    if kill_at:
        died(path, 2)
    journal_of(path).write_bytes(old)
    with pytest.raises(WorkLost) as lost:
        opened(path)
    assert lost.value.detail == "other"
    with opened(path, accept_loss=True) as store:
        assert store.log.verify() == []
        assert store.log.counts().events == 4
    kept = [file for file in tmp_path.iterdir() if ".kept-" in file.name]
    assert [file.read_bytes() for file in kept] == [old]


def test_an_older_copy_of_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with opened(path, create=True) as store:
        store.log.record(new_dossier_id(), CLERK, received())
    old = path.read_bytes()
    with opened(path) as store:
        store.log.record(new_dossier_id(), CLERK, received())
    path.write_bytes(old)
    with pytest.raises(WorkLost) as lost:
        opened(path)
    assert lost.value.detail == "log"


def test_where_the_file_is_gone_and_its_journal_or_head_is_there_no_new_one_begins(scene: Scene) -> None:
    for stray in (journal_of(scene.path), head_of(scene.path)):
        scene.again(journal=scene.journal)
        for other in (scene.path, *{journal_of(scene.path), head_of(scene.path)} - {stray}):
            other.unlink()
        with pytest.raises(WorkLost) as lost:
            opened(scene.path, create=True)
        assert lost.value.detail == "file"
        assert not scene.path.exists()


# ---- the head itself ---------------------------------------------------------------------------------------


def test_a_head_that_is_damaged_or_of_another_file_stops_nobody(scene: Scene, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with opened(other, create=True) as store:
        store.log.record(new_dossier_id(), CLERK, received())
    scene.again(journal=scene.journal)
    whole = head_of(scene.path).read_bytes()
    foreign = bytearray(head_of(other).read_bytes())
    foreign[-1] ^= 1  # sealed with another key
    for content in (
        *(flipped(whole, at) for at in range(0, len(whole), 3)),
        whole[:40],
        whole + b"x",
        b"",
        bytes(foreign),
    ):
        scene.again(journal=scene.journal)
        head_of(scene.path).write_bytes(content)
        with opened(scene.path) as store:
            assert list(store.log.events()) == scene.acknowledged
            store.log.record(new_dossier_id(), CLERK, received())
        assert head_of(scene.path).stat().st_size == len(whole)
        with opened(scene.path) as store:
            assert store.log.counts().events == len(scene.acknowledged) + 1


def test_a_desk_of_an_earlier_version_gets_its_head_with_the_first_work(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    opened(path, create=True).close()
    died(path, 2)
    head_of(path).unlink()
    with opened(path) as store:
        store._database.run("DELETE FROM meta WHERE name = 'journal'")
        store._database.journal_expected = False
        store._database._heads = None
    head_of(path).unlink(missing_ok=True)
    with opened(path) as store:
        assert store.log.counts().events == 2
    died(path, 1)
    journal_of(path).unlink()
    with pytest.raises(WorkLost):
        opened(path)


def test_a_wrong_key_leaves_the_journal_where_it_is(scene: Scene) -> None:
    scene.again(journal=scene.journal)
    with pytest.raises(KeyWrong):
        opened(scene.path, key=bytes(32))
    assert journal_of(scene.path).read_bytes() == scene.journal
    assert scene.outcome() == ""


def test_a_process_that_ends_without_closing_the_file_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    leaves = (
        "from pathlib import Path; from tests.models.store.journals import *; "
        f"store = opened(Path({str(path)!r}), create=True); "
        "store.log.record(new_dossier_id(), CLERK, received()); store.log.record(new_dossier_id(), CLERK, received())"
    )
    subprocess.run([sys.executable, "-c", leaves], check=True)  # noqa: S603  # our own interpreter
    assert len(events_of(path)) == 2


def test_a_stop_at_any_line_of_closing_loses_nothing(tmp_path: Path) -> None:
    opened(tmp_path / "new.db", create=True).close()
    closing = {function.__code__ for function in (Database.close, Database._close_driver)}

    def stopped_at(line: int, path: Path) -> bool:
        left = line

        def each(frame: FrameType, event: str, _: object) -> Callable[[FrameType, str, Any], Any] | None:
            nonlocal left
            if frame.f_code not in closing:
                return None
            left -= event == "line"
            if left == 0 and event == "line":
                left = -1
                raise StopRequested(signal.SIGINT)
            return each

        for at in (lambda path: path, head_of):
            shutil.copy(at(tmp_path / "new.db"), at(path))
        store = opened(path)
        store.log.record(new_dossier_id(), CLERK, received())
        before = sys.gettrace()
        sys.settrace(each)
        try:
            store.close()
        except StopRequested:
            return True
        finally:
            sys.settrace(before)
            del store
            gc.collect()  # as the end of the process does: SQLite closes what nobody holds
        return False

    lines = 1
    while stopped_at(lines, path := tmp_path / f"desk{lines}.db"):
        assert len(events_of(path)) == 1, f"stopped at line {lines} of closing"
        lines += 1
    assert lines > 10


def test_a_head_that_cannot_be_written_refuses_no_work(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with opened(path, create=True) as store:
        store.log.record(new_dossier_id(), CLERK, received())
        heads = store._database._heads
        assert heads is not None
        heads.close()
        head_of(path).unlink()
        head_of(path).mkdir()
        store.log.record(new_dossier_id(), CLERK, received())
        assert store.log.counts().events == 2


# ---- going on ----------------------------------------------------------------------------------------------


def test_what_is_left_opens_when_somebody_says_so_and_is_told_until_it_is_accepted(scene: Scene) -> None:
    for journal in (None, b"", flipped(scene.journal, 0), flipped(scene.journal, len(scene.journal) // 2)):
        scene.again(journal=journal)
        with opened(scene.path, accept_loss=True) as store:
            left = store.log.counts().events
            assert left < len(scene.acknowledged)
            assert (store.remembered, store.kept) == (len(scene.acknowledged), left)
            store.log.record(new_dossier_id(), CLERK, received())
        with pytest.raises(WorkLost):
            opened(scene.path)
        with opened(scene.path, accept_loss=True) as store:
            store.forget_loss(KEY)
        assert len(events_of(scene.path)) == left + 1
        kept = [file for file in scene.path.parent.iterdir() if ".kept-" in file.name]
        assert [file.read_bytes() for file in kept] == ([journal] if journal else [])


def test_a_journal_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "desk.db-wal") == Journal()
    with pytest.raises(FileTrouble):
        opened(tmp_path / "desk.db")
