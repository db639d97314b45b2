"""Status reports of departments and the provincial system: a JSON list, each item handled separately."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from models.calendar.clock import Clock
from models.system.decoding import prepared
from sync.hub.log import reports
from sync.hub.national.report_parsing import KNOWN, ReportWrong, read_report
from sync.hub.settings import Department
from sync.hub.store import HubStore
from sync.messages import MessageUnreadable

MOST_REPORTS = 500

MOST_REPORT = 16 << 10
"""Bytes of one; a status takes a hundredth of that."""

MOST_LIST = 1 << 20
"""Bytes of a list of them."""

SCHEMA: dict[str, Any] = {
    "type": "array",
    "maxItems": MOST_REPORTS,
    "items": {
        "type": "object",
        "properties": {name: {"type": "string"} for name in KNOWN},
        "required": ["MaHoSo", "TrangThai"],
        "additionalProperties": False,
    },
}
"""Of the request, for the OpenAPI."""

_CODE = re.compile(r"([A-Za-z0-9.]{1,40})-\d{6}-\d{4,12}", re.ASCII)
"""The office's identifier, the day, the number of the day, in which the system's owner may stand first (TT 04/2025)."""


class ReportOutcome(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The result of one report: 200, 404 (no such dossier here) or 422 (``truong`` names the wrong field)."""

    ma_ho_so: str
    ket_qua: int
    truong: str = ""


def department(known: Sequence[Department], authorization: str) -> Department | None:
    """The department with this token; None = unknown."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return None
    digest = hash_of(token.strip()).encode()
    found = [one for one in known if hmac.compare_digest(one.token.lower().encode(), digest)]
    return found[0] if found else None


def hash_of(token: str) -> str:
    """The stored hash of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def read(body: bytes) -> list[dict[str, object]]:
    """The reports in a request body, not validated yet.

    Raises:
        MessageUnreadable: it is no list of objects, or too long a one.
    """
    try:
        found = msgspec.json.decode(body, type=prepared(list[msgspec.Raw]))  # counted and measured before any is made
        if len(found) > MOST_REPORTS or any(len(memoryview(one)) > MOST_REPORT for one in found):
            raise MessageUnreadable("too many, or too long")
        return [msgspec.json.decode(one, type=prepared(dict[str, object])) for one in found]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise MessageUnreadable("reports") from wrong


def take(
    store: HubStore, sender: Department, found: Sequence[Mapping[str, object]], clock: Clock
) -> list[ReportOutcome]:
    """Record each report in its office's log; an invalid one does not affect the others."""
    return [_take(store, sender, report, clock) for report in found]


def _take(store: HubStore, sender: Department, said: Mapping[str, object], clock: Clock) -> ReportOutcome:
    named = str(said.get("MaHoSo", ""))[:100]
    try:
        report = read_report(said)
    except ReportWrong as wrong:
        return ReportOutcome(ma_ho_so=named, ket_qua=422, truong=wrong.field)
    code = _CODE.fullmatch(report.code)
    if code is None or (sender.offices and code[1] not in sender.offices):
        return ReportOutcome(ma_ho_so=named, ket_qua=404)
    dossier = reports.report(store, code[1], report.code, report.event, clock())
    helped = reports.report_filing(store, report.code, report.event, clock())
    return ReportOutcome(ma_ho_so=named, ket_qua=200 if dossier is not None or helped else 404)
