"""The recovery sheet, read back from the paper: the digits, the code to scan, and how to use it, on one page."""

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import zxingcpp

from models.codes.recovery_digits import groups_of, qr_text, read_key
from models.ids import DeviceId
from printing.forms.recovery_sheet import recovery_sheet
from printing.layout.pdf import pdf
from tests.printing.papers import OFFICE

KEY = bytes(range(100, 116))
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_what_is_printed_is_read_again_by_eye_and_by_scanner_from_one_page() -> None:
    sheet = recovery_sheet(groups_of(KEY), qr_text(KEY), OFFICE, device=DeviceId(3), folder=Path("C:/motcua"), at=AT)
    document = pypdfium2.PdfDocument(pdf(sheet))
    try:
        assert len(document) == 1
        page = document[0]
        text = page.get_textpage().get_text_bounded()
        assert all(group in text for group in groups_of(KEY))
        for words in ("Ai giữ:", "Khi nào dùng:", "Cách dùng:", "gấp theo đường này", "Máy số: 3", "23/11/2026"):
            assert words in text
        (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        assert read_key(code.text) == KEY
    finally:
        document.close()


def test_the_name_of_the_print_job_tells_nothing_of_the_key() -> None:
    sheet = recovery_sheet(groups_of(KEY), qr_text(KEY), OFFICE, device=DeviceId(3), folder=Path("x"), at=AT)
    assert not any(group in sheet.name for group in groups_of(KEY))
