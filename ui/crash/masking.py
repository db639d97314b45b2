"""Masks crash reports: keeps words of the program and of Python, removes every other value.

A value can stand anywhere in the message of an exception, with or without quotes. So nothing is looked for that must
go; only what is known to be the program's own may stay: words of Python's own documentation, names of this program.
"""

import builtins
import re
import sys
import types
from functools import lru_cache
from pathlib import PurePath, PurePosixPath, PureWindowsPath

HIDDEN = "•"
OURS = ("desk", "models", "printing", "sync", "ui")

_SAID = "invalid literal with base unexpected expected missing required positional unpack attribute keyword deleted"
"""Words of Python's messages that its documentation does not hold."""

_TOKEN = re.compile(r"[^\W_][\w.@+/\\:-]*|[^\s]")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_]+")
_FRAME = re.compile(r'File "([^"]*)"')
_MARKS = frozenset(".,:;!?()[]{}<>=+-*/%&|'\"`")


def masked(message: str) -> str:
    """A message with every word hidden that is not the program's own; several hidden in a row become one sign."""
    known = _vocabulary()
    said: list[str] = []
    for token in _TOKEN.findall(message):
        keep = token in _MARKS or token.rstrip(".:") in known
        word = token if keep else HIDDEN
        if not (word == HIDDEN and said and said[-1] == HIDDEN):
            said.append(word)
    return re.sub(r" ([.,:;!?)\]}])", r"\1", " ".join(said))


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Small letters of what Python says of itself, and the names this program gives to classes and functions.

    Words of a language other than English and names of people are in neither; a name typed in small letters without
    marks that happens to be an English word stays, and is no longer a name.
    """
    kinds = [*vars(builtins).values(), *vars(types).values()]
    things = [*kinds, *(thing for kind in kinds if isinstance(kind, type) for thing in vars(kind).values())]
    documents = [_SAID, *(str(getattr(thing, "__doc__", "") or "") for thing in things)]
    words = {word for text in documents for word in _WORD.findall(text) if word.islower()}
    names = {name for module in (builtins, types) for name in vars(module) if not name.startswith("__")}
    for where, module in list(sys.modules.items()):
        if module is not None and where.partition(".")[0] in OURS:
            names |= {
                name
                for name, thing in list(vars(module).items())
                if _WORD.fullmatch(name) and str(getattr(thing, "__module__", "")).partition(".")[0] in OURS
            }
    return frozenset(words | names)


def masked_path(path: str) -> str:
    """A path of code from the program's or a library's folder on: never the home of a user."""
    parts = (PureWindowsPath(path) if "\\" in path else PurePosixPath(path)).parts
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] in OURS:
            return str(PurePosixPath(*parts[at:]))
        if parts[at] in {"site-packages", "dist-packages"}:
            return str(PurePosixPath(*parts[at + 1 :]))
    return PurePath(parts[-1]).name if parts else ""


def masked_frames(text: str) -> str:
    """Lines of a trace as ``faulthandler`` writes them, with the paths masked."""
    return _FRAME.sub(lambda found: f'File "{masked_path(found.group(1))}"', text)
