"""Vietnamese text: normalisation of input, and keys for search and sorting.

SQLite's ``remove_diacritics`` leaves đ alone and Python's ``sorted`` knows no Vietnamese, so both keys are ours.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_NO_DIGIT = re.compile(r"\D+", re.ASCII)
_BASE = str.maketrans(
    {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D", "ƀ": "b", "Ƀ": "B", "ɓ": "b", "Ɓ": "B"}
)
"""Letters that no mark can be taken from: đ, what is written for it (ð of Iceland, Ɖ of Africa), and ƀ of the Ê Đê and
Gia Rai."""
_WRITTEN_FOR_D = str.maketrans("ðÐɖƉ", "đĐđĐ")
_BARE = {
    code: unicodedata.normalize("NFD", chr(code).translate(_BASE).lower())[0]
    for block in (range(0xC0, 0x1B1), range(0x1EA0, 0x1EFA))
    for code in block
    if unicodedata.normalize("NFD", chr(code).translate(_BASE))[0].isascii()
} | {code: chr(code).lower() for code in range(0x41, 0x5B)}
"""Every letter a Vietnamese keyboard writes, as its bare small letter: the short way for nearly all text."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Signs that take no room (soft hyphen, zero-width blanks, marks of direction): they part no words, so they go."""

APOSTROPHES = re.compile(r"(?<=[^\W\d_])['`´‘’‛ʹʻʼʽˈ′＇](?=[^\W\d_])")
"""Inside a word of letters, however it is typed: H'Hen, H’Hen, HʼHen, H`Hen."""
_LETTER_APOSTROPHES = str.maketrans(dict.fromkeys("ʹʻʼʽˈ", "'"))
"""Those that count as letters; what is left of them at the ends of words parts as the others do."""

_Y = str.maketrans("yY", "iI")

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Dictionary order of the tones: level, huyền, hỏi, ngã, sắc, nặng."""

_ALPHABET = {letter: chr(ord("a") + place) for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
"""Every letter of the alphabet as one character that sorts in its place."""


def clean(text: str) -> str:
    """Composed letters (NFC), single blanks, none at the ends. Control characters become blanks.

    Signs nobody sees and that take no room are left out, so that a name holding one is the same name.
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return " ".join(composed.split())
    return " ".join("".join(c if c.isprintable() else " " for c in composed).split())


def without_unseen(text: str) -> str:
    """The text without signs that take no room; a blank that breaks no line is a blank."""
    return _UNSEEN.sub("", text).replace("\u00a0", " ").replace("\u202f", " ")


def search_key(text: str) -> str:
    """``"Đặng Thị Hoà" -> "dang thi hoa"``: lower case, no marks, đ as d."""
    short = text.translate(_BARE)
    if short.isascii():
        return short
    bare = unicodedata.normalize("NFD", text.translate(_BASE).lower())
    return "".join(c for c in bare if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """One key for all ways one name is written: ``"H’Hen  Mỹ-Lý" -> "hhen mi li"``.

    Without marks, apostrophes and hyphens, and with i for y, which both are written (Mỹ, Mĩ). For finding and for
    comparing; it orders nothing. Remembered, as the other key of a name is: most people share theirs with others.
    """
    return " ".join(search_words(name))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one however it is written; marks count where both have them (Hoa, Hoà)."""
    if name_key(one) != name_key(other):
        return False
    one, other = one.translate(_WRITTEN_FOR_D), other.translate(_WRITTEN_FOR_D)
    bare = any(search_key(name) == name.lower() for name in (one, other))
    return bare or name_letters(one) == name_letters(other)


def name_letters(name: str) -> str:
    """One key for one name with its marks, wherever the tone stands (hòa, hoà) and for i and y: for comparing only."""
    return sort_key(" ".join(_WORD.findall(APOSTROPHES.sub("", clean(name)).lower())).translate(_TONED_Y))


_TONED_Y = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


def search_words(text: str) -> list[str]:
    """The folded words that are asked for: as of ``name_key``, and each number as one word however it is grouped."""
    return _folded_words(_join_numbers(text))


def stored_words(text: str) -> list[str]:
    """The folded words that something is found by: each word whole, and the parts an apostrophe sets apart."""
    apart: list[str] = []
    words = _folded_words(text, apart)
    return words + apart if apart else words


def stored_words_of(texts: Iterable[str]) -> list[str]:
    """As ``stored_words`` of these texts in one, parted by blanks; of those of several words the latest are remembered.

    Many people share a name, and more an address.
    """
    words: list[str] = []
    apart: list[str] = []
    for text in texts:
        if " " in text:
            whole, pieces = _stored_words(text)
            words += whole
            apart += pieces
        elif text.isascii() and text.isalnum():
            words.append(text.lower().replace("y", "i"))
        elif text:
            words += _folded_words(text, apart)
    return words + apart if apart else words


@lru_cache(maxsize=4096)
def _stored_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of a text, and those an apostrophe sets apart."""
    apart: list[str] = []
    return tuple(_folded_words(text, apart)), tuple(apart)


def _folded_words(text: str, apart: list[str] | None = None) -> list[str]:
    """The words of a text, folded; what apostrophes set apart goes to ``apart``."""
    words: list[str] = []
    for part in text.split():
        if not part.isascii() or "'" in part or "`" in part:
            whole, pieces = _folded_part(part)
            words += whole
            if pieces and apart is not None:
                apart += pieces
        elif part.isalnum():
            words.append(part.lower().replace("y", "i"))
        else:
            words += _WORD.findall(part.lower().replace("y", "i"))
    return words


@lru_cache(maxsize=8192)
def _folded_part(part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of what stands between two blanks, and the parts of them that an apostrophe sets apart.

    Remembered, for the language has only some thousand syllables.
    """
    composed = unicodedata.normalize("NFC", part)
    pieces = APOSTROPHES.sub(" ", composed).split() if APOSTROPHES.search(composed) else ()
    return (
        tuple(_WORD.findall(_folded(part))),
        tuple(word for piece in pieces for word in _WORD.findall(_folded(piece))),
    )


def phone_key(phone: str) -> str:
    """The digits of a telephone number as dialled here: ``"+84 (912) 345-678" -> "0912345678"``."""
    return _from_here(phone if phone.isascii() and phone.isdigit() else _NO_DIGIT.sub("", phone))


def _folded(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return search_key(APOSTROPHES.sub("", text).translate(_LETTER_APOSTROPHES)).translate(_Y)


def _join_numbers(text: str) -> str:
    """Groups of one number become one word: ``"+84 912 345 678" -> "0912345678"``, ``"001 190 000 001"`` likewise."""
    return _GROUPS.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    digits = "".join(sign for sign in found[0] if sign.isdigit())
    is_foreign = found[0].lstrip("( ").startswith("+")
    begins = digits.startswith("0") or is_foreign
    whole = len(digits) in {9, 12} and "-" not in found[0]
    from_here = len(digits) == 11 and digits.startswith("84")
    return _from_here(digits) if (begins and len(digits) <= 13) or whole or from_here else found[0]


def _from_here(digits: str) -> str:
    return "0" + digits[2:].lstrip("0") if digits.startswith("84") and len(digits) >= 10 else digits


_GROUPS = re.compile(r"(?<![\w.\-])[(+]?\d[\d.() \-]{2,}\d(?![\w])", re.ASCII)
"""Digits with what people put between groups of them; not within a code, which has letters at its front."""


def sort_key(text: str) -> str:
    """A string that sorts by code point as a Vietnamese dictionary sorts the text.

    Syllable by syllable: its letters first (``a < ă < â``, ``d < đ``), then its tone, then the next syllable.
    """
    return _sorted_by(clean(text).split(" "))


def _sorted_by(words: Iterable[str]) -> str:
    return "".join([_word_key(word.lower()) for word in words])


@lru_cache(maxsize=4096)
def _word_key(word: str) -> str:
    """The letters of one word, each sorting in its place, and its tone, which sorts below any letter.

    Remembered, for the language has only some thousand of them.
    """
    letters: list[str] = []
    tone = 0
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = max([tone, *(_TONES.get(mark, 0) for mark in parts)])
        bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        letters.append(_ALPHABET.get(bare, bare))
    return "".join(letters) + chr(1 + tone)


@lru_cache(maxsize=4096)
def name_sort_key(full_name: str) -> str:
    """As class lists and registers sort people: by given name, then family name, then the middle."""
    words = clean(full_name).split(" ")
    return _sorted_by([words[-1], *words[:-1]])


def capitalised(name: str) -> str:
    """Each word begun by a capital, the rest small: ``"H'BƠ̆IH" -> "H'Bơ̆ih"``.

    Behind an apostrophe a word begins too, behind a mark that is no letter of its own (the breve of ơ̆) none does.
    """
    return _BEGINNING.sub(lambda found: found[0].upper(), name.lower())


_BEGINNING = re.compile("(?<![^\\W\\d_ʹʻʼʽˈ])(?<![\u0300-\u036f])[^\\W\\d_ʹʻʼʽˈ]")


def masked_name(full_name: str) -> str:
    """``"Nguyễn Văn Mẫu" -> "N. V. Mẫu"``, for a screen or board in public: its owner knows it again, others do not."""
    words = capitalised(clean(full_name)).split(" ")
    return " ".join([*(f"{word[0]}." for word in words[:-1] if word), words[-1]])


def mask(number: str) -> str:
    """A personal number as a log may show it: the last four digits."""
    return "*" * max(0, len(number) - 4) + number[-4:] if len(number) > 4 else "*" * len(number)
