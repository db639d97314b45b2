"""The self-test of a version, by its own interpreter, before anybody works with it: ``-m desk.updates.self_test``.

On a copy of the office's database: the tables are migrated as at the first start, the whole log is proven, and one
invented citizen is taken in, whose receipt is drawn. What is asked comes by stdin, since the key of the database is in
it; the answer is a file, which bears the word that was asked with: a program that was kept from running (AppLocker) may
well end without an error.
"""

import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec
from msgspec.structs import replace as with_

from desk.cards.samples import citizen
from desk.desk import Desk
from desk.intake import intake
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs, print_jobs
from desk.settings import DATABASE, Backups, DeviceSettings, Printers, Settings, read_settings
from desk.staff.accounts import all_accounts
from desk.training.counter import filled, offered, ways
from desk.training.office import ScriptOffice
from desk.training.payments import pay_at_intake
from desk.training.script_clock import ScriptClock
from desk.training.training import training_settings
from desk.updates.trial_messages import TrialAnswer, TrialAsked
from models.clerk import Role
from models.files.disk import write_whole
from models.not_allowed import NotAllowed
from models.store import FindingKind
from models.store.file.checking import check_file
from models.system.decoding import prepared
from models.trouble import DiskFailing, DiskFull, FolderReadOnly, Trouble

MOST_TRIED = 40
"""So many procedures are tried with the invented citizen before the office counts as one that takes nothing in now."""

BROKEN = frozenset(FindingKind) - {FindingKind.MISSING, FindingKind.FORK, FindingKind.SET_ASIDE}
"""What may not be found after a migration; the others are as they were at the desk. Scans are not looked at."""


class _Broken(Exception):  # noqa: N818 - it never leaves this module
    """Something is not as it should be."""


def run_self_test(asked: TrialAsked) -> TrialAnswer:
    """Do the self-test."""
    try:
        events, taken = _on_copy(asked) if asked.copy else (0, False)
        if not taken:
            _in_invented_office(Path(asked.scratch))
    except _Broken as broken:
        return TrialAnswer(nonce=asked.nonce, whole=False, detail=str(broken))
    except (DiskFull, DiskFailing, FolderReadOnly) as trouble:
        return TrialAnswer(nonce=asked.nonce, whole=False, detail=type(trouble).__name__, by_disk=True)
    except (NotAllowed, Trouble) as reason:
        return TrialAnswer(nonce=asked.nonce, whole=False, detail=type(reason).__name__)
    return TrialAnswer(nonce=asked.nonce, whole=True, taken_in="copy" if taken else "invented", events=events)


def _on_copy(asked: TrialAsked) -> tuple[int, bool]:
    """Migrate and prove the copy, take somebody in there: (events, whether the office took anybody in)."""
    folder, scratch = Path(asked.copy), Path(asked.scratch)
    settings = _printing_to(scratch, with_(read_settings(folder), backups=Backups()))
    desk = open_desk(folder, settings=settings, create=False, key=asked.key)
    try:
        found = next((one for one in desk.store.log.verify() if one.kind in BROKEN), None)
        if found is not None:
            raise _Broken(f"{found.kind} {found.name}".strip())
        events = desk.store.log.counts().events
        taken = _take_in(_at_work(desk))
    finally:
        close_desk(desk)
    checked = check_file(folder / DATABASE, asked.key, desk.store.log.device)
    if checked.seq < asked.seq or events < 1 <= asked.seq:
        raise _Broken(f"{checked.seq} < {asked.seq}")
    return events, taken


def _in_invented_office(scratch: Path) -> None:
    """The same in an office that does not exist."""
    folder = scratch / "office"
    desk = open_desk(folder, settings=_printing_to(scratch, training_settings()), training=True)
    try:
        if not _take_in(desk):
            raise _Broken("intake")
    finally:
        close_desk(desk)
        shutil.rmtree(folder, ignore_errors=True)


def _printing_to(folder: Path, settings: Settings) -> Settings:
    """The settings with papers that come out as files."""
    device: DeviceSettings = with_(settings.device, serves=())
    return with_(settings, device=device, printers=Printers(papers=f"pdf:{folder}", tickets=f"pdf:{folder}"))


def _at_work(desk: Desk) -> Desk:
    """The copy with a clerk of the office at work, who is asked for no PIN: nothing of it leaves this process."""
    if desk.clerk is not None:
        return desk
    may = [one.clerk for one in all_accounts(desk.store) if one.opens and Role.CLERK in one.roles]
    return replace(desk, clerk=may[0]) if may else desk


class _OneClerk(ScriptOffice):
    """An office of a script in which whoever is at work does everything."""

    @property
    def reception(self) -> Desk:
        """The machine as it stands."""
        return self.desk


def _take_in(desk: Desk) -> bool:
    """Take an invented citizen in and draw the receipt; False = this office takes nothing in now.

    Raises:
        _Broken: taken in, and no receipt came.
    """
    office = _OneClerk(desk, ScriptClock(desk.clock()), random.Random(1))  # noqa: S311 - a script, not a secret
    person = citizen(1)
    for procedure in offered(office)[:MOST_TRIED]:
        try:
            ticket = waiting.issue(desk, [procedure.service])
            form = filled(office, ticket, person, procedure, ways(procedure)[0])
            dossier = intake.take_in(desk, pay_at_intake(office, with_(form, ticket=None)))
        except NotAllowed:
            continue  # no numbers left today, a shift that is not open, a rule of the day: the next one
        with _drawing():
            printed = print_jobs.deliver(form_jobs.outcome_job(desk, dossier.id), lambda work: work(desk))
            if not Path(printed.where).read_bytes().startswith(b"%PDF"):
                raise _Broken("receipt")
        return True
    return False


@contextmanager
def _drawing() -> Iterator[None]:
    """A receipt that cannot be drawn is a fault, whatever refuses it."""
    try:
        yield
    except NotAllowed as refused:
        raise _Broken(f"receipt: {type(refused).__name__}") from refused


def main() -> None:
    """Read what is asked, test, write the answer."""
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=prepared(TrialAsked))
    try:
        answer = run_self_test(asked)
    except Exception as bug:  # noqa: BLE001 - the very thing that is looked for
        answer = TrialAnswer(nonce=asked.nonce, whole=False, detail=type(bug).__name__)
    write_whole(Path(asked.answer), msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
