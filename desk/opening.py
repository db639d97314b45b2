"""Opening the desk in the morning, and closing it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from desk import (
    file_changes,
    limits,
    machine_state,
    offered_procedures,
    province_assignment,
)
from desk.backup import database_keys, leftovers
from desk.backup.backup_run import FILES
from desk.desk import Desk
from desk.dossiers import attachments
from desk.line import waiting
from desk.observations import FloorClock, Observations, boot_seconds
from desk.pauses.bundle_waits import start_waiting
from desk.province_assignment import APPROVED, CATALOGUE, DAY_RULES, FEES, HOLIDAYS, PROCESSES
from desk.settings import DATABASE, Settings, read_settings
from desk.settings import FILE as SETTINGS
from desk.staff import colleagues, session
from models.calendar.clock import Clock, wall_clock
from models.calendar.due_dates import Calendar, WorkingHours
from models.calendar.due_dates import load_calendar as read_calendar
from models.catalogue.approved_list import NOTHING_APPROVED, ApprovedList, load_approved_list
from models.catalogue.catalogue import Catalogue, read_catalogue, shipped
from models.catalogue.day_rules import DayRule, load_day_rules
from models.catalogue.processes import Processes, load_processes
from models.fees import ProvinceFees, load_province_fees
from models.files.disk import on_disk
from models.files.scans import Files
from models.receipt_leases import ReceiptPool
from models.store import Store, open_store
from models.store.keys.scan_keys import scan_keys
from models.trouble import FileMissing
from sync.client.editions import begun, leased_receipts
from sync.client.membership import read_membership

__all__ = [
    "FILES",
    "approved_of",
    "calendar_of",
    "catalogue_of",
    "close_desk",
    "day_rules_of",
    "fees_of",
    "files_of",
    "open_desk",
    "processes_of",
    "receipt_pools_of",
]


def open_desk(
    folder: Path,
    *,
    settings: Settings | None = None,
    clock: Clock = wall_clock,
    training: bool = False,
    create: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
    accept_loss: bool = False,
    key: bytes | None = None,
) -> Desk:
    """Open the data folder for work; tickets left open by earlier days are closed.

    A folder without a database gets one, with a fresh key, when it has settings (or these are given), unless
    ``create`` is false: who only asks must not be answered by an empty file. The key of a
    training desk stays beside its file, never in the keyring of the person who tries the program.

    Args:
        folder: of the data.
        settings: None = those of the folder.
        clock: what gives events their time.
        training: for a desk to try things on.
        create: make a file where there is none.
        on_progress: told while rows are made anew.
        accept_loss: open what is left of a file that has lost work; for ``desk.health.loss`` alone.
        key: of a copy that is opened for a trial: no other is looked for, and none is stored.

    Raises:
        NotSetUp, SettingsUnreadable, CatalogueUnreadable: from the folder's own files.
        FileTrouble: the database cannot be opened; says why and what to do.
    """
    database_keys.bring_in(folder)
    edition = begun(folder) is not None
    chosen = province_assignment.finish_edition(folder, settings or read_settings(folder))
    database = folder / DATABASE
    with on_disk(folder):
        new = not database.exists()
        if new and create:
            folder.mkdir(parents=True, exist_ok=True)
    if new and not create:
        raise FileMissing(str(database))
    catalogue = catalogue_of(folder)
    if chosen.device.visit_laptop:
        clock = clock if isinstance(clock, FloorClock) else FloorClock(clock, _steady_beside(clock))
    if new:
        store, opened_by = database_keys.open_new(folder, chosen, clock=clock, use_keyring=not training)
    else:
        store, opened_by = database_keys.open_known(
            folder,
            chosen,
            clock=clock,
            use_keyring=not training,
            on_progress=on_progress,
            accept_loss=accept_loss,
            only=key,
        )
    try:
        member = read_membership(store)
        if member is not None and member.device != chosen.device.number:
            # A power cut came between the new file and the settings: the file knows under which number it is written.
            chosen = province_assignment.follow_membership(chosen, member)
            province_assignment.save_settings(folder, chosen)
            store.close()
            store = open_store(database, opened_by, device=member.device, clock=clock, accept_loss=accept_loss)
        machine_state.remember_if_new(store, machine_state.Number(device=store.log.device))
        leftovers.remove_leftovers(folder)
        file_changes.note_known_files(folder, store, after_edition=edition)
        limits.recall_trust(store)
        if isinstance(clock, FloorClock):
            clock.raise_to(store.log.latest)
        checked = machine_state.recall(store, machine_state.LastCheck)
        ahead = timedelta(0) if training else limits.clock_lead(store, clock())
        desk = Desk(
            folder=folder,
            settings=chosen,
            store=store,
            catalogue=catalogue,
            index=offered_procedures.index_of(catalogue, chosen),
            calendar=calendar_of(folder, chosen.hours),
            fees=fees_of(folder),
            processes=processes_of(folder),
            clock=clock,
            files=files_of(folder, store, opened_by),
            clerk=session.initial_clerk(store, chosen),
            training=training,
            receipt_pools=receipt_pools_of(folder, store),
            approved=approved_of(folder),
            day_rules=day_rules_of(folder),
            observations=observations_of(clock, file_damaged=checked is not None and not checked.whole, ahead=ahead),
        )
        if not ahead:
            waiting.roll_over(desk)  # else at the next opening: under this clock every ticket is of an earlier day
            start_waiting(desk)
            if machine_state.recall(store, machine_state.CalendarBefore) is not None:
                from desk.dossiers.clock import recount_after_edition  # noqa: PLC0415 - only after an edition cut short

                recount_after_edition(desk)
        if desk.is_visit_laptop:
            from desk import sweeping, visit_laptop  # noqa: PLC0415 - on a visit laptop only

            sweeping.finish(desk)
            if not ahead:
                visit_laptop.prepare(desk)
        attachments.remove_copies(desk)
        desk = colleagues.follow(desk)
    except BaseException:
        store.close()
        raise
    return desk


def reopened(desk: Desk) -> Desk:
    """The desk anew, with who worked here, after a deed that had closed it failed.

    Raises:
        FileTrouble: see ``open_desk``.
    """
    given = None if (desk.folder / SETTINGS).exists() else desk.settings
    opened_ = open_desk(desk.folder, settings=given, clock=desk.clock, training=desk.training, create=False)
    return session.carry_over(desk, opened_)


def observations_of(clock: Clock, *, file_damaged: bool = False, ahead: timedelta = timedelta(0)) -> Observations:
    """What notices how this clock goes."""
    return Observations(clock, _steady_beside(clock), file_damaged=file_damaged, ahead=ahead)


def _steady_beside(clock: Clock) -> Callable[[], float] | None:
    """What measures whether the PC's own clock jumps; an invented clock is not measured."""
    own = clock.wall if isinstance(clock, FloorClock) else clock
    return boot_seconds if own is wall_clock else None


def close_desk(desk: Desk) -> None:
    """Close the database; everything acknowledged is on disk already. No readable copy of a scan stays behind."""
    try:
        attachments.remove_copies(desk)
    finally:
        desk.store.close()


def files_of(folder: Path, store: Store, key: bytes) -> Files:
    """The scanned files, under the keys that the database keeps for them."""
    known = scan_keys(store, key, has_files=(folder / FILES).exists())
    return Files(folder / FILES, keys=known.keys)


def catalogue_of(folder: Path) -> Catalogue:
    """The office's imported catalogue (over the program's newest edition), else the one that came with the program."""
    own = _own(folder, CATALOGUE)
    return read_catalogue(own).renewed() if own else shipped()


def calendar_of(folder: Path, hours: WorkingHours) -> Calendar:
    """The office's edited holiday table, else the one that came with the program."""
    return read_calendar(_own(folder, HOLIDAYS), hours)


def fees_of(folder: Path) -> ProvinceFees:
    """The province's fee resolutions, if the office has entered any."""
    own = _own(folder, FEES)
    return load_province_fees(own) if own else ProvinceFees()


def processes_of(folder: Path) -> Processes:
    """The office's own internal processes, else those that came with the program."""
    return load_processes(_own(folder, PROCESSES))


def approved_of(folder: Path) -> ApprovedList:
    """What postal staff take in and return here; nothing where neither an edition nor the office has said so."""
    own = approved_file(folder)
    return load_approved_list(own) if own else NOTHING_APPROVED


def approved_file(folder: Path) -> Path | None:
    """The file of the approved list: the newest edition's, else the office's own; None = there is none."""
    return _own(folder, APPROVED)


def day_rules_of(folder: Path) -> tuple[DayRule, ...]:
    """The edition's rules of days; none where it has not brought any."""
    own = _own(folder, DAY_RULES)
    return load_day_rules(own) if own else ()


def receipt_pools_of(folder: Path, store: Store) -> tuple[ReceiptPool, ...]:
    """The ranges of receipt numbers that the newest edition leases to this machine, by series and number.

    The edition itself is their only copy: what a machine may print is nowhere to be edited.
    """
    own = (pool for pool in leased_receipts(folder, read_membership(store)) if pool.device == store.log.device)
    return tuple(sorted(own, key=lambda pool: (pool.form, pool.series, pool.first)))


def _own(folder: Path, name: str) -> Path | None:
    """The office's own file of this name, if it has one."""
    with on_disk(folder):
        return folder / name if (folder / name).exists() else None
