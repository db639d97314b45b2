"""Parses a status report of a department or the provincial system into an event.

The body is JSON with the field names the national interface uses for steps, so that a system which already speaks it
need not learn another language::

    {"MaHoSo": "H00.99.01-261123-3001", "TrangThai": "4", "NguoiXuLy": "…", "PhongBanXuLy": "…",
     "NoiDungXuLy": "…", "ThoiDiemXuLy": "20261123081500", "NgayHenTra": "20261125170000"}

Only the first two are required. Dates are on the office wall (Asia/Ho_Chi_Minh).
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import VIETNAM, from_local
from models.events import NationalState, ProvinceReported
from models.ids import DossierCode
from sync.national.shapes import MOST_TEXT, cut, is_code

KNOWN = ("MaHoSo", "TrangThai", "NguoiXuLy", "PhongBanXuLy", "NoiDungXuLy", "ThoiDiemXuLy", "NgayHenTra")

FIRST_YEAR, LAST_YEAR = 2001, 2098
"""A date outside is a slip of the pen; passed on, it would be refused by the national system."""


class Report(Struct, frozen=True, kw_only=True):
    """A parsed report: the dossier's code and what it says."""

    code: DossierCode
    event: ProvinceReported


class ReportWrong(Exception):  # noqa: N818 - a fact about a message, not about our code
    """The report is invalid. ``field`` names the cause; its value, possibly personal, is never repeated."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def read_report(body: Mapping[str, object]) -> Report:
    """Parse the report in a JSON object.

    Raises:
        ReportWrong: a field is missing, unknown, or not of its shape.
    """
    for name in body:
        if name not in KNOWN:
            raise ReportWrong(name if name.isascii() and len(name) <= 40 else "?")
    code = _text(body, "MaHoSo", 100)
    if not is_code(code):
        raise ReportWrong("MaHoSo")
    return Report(
        code=DossierCode(code),
        event=ProvinceReported(
            state=_state(body),
            unit=_text(body, "PhongBanXuLy", 500),
            officer=_text(body, "NguoiXuLy", 200),
            note=_text(body, "NoiDungXuLy", MOST_TEXT),
            happened_at=_at(body, "ThoiDiemXuLy"),
            due_at=_at(body, "NgayHenTra"),
        ),
    )


def _text(body: Mapping[str, object], name: str, most: int) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReportWrong(name)
    return cut(value, most)


def _state(body: Mapping[str, object]) -> NationalState:
    """TrangThai 1 to 10, as a string or a number: both are seen in the field."""
    value = body.get("TrangThai")
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(digits, str) or not digits.isascii() or not digits.isdigit() or len(digits) > 2:
        raise ReportWrong("TrangThai")
    try:
        return NationalState(int(digits))
    except ValueError as wrong:
        raise ReportWrong("TrangThai") from wrong


def _at(body: Mapping[str, object], name: str) -> datetime | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) != 14 or not value.isascii() or not value.isdigit():
        raise ReportWrong(name)
    try:
        wall = datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError as wrong:
        raise ReportWrong(name) from wrong
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise ReportWrong(name)
    return from_local(wall)
