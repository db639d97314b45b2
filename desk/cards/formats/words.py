"""Words that names and addresses of this country hold: Vietnamese syllables, and those of the highlands' languages.

Asked of a letter that may have been sent as it is, or as a digit or bracket that a keyboard made a letter of: no word
that nobody writes comes of a card.
"""

import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_OPEN = (
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iêu|oa|oai|oao|oay|oe|oeo|oi|ôi|ơi|ua|uây|uê|ui|uôi|uơ|uy|uya|uyu|ưa|ưi|ươi|ươu|ưu"
    "|yêu|[aeêioôơuưy]"
)
_CLOSED = {
    "[cnptm]": "[aăâeêioôơuư]|iê|oa|oă|oe|uâ|uê|uô|uyê|ươ|yê|uy",
    "ng": "[aăâeoôuư]|iê|oa|oă|oo|uâ|uô|ươ",
    "nh": "[aêiy]|oa|uê|uy",
    "ch": "[aêiy]|oa|uê|uy|ươ",
}
_SYLLABLE = re.compile(
    f"{_ONSET}(?:(?:{_OPEN})|" + "|".join(f"(?:{nucleus}){coda}" for coda, nucleus in _CLOSED.items()) + ")"
)
"""Without its tone. Written nowhere else: ``iơ``, ``ônh``, a vowel of its own behind another."""
_STOPPED = re.compile("(?:[cpt]|ch)$")
_SHARP_OR_HEAVY = frozenset("\u0301\u0323")

_HIGHLAND = re.compile(
    "(?:[bcdđgjklmnprstvwxyzƀñč]|[bdđgkmnrstz]h|ch|jh|kh|ng|nh|ph|th|[bkptgcđjhmx]r|[bkpmchƀ]l|k[pbsđm]|b[yhđn]|d[jr]|m[bpđnj]|n[dđt]"
    "|[kh]w|h[bdlmnr]|r[ck]|[pt]n)?"
    "(?:(?:iê|uô|oo|[aăâeêioôơuưĕĭŏŭy])(?:ng|[chklmnprtv]|[iuêo]?[iyuo]h?)?|[aeêi]nh)"
)
"""A syllable of Ê Đê, Gia Rai, Ba Na, Cơ Ho, Mnông, Cơ Tu and their kin, which write no tones."""
_TWO_SYLLABLES = re.compile(f"(?:[aê]|(?:ka|[hkprzbtsđ][oơ])(?![aăâeêioôơuưĕĭŏŭy])){_HIGHLAND.pattern}|chamal[eé]a")
APOSTROPHES = "'’ʼ`‘"
_PARTS = re.compile(f"[{APOSTROPHES}]")
_ALONE = re.compile("[bdhklmnpry]h?")
"""What stands before an apostrophe without a vowel: ``H'Bơih``, ``K'Brơm``, ``Bh'riu``."""


def is_word(text: str) -> bool:
    """Whether somebody may be called so: a word in one case or with one capital in front, syllable by syllable.

    Args:
        text: letters and apostrophes, composed or not.
    """
    *before, last = _PARTS.split(unicodedata.normalize("NFC", text))
    return _is_part(last) and all(_is_part(part) or _ALONE.fullmatch(part.lower()) for part in before)


def _is_part(word: str) -> bool:
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return False
    if word.islower() and len(word) == 1 and not word.isascii():
        return False  # a letter alone is a name of its own (Ơ), and begins large
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(apart)
    plain = unicodedata.normalize("NFC", _TONES.sub("", apart))
    if len(tones) > 1 or any(mark in tones for mark in word):  # a tone on no vowel
        return False
    if _SYLLABLE.fullmatch(plain):
        return not tones or tones[0] in _SHARP_OR_HEAVY or not _STOPPED.search(plain)
    if _TWO_SYLLABLES.fullmatch(word.lower()):
        return True
    may_have_tone = plain.endswith("k") and bool(tones) and tones[0] in _SHARP_OR_HEAVY  # Đắk, Ngọk, Búk
    return (not tones or may_have_tone) and _HIGHLAND.fullmatch(plain) is not None
