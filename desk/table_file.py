"""The kinds of file that a long table is written to: PDF or spreadsheet, by the ending of the file's name."""

from enum import StrEnum
from pathlib import Path

from models.not_allowed import OfOneVerb


class TableKind(StrEnum):
    """What it is written as; the value ends the file's name."""

    PDF = ".pdf"
    XLSX = ".xlsx"


class TableNameUnfit(OfOneVerb):
    """The name says neither PDF nor spreadsheet."""

    sentence = "Tên tệp phải kết thúc bằng .pdf hoặc .xlsx."


def kind_of(out: Path) -> TableKind:
    """What a file is written as.

    Raises:
        TableNameUnfit
    """
    kind = next((one for one in TableKind if one.value == out.suffix.lower()), None)
    if kind is None:
        raise TableNameUnfit
    return kind
