"""Recovers what a keyboard scanner sent from what a Vietnamese input method (Telex, VNI) made of it.

The input method betrays itself: it takes back what it wrote and writes something else, which no scanner does. From
what it took back and what it wrote follows the key it was given, and so what the scanner typed. Where no single key
fits, or two do, a "?" stands in the field, which then counts as unreadable and stays empty; numbers and dates are
never touched, for they are digits between bars. Bars and digits decide which of two readings is a card at all.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from desk.cards.formats.caps_lock import case_correction
from desk.cards.formats.kinds import Caution, Scan, ScanKind
from desk.cards.formats.words import is_word
from desk.cards.keyboard.strokes import ENTER, Stroke
from desk.cards.keyboard.unikey import type_out
from desk.cards.keyboard.vietnamese_keys import STROKED, TONE_KEYS, Letter, Method, decompose, key_between
from desk.cards.scan import understand_all

UNREADABLE = "?"
"""What the reader of cards takes for a letter that was lost."""

_LONE = frozenset(chr(code) for code in (0x1B0, 0x1AF, 0x1A1, 0x1A0))
"""Letters that one key alone can give: u and o with a horn."""

_U, _O = chr(0x1B0), chr(0x1A1)
_BY_VOWEL = re.compile(
    f"(?:[bcdghlmnrstvx{STROKED}]|ch|kh|ng|nh|ph|th|tr|gi)"
    f"(?:{_U}u|{_U}{_O}(?:i|u|n|ng|c|ch|k|l|t|m|p))|{_U}{_O}(?:n|ng|c|t|m|p)"
    f"|(?:[bcdlmnrstvx{STROKED}]|ch|nh|ph|th|tr){_U}[ai]"
)
"""Words of Vietnamese in which this letter stands beside a vowel, without their tone; with "w" in its place none is a
name, as those left out are: "Kwa", "Hwi", "Wu"."""

_VOWELS = frozenset("aeiouy")

_FILLERS = 5
"""Every machine-readable zone has more of them; no other text has so many."""

_NAME, _SEX = 2, 4
"""Fields of a card in which no digit can stand."""


class Typed(Struct, frozen=True, kw_only=True):
    """A burst of strokes made sense of.

    Attributes:
        shown: the text as a field would show it.
        sent: what the scanner typed, with ``UNREADABLE`` where that cannot be known.
        bent: an input method was at work.
        scans: what was scanned.
        is_one: it certainly was a scanner: a card, a code, or half of one.
    """

    shown: str
    sent: str
    bent: bool
    scans: tuple[Scan, ...]
    is_one: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost to the input method."""
        return self.sent.count(UNREADABLE) <= self.shown.count(UNREADABLE)


class _Key(Struct):
    """One key the scanner pressed: a sign, or a mark key that differs by method and whose case is unknown."""

    sign: str = ""
    marks: dict[Method, str] | None = None
    field: int = 0
    is_bent: bool = False
    """Something was taken back for it."""


class _Text(Struct):
    """All keys of a burst, and what is known of them.

    Attributes:
        honest: the scanner types letters with marks.
        bent: an input method was at work.
        with_telex: Telex may have been at work, where a w becomes a letter without taking anything back.
    """

    keys: list[_Key]
    honest: bool
    bent: bool
    with_telex: bool

    @property
    def is_zone(self) -> bool:
        """Whether these are the lines of a machine-readable zone, which has capitals, digits and fillers alone."""
        signs = [key.sign for key in self.keys]
        return "|" not in signs and signs.count("<") >= _FILLERS


def recover_text(strokes: Sequence[Stroke], today: date) -> Typed:
    """What these strokes were. Never raises, whatever they are."""
    keys, shown, bent, honest = _keys(strokes)
    turn = case_correction("".join(key.sign for key in keys))
    if turn is not None:  # marks go by the case of the letters around them: as they were sent
        keys = [replace(key, sign=turn(key.sign)) for key in keys]
    methods = _methods(keys)
    text = _Text(keys=keys, honest=honest, bent=bent, with_telex=bent or _may_be_telex(shown))
    readings = {method: _sent(text, method) for method in methods}
    best = max(readings.values(), key=lambda text: _known(text, today))
    differing = {text for text in readings.values() if _known(text, today) == _known(best, today)}
    sent = best if len(differing) == 1 else _sent(text, None)
    sent = turn(sent) if turn is not None else sent
    scans = _scans(sent, today)
    known = any(scan.kind is not ScanKind.UNKNOWN for scan in scans)
    is_one = known or (sent[:40].count("|") >= 2 and any(_has_number(scan.text) for scan in scans))
    return Typed(shown=shown, sent=sent, bent=bent, scans=scans, is_one=is_one)


def personal_number(typed: Typed) -> str:
    """The 12 digits a half or bent card begins with, or empty."""
    for scan in typed.scans:
        if scan.kind is ScanKind.UNKNOWN and _has_number(scan.text):
            head = scan.text.partition("|")[0]
            return head[-12:]
    return ""


def _has_number(text: str) -> bool:
    head, bar, _ = text.partition("|")
    digits = head[-12:]
    return bool(bar) and len(digits) == 12 and digits.isascii() and digits.isdigit() and len(head) <= 23


_BEHIND = 400
"""Keys before one that tell in which field of a card it is; longer than a card is."""


def _keys(strokes: Sequence[Stroke]) -> tuple[list[_Key], str, bool, bool]:
    """The keys in order, the text shown, whether it was bent, and whether the scanner types letters with marks."""
    keys: list[_Key] = []
    shown: list[str] = []
    old = new = ""
    bent = honest = False
    bars = 0  # among the last _BEHIND keys

    def add(sign: str = "", marks: dict[Method, str] | None = None) -> None:
        nonlocal bars
        keys.append(_Key(sign=sign, marks=marks, field=bars, is_bent=bool(old)))
        bars += sign == "|"
        if len(keys) > _BEHIND:
            bars -= keys[-1 - _BEHIND].sign == "|"

    def settle(*, last: bool) -> None:
        """Find the key for what was taken back and written anew; give up when it is too long for one."""
        nonlocal old, new
        if not old:
            return
        found = key_between(old, new) if len(new) >= len(old) else None
        longer = len(new) > len(old)
        if found and longer:
            add(decompose(new[-1]).bare)
        elif found and not last and _takes_off(found):
            return  # unless the next sign shows that a mark key was typed twice
        elif found:
            add(marks=found)
        elif longer and new[-1].isascii() and (before := key_between(old, new[:-1])) is not None:
            add(marks=before)
            add(new[-1])
        elif last or longer:
            add(UNREADABLE)
            for sign in new:
                if sign in "|" + ENTER:
                    add(sign)
        else:
            return
        old = new = ""

    for stroke in strokes:
        if stroke.delete:
            bent = True
            if new:
                settle(last=True)
            taken = shown[len(shown) - stroke.delete :] if stroke.delete <= len(shown) else list(shown)
            if stroke.delete > len(shown):
                add(UNREADABLE)
            del shown[len(shown) - len(taken) :]
            old = "".join(taken) + old
        for sign in stroke.insert:
            shown.append(sign)
            if old:
                new += sign
                settle(last=sign in "|" + ENTER)
            else:
                honest = honest or (not sign.isascii() and sign not in _LONE)
                add(sign)
    settle(last=True)
    return keys, "".join(shown).replace(ENTER, "\n"), bent, honest


def _takes_off(found: dict[Method, str]) -> bool:
    return any(not TONE_KEYS[method].get(key, key) for method, key in found.items())


def _methods(keys: Sequence[_Key]) -> tuple[Method, ...]:
    """The methods that can have given all marks: none but Telex puts a mark on with a letter, as in a name."""
    left = [method for method in Method if all(key.marks is None or method in key.marks for key in keys)]
    if any(key.marks is not None and key.field in (_NAME, _SEX) for key in keys):
        left = [method for method in left if method is Method.TELEX and not _left_alone(keys)]
    return tuple(left) or tuple(Method)


def _left_alone(keys: Sequence[_Key]) -> bool:
    """Whether a word came through that Telex would have bent: it was VNI then, and a digit stood in the name."""
    words: list[list[_Key]] = [[]]
    for key in keys:
        if key.sign.isalpha() or key.marks is not None:
            words[-1].append(key)
        else:
            words.append([])
    plain = ("".join(key.sign for key in word) for word in words if not any(key.is_bent for key in word))
    return any(stroke.delete for word in plain if word.isascii() for stroke in type_out(word, Method.TELEX))


def _may_be_telex(shown: str) -> bool:
    """Whether Telex may have been at work and took nothing back: it would have bent nothing of this text.

    A text without one digit is none of a scanner, but what a keyboard layout made of one.
    """
    bends = any(stroke.delete for stroke in type_out(shown, Method.TELEX))
    return not bends and any(sign.isdigit() for sign in shown)


def _sent(whole: _Text, method: Method | None) -> str:
    """The text of the keys under one method; None = unknown which."""
    text, keys = "", whole.keys
    telex = method is Method.TELEX and any(key.marks is not None and Method.VNI not in key.marks for key in keys)
    telex = telex or any(key.marks is not None and key.field in (_NAME, _SEX) for key in keys)
    for n, key in enumerate(keys):
        if key.marks is not None:
            mark = key.marks.get(method, UNREADABLE) if method else UNREADABLE
            if key.field == _NAME and method is not None and not is_word(_word_around(keys, n, method)):
                mark = UNREADABLE  # a digit in a name, which VNI took for a mark
            text += _in_case(mark, text, keys, n)
        elif key.sign in _LONE:
            text += _lone(whole, n, is_telex=telex)
        else:
            text += key.sign
    return text


def _lone(text: _Text, n: int, *, is_telex: bool) -> str:
    """What gave a letter that one key alone can give: itself, a w, or a bracket, which stands in no name.

    A scanner that sends letters with marks sends this one too, where the word around it is one that somebody may write;
    what came of a w (Y Wan) is none. In front of all, before a letter and a digit, it is the bracket of an AIM
    identifier.
    """
    sign = text.keys[n].sign
    is_u, in_name = sign.lower() == _U, text.keys[n].field == _NAME
    if is_u and n == 0 and len(text.keys) > 2 and text.keys[1].sign.isalpha() and text.keys[2].sign.isdigit():
        return "]"
    if text.is_zone:
        return ("W" if sign.isupper() else "w") if is_u else UNREADABLE
    if not text.honest:
        return (
            ("W" if sign.isupper() else "w")
            if is_u and in_name and is_telex and _by_vowel(text.keys, n)
            else UNREADABLE
        )
    if not text.with_telex:
        return sign
    word = _word_around(text.keys, n)
    if is_u and _by_vowel(text.keys, n):
        letters = (str(Letter(one.bare, one.shape)) for one in map(decompose, word.lower()))
        return sign if _BY_VOWEL.fullmatch("".join(letters)) and is_word(word) else UNREADABLE
    return sign if is_word(word) and (not is_u or len(word) > 1) else UNREADABLE


def _by_vowel(keys: Sequence[_Key], n: int) -> bool:
    """Whether a vowel stands beside this key."""
    beside = [keys[m].sign for m in (n - 1, n + 1) if 0 <= m < len(keys)]
    return any(decompose(sign).bare.lower() in _VOWELS for sign in beside if sign)


def _word_around(keys: Sequence[_Key], n: int, method: Method | None = None) -> str:
    """The letters of the word that this key stands in; small, with what mark keys are under a method."""
    signs = [_sign(key, method) for key in keys]
    first = last = n
    while first and _is_in_word(signs[first - 1]):
        first -= 1
    while last + 1 < len(signs) and _is_in_word(signs[last + 1]):
        last += 1
    word = "".join(signs[first : last + 1])
    return word.lower() if method else word


def _sign(key: _Key, method: Method | None) -> str:
    return key.marks.get(method, UNREADABLE) if method and key.marks is not None else key.sign


def _is_in_word(sign: str) -> bool:
    return bool(sign) and (sign.isalpha() or unicodedata.combining(sign) != 0)


def _in_case(mark: str, before: str, keys: Sequence[_Key], n: int) -> str:
    """A mark key as large as the letters around it; unreadable where they do not tell."""
    if not mark.isalpha():
        return mark
    word = before.rpartition(" ")[2].rpartition("|")[2]
    if word[-1:].islower() or (len(word) > 1 and word.islower()):
        return mark
    if len(word) > 1 and word.isupper():
        return mark.upper()
    if len(word) > 1:
        return UNREADABLE
    letters = [key.sign for key in keys if key.field == keys[n].field and key.sign.isalpha()]
    if any(letter.islower() for letter in letters):
        return mark
    return mark.upper() if len(letters) > 1 else UNREADABLE


def _scans(text: str, today: date) -> tuple[Scan, ...]:
    return understand_all(text.encode("utf-8", "replace"), today=today)


def _known(text: str, today: date) -> int:
    """How good a reading is: how many scans in it are something.

    The sex stands in no check digit of a zone, so a zone without one counts less.
    """
    scans = _scans(text, today)
    sexless = sum(scan.kind is ScanKind.MRZ and Caution.SEX_MISSING in scan.cautions for scan in scans)
    return 2 * sum(scan.kind is not ScanKind.UNKNOWN for scan in scans) - sexless
