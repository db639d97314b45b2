"""``motcua address``: which commune an address names today, and why that is certain or not."""

import json

import pytest
from click.testing import CliRunner

from desk.__main__ import cli


def asked(text: str) -> dict[str, object]:
    done = CliRunner().invoke(cli, ["address", text, "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("Số 2, Phường Sài Gòn, TP.HCM", "26740", "Số 2"),
        ("Buôn Mẫu, Xã Cư M’gar, Đăk Lăk", "24280", "Buôn Mẫu"),
    ],
)
def test_an_address_of_today_is_certain(text: str, code: str, rest: str) -> None:
    answer = asked(text)
    assert (answer["commune_code"], answer["rest"], answer["certain"], answer["old"]) == (code, rest, True, None)


def test_an_address_of_before_is_told_with_what_it_became() -> None:
    answer = asked("Ấp Mẫu, Thị trấn Thạnh An, Huyện Vĩnh Thạnh, Cần Thơ")
    assert (answer["commune"], answer["province"], answer["rest"]) == ("Xã Thạnh An", "Thành phố Cần Thơ", "Ấp Mẫu")
    assert answer["certain"] is True
    old = answer["old"]
    assert isinstance(old, dict)
    assert (old["certainty"], old["today"]) == ("whole", "Ấp Mẫu, Xã Thạnh An, Thành phố Cần Thơ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Xã Hải Lạng, Huyện Tiên Yên, Tỉnh Quảng Ninh", "chia"),
        ("Phường Hoà Cưòng, Đà Nẵng", "Hoà Cường"),
        ("Phường Mẫu, Hà Nội", "Thành phố Hà Nội không có xã, phường nào tên như vậy."),
        ("Thôn Mẫu", "không phải tên một tỉnh"),
        ("", "không phải tên một tỉnh"),
    ],
)
def test_what_is_not_certain_gives_no_code_and_says_why(text: str, why: str) -> None:
    answer = asked(text)
    assert (answer["commune_code"], answer["certain"]) == ("", False)
    assert why in str(answer["why"])


def test_people_are_told_in_sentences() -> None:
    done = CliRunner().invoke(cli, ["address", "Số 2, Phường Sài Gòn, TP.HCM"])
    assert done.output.splitlines() == [
        "26740: Số 2, Phường Sài Gòn, Thành phố Hồ Chí Minh",
        "Đúng tên xã, phường hiện nay.",
    ]
