"""After a version that migrated and did not start: the copy of before comes back, with all that was recorded since."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.backup.database_keys import BEFORE_UPDATE
from desk.desk import Desk
from desk.health import restore
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE, FILE, read_settings, write_settings
from desk.training.training import training_settings
from desk.updates.launcher import write_state
from desk.updates.putting_back import PutBack, keep_settings, put_back, settings_put_back
from desk.updates.versions import OwnProgram
from desk.words.reasons import sentence
from models.history import Recorded, digest, read
from models.ids import NO_DIGEST, ClerkId, DeviceId, Digest, SubjectId, new_event_id
from models.store import migrations
from models.store.file import opening
from models.trouble import FileInUse, FileTooNew
from tests.conftest import TurnedClock
from tests.fakes.releases import PLATFORM


def _another(execute: Callable[[str], Any]) -> None:
    execute("CREATE TABLE another (x)")


@pytest.fixture
def data(tmp_path: Path, clock: TurnedClock) -> Path:
    """The folder of a desk with one ticket."""
    folder = tmp_path / "data"
    write_settings(folder, training_settings())
    desk = open_desk(folder, clock=clock, training=True)
    waiting.issue(desk, ["ho-tich"])
    close_desk(desk)
    return folder


@pytest.fixture
def newer(data: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has a newer version open the folder, migrate it, do something, and end."""

    def opened(does: Callable[[Desk], object], step: Callable[[Callable[[str], Any]], None] = _another) -> None:
        with monkeypatch.context() as changed:
            changed.setattr(opening, "STEPS", (*migrations.STEPS, step))
            desk = open_desk(data, clock=clock, training=True)
            does(desk)
            close_desk(desk)

    return opened


@pytest.fixture
def back(tmp_path: Path, data: Path, clock: TurnedClock) -> Callable[[str], PutBack | None]:
    """What the version before makes of the folder, the newer one having been given up for this reason."""

    def put(why: str) -> PutBack | None:
        home = tmp_path / "program"
        home.mkdir(exist_ok=True)
        write_state(home, {"bad": {"version": "0.2.0", "why": why}})
        program = OwnProgram(version="0.1.0", platform=PLATFORM, home=home, root=b"")
        return put_back(program, data, read_settings(data), clock, use_keyring=False)

    return put


def tickets(data: Path, clock: TurnedClock) -> int:
    desk = open_desk(data, clock=clock, training=True)
    try:
        assert desk.store.log.verify() == []
        return len(waiting.line(desk).waiting)
    finally:
        close_desk(desk)


def test_what_was_migrated_and_not_written_to_comes_back_as_it_was(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None], clock: TurnedClock
) -> None:
    newer(lambda _: None)
    with pytest.raises(FileTooNew):
        open_desk(data, clock=clock, training=True)
    done = back("starts")
    assert done is not None
    assert (done.aside / DATABASE).exists()  # nothing is thrown away
    assert done.copy.is_relative_to(data / BEFORE_UPDATE)
    assert tickets(data, clock) == 1


def test_what_was_recorded_since_is_carried_into_the_copy_whoever_can_read_it(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None], clock: TurnedClock
) -> None:
    before: list[bytes] = []

    def works(desk: Desk) -> None:
        waiting.issue(desk, ["chung-thuc"])
        body, log = b'{"type":"OfTomorrow","what":"nobody knows"}', desk.store.log
        head = log.head()
        log.merge([recorded_as(desk, seq=head.seq + 1, prev=head.digest, clock=head.clock + 1, body=body)])
        log.merge([recorded_as(desk, seq=1, prev=NO_DIGEST, clock=head.clock + 2, body=body, device=DeviceId(9))])
        waiting.issue(desk, ["ho-tich"])
        desk.store.drafts.save("typed", b"half")
        desk.store.key_values.drop("number")
        before.extend(map(digest, log.events()))

    newer(works)
    (data / "files/aa").mkdir(parents=True)
    (data / "files/aa/scan").write_bytes(b"of a dossier")
    done = back("starts")
    assert done is not None
    assert done.carried == 4
    assert (data / "files/aa/scan").read_bytes() == b"of a dossier"
    assert tickets(data, clock) == 3
    desk = open_desk(data, clock=clock, training=True)
    assert [digest(one) for one in desk.store.log.events()] == before
    assert desk.store.drafts.load("typed") == b"half"
    waiting.issue(desk, ["ho-tich"])  # and work goes on after it
    close_desk(desk)


def recorded_as(
    desk: Desk, *, seq: int, prev: Digest, clock: int, body: bytes, device: DeviceId | None = None
) -> Recorded:
    """An event as a newer program records it."""
    return Recorded(
        id=new_event_id(),
        subject=SubjectId("ticket/of-tomorrow"),
        device=desk.store.log.device if device is None else device,
        seq=seq,
        clock=clock,
        at=desk.clock(),
        clerk=ClerkId("mau"),
        prev=prev,
        body=body,
        event=read(body),
    )


def _another_column(execute: Callable[[str], Any]) -> None:
    execute("ALTER TABLE event ADD COLUMN signature BLOB")


@pytest.mark.parametrize("changes", ["column", "membership", "account"])
def test_what_is_kept_in_a_way_that_is_not_known_here_stays_where_it_is_and_says_so(
    changes: str, data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None], clock: TurnedClock
) -> None:
    does: dict[str, Callable[[Desk], object]] = {
        "column": lambda _: None,
        "membership": lambda desk: desk.store.province.put("membership", b"of another office"),
        "account": lambda desk: desk.store.accounts.save("mau", b"what no version reads"),
    }
    newer(does[changes], _another_column if changes == "column" else _another)
    before = (data / DATABASE).read_bytes()
    assert back("starts") is None
    assert (data / DATABASE).read_bytes() == before
    assert not list(data.glob("before-restore-*"))
    with pytest.raises(FileTooNew) as told:
        open_desk(data, clock=clock, training=True)
    assert "bằng gói cài" in sentence(told.value)


def test_an_event_that_lies_in_the_journal_alone_counts(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None], tmp_path: Path, clock: TurnedClock
) -> None:
    kept = tmp_path / "killed"
    kept.mkdir()

    def killed(desk: Desk) -> None:
        waiting.issue(desk, ["chung-thuc"])
        for file in data.glob(f"{DATABASE}*"):
            (kept / file.name).write_bytes(file.read_bytes())

    newer(killed)
    for file in kept.iterdir():
        (data / file.name).write_bytes(file.read_bytes())
    done = back("starts")
    assert done is not None
    assert done.carried == 1
    assert tickets(data, clock) == 2


def test_a_file_that_was_written_to_meanwhile_is_not_replaced(
    data: Path, newer: Callable[..., None], clock: TurnedClock
) -> None:
    newer(lambda _: None)
    proven = restore.prove(data / BEFORE_UPDATE, data, clock=clock, use_keyring=False)
    before = (data / DATABASE).read_bytes()
    with pytest.raises(FileInUse):
        restore.replace(proven, clock=clock, unchanged=lambda: False)
    assert (data / DATABASE).read_bytes() == before


def test_settings_that_only_the_newer_version_reads_are_those_of_the_switch_again(data: Path, tmp_path: Path) -> None:
    keep_settings(data)
    before = (data / FILE).read_bytes()
    (data / FILE).write_bytes(before + b"\n[of_tomorrow]\nx = 1\n")
    home = tmp_path / "program"
    home.mkdir()
    program = OwnProgram(version="0.1.0", platform=PLATFORM, home=home, root=b"")
    assert settings_put_back(program, data) is None  # nothing failed: somebody mistyped
    write_state(home, {"bad": {"version": "0.2.0", "why": "starts"}})
    assert settings_put_back(program, data) == read_settings(data)
    assert (data / FILE).read_bytes() == before
    assert b"of_tomorrow" in (data / "settings.newer.toml").read_bytes()


@pytest.mark.parametrize("why", ["", "trial"])
def test_without_a_version_that_did_not_start_nothing_is_put_back(
    why: str, newer: Callable[..., None], back: Callable[[str], PutBack | None]
) -> None:
    newer(lambda _: None)
    assert back(why) is None


def test_without_its_copy_the_file_stays(
    data: Path, newer: Callable[..., None], back: Callable[[str], PutBack | None]
) -> None:
    newer(lambda _: None)
    (data / BEFORE_UPDATE).rename(data.parent / "elsewhere")
    assert back("starts") is None
    assert (data / DATABASE).exists()
