"""The line between the waiting room and the desk on one machine: what goes over it, and who may use it.

A socket on the loopback address, its number and a random key in a file of the data folder that only its owner may
read. Both ends prove that they know the key before anything is said. Messages are JSON of the types below, each behind
its length; nothing on the line is ever executed or unpickled. Every wait has an end.
"""

import contextlib
import hashlib
import hmac
import secrets
import socket
import struct
from pathlib import Path

import msgspec
from msgspec import Struct

from desk.hall.hall import Board, Drawn, Offer, Slip, Wish
from models.files.disk import write_whole
from models.ids import TicketId
from models.trouble import HallNotReached

FILE = "hall.line"
"""Where the desk that answers says how to reach it."""

HERE = "127.0.0.1"
LONGEST = 1_000_000
"""Bytes of one message."""

PROVE_WITHIN = 5.0
"""Seconds in which both ends have proved themselves."""

_LENGTH = struct.Struct(">I")
_NONCE = 32


class Address(Struct, frozen=True):
    """How to reach the desk that answers."""

    port: int
    key: bytes


class AskOffer(Struct, frozen=True, tag=True):
    """``Hall.offer``."""


class AskDraw(Struct, frozen=True, tag=True):
    """``Hall.draw``."""

    wish: Wish


class AskSlip(Struct, frozen=True, tag=True):
    """``Hall.slip``."""

    ticket: TicketId


class AskBoard(Struct, frozen=True, tag=True):
    """``Hall.board``."""

    since: int


class LetGo(Struct, frozen=True, tag=True):
    """The window wants the file: a kiosk or board that has it open gives it away and asks the window from then on."""


class Gone(Struct, frozen=True, tag=True):
    """The file is closed and free."""


class No(Struct, frozen=True, tag=True):
    """The desk said no, in a sentence."""

    sentence: str


Question = AskOffer | AskDraw | AskSlip | AskBoard | LetGo
Answer = Offer | Drawn | Slip | Board | Gone | No

write = msgspec.json.Encoder().encode
read_question = msgspec.json.Decoder(Question).decode
read_answer = msgspec.json.Decoder(Answer).decode


class Line:
    """One end of a connection: whole messages in, whole messages out.

    Raises:
        OSError: the other end is gone, silent, or talks nonsense (``ConnectionError``, ``TimeoutError``).
    """

    def __init__(self, wire: socket.socket, patience: float) -> None:
        self._wire = wire
        self.be_patient(patience)

    def be_patient(self, seconds: float | None) -> None:
        """How long to wait for the other end; None = for ever."""
        self._wire.settimeout(seconds)

    def tell(self, message: bytes) -> None:
        """One message to the other end."""
        self._wire.sendall(_LENGTH.pack(len(message)) + message)

    def hear(self) -> bytes:
        """The next message of the other end."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        if length > LONGEST:
            raise ConnectionError(length)
        return self._exactly(length)

    def close(self) -> None:
        """End it, in whatever thread somebody waits at it."""
        with contextlib.suppress(OSError):  # the other end was faster
            self._wire.shutdown(socket.SHUT_RDWR)
        self._wire.close()

    def prove(self, key: bytes, *, asking: bool) -> None:
        """Both ends show that they know the key, neither says it.

        Raises:
            ConnectionError: the other end does not.
        """
        mine, theirs = (b"asks", b"answers") if asking else (b"answers", b"asks")
        nonce = secrets.token_bytes(_NONCE)
        self.tell(nonce)
        self.tell(_proof(key, mine, self.hear()))
        if not hmac.compare_digest(self.hear(), _proof(key, theirs, nonce)):
            raise ConnectionError("proof")

    def _exactly(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            part = self._wire.recv(min(count - len(parts), 65536))
            if not part:
                raise ConnectionError("closed")
            parts += part
        return bytes(parts)


def _proof(key: bytes, role: bytes, nonce: bytes) -> bytes:
    return hmac.digest(key, role + nonce, hashlib.sha256)


def reach(folder: Path, *, patience: float) -> Line:
    """A line to the desk that has this folder open, proved.

    Raises:
        HallNotReached: none is open, or it does not answer.
    """
    address = read_address(folder)
    if address is None:
        raise HallNotReached
    try:
        wire = socket.create_connection((HERE, address.port), timeout=PROVE_WITHIN)
    except OSError as error:
        raise HallNotReached from error
    line = Line(wire, PROVE_WITHIN)
    try:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.prove(address.key, asking=True)
        line.be_patient(patience)
    except OSError as error:
        line.close()
        raise HallNotReached from error
    return line


def read_address(folder: Path) -> Address | None:
    """How to reach the desk that answers; None = nobody has said so, or only half of it."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Address)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def write_address(folder: Path, address: Address) -> None:
    """Say how to reach this desk, to this user alone; a reader sees the old file or the new one, never half.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: the folder takes no writing.
    """
    write_whole(folder / FILE, msgspec.json.encode(address), private=True)


def forget_address(folder: Path, address: Address) -> None:
    """Nobody answers here any more; what another desk has written since then stays."""
    if read_address(folder) == address:
        (folder / FILE).unlink(missing_ok=True)
