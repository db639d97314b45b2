"""The first hour: kept at each answer, resumed, and nothing secret in it; opened even when cut off in the middle."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.opening import close_desk, open_desk
from desk.settings import FILE as SETTINGS
from desk.settings import FIRST_HOUR, read_settings
from desk.setup import first_hour
from desk.setup.first_hour import ESSENTIAL, FirstHour, NewClerk, SetupStep
from desk.setup.setting_problems import ProblemKind
from desk.setup.settings_change import open_with, with_accounts
from desk.staff import accounts
from desk.staff.pins import hashed
from desk.training.training import SERVICES, training_settings
from models.clerk import Role
from models.ids import ClerkId, CounterId, DeviceId
from models.trouble import SettingsUnreadable
from tests.conftest import TurnedClock

BLANK = first_hour.fresh(SERVICES)
THU = NewClerk(id=ClerkId("thu"), name="Trần Thị Thử", phone="0900000001", roles=frozenset({Role.CLERK}))
MAU = NewClerk(id=ClerkId("mau"), name="Nguyễn Văn Mẫu", roles=frozenset({Role.ADMIN}))


def ready(*clerks: NewClerk) -> FirstHour:
    return replace(BLANK, settings=training_settings(), clerks=clerks or (THU,))


def test_a_blank_machine_lacks_what_slips_need_and_nothing_else() -> None:
    found = first_hour.problems(BLANK)
    assert {problem.key for problem in found} == {
        "office.unit.id",
        "office.unit.name",
        "office.parent",
        "office.name",
        "office.place",
        "clerks",
    }
    assert {first_hour.step_of(problem.key) for problem in found} <= ESSENTIAL


def test_what_was_answered_is_read_again(tmp_path: Path) -> None:
    kept = replace(
        ready(THU, MAU), step=SetupStep.PRINTERS, done=frozenset({SetupStep.OFFICE}), later=frozenset({SetupStep.HOURS})
    )
    first_hour.save_answers(tmp_path, kept)
    assert (tmp_path / FIRST_HOUR).exists()
    assert first_hour.load_answers(tmp_path) == kept
    first_hour.delete_answers(tmp_path)
    assert first_hour.load_answers(tmp_path) is None
    first_hour.delete_answers(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"settings": 1}', '{"step": "tomorrow"}'])
def test_a_file_that_cannot_be_read_is_told_and_can_be_put_aside(tmp_path: Path, content: str) -> None:
    (tmp_path / FIRST_HOUR).write_text(content, "utf-8")
    with pytest.raises(SettingsUnreadable):
        first_hour.load_answers(tmp_path)
    aside = first_hour.put_aside(tmp_path)
    assert aside.read_text("utf-8") == content
    assert first_hour.load_answers(tmp_path) is None


def test_answers_against_a_rule_are_as_if_never_given_and_all_others_are_read(tmp_path: Path) -> None:
    made = ready(THU, MAU).settings
    typed = replace(
        made,
        hall=replace(made.hall, volume=800, notices=("Nghỉ trưa",)),
        backups=replace(made.backups, at="lúc chiều"),
        device=replace(made.device, number=DeviceId(9_123_456), counter=CounterId("7")),
    )
    first_hour.save_answers(tmp_path, replace(ready(THU, MAU), settings=typed))
    kept = first_hour.load_answers(tmp_path)
    assert kept is not None
    assert (kept.settings.hall.volume, kept.settings.backups.at, kept.settings.device.number) == (80, "16:45", 1)
    assert (kept.settings.hall.notices, kept.settings.device.counter) == (("Nghỉ trưa",), "7")
    assert kept.clerks == (THU, MAU)


def test_a_power_cut_while_writing_leaves_the_answers_before(tmp_path: Path) -> None:
    first_hour.save_answers(tmp_path, BLANK)
    (tmp_path / f"{FIRST_HOUR}.abcd1234.part").write_text("{half", "utf-8")
    assert first_hour.load_answers(tmp_path) == BLANK


@given(st.lists(st.sampled_from(["on", "later", "back"]), max_size=30))
def test_whatever_the_way_one_stays_among_the_steps_and_a_step_is_done_or_left_never_both(way: list[str]) -> None:
    first = BLANK
    for turn in way:
        if turn == "on":
            first = first_hour.answered(first, first.step)
        elif turn == "later":
            first = first_hour.put_off(first, first.step)
        else:
            first = replace(first, step=first_hour.before(first.step))
        assert first.step in SetupStep
        assert not first.done & first.later


def test_the_number_brings_block_and_letter_along_unless_somebody_said_otherwise() -> None:
    device = BLANK.settings.device
    third = first_hour.numbered(device, DeviceId(3))
    assert (third.block_first, third.block_last, third.letter) == (3001, 3999, "C")
    own = first_hour.numbered(replace(device, block_first=5001, block_last=5999, letter="Z"), DeviceId(3))
    assert (own.number, own.block_first, own.letter) == (3, 5001, "Z")


def test_the_first_of_the_clerks_signs_where_nobody_is_known() -> None:
    assert first_hour.settings_of(ready(MAU, THU)).clerk.name == MAU.name


def test_a_desk_of_one_opens_unlocked_without_accounts(tmp_path: Path, clock: TurnedClock) -> None:
    first_hour.save_answers(tmp_path, ready())
    desk = open_with(tmp_path, ready(), clock=clock, training=True)
    try:
        assert accounts.all_accounts(desk.store) == []
        assert desk.clerk is not None
        assert desk.clerk.name == THU.name
    finally:
        close_desk(desk)
    assert not (tmp_path / FIRST_HOUR).exists()


def test_an_administrator_comes_first_whatever_the_order_of_the_list(tmp_path: Path, clock: TurnedClock) -> None:
    proof = hashed("482915")
    desk = open_with(tmp_path, ready(replace(THU, pin=proof), replace(MAU, pin=proof)), clock=clock, training=True)
    try:
        people = {one.id: one.roles for one in accounts.all_accounts(desk.store)}
        assert people == {"thu": {Role.CLERK}, "mau": {Role.ADMIN}}
        assert desk.clerk is not None
        assert desk.clerk.id == "mau"
        assert with_accounts(desk, ready(replace(THU, pin=proof)).clerks) is desk  # there already
    finally:
        close_desk(desk)


def test_cut_off_after_the_first_account_it_is_done_again_and_nobody_is_made_twice(
    tmp_path: Path, clock: TurnedClock
) -> None:
    proof = hashed("482915")
    first = ready(replace(MAU, pin=proof))
    first_hour.save_answers(tmp_path, first)
    close_desk(open_with(tmp_path, first, clock=clock, training=True))
    first_hour.save_answers(tmp_path, first)  # as if the power had failed before the answers were forgotten
    desk = open_with(tmp_path, first, clock=clock, training=True)
    try:
        assert [one.id for one in accounts.all_accounts(desk.store)] == ["mau"]
    finally:
        close_desk(desk)
    assert not (tmp_path / FIRST_HOUR).exists()


def test_answers_that_cannot_be_settings_stay_kept(tmp_path: Path, clock: TurnedClock) -> None:
    first = replace(ready(), settings=replace(training_settings(), office=BLANK.settings.office))
    first_hour.save_answers(tmp_path, first)
    assert any(problem.why is ProblemKind.MISSING for problem in first_hour.problems(first))
    with pytest.raises(SettingsUnreadable):
        open_with(tmp_path, first, clock=clock, training=True)
    assert first_hour.load_answers(tmp_path) == first
    assert not (tmp_path / SETTINGS).exists()


def test_the_settings_are_those_answered(tmp_path: Path, clock: TurnedClock) -> None:
    first = ready(replace(MAU, pin=""))
    close_desk(open_with(tmp_path, first, clock=clock, training=True))
    assert read_settings(tmp_path) == first_hour.settings_of(first)
    close_desk(open_desk(tmp_path, clock=clock, training=True))
