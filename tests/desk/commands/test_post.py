"""The post by command: the approved list from a file, a dossier that comes in, and the day's lists, each as JSON."""

from pathlib import Path

import pytest

from desk.opening import approved_of, close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.calendar.clock import wall_clock
from tests.desk.commands.test_steps import run

APPROVED = """
[[approved]]
level = "commune"
valid_from = 2026-01-01
source = "Quyết định 12/QĐ-UBND"
procedures = ["1.010833", "2.000815"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, clock=wall_clock))
    (tmp_path / "danh-muc.toml").write_text(APPROVED, "utf-8")
    return tmp_path


def test_the_list_is_approved_a_dossier_comes_in_and_its_slip_is_followed(folder: Path) -> None:
    code, told = run(folder, "post", "approve", str(folder / "danh-muc.toml"))
    assert (code, told) == (0, {"approvals": 1, "procedures_today": 2})
    assert approved_of(folder).approved[0].procedures == ("1.010833", "2.000815")
    _, listed = run(folder, "post", "approved")
    assert [one["code"] for one in listed] == ["1.010833", "2.000815"]
    person = ("--name", "Nguyễn Văn Mẫu", "--number", "001090000001", "--born", "1990-01-01", "--phone", "0912000001")
    papers = ("--address", "Thôn Mẫu, Xã Mẫu, Tỉnh Thử Nghiệm", "--paper", "Đơn đề nghị")
    for wrong in ("12.5", "9" * 30):
        assert run(folder, "post", "in", "make", "1.010833", *person, *papers, "--postage", wrong)[0] == 2
    code, made = run(folder, "post", "in", "make", "1.010833", *person, *papers, "--postage", "21.500")
    assert (code, made["stage"]) == (0, "made_out")
    assert run(folder, "post", "in", "scan", made["number"])[0] == 0
    assert run(folder, "post", "in", "count", made["number"], "--all")[0] == 0
    code, signed = run(folder, "post", "in", "sign", made["number"], "--postman", "Lê Văn Bưu")
    (one,) = signed["consignments"]
    assert (code, one["complete"], one["slip_by"] > made["arrive_by"], one["slip_delivered_at"]) == (
        0,
        False,
        True,
        None,
    )
    code, (done,) = run(folder, "post", "in", "slip-delivered", made["number"])
    assert (code, done["slip_delivered_at"] is not None) == (0, True)
    assert run(folder, "post", "in", "slip-delivered", made["number"])[0] == 1
    code, day = run(folder, "post", "today")
    assert (code, {of: told["count"] for of, told in day.items()}) == (
        0,
        {"acts": 0, "late-in": 0, "late-slips": 0, "late-out": 0, "back": 0},
    )
