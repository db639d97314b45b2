"""What the screen asks of the desk about its keeping. Runs in the worker thread; loaded when first asked."""

from datetime import timedelta
from pathlib import Path

from desk import health, limits, rotation
from desk.health import Check, Noticed
from desk.keeping import backup, reading, recovery
from desk.keeping.copying import Made, Plan
from desk.keeping.reading import Reading
from desk.keeping.recovery import Proposed
from desk.keeping.remembered import LastBackup, recall
from desk.keeping.rule import is_due
from desk.limits import Limit, State
from desk.words.keeping import rotated_words
from desk.words.reasons import sentence
from models.files import Files
from models.trouble import CutOff, Trouble
from ui.work import Work, staying_open


def checks(work: Work, noticed: Noticed) -> tuple[Check, ...]:
    """Every line of the page but the printers'."""
    return health.checks(work.desk, noticed)


def backup_is_due(work: Work) -> bool:
    """Whether the clock makes a copy now."""
    settings = work.desk.settings.backups
    last = recall(work.desk.store, LastBackup)
    return bool(settings.folder) and is_due(settings.at, last.at if last else None, work.desk.clock())


def backup_goes_nowhere(work: Work) -> bool:
    """No folder for copies is set, on a desk whose dossiers are real."""
    return not work.desk.settings.backups.folder and not work.desk.training


def begin(work: Work, to: Path | None, *, by_hand: bool) -> Plan:
    """The file stands still for a copy."""
    return backup.begin(work.desk, to, by_hand=by_hand)


def end(work: Work, plan: Plan, made: Made) -> Made:
    """The copy is whole."""
    return backup.end(work.desk, plan, made)


def fail(work: Work, plan: Plan, reason: Trouble) -> None:
    """It was not made. A desk that was closed meanwhile is no failure worth remembering."""
    if isinstance(reason, CutOff):
        work.desk.store.let_go(plan.held)
    else:
        backup.fail(work.desk, plan, reason, sentence(reason))


def begin_reading(work: Work) -> Reading:
    """The file stands still to be read through."""
    return reading.begin(work.desk)


def end_reading(work: Work, begun: Reading, trouble: Trouble | None) -> None:
    """It was read through, or not to the end."""
    reading.end(work.desk, begun, trouble)


def rotate(work: Work) -> str:
    """Put the file under a new key; says what opens it."""
    with staying_open(work):
        work.desk = rotation.rotate(work.desk)
    return rotated_words(has_sheet=recovery.sheet_made_at(work.desk) is not None)


def propose(work: Work) -> tuple[Proposed, str]:
    """A fresh recovery sheet, and the address of the printer of papers."""
    return recovery.propose(work.desk), work.desk.settings.printers.papers


def keep(work: Work, proposed: Proposed, typed: str) -> None:
    """The sheet is on paper."""
    recovery.keep_proposed(work.desk, proposed, typed)


def trust_clock(work: Work) -> None:
    """The clock is right now."""
    limits.trust_clock(work.desk)


def province_clock(work: Work, off: timedelta | None) -> None:
    """How far the province's clock is before this PC's."""
    limits.province_says(work.desk, off)


def warnings(work: Work) -> tuple[Limit, ...]:
    """Limits that are near or reached and were not told yet in this window."""
    watch = work.desk.watch
    found = []
    for limit in limits.standing(work.desk):
        name = f"{limit.why} {limit.state}"
        if limit.state is not State.OK and name not in watch.warned:
            watch.warned.add(name)
            found.append(limit)
    return tuple(found)


def scans_to_renew(work: Work) -> tuple[Files, bytes] | None:
    """The scanned files, if some lie under an older key, and the newest key; None = nothing to do."""
    return rotation.scans_to_renew(work.desk)


def scans_renewed(work: Work, newest: bytes) -> None:
    """All of them lie under the newest key."""
    rotation.scans_renewed(work.desk, newest)
