"""Answers: what is known already, what is asked, what is wrong, and what a template is filled with."""

from datetime import date

import pytest
from msgspec.structs import replace

from desk.declarations.answers import (
    Origin,
    Subjects,
    asked,
    day_in_words,
    filled,
    given_texts,
    known_answers,
    problems,
    worst_answers,
)
from models.catalogue.declaration_set import shipped_declarations
from models.declaration import AnswerKind, Declaration
from models.person import Person, Sex
from tests.printing.papers import OFFICE

TODAY = date(2026, 11, 25)
MOTHER = Person(
    full_name="Lý Thị Ví Dụ",
    personal_number="020195001234",
    born_on=date(1995, 3, 4),
    sex=Sex.FEMALE,
    address="Thôn Khuổi Cấp, xã Mẫu Sơn",
    card_issued_on=date(2022, 5, 6),
)
SHIPPED = {one.id: one for one in shipped_declarations()}
BIRTH = SHIPPED["khai-sinh"]
GIVEN = given_texts(OFFICE, procedure="1.001193", name="Đăng ký khai sinh", relation="mẹ", today=TODAY)


def known(declaration: Declaration, people: Subjects) -> dict[str, str]:
    return {key: one.text for key, one in known_answers(declaration, people, GIVEN).items()}


def test_the_card_and_the_settings_answer_what_need_not_be_asked() -> None:
    found = known(BIRTH, Subjects(submitter=MOTHER, owner=MOTHER))
    assert found["yeu_cau.ho_ten"] == "Lý Thị Ví Dụ"
    assert found["yeu_cau.giay_to"] == "Căn cước số 020195001234, cấp ngày 06/05/2022"
    assert found["kinh_gui"] == OFFICE.parent
    assert "con.ho_ten" not in found


def test_what_an_earlier_dossier_said_is_told_apart_from_the_card() -> None:
    people = Subjects(submitter=replace(MOTHER, phone="0912345678"), owner=MOTHER, found=frozenset({"submitter.phone"}))
    shop = known_answers(SHIPPED["ho-kinh-doanh"], people, GIVEN)
    assert shop["chu.dien_thoai"].origin is Origin.DOSSIER
    assert shop["chu.ho_ten"].origin is Origin.FORM
    assert shop["dien_thoai_ho"].text == "0912345678"


def test_who_hands_in_is_never_taken_for_the_dead_nor_a_woman_for_the_groom() -> None:
    alone = Subjects(submitter=MOTHER, owner=MOTHER)
    assert "chet.ho_ten" not in known(SHIPPED["khai-tu"], alone)
    wedding = known(SHIPPED["ket-hon"], alone)
    assert wedding["nu.ho_ten"] == "Lý Thị Ví Dụ"
    assert "nam.ho_ten" not in wedding
    father = replace(MOTHER, full_name="Lý Văn Cụ", personal_number="020135000001", sex=Sex.MALE)
    assert known(SHIPPED["khai-tu"], Subjects(submitter=MOTHER, owner=father))["chet.ho_ten"] == "Lý Văn Cụ"


def test_a_question_whose_condition_does_not_hold_is_neither_asked_nor_printed() -> None:
    answers = {"co_ket_hon": "Không", "ket_hon_so": "12", "ban_sao": "Không", "so_ban": "3"}
    assert "ket_hon_so" not in {entry.key for entry in asked(BIRTH, answers)}
    texts = filled(BIRTH, answers, Subjects(), GIVEN).texts
    assert texts["ket_hon_so"] == ""
    assert texts["so_ban"] == texts["so_ban_chu"] == ""


@pytest.mark.parametrize(
    ("key", "wrong", "right"),
    [
        ("con.ngay_sinh", "31/02/2026", "28/02/2026"),
        ("con.ngay_sinh", "26/11/2026", "25/11/2026"),
        ("con.gioi_tinh", "Khác", "Nữ"),
        ("so_ban", "100", "99"),
        ("ket_hon_ngay", "2019", "01/02/2019"),
    ],
)
def test_an_answer_of_another_kind_is_named_with_its_question(key: str, wrong: str, right: str) -> None:
    answers = {**worst_answers(BIRTH), "co_ket_hon": "Có", "ban_sao": "Có"}
    found = problems(BIRTH, {**answers, key: wrong}, TODAY)
    assert [one.key for one in found] == [key]
    assert not found[0].missing
    assert problems(BIRTH, {**answers, key: right}, TODAY) == []


def test_days_and_numbers_are_said_in_words() -> None:
    assert day_in_words(date(2025, 4, 15)) == "Ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi lăm"
    texts = filled(SHIPPED["hop-dong-cho-o"], {"loai": "Cho thuê", "gia": "1500000"}, Subjects(), GIVEN).texts
    assert (texts["gia"], texts["gia_chu"]) == ("1.500.000", "Một triệu năm trăm nghìn")
    assert texts["loai_hoa"] == "CHO THUÊ"


@pytest.mark.parametrize("wrong", ["12.5", "1.5.0", "1 5", "12,5", "1.000.00", "1234567890123456", "²", "-5"])
def test_what_is_no_whole_number_is_never_read_as_another_one(wrong: str) -> None:
    declaration = SHIPPED["hop-dong-cho-o"]
    answers = worst_answers(declaration)
    (found,) = problems(declaration, {**answers, "dien_tich": wrong}, TODAY)
    assert found.sentence.endswith("nhập số nguyên, ví dụ 25 hoặc 1.500.")
    assert filled(declaration, {**answers, "dien_tich": wrong}, Subjects(), GIVEN).texts["dien_tich"] == wrong
    assert filled(declaration, {**answers, "dien_tich": "1.500"}, Subjects(), GIVEN).texts["dien_tich"] == "1.500"


@pytest.mark.parametrize("declaration", shipped_declarations(), ids=lambda one: one.id)
def test_every_shipped_declaration_can_be_answered_whole_and_says_where_its_questions_are_from(
    declaration: Declaration,
) -> None:
    assert problems(declaration, worst_answers(declaration), TODAY) == []
    assert declaration.source
    assert declaration.basis.value in {"form", "procedure"}
    assert declaration.note or declaration.basis.value == "form"
    rows = [one for one in declaration.questions if one.kind is AnswerKind.ROWS]
    assert all(f"@bang {one.id}" in declaration.layout for one in rows)
