"""A photograph as bytes: turned upright by its EXIF, and written anew as a small JPEG that tells the picture alone."""

from io import BytesIO
from typing import TYPE_CHECKING

from models.files.scans import JPEG, PNG, media_of
from models.not_allowed import FileKindUnknown, FileNotReadable, FileTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 300_000
"""Of a photograph that is kept: a day of 160 of them comes home over a line of 1 Mbit/s within the lunch hour."""

LONG_SIDE = 2339
"""Pixels of the longer side at the most: A4 at 200 dpi, where print of 6 points is read."""

MOST_PIXELS = 60_000_000
"""Cameras of telephones have 50 million at the most; beyond is no photograph, and would fill the memory."""

_QUALITIES = (82, 74, 66, 58, 50, 42)
_SMALLER = 0.85
"""Where the coarsest quality is too large still, the picture is made smaller by this, and tried again."""


def upright(content: bytes, name: str) -> "Image":
    """The picture in red, green and blue, its pixels turned as the camera was held.

    Args:
        content: JPEG or PNG.
        name: of the file, for what is said.

    Raises:
        FileKindUnknown: it is neither. FileTooLarge: more than ``MOST_PIXELS``. FileNotReadable: it is damaged.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - only where a photograph is taken

    if media_of(content) not in {JPEG, PNG}:
        raise FileKindUnknown(name)
    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise FileTooLarge(name, opened.width * opened.height, MOST_PIXELS)
            turned = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError) as damaged:
        raise FileNotReadable(name) from damaged
    return turned


def small_jpeg(picture: "Image") -> bytes:
    """At most ``MOST_BYTES`` and ``LONG_SIDE``, as good as fits, without EXIF, place or comment."""
    from PIL import Image  # noqa: PLC0415 - likewise

    bare = picture.copy()
    bare.info.clear()  # what Pillow would write again
    bare.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    while True:
        for quality in _QUALITIES:
            written = BytesIO()
            bare.save(written, "JPEG", quality=quality, optimize=True)
            if written.tell() <= MOST_BYTES:
                return written.getvalue()
        smaller = round(bare.width * _SMALLER), round(bare.height * _SMALLER)
        bare = bare.resize((max(1, smaller[0]), max(1, smaller[1])), Image.Resampling.LANCZOS)
