"""The catalogue command; the others are tried on a morning's folder in ``test_morning``."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.opening import close_desk, open_desk
from desk.province_assignment import CATALOGUE
from desk.settings import write_settings
from desk.training.training import training_settings
from desk.training.training_clerks import PIN, with_clerks
from tests.desk.backup.conftest import fill

NATIONAL = [
    {
        "ma_tthc": "9.900001",
        "ten": "Thủ tục thử nghiệm",
        "linh_vuc": "Thử nghiệm",
        "so_quyet_dinh": "1/QĐ-TN",
        "cach_thuc": [
            {"hinh_thuc": "Trực tiếp", "thoi_gian": "3 Ngày làm việc", "mien_phi": True, "mo_ta": "Miễn phí"}
        ],
        "thanh_phan_ho_so_raw": "",
    },
    {"ten": "Dòng không có mã"},
]


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--data", str(folder), *words])
    return result.exit_code, result.stdout, result.stderr


def test_an_imported_procedure_can_be_asked_about_at_once(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(NATIONAL), "utf-8")
    code, out, _ = run(tmp_path, "catalogue", "import", str(file), "--json")
    told = json.loads(out)
    assert code == 0
    assert told["imported"] == 1
    assert told["procedures"] > 70
    assert any("Dòng không có mã" in report["text"] for report in told["reports"])
    code, out, _ = run(tmp_path, "due", "--procedure", "9.900001", "--received", "2026-11-23T09:00", "--json")
    assert (code, json.loads(out)["due_at"]) == (0, "2026-11-27T17:00")


def test_the_report_for_people_has_a_line_for_every_place_not_understood(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(NATIONAL), "utf-8")
    reports = json.loads(run(tmp_path, "catalogue", "import", str(file), "--json")[1])["reports"]
    lines = run(tmp_path, "catalogue", "import", str(file))[1].splitlines()
    assert len(lines) == len(reports) + 1


def test_where_there_are_accounts_only_an_administrator_brings_another_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(NATIONAL), "utf-8")
    write_settings(tmp_path, training_settings())
    close_desk(with_clerks(open_desk(tmp_path, training=True)))
    for words, pin in (([], ""), (["--clerk", "mau2"], PIN)):
        result = CliRunner().invoke(
            cli, ["--data", str(tmp_path), "catalogue", "import", str(file), *words], input=f"{pin}\n"
        )
        assert result.exit_code == 1
        assert not (tmp_path / CATALOGUE).exists()
    result = CliRunner().invoke(
        cli, ["--data", str(tmp_path), "catalogue", "import", str(file), "--clerk", "mau"], input=f"{PIN}\n"
    )
    assert result.exit_code == 0
    assert (tmp_path / CATALOGUE).exists()


def test_asking_a_folder_without_a_database_makes_none(tmp_path: Path) -> None:
    write_settings(tmp_path, training_settings())
    for words in (["find", "mau"], ["show", "x"], ["verify"], ["rebuild"], ["status"], ["export"]):
        code, out, err = run(tmp_path, *words)
        assert (code, out, len(err.splitlines())) == (1, "", 1)
        assert "Không thấy tệp dữ liệu" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["settings.toml"]


def test_an_export_stands_whole_or_not_at_all(tmp_path: Path) -> None:
    data = tmp_path / "data"
    close_desk(open_desk(data, settings=training_settings(), training=True))
    write_settings(data, training_settings())
    code, out, err = run(data, "export", "--out", str(tmp_path))
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "Không ghi đè" in err
    assert run(data, "export", "--out", str(tmp_path / "all.jsonl"))[0] == 0
    assert (tmp_path / "all.jsonl").read_bytes().count(b"\n") == 1  # that it was written out
    assert not list(tmp_path.glob("*.new"))


def test_a_second_command_is_told_that_the_file_is_open(tmp_path: Path) -> None:
    write_settings(tmp_path, training_settings())
    first = open_desk(tmp_path, settings=training_settings(), training=True)
    code, out, err = run(tmp_path, "find", "mau")
    close_desk(first)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "đang được một cửa sổ hoặc lệnh khác mở" in err


@pytest.mark.parametrize("place", ["folder", "missing", "empty", "numbers"])
def test_what_is_no_list_is_told_in_one_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "numbers").write_text("[1, 2, 3]", "utf-8")
    code, out, err = run(tmp_path / "data", "catalogue", "import", str(tmp_path / place))
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_no_list_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("<html>Bảo trì</html>", "utf-8")
    code, out, err = run(tmp_path, "catalogue", "import", str(file))
    assert (code, out) == (1, "")
    assert "Không đọc được danh mục" in err
    assert not (tmp_path / "catalogue.json").exists()


def test_an_export_is_its_owners_alone_and_replaces_nothing_but_a_file(tmp_path: Path) -> None:
    data, beside = tmp_path / "data", tmp_path / "beside"
    write_settings(data, training_settings())
    desk = open_desk(data, training=True)
    fill(desk, 2)
    close_desk(desk)
    beside.mkdir()
    assert run(data, "export", "--out", str(beside / "out"))[0] == 0
    assert len((beside / "out").read_bytes().splitlines()) == 3  # the export is the third event
    assert sys.platform == "win32" or (beside / "out").stat().st_mode & 0o777 == 0o600
    for wrong in (beside, data / "motcua.db", data / "papers" / "x"):
        code, _, said = run(data, "export", "--out", str(wrong))
        assert (code, len(said.splitlines())) == (1, 1)
    assert run(data, "verify")[0] == 0


def test_the_recovery_sheet_is_never_put_beside_the_data(tmp_path: Path) -> None:
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, training=True))
    code, _, said = run(tmp_path, "recovery-key", "--pdf", str(tmp_path / "sheet.pdf"))
    assert code == 1
    assert "thư mục dữ liệu" in said
    assert not (tmp_path / "sheet.pdf").exists()


@pytest.mark.parametrize("words", ["", "  ", "-"])
def test_find_with_nothing_asked_lists_nobody(tmp_path: Path, words: str) -> None:
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, training=True))
    done = CliRunner().invoke(cli, ["--data", str(tmp_path), "find", words])
    assert (done.exit_code, done.output.strip()) == (1, "Gõ ít nhất một chữ hoặc một số để tìm.")
