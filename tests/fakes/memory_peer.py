"""A peer in memory: takes, tells and loses events by the same rules as the hub, with nothing between."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from models.calendar.clock import Clock, micros
from models.events import laptop_subject
from models.history import Recorded, digest
from models.ids import NO_DIGEST, DeviceId, FileDigest, PeerName
from models.subjects.laptop import fold
from models.trouble import ProvinceNotReached, ProvinceRefused
from sync.client.membership import Membership
from sync.client.peer import FilePiece, Peer
from sync.messages import (
    Backfill,
    BackfillAnswer,
    Counts,
    Cursor,
    DeviceCount,
    Load,
    LoadAsked,
    News,
    NewsAsked,
    Refusal,
    SignedEdition,
    SignedKeys,
    Up,
    UpAnswer,
    chains_of,
    events_of,
)

URL = "memory"


class MemoryPeer:
    """See ``sync.client.peer.Peer``.

    Attributes:
        stream: every event it has, in the order in which it came.
        files: scanned files, whole or coming.
        answers: whether answers reach who asked.
    """

    def __init__(self, name: PeerName, membership: Membership, clock: Clock) -> None:
        self.name = name
        self.membership = membership
        self.offset = timedelta(0)
        self.stream: list[Recorded] = []
        self.files: dict[FileDigest, bytes] = {}
        self.answers = True
        self._clock = clock
        self._life = 0

    def chain(self, device: DeviceId) -> list[Recorded]:
        """What it has of a device."""
        return [recorded for recorded in self.stream if recorded.device == device]

    def lose(self, left: int) -> None:
        """It is set back to the first so many events, and begins another life."""
        del self.stream[left:]
        self._life += 1

    def up(self, up: Up) -> UpAnswer:
        device, first = up.chain.device, up.chain.first
        head = len(self.chain(device))
        if first > head + 1:
            raise ProvinceRefused(URL, Refusal.GAP.value, None, head)
        self._take(events_of(up.chain))
        own = [NO_DIGEST, *map(digest, self.chain(device))]
        head = len(own) - 1
        upto = min(first - 1 + len(up.chain.links), head)
        self._answer()
        return UpAnswer(head, own[head], len(self.stream), micros(self._clock()), upto=upto, proof=own[upto])

    def news(self, asked: NewsAsked) -> News:
        epoch = b"%s %d" % (self.name.encode(), self._life)
        after = asked.cursor.position if asked.cursor.epoch == epoch else 0
        own = self.membership.device
        page = self.stream[after : after + asked.most]
        told = [recorded for recorded in page if recorded.device != own or recorded.seq > asked.head]
        reached = after + len(page)
        self._answer()
        left = len(self.stream) - reached
        return News(Cursor(epoch, reached), chains_of(told), left, len(self.chain(own)))

    def load(self, asked: LoadAsked) -> Load:
        del asked
        own = self.membership.device
        named = [recorded for recorded in self.stream if recorded.subject == laptop_subject(own)]
        laptop = fold(laptop_subject(own), named)
        told = [one for one in self.stream if one.subject in {laptop_subject(own), *laptop.subjects}]
        self._answer()
        return Load(laptop.load, Cursor(b"memory", 1), chains_of(told), 0, len(self.chain(own)))

    def counts(self) -> Counts:
        devices = sorted({recorded.device for recorded in self.stream})
        chains = [self.chain(device) for device in devices]
        return Counts(
            devices=tuple(
                DeviceCount(device=one[0].device, events=len(one), head=one[-1].seq, digest=digest(one[-1]).hex())
                for one in chains
            )
        )

    def backfill(self, brought: Backfill) -> BackfillAnswer:
        before = len(self.stream)
        for chain in brought.chains:
            self._take(events_of(chain))
        return BackfillAnswer(len(self.stream) - before)

    def edition(self) -> SignedEdition | None:
        return None

    def keys(self, have: str) -> SignedKeys | None:
        del have
        return None

    def file_reached(self, digest: FileDigest, size: int) -> int:
        return min(len(self.files.setdefault(digest, b"")), size)

    def send_piece(self, digest: FileDigest, size: int, offset: int, piece: bytes) -> int:
        there = self.files[digest]
        if offset != len(there):
            raise ProvinceRefused(URL, Refusal.GAP.value, None, len(there))
        self.files[digest] = there + piece
        if len(self.files[digest]) == size and sha256(self.files[digest]).hexdigest() != digest:
            self.files[digest] = b""
            raise ProvinceRefused(URL, Refusal.UNREADABLE.value)
        return len(self.files[digest])

    def fetch_piece(self, digest: FileDigest, offset: int, most: int) -> FilePiece | None:
        found = self.files.get(digest)
        return None if found is None else FilePiece(len(found), found[offset : offset + most])

    def note_time(self, at: object) -> None:
        """Its clock is this one's."""

    def abort(self) -> None:
        """There is nothing to cut."""

    def _take(self, events: Iterable[Recorded]) -> None:
        for recorded in events:
            if recorded.seq == len(self.chain(recorded.device)) + 1:
                self.stream.append(recorded)

    def _answer(self) -> None:
        if not self.answers:
            raise ProvinceNotReached(URL)


if TYPE_CHECKING:
    _: type[Peer] = MemoryPeer
