"""Refusals (answers without success), and the request paths."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from sync.messages.packing import OLDEST_PROTOCOL, PROTOCOL

PATH_HUB = "/v1/hub"
PATH_ENROL = "/v1/enrolment"
PATH_RENEW = "/v1/enrolment/renewal"
PATH_UP = "/v1/up"
PATH_NEWS = "/v1/news"
PATH_BACKFILL = "/v1/backfill"
PATH_EDITION = "/v1/edition"
PATH_KEYS = "/v1/keys"
PATH_LOAD = "/v1/load"
PATH_COUNTS = "/v1/counts"
PATH_FILES = "/v1/files"
PATH_REPORTS = "/v1/reports"
PATH_UPDATES = "/v1/updates"
PATH_PORTAL = "/v1/portal"
PATH_PAYMENTS = "/v1/payments"
"""Below it one path for each provider that tells of money on an account."""
PATH_POST = "/v1/post"
SHORT_PATHS = {PATH_UP: "/v1/s/up", PATH_NEWS: "/v1/s/news"}
"""Where the same is asked in the short form (``sync.signatures.short``), of a hub that has said it has it."""


class Refusal(StrEnum):
    """Why the hub rejected a request without processing it. Nothing of it was stored."""

    SIGNATURE = "signature"
    """Not signed, signed wrongly, or altered on the way."""
    CLOCK = "clock"
    """The time it was signed at is too far from the hub's."""
    REPLAY = "replay"
    """These very bytes came before."""
    DEVICE_UNKNOWN = "device_unknown"
    DEVICE_REVOKED = "device_revoked"
    CODE_WRONG = "code_wrong"
    """No such one-time code, used already, or too old."""
    UNIT_WRONG = "unit_wrong"
    """The code belongs to another office."""
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    GAP = "gap"
    """The chain does not begin where the hub's ends; ``head`` says where that is."""
    NOT_FOUND = "not_found"
    TOO_MUCH = "too_much"
    """This device has brought as much as one may in a day, or since it was revoked."""
    RENEWED_TOO_OFTEN = "renewed_too_often"
    """This machine has got as many new numbers as one may: its file is set back again and again."""
    LOAD_ONLY = "load_only"
    """A visit laptop asked for the stream of its office: it gets its load, and nothing else."""
    PROGRAM_TOO_OLD = "program_too_old"
    """The request is of a protocol that this hub reads no more: the machine is to be updated first."""
    HUB_TOO_OLD = "hub_too_old"
    """The request is of a protocol that this hub does not know yet: the hub is to be updated first."""
    HUB_FAILING = "hub_failing"
    """Disk full, database away: the same later may succeed."""


OUTDATED = frozenset({Refusal.PROGRAM_TOO_OLD, Refusal.HUB_TOO_OLD})
"""One end has to be updated before the other can go on."""


def protocol_refusal(protocol: int, *, oldest: int = OLDEST_PROTOCOL, newest: int = PROTOCOL) -> Refusal | None:
    """Which end is to be updated before a request of this protocol can be answered; None = neither.

    Args:
        protocol: of the request.
        oldest: that the hub reads.
        newest: likewise.
    """
    if protocol < oldest:
        return Refusal.PROGRAM_TOO_OLD
    return Refusal.HUB_TOO_OLD if protocol > newest else None


class Refused(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every answer without success (media type application/problem+json, RFC 9457).

    Attributes:
        type: a ``Refusal``; a newer hub may name one that is not known here, which is a refusal all the same.
    """

    type: str
    title: str = ""
    at: datetime | None = None
    head: int = 0
