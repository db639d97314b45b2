"""Bodies, people without a card, authority, what is known already, the same matter twice."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import attachments
from desk.intake import intake, known
from desk.intake.duplicates import duplicates
from desk.intake.notice_words import duplicate_words, notice_words
from desk.intake.notices import (
    AuthorityFuture,
    AuthorityUnproven,
    DocumentExpired,
    LetterUndrawable,
    PersonOdd,
    TaxCodeOdd,
    TooFewCopies,
)
from desk.intake.people import number_problems, tidy_person
from models.codes.tax_code import TaxCodeKind, tax_code_kind, tidy_tax_code
from models.events import DocumentCopied, PaperReceived, ResultHandedOver
from models.ids import ClerkId
from models.not_allowed import EntryNotUnderstood, NumberMalformed, PersonDoubtful, PersonIncomplete
from models.person import (
    Authority,
    Document,
    DocumentKind,
    NumberKind,
    Organisation,
    Person,
    Sex,
    Standing,
    Unit,
    number_typed,
)
from models.person_doubts import Doubt
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete

FIRM = Organisation(name="Công ty TNHH Mẫu", tax_code="0100112437", address="Xã Mẫu Sơn")
CHILD = Person(full_name="Nguyễn Thị Mẫu Nhí", born_on=date(2019, 3, 2), address="Thôn Mẫu, Xã Mẫu Sơn")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("", TaxCodeKind.EMPTY),
        ("0100112437", TaxCodeKind.BODY),
        ("0100112437-001", TaxCodeKind.BRANCH),
        ("0100112437001", TaxCodeKind.BRANCH),
        ("001199000018", TaxCodeKind.PERSONAL),
        ("0100112438", TaxCodeKind.DOUBTFUL),
        ("0100112438-001", TaxCodeKind.DOUBTFUL),
        ("12345", TaxCodeKind.MALFORMED),
        ("010011243A", TaxCodeKind.MALFORMED),
    ],
)
def test_a_tax_code_is_told_by_its_digits(code: str, kind: TaxCodeKind) -> None:
    assert tax_code_kind(code) is kind
    assert tax_code_kind(tidy_tax_code(f" {code} ")) is kind


def test_an_odd_tax_code_is_a_caution_and_no_refusal(desk: Desk) -> None:
    form = complete(
        desk,
        RESIDENCE,
        owner=replace(FIRM, tax_code="0100112438"),
        authority=Authority(relation="Giám đốc", standing=Standing.REPRESENTATIVE),
    )
    seen = intake.preview(desk, form)
    assert seen.problems == ()
    assert seen.notices == (TaxCodeOdd("0100112438", TaxCodeKind.DOUBTFUL),)
    assert "kiểm tra" in notice_words(seen.notices[0])
    dossier = intake.take_in(desk, form)
    assert dossier.owner == replace(FIRM, tax_code="0100112438")


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("", NumberKind.EMPTY, ""),
        ("001 199 000 018", NumberKind.PERSONAL, "001199000018"),
        ("012345678", NumberKind.OLD, "012345678"),
        ("012.345.678", NumberKind.OLD, "012345678"),
        ("c1234567", NumberKind.PASSPORT, "C1234567"),
        ("AB123456", NumberKind.PASSPORT, "AB123456"),
        ("1234567890", NumberKind.NONE_OF_THEM, "1234567890"),
        ("0011990000181", NumberKind.NONE_OF_THEM, "0011990000181"),
        ("chưa có", NumberKind.NONE_OF_THEM, "chưa có"),
    ],
)
def test_a_number_is_what_its_shape_says(typed: str, kind: NumberKind, number: str) -> None:
    assert number_typed(typed) == (kind, number)


@given(st.text(alphabet="0123456789 .ABCđ-", max_size=16))
def test_no_number_is_padded_or_cut(text: str) -> None:
    kind, number = number_typed(text)
    bare = "".join(c for c in text if c not in " .").upper()
    if kind is NumberKind.NONE_OF_THEM:
        assert number == text.strip()
    else:
        assert number == bare
    tidy = tidy_person(Person(personal_number=text))
    shown = tidy.personal_number or tidy.old_number or (tidy.document.number if tidy.document else "")
    assert "".join(c for c in shown if c not in " .").upper() == bare
    assert tidy_person(tidy) == tidy


@given(st.from_regex(r"[0-9]{1,16}", fullmatch=True))
def test_digits_of_another_length_are_said_to_be_wrong(number: str) -> None:
    wrong = list(number_problems("submitter", tidy_person(Person(personal_number=number))))
    assert bool(wrong) == (len(number) not in {9, 12})
    assert all(isinstance(problem, NumberMalformed) for problem in wrong)


def test_nine_digits_in_the_one_field_are_an_old_number(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, personal_number="012345678")))
    assert dossier.intake is not None
    assert (dossier.intake.submitter.personal_number, dossier.intake.submitter.old_number) == ("", "012345678")


def test_somebody_with_nothing_is_known_by_something(desk: Desk) -> None:
    nobody = Person(full_name="Nguyễn Văn Mẫu", address="Xã Mẫu Sơn", document=Document(kind=DocumentKind.NONE))
    with pytest.raises(PersonIncomplete) as lacking:
        intake.take_in(desk, complete(desk, RESIDENCE, submitter=nobody))
    assert lacking.value.missing == ("known_by",)
    known_one = replace(nobody, document=Document(kind=DocumentKind.NONE, known_by=" Trưởng thôn  xác nhận "))
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, submitter=known_one))
    assert dossier.intake is not None
    assert dossier.intake.submitter.document == Document(kind=DocumentKind.NONE, known_by="Trưởng thôn xác nhận")


def test_an_expired_passport_is_said_and_taken(desk: Desk) -> None:
    guest = Person(
        full_name="ANNA MARIA ERIKSSON",
        address="Xã Mẫu Sơn",
        nationality="swe",
        document=Document(kind=DocumentKind.PASSPORT, number="L898902C3", expires_on=date(2026, 11, 22)),
    )
    form = complete(desk, RESIDENCE, submitter=guest)
    assert intake.preview(desk, form).notices == (DocumentExpired("submitter", date(2026, 11, 22)),)
    dossier = intake.take_in(desk, form)
    assert dossier.intake is not None
    assert dossier.intake.submitter.nationality == "SWE"


def test_a_guardian_needs_a_proof_but_no_power_of_attorney(desk: Desk) -> None:
    form = complete(
        desk, RESIDENCE, owner=CHILD, authority=Authority(relation="Người giám hộ", standing=Standing.GUARDIAN)
    )
    assert intake.preview(desk, form).notices == (AuthorityUnproven(Standing.GUARDIAN),)
    proven = replace(
        form,
        authority=Authority(
            relation="Người giám hộ",
            standing=Standing.GUARDIAN,
            paper="Quyết định công nhận giám hộ",
            number="12/QĐ-UBND",
            granted_on=date(2026, 5, 4),
            certified_by="UBND xã Mẫu Sơn",
        ),
    )
    assert intake.preview(desk, proven).notices == ()
    assert intake.take_in(desk, proven).intake is not None


def test_a_parent_needs_no_paper_and_a_paper_of_tomorrow_is_told(desk: Desk) -> None:
    form = complete(desk, RESIDENCE, owner=CHILD, authority=Authority(relation="Mẹ", standing=Standing.PARENT))
    assert intake.preview(desk, form).notices == ()
    later = replace(
        form,
        authority=Authority(
            relation="", standing=Standing.AUTHORISED, paper="Giấy ủy quyền", granted_on=date(2026, 11, 24)
        ),
    )
    assert intake.preview(desk, later).notices == (AuthorityFuture(date(2026, 11, 24)),)


def test_papers_are_counted_by_copies_as_a_caution(desk: Desk) -> None:
    form = complete(desk, RESIDENCE)
    checklist = intake.preview(desk, form).checklist
    paper = next(one for one in checklist if one.required and not one.to_show)
    empty = [PaperReceived(name=one.name) if one.name == paper.name else one for one in form.papers]
    seen = intake.preview(desk, replace(form, papers=tuple(empty)))
    assert TooFewCopies(paper.name, paper.originals + paper.copies, 0) in seen.notices
    assert seen.problems == ()


def test_several_documents_are_priced_one_by_one(desk: Desk) -> None:
    documents = (
        DocumentCopied(name="Bằng tốt nghiệp", pages=1, copies=3),
        DocumentCopied(name="Sổ hộ khẩu", pages=4, copies=2),
    )
    form = replace(complete(desk, "2.000815"), documents=documents)
    dossier = intake.take_in(desk, form)
    assert dossier.fee is not None
    assert [line.amount for line in dossier.fee.lines] == [2_000 * 3, (2 * 2_000 + 2 * 1_000) * 2]
    assert dossier.intake is not None
    assert (dossier.intake.documents, dossier.intake.pages, dossier.intake.copies) == (documents, 5, 5)


# ---- what cannot be, and what is to be looked at -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"born_on": date(3026, 3, 15)}, "born_on"),
        ({"born_on": date(1, 1, 1)}, "born_on"),
        ({"born_on": None, "born_year": 0}, "born_on"),
        ({"personal_number": "000000000000"}, "personal_number"),
    ],
)
def test_what_cannot_be_of_any_person_is_taken_in_by_nobody(desk: Desk, changes: dict[str, object], field: str) -> None:
    form = complete(desk, RESIDENCE, submitter=replace(MAU, **changes))
    with pytest.raises(PersonDoubtful) as refused:
        intake.take_in(desk, form)
    assert (refused.value.role, refused.value.field) == ("submitter", field)
    with pytest.raises(PersonDoubtful):
        intake.refuse(desk, form, "Không thuộc thẩm quyền.")


def test_a_field_that_is_not_understood_stands_in_the_way(desk: Desk) -> None:
    form = replace(complete(desk, RESIDENCE), unread=("submitter.born",))
    assert isinstance(intake.preview(desk, form).problems[0], EntryNotUnderstood)
    with pytest.raises(EntryNotUnderstood):
        intake.take_in(desk, form)
    with pytest.raises(EntryNotUnderstood):
        intake.ask_supplement(desk, replace(form, papers=()), reason="Chưa đủ giấy tờ")


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"sex": Sex.FEMALE}, Doubt.SEX_DIGIT),
        ({"born_on": date(1991, 2, 2)}, Doubt.YEAR_DIGITS),
        ({"personal_number": ""}, Doubt.NUMBER_MISSING),
        ({"full_name": "nguyễn văn mẫu"}, Doubt.NAME_CASE),
    ],
)
def test_what_is_typed_is_judged_as_what_is_scanned(desk: Desk, changes: dict[str, object], doubt: Doubt) -> None:
    seen = intake.preview(desk, complete(desk, RESIDENCE, submitter=replace(MAU, **changes)))
    assert seen.problems == ()
    told = [one for one in seen.notices if isinstance(one, PersonOdd)]
    assert [(one.role, one.doubt) for one in told] == [("submitter", doubt)]
    assert notice_words(told[0]).startswith("Người nộp: ")


# ---- the same matter twice ---------------------------------------------------------------------------------


def test_the_same_matter_of_the_same_number_is_told_with_its_code(desk: Desk) -> None:
    first = intake.take_in(desk, complete(desk, RESIDENCE))
    seen = intake.preview(desk, complete(desk, RESIDENCE, submitter=replace(MAU, full_name="NGUYỄN VĂN MẪU")))
    assert [(one.id, one.code) for one in seen.duplicates] == [(first.id, first.code)]
    assert first.code in duplicate_words(seen.duplicates[0])
    assert "23/11/2026" in duplicate_words(seen.duplicates[0])
    assert seen.problems == ()
    intake.take_in(desk, complete(desk, RESIDENCE))
    assert len(intake.preview(desk, complete(desk, RESIDENCE)).duplicates) == 2


def test_another_matter_another_person_and_an_ended_one_are_none(desk: Desk) -> None:
    first = intake.take_in(desk, complete(desk, RESIDENCE))
    other = replace(MAU, personal_number="001099009999")
    assert intake.preview(desk, complete(desk, RESIDENCE, submitter=other)).duplicates == ()
    assert duplicates(desk, MAU, "2.000815") == ()
    desk.store.log.record(first.id, ClerkId("mau"), ResultHandedOver(to="Nguyễn Văn Mẫu"))
    assert intake.preview(desk, complete(desk, RESIDENCE)).duplicates == ()


def test_who_has_no_number_is_the_same_by_name_and_birth(desk: Desk) -> None:
    born = Person(full_name="Trần Thị Thử", born_on=date(1950, 1, 2), address="Thôn Mẫu")
    first = intake.take_in(desk, complete(desk, RESIDENCE, submitter=born))
    for again in (
        born,
        replace(born, personal_number="001150000002"),
        replace(born, born_on=None, born_year=1950),
    ):
        assert [one.id for one in duplicates(desk, again, RESIDENCE)] == [first.id], again
    assert duplicates(desk, replace(born, born_on=date(1950, 1, 3)), RESIDENCE) == ()
    assert duplicates(desk, replace(born, born_on=None), RESIDENCE) == ()


def test_a_name_is_the_same_by_the_folding_of_the_search(desk: Desk) -> None:
    born = Person(full_name="H’Hen Mĩ Lý Thử", born_on=date(1950, 1, 2), address="Thôn Mẫu")
    first = intake.take_in(desk, complete(desk, RESIDENCE, submitter=born))
    for name in ("H'Hen Mỹ Lí Thử", "HʼHEN MĨ LÝ THỬ", "Hhen Mỹ-Lý Thử", "H`Hen Mi Ly Thu"):
        assert [one.id for one in duplicates(desk, replace(born, full_name=name), RESIDENCE)] == [first.id], name


def test_the_supplement_of_an_earlier_one_is_known_as_such(desk: Desk) -> None:
    lacking = replace(complete(desk, RESIDENCE), papers=())
    first = intake.ask_supplement(desk, lacking, reason="Chưa đủ giấy tờ")
    (found,) = intake.preview(desk, complete(desk, RESIDENCE)).duplicates
    assert (found.id, found.awaits_supplement, found.code) == (first.id, True, first.slip)
    assert intake.preview(desk, replace(complete(desk, RESIDENCE), continues=first.id)).duplicates == ()


def test_the_owner_counts_and_not_who_brings_it(desk: Desk) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE))
    brought = complete(desk, RESIDENCE, owner=CHILD, authority=Authority(relation="Cha", standing=Standing.PARENT))
    assert intake.preview(desk, brought).duplicates == ()


# ---- what is known already ---------------------------------------------------------------------------------


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "giay khai sinh.pdf"
    path.write_bytes(b"%PDF-1.4\n" + bytes(range(256)))
    return path


def test_phone_address_and_scans_of_earlier_dossiers_are_offered(desk: Desk, clock: TurnedClock, scan: Path) -> None:
    older = intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, phone="0900000001", email="a@b.vn")))
    attachments.attach(desk, older.id, scan, "Giấy khai sinh")
    clock.turn(days=3)
    intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, phone="0900000002")))
    found = known.known(desk, MAU.personal_number)
    assert found is not None
    assert (found.phone, found.email, found.on) == ("0900000002", "a@b.vn", date(2026, 11, 26))
    assert [(one.file.name, one.scanned_on) for one in found.files] == [("giay khai sinh.pdf", date(2026, 11, 23))]
    card = Person(full_name=MAU.full_name, personal_number=MAU.personal_number, address="Nơi mới")
    assert found.beyond(card) == replace(card, phone="0900000002", email="a@b.vn")
    assert found.beyond(replace(card, phone="1", email="x@y.vn")) is None
    again = intake.take_in(desk, replace(complete(desk, RESIDENCE), files=(found.files[0].file,)))
    assert [file.name for file in again.files] == ["giay khai sinh.pdf"]


def test_nothing_is_known_of_a_stranger_nor_scans_of_another_ones_matter(desk: Desk, scan: Path) -> None:
    assert known.known(desk, "001099009999") is None
    brought = intake.take_in(desk, complete(desk, RESIDENCE, owner=CHILD, authority=Authority(relation="Cha")))
    attachments.attach(desk, brought.id, scan, "")
    found = known.known(desk, MAU.personal_number)
    assert found is not None
    assert found.files == ()


def test_a_body_is_known_by_its_tax_code(desk: Desk) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE, owner=FIRM, authority=Authority(relation="Giám đốc")))
    assert known.known_body(desk, "0100112437") == FIRM
    assert known.known_body(desk, "0100112438") is None
    assert known.known_body(desk, "") is None


def test_a_letter_that_no_paper_can_show_is_named_before_it_is_printed(desk: Desk) -> None:
    form = complete(desk, RESIDENCE, submitter=replace(MAU, full_name="Trần 漢 Thử", address="buôn Kŏ Sier, xã Mẫu"))
    (notice,) = intake.preview(desk, form).notices
    assert notice == LetterUndrawable("漢", "漢")
    assert "“漢”" in notice_words(notice)
    assert (
        intake.preview(desk, complete(desk, RESIDENCE, submitter=replace(MAU, full_name="H’Ŭt Ƀing Thử"))).notices == ()
    )


def test_a_letter_in_any_other_text_of_the_paper_is_named_too(desk: Desk) -> None:
    form = complete(desk, RESIDENCE)
    paper = replace(form.papers[0], name="Giấy khai sinh 漢")
    unit = Unit(id="H99.99.99", name="Ủy ban nhân dân xã 字")
    for changed in (
        replace(form, note="Trả ở nhà ☂"),
        replace(form, papers=(*form.papers, paper)),
        replace(form, resolved_by=unit),
        replace(form, owner=CHILD, authority=Authority(relation="Mẹ 母")),
    ):
        assert [type(one) for one in intake.preview(desk, changed).notices] == [LetterUndrawable]
