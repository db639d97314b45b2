"""The sheet of keys, read back from its paper: every key of the table of actions stands on it once."""

from datetime import UTC, datetime

import pypdfium2

from printing.forms.key_sheet import key_sheet
from printing.layout.pdf import pdf
from tests.printing.papers import OFFICE
from ui.keys.keys_page import paper_words, sheet_of_keys
from ui.program.pages import ACTIONS

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_every_key_of_the_window_is_on_two_pages_at_most_in_signs_that_the_type_has() -> None:
    groups = sheet_of_keys(ACTIONS, paper_words)
    document = pypdfium2.PdfDocument(pdf(key_sheet(OFFICE, groups, printed_at=NOW)))
    try:
        assert len(document) <= 2
        text = "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()
    for place, keys in groups:
        assert "".join(place.split()) in text
        for key, words in keys:
            assert not set(key) & set("⇧←→↑↓")
            assert "".join(key.split()) in text
            assert "".join(words.split()[:2]) in text


def test_an_odd_number_of_keys_leaves_the_last_cell_empty() -> None:
    sheet = key_sheet(OFFICE, [("Mọi nơi", [("F1", "một"), ("F2", "hai"), ("F3", "ba")])], printed_at=NOW)
    assert sheet.blocks[-1].rows == (("F1", "một", "F3", "ba"), ("F2", "hai", "", ""))  # type: ignore[union-attr] # a table
