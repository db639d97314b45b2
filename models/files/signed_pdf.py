"""Whether a PDF carries a digital signature. Whose it is, and whether it holds, is not checked here."""

import re

from models.files.scans import PDF, media_of

_SIGNED_SPAN = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
"""What a signature covers: two spans around its own bytes (ISO 32000-1, 12.8.1). It stands in the file uncompressed,
since its numbers are filled in after everything else was written."""


def is_signed_pdf(content: bytes) -> bool:
    """Whether the file is a PDF with a signature over two spans that lie in it.

    A file that was changed after signing still has its signature: what is told is that somebody signed, not what.
    """
    if media_of(content) != PDF:
        return False
    return any(_lies_in(content, *map(int, found.groups())) for found in _SIGNED_SPAN.finditer(content))


def _lies_in(content: bytes, begin: int, size: int, behind: int, rest: int) -> bool:
    return begin == 0 < size < behind and rest > 0 and behind + rest <= len(content)
