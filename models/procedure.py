"""A procedure as the catalogue publishes it, and the part of it that a dossier freezes at intake.

Catalogues are dated data and replaced whole; nothing in this file knows a particular procedure.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class Channel(StrEnum):
    """How a dossier reaches the desk (KenhThucHien 1, 2, 3 of the national interface)."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class LimitUnit(StrEnum):
    """What a time limit counts."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WORKING_HOURS = "working_hours"
    HOURS = "hours"


class TimeLimit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How long the office may take.

    Attributes:
        amount: in ``unit``; halves allowed (0.5 working day = 4 working hours).
        same_day: done on the day of receipt, or on the next working day when taken after 15:00 and not doable
            today (Luật Hộ tịch; NĐ 23/2015 Đ7). ``amount`` is then 1 and ``unit`` working days.
        source: the text that set it.
    """

    amount: float
    unit: LimitUnit = LimitUnit.WORKING_DAYS
    same_day: bool = False
    source: str = ""


class FeeKind(StrEnum):
    """What is known about the price. The last two are NOT free of charge."""

    FREE = "free"
    AMOUNT = "amount"
    PER_COPY = "per_copy"
    COPY_PAGES = "copy_pages"
    SET_BY_PROVINCE = "set_by_province"
    NO_INFORMATION = "no_information"


class FeeRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The price of one procedure through one channel.

    Attributes:
        name: as the receipt prints it, for instance "Phí chứng thực bản sao".
        amount: đồng; for PER_COPY the price of each copy; unused for COPY_PAGES, whose ladder is TT 226/2016 Đ4.
        source: the circular or resolution.
        valid_from: first day it holds; None = since ever.
    """

    kind: FeeKind
    name: str = ""
    amount: int = 0
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Exemption(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """People, or circumstances, for whom a procedure costs nothing.

    Attributes:
        id: how a draft and the command name it.
        name: as the clerk reads it.
        source: article of the law, circular or decree.
        valid_from, valid_to: first and last day it holds; None = no bound.
    """

    id: str
    name: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None


class Offer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One channel through which a procedure (or one case of it) may be filed."""

    channel: Channel
    limit: TimeLimit | None = None
    fee: FeeRule = FeeRule(kind=FeeKind.NO_INFORMATION)


class RequiredPaper(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the checklist (thành phần hồ sơ)."""

    name: str
    originals: int = 1
    copies: int = 0
    required: bool = True
    to_show: bool = False
    """Shown and given back at once (xuất trình), not handed in."""


class Case(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A variant of a procedure: its own papers, and its own offers where they differ."""

    id: str
    name: str
    papers: tuple[RequiredPaper, ...] = ()
    offers: tuple[Offer, ...] = ()


class Level(StrEnum):
    """Which authority resolves it."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"


class Procedure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the catalogue.

    Attributes:
        code: official code, for instance "1.001193".
        field: lĩnh vực, as published.
        offers: what holds for every case that says nothing of its own.
        forms: name of the forms set its slips follow; empty = the office's.
        service: service of the waiting line it belongs to.
        keywords: short words and initials by which it is searched, blanks between them.
        aliases: what people call it, each a whole expression.
        exemptions: who pays nothing, whatever the case and the channel.
    """

    code: str
    name: str
    field: str
    decision: str = ""
    offers: tuple[Offer, ...] = ()
    cases: tuple[Case, ...] = ()
    forms: str = ""
    service: str = ""
    level: Level = Level.COMMUNE
    keywords: str = ""
    exemptions: tuple[Exemption, ...] = ()
    aliases: tuple[str, ...] = ()


class ProcedureTaken(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a dossier keeps of its procedure: frozen at intake, so a later catalogue moves nothing."""

    code: str
    name: str
    field: str
    catalogue: str
    """Version of the catalogue it was read from."""
    case: str = ""
    case_name: str = ""
    forms: str = ""
