"""Transfer of scanned files with the hub: uploaded before the event that names them, downloaded on request.

A file's address is its SHA-256, so that a transfer resumes where it stopped, after a lost answer, a restart of either
end, or a day offline; what the hub has is not sent again.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from models.events import FileAttached
from models.files.parts import OffsetWrong, coming_to
from models.files.scans import MOST_FILE_BYTES, Files, digest_of
from models.history import Recorded
from models.ids import FileDigest
from models.trouble import NotTheProvince, ProvinceFull, ProvinceRefused, ScanDamaged, ScanNotHere, Trouble
from sync.client.peer import TakesFiles
from sync.client.rate import TransferRate
from sync.messages import Refusal

STUBBORN = 3
"""Times that a file begins anew, or an offset is disputed without any progress, before it is given up for now."""


class FileUploader:
    """Sends files before the events that name them: ``before_events`` of ``sync.client.link.Link``.

    Args of the constructor:
        hub: gives the line to the province (``Link.peer``, which is there only after the link).
        files: of this desk.
        rate: how fast.
    """

    def __init__(self, hub: Callable[[], TakesFiles], files: Files, rate: TransferRate) -> None:
        self._hub = hub
        self._files = files
        self._rate = rate

    def __call__(self, events: Sequence[Recorded]) -> Trouble | None:
        """Send all files of these events; returns None when all those on this machine have arrived.

        The hub is asked for each, each time: one restored from an older copy may have lost what it once had. From a
        revoked machine it takes no file; it takes the events, and keeps them apart.

        Returns:
            Why some wait (no room at the hub, or more than it takes in a day); their events go on without them, and the
            hub keeps these apart until they come.

        Raises:
            NetworkTrouble: they have not arrived; what has gone over is not sent again.
            Stopped: the desk is closing; likewise.
        """
        try:
            send_files(self._hub(), self._files, named_by(events), self._rate)
        except ProvinceFull as full:
            return full
        except ProvinceRefused as refused:
            if refused.refusal == Refusal.TOO_MUCH:
                return refused
            if refused.refusal != Refusal.DEVICE_REVOKED:
                raise
        return None


class FileDownloader:
    """Fetches files scanned at other desks, in a thread of its own, one after the other.

    Args of the constructor: as of ``FileUploader``.
    """

    def __init__(self, hub: Callable[[], TakesFiles], files: Files, rate: TransferRate) -> None:
        self._hub = hub
        self._files = files
        self._rate = rate
        self._turn = threading.Lock()
        self._wanted: dict[FileDigest, None] = {}
        self._thread: threading.Thread | None = None

    def want(self, digest: FileDigest) -> None:
        """Request this file, and retry all that could not be had before. Any thread, returns at once."""
        with self._turn:
            self._wanted[digest] = None
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="scans", daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is being fetched; False = timed out."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _run(self) -> None:
        """Fetch all requested files; after an error the rest waits for the next request."""
        try:
            while (digest := self._next()) is not None:
                fetch_file(self._hub(), self._files, digest, self._rate)
                with self._turn:
                    del self._wanted[digest]
        except Trouble:
            self._end()
        except Exception:
            self._end()  # told by the hook of threads; the next request begins anew
            raise

    def _end(self) -> None:
        with self._turn:
            self._thread = None

    def _next(self) -> FileDigest | None:
        with self._turn:
            digest = next(iter(self._wanted), None)
            if digest is None:
                self._thread = None
            return digest


def named_by(events: Iterable[Recorded]) -> list[FileDigest]:
    """The files that events name, in their order, each once."""
    named = (recorded.event.digest for recorded in events if isinstance(recorded.event, FileAttached))
    return list(dict.fromkeys(named))


def send_files(hub: TakesFiles, files: Files, digests: Iterable[FileDigest], rate: TransferRate) -> list[FileDigest]:
    """Send these files to the hub, one after the other.

    Returns:
        Those that are not whole on this machine, or larger than the hub takes: their events go on without them, and the
        hub sets these aside.

    Raises:
        NetworkTrouble, Stopped: as told by ``FileUploader``.
    """
    missing = []
    for digest in digests:
        try:
            send_file(hub, digest, files.proven_size(digest), partial(files.piece, digest), rate)
        except (ScanNotHere, ScanDamaged):
            missing.append(digest)
        except ProvinceRefused as refused:
            if refused.refusal != Refusal.TOO_LARGE:
                raise
            missing.append(digest)
    return missing


def send_file(
    hub: TakesFiles, digest: FileDigest, size: int, piece_of: Callable[[int, int], bytes], rate: TransferRate
) -> None:
    """Send one file to the hub, resuming where it stopped; does nothing if the hub has it.

    Args:
        hub: the line to it.
        digest: of the whole.
        size: of the whole.
        piece_of: gives the bytes from a place on, so many at most.
        rate: how fast.

    Raises:
        NetworkTrouble, Stopped: as told by ``FileUploader``.
    """
    left = STUBBORN
    offset = hub.file_reached(digest, size)
    while offset < size:
        piece, since = piece_of(offset, rate.piece), rate.now()
        try:
            reached = hub.send_piece(digest, size, offset, piece)
        except ProvinceRefused as refused:
            # GAP: this very piece came before and its answer was lost, or another desk sends the same file.
            # UNREADABLE: what came before at the hub was not this file; it begins anew.
            again = {Refusal.GAP.value: refused.head, Refusal.UNREADABLE.value: 0}.get(refused.refusal)
            if again is None or left == 0 or not 0 <= again <= size:
                raise
            left = left if again > offset else left - 1
            offset = again
        else:
            if reached <= offset:
                raise NotTheProvince(digest, "upload-offset")
            offset = reached
        rate.sent(len(piece), since)


def fetch_file(hub: TakesFiles, files: Files, digest: FileDigest, rate: TransferRate) -> bool:
    """Fetch a file scanned at another desk of the office, resuming where it stopped.

    Returns:
        False: the hub does not have it (its desk has not sent it yet).

    Raises:
        NetworkTrouble, Stopped: what has come is kept.
        DiskFull, DiskFailing, FolderReadOnly.
    """
    if files.has(digest):
        return True
    parts = coming_to(files)
    known = parts.coming(digest)
    while known is None or not known.is_whole:
        offset, since = (known.offset if known else 0), rate.now()
        found = hub.fetch_piece(digest, offset, rate.piece)
        if found is None:
            return False
        if found.size > MOST_FILE_BYTES:
            raise NotTheProvince(digest, "size")
        if known is None or known.size != found.size:
            known = parts.begin(digest, found.size)
        try:
            known = parts.add(digest, offset, found.content)
        except OffsetWrong as wrong:  # it has another size than before, or more came than was asked for
            raise NotTheProvince(digest, "size") from wrong
        rate.sent(len(found.content), since)
    content = parts.content(digest)
    whole = digest_of(content) == digest
    if whole:
        files.put(content)
    parts.drop(digest)
    return whole
