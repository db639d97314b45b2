"""Results by commands alone: on the shelf, and to a person."""

from pathlib import Path

import pytest

from desk.dossiers import returns
from desk.intake import intake
from desk.money import payments
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.calendar.clock import wall_clock
from models.events import PaidBy
from tests.desk.commands.test_steps import run
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.fakes.signed_pdf import signed_pdf


@pytest.fixture
def codes(tmp_path: Path) -> list[str]:
    """Two dossiers that are paid, and one that is not."""
    write_settings(tmp_path, training_settings())
    desk = open_desk(tmp_path, clock=wall_clock)
    try:
        made = [intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(3)]
        for one in made[:2]:
            payments.take(desk, [one.id], PaidBy.CASH, amounts={one.id: one.owes})
        return [one.code for one in made]
    finally:
        close_desk(desk)


def test_results_lie_in_the_first_free_places_or_in_the_one_named(tmp_path: Path, codes: list[str]) -> None:
    exit_code, told = run(tmp_path, "check-in", *codes[:2])
    assert (exit_code, told["done"]) == (1, [])
    assert "nhập tên người ký" in told["refused"][0]["why"]
    exit_code, told = run(tmp_path, "check-in", *codes[:2], "--signed-by", "Lý Thị Mẫu")
    assert exit_code == 0
    assert [(one["stage"], one["place"]) for one in told["done"]] == [("ready", "A-1"), ("ready", "A-2")]
    assert run(tmp_path, "check-in", codes[0], "--place", "B-12")[1]["done"][0]["place"] == "B-12"


def test_results_are_returned_to_who_may_collect_them_once(tmp_path: Path, codes: list[str]) -> None:
    run(tmp_path, "check-in", *codes, "--signed-by", "Lý Thị Mẫu")
    stranger = ("--to", "Trần Văn Khác", "--number", "001077000003")
    exit_code, told = run(tmp_path, "return", codes[0], *stranger)
    assert exit_code == 1
    assert "ghi giấy ủy quyền" in told["refused"][0]["why"]
    assert run(tmp_path, "return", codes[0], *stranger, "--authority", "Giấy ủy quyền 15")[0] == 0
    exit_code, told = run(tmp_path, "return", *codes, "--to", "Nguyễn Văn Mẫu")
    assert exit_code == 1
    assert [one["code"] for one in told["done"]] == [codes[1]]
    assert ["đã trả cho Trần Văn Khác" in told["refused"][0]["why"], "thu tiền rồi" in told["refused"][1]["why"]] == [
        True,
        True,
    ]


def test_originals_are_named_and_one_that_is_none_is_refused(tmp_path: Path, codes: list[str]) -> None:
    run(tmp_path, "check-in", codes[0], "--signed-by", "Lý Thị Mẫu")
    exit_code, told = run(tmp_path, "return", codes[0], "--to", "Nguyễn Văn Mẫu", "--original", "Giấy lạ")
    assert exit_code == 1
    assert "Giấy lạ" in told
    desk = open_desk(tmp_path, clock=wall_clock)
    try:
        found = desk.store.dossiers.by_code(codes[0])
        assert found is not None
        taken = desk.store.log.dossier(found.id).intake
        assert taken is not None
        name = returns.originals_of(taken)[0]
    finally:
        close_desk(desk)
    assert run(tmp_path, "return", codes[0], "--to", "Nguyễn Văn Mẫu", "--original", name)[0] == 0
    desk = open_desk(tmp_path, clock=wall_clock)
    try:
        after = desk.store.log.dossier(found.id).returned
        assert after is not None
        assert after.originals == (name,)
    finally:
        close_desk(desk)


def test_an_electronic_result_is_of_one_dossier_and_what_of_it_was_given_is_recorded(
    tmp_path: Path, codes: list[str]
) -> None:
    file = tmp_path / "ket-qua.pdf"
    file.write_bytes(signed_pdf())
    signed = ("--signed-by", "Lý Thị Mẫu", "--electronic", str(file))
    assert run(tmp_path, "check-in", *codes[:2], *signed)[0] == 2
    assert run(tmp_path, "check-in", codes[0], "--place", "", *signed)[0] == 0
    pad = tmp_path / "chu-ky.png"
    pad.write_bytes(b"\x89PNG\r\n\x1a\n")
    taken = ("--to", "Nguyễn Văn Mẫu", "--copy", "electronic", "--signature", str(pad))
    assert run(tmp_path, "return", codes[0], *taken)[0] == 0
    exit_code, told = run(tmp_path, "return", codes[1], "--to", "Nguyễn Văn Mẫu", *signed[:2], "--copy", "both")
    assert exit_code == 1
    assert "chưa có tệp kết quả điện tử" in told["refused"][0]["why"]
    desk = open_desk(tmp_path, clock=wall_clock)
    try:
        found = desk.store.dossiers.by_code(codes[0])
        assert found is not None
        dossier = desk.store.log.dossier(found.id)
        assert dossier.returned is not None
        assert [dossier.returned.electronic, dossier.returned.signature] == [file.digest for file in dossier.files]
    finally:
        close_desk(desk)
