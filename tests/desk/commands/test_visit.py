"""Home visits by command: from the list of people to the card at the door, each answer as JSON."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.calendar.clock import local_day, wall_clock
from tests.desk.commands.test_steps import run
from tests.desk.intake.test_intake import COPIES
from tests.fakes.workbooks import workbook

HEADS = ["Họ và tên", "Năm sinh", "Số CCCD", "Thôn", "Địa chỉ", "Diện"]
ROW = ["Nguyễn Văn Mẫu", 1946, "001046000001", "Thôn Mẫu", "Số 5, thôn Mẫu, xã Thử", "Thương binh"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, clock=wall_clock))
    (tmp_path / "danh-sach.xlsx").write_bytes(workbook({"1": [HEADS, ROW]}))
    return tmp_path


def test_people_request_plan_route_missed_and_done(folder: Path) -> None:
    first, then = ((local_day(wall_clock()) + timedelta(days=n)).isoformat() for n in (1, 2))
    for expected in ({"new": 1, "changed": 0, "same": 0}, {"new": 0, "changed": 0, "same": 1}):
        code, told = run(folder, "visit", "people", "import", str(folder / "danh-sach.xlsx"))
        assert (code, {name: told[name] for name in expected}) == (0, expected)
    _, (person,) = run(folder, "visit", "people", "list")
    code, asked = run(folder, "visit", "request", "--person", person["person"], "--procedure", COPIES, "--by", "list")
    assert (code, asked["name"], asked["ground"], asked["state"]) == (0, "Nguyễn Văn Mẫu", "merit", "requested")
    code, why = run(folder, "visit", "request", "--person", person["person"], "--procedure", COPIES)
    assert code == 1
    assert "không ghi lượt thứ hai" in why
    code, (planned,) = run(folder, "visit", "plan", asked["visit"], "--day", first, "--laptop", "7")
    assert (code, planned["laptop"], planned["order"]) == (0, 7, 1)
    code, route = run(folder, "visit", "route", "--day", first, "--laptop", "7", "--print")
    assert (code, len(route["visits"])) == (0, 1)
    assert Path(route["printed"]).read_bytes().startswith(b"%PDF")
    code, missed = run(folder, "visit", "missed", asked["visit"], "--next", then, "--at", "buổi sáng", "--print")
    assert (code, missed["day"], len(missed["tries"])) == (0, then, 1)
    code, done = run(folder, "visit", "door", asked["visit"], "--done", "--note", "đã gặp")
    assert (code, done["state"], list(done["papers"])) == (0, "done", [asked["todo"].removeprefix("tiếp nhận ")])
    assert run(folder, "visit", "cancel", asked["visit"], "--reason", "nhầm")[0] == 1
    assert run(folder, "visit", "plan", asked["visit"])[0] == 2
