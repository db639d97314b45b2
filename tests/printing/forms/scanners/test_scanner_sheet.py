"""The sheet of a scanner's codes: every code sourced, read back from the paper as the scanner will see it."""

from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp

from desk.training.training import training_settings
from printing.devices.escpos import escpos
from printing.forms.scanners.families import Family, Symbol, scanner_families
from printing.forms.scanners.scanner_sheet import scanner_sheet
from printing.layout.barcodes import code128_modules, setting_modules
from printing.layout.pdf import pdf
from printing.layout.sheet import Sheet

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KNOWN = scanner_families()
OFFICE = training_settings().office


def sheet_of(family: Family) -> Sheet:
    (made,) = scanner_sheet(OFFICE, KNOWN, printed_at=NOW, families=[family.id])
    return made


def read_back(content: bytes) -> tuple[str, list[tuple[str, str]]]:
    document = pypdfium2.PdfDocument(content)
    text, codes = "", []
    for page in document:
        text += page.get_textpage().get_text_bounded()
        found = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
        codes += [(one.format.name, one.text) for one in found]
    document.close()
    return text, codes


@pytest.mark.parametrize("family", KNOWN.families, ids=lambda family: family.id)
def test_each_family_has_a_source_a_page_to_open_and_only_codes_that_a_source_names(family: Family) -> None:
    assert family.source
    assert family.look_for
    assert bool(family.codes) == (family.symbol is not None) == (family.sure is not None)
    for setting in family.codes:
        assert setting.command.rstrip(".").removeprefix("^_^") in family.source


@pytest.mark.parametrize("family", KNOWN.families, ids=lambda family: family.id)
def test_every_code_is_read_from_the_paper_and_no_other_one_stands_there(family: Family) -> None:
    text, codes = read_back(pdf(sheet_of(family)))
    assert sorted(code for _, code in codes) == sorted(setting.command for setting in family.codes)
    kinds = {kind for kind, _ in codes}
    assert kinds <= ({"Code128"} if family.symbol is Symbol.CODE128_FNC3 else {"QRCode"})
    flat = " ".join(text.split())
    assert "Nguồn:" in flat
    assert ("không in mã" in flat) == (not family.codes)
    assert ("chưa thử trên máy thật" in flat) == bool(family.codes)


def test_a_setting_begins_with_fnc3_which_plain_text_never_does() -> None:
    start_b, fnc3 = "11010010000", "10111100010"
    made = setting_modules("VSUFCR.")
    assert made.startswith(start_b + fnc3)
    assert fnc3 not in code128_modules("VSUFCR.")[:22]


def test_a_roll_takes_it_too() -> None:
    assert escpos(sheet_of(KNOWN.families[0]), dots=576)


def test_none_named_is_all_of_them() -> None:
    assert len(scanner_sheet(OFFICE, KNOWN, printed_at=NOW)) == len(KNOWN.families)
