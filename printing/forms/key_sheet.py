"""The sheet of all keys of the window, for the desk."""

from collections.abc import Sequence
from datetime import datetime

from models.calendar.clock import local
from models.office import Office
from printing.layout.sheet import Block, Column, Heading, PaperSize, Sheet, Table, Title

_ABREAST = 4
"""Keys of a place stand in so many columns."""

Keys = tuple[str, Sequence[tuple[str, str]]]
"""Where they hold, and of each its key and what it does."""


def key_sheet(office: Office, groups: Sequence[Keys], *, printed_at: datetime) -> Sheet:
    """One table for each place, under its name, read down its columns from left to right.

    Args:
        office: whose counter it lies at.
        groups: the keys of each place, in the order of the F1 sheet.
        printed_at: when it was printed.
    """
    blocks: list[Block] = [
        Heading(parent=office.parent, body=office.name),
        Title("BẢNG PHÍM", "Để cạnh bàn phím. Trên màn hình: F1."),
    ]
    for place, keys in groups:
        high = -(-len(keys) // _ABREAST)
        filled = [*keys, *[("", "")] * (high * _ABREAST - len(keys))]
        rows = tuple(tuple(part for one in filled[at::high] for part in one) for at in range(high))
        blocks.append(Table(columns=_columns(place), rows=rows))
    return Sheet(
        paper=PaperSize.A4_ACROSS,
        form="keys",
        code="bang-phim",
        version=f"Bảng phím, in {local(printed_at):%d/%m/%Y %H:%M}",
        blocks=tuple(blocks),
    )


def _columns(place: str) -> tuple[Column, ...]:
    return (Column("Phím", 5, centred=True), Column(place, 8)) * _ABREAST
