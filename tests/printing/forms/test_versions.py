from datetime import date
from string import Formatter

import pytest

from printing.forms.facts import facts_of
from printing.forms.versions import FormsSet, forms_in_force, forms_set, forms_sets
from tests.printing.papers import OFFICE, PRINTED_AT, RECEIVED

SETS = forms_sets()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 9, 14), "TT01/2018"),
        (date(2025, 9, 15), "TT03/2025"),
        (date(2026, 11, 23), "TT03/2025"),
        (date(2000, 1, 1), "TT01/2018"),
    ],
)
def test_each_day_has_the_forms_of_its_circular(day: date, name: str) -> None:
    assert forms_in_force(day).name == name


def test_a_set_is_found_by_its_name_and_only_by_it() -> None:
    assert [forms_set(words.name) for words in SETS] == list(SETS)
    with pytest.raises(KeyError):
        forms_set("TT99/2099")


def test_names_and_versions_are_told_apart() -> None:
    assert len({words.name for words in SETS}) == len({words.version for words in SETS}) == len(SETS)


def test_the_circulars_differ_in_their_data() -> None:
    old, new = SETS
    assert [len(words.supplement_request.signatures) for words in (old, new)] == [2, 1]
    assert [words.receipt.code_under_title for words in (old, new)] == [False, True]


def test_the_forms_of_today_have_the_numbers_and_sentences_of_the_ministry_s_decision() -> None:
    words = SETS[-1]
    forms = [
        words.receipt,
        words.supplement_request,
        words.refusal_slip,
        words.extension_letter,
        words.control_sheet,
        words.register,
    ]
    assert [form.form for form in forms] == ["Mẫu 01", "Mẫu 02", "Mẫu 03", "Mẫu 04", "Mẫu 06", "Mẫu 07"]
    assert [form.number for form in forms] == [
        "Số: ……/……-TTPVHCC",
        "Số: {slip_number}/PBS-TTPVHCC",
        "Số: {slip_number}/PTC-TTPVHCC",
        "Số: {slip_number}/PXL",
        "Số: ……PKS-TTPVHCC",
        "Số: ……STD-TTPVHCC",
    ]
    labels = [part.label for row in words.refusal_slip.rows for part in row.parts]
    assert labels.index("Mã hồ sơ (nếu có)") < labels.index("Nội dung yêu cầu giải quyết")
    assert [len(form.signatures) for form in forms] == [2, 1, 2, 1, 0, 0]
    assert words.extension_letter.signatures[0].role == "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ"
    assert [head.title for head in words.register.rows[0].columns] == [
        "STT",
        "Mã hồ sơ",
        "Tên TTHC",
        "Tên tổ chức, cá nhân",
        "Địa chỉ/SĐT",
        "Cơ quan chủ trì giải quyết",
        "Nhận hồ sơ",
        "Hẹn trả kết quả",
        "Trả kết quả",
        "Phương thức nhận kết quả",
        "Ký nhận",
    ]


@pytest.mark.parametrize("words", SETS, ids=lambda words: words.name)
def test_a_form_asks_only_for_facts_that_exist(words: FormsSet) -> None:
    facts = facts_of(RECEIVED, OFFICE, words, clerk="x", clerk_phone="", dated_at=PRINTED_AT)
    for form in (words.receipt, words.supplement_request, words.refusal_slip, words.refusal_after_examination):
        for row in (*form.rows, *form.notes):
            asked = {part.what for part in row.parts} | ({row.only_if} if row.only_if else set())
            asked |= {name for _, name, _, _ in Formatter().parse(row.text) if name}
            assert asked <= set(facts.single), row
            assert sum((bool(row.parts), bool(row.text), bool(row.table))) == 1, row
            assert not row.table or row.table in facts.lists
        assert {signer.name for signer in form.signatures if signer.name} <= set(facts.single)


@pytest.mark.parametrize("words", SETS, ids=lambda words: words.name)
def test_the_head_of_every_form_names_the_state_as_the_decree_writes_it(words: FormsSet) -> None:
    assert words.country == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert words.motto == "Độc lập - Tự do - Hạnh phúc"
