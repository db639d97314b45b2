"""What the publisher has signed: which versions there are, and their packages, proven (The Update Framework).

One folder of known metadata for all sources: a stick of last month cannot bring back what the hub has replaced since.
"""

import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from tuf.api import exceptions
from tuf.api.metadata import TargetFile
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from desk.updates.launcher import is_newer
from desk.updates.refusals import UpdateNotThere, UpdateNotTrusted, UpdateSourceSilent
from desk.updates.room import check_room
from desk.updates.sources import UpdateSource
from desk.updates.standing import Package
from models.files.disk import on_disk
from models.update_expiry import ROLES
from sync.client.rate import TransferRate

METADATA, DOWNLOADS = "metadata", "downloads"
"""Folders in the folder of versions: what is known to be signed, and packages on their way."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class _Known(Updater):
    """The client of the framework, on a clock of the desk's."""

    def __init__(self, home: Path, root: bytes, fetcher: FetcherInterface, at: datetime) -> None:
        folder = home / METADATA
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder), METADATA, str(home / DOWNLOADS), "targets", fetcher=fetcher, bootstrap=root)
        self._trusted_set.reference_time = at

    def ends(self) -> dict[str, datetime]:
        """When each role ends."""
        return {role: getattr(self._trusted_set, role).expires for role in ROLES}

    def listed(self) -> dict[str, TargetFile]:
        """All that is signed."""
        return self._trusted_set.targets.targets


class _Fetcher(FetcherInterface):
    """Brings files of a source in pieces; a package goes on where it was cut off, however often that happens."""

    def __init__(self, source: UpdateSource, rate: TransferRate, downloads: Path) -> None:
        self._source, self._rate, self._downloads = source, rate, downloads
        self.told: Callable[[int], None] = lambda _: None

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._pieces(url, 0)

    def _pieces(self, name: str, offset: int) -> Iterator[bytes]:
        while True:
            since = self._rate.now()
            piece = self._source.piece(name, offset, self._rate.piece)
            if piece is None:
                raise exceptions.DownloadHTTPError(f"{name} is not there", 404)
            yield piece.content
            offset += len(piece.content)
            self._rate.sent(len(piece.content), since)
            if offset >= piece.size or not piece.content:
                return

    @contextmanager
    def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
        """As of the framework, which proves what is given here."""
        if url.startswith(METADATA):
            content = bytearray()
            for piece in self._pieces(url, 0):
                content += piece
                if len(content) > max_length:
                    raise exceptions.DownloadLengthMismatchError(f"{url} is longer than {max_length}")
            yield io.BytesIO(content)
            return
        part = self._downloads / f"{url.rpartition('/')[2]}.part"
        with part.open("a+b") as file:
            done = file.seek(0, os.SEEK_END)
            if done > max_length:
                file.truncate(0)
                done = 0
            for piece in self._pieces(url, done) if done < max_length else ():
                done += len(piece)
                if done > max_length:
                    file.truncate(0)
                    raise exceptions.DownloadLengthMismatchError(f"{url} is longer than {max_length}")
                file.write(piece)
                file.flush()
                self.told(done)
            file.seek(0)
            try:
                yield file
            except exceptions.RepositoryError:
                file.truncate(0)  # whole and wrong: the next attempt begins anew
                raise


class Repository:
    """What the publisher has signed, as one source shows it. One thread.

    Args:
        home: the folder of versions.
        root: the keys that this program came with.
        source: where to read.
        rate: how fast.
        at: now; what was known before counts where that is later.
    """

    def __init__(self, home: Path, root: bytes, source: UpdateSource, rate: TransferRate, at: datetime) -> None:
        self._home, self._source = home, source
        self._asked = False
        with on_disk(home):
            (home / DOWNLOADS).mkdir(parents=True, exist_ok=True)
        self._fetcher = _Fetcher(source, rate, home / DOWNLOADS)
        with self._judged():
            self._known = _Known(home, root, self._fetcher, at)

    def packages(self, platform: str) -> tuple[Package, ...]:
        """All packages for a system, newest first. Asks the source once.

        Raises:
            UpdateNotTrusted: what is shown there is not what the keys vouch for, or is older than what was seen before.
            UpdateSourceSilent, NetworkTrouble: nothing could be read.
            DiskFull, DiskFailing, FolderReadOnly
        """
        if not self._asked:
            with self._judged():
                self._known.refresh()
            self._asked = True
        found = [package for name, file in self._known.listed().items() if (package := _package(name, file))]
        mine = [package for package in found if package.platform == platform]
        return tuple(sorted(mine, key=lambda one: [int(part) for part in one.version.split(".")], reverse=True))

    def ends(self) -> dict[str, datetime]:
        """When each role of what is signed ends, after ``packages``."""
        return self._known.ends()

    def fetch(self, package: Package, *, told: Callable[[int], None] = lambda _: None) -> Path:
        """Download a package, at most at half of the line's speed, and prove its length and hashes.

        Cut off at any moment, what has come is kept, and the next attempt goes on there.

        Args:
            package: from ``packages``.
            told: how many bytes are here.

        Returns:
            The proven file.

        Raises:
            UpdateNeedsRoom: there is too little of it.
            UpdateNotTrusted: what came is not what was signed; it is gone.
            UpdateNotThere: the list names it, and the source does not have it.
            TransferStopped: the desk closes.
            UpdateSourceSilent, NetworkTrouble, DiskFull, DiskFailing, FolderReadOnly
        """
        target = self._known.get_targetinfo(package.name)
        assert target is not None  # noqa: S101 - it was listed by this very object
        check_room(self._home, 2 * package.size + package.unpacked)
        self._fetcher.told = told
        with self._judged(package.version), on_disk(self._home):
            found = self._known.find_cached_target(target)
            file = Path(found or self._known.download_target(target))
        self.drop_parts()
        return file

    def drop_parts(self) -> None:
        """Remove what is left of downloads; what is whole was proven and lies beside."""
        for part in (self._home / DOWNLOADS).glob("*.part"):
            part.unlink(missing_ok=True)

    @contextmanager
    def _judged(self, version: str = "") -> Iterator[None]:
        """Whatever the framework refuses is one refusal of ours."""
        where = self._source.where
        try:
            yield
        except exceptions.ExpiredMetadataError as wrong:
            raise UpdateNotTrusted("expired", where) from wrong
        except exceptions.BadVersionNumberError as wrong:
            raise UpdateNotTrusted("older", where) from wrong
        except exceptions.UnsignedMetadataError as wrong:
            raise UpdateNotTrusted("signature", where) from wrong
        except (exceptions.LengthOrHashMismatchError, exceptions.DownloadLengthMismatchError) as wrong:
            raise UpdateNotTrusted("altered", where) from wrong
        except exceptions.RepositoryError as wrong:
            raise UpdateNotTrusted("unreadable", where) from wrong
        except exceptions.DownloadError as wrong:
            if version:
                raise UpdateNotThere(version) from wrong
            raise UpdateSourceSilent(where) from wrong


def _package(name: str, file: TargetFile) -> Package | None:
    """A signed file that is a package of ours; others may come with later releases."""
    told = file.custom or {}
    version, platform = str(told.get("version", "")), str(told.get("platform", ""))
    if not platform or not is_newer(version, "") or not _NAME.fullmatch(name):
        return None
    return Package(
        version=version, platform=platform, name=name, size=file.length, unpacked=int(told.get("unpacked", 0))
    )
