"""What the running version and the one that tests itself say to each other; fields are only ever added."""

from msgspec import Struct


class TrialAsked(Struct, frozen=True, kw_only=True):
    """What the running version asks.

    Attributes:
        nonce: comes back in the answer.
        answer: the file of the answer.
        copy: a data folder with a copy of the database; empty = this PC copies nothing (a visit laptop).
        key: of that database, 32 bytes.
        device: number of this machine.
        seq, digest: the last event of this machine in it.
    """

    nonce: str
    answer: str
    scratch: str
    copy: str = ""
    key: bytes = b""
    device: int = 0
    seq: int = 0
    digest: bytes = b""


class TrialAnswer(Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        whole: everything went as it should.
        detail: what did not, without any word of a citizen.
        by_disk: the disk refused, which says nothing of the version.
        taken_in: where the citizen was taken in: ``copy``, or ``invented`` where this office takes nothing in now.
        events: of the copy.
    """

    nonce: str
    whole: bool
    detail: str = ""
    by_disk: bool = False
    taken_in: str = ""
    events: int = 0
