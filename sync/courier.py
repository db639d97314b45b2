"""The courier: the same batches as over HTTPS, through a folder on a USB stick, whoever carries it.

Below the stick's folder each machine has a pocket, ``motcua/<office>-<device>``. In it lie letters, sealed and signed
(``sync.sealing``): ``000007-0002.desk`` is the second letter of this desk's seventh filling, ``000007-0002.hub`` the
second of the answer to it. Names tell nothing of any citizen, and nothing in a name is believed: what counts is
inside. Every letter is good by itself and any number of times, so a stick may be lost, copied, come late, come twice,
come in part, or cross what was sent over the line meanwhile.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from msgspec import Struct

from models.disk import PART, on_disk, write_whole
from models.files import MOST_FILE_BYTES
from models.ids import DeviceId, FileDigest
from models.office import folder_name
from models.trouble import DiskFull, StickFull, StickMissing
from sync.messages import MOST_BYTES, NewsAsked, Refusal, SignedEdition
from sync.sealing import SealBroken, seal, unseal

FOLDER = "motcua"

FROM_DESK, FROM_HUB = "desk", "hub"
"""How the names of letters end."""

MOST_LETTER = MOST_FILE_BYTES + 4 * MOST_BYTES
"""A file larger than this is no letter and is not read."""

MOST_FILLINGS = 999_999_999
"""What a letter's name has room for."""

_NAME = re.compile(r"(\d{6,9})-(\d{4,6})\.(desk|hub)")


# ---- what a desk writes ------------------------------------------------------------------------------------


class SentUp(Struct, frozen=True, tag="up"):
    """A packed ``Up``.

    Attributes:
        acknowledged: what the desk remembered as acknowledged when it wrote; the first ``Up`` begins after it.
    """

    up: bytes
    acknowledged: int


class SentScan(Struct, frozen=True, tag="scan"):
    """A scanned file, in a letter before the events that name it."""

    digest: FileDigest
    content: bytes


class Asked(Struct, frozen=True, tag="asked"):
    """What the desk would ask for over the line; the last letter of a filling."""

    asked: NewsAsked


class DeskLetter(Struct, frozen=True, kw_only=True):
    """A letter to the hub.

    Attributes:
        stick: number of this filling, as the desk counts.
        answer_to: X25519 key to seal the answer to, 32 bytes.
    """

    office: str
    device: DeviceId
    stick: int
    answer_to: bytes
    says: SentUp | SentScan | Asked


# ---- what the hub answers ----------------------------------------------------------------------------------


class Answered(Struct, frozen=True, tag="answered"):
    """A packed ``UpAnswer``; ``acknowledged`` as the desk had said."""

    answer: bytes
    acknowledged: int


class NotTaken(Struct, frozen=True, tag="not_taken"):
    """Nothing was taken in, and why; for a gap, where the hub's chain stands."""

    refusal: Refusal
    acknowledged: int
    head: int = 0


class Told(Struct, frozen=True, tag="told"):
    """A packed ``News``, and the question it answers."""

    asked: NewsAsked
    news: bytes


class EditionTold(Struct, frozen=True, tag="edition"):
    """The office's newest edition."""

    signed: SignedEdition


class HubLetter(Struct, frozen=True, kw_only=True):
    """A letter to a desk; ``stick`` is the filling it answers."""

    office: str
    device: DeviceId
    stick: int
    says: Answered | NotTaken | Told | EditionTold


# ---- letters on a stick ------------------------------------------------------------------------------------

L = TypeVar("L", DeskLetter, HubLetter)


class Place(Struct, frozen=True, order=True):
    """Where a letter lies, in the order in which letters are read."""

    stick: int
    part: int
    path: Path


def pocket(folder: Path, office: str, device: DeviceId) -> Path:
    """Where a machine's letters lie on the stick."""
    return folder / FOLDER / f"{folder_name(office)}-{device}"


def put(
    place: Path, ending: str, stick: int, letters: Iterable[L], *, by: Ed25519PrivateKey, to: X25519PublicKey
) -> list[Path]:
    """Write letters into a pocket, in their order, each whole; older ones of this end go when all are there.

    Raises:
        StickFull, DiskFailing, FolderReadOnly: those written so far are good, and the older ones still lie there.
    """
    written = []
    try:
        for part, letter in enumerate(letters, 1):
            path = place / f"{stick:06d}-{part:04d}.{ending}"
            write_whole(path, seal(msgspec.msgpack.encode(letter), by=by, to=to))
            written.append(path)
    except DiskFull as full:
        raise StickFull(str(place), full.detail) from full
    remove(place, ending, keep=written)
    return written


def remove(place: Path, ending: str, *, keep: Collection[Path] = (), upto: int | None = None) -> None:
    """Remove the letters of one end from a pocket, and what was left half written there.

    Args:
        place: the pocket.
        ending: of which end.
        keep: these stay.
        upto: the last filling whose letters go; None = all.

    Raises:
        DiskFailing, FolderReadOnly.
    """
    with on_disk(place):
        gone = [found.path for found in letters_in(place, ending) if upto is None or found.stick <= upto]
        for path in {*gone, *place.glob(f"*.{ending}.*{PART}")}.difference(keep):
            path.unlink(missing_ok=True)


def letters_in(place: Path, ending: str) -> list[Place]:
    """The letters of one end in a pocket, in the order in which they were written. Any other file is none."""
    if not place.is_dir():
        return []
    found = ((path, _NAME.fullmatch(path.name)) for path in place.iterdir())
    return sorted(
        Place(int(name[1]), int(name[2]), path)
        for path, name in found
        if name is not None and name[3] == ending and path.is_file()
    )


def pockets(folder: Path) -> list[Path]:
    """All pockets of a stick."""
    with on_disk(folder):
        return sorted(path for path in (folder / FOLDER).iterdir() if path.is_dir()) if has_any(folder) else []


def has_any(folder: Path) -> bool:
    """Whether anything of ours lies on this stick."""
    return (folder / FOLDER).is_dir()


def check_there(folder: Path) -> None:
    """A stick that was pulled out must not become a folder of this PC.

    Raises:
        StickMissing: there is no such folder.
    """
    if not folder.is_dir():
        raise StickMissing(str(folder))


def read_all(
    places: Iterable[Place],
    kind: type[L],
    *,
    to: X25519PrivateKey,
    sender: Callable[[str], Ed25519PublicKey | None],
) -> Iterator[tuple[Place, str, L | SealBroken]]:
    """Each letter with the name of the key that signed it, or why it cannot be believed.

    Raises:
        DiskFailing, FolderReadOnly: the stick cannot be read.
    """
    for place in places:
        with on_disk(place.path):
            if place.path.stat().st_size > MOST_LETTER:
                yield place, "", SealBroken("size")
                continue
            sealed = place.path.read_bytes()
        try:
            name, plain = unseal(sealed, to=to, sender=sender)
            yield place, name, msgspec.msgpack.decode(plain, type=kind)
        except SealBroken as broken:
            yield place, "", broken
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            yield place, "", SealBroken(str(wrong))
