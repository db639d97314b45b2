"""Days with their own rule, and help with online filing, without a screen."""

import json
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from desk.opening import close_desk, open_desk
from desk.settings import DayRuleSettings, Settings, write_settings
from desk.training.training import training_settings
from tests.desk.commands.test_file import run

CODE = "H99.11.22-261123-0007"
RULE = "Ngày không hẹn; thứ Sáu; không giấy hẹn, giảm 50%; 2.000815; từ 01/01/2026 đến 31/12/2026; QĐ 12"


def made(folder: Path, settings: Settings) -> None:
    """A desk that was opened once."""
    write_settings(folder, settings)
    close_desk(open_desk(folder, training=True))


def told(folder: Path, *words: str) -> Any:  # noqa: ANN401 - what JSON says
    code, out, err = run(folder, *words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_a_day_says_its_rules_and_what_they_change_for_a_procedure(tmp_path: Path) -> None:
    made(tmp_path, replace(training_settings(), days=DayRuleSettings(rules=(RULE,))))
    (rule,) = told(tmp_path, "days", "on", "2026-11-27")
    assert (rule["name"], rule["changes"], rule["fee_off"]) == ("Ngày không hẹn", {"no_slip": True, "fee": True}, 50)
    changes = told(tmp_path, "days", "on", "2026-11-27", "--procedure", "2.000815")
    assert [one["change"] for one in changes] == ["no_slip", "fee"]
    assert told(tmp_path, "days", "on", "2026-11-27", "--procedure", "1.001193") == []
    assert run(tmp_path, "days", "on", "2026-11-26")[1] == "26/11/2026: như mọi ngày.\n"
    assert told(tmp_path, "days", "figures", "--from", "2026-11-01", "--to", "2026-11-30") == []


def test_help_is_recorded_told_and_counted(tmp_path: Path) -> None:
    made(tmp_path, training_settings())
    assert all(step["name"] for step in told(tmp_path, "assisted", "guide", "3.000722"))
    name = ("--name", "Nguyễn Văn Mẫu")
    filed = told(tmp_path, "assisted", "filed", "3.000722", *name, "--phone", "0901234567", "--code", CODE)
    assert (filed["code"], filed["end"], filed["person"]) == (CODE, "open", "Nguyễn Văn Mẫu")
    told(tmp_path, "assisted", "filed", "2.002913", *name, "--not-filed", "Chưa có tài khoản")
    assert told(tmp_path, "assisted", "tell", CODE, "supplement", "--note", "Chụp lại")["state"] == "supplement"
    assert [one["note"] for one in told(tmp_path, "assisted", "list")] == ["Chụp lại"]
    shown = told(tmp_path, "assisted", "show", CODE.lower())
    assert (shown["phone"], len(shown["history"])) == ("0901234567", 2)
    figures = told(tmp_path, "assisted", "figures", "--from", "2020-01-01")
    assert (figures["filed"], figures["not_filed"], figures["procedures"]) == (1, 1, {"3.000722": 1})
    assert told(tmp_path, "assisted", "void", CODE, "--reason", "nhầm")["end"] == "voided"
    assert told(tmp_path, "assisted", "list") == []
