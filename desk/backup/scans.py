"""Which scanned files belong to a database, and whether each is there and unchanged."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from desk.backup.backup_run import FILES
from models.files.scans import Files, digest_of, scans_in
from models.ids import DossierId, FileDigest, SubjectId
from models.store import Finding, FindingKind, Store
from models.store.keys.scan_keys import read_scan_keys
from models.trouble import DiskFailing, ScanDamaged, ScanNotHere

Told = Callable[[int, int], None]
"""Told ``(bytes of scans read, bytes in all)``."""


def lost_scans(
    store: Store,
    folder: Path,
    key: bytes,
    *,
    listed: Collection[FileDigest] = (),
    on_progress: Told | None = None,
) -> Iterator[Finding]:
    """Scanned files that are missing, and those that are damaged.

    Args:
        store: the database; its own machine's dossiers name what should be here.
        folder: where it lies.
        key: it was opened with.
        listed: what should be here besides.
        on_progress: told while they are read.
    """
    known = read_scan_keys(store)
    files = Files(folder / FILES, key, keys=known.keys if known else ())
    here, named = scans_in(files.folder), store.log.files()
    for digest in sorted({*named, *listed} - here.keys()):
        yield _finding(store, FindingKind.SCAN_MISSING, digest, named.get(digest))
    done, total = 0, sum(here.values())
    for digest, size in here.items():
        try:
            whole = digest_of(files.get(digest)) == digest  # else put there with the key, under another's name
        except (ScanDamaged, DiskFailing):
            whole = False
        except ScanNotHere:
            continue  # removed meanwhile
        if not whole:
            yield _finding(store, FindingKind.SCAN_DAMAGED, digest, named.get(digest))
        done += size
        if on_progress is not None:
            on_progress(done, total)


def _finding(store: Store, kind: FindingKind, digest: FileDigest, subject: SubjectId | None) -> Finding:
    if subject is None:
        return Finding(kind=kind, name=digest)
    dossier = store.log.dossier(DossierId(subject))
    return Finding(kind=kind, name=digest, subject=subject, code=dossier.code or dossier.slip)
