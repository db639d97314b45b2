"""``card``, ``due`` and ``fee``: the answers others rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from desk.__main__ import cli

CARD = "001099012345|123456789|Nguyễn Văn Mẫu|01011999|Nam|Số 1, Phường Thử, Hà Nội|01012021\r"


def run(folder: Path, *words: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, ["--data", str(folder), *words], input=stdin)


def answer(folder: Path, *words: str, stdin: bytes = b"") -> Any:  # noqa: ANN401 - JSON of any shape
    result = run(folder, *words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_card_tells_each_scan(tmp_path: Path) -> None:
    scans = answer(tmp_path, "card", stdin=(CARD + "linh tinh\r").encode())
    assert scans == [
        {
            "kind": "id_card",
            "personal_number": "001099012345",
            "old_number": "123456789",
            "full_name": "Nguyễn Văn Mẫu",
            "born_on": "1999-01-01",
            "sex": "Nam",
            "address": "Số 1, Phường Thử, Hà Nội",
            "issued_on": "2021-01-01",
            "warnings": [],
        },
        {
            "kind": "unknown",
            "personal_number": "",
            "old_number": "",
            "full_name": "",
            "born_on": None,
            "sex": None,
            "address": "",
            "issued_on": None,
            "warnings": [],
        },
    ]


def test_card_without_bytes_is_an_empty_list(tmp_path: Path) -> None:
    assert answer(tmp_path, "card") == []


@pytest.mark.parametrize(
    ("procedure", "received", "due_at", "same_day"),
    [
        ("1.001193", "2026-11-23T09:00", "2026-11-23T17:00", True),
        ("1.001193", "2026-11-23T15:01", "2026-11-25T17:00", False),
        ("1.004222", "2026-11-23T09:00", "2026-12-03T17:00", False),
        ("1.004222", "2026-11-23T02:00Z", "2026-12-03T17:00", False),
    ],
)
def test_due_says_when_and_why(tmp_path: Path, procedure: str, received: str, due_at: str, same_day: bool) -> None:  # noqa: FBT001
    found = answer(tmp_path, "due", "--procedure", procedure, "--channel", "direct", "--received", received)
    assert (found["due_at"], found["same_day"]) == (due_at, same_day)
    assert found["why"]
    assert all(sentence.endswith(".") for sentence in found["why"])


@pytest.mark.parametrize(
    ("words", "due_at"),
    [
        (("2.000720", "--case", "noi-dung"), "2026-12-03T17:00"),
        (("2.000575", "--case", "cap-lai"), "2026-12-01T17:00"),
        (("2.000575", "--case", "cap-doi"), "2026-12-03T17:00"),
        (("1.001266",), "2026-12-07T17:00"),
        (("1.004859", "--case", "thay-doi-cai-chinh"), "2026-12-03T17:00"),
        (("1.004859", "--case", "bo-sung"), "2026-11-30T17:00"),
        (("1.013225", "--case", "nha-o", "--channel", "online"), "2026-12-15T17:00"),
        (("1.013225", "--case", "theo-tuyen", "--channel", "direct"), "2026-12-21T17:00"),  # the 20th is a Sunday
        (("1.010040", "--case", "chua-co-trong-dan-cu"), "2026-12-30T17:00"),
        (("1.003677", "--case", "khac-phuc-tap", "--channel", "online"), "2026-12-02T17:00"),
    ],
)
def test_due_of_a_case_is_the_day_of_the_law(tmp_path: Path, words: tuple[str, ...], due_at: str) -> None:
    found = answer(tmp_path, "due", "--received", "2026-11-30T09:00", "--procedure", *words)
    assert found["due_at"] == due_at


def test_due_names_the_text_that_set_the_limit(tmp_path: Path) -> None:
    case = ("--procedure", "1.004859", "--case", "thay-doi-cai-chinh", "--received", "2026-11-30T09:00")
    told = answer(tmp_path, "due", *case)["why"]
    assert "Đếm 3 ngày làm việc (khoản 2 Điều 28 Luật Hộ tịch), đến thứ Năm 03/12/2026." in told


def test_without_a_case_the_general_answer_says_which_cases_are_told_otherwise(tmp_path: Path) -> None:
    found = answer(tmp_path, "due", "--procedure", "2.000575", "--received", "2026-11-30T09:00")
    assert found["due_at"] == "2026-12-03T17:00"
    assert found["why"][-1] == "Chưa chọn trường hợp nên trả lời chung. Riêng cap-lai: 1 ngày làm việc."
    told = run(tmp_path, "fee", "--procedure", "1.004194").stdout
    assert "Riêng danh-sach: 10.000 đồng." in told
    assert "Riêng" not in run(tmp_path, "fee", "--procedure", "1.004194", "--case", "danh-sach").stdout


def test_a_channel_that_only_some_cases_have_asks_for_the_case(tmp_path: Path) -> None:
    refused = run(tmp_path, "due", "--procedure", "1.003677", "--channel", "online")
    assert refused.exit_code == 1
    assert "chọn một: khac, khac-phuc-tap." in refused.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("0",), "Không đồng"),
        (("21",), "Hai mươi mốt đồng"),
        (("105",), "Một trăm linh năm đồng"),
        (("1000001", "--south"), "Một triệu không trăm lẻ một đồng"),
        (("1.000.000.000.000",), "Một nghìn tỷ đồng"),
    ],
)
def test_words_of_an_amount(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    assert run(tmp_path, "words", *words).stdout == f"{told}\n"


@pytest.mark.parametrize("amount", ["-5", "1.5", "abc", "", "9" * 30])
def test_words_of_what_is_no_amount_is_one_sentence(tmp_path: Path, amount: str) -> None:
    refused = run(tmp_path, "words", amount)
    assert refused.exit_code == 2
    assert "không phải số tiền" in refused.output


@pytest.mark.parametrize(
    ("procedure", "exempt", "source"),
    [
        ("1.004222", "ho-ngheo", "TT 71/2025"),
        ("1.004194", "Trẻ em", "TT 75/2022"),
        ("1.010038", "dac-khu", "TT 71/2025"),
        ("1.004859", "nguoi-khuyet-tat", "Luật Hộ tịch"),
        ("1.000656", "dung-han", "Luật Hộ tịch"),
        ("2.001263", "nguoi-co-cong", "NĐ 114/2016"),
    ],
)
def test_who_is_exempt_pays_nothing_and_is_told_by_which_text(
    tmp_path: Path, procedure: str, exempt: str, source: str
) -> None:
    words = ("fee", "--procedure", procedure, "--exempt", exempt)
    found = answer(tmp_path, *words)
    assert (found["free"], found["total"]) == (True, 0)
    assert source in run(tmp_path, *words).stdout


def test_a_group_that_nobody_exempts_is_answered_with_those_that_are(tmp_path: Path) -> None:
    refused = run(tmp_path, "fee", "--procedure", "1.004222", "--exempt", "giau")
    assert refused.exit_code == 1
    assert "ho-ngheo" in refused.output
    assert "không có diện miễn" in run(tmp_path, "fee", "--procedure", "2.000815", "--exempt", "ho-ngheo").output


def test_fee_of_certified_copies(tmp_path: Path) -> None:
    found = answer(tmp_path, "fee", "--procedure", "2.000815", "--pages", "3", "--copies", "2")
    assert (found["total"], found["in_words"], found["set_by_province"]) == (10_000, "Mười nghìn đồng", False)
    assert [line["amount"] for line in found["lines"]] == [10_000]


def test_a_fee_of_the_province_is_not_free(tmp_path: Path) -> None:
    found = answer(tmp_path, "fee", "--procedure", "1.004859")
    assert (found["total"], found["lines"], found["in_words"], found["set_by_province"]) == (0, [], "", True)
    assert "HĐND" in run(tmp_path, "fee", "--procedure", "1.004859").stdout


def test_errors_are_one_sentence_and_a_code(tmp_path: Path) -> None:
    for words in (
        ("due", "--procedure", "9.999999"),
        ("fee", "--procedure", "2.000815", "--pages", "0"),
        ("find", "mau"),
        ("show", "H00.99.01-261123-3001"),
        ("status",),
    ):
        result = run(tmp_path, *words)
        assert result.exit_code == 1, words
        assert result.stdout == ""
        assert len(result.stderr.strip().splitlines()) == 1


def test_wrong_use_is_explained(tmp_path: Path) -> None:
    result = run(tmp_path, "due", "--procedure", "1.001193", "--received", "hôm qua")
    assert result.exit_code == 2
    assert "2026-11-23T14:30" in result.stderr
