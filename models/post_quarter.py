"""The quarter's figures of the post (TT 17/2017/TT-BTTTT Đ13): what an office counts, and what it cannot know.

The circular's own columns are not known to us; these are the services' stages it describes. What the office does not
hear of is None, and said to be unknown.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from models.calendar.clock import local_day
from models.events import ConsignmentStage, ParcelStage
from models.subjects.post.consignment import Consignment
from models.subjects.post.parcel import Parcel

_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_MONTHS = 3
_REPORTED_BY = 10
"""The day of the month after the quarter before which it is reported."""


class Quarter(Struct, frozen=True, order=True):
    """A quarter of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self._next - timedelta(days=1)

    @property
    def reported_before(self) -> date:
        """The day before which it is reported (TT 17/2017 Đ13)."""
        return self._next.replace(day=_REPORTED_BY)

    @property
    def _next(self) -> date:
        last = self.number == 12 // _MONTHS
        return date(self.year + last, 1 if last else _MONTHS * self.number + 1, 1)

    def __str__(self) -> str:
        """``2026Q4``."""
        return f"{self.year}Q{self.number}"


def quarter_of(text: str) -> Quarter | None:
    """The quarter of ``2026Q4`` or ``2026-Q4``; None = it is none."""
    found = _QUARTER.fullmatch(text.strip().upper())
    return Quarter(int(found[1]), int(found[2])) if found and int(found[1]) else None


class QuarterFigures(Struct, frozen=True, kw_only=True):
    """One procedure's figures, or all of them. Money in đồng.

    Attributes:
        procedure: its name; empty = all.
        sent_in: slips made out; handed_in of them, incomplete: waiting for a supplement, sent_back, in_late: came after
            their day, or have not come though it is over.
        in_fees: fees the postman took; in_paid: handed over with the record.
        sent_out: results that went; a parcel with several counts for each.
        delivered, came_back, under_way: of them; out_late: delivered after their day, or not yet though it is over.
        out_fees: fees to be collected; out_paid: handed over.
        lost, complaints, postage: of which the office hears nothing.
    """

    procedure: str = ""
    sent_in: int = 0
    handed_in: int = 0
    incomplete: int = 0
    sent_back: int = 0
    in_late: int = 0
    in_fees: int = 0
    in_paid: int = 0
    sent_out: int = 0
    delivered: int = 0
    came_back: int = 0
    under_way: int = 0
    out_late: int = 0
    out_fees: int = 0
    out_paid: int = 0
    lost: int | None = None
    complaints: int | None = None
    postage: int | None = None


def figures_of(
    consignments: Iterable[Consignment], parcels: Iterable[Parcel], today: date
) -> tuple[QuarterFigures, ...]:
    """All of them first, then by procedure, the commonest first.

    Fees of a parcel with several results stand in the sum, and with the first of them.
    """
    counted: dict[str, dict[str, int]] = {"": {}}
    for procedure, found in (*_of_consignments(consignments, today), *_of_parcels(parcels, today)):
        for row in ("", procedure):
            figures = counted.setdefault(row, {})
            for name, many in found.items():
                figures[name] = figures.get(name, 0) + many
    rows = [QuarterFigures(procedure=name, **figures) for name, figures in counted.items()]
    return (rows[0], *sorted(rows[1:], key=lambda row: (-row.sent_in - row.sent_out, row.procedure)))


def _of_consignments(all_of_them: Iterable[Consignment], today: date) -> Iterator[tuple[str, dict[str, int]]]:
    for one in all_of_them:
        arrived = min(
            (at for stage, at in one.stages if stage is not ConsignmentStage.ON_THE_WAY),
            default=None,
        )
        came = local_day(arrived) if arrived else None
        yield (
            one.intake.procedure.name if one.intake else "",
            {
                "sent_in": 1,
                "handed_in": int(one.stage is ConsignmentStage.HANDED_IN),
                "incomplete": int(one.stage is ConsignmentStage.HANDED_IN and not one.complete),
                "sent_back": int(one.stage is ConsignmentStage.SENT_BACK),
                "in_late": int(_is_late(one.arrive_by, came, today)),
                "in_fees": one.fee,
                "in_paid": one.money,
            },
        )


def _of_parcels(all_of_them: Iterable[Parcel], today: date) -> Iterator[tuple[str, dict[str, int]]]:
    for parcel in all_of_them:
        delivered = parcel.scan(ParcelStage.DELIVERED)
        came = local_day(delivered.at) if delivered else None
        late = _is_late(parcel.arrive_by, came, today) and parcel.stage is not ParcelStage.BACK
        for place, content in enumerate(parcel.contents):
            first = place == 0
            yield (
                content.procedure,
                {
                    "sent_out": 1,
                    "delivered": int(parcel.stage is ParcelStage.DELIVERED),
                    "came_back": int(parcel.stage is ParcelStage.BACK),
                    "under_way": int(parcel.under_way),
                    "out_late": int(late),
                    "out_fees": parcel.cod if first else 0,
                    "out_paid": (parcel.received or 0) if first else 0,
                },
            )


def _is_late(until: date | None, came: date | None, today: date) -> bool:
    return until is not None and (came or today) > until
