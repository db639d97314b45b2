"""Health checks of the machine: one line for each thing that can stop work tomorrow, with its facts.

All checks are fast except the printers, which are asked separately (``printer_checks``: any thread, no desk).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from desk import limits
from desk.backup.recovery import sheet_made_at
from desk.cards.ports import find_port, ports
from desk.cards.reader import ReaderState
from desk.desk import Desk
from desk.file_changes import changed_outside
from desk.health.battery import LOW, VERY_LOW, battery
from desk.limits import LimitState
from desk.machine_state import LastBackup, LastCheck, LastFailure, recall
from desk.money import receipt_numbers
from desk.opening import approved_file
from desk.settings import Settings
from desk.staff.accounts import all_accounts
from desk.visit_laptop import contact, is_last_day_over, own_laptop
from models.clerk import Role
from models.store.keys.key import KEY_FILE
from models.store.projections.money.receipt_lists import ReceiptLists
from models.system.libraries import library
from models.trouble import (
    KeyMissing,
    LibraryUnusable,
    PrinterAddressWrong,
    PrinterTrouble,
    ProvinceFull,
    ProvinceRefused,
)
from printing.devices.printers import printer
from printing.devices.status import PaperLeft, PrinterState
from sync.client.link_state import LinkState, Phase
from sync.client.membership import read_membership
from sync.messages import OUTDATED, Refusal
from sync.messages import AsideReason as SetAsideFor

Fact = str | int | float | datetime | bool | None

CHECK_WARN = timedelta(days=14)
"""A file that was not read through for so long is looked at too seldom."""

BACKUP_WARN, BACKUP_STOP = timedelta(days=4), timedelta(days=14)
"""Age of the last copy: a long weekend is no reason for a warning, Tết is none for alarm at the first morning back."""

MEMORY_WARN, MEMORY_STOP = 500_000_000, 150_000_000
"""Free memory of the PC in bytes: below the first it begins to page, below the second it stands still."""

SILENT = timedelta(days=2)
"""Nothing arrived at the province for so long, though something waits."""


NEXT_YEAR_BY = (12, 10)
"""Month and day by which numbers of next year's series should be here: the hub leases them from 1 December on."""


class CheckSubject(StrEnum):
    """The checks, in the order in which they are shown."""

    DISK = "disk"
    FILE = "file"
    CLOCK = "clock"
    BACKUP = "backup"
    RECOVERY = "recovery"
    KEY = "key"
    SETTINGS = "settings"
    PAPERS = "papers"
    TICKETS = "tickets"
    SCANNER = "scanner"
    PROVINCE = "province"
    RECEIPTS = "receipts"
    POST = "post"
    LAPTOP = "laptop"
    PROGRAM = "program"
    """Its line is made in ``desk.updates.program_check``."""
    MEMORY = "memory"
    BATTERY = "battery"
    """Only where there is one, and no mains."""


class Check(Struct, frozen=True, kw_only=True):
    """One line: the check, its state, and the facts for its words.

    Attributes:
        why: which case of this state it is, for the words; empty = the usual one.
    """

    what: CheckSubject
    state: LimitState
    why: str = ""
    facts: Mapping[str, Fact] = {}


class WindowState(Struct, frozen=True, kw_only=True):
    """What only an open window knows: state of the scanner and of the exchange."""

    reader: ReaderState | None = None
    link: LinkState | None = None


def checks(desk: Desk, noticed: WindowState | None = None) -> tuple[Check, ...]:
    """Every line but the printers'. The desk's thread; takes some milliseconds.

    Args:
        desk: this machine.
        noticed: by the window; None = there is none.
    """
    seen = noticed or WindowState()
    return (
        *data_checks(desk),
        _scanner(desk.settings, seen.reader, training=desk.training),
        _province(desk, seen.link),
        _receipts(desk),
        *_post(desk),
        *_laptop(desk),
        _memory(),
        *_battery(),
    )


def data_checks(desk: Desk) -> tuple[Check, ...]:
    """The lines on data of this PC: file, backups, keys, disk, clock."""
    return _disk(desk), _file(desk), _clock(desk), _backup(desk), _recovery(desk), _key(desk), _settings(desk)


def printer_checks(settings: Settings) -> tuple[Check, ...]:
    """The lines of the printers. Slow, since it asks them; any thread, no desk."""
    return _printer(CheckSubject.PAPERS, settings.printers.papers), _printer(
        CheckSubject.TICKETS, settings.printers.tickets
    )


def in_order(found: tuple[Check, ...]) -> tuple[Check, ...]:
    """The lines in display order, which never changes."""
    order = list(CheckSubject)
    return tuple(sorted(found, key=lambda check: order.index(check.what)))


def worst(found: tuple[Check, ...]) -> LimitState:
    """The worst state of all."""
    states = {check.state for check in found}
    return (
        LimitState.STOP
        if LimitState.STOP in states
        else LimitState.WARN
        if LimitState.WARN in states
        else LimitState.OK
    )


# ---- the lines ---------------------------------------------------------------------------------------------


def _disk(desk: Desk) -> Check:
    disk = next(limit for limit in limits.limit_states(desk) if limit.why == "disk")
    facts: dict[str, Fact] = {"free": disk.number, "folder": str(desk.folder)}
    return Check(what=CheckSubject.DISK, state=disk.state, facts=facts)


def _file(desk: Desk) -> Check:
    last = recall(desk.store, LastCheck)
    counts = desk.store.log.head().seq
    if last is None:
        return Check(what=CheckSubject.FILE, state=LimitState.WARN, why="never", facts={"events": counts})
    facts: dict[str, Fact] = {"at": last.at, "events": counts, "detail": last.detail}
    if not last.whole:
        return Check(what=CheckSubject.FILE, state=LimitState.STOP, why="damaged", facts=facts)
    old = desk.clock() - last.at > CHECK_WARN
    return Check(
        what=CheckSubject.FILE, state=LimitState.WARN if old else LimitState.OK, why="old" if old else "", facts=facts
    )


def _clock(desk: Desk) -> Check:
    limit = limits.clock_limit(desk)
    facts: dict[str, Fact] = {"now": desk.clock(), "off": limit.number}
    return Check(what=CheckSubject.CLOCK, state=limit.state, why=limit.why, facts=facts)


def _backup(desk: Desk) -> Check:
    if desk.is_visit_laptop:
        return Check(what=CheckSubject.BACKUP, state=LimitState.OK, why="laptop")
    last, failure = recall(desk.store, LastBackup), recall(desk.store, LastFailure)
    folder = desk.settings.backups.folder
    facts: dict[str, Fact] = {"folder": folder, "at_time": desk.settings.backups.at}
    if failure is not None:
        facts |= {"failed_at": failure.at, "failed": failure.why}
    if last is None:
        state = LimitState.WARN if desk.training or (folder and failure is None) else LimitState.STOP
        return Check(what=CheckSubject.BACKUP, state=state, why="never" if folder else "nowhere", facts=facts)
    facts |= {"at": last.at, "place": last.place, "size": last.size, "events": last.events, "scans": last.scans}
    age = desk.clock() - last.at
    if age > BACKUP_STOP:
        return Check(what=CheckSubject.BACKUP, state=LimitState.STOP, why="old", facts=facts)
    if failure is not None and failure.at > last.at:
        return Check(what=CheckSubject.BACKUP, state=LimitState.WARN, why="failed", facts=facts)
    if last.lacking:
        facts |= {"lacking": last.lacking}
        return Check(what=CheckSubject.BACKUP, state=LimitState.WARN, why="lacking", facts=facts)
    if not folder:
        return Check(what=CheckSubject.BACKUP, state=LimitState.WARN, why="by_hand", facts=facts)
    return Check(
        what=CheckSubject.BACKUP,
        state=LimitState.WARN if age > BACKUP_WARN else LimitState.OK,
        why="old" if age > BACKUP_WARN else "",
        facts=facts,
    )


def _recovery(desk: Desk) -> Check:
    if desk.is_visit_laptop:
        return Check(what=CheckSubject.RECOVERY, state=LimitState.OK, why="laptop")
    try:
        made_at = sheet_made_at(desk)
    except KeyMissing:
        return Check(what=CheckSubject.RECOVERY, state=LimitState.STOP, why="no_key")
    if made_at is None:
        return Check(what=CheckSubject.RECOVERY, state=LimitState.WARN, why="no_sheet")
    return Check(what=CheckSubject.RECOVERY, state=LimitState.OK, facts={"made_at": made_at})


def _key(desk: Desk) -> Check:
    """The line on the key: a key file in the data folder is readable by whoever copies the folder."""
    beside = (desk.folder / KEY_FILE).exists()
    state = LimitState.WARN if beside and not desk.training else LimitState.OK
    return Check(what=CheckSubject.KEY, state=state, why="beside" if beside else "", facts={"name": KEY_FILE})


def _settings(desk: Desk) -> Check:
    changed = changed_outside(desk.folder, desk.store)
    state = LimitState.WARN if changed else LimitState.OK
    return Check(
        what=CheckSubject.SETTINGS, state=state, why="changed" if changed else "", facts={"names": ", ".join(changed)}
    )


def _printer(what: CheckSubject, address: str) -> Check:
    if not address or address.startswith("pdf:"):
        return Check(what=what, state=LimitState.OK, why="pdf", facts={"address": address})
    facts: dict[str, Fact] = {"address": address}
    try:
        state = printer(address).state()
    except PrinterAddressWrong as wrong:
        return Check(what=what, state=LimitState.WARN, why="address", facts=facts | {"detail": wrong.detail})
    except PrinterTrouble:
        return Check(what=what, state=LimitState.WARN, why="offline", facts=facts)
    if state is None:
        return Check(what=what, state=LimitState.OK, facts=facts)
    why = _why(state)
    return Check(what=what, state=LimitState.WARN if why else LimitState.OK, why=why, facts=facts)


def _why(state: PrinterState) -> str:
    """The trouble of a printer; empty = none."""
    matters = {
        "cover": state.cover_open,
        "out": state.paper is PaperLeft.OUT,
        "offline": state.offline,
        "person": state.needs_person,
        "passing": state.recovers,
        "low": state.paper is PaperLeft.LOW,
    }
    return next((why for why, is_so in matters.items() if is_so), "")


def _scanner(settings: Settings, reader: ReaderState | None, *, training: bool) -> Check:
    if training:
        return Check(what=CheckSubject.SCANNER, state=LimitState.OK, why="training")
    if settings.scanner is None and not settings.more_scanners:
        by_keys = settings.keyboard_scanner or settings.camera >= 0
        return Check(
            what=CheckSubject.SCANNER,
            state=LimitState.OK if by_keys else LimitState.WARN,
            why="keyboard" if by_keys else "none",
        )
    chosen = settings.scanner or settings.more_scanners[0]
    try:
        listed = ports() if reader in {None, ReaderState.REFUSED} else []
    except LibraryUnusable as lacks:
        return Check(what=CheckSubject.SCANNER, state=LimitState.WARN, why="library", facts=_lacking(lacks))
    if reader is None:
        there = find_port(chosen.port, listed) is not None
        reader = ReaderState.CONNECTED if there else ReaderState.LOST
    state = LimitState.OK if reader is ReaderState.CONNECTED else LimitState.WARN
    return Check(what=CheckSubject.SCANNER, state=state, why=reader.value, facts={"port": chosen.port.path})


def _province(desk: Desk, link: LinkState | None) -> Check:
    member = read_membership(desk.store)
    if member is None:
        return Check(what=CheckSubject.PROVINCE, state=LimitState.OK, why="alone")
    arrival = desk.store.province.last_arrival()
    facts: dict[str, Fact] = {
        "hub": member.hub_name,
        "unsent": desk.store.log.unsent_count(),
        "arrived_at": arrival.at if arrival else None,
    }
    if link is not None and link.phase is Phase.FORKED:
        return Check(what=CheckSubject.PROVINCE, state=LimitState.STOP, why="forked", facts=facts)
    if link is not None and isinstance(link.trouble, ProvinceRefused) and link.trouble.refusal in OUTDATED:
        mended_here = link.trouble.refusal == Refusal.PROGRAM_TOO_OLD
        state = LimitState.STOP if mended_here else LimitState.WARN
        return Check(what=CheckSubject.PROVINCE, state=state, why=link.trouble.refusal, facts=facts)
    if link is not None and link.phase is Phase.REFUSED:
        return Check(what=CheckSubject.PROVINCE, state=LimitState.STOP, why="refused", facts=facts)
    if link is not None and link.set_aside:
        held = min(link.set_aside, key=lambda one: one.why is not SetAsideFor.TOO_LARGE)
        facts |= {"held": len(link.set_aside), "seq": held.seq, "bytes": _number(held.facts.get("bytes", ""))}
        files = isinstance(link.trouble, ProvinceFull)
        why = "too_large" if held.why is SetAsideFor.TOO_LARGE else "files" if files else "held"
        return Check(what=CheckSubject.PROVINCE, state=LimitState.WARN, why=why, facts=facts)
    since = arrival.at if arrival else member.enrolled_at
    if facts["unsent"] and desk.clock() - since > SILENT:
        return Check(what=CheckSubject.PROVINCE, state=LimitState.WARN, why="silent", facts=facts)
    return Check(what=CheckSubject.PROVINCE, state=LimitState.OK, facts=facts)


def _receipts(desk: Desk) -> Check:
    """The line on receipt numbers: money is taken without them too, and its receipts are owed in three working days."""
    if desk.settings.money.e_receipts:
        return Check(what=CheckSubject.RECEIPTS, state=LimitState.OK, why="provider")
    left, year = receipt_numbers.left(desk), desk.today.year + 1
    facts: dict[str, Fact] = {"left": left.left, "days": left.days, "year": year}
    if not left.left:
        owed = desk.store.lists(ReceiptLists).how_many_owed()
        state = LimitState.WARN if owed or desk.receipt_pools else LimitState.OK
        return Check(what=CheckSubject.RECEIPTS, state=state, why="none", facts=facts | {"owed": owed})
    if left.low:
        return Check(what=CheckSubject.RECEIPTS, state=LimitState.WARN, why="low", facts=facts)
    if not left.next_year and desk.today >= date(desk.today.year, *NEXT_YEAR_BY):
        return Check(what=CheckSubject.RECEIPTS, state=LimitState.WARN, why="next_year", facts=facts)
    return Check(what=CheckSubject.RECEIPTS, state=LimitState.OK, facts=facts)


def _post(desk: Desk) -> tuple[Check, ...]:
    """The line of postal staff: without an approved list in force they take in and return nothing."""
    postal = sum(not one.off and Role.POSTAL in one.roles for one in all_accounts(desk.store))
    if not postal:
        return ()
    found = desk.approved.on(desk.today)
    facts: dict[str, Fact] = {
        "postal": postal,
        "procedures": len(desk.approved.procedures(desk.today)),
        "source": "; ".join(one.source for one in found),
        "file": str(approved_file(desk.folder) or ""),
    }
    state = LimitState.OK if facts["procedures"] else LimitState.WARN
    return (Check(what=CheckSubject.POST, state=state, facts=facts),)


def _laptop(desk: Desk) -> tuple[Check, ...]:
    """The line of a visit laptop: days without contact, and what should have been wiped by now."""
    if not desk.is_visit_laptop or desk.training:
        return ()
    found, known = contact(desk), own_laptop(desk)
    facts: dict[str, Fact] = {
        "days": found.days,
        "limit": found.limit,
        "subjects": len(known.aboard),
        "until": f"{known.until:%d/%m/%Y}" if known.until else "",
    }
    if desk.store.log.load_file is None:
        return (Check(what=CheckSubject.LAPTOP, state=LimitState.WARN, why="whole", facts=facts),)
    if known.load and found.closed:
        return (Check(what=CheckSubject.LAPTOP, state=LimitState.STOP, why="closed", facts=facts),)
    if is_last_day_over(desk):
        return (Check(what=CheckSubject.LAPTOP, state=LimitState.WARN, why="over", facts=facts),)
    if known.load and found.soon:
        return (Check(what=CheckSubject.LAPTOP, state=LimitState.WARN, why="soon", facts=facts),)
    return (Check(what=CheckSubject.LAPTOP, state=LimitState.OK, facts=facts),)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _memory() -> Check:
    try:
        with library("psutil"):
            import psutil  # noqa: PLC0415  # not needed before somebody looks
    except LibraryUnusable as lacks:
        return Check(what=CheckSubject.MEMORY, state=LimitState.WARN, why="library", facts=_lacking(lacks))

    free, own = int(psutil.virtual_memory().available), int(psutil.Process().memory_info().rss)
    state = LimitState.STOP if free < MEMORY_STOP else LimitState.WARN if free < MEMORY_WARN else LimitState.OK
    return Check(what=CheckSubject.MEMORY, state=state, facts={"free": free, "own": own})


def _battery() -> tuple[Check, ...]:
    found = battery()
    if found is None or not found.on_battery:
        return ()
    state = LimitState.STOP if found.percent <= VERY_LOW else LimitState.WARN if found.percent <= LOW else LimitState.OK
    facts: dict[str, Fact] = {"percent": found.percent, "minutes": found.minutes}
    return (Check(what=CheckSubject.BATTERY, state=state, facts=facts),)


def _lacking(lacks: LibraryUnusable) -> dict[str, Fact]:
    return {"library": lacks.library, "detail": lacks.detail}
