"""A restored hub, machines that are gone for good and machines that are new: what anybody still has, all get back."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.calendar.clock import wall_clock
from models.events import DossierReceived
from models.history import Recorded
from models.ids import DeviceId, is_machine, is_province, new_dossier_id
from models.store import FindingKind
from models.store.file.rehoming import rehome
from models.trouble import ProvinceRefused
from sync.client import exchange, hub_answer
from sync.client.backfill import DUE
from sync.client.https import HubClient
from sync.hub.log import backfill, quarantine, stream
from sync.hub.offices import offices
from sync.hub.offices.device_numbers import Numbers
from sync.hub.offices.offices import NotAdmitted
from sync.hub.opening import NUMBERS
from sync.hub.store import loss_rows, office_rows
from sync.messages import AsideReason, Backfill, BackfillAnswer, EnrolAsked, MessageUnreadable, Refusal, chains_of
from sync.signatures.requests import key_id
from tests.conftest import TurnedClock
from tests.fakes.hub import running, settings_for
from tests.models.store.test_log import received
from tests.sync.client.test_exchange import CLERK, KEY, Desk, at_hub
from tests.sync.hub.conftest import open_store as open_hub
from tests.sync.machines import WITHIN, enrolled, linked, machine
from tests.sync.near import FACTS, GOOD, NOW, admitted


class Province:
    """A hub whose administrator keeps copies of its database, and the machines of an office that come and go."""

    def __init__(self, folder: Path, clock: TurnedClock) -> None:
        self._folder = folder
        self._path = folder / "hub.db"
        self._clock = clock
        self._copies: list[Path] = []
        self._made = 0
        self.numbers = Numbers(folder / "numbers")
        self.hub = open_hub(f"sqlite:///{self._path}")
        self.office = offices.create_office(self.hub, "H97.03", "UBND xã Mẫu Sơn")
        self.desks: list[Desk] = []
        self.gone: list[DeviceId] = []
        self.apart: set[str] = set()
        for _ in range(3):
            self.enrol()
        self.keep()

    def enrol(self) -> Desk:
        """One machine more."""
        member = admitted(self.hub, self.office, numbers=self.numbers)
        self._made += 1
        desk = Desk(self._folder / f"{self._made}.db", member, self.hub, self._clock)
        desk.hub.numbers = self.numbers
        self.desks.append(desk)
        return desk

    def die(self, desk: Desk) -> None:
        """Its disk is broken, and nobody has a copy."""
        desk.store.close()
        self.desks.remove(desk)
        self.gone.append(desk.hub.membership.device)

    def keep(self) -> None:
        """One copy more of the hub's database."""
        self.hub.close()
        self._copies.append(self._path.with_suffix(f".{len(self._copies)}"))
        shutil.copy(self._path, self._copies[-1])
        self._open()

    def restore(self, which: int) -> None:
        """The database is one of the copies again."""
        self.hub.close()
        shutil.copy(self._copies[which % len(self._copies)], self._path)
        self._open()

    def _open(self) -> None:
        self.hub = open_hub(f"sqlite:///{self._path}")
        for desk in self.desks:
            desk.hub.store = desk.hub_store = self.hub

    def known(self, desk: Desk) -> bool:
        """Whether the hub admits it."""
        return offices.find_device(self.hub, key_id(desk.hub.membership.private_key.public_key())) is not None

    def join_again(self, desk: Desk) -> None:
        """A restored hub does not know it: the administrator gives its machine a code for its own number."""
        member = desk.hub.membership
        code = offices.make_code(self.hub, self.office, device=member.device, now=NOW, lasts=timedelta(days=1))
        key = Ed25519PrivateKey.generate()
        asked = EnrolAsked(
            public_key=key.public_key().public_bytes_raw().hex(),
            unit=self.office,
            code=code,
            wanted=member.device,
            has_events=desk.store.log.head().seq > 0,
        )
        answer = offices.enrol(self.hub, asked, FACTS, NOW, numbers=self.numbers)
        desk.store.province.drop(hub_answer.CURSOR)
        desk.store.log.send_again_from(1)
        desk.store.close()
        if answer.device != member.device:
            rehome(desk.path, KEY, old=member.device, new=answer.device, from_seq=1, day=NOW.date(), put={})
        desk.open(replace(member, device=answer.device, key=key.private_bytes_raw()))
        desk.hub.numbers = self.numbers

    def turn(self, desk: Desk, what: str, count: int) -> None:
        """Something at a desk; over the line only when the hub admits it."""
        if what == "apart":
            (recorded,) = desk.store.log.record(new_dossier_id(), CLERK, foreign()).recorded
            self.apart.add(recorded.id)
        elif what == "record" or self.known(desk):
            desk.turn(what, GOOD, count)
            desk.hub.numbers = self.numbers

    def known_somewhere(self) -> set[str]:
        """What is lost to nobody yet."""
        return {event.id for event in at_hub(self.hub, self.office)}.union(
            *({event.id for event in desk.store.log.events()} for desk in self.desks)
        )

    def settle(self) -> None:
        """All desks that are left exchange until there is nothing more to tell."""
        for desk in self.desks * 3:
            if not self.known(desk):
                self.join_again(desk)
            desk.finish()

    def close(self) -> None:
        """Everything."""
        self.hub.close()
        for desk in self.desks:
            desk.store.close()


def foreign() -> DossierReceived:
    """What the hub keeps apart, so that it is told to nobody."""
    return received("H11.11.11-261123-0001")


@contextmanager
def province() -> Iterator[Province]:
    with TemporaryDirectory() as folder:
        made = Province(Path(folder), TurnedClock(NOW))
        try:
            yield made
        finally:
            made.close()


def all_have_the_same(there: Province, ids: set[str]) -> None:
    told = [event.id for event in at_hub(there.hub, there.office)]
    assert len(told) == len(set(told))
    assert set(told) == ids - there.apart
    for desk in there.desks:
        events = list(desk.store.log.events())
        assert {event.id for event in events} - there.apart == set(told)
        assert desk.store.log.unsent_count() == 0
        assert desk.store.province.get(DUE) is None
        # A gap is what the hub keeps apart; two events with one number are what must never be.
        found = {finding.kind for finding in desk.store.log.verify()}
        assert found <= ({FindingKind.MISSING} if there.apart else set())


turns = st.one_of(
    st.tuples(st.integers(0, 3), st.sampled_from(["record", "record", "send", "send", "read", "apart"]), st.just(2)),
    st.tuples(st.integers(0, 3), st.sampled_from(["all", "keep", "restore", "die", "enrol"]), st.just(0)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(turns, max_size=40))
def test_whatever_is_restored_dies_or_is_new_the_hub_ends_with_all_that_anybody_has(
    happens: list[tuple[int, str, int]],
) -> None:
    with province() as there:
        for which, what, count in happens:
            if what == "keep":
                there.keep()
            elif what == "restore":
                there.restore(which)
            elif what == "enrol":
                if len(there.desks) < 5:
                    there.enrol()
            elif what == "all":
                there.settle()
            elif what == "die":
                if len(there.desks) > 1:
                    there.die(there.desks[which % len(there.desks)])
            else:
                there.turn(there.desks[which % len(there.desks)], what, count)
        ids = there.known_somewhere()
        there.settle()
        all_have_the_same(there, ids)


def test_a_dead_machines_work_comes_back_from_its_colleague_and_a_new_one_hides_nothing() -> None:
    with province() as there:
        first, second, third = there.desks
        first.record(3)
        there.settle()
        there.keep()
        first.record(4)
        late = there.enrol()
        late.record(2)
        there.settle()
        ids = there.known_somewhere()
        there.die(first)
        there.die(late)
        there.restore(1)
        assert len(at_hub(there.hub, there.office)) == 3
        new = there.enrol()  # before anybody has told the hub anything
        new.record(5)
        new.finish()
        assert new.hub.membership.device == 5
        there.settle()
        ids |= set(new.recorded)
        assert len(ids) == 14
        all_have_the_same(there, ids)
        again = there.enrol()
        there.settle()
        assert again.hub.membership.device == 6
        all_have_the_same(there, ids)
        with there.hub.reading() as reading:
            brought = loss_rows.brought_back_of(reading, there.office)
        assert brought == {1: {second.hub.membership.device: 4}, 4: {second.hub.membership.device: 2}}
        assert third.store.log.head().seq == 0


def test_what_stood_behind_a_gap_is_kept_under_a_number_of_the_hub() -> None:
    with province() as there:
        first, second, _ = there.desks
        first.record(1)
        there.settle()
        there.keep()
        for _ in range(2):
            first.record(2)
            there.turn(first, "apart", 1)
        first.record(1)
        there.settle()
        ids = there.known_somewhere() - there.apart
        there.die(first)
        there.restore(1)
        there.settle()
        assert {event.id for event in at_hub(there.hub, there.office)} == ids
        devices = [event.device for event in at_hub(there.hub, there.office)]
        assert (devices.count(DeviceId(1)), sum(not is_machine(device) for device in devices)) == (3, 3)
        assert not any(is_province(device) for device in devices)
        second.store.province.put(DUE, b"again")  # the same once more changes nothing
        before = len(at_hub(there.hub, there.office))
        there.settle()
        assert len(at_hub(there.hub, there.office)) == before


def test_a_machine_thought_dead_that_comes_after_all_goes_on_with_its_chain() -> None:
    with province() as there:
        first, second, _ = there.desks
        first.record(1)
        there.settle()
        there.keep()
        first.record(2)
        there.turn(first, "apart", 1)
        first.record(2)
        there.settle()
        there.restore(1)
        second.finish()  # brings all it has of the first, the last two behind a gap
        first.record(1)
        ids = there.known_somewhere()
        there.settle()
        all_have_the_same(there, ids)
        assert first.hub.membership.device == 1
        first.record(1)
        there.settle()
        all_have_the_same(there, ids | set(first.recorded))
        assert [one.why for _, one in quarantine.open_entries(there.hub, there.office)] == [AsideReason.FOREIGN_CODE]


# ---- the door ----------------------------------------------------------------------------------------------


def take_back(there: Province, by: Desk, events: list[Recorded]) -> int:
    device = by.hub._device()
    return backfill.take_back(there.hub, device, Backfill(chains_of(events)), NOW).taken


def others(desk: Desk, device: int) -> list[Recorded]:
    return desk.store.log.of_device(DeviceId(device), 0, 100, 1 << 20)


def refused(there: Province, by: Desk, events: list[Recorded]) -> Refusal:
    with pytest.raises(NotAdmitted) as found:
        take_back(there, by, events)
    return found.value.refusal


def test_nobody_brings_back_anything_for_others_where_nothing_was_lost() -> None:
    with province() as there:
        first, second, _ = there.desks
        first.record(2)
        there.settle()
        assert refused(there, second, others(second, 1)) is Refusal.NOT_FOUND
        stream.begin_epoch(there.hub, there.office, NOW - backfill.BROUGHT_BACK_FOR - timedelta(minutes=1))
        assert refused(there, second, others(second, 1)) is Refusal.NOT_FOUND
        stream.begin_epoch(there.hub, there.office, NOW)
        assert take_back(there, second, others(second, 1)) == 0  # it is all there
        offices.revoke(there.hub, there.office, second.hub.membership.device, NOW)
        assert refused(there, second, others(second, 1)) is Refusal.DEVICE_REVOKED


def test_what_is_altered_or_its_own_is_not_brought_back() -> None:
    with province() as there:
        first, second, _ = there.desks
        first.record(3)
        second.record(1)
        there.settle()
        stream.begin_epoch(there.hub, there.office, NOW)
        (chain,) = chains_of(others(second, 1))
        device = second.hub._device()
        altered = replace(chain, links=(replace(chain.links[0], body=b"{}"), *chain.links[1:]))
        for wrong in (altered, replace(chain, device=second.hub.membership.device), replace(chain, device=DeviceId(0))):
            with pytest.raises(MessageUnreadable):
                backfill.take_back(there.hub, device, Backfill((wrong,)), NOW)


def test_another_chain_under_a_number_is_kept_beside_and_harms_nobody() -> None:
    """The hub was restored together with its memory of numbers, and gave one out twice before anybody told it."""
    with province() as there:
        there.settle()
        there.keep()
        late = there.enrol()
        late.record(3)
        there.settle()
        there.die(late)
        there.restore(1)
        there.numbers = Numbers(there._folder / "forgotten")
        new = there.enrol()
        assert new.hub.membership.device == late.hub.membership.device
        new.record(2)
        new.finish()
        ids = there.known_somewhere()
        for desk in there.desks * 2:
            desk.finish()
        assert {event.id for event in at_hub(there.hub, there.office)} == ids
        assert {event.id for event in new.store.log.events()} == ids


def test_the_same_events_twice_in_one_batch_are_taken_once() -> None:
    with province() as there:
        first, second, _ = there.desks
        there.settle()
        there.keep()
        first.record(2)
        there.settle()
        there.restore(1)
        stream.begin_epoch(there.hub, there.office, NOW)
        events = others(second, 1)
        copied = [replace(events[0], device=DeviceId(77), seq=1)]
        assert take_back(there, second, [*events, *copied, *events]) == 2
        assert [event.id for event in at_hub(there.hub, there.office)] == [event.id for event in events]


def test_a_refusal_for_the_whole_batch_leaves_it_due_and_an_older_hub_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with province() as there:
        first, second, _ = there.desks
        there.settle()
        there.keep()
        first.record(40)
        there.settle()
        there.restore(1)
        there.die(first)
        sizes: list[int] = []
        whole = second.hub.backfill

        def small(brought: Backfill) -> object:
            sizes.append(sum(len(chain.links) for chain in brought.chains))
            if sizes[-1] > 15:
                raise ProvinceRefused("near", Refusal.TOO_LARGE.value)
            return whole(brought)

        monkeypatch.setattr(second.hub, "backfill", small)
        second.finish()
        assert sizes == [40, 20, 10, 10, 10, 10]
        assert len(at_hub(there.hub, there.office)) == 40

        def unknown(_: Backfill) -> object:
            raise ProvinceRefused("near", Refusal.NOT_FOUND.value)

        there.restore(1)
        monkeypatch.setattr(second.hub, "backfill", unknown)
        second.finish()
        assert second.store.province.get(DUE) is None


def test_a_device_that_says_each_time_that_something_is_lost_is_soon_not_believed() -> None:
    with province() as there:
        first, second, _ = there.desks
        second.record(1)
        there.settle()
        with there.hub.reading() as reading:
            begun = office_rows.find_office(reading, there.office)
        epochs = set()
        for minute in range(20):
            with there.hub.writing() as writing:
                held = stream.lock_stream(writing, there.office)
                assert held is not None
                held.lost(first.hub.membership.device, NOW + timedelta(minutes=minute))
                held.save()
                epochs.add(held.epoch)
        assert begun is not None
        assert len(epochs) == stream.LOSSES_A_DAY


# ---- over the line -----------------------------------------------------------------------------------------


def test_over_the_line_a_desk_brings_back_what_the_hub_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, backfill = threading.Event(), HubClient.backfill

    def brought(hub: HubClient, what: Backfill) -> BackfillAnswer:
        answer = backfill(hub, what)
        done.set()
        return answer

    monkeypatch.setattr(HubClient, "backfill", brought)
    path = tmp_path / "hub.db"
    kept = settings_for(tmp_path, f"sqlite:///{path}")
    with running(kept) as hub:
        gone, member = enrolled(hub), enrolled(hub)
    shutil.copy(path, tmp_path / "copy.db")
    with machine(tmp_path / "gone.db", gone.device, wall_clock) as first:
        first.record(5)
        with running(kept) as hub:
            exchange.exchange_all(HubClient(replace(gone, url=hub.url), wall_clock), first.ask)
    with machine(tmp_path / "here.db", member.device, wall_clock) as second:
        with running(kept) as hub:
            exchange.exchange_all(HubClient(replace(member, url=hub.url), wall_clock), second.ask)
            assert len(second.events()) == 5
        shutil.copy(tmp_path / "copy.db", path)
        with running(kept) as hub:
            assert at_hub(hub.store, hub.office) == []
            with linked(second, replace(member, url=hub.url), wall_clock):
                assert done.wait(WITHIN)
            assert [event.device for event in at_hub(hub.store, hub.office)] == [gone.device] * 5
            assert Numbers(kept.files_folder / NUMBERS).assigned(hub.office) == {gone.device, member.device}
