"""Optional and hardware libraries: imported where they are used; a failed import is one kind of trouble.

A library may be installed and still not load (a missing DLL, or a symbol missing in one). Every such failure is the
same trouble, raised only for the caller that needs the library.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from models.trouble import LibraryUnusable

_FAILS = (ImportError, OSError, AttributeError)
"""Not there; not loaded by the system; loaded without a name that is looked for at import (``ctypes``)."""


@contextmanager
def library(name: str) -> Iterator[None]:
    """Around an import.

    Args:
        name: of the package, as it is installed.

    Raises:
        LibraryUnusable: it does not load on this machine.
    """
    try:
        yield
    except _FAILS as wrong:
        raise LibraryUnusable(getattr(wrong, "name", None) or name, str(wrong)) from wrong


_OURS = frozenset({"desk", "models", "printing", "sync", "ui"})


def missing_words(missing: ImportError) -> str:
    """What is said of a library whose lack nobody has foreseen.

    Raises:
        ImportError: it is a module of our own: a bug.
    """
    name = (missing.name or "").partition(".")[0]
    if name in _OURS or not name:
        raise missing
    return unusable_words(name, str(missing))


def unusable_words(name: str, detail: str) -> str:
    """The sentence for one that does not load."""
    return f"Không nạp được thư viện {name} trên máy này ({detail}); nhờ quản trị cài lại chương trình."
