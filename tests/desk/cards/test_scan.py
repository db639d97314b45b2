import random
import re
import time
from collections.abc import Callable
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.cards.frames import Frames
from desk.cards.keyboard.telex_recovery import recover_text
from desk.cards.keyboard.unikey import type_out
from desk.cards.keyboard.vietnamese_keys import Method
from desk.cards.samples import citizen, qr_text
from desk.cards.scan import Caution, Scan, ScanKind, understand, understand_all
from models.codes.signed_paper import PaperFacts, signed_text
from models.person import Person, Sex
from models.text import clean
from tests.desk.cards.formats.test_vietqr import transfer
from tests.desk.cards.mangling import MULTI_BYTE, SINGLE_BYTE, misread, windows_1258
from tests.fakes.zones import mrz_lines

TODAY = date(2026, 11, 23)
FIRST, SECOND = citizen(1), citizen(2)
CODE = "H26.12.34-261121-0007"
PAYMENT = transfer("970403", "0011012345678", amount="8000", purpose=CODE)
ZONE = mrz_lines(FIRST, date(2039, 1, 1))

citizens = st.builds(citizen, st.integers(0, 9999), st.integers(0, 99))


def _kinds(frame: str | bytes) -> list[ScanKind]:
    return [s.kind for s in understand(frame.encode() if isinstance(frame, str) else frame, today=TODAY)]


def _people(frame: str | bytes) -> list[Person | None]:
    return [s.person for s in understand(frame.encode() if isinstance(frame, str) else frame, today=TODAY)]


def test_card_zone_code_payment_and_junk_are_told_apart() -> None:
    assert _kinds(qr_text(FIRST, new_card=False)) == [ScanKind.ID_CARD]
    assert _kinds(ZONE) == _kinds(ZONE.replace("\n", "")) == [ScanKind.MRZ]
    assert _kinds(CODE) == [ScanKind.DOSSIER_CODE]
    assert _kinds(PAYMENT) == [ScanKind.VIETQR]
    for junk in (
        "https://dichvucong.gov.vn/tra-cuu?ma=1",
        "8934563138165",
        "DN4010112345678|4e677579e1bb856e|01/01/1999|1|",
        "001099000001",
        "\x02\x00\x00\x01\x0033\x31",
        "|" * 20,
        "xin chào",
    ):
        assert _kinds(junk) == [ScanKind.UNKNOWN]
    assert _kinds("") == _kinds(" \r\n\x00") == []


def test_the_payment_and_the_code_carry_what_they_say() -> None:
    (payment,) = understand(PAYMENT.encode(), today=TODAY)
    assert payment.vietqr is not None
    assert (payment.vietqr.account, payment.vietqr.amount, payment.vietqr.purpose) == ("0011012345678", 8000, CODE)
    (code,) = understand(CODE.encode(), today=TODAY)
    assert code.code == CODE
    (zone,) = understand(ZONE.encode(), today=TODAY)
    assert zone.expires_on == date(2039, 1, 1)


def test_a_wrong_checksum_or_check_digit_is_said_and_nothing_is_used() -> None:
    (payment,) = understand(PAYMENT.replace("8000", "9000").encode(), today=TODAY)
    assert (payment.kind, payment.vietqr, payment.cautions) == (ScanKind.UNKNOWN, None, (Caution.CHECKSUM_WRONG,))
    (zone,) = understand(ZONE.replace("<<<<<<<<<<<", "<<<<<<<<<<B", 1).encode(), today=TODAY)
    assert (zone.kind, zone.person, zone.cautions) == (ScanKind.UNKNOWN, None, (Caution.CHECK_DIGIT_WRONG,))


@given(
    citizens, citizens, st.booleans(), st.booleans(), st.sampled_from(["", "s", "Q", "]Q1", "\\000026", "\r\n", " "])
)
def test_two_cards_glued_are_two_people(a: Person, b: Person, new_a: bool, new_b: bool, between: str) -> None:  # noqa: FBT001
    assert _people(qr_text(a, new_card=new_a) + between + qr_text(b, new_card=new_b)) == [a, b]


@given(citizens, st.data())
def test_a_card_cut_short_is_not_taken_for_a_person(person: Person, data: st.DataObject) -> None:
    text = qr_text(person, new_card=False)
    before_issue_date = text.rindex("|")
    assert _kinds(text[: data.draw(st.integers(1, before_issue_date))]) == [ScanKind.UNKNOWN]
    (scan,) = understand(text[: data.draw(st.integers(before_issue_date + 1, len(text) - 1))].encode(), today=TODAY)
    # Only the day of issue is incomplete: it is left out, and said so.
    assert scan.person == Person(**{n: getattr(person, n) for n in person.__struct_fields__} | {"card_issued_on": None})
    assert set(scan.cautions) & {Caution.ISSUE_DATE_MISSING, Caution.ISSUE_DATE_IMPOSSIBLE}


def test_a_card_whose_last_field_is_lost_is_one_when_the_scanner_marks_the_end() -> None:
    text = qr_text(FIRST, new_card=False).rpartition("|")[0].encode()
    (scan,) = understand_all(text + b"\r\n", today=TODAY)
    assert scan.person == replace(FIRST, card_issued_on=None)
    assert scan.cautions == (Caution.ADDRESS_MAY_BE_CUT, Caution.ISSUE_DATE_MISSING)
    (half,) = understand_all(text, today=TODAY)
    assert (half.kind, half.person) == (ScanKind.UNKNOWN, None)


@pytest.mark.parametrize("odd", ["№", "\u2603", "漢", "\u00bd", "\ufffd", "\x01"])
def test_one_odd_sign_in_the_address_leaves_the_name(odd: str) -> None:
    for person in (FIRST, SECOND, replace(FIRST, full_name="H'Bơih Ƀlô")):
        text = qr_text(replace(person, address=f"Số 1{odd}, Xã Mẫu, Tỉnh Thử"), new_card=True)
        (scan,) = understand(text.encode(), today=TODAY)
        assert scan.person == replace(person, address="")
        assert {Caution.TEXT_UNCERTAIN, Caution.ADDRESS_MISSING} <= set(scan.cautions)


def test_one_broken_byte_in_the_address_leaves_the_name_and_in_the_name_the_address() -> None:
    frame = qr_text(SECOND, new_card=True).encode()
    for field, left in ((SECOND.address, {"address": ""}), (SECOND.full_name, {"full_name": ""})):
        at = frame.index(field.encode()) + 3
        (scan,) = understand(frame[:at] + b"\xff" + frame[at + 1 :], today=TODAY)
        assert scan.person == replace(SECOND, **left)


def test_a_garbled_card_with_an_odd_sign_gives_no_garbled_name() -> None:
    person = replace(FIRST, full_name="Phan Hà")
    for codec in SINGLE_BYTE:
        garbled = misread(qr_text(person, new_card=True).encode(), codec).decode().replace("\u00a0", " ")
        (scan,) = understand(garbled.replace("Mẫu", "M\u2603").encode(), today=TODAY)
        assert scan.person is None or scan.person.full_name == ""


@given(citizens, st.integers(1, 200))
def test_a_card_that_lost_its_beginning_is_not_taken_for_a_person(person: Person, lost: int) -> None:
    text = qr_text(person, new_card=True)
    rest = text[min(lost, len(text) - 1) :]
    assert _kinds(rest) in ([ScanKind.UNKNOWN], [])


def test_half_a_card_before_a_whole_one_or_behind_it_changes_nothing_of_the_whole() -> None:
    whole, other = qr_text(FIRST, new_card=True), qr_text(SECOND, new_card=True)
    half = other[: other.index(SECOND.full_name) + 5]
    assert _people(half + whole) == [None, FIRST]
    assert _people(whole + half) == [FIRST, None]


def test_a_card_glued_to_a_code_is_both() -> None:
    assert _kinds(qr_text(FIRST, new_card=False) + CODE) == [ScanKind.ID_CARD, ScanKind.DOSSIER_CODE]
    assert _kinds(qr_text(FIRST, new_card=True) + PAYMENT + ZONE.replace("\n", "")) == [
        ScanKind.ID_CARD,
        ScanKind.VIETQR,
        ScanKind.MRZ,
    ]


def test_more_behind_a_card_is_said_and_kept_in_the_text() -> None:
    (scan,) = understand((qr_text(FIRST, new_card=False) + "|Chủ hộ|x").encode(), today=TODAY)
    assert (scan.kind, scan.person, scan.cautions) == (ScanKind.ID_CARD, FIRST, (Caution.EXTRA_TEXT,))
    assert scan.text.endswith("Chủ hộ|x")


@given(citizens, st.booleans())
def test_what_a_code_page_did_to_a_card_is_undone_and_said(person: Person, new: bool) -> None:  # noqa: FBT001
    text = qr_text(person, new_card=new)
    for codec in SINGLE_BYTE:
        (scan,) = understand(misread(text.encode(), codec), today=TODAY)
        assert (scan.person, scan.cautions) == (person, (Caution.TEXT_REPAIRED,))


def test_a_big5_card_is_undone_when_nothing_was_lost_and_unknown_when_something_was() -> None:
    whole = "001099000001||HUỲNH HIẾU THUẬN|01011999|Nam|12 Pho Mau|01012021"
    (scan,) = understand(misread(whole.encode(), "big5"), today=TODAY)
    assert scan.person is not None
    assert scan.person.full_name == "HUỲNH HIẾU THUẬN"
    assert scan.cautions == (Caution.TEXT_REPAIRED,)
    (scan,) = understand(misread(whole.replace("HUỲNH", "VĂN").encode(), "big5", errors="ignore"), today=TODAY)
    assert (scan.kind, scan.person, scan.cautions) == (ScanKind.UNKNOWN, None, (Caution.TEXT_UNCERTAIN,))


def test_a_stream_is_cut_and_understood() -> None:
    stream = f"{qr_text(FIRST, new_card=True)}\r\n{ZONE}\r{CODE}\t{qr_text(SECOND, new_card=False)}".encode()
    scans = understand_all(stream, today=TODAY)
    assert [scan.kind for scan in scans] == [ScanKind.ID_CARD, ScanKind.MRZ, ScanKind.DOSSIER_CODE, ScanKind.ID_CARD]
    assert scans[-1].person == SECOND


@settings(max_examples=1000)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_no_bytes_make_it_raise(frame: bytes) -> None:
    for scan in understand(frame, today=TODAY):
        assert scan.kind is not ScanKind.ID_CARD


# What mutation may not do: put anything into a field that did not stand in that field.

SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}


def _stood_there(person: Person, text: str) -> bool:
    """Whether a place of the text holds this person's number and, bar by bar, the other fields or nothing of them."""
    for place in re.finditer(re.escape(person.personal_number + "|"), text):
        fields = text[place.start() :].split("|", 6)
        if len(fields) == 7 and all(
            (
                person.old_number in {"", fields[1]},
                person.full_name in {"", clean(fields[2])},
                person.born_on is None or f"{person.born_on:%d%m%Y}" == fields[3],
                person.born_year in {None, int(fields[3][-4:]) if _has_year_alone(fields[3]) else None},
                person.sex in {None, SEXES.get(clean(fields[4]).casefold())},
                person.address in {"", clean(fields[5])},
                person.card_issued_on is None or clean(fields[6]).startswith(f"{person.card_issued_on:%d%m%Y}"),
            )
        ):
            return True
    return False


def _has_year_alone(field: str) -> bool:
    """Four digits, or eight with zeros for the day or the month."""
    return re.fullmatch(r"[0-9]{4}|00[0-9]{6}|[0-9]{2}00[0-9]{4}", field) is not None


def _only_true_fields(scan: Scan, true: list[Person]) -> bool:
    """Whether the scan's person is one of these, save for fields left empty and said to be."""
    found = scan.person
    assert found is not None
    names = found.__struct_fields__
    return any(
        all(getattr(found, n) in {getattr(one, n), getattr(Person(), n)} for n in names)
        and (found == one or bool(scan.cautions))
        for one in true
    )


def _damage(chance: random.Random, text: str) -> str:
    """One to three characters lost, doubled, changed or swapped, or a piece cut out."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        text = chance.choice(DAMAGE)(chance, text, at)
    return text


DAMAGE: list[Callable[[random.Random, str, int], str]] = [
    lambda _, text, at: text[:at] + text[at + 1 :],
    lambda _, text, at: text[: at + 1] + text[at:],
    lambda chance, text, at: text[:at] + chance.choice("0123456789|Naéữ -.?\x00\x1d\ufffd") + text[at + 1 :],
    lambda chance, text, at: text[:at] + chance.choice("0|s]Q\\") + text[at:],
    lambda _, text, at: text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
    lambda chance, text, at: text[:at] + text[at + chance.randrange(30) :],
]


def _mangle(chance: random.Random, text: str) -> bytes:
    """The text as some scanner sends it: its encoding, its prefix."""
    way = chance.randrange(6)
    if way == 0:
        return misread(text.encode(), chance.choice(SINGLE_BYTE))
    if way == 1:
        return misread(text.encode(), chance.choice(MULTI_BYTE), errors="replace")
    if way == 2:
        try:
            return windows_1258(text)
        except UnicodeEncodeError:
            return text.encode("latin-1", "replace")
    return text.encode()


def _glue(chance: random.Random, parts: list[str]) -> str:
    """Whole scans and beginnings of scans, with or without something between them."""
    return "".join(
        chance.choice(("", "", "s", "Q", "]Q1", "\\000026", "\ufeff"))
        + (part if chance.random() < 0.6 else part[: chance.randrange(len(part))])
        for part in parts
    )


def test_of_many_mutated_scans_none_fills_a_wrong_field() -> None:
    chance = random.Random(20261123)  # noqa: S311  mutations need no secrecy
    people = [citizen(n, seed=9) for n in range(200)]
    cards = [(person, qr_text(person, new_card=new)) for person in people for new in (False, True)]
    understood = 0
    for _ in range(20_000):
        picked = [chance.choice(cards) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
        parts = [text for _, text in picked]
        if chance.random() < 0.1:
            parts.insert(chance.randrange(len(parts) + 1), chance.choice((CODE, PAYMENT, ZONE.replace("\n", ""))))
        text = _glue(chance, parts)
        damaged = chance.random() < 0.5
        if damaged:
            text = _damage(chance, text)
        for scan in understand(_mangle(chance, text), today=TODAY):
            if scan.kind is ScanKind.ID_CARD:
                understood += 1
                assert scan.person is not None
                true = [person for person, _ in picked]
                assert _only_true_fields(scan, true) or (damaged and _stood_there(scan.person, text)), (text, scan)
            elif scan.kind is ScanKind.MRZ:
                assert scan.person is not None
                assert scan.person.personal_number == FIRST.personal_number
            else:
                assert scan.person is None
    assert understood > 8_000


@settings(max_examples=1500)
@given(
    st.lists(citizens, min_size=1, max_size=3),
    st.randoms(use_true_random=False),
    st.lists(st.integers(1, 60), max_size=8),
)
def test_any_chunks_of_any_mutation_fill_no_wrong_field(
    people: list[Person], chance: random.Random, sizes: list[int]
) -> None:
    text = _glue(chance, [qr_text(person, new_card=chance.random() < 0.5) for person in people])
    stream = _mangle(chance, text) + chance.choice((b"\r", b"\n", b"\r\n", b"\t", b""))
    frames, out = Frames(), []
    for size in sizes:
        out += frames.feed(stream[:size])
        stream = stream[size:]
    for frame in out + frames.feed(stream) + frames.flush():
        for scan in understand(frame, today=TODAY):
            assert scan.person is None or _only_true_fields(scan, people)


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_one_flipped_bit_anywhere_fills_no_wrong_field_unless_it_stands_there(flip: int) -> None:
    frame = qr_text(SECOND, new_card=True).encode()
    for at in range(len(frame)):
        flipped = frame[:at] + bytes([frame[at] ^ flip]) + frame[at + 1 :]
        for scan in understand(flipped, today=TODAY):
            assert (
                scan.person is None
                or _only_true_fields(scan, [SECOND])
                or _stood_there(scan.person, flipped.decode("utf-8", "replace"))
            )


@pytest.mark.parametrize(
    "junk",
    [
        b"x" + b" " * 8000 + b"x",
        b"1" * 8192,
        b"|" * 8192,
        b"]Q1" * 2700,
        b"\\000026" * 1100,
        b"A." * 4096,
        b"123456789012||a|01011999|" * 340,
        "ễ".encode() * 2700,
        "á»…".encode() * 1300,
    ],
)
def test_junk_of_the_greatest_length_is_read_in_time_that_grows_with_its_length(junk: bytes) -> None:
    assert ScanKind.ID_CARD not in _kinds(junk)
    half, whole = (min(_seconds(junk[:length]) for _ in range(5)) for length in (len(junk) // 2, len(junk)))
    assert whole < 3 * half + 0.01  # twice as long takes twice as long; four times would be the square


def _seconds(frame: bytes) -> float:
    began = time.thread_time()
    _kinds(frame)
    return time.thread_time() - began


# ---- signed papers -----------------------------------------------------------------------------------------


PAPER = signed_text(
    "H26.12.34-261123-0007",
    PaperFacts(form="01", copy=1, printed=29_868_000, owner="NVM", procedure="1.001193", due=29_878_000, price=15000),
    Ed25519PrivateKey.from_private_bytes(bytes(32)),
)


@pytest.mark.parametrize("sent", [PAPER, f"]Q1{PAPER}", PAPER.swapcase(), f" {PAPER} "])
def test_the_code_of_a_signed_paper_is_the_dossiers(sent: str) -> None:
    (scan,) = understand(sent.encode(), today=TODAY, ended=True)
    assert (scan.kind, scan.code, scan.paper) == (ScanKind.DOSSIER_CODE, "H26.12.34-261123-0007", PAPER)


def test_two_papers_scanned_at_once_are_two_whatever_kind_they_are() -> None:
    scans = understand(f"{PAPER}{PAPER}H26.12.34-261123-0008".encode(), today=TODAY, ended=True)
    assert [scan.paper for scan in scans] == [PAPER, PAPER, ""]
    assert [scan.code[-4:] for scan in scans] == ["0007", "0007", "0008"]


def test_a_signed_paper_typed_under_windows_vietnamese_layout_is_the_same_paper() -> None:
    keys = dict(zip("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ", strict=True))
    typed = "".join(keys.get(sign, sign) for sign in PAPER)
    (scan,) = understand(typed.encode(), today=TODAY)
    assert (scan.paper, scan.cautions) == (PAPER, (Caution.LAYOUT,))


@pytest.mark.parametrize("method", list(Method))
def test_a_signed_paper_typed_through_an_input_method_is_the_same_paper(method: Method) -> None:
    typed = recover_text(list(type_out(PAPER, method)), TODAY)
    assert typed.is_one
    assert [scan.paper for scan in typed.scans] == [PAPER]
