"""Receipts by commands alone: made void by two people, replaced, a paper spoilt; the table of the day as before."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from desk.__main__ import cli
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from desk.training.training_clerks import CLERKS, PIN, with_clerks
from models.calendar.clock import wall_clock
from tests.desk.money.test_day_table import issue
from tests.desk.money.test_payments import twice_receipted

FIRST, COLLEAGUE, SECOND = (id_ for id_, *_ in CLERKS)


def run(folder: Path, *words: str, stdin: str = "") -> tuple[int, Any]:
    """Exit code, and the JSON that was answered; the sentence where it was refused."""
    typed = ["--data", str(folder), "receipts", *words, "--clerk", FIRST, "--json"]
    result = CliRunner().invoke(cli, typed, input=f"{PIN}\n{stdin}")
    return result.exit_code, json.loads(result.stdout) if result.exit_code == 0 else result.stderr


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Two clerks, and receipts 7 and 8 in force."""
    write_settings(tmp_path, training_settings())
    desk = with_clerks(open_desk(tmp_path, clock=wall_clock))
    for number in (7, 8):
        issue(desk, number)
    close_desk(desk)
    return tmp_path


def test_a_receipt_is_void_only_with_the_pin_of_a_second_person(office: Path) -> None:
    void = ("void", "26TAB-00000007", "--reason", "lập nhầm", "--second")
    assert [run(office, *void, who, stdin=f"{PIN}\n")[0] for who in (FIRST, COLLEAGUE)] == [1, 1]
    assert run(office, *void, SECOND, stdin="000000\n")[0] == 1
    code, told = run(office, *void, SECOND, stdin=f"{PIN}\n")
    assert (code, told["receipt"], told["state"], told["amount"]) == (0, "26TAB-00000007", "void", 4_000)
    code, words = run(office, *void, SECOND, stdin=f"{PIN}\n")
    assert (code, "đã hủy" in words) == (1, True)
    assert [(row["number"], row["state"]) for row in run(office)[1]["rows"]] == [(7, "Hủy"), (8, "Mới")]


def test_of_two_receipts_of_one_payment_the_second_becomes_void(office: Path) -> None:
    desk = with_clerks(open_desk(office, clock=wall_clock))
    twice_receipted(desk)
    close_desk(desk)
    assert run(office, "doubled") == (0, {"void": 1})
    code, words = run(office, "doubled")
    assert (code, "lập biên lai hai lần" in words) == (1, True)


def test_what_is_not_there_or_has_no_number_left_is_told_in_a_sentence(office: Path) -> None:
    code, words = run(office, "replace", "26TAB-00000099", "--payer", "Trần Thị Mẫu", "--reason", "sai tên")
    assert (code, "Không có biên lai" in words) == (1, True)
    code, words = run(office, "replace", "26tab-8", "--payer", "Trần Thị Mẫu", "--reason", "sai tên")
    assert (code, "Hết số biên lai" in words) == (1, True)
    code, words = run(office, "spoilt", "--reason", "viết hỏng")
    assert (code, "chưa khai quyển" in words) == (1, True)


def test_a_receipt_is_replaced_by_one_that_waits_for_the_provider(office: Path) -> None:
    settings = training_settings()
    write_settings(office, replace(settings, money=replace(settings.money, e_receipts=True)))
    right = ("--payer", "Công ty Mẫu", "--tax-code", "0100000000", "--reason", "sai tên")
    code, told = run(office, "replace", "26TAB-00000008", *right)
    assert (code, told["state"], told["payer"], told["replaces"]) == (0, "owed", "Công ty Mẫu", "26TAB-00000008")
