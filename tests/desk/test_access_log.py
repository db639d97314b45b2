"""Who looked at a citizen's file is recorded, once per opening, and harms nothing else."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk import access_log
from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import delivery
from desk.dossiers.delivery import DeliveryStep
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.staff import session
from desk.training.training import training_settings
from desk.training.training_clerks import PIN, with_clerks
from models.clerk import Role
from models.events import DossierRead, ReadBy
from models.ids import ClerkId
from models.not_allowed import DossierUnknown, RoleForbids
from sync.national.steps import way
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.desk.staff.test_accounts import enters, make

ONE, TWO, LEADER = ClerkId("mot"), ClerkId("hai"), ClerkId("ba")


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    return make(make(make(desk, ONE), TWO), LEADER, Role.LEADER)


def test_opening_is_recorded_with_what_was_searched_for(staffed: Desk) -> None:
    dossier = intake.take_in(staffed, complete(staffed, RESIDENCE))
    other = enters(staffed, TWO)
    access_log.record_opened(other, dossier.id, ReadBy.SEARCH, " nguyen  mau ")
    access_log.record_opened(other, dossier.id, ReadBy.SCAN)
    found = [one for one in staffed.store.log.history(dossier.id) if isinstance(one.event, DossierRead)]
    assert [(one.clerk, one.event) for one in found] == [
        (TWO, DossierRead(by=ReadBy.SEARCH, words="nguyen mau")),
        (TWO, DossierRead(by=ReadBy.SCAN)),
    ]


def test_the_own_dossier_just_taken_in_is_no_looking_up(staffed: Desk, clock: TurnedClock) -> None:
    dossier = intake.take_in(staffed, complete(staffed, RESIDENCE))
    access_log.record_opened(staffed, dossier.id, ReadBy.LIST)
    assert len(staffed.store.log.history(dossier.id)) == 1
    clock.turn(minutes=16)
    access_log.record_opened(staffed, dossier.id, ReadBy.LIST)
    assert len(staffed.store.log.history(dossier.id)) == 2


def test_taking_a_person_over_is_recorded_on_the_dossier_they_came_from(staffed: Desk) -> None:
    dossier = intake.take_in(staffed, complete(staffed, RESIDENCE))
    assert access_log.record_person_taken(staffed, MAU, "mau") == dossier.id
    last = staffed.store.log.history(dossier.id)[-1].event
    assert last == DossierRead(by=ReadBy.PERSON, words="mau")


def test_a_look_does_not_make_a_dossier_look_unsent_nor_changed_nor_told_further(staffed: Desk) -> None:
    dossier = intake.take_in(staffed, complete(staffed, RESIDENCE))
    log = staffed.store.log
    log.acknowledge(log.head().seq)
    before, told = delivery.ladder(staffed, dossier.id), way(dossier.id, log.history(dossier.id)).steps
    assert before.rung(DeliveryStep.SENT).done
    access_log.record_opened(enters(staffed, TWO), dossier.id, ReadBy.LIST)
    assert delivery.ladder(staffed, dossier.id) == before
    assert way(dossier.id, log.history(dossier.id)).steps == told
    assert log.dossier(dossier.id).changed_at == dossier.changed_at
    assert log.unsent_count() > 0
    assert log.verify() == []


def test_leader_and_administrator_are_told_who_looked_nobody_else(staffed: Desk) -> None:
    dossier = intake.take_in(staffed, complete(staffed, RESIDENCE))
    other = intake.take_in(staffed, complete(staffed, COPIES, pages=2))
    two = enters(staffed, TWO)
    access_log.record_opened(two, dossier.id, ReadBy.SEARCH, "mau")
    access_log.record_opened(two, other.id, ReadBy.LIST)
    with pytest.raises(RoleForbids):
        access_log.reads(two, dossier.id)
    leader = enters(two, LEADER)
    assert [one.words for one in access_log.reads_of(leader, dossier.code)] == ["mau"]
    assert [one.code for one in access_log.reads_by(leader, TWO)] == [dossier.code, other.code]
    with pytest.raises(DossierUnknown):
        access_log.reads_of(leader, "khong co")


# ---- by command --------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three clerks and a dossier, closed."""
    write_settings(tmp_path, training_settings())
    desk = with_clerks(open_desk(tmp_path, training=True))
    intake.take_in(desk, complete(desk, RESIDENCE))
    close_desk(session.close(desk))
    return tmp_path


def run(folder: Path, *words: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--data", str(folder), *words], input=typed)
    return result.exit_code, result.stdout, result.stderr


def test_a_command_that_needs_a_person_wants_name_and_pin(folder: Path) -> None:
    code, out, err = run(folder, "find", "mau")
    assert (code, out) == (1, "")
    assert "đang khóa" in err
    code, out, err = run(folder, "find", "mau", "--clerk", "mau2", typed="111111\n")
    assert (code, out) == (1, "")
    assert "không đúng" in err
    code, out, _ = run(folder, "find", "mau", "--clerk", "mau2", typed=PIN + "\n")
    assert code == 0
    assert "Nguyễn Văn Mẫu" in out


def test_commands_of_the_clock_need_nobody(folder: Path) -> None:
    for words in (["status"], ["verify"], ["rebuild"]):
        assert run(folder, *words)[0] == 0


def test_showing_is_recorded_and_listed_for_the_leader_alone(folder: Path) -> None:
    found = json.loads(run(folder, "find", "mau", "--json", "--clerk", "mau2", typed=PIN + "\n")[1])
    code = found[0]["code"]
    assert run(folder, "show", code, "--clerk", "mau2", typed=PIN + "\n")[0] == 0
    assert run(folder, "reads", code, "--clerk", "mau2", typed=PIN + "\n")[0] == 1
    told = json.loads(run(folder, "reads", code, "--json", "--clerk", "lanhdao", typed=PIN + "\n")[1])
    assert [(one["clerk"], one["by"], one["words"]) for one in told] == [
        ("mau2", "shown", ""),
        ("mau2", "search", code),
    ]
    lines = run(folder, "reads", "--of", "mau2", "--clerk", "lanhdao", typed=PIN + "\n")[1]
    assert "Lê Văn Tập" in lines
    assert run(folder, "reads", "--clerk", "lanhdao")[0] == 2


def test_accounts_are_made_reset_and_switched_off_by_command_without_a_pin_in_the_words(tmp_path: Path) -> None:
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, training=True))
    first = run(tmp_path, "clerk", "add", "an", "--name", "An Mẫu", "--pin", "--json", typed=PIN + "\n")
    assert json.loads(first[1]) == {"id": "an", "roles": ["clerk", "admin"], "pin": ""}
    made = run(tmp_path, "clerk", "add", "binh", "--name", "Bình Mẫu", "--json", "--clerk", "an", typed=PIN + "\n")
    pin = json.loads(made[1])["pin"]
    assert "one" not in pin
    assert "dùng một lần" in run(tmp_path, "find", "x", "--clerk", "binh", typed=pin + "\n")[2]
    assert run(tmp_path, "clerk", "pin", "binh", typed=f"{pin}\n918273\n")[0] == 0
    assert run(tmp_path, "find", "x", "--clerk", "binh", typed="918273\n")[0] == 0
    assert run(tmp_path, "clerk", "reset", "binh", "--clerk", "an", typed=PIN + "\n")[0] == 0
    assert run(tmp_path, "clerk", "off", "binh", "--clerk", "an", typed=PIN + "\n")[0] == 0
    listed = json.loads(run(tmp_path, "clerk", "list", "--json", "--clerk", "an", typed=PIN + "\n")[1])
    assert [(one["id"], one["off"]) for one in listed] == [("an", False), ("binh", True)]
    assert run(tmp_path, "clerk", "off", "an", "--clerk", "an", typed=PIN + "\n")[0] == 1
