"""Joining a hub, leaving it, and going on under a new number; against a real hub."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk import province_assignment
from desk.desk import Desk
from desk.opening import close_desk
from desk.province import province
from desk.settings import DATABASE, Settings, read_settings
from desk.training.training import training_settings
from models.not_allowed import JoinedAlready, NotJoined
from models.store.file.database import Database
from models.trouble import FileTrouble, ProvinceNotReached, ProvinceRefused
from sync.client import device_keys, https
from sync.messages import PROTOCOL, AsideReason, HubFacts, Refusal
from tests.desk.joining import code, opened, take_in
from tests.fakes.hub import RunningHub
from tests.fakes.set_back import set_back


def test_a_desk_joins_under_its_own_number_and_sends_what_it_has(hub: RunningHub, held: list[Desk]) -> None:
    take_in(held[0])
    before = held[0]
    held[0] = province.join(held[0], hub.url, code(hub))
    assert held[0].store is before.store
    member = province.membership(held[0])
    assert member is not None
    assert (member.device, member.office, member.hub_name) == (3, hub.office, "Tỉnh Mẫu")
    held[0], done = province.synchronise(held[0])
    assert done.sent == held[0].store.log.head().seq > 0
    assert read_settings(held[0].folder).device.letter == held[0].settings.device.letter


def test_one_exchange_brings_the_keys_by_which_the_papers_of_other_desks_are_known(
    hub: RunningHub, held: list[Desk], tmp_path: Path
) -> None:
    other = province.join(opened(tmp_path / "other", hub), hub.url, code(hub))
    held[0] = province.join(held[0], hub.url, code(hub))
    member = province.membership(held[0])
    assert member is not None
    assert device_keys.known(held[0].store, member) is None
    held[0], _ = province.synchronise(held[0])
    told = device_keys.known(held[0].store, member)
    assert told is not None
    here = [one.device for one in told.keys if one.office == hub.office]
    assert sorted(here) == sorted([member.device, other.settings.device.number])
    close_desk(other)


def test_a_number_that_is_taken_is_given_up_for_another(hub: RunningHub, held: list[Desk], tmp_path: Path) -> None:
    other = opened(tmp_path / "other", hub)
    other = province.join(other, hub.url, code(hub))
    take_in(held[0])
    take_in(held[0])
    ids = [event.id for event in held[0].store.log.events()]
    dossiers = held[0].store.dossiers.page()
    held[0] = province.join(held[0], hub.url, code(hub))
    device = held[0].settings.device
    assert device.number != 3
    assert read_settings(held[0].folder).device == device
    assert device.block_first != training_settings().device.block_first
    assert [event.id for event in held[0].store.log.events()] == ids
    after = held[0].store.dossiers.page()  # only the place in the log names the machine's number
    assert [replace(row, received_place=0) for row in after] == [replace(row, received_place=0) for row in dossiers]
    assert [event.device for event in held[0].store.log.events()] == [device.number] * len(ids)
    held[0], _ = province.synchronise(held[0])
    other, done = province.synchronise(other)
    assert done.received == len(ids)
    close_desk(other)


def test_a_code_is_good_for_one_office_once(hub: RunningHub, held: list[Desk], one_hub: RunningHub) -> None:
    foreign = one_hub.seen_from(f"{hub.office}.01")
    for wrong, refusal in (("0000-0000", Refusal.CODE_WRONG), (code(foreign), Refusal.UNIT_WRONG)):
        with pytest.raises(ProvinceRefused) as found:
            province.join(held[0], hub.url, wrong)
        assert found.value.refusal == refusal
    assert province.membership(held[0]) is None
    held[0] = province.join(held[0], hub.url, code(hub))
    with pytest.raises(JoinedAlready):
        province.join(held[0], hub.url, code(hub))


def test_joining_is_refused_before_the_code_is_used_up(held: list[Desk]) -> None:
    for told, why in (
        ({"protocol": PROTOCOL + 3, "oldest": PROTOCOL + 2}, Refusal.PROGRAM_TOO_OLD),
        ({"protocol": PROTOCOL + 1}, Refusal.PROGRAM_TOO_OLD),
        ({"protocol": PROTOCOL - 1, "oldest": 0}, Refusal.HUB_TOO_OLD),
    ):
        facts = HubFacts(name="Tỉnh Mẫu", at=held[0].clock(), sign_key="", seal_key="", **told)
        with pytest.raises(ProvinceRefused) as refused:
            province._check(held[0], "https://tinh.example", facts)
        assert refused.value.refusal == why
    next_version = HubFacts(
        name="Tỉnh Mẫu", at=held[0].clock(), sign_key="", seal_key="", protocol=PROTOCOL + 1, oldest=PROTOCOL
    )
    province._check(held[0], "https://tinh.example", next_version)


def test_a_lost_answer_to_the_code_is_asked_for_again_with_the_same_key(
    hub: RunningHub, held: list[Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    once = code(hub)
    real = https.enrol

    def lost(*args: object, **named: object) -> object:
        real(*args, **named)  # type: ignore[arg-type]  # handed through
        raise ProvinceNotReached(hub.url, "cut")

    with monkeypatch.context() as line:
        line.setattr(province, "enrol", lost)
        with pytest.raises(ProvinceNotReached):
            province.join(held[0], hub.url, once)
    held[0] = province.join(held[0], hub.url, once)
    assert held[0].settings.device.number == 3


def test_a_power_cut_after_the_new_file_and_before_the_settings_is_made_good(
    hub: RunningHub, tmp_path: Path, held: list[Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = province.join(opened(tmp_path / "other", hub), hub.url, code(hub))
    close_desk(other)
    take_in(held[0])

    def cut(*_: object, **__: object) -> Desk:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(province, "open_desk", cut)
        with pytest.raises(KeyboardInterrupt):
            province.join(held[0], hub.url, code(hub))
    assert read_settings(held[0].folder).device.number == 3
    held[0] = opened(held[0].folder, hub)
    member = province.membership(held[0])
    assert member is not None
    assert held[0].store.log.device == held[0].settings.device.number == member.device != 3
    assert read_settings(held[0].folder).device.number == member.device
    take_in(held[0])
    assert held[0].store.log.verify() == []
    held[0], done = province.synchronise(held[0])
    assert not done.answer.set_aside


class PowerCut(Exception):  # noqa: N818 - nothing of ours is wrong
    """Everything stops here."""


@contextmanager
def power(monkeypatch: pytest.MonkeyPatch, writes: int) -> Iterator[None]:
    """Fails instead of the write after so many: to the database, or to the settings."""
    left = [writes]
    began, kept = Database.transaction, province_assignment.save_settings

    def counted() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise PowerCut

    @contextmanager
    def transaction(database: Database) -> Iterator[None]:
        counted()
        with began(database):
            yield

    def save_settings(folder: Path, settings: Settings) -> None:
        counted()
        kept(folder, settings)

    with monkeypatch.context() as patched:
        patched.setattr(Database, "transaction", transaction)
        patched.setattr(province_assignment, "save_settings", save_settings)
        yield


def test_a_power_cut_anywhere_while_joining_costs_neither_the_code_nor_the_numbers(
    hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for writes in range(20):
        desk = opened(tmp_path / str(writes), hub, device=writes + 20)
        own = code(hub)
        try:
            with power(monkeypatch, writes):
                desk = province.join(desk, hub.url, own)
        except PowerCut:
            close_desk(desk)
            desk = opened(tmp_path / str(writes), hub)
            if province.membership(desk) is None:
                desk = province.join(desk, hub.url, own)
            cut = True
        else:
            cut = False
        member = province.membership(desk)
        close_desk(desk)
        assert member is not None
        assert member.block is not None
        device = read_settings(desk.folder).device
        assert (device.number, device.block_first) == (writes + 20, member.block.first)
        if not cut:
            break
    assert writes >= 4


def test_a_desk_restored_from_a_copy_goes_on_under_a_new_number(
    hub: RunningHub, held: list[Desk], tmp_path: Path
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    take_in(held[0])
    held[0], _ = province.synchronise(held[0])
    file = held[0].folder / DATABASE
    close_desk(held[0])
    shutil.copy(file, tmp_path / "copy.db")
    held[0] = opened(held[0].folder, hub)
    take_in(held[0])
    held[0], _ = province.synchronise(held[0])
    lost = [event.id for event in held[0].store.log.events()]
    close_desk(held[0])
    set_back(file, tmp_path / "copy.db")
    held[0] = opened(held[0].folder, hub)
    take_in(held[0])
    mine = [event.id for event in held[0].store.log.events()]
    held[0], done = province.synchronise(held[0])
    events = [event.id for event in held[0].store.log.events()]
    assert sorted(events) == sorted({*lost, *mine})
    assert held[0].settings.device.number != 3
    # Two citizens hold a receipt with the same code: nobody but a person can settle that, and it is told.
    assert [aside.why for aside in done.answer.set_aside] == [AsideReason.CODE_TAKEN]
    assert held[0].store.log.verify() == []
    assert len(list(held[0].folder.glob("motcua.forked-*.db"))) == 1
    take_in(held[0])
    assert held[0].store.log.history(held[0].store.dossiers.find("")[0].id)[-1].device == held[0].settings.device.number


def test_a_new_number_is_none_that_only_the_desks_still_know(hub: RunningHub, held: list[Desk], tmp_path: Path) -> None:
    """The hub was restored from a copy in which machine 4 had not joined yet."""
    gone = opened(tmp_path / "gone", hub, device=4)
    take_in(gone)
    events = list(gone.store.log.events())
    close_desk(gone)
    held[0] = province.join(held[0], hub.url, code(hub))
    take_in(held[0])
    held[0], _ = province.synchronise(held[0])
    held[0].store.log.merge(events)
    at = tmp_path / "copy"
    close_desk(held[0])
    shutil.copytree(held[0].folder, at)
    held[0] = opened(held[0].folder, hub)
    take_in(held[0])
    held[0], _ = province.synchronise(held[0])
    copied = opened(at, hub)
    take_in(copied)
    copied, _ = province.synchronise(copied)
    assert copied.store.log.device == 5
    assert {event.id for event in events} <= {event.id for event in copied.store.log.events()}
    close_desk(copied)


def test_where_the_hub_sees_no_fork_nothing_changes(hub: RunningHub, held: list[Desk]) -> None:
    with pytest.raises(NotJoined):
        province.rehome(held[0])
    held[0] = province.join(held[0], hub.url, code(hub))
    assert province.rehome(held[0]) is held[0]


def test_a_desk_that_leaves_keeps_its_work_and_may_join_again(hub: RunningHub, held: list[Desk]) -> None:
    take_in(held[0])
    held[0] = province.join(held[0], hub.url, code(hub))
    held[0], _ = province.synchronise(held[0])
    held[0] = province.leave(held[0])
    assert province.membership(held[0]) is None
    with pytest.raises(NotJoined):
        province.synchronise(held[0])
    held[0] = province.join(held[0], hub.url, code(hub, device=3))
    assert held[0].store.log.unsent_count() > 0
    held[0], _ = province.synchronise(held[0])
    assert held[0].store.log.unsent_count() == 0


def test_a_new_number_that_the_disk_has_no_room_for_leaves_the_old_desk(
    hub: RunningHub, tmp_path: Path, held: list[Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    close_desk(province.join(opened(tmp_path / "other", hub), hub.url, code(hub)))
    take_in(held[0])
    once = code(hub)

    def full(*_: object, **__: object) -> None:
        raise FileTrouble("motcua.db", "full")

    with monkeypatch.context() as disk:
        disk.setattr(province, "renumber", full)
        with pytest.raises(FileTrouble):
            province.join(held[0], hub.url, once)
    held[0] = opened(held[0].folder, hub)
    assert province.membership(held[0]) is None
    held[0] = province.join(held[0], hub.url, once)
    assert held[0].settings.device.number != 3
