"""The ``Peer`` interface: another system to exchange events with, the hub over HTTPS or another PC of the office.

Answers are accepted only as far as a digest proves them, and acknowledgements are stored per peer (``models.store``);
the exchange is the same for all peers.
"""

from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from models.ids import FileDigest, PeerName
from sync.client.membership import Membership
from sync.messages import (
    Backfill,
    BackfillAnswer,
    Counts,
    Load,
    LoadAsked,
    News,
    NewsAsked,
    SignedEdition,
    SignedKeys,
    Up,
    UpAnswer,
)


class FilePiece(Struct, frozen=True):
    """Bytes of a scanned file whose whole size is ``size``."""

    size: int
    content: bytes


class TakesFiles(Protocol):
    """What transferring scanned files needs of a peer. Each method raises the troubles of the network."""

    def file_reached(self, digest: FileDigest, size: int) -> int:
        """Announce a file of this size; returns how many bytes of it are there already."""

    def send_piece(self, digest: FileDigest, size: int, offset: int, piece: bytes) -> int:
        """Send bytes of an announced file from ``offset`` on; returns how many are there then.

        Raises:
            ProvinceRefused: GAP, with ``head`` bytes being there; UNREADABLE, all of it was another file.
        """

    def fetch_piece(self, digest: FileDigest, offset: int, most: int) -> FilePiece | None:
        """Fetch at least one byte from ``offset`` on, up to a maximum; None = the file is not there."""


class Peer(TakesFiles, Protocol):
    """What the exchange needs. Any thread. Each method that asks raises the troubles of the network."""

    @property
    def name(self) -> PeerName:
        """The name under which acknowledgements of this peer are stored."""

    @property
    def membership(self) -> Membership:
        """This machine's membership, with this peer's address and the key that signs editions."""

    @property
    def offset(self) -> timedelta:
        """How far the peer's clock is before this PC's, as far as it is known."""

    def up(self, up: Up) -> UpAnswer:
        """Send this device's own events; with none, ask for the digest there."""

    def news(self, asked: NewsAsked) -> News:
        """New events of the office; waits as long as ``asked.wait`` says."""

    def load(self, asked: LoadAsked) -> Load:
        """The next page of this visit laptop's load."""

    def counts(self) -> Counts:
        """The peer's counts of the office, device by device."""

    def backfill(self, brought: Backfill) -> BackfillAnswer:
        """Return events of other devices that the peer has lost."""

    def edition(self) -> SignedEdition | None:
        """The office's newest edition; None = the province has set none."""

    def keys(self, have: str) -> SignedKeys | None:
        """The keys of the province's machines; None = the list of this name is the newest, or there is none."""

    def note_time(self, at: datetime) -> None:
        """The current time by the peer's clock."""

    def abort(self) -> None:
        """Abort requests of all threads; this object cannot be used any more."""
