"""The mark of a load file: the file of a visit laptop, which holds whole histories of some subjects, not the stream.

In such a file only the machine's own chain is accounted for, from its base on: where the file before it ended when it
was wiped. Others' events, and its own of before, have gaps for good, and nobody is to look for what lies in them.
"""

import msgspec
from msgspec import Struct

from models.events import FeeReturned, FeeTaken, PaidBy
from models.history import read
from models.ids import HIGHEST_SEQ, NO_DIGEST, DeviceId, Digest
from models.store.codec import place_of
from models.store.file.database import Database
from models.system.decoding import prepared

_READ = "SELECT value FROM meta WHERE name = 'load'"
_WRITE = "INSERT OR REPLACE INTO meta (name, value) VALUES ('load', ?)"
_MONEY = "SELECT body FROM event WHERE place BETWEEN ? AND ? AND (instr(body, ?) OR instr(body, ?))"

Sums = dict[PaidBy, tuple[int, int]]
"""``(đồng, events)`` by way of paying."""


class LoadFile(Struct, frozen=True, kw_only=True):
    """The mark, and where the machine's chain begins here.

    Attributes:
        device: whose chain had been wiped; another number, or 0 = the chain begins with its first event.
        seq, digest: of the last event of the wiped file; all up to it are acknowledged.
        clock: the highest that was known then.
        money, returned: fees that this machine had taken and given back until then.
    """

    device: DeviceId = DeviceId(0)
    seq: int = 0
    digest: Digest = NO_DIGEST
    clock: int = 0
    money: Sums = {}
    returned: Sums = {}

    def base_of(self, device: DeviceId) -> int:
        """The number after which this machine's chain is here without gaps."""
        return self.seq if device == self.device else 0


def load_file_of(database: Database) -> LoadFile | None:
    """The mark of this file; None = an ordinary one."""
    body = database.one(_READ)
    return None if body is None else msgspec.json.decode(body, type=prepared(LoadFile))


def mark_load_file(database: Database, mark: LoadFile) -> None:
    """Mark the file. Within the caller's transaction."""
    database.run(_WRITE, (msgspec.json.encode(mark).decode(),))


def own_money(database: Database, mark: LoadFile, device: DeviceId) -> tuple[Sums, Sums]:
    """All fees that this machine ever took, and gave back: those of before the base, and those since."""
    base = mark.base_of(device)
    sums: tuple[Sums, Sums] = (dict(mark.money), dict(mark.returned)) if base else ({}, {})
    within = place_of(device, base + 1), place_of(device, HIGHEST_SEQ)
    for (body,) in database.run(_MONEY, (*within, b'"FeeTaken"', b'"FeeReturned"')):
        match read(body):
            case FeeTaken(amount=amount, paid_by=paid_by):
                into = sums[0]
            case FeeReturned(amount=amount, paid_by=paid_by):
                into = sums[1]
            case _:
                continue
        before, events = into.get(paid_by, (0, 0))
        into[paid_by] = before + amount, events + 1
    return sums
