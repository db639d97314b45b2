"""Whether a file carries a signature: where its spans lie decides, not that the word stands in it."""

import pytest

from models.files.signed_pdf import is_signed_pdf
from tests.fakes.signed_pdf import signed_pdf


def test_a_signed_pdf_is_known_also_after_something_was_added_behind() -> None:
    assert is_signed_pdf(signed_pdf())
    assert is_signed_pdf(signed_pdf(after=b"2 0 obj\n<< /DSS >>\nendobj\n%%EOF\n"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n",
        b"\xff\xd8\xff" + signed_pdf(),
        signed_pdf()[:-9],
        b"%PDF-1.7 /ByteRange [0 0 0 0]",
        b"%PDF-1.7 /ByteRange [10 20 40 1]" + b" " * 99,
        b"%PDF-1.7 /ByteRange [0 20 10 1]" + b" " * 99,
    ],
    ids=["empty", "unsigned", "no PDF", "cut", "nothing covered", "not from the beginning", "spans crossed"],
)
def test_what_is_not_signed_or_no_pdf_is_not(content: bytes) -> None:
    assert not is_signed_pdf(content)
