from datetime import date

import pytest

from desk.cards.formats.chip_qr import card_at_start, next_start
from desk.cards.formats.kinds import Caution
from desk.cards.formats.mojibake import DecodedFrame
from desk.cards.scan import understand
from models.person import Person, Sex

TODAY = date(2026, 11, 23)
TEXT = "001099012345|123456789|Nguyễn Văn Mẫu|01021999|Nam|Số 1, Phường X, Hà Nội|01012021"
PERSON = Person(
    full_name="Nguyễn Văn Mẫu",
    personal_number="001099012345",
    old_number="123456789",
    born_on=date(1999, 2, 1),
    sex=Sex.MALE,
    address="Số 1, Phường X, Hà Nội",
    card_issued_on=date(2021, 1, 1),
)


def _read(text: str, *, certain: bool = True) -> tuple[Person, set[Caution]] | None:
    card = card_at_start(text, DecodedFrame(text=text, certain=certain), TODAY)
    return (card.person, set(card.cautions)) if card else None


def _with(**fields: str) -> str:
    """The card with some fields otherwise; the fields by their place's name."""
    names = ("number", "old", "name", "born", "sex", "address", "issued")
    return "|".join((dict(zip(names, TEXT.split("|"), strict=True)) | fields).values())


def _person(**fields: object) -> Person:
    return Person(**({name: getattr(PERSON, name) for name in PERSON.__struct_fields__} | fields))


@pytest.mark.parametrize("tail", ["", "|", "||", "|||", "||||"])
def test_seven_to_eleven_fields_are_a_card(tail: str) -> None:
    assert _read(TEXT + tail) == (PERSON, set())


@pytest.mark.parametrize("prefix", ["s", "Q", "]Q1", "\\000026", "]Q1\\000026", " "])
def test_what_scanners_put_in_front_is_no_part_of_it(prefix: str) -> None:
    assert _read(prefix + TEXT) == (PERSON, set())


def test_without_old_number_there_is_none() -> None:
    assert _read(_with(old="")) == (_person(old_number=""), set())
    assert _read(_with(old="001099012345")) == (_person(old_number=""), set())
    assert _read(_with(old="12345678")) == (_person(old_number=""), {Caution.OLD_NUMBER_UNREADABLE})


@pytest.mark.parametrize("number", ["00109901234", "0010990123456", "00109901234a", "００１０９９０１２３４５", ""])
def test_a_number_that_is_not_twelve_digits_makes_no_card(number: str) -> None:
    assert _read(_with(number=number)) is None


@pytest.mark.parametrize("born", ["31022000", "00131999", "32001999", "01131999", "29021999", "01010000", "01010999"])
def test_a_day_that_never_was_is_left_out_and_not_rolled_over(born: str) -> None:
    assert _read(_with(born=born)) == (_person(born_on=None), {Caution.BIRTH_DATE_IMPOSSIBLE})


def test_the_29th_of_february_of_a_leap_year_is_a_day() -> None:
    read = _read(_with(born="29022000"))
    assert read is not None
    assert read[0].born_on == date(2000, 2, 29)


def test_a_year_alone_stays_a_year() -> None:
    assert _read(_with(born="1999")) == (_person(born_on=None, born_year=1999), {Caution.BIRTH_YEAR_ONLY})
    assert _read(_with(born="0102")) == (_person(born_on=None), {Caution.BIRTH_DATE_IMPOSSIBLE})


@pytest.mark.parametrize("born", ["", "1/2/1999", "0102199", "010219990", "abc", "０１０２１９９９"])
def test_a_birthday_of_another_shape_makes_no_card(born: str) -> None:
    assert _read(_with(born=born)) is None


@pytest.mark.parametrize(
    ("sex", "meant", "cautions"),
    [
        ("Nam", Sex.MALE, set()),
        ("NAM", Sex.MALE, set()),
        ("Nữ", Sex.FEMALE, {Caution.SEX_DIGIT}),
        ("Nu", Sex.FEMALE, {Caution.SEX_DIGIT, Caution.MARKS_LOST}),
        ("", None, {Caution.SEX_MISSING}),
        ("N?", None, {Caution.SEX_MISSING}),
    ],
)
def test_sex_is_what_the_card_says(sex: str, meant: Sex | None, cautions: set[Caution]) -> None:
    assert _read(_with(sex=sex)) == (_person(sex=meant), cautions)


@pytest.mark.parametrize("sex", ["Hà Nội", "1", "Trần", "Số 1, Phường X"])
def test_fields_that_have_slipped_make_no_card(sex: str) -> None:
    assert _read(_with(sex=sex)) is None


def test_digits_that_disagree_only_warn() -> None:
    assert _read(_with(number="003301012345")) == (
        _person(personal_number="003301012345"),
        {Caution.PREFIX_UNKNOWN, Caution.SEX_DIGIT, Caution.CENTURY_DIGIT, Caution.YEAR_DIGITS},
    )


@pytest.mark.parametrize("name", ["", " ", "123", "Nguyễn 2", "...", "---"])
def test_a_name_without_letters_or_with_digits_is_left_out(name: str) -> None:
    assert _read(_with(name=name)) == (_person(full_name=""), {Caution.NAME_MISSING})


def test_a_name_in_capitals_or_without_marks_is_taken_as_it_stands() -> None:
    assert _read(_with(name="NGUYEN VAN MAU")) == (_person(full_name="NGUYEN VAN MAU"), set())


def test_blanks_are_tidied_and_nothing_else() -> None:
    assert _read(_with(name="  Nguyễn   Văn Mẫu ")) == (PERSON, set())


def test_an_empty_address_is_said() -> None:
    assert _read(_with(address="")) == (_person(address=""), {Caution.ADDRESS_MISSING})


@pytest.mark.parametrize(
    ("issued", "caution"),
    [
        ("", Caution.ISSUE_DATE_MISSING),
        ("0101", Caution.ISSUE_DATE_IMPOSSIBLE),
        ("31022021", Caution.ISSUE_DATE_IMPOSSIBLE),
        ("010120211", Caution.ISSUE_DATE_IMPOSSIBLE),
    ],
)
def test_an_issue_date_that_is_none_is_left_out(issued: str, caution: Caution) -> None:
    assert _read(_with(issued=issued)) == (_person(card_issued_on=None), {caution})


@pytest.mark.parametrize(
    ("issued", "day", "caution"),
    [
        ("24112026", date(2026, 11, 24), Caution.ISSUED_AFTER_TODAY),
        ("01011999", date(1999, 1, 1), Caution.ISSUED_BEFORE_BIRTH),
    ],
)
def test_an_unlikely_issue_date_only_warns(issued: str, day: date, caution: Caution) -> None:
    assert _read(_with(issued=issued)) == (_person(card_issued_on=day), {caution})


@pytest.mark.parametrize("born", ["00011999", "00001999", "01001999", "31001999"])
def test_a_day_or_month_that_nobody_knows_leaves_the_year(born: str) -> None:
    assert _read(_with(born=born)) == (_person(born_on=None, born_year=1999), {Caution.BIRTH_YEAR_ONLY})


def test_six_fields_whose_end_the_scanner_marks_are_a_card_that_lost_its_last() -> None:
    text = TEXT.rpartition("|")[0]
    card = card_at_start(text, DecodedFrame(text=text), TODAY, ended=True)
    assert card is not None
    assert card.person == _person(card_issued_on=None)
    assert card.cautions == (Caution.ADDRESS_MAY_BE_CUT, Caution.ISSUE_DATE_MISSING)
    for cut in (text.rpartition("|")[0], text.rpartition("|")[0] + "|", text[3:]):
        assert card_at_start(cut, DecodedFrame(text=cut), TODAY, ended=True) is None


def test_a_birthday_to_come_only_warns() -> None:
    read = _read(_with(born="01021999".replace("1999", "2099")))
    assert read is not None
    assert Caution.BORN_AFTER_TODAY in read[1]


def test_six_fields_are_half_a_card() -> None:
    assert _read(TEXT.rpartition("|")[0]) is None


def test_letters_that_were_lost_are_not_a_name() -> None:
    assert _read(_with(name="Nguy?n Van Mau")) == (
        _person(full_name=""),
        {Caution.TEXT_UNCERTAIN, Caution.NAME_MISSING},
    )
    assert _read(_with(name="Nguyễn\x05Văn Mẫu")) == (
        _person(full_name=""),
        {Caution.TEXT_UNCERTAIN, Caution.NAME_MISSING},
    )


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", " \u200b"])
def test_signs_that_nobody_sees_take_no_word_away(blank: str) -> None:
    (scan,) = understand(_with(name=f"Nguyễn{blank}Văn Mẫu").encode() + b"\r", today=TODAY)
    assert scan.person == PERSON


def test_the_apostrophe_that_counts_as_a_letter_is_one() -> None:
    (scan,) = understand(_with(name="HʼBơih Ƀuôn Yă").encode() + b"\r", today=TODAY)
    assert (scan.person, scan.cautions) == (_person(full_name="HʼBơih Ƀuôn Yă"), ())


def test_a_blank_that_is_a_trace_of_a_wrong_encoding_makes_no_word() -> None:
    (scan,) = understand(_with(name="Hà Văn Mẫu", address="HÃ\u00a0 Nội").encode() + b"\r", today=TODAY)
    assert scan.person is not None
    assert scan.person.address == ""


def test_in_uncertain_text_only_plain_ascii_is_taken() -> None:
    assert _read(_with(name="Nguyen Van Mau"), certain=False) == (
        _person(full_name="Nguyen Van Mau", address=""),
        {Caution.TEXT_UNCERTAIN, Caution.ADDRESS_MISSING},
    )


def test_another_card_begins_after_a_date_or_a_letter_and_never_within_digits() -> None:
    assert next_start("abc" + TEXT) == 2  # a code letter belongs to the card it stands before
    assert next_start("01012021" + TEXT) == 8
    assert next_start("0101202" + TEXT) == len("0101202" + TEXT)
    assert next_start("abc") == 3
