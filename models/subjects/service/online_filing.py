"""Help with a matter filed online, as the fold of its events."""

import uuid
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import micros
from models.events import (
    ASSISTED,
    NationalState,
    OnlineFiling,
    OnlineFilingAssisted,
    OnlineFilingNotDone,
    OnlineFilingTold,
    OnlineFilingVoided,
    ProvinceReported,
)
from models.history import Recorded
from models.ids import ClerkId, SubjectId
from models.subjects.folding import Fold
from models.text import clean

_NAMES = uuid.UUID("0d3c6a52-7e0e-5d0e-9a3b-6f1f7c1f2a11")


def tidy_code(code: str) -> str:
    """A portal code as it is compared: no blanks, capital letters."""
    return "".join(clean(code).split()).upper()


def filing_id(portal_code: str) -> SubjectId:
    """The subject of the matter with this portal code, the same at every machine and at the hub."""
    return SubjectId(ASSISTED + str(uuid.uuid5(_NAMES, tidy_code(portal_code))))


class FilingEnd(StrEnum):
    """Whether it is still followed, and if not, why."""

    OPEN = "open"
    ENDED = "ended"
    """The portal has come to an end with it."""
    NOT_DONE = "not_done"
    """It was not filed."""
    VOIDED = "voided"


_ENDED = frozenset(
    {NationalState.NOT_RECEIVED, NationalState.WITHDRAWN, NationalState.STOPPED, NationalState.HANDED_OVER}
)


class AssistedFiling(Struct, frozen=True, kw_only=True):
    """How a matter stands that was filed with help.

    Attributes:
        portal_code: empty = it was not filed.
        filing: who and what; None = only later events have arrived here.
        helped_at, helper: when it was filed or given up, and who helped: the first, where two machines say so.
        state: how far it got; told_at: when that was so; by_province: the province said it, and no clerk.
        note: what was said with the state, or why it was not filed or is void.
    """

    id: SubjectId
    portal_code: str = ""
    filing: OnlineFiling | None = None
    helped_at: datetime | None = None
    helper: ClerkId = ClerkId("")
    state: NationalState = NationalState.NEW
    told_at: datetime | None = None
    by_province: bool = False
    unit: str = ""
    note: str = ""
    due_at: datetime | None = None
    voided: bool = False
    events: int = 0

    @property
    def belongs_to(self) -> SubjectId | None:
        """The bundle that was filed under its code, recorded before or after it; None = one matter alone."""
        return self.filing.belongs_to or None if self.filing is not None else None

    @property
    def end(self) -> FilingEnd:
        """Whether it is still followed."""
        if self.voided:
            return FilingEnd.VOIDED
        if not self.portal_code:
            return FilingEnd.NOT_DONE
        return FilingEnd.ENDED if self.state in _ENDED else FilingEnd.OPEN


def step(filing: AssistedFiling, recorded: Recorded) -> AssistedFiling:
    """The matter after one more event."""
    filing = replace(filing, events=filing.events + 1)
    match recorded.event:
        case OnlineFilingAssisted() as happened:
            first = filing.filing is None
            told = filing.filing or happened.filing
            return replace(
                filing,
                portal_code=happened.portal_code,
                filing=replace(told, belongs_to=told.belongs_to or happened.filing.belongs_to),
                helped_at=recorded.at if first else filing.helped_at,
                helper=recorded.clerk if first else filing.helper,
                due_at=filing.due_at or happened.due_at,
                voided=False,
            )
        case OnlineFilingNotDone() as happened:
            return replace(
                filing, filing=happened.filing, helped_at=recorded.at, helper=recorded.clerk, note=happened.reason
            )
        case OnlineFilingTold() as told:
            return _told(filing, told.state, recorded.at, told.note, told.due_at)
        case ProvinceReported() as told:
            at = told.happened_at or recorded.at
            after = _told(filing, told.state, at, told.note, told.due_at, by_province=True)
            return replace(after, unit=told.unit or after.unit)
        case OnlineFilingVoided(reason=reason):
            return replace(filing, voided=True, note=reason)
        case _:
            return filing


def _told(
    filing: AssistedFiling,
    state: NationalState,
    at: datetime,
    note: str,
    due_at: datetime | None,
    *,
    by_province: bool = False,
) -> AssistedFiling:
    """What was so last holds, whoever said it: a report that was long on its way takes nothing back."""
    if filing.told_at is not None and micros(at) < micros(filing.told_at):
        return filing
    return replace(filing, state=state, told_at=at, note=note, due_at=due_at or filing.due_at, by_province=by_province)


fold = Fold(lambda name: AssistedFiling(id=SubjectId(name)), step)
"""The matter that a history tells."""
