"""Views of the day's lists: their counts and their lines."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from desk.dossiers import deadlines, work_lists
from desk.dossiers.deadlines import Nearness
from desk.dossiers.work_lists import WorkFilter
from desk.offered_procedures import groups
from desk.rights import Permission, may
from desk.views import PAGE
from desk.views.state import Views
from desk.words.due import due_cell
from desk.words.work_lists import DESK_HOLDS, state, step_and_holder
from models.subjects.dossier_row import DossierRow
from models.subjects.work_lists import WorkList

_COMING = 3
"""Dossiers of the next working day that are told when today's work is done."""


class WorkLine(Struct, frozen=True, kw_only=True):
    """One line of a list, in words.

    Attributes:
        due: the due date with the time left; ``nearness``: how near that is.
        work: step and holder.
        state: where it stands; ``late``: something in that has passed its own deadline.
    """

    row: DossierRow
    due: str
    nearness: Nearness
    work: str
    state: str
    late: bool = False


class WorkPage(Struct, frozen=True, kw_only=True):
    """The first lines of a list, or those behind one.

    Attributes:
        after: the line they follow; None = the first ones.
        coming: with the first lines of an empty list for today, the next working day's first.
    """

    of: WorkList
    lines: tuple[WorkLine, ...]
    after: WorkLine | None
    coming: tuple[WorkLine, ...] = ()


class WorkOffer(Struct, frozen=True, kw_only=True):
    """What the lists may be narrowed by: fields, and units by id and name.

    Attributes:
        whole_office: the lists hold the work of the whole office.
        own_unit: id of the unit in which who works here does; empty = none.
    """

    fields: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    whole_office: bool
    own_unit: str = ""


class WorkViews(Views):
    """The page of the day's work."""

    def offer(self) -> WorkOffer:
        """What the lists may be narrowed by."""
        desk = self.desk
        return WorkOffer(
            fields=tuple(sorted(group.field for group in groups(desk.catalogue))),
            units=(("", DESK_HOLDS), *((unit.id, unit.name) for unit in desk.processes.units)),
            whole_office=may(desk, Permission.OFFICE_WORK),
            own_unit=self._state.at_work().unit,
        )

    def page(self, of: WorkList, narrowed: WorkFilter, after: WorkLine | None) -> WorkPage:
        """Lines of a list."""
        rows = work_lists.listed(self.desk, of, narrowed, limit=PAGE, after=after.row if after else None)
        coming: Sequence[DossierRow] = ()
        if not rows and after is None and of is WorkList.TODAY:
            coming = work_lists.listed(self.desk, WorkList.DUE_NEXT, narrowed, limit=_COMING)
        now = self.desk.clock()
        return WorkPage(
            of=of,
            lines=tuple(self._line(row, now, of) for row in rows),
            after=after,
            coming=tuple(self._line(row, now, WorkList.DUE_NEXT) for row in coming),
        )

    def counts(self, narrowed: WorkFilter) -> dict[WorkList, int]:
        """How many each list holds, narrowed likewise."""
        return work_lists.counts(self.desk, narrowed)

    def today(self) -> int:
        """How many dossiers must be worked on before going home; 0 for who may see none, and while locked."""
        return self._count(WorkList.TODAY) if may(self.desk, Permission.READ) else 0

    def to_sign(self) -> int:
        """How many results wait for a signature; 0 for who may sign none, and while locked."""
        return self._count(WorkList.AT_LEADER) if may(self.desk, Permission.SIGN) else 0

    def _count(self, of: WorkList) -> int:
        """Of one's own unit, as the page begins."""
        unit = self._state.at_work().unit
        return work_lists.counts(self.desk, WorkFilter(unit=unit or None), of=(of,))[of]

    def _line(self, row: DossierRow, now: datetime, of: WorkList) -> WorkLine:
        words, late = state(row, now, of)
        return WorkLine(
            row=row,
            due=due_cell(row.due_at, now, self.desk.calendar if row.runs else None),
            nearness=deadlines.nearness(self.desk, row, now),
            work=step_and_holder(row),
            state=words,
            late=late,
        )
