"""Repairs text decoded with the wrong encoding where a round trip proves it; otherwise marks it uncertain.

A scanner that guesses the code page shows UTF-8 as Latin-1, windows-1258, Big5, Shift-JIS or GBK. Turning its text
back into those bytes and reading them as UTF-8 either yields Vietnamese that shows as exactly the received text when
mangled once more, or it does not. Programs that guess take an encoding in which all bytes mean something, so nothing
was dropped on the way; what one replaced by U+FFFD or "?" shows. One that dropped whole letters silently could be
noticed only in Big5, and there only by words left without a vowel.
"""

import re
import unicodedata

from msgspec import Struct

_LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
_HIGHLAND = "ĕĭŏŭčƀñ\u0306"
"""Letters of names in the Central Highlands (Ê Đê, Gia Rai, Ba Na)."""

_SIGNS = "–—‘’“”…ʼ"
"""Typographic ones, and the apostrophe that counts as a letter (HʼBơih)."""
_PLAIN = re.compile(f"[ -~\r\n\t{_LETTERS}{_LETTERS.upper()}{_HIGHLAND}{_HIGHLAND.upper()}{_SIGNS}]*")

_FRAMING = bytes(range(0x21)) + b"\x7f"
"""What scanners put around a scan (STX, ETX, GS, NUL, blanks); never part of it."""


_CHECK_BYTE = re.compile(rb"\x03[^\x03]\Z", re.DOTALL)
"""Behind ETX some scanners send one more byte, the sum of all (LRC)."""


_OURS = re.compile("[ăđơưĐƠƯ\u1ea0-\u1ef9]")
"""Letters of Vietnamese alone that UTF-8 read in another encoding never shows (as windows-1258 it shows Ă)."""

_GARBLED = re.compile(f"[ÃĂÄÅÆáâ](?![ -~\r\n\t{_LETTERS}{_LETTERS.upper()}])")
"""UTF-8 read as a single byte encoding begins each letter with one of these, and a sign follows."""


class DecodedFrame(Struct, frozen=True, kw_only=True):
    """Text of a frame.

    Attributes:
        text: NFC; U+FFFD where bytes meant nothing.
        repaired: it came in a wrong encoding, and the repair is proven.
        certain: every character can be taken as it stands.
        sound: not certain, yet every field without an odd sign can: the text has letters that no wrong encoding
            shows, and no trace of one.
    """

    text: str
    repaired: bool = False
    certain: bool = True
    sound: bool = False


def read(frame: bytes) -> DecodedFrame:
    """The text of a frame. Never raises: bytes that mean nothing become U+FFFD and the reading uncertain."""
    frame = _CHECK_BYTE.sub(b"\x03", frame).strip(_FRAMING)
    try:
        came = frame.decode("utf-8")
    except UnicodeDecodeError:
        return _read_windows_1258(frame)
    text = _composed(came)
    if text.isascii():
        return DecodedFrame(text=text, certain=is_plain(text))
    origins = _origins(came)
    if len(origins) == 1:
        return DecodedFrame(text=origins.pop(), repaired=True)
    if not origins and is_plain(text):
        return DecodedFrame(text=text)
    return DecodedFrame(text=text, certain=False, sound=not origins and _is_sound(text))


def _is_sound(text: str) -> bool:
    return _OURS.search(text) is not None and _GARBLED.search(text) is None


def is_plain(text: str) -> bool:
    """Only letters Vietnamese citizens bear, ASCII, line ends, and the usual typographic signs (NFC)."""
    return _PLAIN.fullmatch(text) is not None


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def _single_byte(codec: str) -> dict[str, int]:
    """Every byte of an encoding by its character; bytes without one stand for themselves, as in browsers."""
    table: dict[str, int] = {}
    for byte in range(256):
        try:
            table[bytes([byte]).decode(codec)] = byte
        except UnicodeDecodeError:
            table[chr(byte)] = byte
    return table


_TABLES = [_single_byte(codec) for codec in ("latin-1", "cp1252", "cp1258")]
_MULTI_BYTE = ("big5", "cp950", "big5hkscs", "shift_jis", "cp932", "gbk")

_VOWELLESS = re.compile(r"(?<![^\W_])(?:(?![aeiouy])[a-z]){2,}(?![^\W_])", re.IGNORECASE)


def _bare(text: str) -> str:
    """Without marks, so that every vowel is one of six letters."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _origins(came: str) -> set[str]:
    """All Vietnamese texts whose UTF-8, read in one of the known wrong ways (once or twice), shows as this text."""
    found: set[str] = set()
    for once in _read_back(came):
        text = _composed(once)
        found.update({text} if is_plain(text) and not text.isascii() else ())
        found.update(twice for twice in map(_composed, _read_back(once)) if is_plain(twice) and not twice.isascii())
    return found


def _read_back(came: str) -> set[str]:
    origins: set[str] = set()
    for table in _TABLES:
        try:
            origins.add(bytes(map(table.__getitem__, came)).decode("utf-8"))
        except (KeyError, UnicodeDecodeError):
            continue
    for codec in _MULTI_BYTE:
        try:
            origin = came.encode(codec).decode("utf-8")
            if origin.encode("utf-8").decode(codec) == came and not _VOWELLESS.search(_bare(origin)):
                origins.add(origin)
        except UnicodeError:
            continue
    return origins


def _read_windows_1258(frame: bytes) -> DecodedFrame:
    """Bytes that are no UTF-8: windows-1258 if its separate tone marks prove it, else uncertain.

    Without such marks a byte of it means the same in several encodings (``E3`` is ă here and ã in Latin-1), and a
    damaged UTF-8 letter can leave one of its bytes behind.
    """
    try:
        apart = frame.decode("cp1258")
    except UnicodeDecodeError:
        apart = ""
    text = unicodedata.normalize("NFC", apart)
    if len(text) < len(apart) and is_plain(text) and not is_plain(frame.decode("latin-1")):
        return DecodedFrame(text=text, repaired=True)
    text = _composed(frame.decode("utf-8", "replace"))
    return DecodedFrame(text=text, certain=False, sound=_is_sound(text))
