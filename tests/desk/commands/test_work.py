"""The day's lists without a screen."""

import json
from pathlib import Path

from desk.commands.output import minute
from desk.dossiers import outcome, process
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.subjects.dossier import Dossier
from tests.desk.commands.test_file import run
from tests.desk.intake.test_intake import RESIDENCE, complete


def prepared(folder: Path) -> tuple[Dossier, Dossier]:
    """A desk with a dossier still there, and one passed on."""
    write_settings(folder, training_settings())
    desk = open_desk(folder, training=True)
    one, other = (intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(2))
    process.forward(desk, [other.id])
    close_desk(desk)
    return one, other


def test_a_list_tells_its_dossiers_with_holder_state_and_working_hours_left(tmp_path: Path) -> None:
    one, other = prepared(tmp_path)
    code, out, _ = run(tmp_path, "work", "--list", "to-hand-over", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["list"] == "to-hand-over"
    (line,) = told["dossiers"]
    assert one.due is not None
    assert {key: line[key] for key in ("code", "holder", "due_at", "state")} == {
        "code": one.code,
        "holder": "Quầy tiếp nhận",
        "due_at": minute(one.due.at),
        "state": "Ở quầy, chờ bàn giao",
    }
    assert line["left_hours"] > 0
    assert set(line) == {"code", "owner", "procedure", "holder", "due_at", "left_hours", "state"}
    of_unit = ("work", "--list", "to-accept", "--json", "--unit")
    assert [len(json.loads(run(tmp_path, *of_unit, unit)[1])["dossiers"]) for unit in ("ca", "vp")] == [1, 0]
    (passed_on,) = json.loads(run(tmp_path, "work", "--list", "to-accept", "--json")[1])["dossiers"]
    assert (passed_on["code"], passed_on["holder"]) == (other.code, "Công an xã")


def test_without_a_name_it_is_what_must_be_done_before_going_home_and_an_empty_list_says_so(tmp_path: Path) -> None:
    one, _ = prepared(tmp_path)
    told = json.loads(run(tmp_path, "work", "--json")[1])
    assert (told["list"], [line["code"] for line in told["dossiers"]]) == ("today", [one.code])
    assert one.code in run(tmp_path, "work")[1]
    assert run(tmp_path, "work", "--list", "overdue")[1] == "Không có hồ sơ nào quá hạn.\n"
    assert json.loads(run(tmp_path, "work", "--list", "overdue", "--json")[1])["dossiers"] == []


def test_a_list_to_telephone_has_numbers_and_places_on_the_shelf(tmp_path: Path) -> None:
    one, _ = prepared(tmp_path)
    desk = open_desk(tmp_path, training=True)
    outcome.check_in(desk, one.id, "B-12", signed_by="Lê Văn Mẫu")
    close_desk(desk)
    (line,) = json.loads(run(tmp_path, "work", "--list", "ready", "--phone", "--json")[1])["dossiers"]
    assert one.owner is not None
    assert (line["code"], line["phone"], line["place"]) == (one.code, one.owner.phone, "B-12")
    told = run(tmp_path, "work", "--list", "ready", "--phone")[1]
    assert "  B-12  " in told
    assert (one.owner.phone or "không có số điện thoại") in told


def test_a_list_nobody_knows_is_a_wrong_use_that_names_those_there_are(tmp_path: Path) -> None:
    prepared(tmp_path)
    code, _, said = run(tmp_path, "work", "--list", "gibts-nicht")
    assert code == 2
    assert "to-hand-over" in said
