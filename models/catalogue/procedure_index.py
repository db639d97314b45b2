"""Search for a procedure: words without marks in any order, initials, everyday expressions, official code.

Everything is prepared once for each catalogue, with the first question; a keystroke only compares short strings.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from models.catalogue.catalogue import Catalogue
from models.procedure import Procedure
from models.text import search_key

COMMONEST = (
    "2.000815",  # certified copies: more than half of what a commune certifies
    "1.001193",  # birth
    "1.004873",  # marital status
    "2.000635",  # copy of a civil status extract
    "1.000894",  # marriage
    "1.000656",  # death
    "2.000884",  # signature
    "2.001035",  # contract
    "1.004859",  # correction of civil status
    "1.004222",  # permanent residence
    "1.004194",  # temporary residence
    "2.000908",  # copy from the register
)
"""Put first among equals; what the commune's own day shows (``favourites``) goes before it."""

_OF_NO_WEIGHT = frozenset({"thu", "tuc", "va", "cua", "doi", "voi", "cho", "cac", "trong", "tu", "la", "do", "theo"})

_FILLERS = frozenset({"xin", "lam", "muon", "can", "di", "nop", "cho", "thu", "tuc", "ve", "viec", "toi", "bi"})
"""Left out of what was typed where nothing is found with them."""

_CODE, _ALIAS, _INITIALS, _NAME_START, _ALIAS_START, _WORDS_IN_ORDER, _NAME = range(1, 8)
_ALIAS_WORDS, _KEYWORDS, _INNER_INITIALS, _ELSEWHERE = range(8, 12)
"""How good a match is; smaller is better."""

_TIER = {_CODE: 0, _ALIAS: 0, _INITIALS: 1, _NAME: 3, _ALIAS_WORDS: 3, _KEYWORDS: 3, _INNER_INITIALS: 4, _ELSEWHERE: 5}
"""Matches of one tier (2 where nothing is said) are ordered by use first, and only then by how good they are.

A matter goes before what only bears its words (the copy of an extract before a marriage, a death), however common.
"""


class _Typed(Struct, frozen=True):
    """What was typed, in the shapes in which it is compared.

    Attributes:
        longest_first: the folded words, in the order in which they choose words of a name.
        text: the words with one blank between them.
        run: the words without blanks.
        starts: each word with a blank before it, as it stands in a hay.
    """

    longest_first: list[str]
    text: str
    run: str
    starts: list[str]


class _Entry:
    """A procedure as the search sees it."""

    __slots__ = (
        "alias_hay",
        "aliases",
        "all_words",
        "digits",
        "hay",
        "initials",
        "initials_hay",
        "key_words",
        "name",
        "name_words",
        "procedure",
        "rank",
    )

    def __init__(self, procedure: Procedure, place: int) -> None:
        self.procedure = procedure
        self.digits = "".join(c for c in procedure.code if c.isdigit())
        self.name = " ".join(_words(procedure.name))
        self.name_words = self.name.split()
        self.key_words = _words(procedure.keywords)
        self.aliases = [" ".join(_words(alias)) for alias in procedure.aliases]
        self.all_words = [*self.name_words, *self.key_words, *_words(procedure.field)]
        self.initials = (
            "".join(word[0] for word in self.name_words),
            "".join(word[0] for word in self.name_words if word not in _OF_NO_WEIGHT),
            *(word for word in self.key_words if len(word) <= 6),
        )
        # One look into a hay sorts nearly every procedure out: " x" is a word that begins with x, "\n x" an alias.
        self.hay = "".join(f" {word}" for word in self.all_words)
        self.alias_hay = "".join(f"\n {alias}" for alias in self.aliases) + "\n"
        self.initials_hay = "".join(f"\n{initials}" for initials in self.initials)
        common = COMMONEST.index(procedure.code) if procedure.code in COMMONEST else len(COMMONEST)
        self.rank = (common, place)

    def quality_of_code(self, run: str) -> int | None:
        """Digits begin the code, or are its end."""
        fits = len(run) > 1 and (self.digits.startswith(run) or self.digits.endswith(run))
        return _CODE if fits else None

    def quality(self, typed: _Typed) -> int | None:
        """How well the words fit, or None."""
        if f"\n {typed.text}\n" in self.alias_hay:
            return _ALIAS
        if len(typed.run) > 1 and f"\n{typed.run}" in self.initials_hay:
            return _INITIALS
        found = self._quality_of_words(typed) if all(start in self.hay for start in typed.starts) else None
        if all(start in self.alias_hay for start in typed.starts):
            found = self._quality_of_aliases(typed, found)
        if found is not None:
            return found
        return _INNER_INITIALS if len(typed.run) > 2 and typed.run in self.initials[0] else None

    def _quality_of_aliases(self, typed: _Typed, own: int | None) -> int | None:
        if f"\n {typed.text}" in self.alias_hay:
            return min(own or _ALIAS_START, _ALIAS_START)
        if any(_fits(typed.longest_first, alias.split()) for alias in self.aliases):
            return min(own or _ALIAS_WORDS, _ALIAS_WORDS)
        return own

    def _quality_of_words(self, typed: _Typed) -> int | None:
        if self.name.startswith(typed.text):
            return _NAME_START
        if self._names_in_order(typed.starts):
            return _WORDS_IN_ORDER
        if _fits(typed.longest_first, self.name_words):
            return _NAME
        if _fits(typed.longest_first, self.key_words):
            return _KEYWORDS
        return _ELSEWHERE if _fits(typed.longest_first, self.all_words) else None

    def _names_in_order(self, starts: list[str]) -> bool:
        """Each begins a word of the name, one behind the other."""
        at, end = -1, len(self.name) + 1  # the hay begins with the name
        for start in starts:
            at = self.hay.find(start, at + 1, end)
            if at < 0:
                return False
        return True


class ProcedureIndex:
    """The procedures of one catalogue, to be searched.

    They are prepared with the first question: most commands open a desk and ask none, and a window asks for its
    favourites before anything is typed.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._procedures = catalogue.procedures

    @cached_property
    def _entries(self) -> list[_Entry]:
        return [_Entry(procedure, place) for place, procedure in enumerate(self._procedures)]

    @cached_property
    def _by_code(self) -> dict[str, Procedure]:
        return {entry.procedure.code: entry.procedure for entry in self._entries}

    def find(self, words: str, favourites: Sequence[str] = (), limit: int = 12) -> list[Procedure]:
        """The procedures that fit best.

        Args:
            words: what was typed: parts of words, initials ("dkks"), or a code with or without its dot.
            favourites: codes this counter takes most, the commonest first; they lead among equals.
            limit: how many at most.
        """
        typed = _words(words)
        if not typed:
            return [self._by_code[code] for code in favourites if code in self._by_code][:limit]
        found = self._found(typed, favourites, limit)
        told = [word for word in typed if word not in _FILLERS]
        return found if found or told == typed else self._found(told, favourites, limit)

    def _found(self, typed: list[str], favourites: Sequence[str], limit: int) -> list[Procedure]:
        if not typed:
            return []
        run, text = "".join(typed), " ".join(typed)
        asked = _Typed(sorted(typed, key=len, reverse=True), text, run, [f" {word}" for word in typed])
        is_code = run.isdigit() and len(run) > 1
        place = {code: number for number, code in enumerate(favourites)}
        last = len(place)
        found = []
        for entry in self._entries:
            quality = (entry.quality_of_code(run) if is_code else None) or entry.quality(asked)
            if quality is not None:
                favourite = place.get(entry.procedure.code, last)
                common, order = entry.rank
                found.append(((_TIER.get(quality, 2), favourite, common, quality, order), entry))
        found.sort(key=lambda pair: pair[0])
        return [entry.procedure for _, entry in found[:limit]]


_WORD = re.compile(r"[^\W_]+")
"""Letters and digits."""


def _words(text: str) -> list[str]:
    return _WORD.findall(search_key(text))


def _fits(longest_first: list[str], words: list[str]) -> bool:
    """Each typed word begins a word of its own."""
    left = list(words)
    for part in longest_first:
        for place, word in enumerate(left):
            if word.startswith(part):
                del left[place]
                break
        else:
            return False
    return True
