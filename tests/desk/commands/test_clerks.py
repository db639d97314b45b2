"""Accounts without a screen: which unit of the office somebody works in."""

import json
from pathlib import Path

from click.testing import CliRunner

from desk.__main__ import cli
from desk.training.training_clerks import PIN
from tests.desk.register.test_writing import data_with_clerks


def run(data: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["--data", str(data), "clerk", *words, "--clerk", "mau"], input=f"{PIN}\n")
    return done.exit_code, done.stdout, done.stderr


def test_a_unit_is_named_by_id_or_name_stays_until_another_and_is_taken_away_by_naming_none(tmp_path: Path) -> None:
    data = data_with_clerks(tmp_path)

    def unit_of() -> str:
        return next(str(one["unit"]) for one in json.loads(run(data, "list", "--json")[1]) if one["id"] == "mau2")

    code, out, _ = run(data, "unit", "mau2", "Công an xã", "--json")
    assert (code, json.loads(out)) == (0, {"id": "mau2", "unit": "ca"})
    assert unit_of() == "ca"
    code, _, said = run(data, "unit", "mau2", "xyz")
    assert code == 1
    assert "ca (Công an xã)" in said
    assert unit_of() == "ca"
    assert run(data, "unit", "mau2")[0] == 0
    assert unit_of() == ""
