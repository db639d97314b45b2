"""A procedure as the catalogue publishes it, and the part of it that a dossier freezes at intake.

Catalogues are dated data and replaced whole; nothing in this file knows a particular procedure.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from models.money import CollectingBody, FeeLineKind


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
    PER_PERSON = "per_person"
    """For each person of a list."""
    SET_BY_PROVINCE = "set_by_province"
    NO_INFORMATION = "no_information"


class FeeRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The price of one procedure through one channel.

    Attributes:
        name: as the receipt prints it, for instance "Phí chứng thực bản sao".
        amount: đồng; for PER_COPY and PER_PERSON the price of each; unused for COPY_PAGES, whose ladder
            is TT 226/2016 Đ4.
        source: the circular or resolution.
        valid_from, valid_to: first and last day it holds; None = no bound.
        line_kind: what it is by law; None = what its name says.
        body: whose money it is; None = the office's own.
        most: what the line never exceeds, in đồng; 0 = no bound.
        group: id of the ``Exemption`` for whose people alone this price is; empty = everybody's.
        further: lines asked beside this one, each with a price of its own.
        foreign: a price in foreign currency, as published. It is told, and never added to đồng.
    """

    kind: FeeKind
    name: str = ""
    amount: int = 0
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    line_kind: FeeLineKind | None = None
    body: CollectingBody | None = None
    most: int = 0
    group: str = ""
    further: "tuple[FeeRule, ...]" = ()
    foreign: str = ""


class Exemption(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """People, or circumstances, for whom a procedure costs nothing, less, or a price of their own.

    Attributes:
        id: how a draft and the command name it.
        name: as the clerk reads it.
        source: article of the law, circular or decree.
        valid_from, valid_to: first and last day it holds; None = no bound.
        percent: how much of the price is let off; 100 = all of it.
        asks: the price of these people instead; None = the usual one, less ``percent``.
        proofs: papers or look-ups by which it is usually shown.
        age_from, age_below: it is for people of so many whole years on the day; 0 = no bound.
        days_over: it is for people born more than so many days ago; 0 = no matter.
    """

    id: str
    name: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    percent: int = 100
    asks: FeeRule | None = None
    proofs: tuple[str, ...] = ()
    age_from: int = 0
    age_below: int = 0
    days_over: int = 0


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
