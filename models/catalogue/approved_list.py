"""The list of procedures that postal staff take in and return at this desk (danh mục giao bưu điện). Dated data.

No list comes with the program: which procedures are on it is decided province by province and office by office. It
comes with the province's edition, or lies as the office's own file in the data folder.
"""

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.named_file import read_named
from models.procedure import Level
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable


class Approval(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Procedures of one level that one decision gives to postal staff.

    Attributes:
        procedures: their codes.
        valid_from: the first day it holds.
        valid_to: the last one; None = until another decision.
        source: the decision, by number and day.
        level: whose procedures they are.
    """

    procedures: tuple[str, ...]
    valid_from: date
    source: str
    valid_to: date | None = None
    level: Level = Level.COMMUNE

    @property
    def whole(self) -> bool:
        """Whether it names its procedures and its decision, and does not end before it begins."""
        return bool(self.procedures and self.source.strip()) and (self.valid_to or self.valid_from) >= self.valid_from

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.valid_from <= day <= (self.valid_to or day)


class ApprovedList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All approvals; empty = postal staff take in and return nothing here."""

    approved: tuple[Approval, ...] = ()

    def on(self, day: date) -> tuple[Approval, ...]:
        """What holds on this day."""
        return tuple(one for one in self.approved if one.holds_on(day))

    def procedures(self, day: date) -> frozenset[str]:
        """Codes of everything approved on this day."""
        return frozenset(code for one in self.on(day) for code in one.procedures)


NOTHING_APPROVED = ApprovedList()
"""As long as neither an edition nor the office has said otherwise."""


def load_approved_list(path: Path) -> ApprovedList:
    """The list in a file.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says which.
    """
    try:
        found = msgspec.toml.decode(read_named(path), type=prepared(ApprovedList))
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    for one in found.approved:
        if not one.whole:
            what = "an approval names its procedures and its decision (source), and ends after it begins"
            raise CatalogueUnreadable(str(path), f"{what}; see that of {one.valid_from}")
    return found
