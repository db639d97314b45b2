"""Updates beside the work: fetched and tried without a word, a line on the health page, switched to at closing."""

from dataclasses import replace as with_
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

import desk.updates.versions as program_versions
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import Settings, UpdateSettings
from desk.training.training import training_settings
from desk.updates.launcher import write_state
from desk.updates.versions import OwnProgram, State, save, state_of
from desk.views.open_desk import OpenDesk
from desk.views.program import updates as update_views
from models.trouble import FileTooNew
from tests.conftest import TurnedClock
from tests.fakes.releases import PLATFORM, Publisher
from tests.ui.conftest import Clerk
from ui.health.health_page import HealthPage
from ui.health.update_watch import UpdateWatch
from ui.program.versions import again_words, opened_or_put_back, switched_before_window


@pytest.fixture
def publisher(tmp_path: Path, clock: TurnedClock) -> Publisher:
    made = Publisher(tmp_path / "publisher", clock)
    made.release("0.2.0")
    return made


@pytest.fixture
def settings(publisher: Publisher) -> Settings:
    return replace(training_settings(), updates=UpdateSettings(source=str(publisher.folder)))


@pytest.fixture
def program(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnProgram:
    found = OwnProgram(version="0.1.0", platform=PLATFORM, home=tmp_path / "program", root=publisher.root)
    monkeypatch.setattr(update_views, "own_program", lambda: found)
    monkeypatch.setattr(program_versions, "own_program", lambda: found)
    return found


@pytest.fixture
def watch(clerk: Clerk, program: OwnProgram) -> UpdateWatch:
    """The service of a window that shows an office's own desk; what is invented updates nothing."""
    assert not program.home.exists()

    def real(work: OpenDesk) -> None:
        work.desk = with_(work.desk, training=False)

    clerk.until(lambda: clerk.app.alongside is not None)
    clerk.app.jobs.call(real)
    return next(one for one in clerk.app.alongside or [] if isinstance(one, UpdateWatch))


def waits(program: OwnProgram, *, asked_at: datetime | None = None) -> None:
    """A version lies there, proven."""
    folder = program.home / "versions/0.2.0"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("complete", "motcua.pyw"):
        (folder / name).touch()
    save(program.home, State(ready="0.2.0", checked_at=asked_at))


@pytest.mark.slow
def test_a_new_version_is_fetched_tried_told_of_calmly_and_switched_to_when_the_window_closes(
    clerk: Clerk, watch: UpdateWatch, program: OwnProgram
) -> None:
    watch.look()
    clerk.until(lambda: state_of(program.home).ready == "0.2.0")
    page = clerk.page("health")
    assert isinstance(page, HealthPage)
    clerk.until(lambda: any(what.value == "program" for what in page.lines.lines))
    words = next(line.words.text() for what, line in page.lines.lines.items() if what.value == "program")
    assert words.endswith("Bản mới 0.2.0 sẵn sàng, dùng khi đóng máy.")
    assert not [banner for banner in clerk.window.banners.shown if banner.about == "update"]
    clerk.window.close()
    assert state_of(program.home).current == "0.2.0"


def test_a_window_that_closes_with_somebody_at_the_counter_switches_to_nothing(
    clerk: Clerk, watch: UpdateWatch, program: OwnProgram
) -> None:
    assert watch is not None
    waits(program)

    def called(work: OpenDesk) -> None:
        waiting.issue(work.desk, ["ho-tich"])
        waiting.call_next(work.desk)

    clerk.app.jobs.call(called)
    clerk.window.close()
    assert (state_of(program.home).ready, state_of(program.home).current) == ("0.2.0", "")


def test_a_version_that_waits_since_the_last_close_starts_before_the_window_unless_somebody_is_at_the_counter(
    tmp_path: Path, clock: TurnedClock, program: OwnProgram
) -> None:
    desk = open_desk(tmp_path / "desk", settings=training_settings(), clock=clock, training=True)
    waits(program, asked_at=clock())
    waiting.issue(desk, ["ho-tich"])
    called = waiting.call_next(desk)
    waiting.serve(desk, called.id)
    close_desk(desk)
    clock.turn(hours=1)
    assert not switched_before_window(desk.folder, desk.settings, clock)
    assert (state_of(program.home).ready, state_of(program.home).current) == ("0.2.0", "")

    again = open_desk(desk.folder, settings=desk.settings, clock=clock, training=True)
    waiting.finish(again, called.id)
    close_desk(again)
    off = replace(desk.settings, updates=UpdateSettings(automatic=False))
    assert not switched_before_window(desk.folder, off, clock)
    clock.turn(hours=25)  # whatever the hub has paused since, nobody here knows
    assert not switched_before_window(desk.folder, desk.settings, clock)
    waits(program, asked_at=clock())
    assert switched_before_window(desk.folder, desk.settings, clock)
    assert state_of(program.home).current == "0.2.0"
    assert not switched_before_window(desk.folder, desk.settings, clock)  # nothing waits any more


def test_a_window_that_stays_makes_its_version_a_good_one_and_tells_of_the_one_that_did_not_start(
    clerk: Clerk, watch: UpdateWatch, program: OwnProgram, publisher: Publisher
) -> None:
    publisher.folder.rename(publisher.folder.with_name("pulled out"))
    program.home.mkdir()
    write_state(program.home, {"current": "0.1.0", "starts": 1, "bad": {"version": "0.2.0", "why": "starts"}})
    watch.note_started()
    clerk.until(lambda: state_of(program.home).proven)
    clerk.until(lambda: any("mở hai lần không lên" in banner.label.text() for banner in clerk.window.banners.shown))
    watch.note_started()
    clerk.waits()
    assert len([banner for banner in clerk.window.banners.shown if banner.about == "update"]) == 1


def test_a_file_that_a_newer_version_wrote_is_told_where_nothing_can_be_put_back(
    tmp_path: Path, clock: TurnedClock
) -> None:
    def opening() -> OpenDesk:
        raise FileTooNew(str(tmp_path / "motcua.db"))

    with pytest.raises(FileTooNew):
        opened_or_put_back(opening, tmp_path, clock)


def test_the_program_begins_again_by_whatever_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_LAUNCHER", '["/usr/bin/motcua", "run"]')
    assert again_words() == ["/usr/bin/motcua", "run"]
    assert again_words()[-1] != "run"  # of a program that no launcher started: its own words
