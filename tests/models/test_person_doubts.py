"""One set of judgements about a person, wherever what is entered came from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.words.person_doubts import DOUBT
from models.person import Document, DocumentKind, Person, Sex
from models.person_doubts import Doubt, better_name, century, judge, known_prefixes, year_of

TODAY = date(2026, 11, 29)
FINE = Person(
    full_name="Nguyễn Văn Mẫu",
    personal_number="001090000001",
    born_on=date(1990, 3, 15),
    sex=Sex.MALE,
    address="Thôn Mẫu",
    phone="0912 345 678",
)


def doubts(**changes: object) -> dict[Doubt, bool]:
    """What is doubtful of ``FINE`` with these fields instead, and whether it stands in the way."""
    known = {name: getattr(FINE, name) for name in FINE.__struct_fields__}
    return {one.doubt: one.stops for one in judge(Person(**(known | changes)), TODAY)}


def test_nothing_is_doubtful_of_a_person_whose_fields_agree_or_of_nobody() -> None:
    assert doubts() == {}
    assert judge(Person(), TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"born_on": date(3026, 3, 15)}, Doubt.BORN_AFTER_TODAY),
        ({"born_on": date(2026, 11, 30)}, Doubt.BORN_AFTER_TODAY),
        ({"born_on": None, "born_year": 2027}, Doubt.BORN_AFTER_TODAY),
        ({"born_on": date(1, 1, 1)}, Doubt.BORN_TOO_LONG_AGO),
        ({"born_on": None, "born_year": 0}, Doubt.BORN_TOO_LONG_AGO),
        ({"born_on": None, "born_year": 1899}, Doubt.BORN_TOO_LONG_AGO),
        ({"personal_number": "000000000000"}, Doubt.NUMBER_IMPOSSIBLE),
        ({"personal_number": "001590000001"}, Doubt.NUMBER_IMPOSSIBLE),
    ],
)
def test_what_cannot_be_stands_in_the_way(changes: dict[str, object], doubt: Doubt) -> None:
    assert doubts(**changes)[doubt] is True


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"personal_number": ""}, Doubt.NUMBER_MISSING),
        ({"personal_number": "003090000001"}, Doubt.PREFIX_UNKNOWN),
        ({"sex": Sex.FEMALE}, Doubt.SEX_DIGIT),
        ({"born_on": date(1991, 3, 15)}, Doubt.YEAR_DIGITS),
        ({"born_on": None, "born_year": 1991}, Doubt.YEAR_DIGITS),
        ({"born_on": date(2010, 3, 15)}, Doubt.CENTURY_DIGIT),
        ({"card_issued_on": date(2026, 12, 1)}, Doubt.ISSUED_AFTER_TODAY),
        ({"card_issued_on": date(1989, 12, 1)}, Doubt.ISSUED_BEFORE_BIRTH),
        ({"full_name": "nguyễn thị thuý kiều"}, Doubt.NAME_CASE),
        ({"full_name": "NGUYỄN VĂN MẪU"}, Doubt.NAME_CASE),
        ({"full_name": "Nguyễn Văn M4u"}, Doubt.NAME_ODD),
        ({"full_name": "Mẫu (Tý)"}, Doubt.NAME_ODD),
        ({"full_name": "Mẫu"}, Doubt.NAME_SHORT),
        ({"full_name": "NguyÔn V¨n MÉu"}, Doubt.OLD_ENCODING),
        ({"address": "Th«n 1"}, Doubt.OLD_ENCODING),
        ({"phone": "12345"}, Doubt.PHONE_ODD),
        ({"phone": "091234567"}, Doubt.PHONE_ODD),
        ({"phone": "09123456789"}, Doubt.PHONE_ODD),
        ({"phone": "912345678"}, Doubt.PHONE_ODD),
        ({"phone": "0912345678, 091234567"}, Doubt.PHONE_ODD),
        ({"full_name": "HʼHEN NIÊ"}, Doubt.NAME_CASE),
        ({"full_name": "NguyễN Văn Mẫu"}, Doubt.NAME_CASE),
        ({"full_name": "Nguyễn Văn MẪU"}, Doubt.NAME_CASE),
    ],
)
def test_what_registers_may_hold_is_only_to_be_looked_at(changes: dict[str, object], doubt: Doubt) -> None:
    assert doubts(**changes)[doubt] is False


@pytest.mark.parametrize(
    "phone",
    [
        "0912 345 678",
        "+84 912 345 678",
        "(024) 3825 1234 máy lẻ 12",
        "0205.3812345",
        "0912345678 (con) - 0987654321",
        "1900 1234",
        "+1 650 555 1234",
    ],
)
def test_a_phone_that_one_can_dial_is_nothing_odd(phone: str) -> None:
    assert doubts(phone=phone) == {}


@pytest.mark.parametrize("name", ["Ludwig van Test III", "John McTest", "H’Bơ̆ih Čư", "Nguyễn V. Mẫu", "Lý A Mẫu"])
def test_capitals_where_they_belong_are_nothing_odd(name: str) -> None:
    assert doubts(full_name=name) == {}


def test_a_person_of_125_years_and_one_born_today_are_nothing_odd() -> None:
    assert doubts(personal_number="001001000001", born_on=date(1901, 3, 15)) == {}
    assert doubts(personal_number="001226000001", born_on=TODAY) == {}


@pytest.mark.parametrize(
    "document",
    [
        Document(kind=DocumentKind.PASSPORT, number="K0000001"),
        Document(kind=DocumentKind.NONE, known_by="Trưởng thôn"),
    ],
)
def test_who_showed_another_document_lacks_no_number(document: Document) -> None:
    assert Doubt.NUMBER_MISSING not in doubts(personal_number="", document=document)


def test_a_child_need_not_have_a_number_yet() -> None:
    assert Doubt.NUMBER_MISSING not in doubts(personal_number="", born_on=date(2015, 3, 15))
    assert Doubt.NUMBER_MISSING in doubts(personal_number="", born_on=date(2012, 3, 15))
    assert Doubt.NUMBER_MISSING in doubts(personal_number="", born_on=None)


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("nguyễn thị thuý kiều", "Nguyễn Thị Thuý Kiều"),
        ("NGUYỄN VĂN MẪU", "Nguyễn Văn Mẫu"),
        ("Nguyễn văn Mẫu", "Nguyễn Văn Mẫu"),
        ("NGuyễn Văn Mẫu", "Nguyễn Văn Mẫu"),
        ("nGUYỄN vĂN mẪU", "Nguyễn Văn Mẫu"),
        ("h'hen niê", "H'Hen Niê"),
        ("Y-WANG MLÔ", "Y-Wang Mlô"),
        ("H’Ŭt Ƀing Kŏ Ĭ Thử", "H’Ŭt Ƀing Kŏ Ĭ Thử"),
        ("Ludwig van Test", "Ludwig van Test"),
        ("Đỗ Ý", "Đỗ Ý"),
        ("hʼhen niê", "HʼHen Niê"),
        ("KPĂ H’BƠ̆IH", "Kpă H’Bơ̆ih"),
        ("Nguyễn Văn MẪU", "Nguyễn Văn Mẫu"),
        ("A", "A"),
    ],
)
def test_a_better_spelling_is_proposed_where_capitals_are_missing_or_too_many(written: str, better: str) -> None:
    assert better_name(written) == better


@given(st.text())
def test_no_text_is_too_odd_to_be_judged(text: str) -> None:
    judge(Person(full_name=text, phone=text, address=text), TODAY)
    better_name(text)


@given(st.text("aăâdđêiôơưyAĂÂDĐÊIÔƠƯYễ'’- 1."))
def test_a_proposal_has_no_better_one(text: str) -> None:
    assert better_name(better_name(text)) == better_name(text)


def test_every_doubt_has_its_sentence() -> None:
    assert set(DOUBT) == set(Doubt)
    assert all(sentence.endswith(".") for sentence in DOUBT.values())


def test_the_63_prefixes_of_before_the_merger_are_known() -> None:
    assert len(known_prefixes()) == 63
    assert {"001", "019", "020", "079", "096"} <= known_prefixes()
    assert "003" not in known_prefixes()


@pytest.mark.parametrize(("digit", "year"), [("0", 1900), ("1", 1900), ("2", 2000), ("3", 2000), ("9", 2300)])
def test_the_fourth_digit_says_the_century(digit: str, year: int) -> None:
    assert century(f"001{digit}99000001") == year
    assert year_of(f"001{digit}99000001") == year + 99
