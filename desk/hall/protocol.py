"""What both ends of the hall's protocol share: the file with port and secret, the keys, the HTTP paths.

The desk listens on the loopback address. Port and a random secret stand in a file of the data folder that only its
owner may read. Two keys are made of the secret: one signs requests, the other answers (``sync.signatures``), so that
each end proves itself with every message and neither says the secret.
"""

import hashlib
import hmac
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from models.files.disk import write_whole
from models.system.decoding import prepared

FILE = "hall.line"
"""Where the desk that answers says how to reach it."""

HERE = "127.0.0.1"
ANY_HOST = "http://hall"
"""Stands before a path where a signature is checked, which does not cover it."""


PATH_OFFER = "/v1/hall/offer"
PATH_TICKETS = "/v1/hall/tickets"
PATH_SLIP = "/v1/hall/slip"
"""With ``?ticket=`` and its id."""
PATH_BOARD = "/v1/hall/board"
"""With ``?since=`` and the number of a call."""
PATH_FILE = "/v1/hall/file"
"""DELETE: the window wants the data folder; a kiosk or board that has it open gives it away and asks the window from
then on."""


class HallAddress(Struct, frozen=True):
    """How to reach the process that answers.

    Attributes:
        key: the secret, 32 random bytes of this start of the desk.
    """

    port: int
    key: bytes

    @property
    def url(self) -> str:
        """Its URL."""
        return f"http://{HERE}:{self.port}"

    @property
    def asking(self) -> Ed25519PrivateKey:
        """The signer of requests."""
        return self._made_of(b"asks")

    @property
    def answering(self) -> Ed25519PrivateKey:
        """The signer of answers."""
        return self._made_of(b"answers")

    def _made_of(self, role: bytes) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hmac.digest(self.key, role, hashlib.sha256))


class RefusalAnswer(Struct, frozen=True):
    """The desk's refusal, with a sentence (status 409)."""

    sentence: str


def read_address(folder: Path) -> HallAddress | None:
    """Read the address file; None = missing or incomplete."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=prepared(HallAddress))
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def write_address(folder: Path, address: HallAddress) -> None:
    """Write the address file atomically, readable by this user only.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: the folder takes no writing.
    """
    write_whole(folder / FILE, msgspec.json.encode(address), private=True)


def forget_address(folder: Path, address: HallAddress) -> None:
    """Remove the address file, unless another desk has written it since."""
    if read_address(folder) == address:
        (folder / FILE).unlink(missing_ok=True)
