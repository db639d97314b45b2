"""The ``Peer`` interface: another system to exchange events with, the hub over HTTPS or another PC of the office.

Answers are accepted only as far as a digest proves them, and acknowledgements are stored per peer (``models.store``);
the exchange is the same for all peers.
"""

from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from models.ids import FileDigest, PeerName
from sync.client.membership import Membership
from sync.messages import Backfill, BackfillAnswer, Counts, News, NewsAsked, SignedEdition, Up, UpAnswer


class FilePiece(Struct, frozen=True):
    """Bytes of a scanned file, of which ``size`` are the whole."""

    size: int
    content: bytes


class TakesFiles(Protocol):
    """What the sending and fetching of scanned files needs. Each method raises the troubles of the network."""

    def file_reached(self, digest: FileDigest, size: int) -> int:
        """Announce a file of this size; gives how many bytes of it are there already."""

    def send_piece(self, digest: FileDigest, size: int, offset: int, piece: bytes) -> int:
        """Bytes of an announced file from ``offset`` on; gives how many are there then.

        Raises:
            ProvinceRefused: GAP, with ``head`` bytes being there; UNREADABLE, all of it was another file.
        """

    def fetch_piece(self, digest: FileDigest, offset: int, most: int) -> FilePiece | None:
        """So many bytes at most, and at least one, from ``offset`` on; None = the file is not there."""


class Peer(TakesFiles, Protocol):
    """What the exchange needs. Any thread. Each method that asks raises the troubles of the network."""

    @property
    def name(self) -> PeerName:
        """Under which it is kept what this peer has."""

    @property
    def membership(self) -> Membership:
        """Of this machine, with this peer's address: it says with which key an edition has to be signed."""

    @property
    def offset(self) -> timedelta:
        """How far the peer's clock is before this PC's, as far as it is known."""

    def up(self, up: Up) -> UpAnswer:
        """Send this device's own events; none = ask what is there of a digest."""

    def news(self, asked: NewsAsked) -> News:
        """What else happened in the office; waits as long as ``asked.wait`` says."""

    def counts(self) -> Counts:
        """What is there of the office, device by device."""

    def backfill(self, brought: Backfill) -> BackfillAnswer:
        """Bring back what was lost there of other devices."""

    def edition(self) -> SignedEdition | None:
        """The office's newest edition; None = the province has set none."""

    def saw(self, at: datetime) -> None:
        """What the peer's clock says now."""

    def cut(self) -> None:
        """End whatever is under way, in any thread; it cannot be asked through this any more."""
