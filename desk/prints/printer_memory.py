"""What this PC remembers of a thermal printer from one job to the next, by its address."""

import msgspec
from msgspec import Struct

from models.store import Store
from models.system.decoding import prepared


class PrinterMemory(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The state a printer was left in.

    Attributes:
        answers: it has answered a question before, so that its silence means something.
        doubtful: nobody knows where its last job ended; it may wait for the rest of a picture.
        sending: a job is on its way to it. Found at the next job, the program ended in between.
    """

    answers: bool = False
    doubtful: bool = False
    sending: bool = False


def recall(store: Store, address: str) -> PrinterMemory:
    """The stored state of the printer at this address."""
    body = store.key_values.load(_key(address))
    return PrinterMemory() if body is None else msgspec.msgpack.decode(body, type=prepared(PrinterMemory))


def put(store: Store, address: str, memory: PrinterMemory) -> None:
    """Store the state within the open transaction; nothing is stored for page printers."""
    if "?" in address:
        store.key_values.put(_key(address), msgspec.msgpack.encode(memory))


def keep(store: Store, address: str, memory: PrinterMemory) -> None:
    """Store the state in a transaction of its own."""
    if "?" in address:
        store.key_values.save(_key(address), msgspec.msgpack.encode(memory))


def _key(address: str) -> str:
    return f"printer {address}"
