"""Vietnamese text: one spelling at every door, keys to search and sort by.

SQLite's ``remove_diacritics`` leaves đ alone and Python's ``sorted`` knows no Vietnamese, so both keys are ours.
"""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_BASE = str.maketrans("đĐ", "dD")
_BARE = {
    code: unicodedata.normalize("NFD", chr(code).translate(_BASE).lower())[0]
    for block in (range(0xC0, 0x1B1), range(0x1EA0, 0x1EFA))
    for code in block
    if unicodedata.normalize("NFD", chr(code).translate(_BASE))[0].isascii()
} | {code: chr(code).lower() for code in range(0x41, 0x5B)}
"""Every letter a Vietnamese keyboard writes, as its bare small letter: the short way for nearly all text."""

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Dictionary order of the tones: level, huyền, hỏi, ngã, sắc, nặng."""

_ALPHABET = {letter: chr(ord("a") + place) for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
"""Every letter of the alphabet as one character that sorts in its place."""


def clean(text: str) -> str:
    """Composed letters (NFC), single blanks, none at the ends. Control characters become blanks."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return " ".join(composed.split())
    return " ".join("".join(c if c.isprintable() else " " for c in composed).split())


def search_key(text: str) -> str:
    """``"Đặng Thị Hoà" -> "dang thi hoa"``: lower case, no marks, đ as d."""
    short = text.translate(_BARE)
    if short.isascii():
        return short
    bare = unicodedata.normalize("NFD", text.translate(_BASE).lower())
    return "".join(c for c in bare if not unicodedata.combining(c))


def search_words(text: str) -> list[str]:
    """The folded words of a text, punctuation left out: what is stored for the search and what is asked of it."""
    return _WORD.findall(search_key(text))


def sort_key(text: str) -> str:
    """A string that sorts by code point as a Vietnamese dictionary sorts the text.

    Syllable by syllable: its letters first (``a < ă < â``, ``d < đ``), then its tone, then the next syllable.
    """
    return "".join([_word_key(word) for word in clean(text).lower().split(" ")])


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


def name_sort_key(full_name: str) -> str:
    """As class lists and registers sort people: by given name, then family name, then the middle."""
    words = clean(full_name).split(" ")
    return sort_key(" ".join([words[-1], *words[:-1]]))


def mask(number: str) -> str:
    """A personal number as a log may show it: the last four digits."""
    return "*" * max(0, len(number) - 4) + number[-4:] if len(number) > 4 else "*" * len(number)
