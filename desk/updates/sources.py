"""Where updates come from: the province's hub, a folder on the web, a USB stick. One interface, bytes from a place on.

Nothing that is read here is believed: ``desk.updates.repository`` proves it.
"""

import os
import re
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from desk.updates.refusals import UpdateSourceSilent
from models.files.disk import on_disk
from models.system.decoding import prepared
from models.trouble import FileTrouble, NetworkTrouble, ProvinceRefused
from sync.client.https import HubClient
from sync.client.peer import FilePiece
from sync.messages import JSON, PATH_UPDATES, Refusal, UpdateOffer
from sync.wire import Stale, Wire

ON_STICK = "motcua-cap-nhat"
"""Folder of a USB stick with ``metadata`` and ``targets``, as ``installer.release`` writes them."""

_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)
_OK, _PART, _UNSATISFIABLE = 200, 206, 416
_ABSENT = frozenset({403, 404})
_TRIES = 2


class GivenVersion(Struct, frozen=True, kw_only=True):
    """What a source gives this machine.

    Attributes:
        version: the one it may go to; None = none. Without ``any``.
        paused: nobody goes anywhere for now.
        any: the source knows no machines: the newest that is signed.
    """

    version: str | None = None
    paused: bool = False
    any: bool = False


class UpdateSource(Protocol):
    """A source. Any thread."""

    @property
    def where(self) -> str:
        """What a person calls it."""

    def offer(self) -> GivenVersion:
        """What this machine may go to.

        Raises:
            NetworkTrouble, FileTrouble, UpdateSourceSilent
        """

    def cut(self) -> None:
        """Abort what is under way, in any thread; the desk closes."""

    def piece(self, name: str, offset: int, most: int) -> FilePiece | None:
        """Bytes of a file from ``offset`` on, and its size; it may be more than ``most``.

        Args:
            name: below the source, with forward slashes.
            offset: of the first byte, before the end of the file.
            most: how many are wanted at most.

        Returns:
            None: there is no such file.

        Raises:
            NetworkTrouble, FileTrouble, UpdateSourceSilent
        """


class HubSource:
    """The hub this machine belongs to: it says which version this office's ring may go to, and has the files.

    Args:
        hub: the line to it.
    """

    def __init__(self, hub: HubClient) -> None:
        self._hub = hub
        self.where = hub.membership.hub_name

    def cut(self) -> None:
        """As of ``UpdateSource``."""
        self._hub.abort()

    def offer(self) -> GivenVersion:
        """As of ``UpdateSource``. A hub that knows no updates yet offers none."""
        try:
            told = self._hub.request("GET", PATH_UPDATES, media=JSON)
        except ProvinceRefused as refused:
            if refused.refusal == Refusal.NOT_FOUND:
                return GivenVersion()
            raise
        try:
            offered = msgspec.json.decode(told.body, type=prepared(UpdateOffer))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise UpdateSourceSilent(self.where) from wrong
        return GivenVersion(version=offered.version, paused=offered.paused)

    def piece(self, name: str, offset: int, most: int) -> FilePiece | None:
        """As of ``UpdateSource``."""
        headers = {"Range": f"bytes={offset}-{offset + most - 1}"}
        try:
            told = self._hub.request("GET", f"{PATH_UPDATES}/{name}", b"", headers)
        except ProvinceRefused as refused:
            if refused.refusal == Refusal.NOT_FOUND:
                return None
            raise
        return _content(told.status, told.headers, told.body, offset, self.where)


class WebSource:
    """A folder that a web server shows, with ranges; https, or this machine itself.

    Args:
        url: of the folder that holds ``metadata`` and ``targets``.

    Raises:
        ProvinceAddressWrong: it is no such address.
    """

    def __init__(self, url: str) -> None:
        self._wire = Wire(url)
        self.where = url

    def cut(self) -> None:
        """As of ``UpdateSource``."""
        self._wire.cut()

    def offer(self) -> GivenVersion:
        """As of ``UpdateSource``."""
        return GivenVersion(any=True)

    def piece(self, name: str, offset: int, most: int) -> FilePiece | None:
        """As of ``UpdateSource``."""
        headers = {"Range": f"bytes={offset}-{offset + most - 1}"}
        for attempt in range(1, _TRIES + 1):
            try:
                told = self._wire.ask("GET", f"/{name}", b"", headers)
            except Stale:
                if attempt < _TRIES:
                    continue
                raise UpdateSourceSilent(self.where) from None
            except NetworkTrouble as trouble:
                raise UpdateSourceSilent(self.where) from trouble
            if told.status in _ABSENT:
                return None
            return _content(told.status, told.headers, told.body, offset, self.where)
        raise AssertionError(name)


class FolderSource:
    """A USB stick, or a folder that a stick was copied to.

    Args:
        folder: the stick, or its folder of updates.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ON_STICK if (folder / ON_STICK).is_dir() else folder
        self.where = str(folder)

    def cut(self) -> None:
        """As of ``UpdateSource``: pieces of a disk are short."""

    def offer(self) -> GivenVersion:
        """As of ``UpdateSource``.

        Raises:
            UpdateSourceSilent: it is not in.
        """
        if not (self._folder / "metadata").is_dir():
            raise UpdateSourceSilent(self.where)
        return GivenVersion(any=True)

    def piece(self, name: str, offset: int, most: int) -> FilePiece | None:
        """As of ``UpdateSource``."""
        path = self._folder / name
        try:
            with on_disk(path):
                if not path.is_file():
                    return None
                with path.open("rb") as file:
                    size = file.seek(0, os.SEEK_END)
                    file.seek(offset)
                    return FilePiece(size, file.read(most))
        except FileTrouble as trouble:
            raise UpdateSourceSilent(self.where) from trouble


def _content(status: int, headers: dict[str, str], body: bytes, offset: int, where: str) -> FilePiece:
    """The bytes of an answer from ``offset`` on."""
    if status == _UNSATISFIABLE:  # the file is shorter than it was
        return FilePiece(offset, b"")
    if status == _OK:  # a server without ranges: all of it came
        return FilePiece(len(body), body[offset:])
    told = _RANGE.fullmatch(headers.get("content-range", ""))
    if status != _PART or told is None or int(told[1]) != offset or not body:
        raise UpdateSourceSilent(where)
    return FilePiece(int(told[3]), body)
