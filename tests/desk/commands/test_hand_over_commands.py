"""Hand-over lists by commands alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.calendar.clock import wall_clock
from tests.desk.commands.test_steps import run
from tests.desk.intake.test_intake import BIRTH, RESIDENCE, complete
from tests.printing.reading import whole_text


@pytest.fixture
def codes(tmp_path: Path) -> list[str]:
    """Two for the police and one for the office, taken in long enough ago to be handed over today."""
    write_settings(tmp_path, training_settings())
    desk = open_desk(tmp_path, clock=lambda: wall_clock() - timedelta(days=20))
    try:
        return [intake.take_in(desk, complete(desk, of)).code for of in (RESIDENCE, RESIDENCE, BIRTH)]
    finally:
        close_desk(desk)


def test_lists_are_made_printed_confirmed_and_struck(tmp_path: Path, codes: list[str]) -> None:
    exit_code, told = run(tmp_path, "list", "hand-over", "--to", "ca", "--print")
    assert exit_code == 0
    (made,) = told["lists"]
    assert (made["unit"], made["unit_name"], made["dossiers"]) == ("ca", "Công an xã", codes[:2])
    assert (told["refused"], told["later"]) == ([], 0)
    said = whole_text(Path(made["printed"]).read_bytes())
    assert "DANH SÁCH BÀN GIAO HỒ SƠ" in said
    assert all(code in said for code in codes[:2])

    exit_code, told = run(tmp_path, "list", "strike", made["number"], codes[0], "--reason", "không thấy bản chính")
    assert (exit_code, told["list"]["dossiers"]) == (0, [codes[1]])
    assert told["list"]["struck"] == [{"code": codes[0], "why": "không thấy bản chính"}]
    exit_code, told = run(tmp_path, "list", "confirm", made["number"])
    assert (exit_code, told["refused"], told["list"]["waits"]) == (0, [], False)

    exit_code, told = run(tmp_path, "list", "hand-over", codes[0], codes[1])
    assert exit_code == 1
    assert [one["dossiers"] for one in told["lists"]] == [[codes[0]]]
    assert [one["code"] for one in told["refused"]] == [codes[1]]
    assert "Hồ sơ không còn ở quầy" in told["refused"][0]["why"]
    exit_code, told = run(tmp_path, "list", "show")
    assert [one["waits"] for one in told] == [True, False]


def test_each_unit_has_its_list_and_what_is_wrong_is_one_sentence(tmp_path: Path, codes: list[str]) -> None:
    result = CliRunner().invoke(cli, ["--data", str(tmp_path), "list", "hand-over"])
    assert result.exit_code == 0
    assert f"Đã bàn giao {len(codes)} hồ sơ, 2 danh sách." in result.stdout
    for words, said in (
        (("hand-over",), "Không còn hồ sơ nào phải bàn giao bây giờ."),
        (("hand-over", "--to", "xyz"), "Không có đơn vị “xyz”."),
        (("confirm", "BG.H00.99.01-261123-0001"), "Không có danh sách bàn giao số"),
        (("hand-over", "H00.00-000000-0000"), "H00.00-000000-0000"),
    ):
        exit_code, told = run(tmp_path, "list", *words)
        assert exit_code == 1
        assert said in told
