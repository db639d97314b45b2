"""Ends that are further apart than one version: told in a sentence, asked seldom, nothing lost."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from desk.province.province_words import StatusSign, status, trouble_words
from models.calendar.clock import wall_clock
from models.trouble import ProvinceRefused
from sync.client.link import Phase
from sync.client.pace import UPDATE_WAIT, Retry
from sync.hub.log import stream
from sync.hub.web.responses import STATUS
from sync.messages import PATH_HUB, PATH_UPDATES, PROTOCOL, HubFacts, Refusal
from tests.fakes.hub import OFFICE, RunningHub, refusal, running, settings_for
from tests.sync.machines import enrolled, linked, machine

TODAY = (PROTOCOL, PROTOCOL)
TWO_YEARS_ON = (PROTOCOL + 2, PROTOCOL + 3)
TWO_YEARS_BACK = (0, PROTOCOL - 1)


@contextmanager
def hub_that_reads(folder: Path, protocols: tuple[int, int]) -> Iterator[RunningHub]:
    """The same hub each time, of this or that version."""
    with running(settings_for(folder, f"sqlite:///{folder / 'hub.db'}"), protocols=protocols) as hub:
        yield hub


@pytest.mark.parametrize(
    ("meets", "why", "sign", "says"),
    [
        (TWO_YEARS_ON, Refusal.PROGRAM_TOO_OLD, StatusSign.WRONG, "hãy cập nhật chương trình"),
        (TWO_YEARS_BACK, Refusal.HUB_TOO_OLD, StatusSign.WAITING, "báo quản trị tỉnh cập nhật motcua-hub"),
    ],
    ids=["the desk is old", "the hub is old"],
)
def test_the_clerk_is_told_which_end_to_update_and_afterwards_everything_arrives(
    tmp_path: Path, meets: tuple[int, int], why: Refusal, sign: StatusSign, says: str
) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    with hub_that_reads(folder, TODAY) as hub:
        member = enrolled(hub)
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        desk.record(3)
        with ExitStack() as stack:
            hub = stack.enter_context(hub_that_reads(folder, meets))
            before = hub.hub.metrics.refused.labels(why)._value.get()
            stack.enter_context(linked(desk, replace(member, url=hub.url), wall_clock))
            state = desk.until_state(lambda state: state.phase is Phase.REFUSED and state.unsent == 3)
            assert isinstance(state.trouble, ProvinceRefused)
            assert state.trouble.refusal == why
            assert says in trouble_words(state)
            assert (status(state).sign, "còn 3 việc chưa gửi" in status(state).words) == (sign, True)
            assert state.retry_at is not None
            assert state.retry_at - wall_clock() > timedelta(seconds=UPDATE_WAIT / 3)
            desk.record(2)  # what is recorded meanwhile waits as well, and asks nobody
            desk.until_state(lambda state: state.unsent == 5)
            asked = hub.hub.metrics.refused.labels(why)._value.get() - before
            assert 0 < asked <= 2, "once up, once down, and not again"
            assert stream.read(hub.store, OFFICE, 0, 9) == []
        desk.states.clear()
        with hub_that_reads(folder, TODAY) as hub, linked(desk, replace(member, url=hub.url), wall_clock):
            desk.until_sent()
            assert len(stream.read(hub.store, OFFICE, 0, 9)) == 5


def test_a_hub_answers_what_it_does_not_read_before_it_looks_at_anything_else(tmp_path: Path) -> None:
    with hub_that_reads(tmp_path, TODAY) as hub:
        stranger, desk = hub.speaker(), hub.join()
        for path, why in (("/v0/up", Refusal.PROGRAM_TOO_OLD), ("/v2/news", Refusal.HUB_TOO_OLD)):
            answer = stranger.send("POST", path, b"whatever that protocol says")
            assert (answer.status_code, refusal(answer).type) == (STATUS[why], why)
            assert "signature" in answer.headers
    with hub_that_reads(tmp_path, TWO_YEARS_ON) as hub:
        facts = msgspec.json.decode(hub.speaker().client.get(PATH_HUB).content, type=HubFacts)
        assert facts.name == "Tỉnh Mẫu", "who answers here is told to everybody, for ever"
        old = hub.speaker(desk.key)
        assert old.send("GET", PATH_UPDATES).json()["version"] is None, "an old program gets the new one here"
        assert old.send("GET", "/v1/updatesque").status_code == STATUS[Refusal.PROGRAM_TOO_OLD]


def test_while_one_end_is_to_be_updated_the_hub_is_asked_twice_an_hour() -> None:
    for chance in (0.0, 0.5, 0.999):
        retry = Retry(lambda chance=chance: chance)  # type: ignore[misc]
        waits = {retry.wait(for_update=True) for _ in range(5)}
        assert all(UPDATE_WAIT / 2 <= wait <= UPDATE_WAIT for wait in waits)
        assert retry.wait() <= 1.0, "another failure is tried again as ever"
