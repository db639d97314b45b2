"""Print jobs: each one attempt to print a form, stored until a printer has it.

A job is marked begun, on the disk, before the first byte goes to a printer. What was never begun is printed as the same
copy; what was begun, and of which nobody knows how much came out, is printed again only on a clerk's word and then
says which print it is. Nothing is ever printed by itself that an earlier run of the program left.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.prints.paper_signing import signed_again
from desk.prints.printer_memory import PrinterMemory, put, recall
from desk.rights import Permission, require
from desk.settings import READABLE, Settings
from models.events import AnyEvent, Form, FormPrinted, PaperGivenUp, PrintingFailed
from models.ids import DOSSIER, DossierId, SubjectId, new_event_id
from models.not_allowed import PrintJobNotWaiting, ReasonMissing
from models.store import Store
from models.system.decoding import prepared
from models.trouble import CutOffWhilePrinting, PrinterTrouble, SpoolerDropped, Trouble
from printing.devices import drawing, printers
from printing.devices.drawing import Draw
from printing.devices.printer import Printer, TakenJob
from printing.devices.spooler import Spooler
from printing.devices.spooler_progress import SpoolerProgress, Stage
from printing.forms.body import copy_mark
from printing.forms.marking import mark_of, marked, stamped
from printing.forms.table import DOSSIER_FORMS, FORMS, Tray
from printing.forms.versions import forms_in_force
from printing.layout.font_families import undrawable_on
from printing.layout.sheet import Sheet

T = TypeVar("T")

Ask = Callable[[Callable[[Desk], T]], T]
"""Has something done with the open desk, in whatever thread it belongs to, and gives what it gives."""

PDF_FOLDER = "papers"
"""Folder of PDFs inside the data folder, used when no printer is set."""


class PrintJob(Struct, frozen=True, kw_only=True):
    """One attempt to print a form, written down and on its way: what the sheet says, and the address of its printer."""

    key: str
    subject: SubjectId
    form: Form
    copy: int
    sheet: Sheet
    address: str
    name: str


class Printed(Struct, frozen=True, kw_only=True):
    """A print job that a printer took.

    Attributes:
        where: a path, or the printer's name.
        certain: it is known to be on paper (or on the disk).
        queued: it lies in a queue of the system now and is followed there.
        low: the printer said that its paper is nearly at its end.
        boxed: a letter that no type has, and its word: on paper it is an empty box.
    """

    form: Form
    copy: int
    where: str
    certain: bool = True
    queued: bool = False
    low: bool = False
    boxed: tuple[str, str] | None = None


class Fate(StrEnum):
    """State of a print job that is not known to have come out."""

    KEPT = "kept"
    """Nothing of it was ever sent: the next try is the same copy."""
    GOING = "going"
    """On its way to the printer at this moment."""
    QUEUED = "queued"
    """The system's print service has it."""
    DOUBTFUL = "doubtful"
    """Begun, and nobody knows how much came out: the next try says which print it is."""


class _Stored(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """As kept. ``begun`` names the run that began it; ``to`` is a printer a clerk chose, empty = by the settings."""

    subject: SubjectId
    form: Form
    copy: int
    version: str
    sheet: Sheet
    name: str
    code: str
    at: datetime
    to: str = ""
    begun: str = ""
    queued: str = ""
    queue: str = ""
    why: str = ""


class Unprinted(Struct, frozen=True, kw_only=True):
    """A print job of the list: which, since when, how it stands, why it is not out, and where it would go.

    Attributes:
        whose: the family name and initials; empty for a number of the line.
        why: name of the trouble's class, its printer and its detail; empty = none yet.
        next_copy: number of the copy that comes out with the next try.
        earlier: left by an earlier run of the program.
    """

    key: str
    subject: SubjectId
    form: Form
    copy: int
    code: str
    whose: str
    at: datetime
    fate: Fate
    why: Trouble | None
    address: str
    next_copy: int
    earlier: bool


class _Whose(Struct, frozen=True):
    """The fields that identify a print job, decoded alone: a day without paper leaves hundreds of jobs."""

    subject: SubjectId
    form: Form
    code: str


class _Why(Struct, frozen=True):
    kind: str
    printer: str
    detail: str
    sent: bool


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(prepared(_Stored)).decode
_decode_whose = msgspec.json.Decoder(prepared(_Whose)).decode
_decode_why = msgspec.json.Decoder(prepared(_Why)).decode


# ---- writing down ----------------------------------------------------------------------------------------


def store_job(
    desk: Desk, subject: SubjectId, form: Form, copy: int, version: str, sheet: Sheet, *, name: str, code: str
) -> PrintJob:
    """Record the copy and store its print job until a printer has it, in one transaction."""
    key = new_event_id()
    stored = _Stored(
        subject=subject, form=form, copy=copy, version=version, sheet=sheet, name=name, code=code, at=desk.clock()
    )
    _record(desk, key, stored, FormPrinted(form=form, version=version, copy=copy))
    return _print_job(desk, key, stored)


def waiting_job(desk: Desk, subject: SubjectId, form: Form, code: str) -> PrintJob | None:
    """The waiting print job of this form with this number, if any: asking again retries the same copy."""
    for key, body in desk.store.print_jobs.all():
        whose = _decode_whose(body)
        if (whose.subject, whose.form, whose.code) != (subject, form, code):
            continue
        if _fate(desk, _decode(body)) in {Fate.KEPT, Fate.DOUBTFUL}:
            return retry(desk, key)
    return None


# ---- the list, and what a clerk decides ------------------------------------------------------------------


def unprinted(desk: Desk) -> tuple[Unprinted, ...]:
    """All print jobs not known to have come out, oldest first."""
    return tuple(_listed(desk, key, stored) for key, stored in _all(desk))


def retry(desk: Desk, key: str, to: str | None = None) -> PrintJob:
    """Retry a print job: the same copy if nothing of it was sent, else a further copy marked as such.

    Args:
        desk: the desk.
        key: of the print job.
        to: another printer, by its address; None = where it was to go, "" = where the settings say.

    Raises:
        PrintJobNotWaiting: it came out, was given up or is being sent just now.
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    stored = _load(desk, key)
    if stored is None:
        raise PrintJobNotWaiting
    fate = _fate(desk, stored)
    if fate is Fate.GOING:
        raise PrintJobNotWaiting
    if to is not None:
        stored = replace(stored, to=to)
    if fate is Fate.KEPT:
        sheet = _sheet(desk, stored, stored.copy)
        if sheet.copy_mark != stored.sheet.copy_mark:  # its dossier has ended since
            stored = replace(stored, sheet=sheet)
        desk.store.print_jobs.save(key, _encode(stored))
        return _print_job(desk, key, stored)
    copy = _copies(desk, stored) + 1
    sheet = _sheet(desk, stored, copy)
    stored = replace(stored, copy=copy, sheet=sheet, begun="", queued="", queue="", why="")
    _record(desk, key, stored, FormPrinted(form=stored.form, version=stored.version, copy=copy))
    return _print_job(desk, key, stored)


def give_up(desk: Desk, key: str, reason: str) -> None:
    """Give up a print job, with a reason.

    Raises:
        ReasonMissing: without a reason none is given up.
        PrintJobNotWaiting: it came out, was given up or is being sent just now.
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    if not reason.strip():
        raise ReasonMissing
    stored = _load(desk, key)
    if stored is None or _fate(desk, stored) is Fate.GOING:
        raise PrintJobNotWaiting
    happened = PaperGivenUp(form=stored.form, copy=stored.copy, reason=reason.strip(), begun=bool(stored.begun))
    desk.store.log.record(stored.subject, desk.by, happened, beside=lambda: desk.store.print_jobs.forget(key))


def addresses(settings: Settings, form: Form) -> tuple[str, ...]:
    """Printers this form may go to: its own, its spare one, then those of the other kind. "" = PDF."""
    others = trays(settings)
    own = others.pop(FORMS[form].printer)
    known = [own[0], *(address for address in (own[1], *chain(*others.values())) if address)]
    return tuple(dict.fromkeys([*known, ""]))


def spare_printer(settings: Settings, form: Form) -> str:
    """The spare printer of this form; empty = none is set."""
    return trays(settings)[FORMS[form].printer][1]


def trays(settings: Settings) -> dict[Tray, tuple[str, str]]:
    """The printer of each kind, and its spare one."""
    at = settings.printers
    return {Tray.PAPERS: (at.papers, at.papers_spare), Tray.TICKETS: (at.tickets, at.tickets_spare)}


# ---- on the way to the printer ---------------------------------------------------------------------------


def deliver(
    job: PrintJob, ask: Ask[object], find: Callable[[str], Printer] = printers.printer, draw: Draw | None = None
) -> Printed:
    """Send a print job to its printer; its state is recorded before and after. Any thread.

    Args:
        job: as it was written down.
        ask: runs a function with the desk, from this thread.
        find: the printer of an address.
        draw: draws the sheet; None = it is drawn here.

    Raises:
        PrinterTrouble: it did not come out for certain; it is kept.
        PrintJobNotWaiting: somebody else has taken it on meanwhile.
    """
    try:
        at = find(job.address)
        data = printers.job_for(at, job.sheet, name=job.name, draw=draw or drawing.draw)
    except PrinterTrouble as trouble:
        failed = trouble
        ask(lambda desk: note_trouble(desk, job, failed))
        raise
    known = ask(lambda desk: begin(desk, job))
    if not isinstance(known, PrinterMemory):
        raise PrintJobNotWaiting
    data = replace(printers.with_clearing(at, data) if known.doubtful else data, answers=known.answers)
    try:
        taken = at.send(data)
    except PrinterTrouble as trouble:
        failed = trouble
        ask(lambda desk: note_trouble(desk, job, failed))
        raise
    except Exception:  # our own bug, in the middle of a print job: it is in doubt like any other
        ask(lambda desk: note_trouble(desk, job, CutOffWhilePrinting(at.name, sent=True)))
        raise
    queued = bool(taken.queued) and isinstance(at, Spooler) and at.progress(taken.queued) is not None
    if queued:
        ask(lambda desk: note_queued(desk, job, taken))
    else:
        ask(lambda desk: note_taken(desk, job, answered=taken.state is not None))
    low = taken.state is not None and taken.state.is_low
    return Printed(
        form=job.form,
        copy=job.copy,
        where=taken.where,
        certain=taken.certain,
        queued=queued,
        low=low,
        boxed=undrawable_on(job.sheet),
    )


def begin(desk: Desk, job: PrintJob) -> PrinterMemory | None:
    """Mark the job begun and return the state its printer was left in; None = the job is no longer waiting.

    From here on part of it may have come out.
    """
    stored = _same(desk, job)
    if stored is None or stored.begun:
        return None
    known = recall(desk.store, job.address)
    known = replace(known, doubtful=known.doubtful or known.sending, sending=False)
    body = _encode(replace(stored, begun=desk.store.opening, why=""))
    sending = replace(known, sending=True)
    desk.store.print_jobs.save(job.key, body, beside=lambda: put(desk.store, job.address, sending))
    return known


def note_taken(desk: Desk, job: PrintJob, *, answered: bool = False) -> None:
    """Record that a printer took the job. ``answered``: the printer reported its state."""
    if _same(desk, job) is not None:
        left = PrinterMemory(answers=answered or recall(desk.store, job.address).answers)
        desk.store.print_jobs.drop(job.key, beside=lambda: put(desk.store, job.address, left))


def note_queued(desk: Desk, job: PrintJob, taken: TakenJob) -> None:
    """Record that the system's print service has the job; it is followed there."""
    stored = _same(desk, job)
    if stored is not None:
        kept = replace(stored, begun=desk.store.opening, queued=taken.queued, queue=taken.where)
        left = replace(recall(desk.store, job.address), doubtful=False, sending=False)
        desk.store.print_jobs.save(job.key, _encode(kept), beside=lambda: put(desk.store, job.address, left))


def note_trouble(desk: Desk, job: PrintJob, trouble: PrinterTrouble) -> None:
    """Record a failure; if nothing was sent, the next try is the same copy."""
    stored = _same(desk, job)
    if stored is None:
        return
    why = _Why(type(trouble).__name__, trouble.printer, trouble.detail, trouble.sent)
    begun = (stored.begun or desk.store.opening) if trouble.sent else ""
    kept = replace(stored, begun=begun, queued="", queue="", why=_encode(why).decode())
    known = recall(desk.store, job.address)
    left = replace(known, doubtful=known.doubtful or trouble.sent, sending=False)
    desk.store.print_jobs.save(job.key, _encode(kept), beside=lambda: put(desk.store, job.address, left))


_SINCE = "since the copy"
"""Stands for the unknown run that may have printed what waits in a copy that was brought back."""


def doubt_all(store: Store) -> None:
    """After a restore: waiting jobs may have come out since the backup was made, so a person must check each."""
    for key, body in store.print_jobs.all():
        stored = _decode(body)
        if not stored.begun:
            store.print_jobs.save(key, _encode(replace(stored, begun=_SINCE, why="")))


# ---- in the queue of the system --------------------------------------------------------------------------


class Followed(Struct, frozen=True, kw_only=True):
    """A print job in a queue of the system: its key, the queue, and its name there."""

    key: str
    queue: str
    queued: str


def spooler_jobs(desk: Desk) -> tuple[Followed, ...]:
    """Print jobs in queues of the system's print service."""
    return tuple(
        Followed(key=key, queue=stored.queue, queued=stored.queued) for key, stored in _all(desk) if stored.queued
    )


def progress(one: Followed) -> SpoolerProgress | None:
    """Progress of a queued job; None = unknown to the service. Uses no database."""
    return Spooler(one.queue).progress(one.queued)


def note_progress(desk: Desk, one: Followed, seen: SpoolerProgress | None) -> Stage:
    """Record the progress: printed = done; dropped or unknown to the service = a person must check."""
    stored = _load(desk, one.key)
    if stored is None or stored.queued != one.queued:
        return Stage.PRINTED
    if seen is not None and seen.stage is Stage.WAITING:
        return Stage.WAITING
    if seen is not None and seen.stage is Stage.PRINTED:
        desk.store.print_jobs.drop(one.key)
        return Stage.PRINTED
    detail = seen.said if seen is not None else ""
    note_trouble(desk, _print_job(desk, one.key, stored), SpoolerDropped(one.queue, detail, sent=True))
    return Stage.DROPPED


# ---- inside ----------------------------------------------------------------------------------------------


def _load(desk: Desk, key: str) -> _Stored | None:
    body = desk.store.print_jobs.load(key)
    return None if body is None else _decode(body)


def _all(desk: Desk) -> list[tuple[str, _Stored]]:
    """All stored print jobs, oldest first."""
    return [(key, _decode(body)) for key, body in desk.store.print_jobs.all()]


def _same(desk: Desk, job: PrintJob) -> _Stored | None:
    """The stored job, if it is still this copy: a late answer does not concern a later copy."""
    stored = _load(desk, job.key)
    return stored if stored is not None and stored.copy == job.copy else None


def _record(desk: Desk, key: str, stored: _Stored, happened: AnyEvent) -> None:
    body = _encode(stored)
    desk.store.log.record(stored.subject, desk.by, happened, beside=lambda: desk.store.print_jobs.put(key, body))


def _fate(desk: Desk, stored: _Stored) -> Fate:
    if not stored.begun:
        return Fate.KEPT
    if stored.queued:
        return Fate.QUEUED
    return Fate.GOING if stored.begun == desk.store.opening and not stored.why else Fate.DOUBTFUL


def _copies(desk: Desk, stored: _Stored) -> int:
    return copies_of(desk, stored.subject, stored.form)


def copies_of(desk: Desk, subject: SubjectId, form: Form) -> int:
    """How many of this form have come out, as far as is known: as the folds count, whatever kind the subject is."""
    copies = 0
    for recorded in desk.store.log.history(subject):
        event = recorded.event
        match event:
            case FormPrinted() if event.form is form:
                copies += 1
            case PrintingFailed() | PaperGivenUp(begun=False) if event.form is form:
                copies = max(0, copies - 1)
            case _:
                pass
    return copies


def _sheet(desk: Desk, stored: _Stored, copy: int) -> Sheet:
    """The sheet as this copy, saying so, and where its dossier is none any more, on its face and in its code."""
    row = DOSSIER_FORMS.get(stored.form)
    ends = row is not None and not row.outlasts
    status = desk.store.log.dossier(DossierId(stored.subject)).status if ends else None
    mark = mark_of(copy_mark(copy, forms_in_force(desk.today)), status)
    return signed_again(desk, stamped(marked(stored.sheet, mark, copy=copy), status), status)


def _print_job(desk: Desk, key: str, stored: _Stored) -> PrintJob:
    return PrintJob(
        key=key,
        subject=stored.subject,
        form=stored.form,
        copy=stored.copy,
        sheet=stored.sheet,
        address=_address(desk, stored),
        name=stored.name,
    )


def _address(desk: Desk, stored: _Stored) -> str:
    set_here, _ = trays(desk.settings)[FORMS[stored.form].printer]
    return stored.to or set_here or f"pdf:{pdf_folder(desk)}"


def pdf_folder(desk: Desk) -> Path:
    """Where PDFs go when no printer is set; at a visit laptop they do not outlast the day."""
    return desk.folder / READABLE / PDF_FOLDER if desk.is_visit_laptop else desk.folder / PDF_FOLDER


def _listed(desk: Desk, key: str, stored: _Stored) -> Unprinted:
    fate = _fate(desk, stored)
    again_same = fate in {Fate.KEPT, Fate.GOING}
    return Unprinted(
        key=key,
        subject=stored.subject,
        form=stored.form,
        copy=stored.copy,
        code=stored.code,
        whose=_whose(desk, stored.subject),
        at=stored.at,
        fate=fate,
        why=_why(desk, stored, fate),
        address=_address(desk, stored),
        next_copy=stored.copy if again_same else _copies(desk, stored) + 1,
        earlier=key < desk.store.opening,
    )


def _why(desk: Desk, stored: _Stored, fate: Fate) -> Trouble | None:
    if stored.why:
        why = _decode_why(stored.why.encode())
        kinds = {kind.__name__: kind for kind in _kinds(PrinterTrouble)}
        return kinds.get(why.kind, PrinterTrouble)(why.printer, why.detail, sent=why.sent)
    if fate is Fate.DOUBTFUL:
        return CutOffWhilePrinting(_address(desk, stored), sent=True)
    return None


def _kinds(kind: type[PrinterTrouble]) -> list[type[PrinterTrouble]]:
    return [kind, *(below for one in kind.__subclasses__() for below in _kinds(one))]


def _whose(desk: Desk, subject: SubjectId) -> str:
    """Family name and initials: enough for the clerk to recognise the citizen, too little for bystanders."""
    if not subject.startswith(DOSSIER):
        return ""
    dossier = desk.store.log.dossier(DossierId(subject))
    owner = dossier.intake.submitter if dossier.intake else None
    names = owner.full_name.split() if owner else []
    return " ".join([*names[:1], *(f"{name[0]}." for name in names[1:])])
