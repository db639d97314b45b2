"""Reads the codes in a picture file: a scan or a photograph of a paper."""

from io import BytesIO
from pathlib import Path

from msgspec import Struct

from models.files.disk import on_disk
from models.system.libraries import library

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
"""How the name of a picture ends."""

MOST_PIXELS = 100_000_000
"""A page of A4 at 600 dpi has 35 million."""

_ENLARGED = 2


class PictureCodes(Struct, frozen=True):
    """What stands in a picture, each text once, in the order it was found."""

    squares: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()


def codes_in(path: Path) -> PictureCodes | None:
    """The QR codes and bars in a picture; None = the file is no picture, or too large a one.

    Raises:
        DiskFailing and the like: it cannot be read.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only where a picture is read

    with library("zxing-cpp"):
        import zxingcpp  # noqa: PLC0415 - likewise

    with on_disk(path):
        content = path.read_bytes()
    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            picture = opened.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
    found = zxingcpp.read_barcodes(picture)
    if not any(_is_square(one.format) for one in found):  # small codes of a thin scan are found enlarged
        larger = picture.resize((picture.width * _ENLARGED, picture.height * _ENLARGED), Image.Resampling.BICUBIC)
        found = [*found, *zxingcpp.read_barcodes(larger)]
    squares = dict.fromkeys(one.text for one in found if _is_square(one.format))
    bars = dict.fromkeys(one.text for one in found if "128" in str(one.format))
    return PictureCodes(tuple(squares), tuple(bars))


def _is_square(kind: object) -> bool:
    return "QR" in str(kind)
