"""From a release to the next start: fetched over HTTP, unpacked, tested on a copy, waited with, switched to; or not."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from desk.desk import Desk
from desk.line import waiting
from desk.settings import DATABASE, write_settings
from desk.training.training import training_settings
from desk.updates import trial
from desk.updates.launcher import next_start
from desk.updates.refusals import (
    NothingToSwitchTo,
    NoUpdateSource,
    ServingSomebody,
    UpdateNotThere,
    UpdateSourceSilent,
    UpdateTrialFailed,
)
from desk.updates.self_test import run_self_test
from desk.updates.sources import FolderSource, HubSource, WebSource
from desk.updates.standing import UpdateStanding
from desk.updates.switching import switch
from desk.updates.trial_messages import TrialAsked
from desk.updates.updates import Looker, source_for
from desk.updates.versions import OwnProgram, state_of
from models.calendar.clock import wall_clock
from models.ids import DeviceId
from models.store.keys.key import find_key
from models.trouble import CutOff
from sync.client.https import HubClient
from sync.client.membership import Membership
from sync.client.rate import TransferRate, TransferStopped
from sync.messages import PROBLEM, Refusal, Refused
from tests.conftest import TurnedClock
from tests.desk.updates.conftest import at_once
from tests.fakes.answering import Asked, Says, answering, as_hub
from tests.fakes.releases import PLATFORM, Publisher, WebFolder


@pytest.fixture
def program(home: Path, publisher: Publisher) -> OwnProgram:
    return OwnProgram(version="0.1.0", platform=PLATFORM, home=home, root=publisher.root)


@pytest.fixture
def looker(program: OwnProgram, publisher: Publisher, clock: TurnedClock) -> Callable[[], Looker]:
    return lambda: Looker(program, FolderSource(publisher.folder), at_once(), clock())


def passed(_: Path) -> None:
    """A self-test that is passed; the real one has tests of its own."""


class OfferingHub:
    """A hub that signs its answers as the real one does, offers a version and shows the publisher's folder."""

    def __init__(self, publisher: Publisher) -> None:
        self.offer = b'{"version": "0.2.0", "paused": false}'
        self._files = WebFolder(publisher.folder, prefix="/v1/updates/")

    def __call__(self, asked: Asked) -> Says:
        if asked.path == "/v1/updates":
            return Says(200, "application/json", self.offer)
        said = self._files(asked)
        if said.status != 404:
            return said
        refused = Refused(type=Refusal.NOT_FOUND, title="")
        return Says(404, PROBLEM, msgspec.json.encode(refused))


@pytest.fixture
def hub(publisher: Publisher) -> OfferingHub:
    return OfferingHub(publisher)


@pytest.fixture
def member(hub: OfferingHub) -> Iterator[Membership]:
    key = Ed25519PrivateKey.generate()
    member = Membership(
        url="",
        hub_name="Tỉnh Mẫu",
        office="H00.99.01",
        device=DeviceId(3),
        key=Ed25519PrivateKey.generate().private_bytes_raw(),
        sign_key=key.public_key().public_bytes_raw().hex(),
        seal_key="",
        enrolled_at=wall_clock(),
    )
    with answering(as_hub(key, member, hub)) as server:
        yield replace(member, url=server.url)


def test_what_the_hub_offers_is_fetched_from_it_tried_and_started_next(
    member: Membership, program: OwnProgram, clock: TurnedClock, desk: Desk
) -> None:
    looker = Looker(program, HubSource(HubClient(member, wall_clock)), at_once(), clock())
    found = looker.look()
    assert (found.standing, found.version, found.where) == (UpdateStanding.AVAILABLE, "0.2.0", "Tỉnh Mẫu")
    seen: list[str] = []
    looker.prepare(found, lambda folder: seen.append(folder.name))
    assert seen == ["0.2.0"]
    assert state_of(program.home).ends["timestamp"] == clock() + timedelta(days=120)
    assert next_start(program.home, "0.1.0", counts=True) == ""  # ready; work goes on with the old one
    assert switch(desk, program) == "0.2.0"
    assert next_start(program.home, "0.1.0", counts=True) == "0.2.0"
    assert not list((program.home / "downloads").iterdir())


def test_paused_at_the_hub_nothing_is_fetched_and_what_is_ready_waits(
    hub: OfferingHub, member: Membership, program: OwnProgram, clock: TurnedClock, desk: Desk
) -> None:
    def looker() -> Looker:
        return Looker(program, HubSource(HubClient(member, wall_clock)), at_once(), clock())

    ready = looker()
    ready.prepare(ready.look(), passed)
    for offer, standing in (
        (b'{"version": null, "paused": true}', UpdateStanding.PAUSED),
        (b'{"version": "0.2.0", "paused": true}', UpdateStanding.PAUSED),
        (b'{"version": null, "paused": false}', UpdateStanding.NOT_OFFERED),
        (b'{"version": "0.1.0", "paused": false}', UpdateStanding.CURRENT),
    ):
        hub.offer = offer
        assert looker().look().standing is standing
        with pytest.raises(NothingToSwitchTo):
            switch(desk, program)
    hub.offer = b'{"version": "0.2.0", "paused": false}'
    assert looker().look().standing is UpdateStanding.READY
    assert switch(desk, program) == "0.2.0"


def test_what_the_hub_offers_must_be_signed_too(
    hub: OfferingHub, member: Membership, program: OwnProgram, clock: TurnedClock
) -> None:
    hub.offer = b'{"version": "0.9.0", "paused": false}'
    with pytest.raises(UpdateNotThere):
        Looker(program, HubSource(HubClient(member, wall_clock)), at_once(), clock()).look()
    hub.offer = b"<html>"
    with pytest.raises(UpdateSourceSilent):
        Looker(program, HubSource(HubClient(member, wall_clock)), at_once(), clock()).look()


def test_while_somebody_is_at_the_counter_nothing_is_switched(
    looker: Callable[[], Looker], program: OwnProgram, desk: Desk
) -> None:
    one = looker()
    one.prepare(one.look(), passed)
    waiting.issue(desk, ["ho-tich"])
    ticket = waiting.call_next(desk)
    for act in (lambda: None, lambda: waiting.serve(desk, ticket.id)):
        act()
        with pytest.raises(ServingSomebody, match=ticket.number) as refused:
            switch(desk, program)
        assert ticket.number in refused.value.sentence
    assert state_of(program.home).current == ""
    waiting.finish(desk, ticket.id)
    assert switch(desk, program) == "0.2.0"


def test_a_version_that_fails_its_self_test_is_not_switched_to_and_not_fetched_again(
    looker: Callable[[], Looker], program: OwnProgram, desk: Desk
) -> None:
    def failing(folder: Path) -> None:
        raise UpdateTrialFailed(folder.name, "row_differs")

    one = looker()
    with pytest.raises(UpdateTrialFailed) as refused:
        one.prepare(one.look(), failing)
    assert "không qua được tự kiểm tra" in refused.value.sentence
    with pytest.raises(NothingToSwitchTo):
        switch(desk, program)
    assert not (program.home / "versions/0.2.0").exists()
    assert looker().look().standing is UpdateStanding.GIVEN_UP
    assert looker().look(again=True).standing is UpdateStanding.AVAILABLE


def test_a_desk_that_closes_while_a_package_comes_goes_on_later(
    program: OwnProgram, publisher: Publisher, clock: TurnedClock
) -> None:
    publisher.release("0.3.0", filler=400_000)
    closing = threading.Event()
    rate = TransferRate(lambda _: closing.is_set(), needed=lambda: True)
    looker = Looker(program, FolderSource(publisher.folder), rate, clock())
    with pytest.raises(TransferStopped):
        looker.prepare(looker.look(), passed, told=lambda done: closing.set() if done > 100_000 else None)
    assert state_of(program.home).unfinished  # so the next look is due at once
    closing.clear()
    counted: list[int] = []
    again = Looker(program, FolderSource(publisher.folder), rate, clock())
    assert again.prepare(again.look(), passed, told=counted.append) == "0.3.0"
    assert counted[0] > 100_000
    assert not state_of(program.home).unfinished


def test_where_updates_come_from(member: Membership, clock: TurnedClock, tmp_path: Path) -> None:
    settings = training_settings()
    with pytest.raises(NoUpdateSource):
        source_for(settings, None, clock)
    assert isinstance(source_for(settings, member, clock), HubSource)
    assert isinstance(source_for(settings, member, clock, str(tmp_path)), FolderSource)
    web = replace(settings, updates=replace(settings.updates, source="https://cap-nhat.example/motcua"))
    assert isinstance(source_for(web, member, clock), WebSource)
    with pytest.raises(UpdateSourceSilent):
        FolderSource(tmp_path / "pulled out").offer()


# ---- the self-test -------------------------------------------------------------------------------------------


def test_a_version_tests_itself_in_its_own_process_on_a_copy_and_leaves_nothing(
    looker: Callable[[], Looker], program: OwnProgram, desk: Desk
) -> None:
    write_settings(desk.folder, desk.settings)
    before = desk.store.log.head()
    plan = trial.begin(desk)
    answers = []
    one = looker()
    one.prepare(one.look(), lambda folder: answers.append(trial.run(plan, folder)))
    trial.end(desk, plan)
    assert (answers[0].whole, answers[0].taken_in) == (True, "copy")
    assert desk.store.log.head() == before
    assert not (desk.folder / trial.FOLDER).exists()
    assert state_of(program.home).ready == "0.2.0"


@pytest.mark.parametrize(
    ("python", "detail"),
    [
        ("#!/bin/sh\nexit 0\n", "không trả lời, mã 0"),
        ("#!/bin/sh\ncat >/dev/null\nexit 7\n", "không trả lời, mã 7"),
        ("#!/no/such/interpreter\n", "FileNotFoundError"),
    ],
)
def test_a_version_that_gives_no_answer_has_not_passed(python: str, detail: str, desk: Desk, tmp_path: Path) -> None:
    write_settings(desk.folder, desk.settings)
    version = tmp_path / "0.2.0"
    (version / "bin").mkdir(parents=True)
    (version / "bin/python").write_text(python, "utf-8")
    (version / "bin/python").chmod(0o755)
    plan = trial.begin(desk)
    with pytest.raises(UpdateTrialFailed) as failed:
        trial.run(plan, version)
    trial.end(desk, plan)
    assert failed.value.detail == detail
    assert not (desk.folder / trial.FOLDER).exists()


def test_a_self_test_that_the_system_has_ended_says_nothing_of_the_version_until_it_happens_again_and_again(
    looker: Callable[[], Looker], program: OwnProgram, publisher: Publisher, desk: Desk
) -> None:
    write_settings(desk.folder, desk.settings)
    publisher.release("0.3.0", python="#!/bin/sh\nkill -KILL $$\n")
    plan = trial.begin(desk)
    ended = []
    for _ in range(3):
        one = looker()
        found = one.look()
        assert (found.standing, found.version) == (UpdateStanding.AVAILABLE, "0.3.0")
        with pytest.raises((CutOff, UpdateTrialFailed)) as raised:
            one.prepare(found, lambda folder: trial.run(plan, folder))
        ended.append((raised.type, state_of(program.home).unfinished))
    trial.end(desk, plan)
    assert ended == [(CutOff, True), (CutOff, True), (UpdateTrialFailed, False)]
    assert looker().look().standing is UpdateStanding.GIVEN_UP


def test_a_copy_that_is_not_whole_after_the_migration_is_said(desk: Desk, tmp_path: Path) -> None:
    write_settings(desk.folder, desk.settings)
    waiting.issue(desk, ["ho-tich"])
    held = desk.store.take_snapshot()
    copy = tmp_path / "copy"
    copy.mkdir()
    held.copy(copy / DATABASE)
    desk.store.release_snapshot(held)
    write_settings(copy, desk.settings)
    asked = TrialAsked(
        nonce="n",
        answer="",
        scratch=str(tmp_path / "papers"),
        copy=str(copy),
        key=find_key(desk.folder, use_keyring=False),
        device=3,
        seq=held.seq + 5,  # of a desk whose last events the copy lacks
    )
    answer = run_self_test(asked)
    assert not answer.whole
    assert run_self_test(replace(asked, seq=held.seq)).whole


def test_a_visit_laptop_copies_nothing_and_tests_in_an_invented_office(desk: Desk, tmp_path: Path) -> None:
    laptop = dataclasses.replace(
        desk, settings=replace(desk.settings, device=replace(desk.settings.device, visit_laptop=True))
    )
    plan = trial.begin(laptop)
    assert plan.held is None
    answer = run_self_test(TrialAsked(nonce="n", answer="", scratch=str(tmp_path)))
    assert (answer.whole, answer.taken_in) == (True, "invented")
    assert not (tmp_path / "office").exists()
