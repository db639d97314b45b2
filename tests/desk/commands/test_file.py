"""The catalogue command; the others are tried on a morning's folder in ``test_morning``."""

import json
from pathlib import Path

from click.testing import CliRunner

from desk.__main__ import cli

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


def test_a_file_that_is_no_list_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("<html>Bảo trì</html>", "utf-8")
    code, out, err = run(tmp_path, "catalogue", "import", str(file))
    assert (code, out) == (1, "")
    assert "Không đọc được danh mục" in err
    assert not (tmp_path / "catalogue.json").exists()
