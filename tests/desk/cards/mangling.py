"""What cables, scanners and their drivers do to the text of a card, done on purpose."""

import unicodedata

SINGLE_BYTE = ("latin-1", "windows-1252", "windows-1258")
MULTI_BYTE = ("big5", "big5hkscs", "shift_jis", "cp932", "gbk")


def misread(text: bytes, codec: str, *, errors: str = "strict") -> bytes:
    """UTF-8 taken for another encoding, and what was seen sent on as UTF-8.

    Browsers and iconv show the bytes that windows-125x leaves open as control characters; Python refuses them.
    """
    if codec not in SINGLE_BYTE:
        return text.decode(codec, errors).encode()
    seen = []
    for byte in text:
        try:
            seen.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            seen.append(chr(byte))
    return "".join(seen).encode()


def windows_1258(text: str) -> bytes:
    """Vietnamese as Windows' own code page writes it: letters with â ă ê ô ơ ư whole, tone marks after them."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = list(unicodedata.normalize("NFD", letter))
        own = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
        tones = [mark for mark in marks if mark not in own]
        out += unicodedata.normalize("NFC", base + "".join(own)).encode("cp1258") + "".join(tones).encode("cp1258")
    return out
