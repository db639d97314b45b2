"""Papers and results that a person handed in or was given earlier, offered for the paper list of a new dossier.

NĐ 118/2025 has nobody hand in again what the office has; QĐ 766/QĐ-TTg counts each reuse. What is offered lies on this
machine, belongs to the person's own earlier dossiers, and still holds on the day.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from desk.access_log import record_shown
from desk.desk import Desk
from desk.reach import reached
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.catalogue.paper_validity import holds_until
from models.events import FileAttached, PaperReceived, ReadBy
from models.ids import DossierCode, DossierId
from models.not_allowed import OfOneVerb
from models.person import Organisation, Person
from models.person_key import PersonKey, RoleInDossier, key_of
from models.store.projections.citizen_decision import CitizenDecisions
from models.subjects.dossier import Dossier, DossierStatus
from models.text import name_key

_LOOKED_AT = 20
"""So many of the newest own dossiers of a person are looked through."""
_FEWEST_WORDS = 3
"""A name of fewer words ("Tờ khai") tells too little to be found in the name of a procedure."""
_TAIL = re.compile(r"[,;(:]|\bhoặc\b|\bdo\b")


class ReusedPaperUnfounded(OfOneVerb):
    """A paper stands as handed in earlier, and no earlier dossier of this person has it, or it holds no more."""

    def __init__(self, paper: str) -> None:
        super().__init__(paper)
        self.sentence = f"“{paper}” không có bản đã nộp trước đây còn giá trị của người này; nhận bản mới."


class EarlierPaper(Struct, frozen=True, kw_only=True):
    """A paper that need not be handed in again.

    Attributes:
        paper: its name in the list of the new dossier.
        file: what stands for it, under that name.
        code, on: of the dossier it comes from: its code, and the day it was handed in or decided.
        until: the last day it holds; None = no end is known.
        is_result: it is the electronic result of that dossier.
    """

    paper: str
    file: FileAttached
    dossier: DossierId
    code: DossierCode
    on: date
    until: date | None
    is_result: bool


def earlier_papers(desk: Desk, whose: Person | Organisation, names: Iterable[str]) -> tuple[EarlierPaper, ...]:
    """The newest earlier paper for each of these names, where there is one; what was shown is recorded.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    found = _earlier(desk, whose, names)
    record_shown(desk, ReadBy.KNOWN, {one.dossier for one in found})
    return found


def reuse_problems(
    desk: Desk, whose: Person | Organisation, papers: Iterable[PaperReceived], files: Iterable[FileAttached]
) -> Iterator[ReusedPaperUnfounded]:
    """Papers of a form that stand as handed in earlier without being so."""
    claimed = [paper for paper in papers if paper.reused]
    if not claimed:
        return
    known = {one.paper: one for one in _earlier(desk, whose, (paper.name for paper in claimed))}
    given = {file.digest for file in files}
    for paper in claimed:
        found = known.get(paper.name)
        if found is None or found.code != paper.reused_from or found.file.digest not in given:
            yield ReusedPaperUnfounded(paper.name)


def _earlier(desk: Desk, whose: Person | Organisation, names: Iterable[str]) -> tuple[EarlierPaper, ...]:
    key = key_of(whose) if isinstance(whose, Person) else PersonKey("")
    wanted = list(dict.fromkeys(names))
    if not key or not wanted:
        return ()
    keys = desk.store.lists(CitizenDecisions).person(key).keys
    named = desk.store.dossiers.of_people(keys, limit=_LOOKED_AT)
    own = [
        row
        for row, of in named
        if row.code and row.status != DossierStatus.VOIDED and RoleInDossier.OWNER in {one.role for one in of}
    ]
    found: dict[str, EarlierPaper] = {}
    for row in reached(desk, own)[:_LOOKED_AT]:
        left = [name for name in wanted if name not in found]
        if not left:
            break
        found |= {one.paper: one for one in _of_dossier(desk, desk.store.log.dossier(row.id), left)}
    return tuple(found[name] for name in wanted if name in found)


def _of_dossier(desk: Desk, dossier: Dossier, names: Iterable[str]) -> Iterator[EarlierPaper]:
    results = {dossier.processing.electronic, dossier.returned.electronic if dossier.returned else None}
    at = dossier.received_at
    if at is None or dossier.intake is None:
        return
    for name in names:
        for file in reversed(dossier.files):
            is_result = file.digest in results
            if file.reused or not _stands_for(file, name, dossier.intake.procedure.name if is_result else ""):
                continue
            on = local_day((dossier.processing.decided_at or at) if is_result else at)
            until = holds_until(name, on)
            if (until is None or desk.today <= until) and desk.files.has(file.digest):
                yield EarlierPaper(
                    paper=name,
                    file=replace(file, paper=name, reused=True),
                    dossier=dossier.id,
                    code=dossier.code,
                    on=on,
                    until=until,
                    is_result=is_result,
                )
                break


def _stands_for(file: FileAttached, name: str, result_of: str) -> bool:
    """Whether a file shows the paper of this name, or is the result of the procedure that gives such a paper."""
    if result_of:
        bare = name_key(_TAIL.split(name, maxsplit=1)[0])
        return len(bare.split()) >= _FEWEST_WORDS and f" {bare} " in f" {name_key(result_of)} "
    return bool(file.paper) and name_key(file.paper) == name_key(name)
