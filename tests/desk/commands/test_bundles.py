"""Several matters taken in together, without a screen; an office's own bundles by file."""

import json
from pathlib import Path
from typing import Any

from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from tests.desk.commands.test_file import run

OWN = """version = "1"
source = "QĐ 9/QĐ-UBND"

[[bundles]]
code = "mau-2-trong-1"
name = "Hai việc của xã Mẫu"
valid_from = 2026-01-01
source = "QĐ 9/QĐ-UBND"

[[bundles.parts]]
id = "mot"
procedure = "2.000815"

[[bundles.parts]]
id = "hai"
procedure = "{second}"
after = ["mot"]
"""
NAME = ("--name", "Nguyễn Văn Mẫu", "--number", "001099000001", "--address", "Thôn Mẫu")


def told(folder: Path, *words: str) -> Any:  # noqa: ANN401 - what JSON says
    code, out, err = run(folder, *words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_an_offices_own_bundle_is_added_taken_in_followed_and_taken_apart(tmp_path: Path) -> None:
    folder, file = tmp_path / "data", tmp_path / "own.toml"
    write_settings(folder, training_settings())
    close_desk(open_desk(folder, training=True))
    file.write_text(OWN.format(second="9.999999"), "utf-8")
    code, _, err = run(folder, "bundle", "add", str(file))
    assert (code, "9.999999" in err) == (1, True)
    file.write_text(OWN.format(second="1.004873"), "utf-8")
    assert told(folder, "bundle", "add", str(file)) == {"new": ["Hai việc của xã Mẫu"], "replaced": []}
    assert told(folder, "bundle", "add", str(file))["replaced"] == ["Hai việc của xã Mẫu"]
    assert "mau-2-trong-1" in [one["code"] for one in told(folder, "bundle", "list")]
    for wrong in ("mot=²", "mot=3 ngày", "mot", "=3"):
        code, _, err = run(folder, "bundle", "take", "mau-2-trong-1", *NAME, "--days", wrong)
        assert (code, f"“{wrong}” phải ghi như" in err) == (2, True)
    taken = told(folder, "bundle", "take", "mau-2-trong-1", *NAME)
    first, second = taken["parts"]
    assert second["waits_for"]
    assert [one["id"] for one in told(folder, "bundle", "list", "--taken")] == [taken["id"]]
    assert told(folder, "bundle", "take-out", second["code"], "--reason", "làm riêng")["code"] == second["code"]
    assert run(folder, "bundle", "take-out", second["code"], "--reason", "làm riêng")[0] == 1
    shown = told(folder, "bundle", "show", first["code"])
    assert [bool(part["taken_out"]) for part in shown["parts"]] == [False, True]
    assert run(folder, "bundle", "show", second["code"])[0] == 1
