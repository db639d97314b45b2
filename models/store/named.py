"""Scanned files named by events of this machine: they were scanned here, so they should exist here."""

from collections.abc import Callable
from typing import Any

from models.events import FileAttached, tag_of
from models.files.scans import is_digest
from models.history import read
from models.ids import HIGHEST_SEQ, DeviceId, FileDigest, SubjectId
from models.store.codec import place_of

_NAMING = "SELECT subject, body FROM event WHERE place BETWEEN ? AND ? AND instr(body, ?)"
_TAG = f'"{tag_of(FileAttached)}"'.encode()


def named_files(run: Callable[..., Any], device: DeviceId, *, after: int = 0) -> dict[FileDigest, SubjectId]:
    """The files named by this device's dossiers, and one dossier of each.

    Those taken over from an earlier dossier are not among them: another desk may have scanned them.

    Args:
        run: of an open database.
        device: this machine.
        after: number of its last event whose files were wiped here.
    """
    rows = run(_NAMING, (place_of(device, after + 1), place_of(device, HIGHEST_SEQ), _TAG))
    events = ((SubjectId(subject), read(body)) for subject, body in rows if isinstance(body, bytes))
    return {
        event.digest: subject
        for subject, event in events
        if isinstance(event, FileAttached) and not event.reused and is_digest(event.digest)
    }
