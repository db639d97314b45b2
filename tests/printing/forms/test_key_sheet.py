"""The sheet of keys, read back from its paper: every key of the table of actions stands on it once."""

from datetime import UTC, datetime

import pypdfium2

from printing.forms.key_sheet import key_sheet
from printing.layout.pdf import pdf
from tests.printing.papers import OFFICE
from ui.keys.keys_page import paper_words, sheet_of_keys
from ui.program.pages import ACTIONS

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_every_key_of_the_window_is_on_four_pages_at_most_in_signs_that_the_type_has() -> None:
    groups = sheet_of_keys(ACTIONS, paper_words)
    document = pypdfium2.PdfDocument(pdf(key_sheet(OFFICE, groups, printed_at=NOW)))
    try:
        assert len(document) <= 4
        text = "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()
    for place, keys in groups:
        assert "".join(place.split()) in text
        for key, words in keys:
            assert not set(key) & set("⇧←→↑↓")
            assert "".join(key.split()) in text
            assert "".join(words.split()[:2]) in text


def test_keys_are_read_down_four_columns_and_what_is_over_stays_empty() -> None:
    keys = [("F1", "một"), ("F2", "hai"), ("F3", "ba"), ("F4", "bốn"), ("F5", "năm")]
    sheet = key_sheet(OFFICE, [("Mọi nơi", keys)], printed_at=NOW)
    rows = (
        ("F1", "một", "F3", "ba", "F5", "năm", "", ""),
        ("F2", "hai", "F4", "bốn", "", "", "", ""),
    )
    assert sheet.blocks[-1].rows == rows  # type: ignore[union-attr] # a table
