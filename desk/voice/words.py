"""The clips of a call, by name. Pure."""

import tomllib
from functools import cache
from pathlib import Path

from models.text import search_key

HERE = Path(__file__).parent
CHIME = "chuong"
"""The two tones before a call."""

_CALL, _PRIORITY, _AGAIN, _TO = "moi-so", "moi-so-uu-tien", "xin-nhac-lai", "den-quay-so"

Phrase = tuple[str, ...]
"""Clips said in one breath."""


@cache
def spoken() -> dict[str, str]:
    """What is spoken in each clip, by its name; the chime is none of them."""
    groups = tomllib.loads((HERE / "clips.toml").read_text("utf-8"))
    return {name: words for group in groups.values() for name, words in group.items()}


def announcement(number: str, counter: str, *, priority: bool = False, again: bool = False) -> tuple[Phrase, ...]:
    """``A012, 3 -> (moi-so a 0 1 2) (den-quay-so 3)``: letters by their names, digits one by one.

    Args:
        number: of the ticket.
        counter: as the office names it ("3", "12", "2B"); what is no letter or digit is not said, and of a counter
            with nothing left to say only the number is called.
        priority: whose turn came by law.
        again: called to this counter before.
    """
    call = _PRIORITY if priority else _CALL
    number_clips = (call, *_spelled(number))
    to = _spelled(counter)
    phrases: tuple[Phrase, ...] = (number_clips, (_TO, *to)) if to else (number_clips,)
    return ((_AGAIN,), *phrases) if again else phrases


def _spelled(text: str) -> tuple[str, ...]:
    return tuple(sign for sign in search_key(text) if sign.isascii() and sign.isalnum())
