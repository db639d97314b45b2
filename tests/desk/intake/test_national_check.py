import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import intake, national_check
from desk.intake.intake import IntakeForm
from desk.intake.national_check import field_words
from models.events import PaperReceived
from models.person import Authority, Organisation, Person
from sync.national.check import FieldFault, FieldProblem, NationalField, PersonRole
from sync.national.shapes import is_code, phone

MAU = Person(full_name="Nguyễn Văn Mẫu", personal_number="001099000001", address="Thôn Mẫu", phone="0901 234 567")
FORM = IntakeForm(submitter=MAU, procedure="1.001193")


def test_a_whole_form_has_nothing_to_name(desk: Desk) -> None:
    assert national_check.problems(desk, FORM) == ()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (replace(FORM, procedure=""), "Chưa chọn thủ tục."),
        (replace(FORM, procedure="KS-1"), "Mã thủ tục không đúng dạng của hệ thống quốc gia (1.001193)."),
        (replace(FORM, submitter=replace(MAU, full_name=" ")), "Thiếu họ tên chủ hồ sơ."),
        (replace(FORM, submitter=replace(MAU, personal_number="")), "Thiếu số định danh hoặc số CMND của chủ hồ sơ."),
        (replace(FORM, submitter=replace(MAU, personal_number="12")), "Số định danh của chủ hồ sơ phải đủ 12 chữ số."),
        (replace(FORM, submitter=replace(MAU, old_number="12")), "Số CMND của chủ hồ sơ phải đủ 9 chữ số."),
        (replace(FORM, submitter=replace(MAU, address="")), "Thiếu địa chỉ chủ hồ sơ."),
        (replace(FORM, submitter=replace(MAU, phone="")), "Thiếu số điện thoại liên hệ."),
        (
            replace(FORM, submitter=replace(MAU, phone="12")),
            "Số điện thoại của chủ hồ sơ không đúng dạng (10 chữ số, bắt đầu bằng 0).",
        ),
        (replace(FORM, submitter=replace(MAU, email="mau@")), "Thư điện tử của chủ hồ sơ không đúng dạng."),
        (
            replace(FORM, owner=replace(MAU, full_name="Trần Thị Đào")),
            "Người nộp không phải chủ hồ sơ: thiếu quan hệ hoặc giấy ủy quyền.",
        ),
        (
            replace(
                FORM,
                owner=Organisation(name="Hợp tác xã Mẫu", address="Thôn Mẫu"),
                authority=Authority(relation="giám đốc"),
            ),
            "Thiếu mã số thuế của chủ hồ sơ (10 hoặc 13 chữ số).",
        ),
    ],
)
def test_each_lack_is_named_in_one_sentence(desk: Desk, form: IntakeForm, sentence: str) -> None:
    assert national_check.problems(desk, form) == (sentence,)


def test_it_never_keeps_a_dossier_out(desk: Desk) -> None:
    form = replace(FORM, submitter=Person(full_name="Y Mẫu", address="Bản Mẫu"), procedure="2.000908")
    papers = intake.preview(desk, form).checklist
    form = replace(form, papers=tuple(PaperReceived(name=paper.name, originals=1) for paper in papers))
    dossier = intake.take_in(desk, form)
    assert len(national_check.problems(desk, form)) == 2
    assert dossier.code


def test_an_agency_whose_identifier_gives_no_code_is_named() -> None:
    assert is_code("H00.99.01-261123-3001")
    assert is_code("G09.20-20260609-0092637")
    for wrong in ("h00.99-261123-3001", "H00.99-261323-3001", "H00.99-261123-01", "", "H" * 36 + "-261123-0001"):
        assert not is_code(wrong)
    assert field_words(FieldProblem(PersonRole.DOSSIER, NationalField.CODE, FieldFault.MALFORMED)).startswith(
        "Mã hồ sơ không đúng dạng"
    )


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0901 234 567", "0901234567"),
        ("+84 901.234.567", "0901234567"),
        ("84901234567", "0901234567"),
        ("0205 3812 345", "02053812345"),
        ("0600 123 456", ""),
        ("090123456", ""),
        ("không", ""),
    ],
)
def test_a_phone_is_what_can_be_dialled(written: str, dialled: str) -> None:
    assert phone(written) == dialled


def test_every_problem_has_a_sentence() -> None:
    for role in PersonRole:
        for field in NationalField:
            for kind in FieldFault:
                assert field_words(FieldProblem(role, field, kind)).endswith(".")
