"""The table of forms: whole, and each row true of its sheet."""

from typing import Any

import msgspec
import pytest

from desk.settings import Printers
from models.events import Form
from printing.forms.body import Given
from printing.forms.table import DOSSIER_FORMS, FORMS, FormRow, Tray
from printing.forms.versions import FormsSet, forms_sets
from tests.printing.papers import (
    EXTENDED,
    IN_HAND,
    OFFICE,
    PRINTED_AT,
    RECEIVED,
    REFUSED,
    REFUSED_LATER,
    STOPPED,
    SUPPLEMENT,
    TAKEN_IN,
    lived,
)

SETS = forms_sets()


def given(words: FormsSet, copy: int = 1) -> Given:
    return Given(office=OFFICE, words=words, printed_at=PRINTED_AT, copy=copy, clerk="Trần Thị Thử")


def test_every_form_of_the_events_has_its_row() -> None:
    assert set(FORMS) == set(Form)
    assert all(row.form is form for form, row in FORMS.items())


def test_no_two_forms_bear_one_name() -> None:
    assert len({row.name for row in FORMS.values()}) == len({row.short for row in FORMS.values()}) == len(FORMS)


def test_the_printers_of_forms_are_those_the_settings_name() -> None:
    named = {field.name for field in msgspec.structs.fields(Printers)}
    assert {tray.value for tray in Tray} | {f"{tray.value}_spare" for tray in Tray} == named - {"typeface"}


@pytest.mark.parametrize("words", SETS, ids=lambda words: words.name)
@pytest.mark.parametrize("row", FORMS.values(), ids=lambda row: row.form.name)
def test_each_form_is_tried_with_invented_facts_of_its_own(row: FormRow[Any], words: FormsSet) -> None:
    sheet = row.trial(given(words), "B")
    assert (sheet.form, sheet.paper, sheet.copy_mark) == (row.form.value, row.paper, "BẢN IN THỬ")
    assert sheet.code.endswith(("-0000", "-00000000", "B000"))
    found = row.set_for(words)
    wording = row.wording(found) if row.wording else None
    name = wording.form if wording else row.short
    assert sheet.version.startswith(f"{name} · {found.version} · ")


@pytest.mark.parametrize("row", FORMS.values(), ids=lambda row: row.form.name)
def test_each_form_says_which_copy_it_is_from_the_second_on(row: FormRow[Any]) -> None:
    told = row.invented(given(SETS[-1]), "A")
    first, second = (row.sheet(told, given(SETS[-1], copy)) for copy in (1, 2))
    assert (first.copy_mark, second.copy_mark) == ("", "Bản in lần 2")
    assert "Bản in lần 2" not in str(first.blocks)
    assert "Bản in lần 2" in str(second.blocks)


def test_a_dossier_has_the_form_of_the_outcome_it_stands_at() -> None:
    standing = {
        one.status: [form for form, row in DOSSIER_FORMS.items() if row.stands(one)]
        for one in (RECEIVED, SUPPLEMENT, REFUSED)
    }
    assert list(standing.values()) == [[Form.RECEIPT, Form.CONTROL], [Form.SUPPLEMENT], [Form.REFUSAL]]


def test_a_dossier_in_work_has_the_papers_of_what_has_happened_to_it() -> None:
    standing = [
        [form for form, row in DOSSIER_FORMS.items() if row.stands(lived(TAKEN_IN, *IN_HAND, last).dossier)]
        for last in (EXTENDED, STOPPED, REFUSED_LATER)
    ]
    always = {Form.RECEIPT, Form.CONTROL}
    assert [set(forms) - always for forms in standing] == [{Form.EXTENSION}, {Form.STOP}, {Form.REFUSAL}]
    assert all(always <= set(forms) for forms in standing)
