"""Files on a USB stick: the batches of HTTPS as sealed letters in a folder.

Below the stick's folder each machine has a folder, ``motcua/<office>-<device>``. In it are letters, sealed and signed
(``sealing``): ``000007-0002.desk`` is the second letter of this desk's seventh export, ``000007-0002.hub`` the second
of the answer to it. Names contain no citizen's data and are not trusted: what counts is inside. Every letter is valid
by itself and any number of times, so a stick may be lost, copied, late, repeated, incomplete, or overtaken by the link.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from msgspec import Struct

from models.files.disk import PART
from models.files.plain_folder import EntryKind, PlainFolder, opened
from models.files.scans import MOST_FILE_BYTES
from models.ids import DeviceId, FileDigest
from models.office import folder_name
from models.system.decoding import prepared
from models.trouble import DiskFull, NotPlain, StickFull, StickMissing
from sync.messages import MOST_BYTES, LoadAsked, NewsAsked, SignedEdition, SignedKeys
from sync.stick.sealing import SealBroken, seal, unseal

FOLDER = "motcua"

FROM_DESK, FROM_HUB, FROM_OFFICE = "desk", "hub", "load"
"""How the names of letters end."""

MOST_LETTER = MOST_FILE_BYTES + 4 * MOST_BYTES
"""A file larger than this is no letter and is not read."""

MOST_FILLINGS = 999_999_999
"""What a letter's name has room for."""

_NAME = re.compile(r"([0-9]{6,9})-([0-9]{4,6})\.(desk|hub|load)")
_LEFT = re.compile(rf"{_NAME.pattern}\.([0-9a-f]+){re.escape(PART)}")


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


class StickQuestion(Struct, frozen=True, tag="asked"):
    """The request for news that HTTPS would carry; the last letter of an export."""

    asked: NewsAsked


class StickLoadQuestion(Struct, frozen=True, tag="load_asked"):
    """The request of a visit laptop for its load, in place of one for news."""

    asked: LoadAsked


class DeskLetter(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A letter to the hub.

    Attributes:
        stick: number of this filling, as the desk counts.
        answer_to: X25519 key to seal the answer to, 32 bytes.
        protocol: of the packed messages; the first did not say.
    """

    office: str
    device: DeviceId
    stick: int
    answer_to: bytes
    says: SentUp | SentScan | StickQuestion | StickLoadQuestion
    protocol: int = 1


# ---- what the hub answers ----------------------------------------------------------------------------------


class Answered(Struct, frozen=True, tag="answered"):
    """A packed ``UpAnswer``; ``acknowledged`` as the desk had said."""

    answer: bytes
    acknowledged: int


class NotTaken(Struct, frozen=True, tag="not_taken"):
    """Nothing was accepted, and why (a ``Refusal``, or what a newer hub names); for a gap, the chain's end there."""

    refusal: str
    acknowledged: int
    head: int = 0


class StickNews(Struct, frozen=True, tag="told"):
    """A packed ``News``, and the request it answers."""

    asked: NewsAsked
    news: bytes


class LoadTold(Struct, frozen=True, tag="load"):
    """A packed page of a ``Load``, and the request it answers."""

    asked: LoadAsked
    load: bytes


class EditionTold(Struct, frozen=True, tag="edition"):
    """The office's newest edition."""

    signed: SignedEdition


class HubLetter(Struct, frozen=True, kw_only=True):
    """A letter to a desk.

    Attributes:
        stick: the export it answers.
        keys: of the province's machines, in the first letter of an answer.
    """

    office: str
    device: DeviceId
    stick: int
    says: Answered | NotTaken | StickNews | LoadTold | EditionTold
    keys: SignedKeys | None = None


# ---- what a desk gives a visit laptop ----------------------------------------------------------------------


class LoadLetter(Struct, frozen=True, kw_only=True):
    """A letter to a visit laptop: a packed page of its load, one of ``of``; ``stick`` counts this desk's loads."""

    office: str
    device: DeviceId
    stick: int
    of: int
    load: bytes


# ---- letters on a stick ------------------------------------------------------------------------------------

L = TypeVar("L", DeskLetter, HubLetter, LoadLetter)


class LetterPlace(Struct, frozen=True, order=True):
    """The position of a letter, in reading order."""

    stick: int
    part: int
    path: Path


def machine_folder(folder: Path, office: str, device: DeviceId) -> Path:
    """The folder of a machine's letters on the stick."""
    return folder / FOLDER / f"{folder_name(office)}-{device}"


def put(
    place: Path, ending: str, stick: int, letters: Iterable[L], *, by: Ed25519PrivateKey, to: X25519PublicKey
) -> int:
    """Write letters into a pocket, in their order, each whole; older ones of this end go when all are there.

    Returns:
        The bytes of all that were written.

    Raises:
        NotPlain, StickMissing, StickFull, DiskFailing, FolderReadOnly: those written so far are good, and the older
            ones still lie there.
    """
    names, size = [], 0
    with _opened(place, make=True) as there:
        if there is None:
            raise StickMissing(str(place))
        _letters_of(there, ending)  # a strange one is told before anything is written
        try:
            for part, letter in enumerate(letters, 1):
                name, sealed = f"{stick:06d}-{part:04d}.{ending}", seal(msgspec.msgpack.encode(letter), by=by, to=to)
                there.write_whole(name, sealed)
                names.append(name)
                size += len(sealed)
        except DiskFull as full:
            raise StickFull(str(place), full.detail) from full
        _remove(there, ending, keep=names)
    return size


def remove(place: Path, ending: str, *, upto: int) -> None:
    """Remove the letters of one end from a pocket up to this filling, and what was left half written there.

    Raises:
        NotPlain, DiskFailing, FolderReadOnly.
    """
    with _opened(place) as there:
        if there is not None:
            _remove(there, ending, upto=upto)


def _remove(there: PlainFolder, ending: str, *, keep: Collection[str] = (), upto: int | None = None) -> None:
    letters = _letters_of(there, ending)
    gone = {letter.path.name for letter in letters if upto is None or letter.stick <= upto}
    left = (name for name in there.names() if _LEFT.fullmatch(name) and f".{ending}." in name)
    gone |= {name for name in left if there.kind(name) is EntryKind.FILE}
    for name in sorted(gone.difference(keep)):
        there.remove(name)


def letters_in(place: Path, ending: str) -> list[LetterPlace]:
    """The letters of one end in a pocket, in the order in which they were written. Any other file is none.

    Raises:
        NotPlain: the pocket, or what has the name of a letter, is a link, a device or the like.
        DiskFailing, FolderReadOnly.
    """
    with _opened(place) as there:
        return [] if there is None else _letters_of(there, ending)


def _letters_of(there: PlainFolder, ending: str) -> list[LetterPlace]:
    found = []
    for name in there.names():
        named = _NAME.fullmatch(name)
        if named is None:
            continue
        if there.kind(name) is not EntryKind.FILE:  # of whichever end: told before anything is taken in or written
            raise NotPlain(str(there.path / name))
        if named[3] == ending:
            found.append(LetterPlace(int(named[1]), int(named[2]), there.path / name))
    return sorted(found)


def pockets(folder: Path) -> list[Path]:
    """All pockets of a stick.

    Raises:
        NotPlain: the folder of the pockets, or something in it, is a link, a device or the like.
        DiskFailing, FolderReadOnly.
    """
    with opened(folder) as stick, _below(stick, FOLDER) as ours:
        if ours is None:
            return []
        kinds = {name: ours.kind(name) for name in ours.names()}
        strange = [name for name, kind in kinds.items() if kind is EntryKind.OTHER]
        if strange:
            raise NotPlain(str(ours.path / strange[0]))
        return [ours.path / name for name, kind in kinds.items() if kind is EntryKind.FOLDER]


def check_there(folder: Path) -> None:
    """Check that the stick is mounted: a missing one must not become a folder of this PC.

    Raises:
        StickMissing: there is no such folder.
        NotPlain: it is a link, or no folder.
    """
    with opened(folder) as there:
        if there is None:
            raise StickMissing(str(folder))


@contextmanager
def _opened(place: Path, *, make: bool = False) -> Iterator[PlainFolder | None]:
    """A pocket, reached from the stick's own folder without following a link; None = it, or the stick, is not there."""
    with (
        opened(place.parent.parent) as stick,
        _below(stick, place.parent.name, make=make) as ours,
        _below(ours, place.name, make=make) as there,
    ):
        yield there


@contextmanager
def _below(folder: PlainFolder | None, name: str, *, make: bool = False) -> Iterator[PlainFolder | None]:
    if folder is None:
        yield None
    else:
        with folder.below(name, make=make) as found:
            yield found


def read_all(
    places: Iterable[LetterPlace],
    kind: type[L],
    *,
    to: X25519PrivateKey,
    sender: Callable[[str], Ed25519PublicKey | None],
) -> Iterator[tuple[LetterPlace, str, L | SealBroken]]:
    """Each letter with the name of its signing key, or why it is invalid.

    Raises:
        NotPlain: a link or a device has taken its place.
        StickMissing, DiskFailing, FolderReadOnly: the stick cannot be read.
    """
    for place in places:
        with _opened(place.path.parent) as there:
            if there is None:
                raise StickMissing(str(place.path))
            sealed = there.read(place.path.name, MOST_LETTER)
        if sealed is None:
            yield place, "", SealBroken("size")
            continue
        try:
            name, plain = unseal(sealed, to=to, sender=sender)
            yield place, name, msgspec.msgpack.decode(plain, type=prepared(kind))
        except SealBroken as broken:
            yield place, "", broken
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            yield place, "", SealBroken(str(wrong))
