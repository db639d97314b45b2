"""Types made ready to be decoded, one at a time.

msgspec finds out what a ``Struct`` is made of when it is first decoded, and shows it to all threads before it is done:
one that decodes the same type meanwhile reads through a null pointer, and the process ends (seen with msgspec 0.22). So
no thread decodes what another is making ready.
"""

import threading
from typing import TypeVar

import msgspec

T = TypeVar("T")

_READY: set[object] = set()
_making = threading.RLock()  # an import that makes another type ready may lie in between


def prepared(kind: T) -> T:
    """The type itself, once all that it is made of may be decoded by any thread. A test finds a call that lacks it.

    Args:
        kind: what ``msgspec`` takes as ``type``.
    """
    if kind not in _READY:
        with _making:
            msgspec.msgpack.Decoder(kind)  # what a struct is made of is the same in every format
            _READY.add(kind)
    return kind
