"""Who is named on the receipt, and by what: bodies, guardians, people without a card, several documents."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from models.events import DocumentCopied
from models.person import Authority, Document, DocumentKind, Organisation, Person, Standing
from models.subjects.dossier import Dossier
from printing.forms import table
from printing.forms.body import Given
from printing.forms.facts import facts_of
from printing.forms.versions import forms_set
from tests.printing.papers import OFFICE, RECEIVED

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SETS = ("TT03/2025", "TT01/2018")


def told(intake_of: Dossier, name: str = "TT03/2025") -> dict[str, str]:
    return dict(facts_of(intake_of, OFFICE, forms_set(name), clerk="Trần Thị Thử", clerk_phone="", dated_at=AT).single)


def with_intake(**changes: object) -> Dossier:
    made = RECEIVED
    assert made.intake is not None
    return replace(made, intake=replace(made.intake, **changes))


@pytest.mark.parametrize("name", SETS)
def test_a_body_is_named_with_its_representative_and_title(name: str) -> None:
    found = told(
        with_intake(
            submitter=Person(full_name="Nguyễn Văn Mẫu", personal_number="001090000013", address="Xã Mẫu"),
            owner=Organisation(name="Công ty TNHH Mẫu", tax_code="0100112437-001", address="Xã Mẫu"),
            authority=Authority(relation="Giám đốc", standing=Standing.REPRESENTATIVE),
        ),
        name,
    )
    assert (found["owner"], found["owner_number"]) == ("Công ty TNHH Mẫu", "0100112437-001")
    assert found["acting"].startswith("Nguyễn Văn Mẫu, ")
    assert found["acting"].endswith("người đại diện (Giám đốc)")


def test_a_guardian_and_the_proof_stand_beside_the_child() -> None:
    found = told(
        with_intake(
            submitter=Person(full_name="Trần Thị Thử", old_number="012345678", address="Xã Mẫu"),
            owner=Person(
                full_name="Nguyễn Thị Mẫu Nhí",
                born_on=date(2019, 3, 2),
                address="Xã Mẫu",
                document=Document(kind=DocumentKind.BIRTH_CERTIFICATE, number="12/2019"),
            ),
            authority=Authority(
                relation="bà nội",
                standing=Standing.GUARDIAN,
                paper="Quyết định công nhận giám hộ",
                number="12/QĐ-UBND",
                granted_on=date(2026, 5, 4),
                certified_by="UBND xã Mẫu",
            ),
        )
    )
    assert found["owner_number"] == "Giấy khai sinh 12/2019"
    assert found["acting"].endswith(
        "người giám hộ (bà nội; Quyết định công nhận giám hộ số 12/QĐ-UBND ngày 04/05/2026, UBND xã Mẫu)"
    )


@pytest.mark.parametrize(
    ("document", "nationality", "words"),
    [
        (Document(kind=DocumentKind.PASSPORT, number="L898902C3"), "SWE", "Hộ chiếu L898902C3, quốc tịch Thuỵ Điển"),
        (Document(kind=DocumentKind.PASSPORT, number="C1234567"), "VNM", "Hộ chiếu C1234567"),
        (
            Document(kind=DocumentKind.IDENTITY_CERTIFICATE, number="001090000013"),
            "XXA",
            "Giấy chứng nhận căn cước 001090000013, quốc tịch Không quốc tịch",
        ),
        (
            Document(kind=DocumentKind.NONE, known_by="trưởng thôn Mẫu"),
            "",
            "không có giấy tờ, nhận biết qua: trưởng thôn Mẫu",
        ),
    ],
)
def test_people_without_a_card_are_named_by_what_they_showed(document: Document, nationality: str, words: str) -> None:
    person = Person(full_name="ERIKSSON ANNA", address="Xã Mẫu", document=document, nationality=nationality)
    assert told(with_intake(submitter=person, owner=None, authority=None))["owner_number"] == words


@pytest.mark.parametrize("name", SETS)
def test_several_documents_stand_on_the_receipt_one_by_one(name: str) -> None:
    documents = (
        DocumentCopied(name="Bằng tốt nghiệp", pages=2, copies=3),
        DocumentCopied(name="Học bạ", pages=12, copies=1),
    )
    sheet = table.RECEIPT.sheet(
        with_intake(documents=documents),
        Given(office=OFFICE, words=forms_set(name), clerk="Trần Thị Thử", printed_at=AT),
    )
    assert "Bằng tốt nghiệp (2 trang × 3 bản); Học bạ (12 trang × 1 bản)" in str(sheet)
    plain = table.RECEIPT.sheet(
        RECEIVED, Given(office=OFFICE, words=forms_set(name), clerk="Trần Thị Thử", printed_at=AT)
    )
    assert "Văn bản yêu cầu" not in str(plain)
