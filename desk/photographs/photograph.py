"""A paper photographed by a camera, or a picture of one in a file, as it is kept with a dossier."""

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from desk.photographs.picture import LONG_SIDE, small_jpeg, upright
from models.trouble import CameraNotInstalled

if TYPE_CHECKING:
    from PIL.Image import Image


class KeptWhole(StrEnum):
    """Why a picture was not cut to its page."""

    ASKED = "asked"
    NOT_SURE = "not_sure"
    """No page was found, or not with confidence."""
    NO_LIBRARY = "no_library"
    """OpenCV is not on this machine."""


class Photograph(Struct, frozen=True, kw_only=True):
    """What is kept of one photograph.

    Attributes:
        jpeg: upright, at most ``picture.MOST_BYTES``, without EXIF.
        width, height: in pixels.
        confidence: 0 to 1, that the page was found where it is.
        whole: why it was not cut; None = it is the page alone.
    """

    jpeg: bytes
    width: int
    height: int
    confidence: float = 0.0
    whole: KeptWhole | None = None


def photograph(content: bytes, name: str = "", *, whole: bool = False, turns: int = 0) -> Photograph:
    """Cut to its page and laid flat where that is sure, else whole.

    Args:
        content: JPEG or PNG, as camera or file gave it.
        name: of the file, for what is said.
        whole: it is not to be cut, even where a page is found.
        turns: quarters to the right by which it is turned at the end.

    Raises:
        FileKindUnknown, FileTooLarge, FileNotReadable. LibraryUnusable: zxing-cpp does not load.
    """
    from PIL import Image  # noqa: PLC0415 - only where a photograph is taken

    picture = upright(content, name)
    page, confidence, why = (None, 0.0, KeptWhole.ASKED) if whole else _page_of(picture)
    picture = picture if page is None else page
    if turns % 4:
        quarter = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)[turns % 4 - 1]
        picture = picture.transpose(quarter)
    jpeg = small_jpeg(picture)
    return Photograph(jpeg=jpeg, width=picture.width, height=picture.height, confidence=confidence, whole=why)


def _page_of(picture: "Image") -> tuple["Image | None", float, KeptWhole | None]:
    from PIL import Image  # noqa: PLC0415 - likewise

    from desk.camera_device import opencv  # noqa: PLC0415 - likewise

    try:
        opencv()
    except CameraNotInstalled:
        return None, 0.0, KeptWhole.NO_LIBRARY
    import numpy as np  # noqa: PLC0415 - comes with OpenCV

    from desk.photographs.page import SURE, find_page, flattened  # noqa: PLC0415 - likewise

    pixels = np.asarray(picture)
    page = find_page(pixels)
    if page is None or page.confidence < SURE:
        return None, page.confidence if page else 0.0, KeptWhole.NOT_SURE
    return Image.fromarray(flattened(pixels, page, most=LONG_SIDE)), page.confidence, None
