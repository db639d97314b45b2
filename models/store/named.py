"""Scanned files that a machine's own events name: they were scanned here, so they should be here."""

from collections.abc import Callable
from typing import Any

from models.events import FileAttached
from models.history import read
from models.ids import DeviceId, FileDigest
from models.store.codec import MAX_SEQ, place_of

_NAMING = "SELECT body FROM event WHERE place BETWEEN ? AND ? AND instr(body, ?)"
_TAG = f'"{FileAttached.__name__}"'.encode()


def named_files(run: Callable[..., Any], device: DeviceId) -> frozenset[FileDigest]:
    """The files that this device's dossiers name; those taken over from an earlier dossier may be another desk's.

    Args:
        run: of an open database.
        device: this machine.
    """
    bodies = run(_NAMING, (place_of(device, 0), place_of(device, MAX_SEQ), _TAG))
    events = (read(body) for (body,) in bodies if isinstance(body, bytes))
    return frozenset(event.digest for event in events if isinstance(event, FileAttached) and not event.reused)
