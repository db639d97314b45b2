"""What somebody of the post did to a dossier, and whether a clerk has accepted it: the fold of its events."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import PostalActAccepted, PostalActDone, PostalActGivenBack, PostalActKind, PostalActRedone
from models.history import Recorded
from models.ids import ClerkId, DossierId, SubjectId
from models.subjects.folding import Fold


class PostalActState(StrEnum):
    """Where an act stands."""

    NEW = "new"
    """Only its later life has arrived."""
    WAITS = "waits"
    """For a clerk to look it through: as it was done, or done anew."""
    ACCEPTED = "accepted"
    GIVEN_BACK = "given_back"
    """To be done anew."""


class PostalAct(Struct, frozen=True, kw_only=True):
    """The present state of an act.

    Attributes:
        at, by: when it was done, and who did it.
        amount: money taken with it, in đồng.
        reason: why it was given back the last time.
        note: what was done anew the last time.
        judged_at, judged_by: the clerk's last word.
        given_back: how often it was given back.
    """

    id: SubjectId
    state: PostalActState = PostalActState.NEW
    act: PostalActKind = PostalActKind.INTAKE
    dossier: DossierId = DossierId(SubjectId(""))
    amount: int = 0
    at: datetime | None = None
    by: ClerkId = ClerkId("")
    reason: str = ""
    note: str = ""
    judged_at: datetime | None = None
    judged_by: ClerkId = ClerkId("")
    given_back: int = 0
    events: int = 0


def step(act: PostalAct, recorded: Recorded) -> PostalAct:
    """The act after one more event. Accepted stays accepted: what another desk gives back later is only counted."""
    act = replace(act, events=act.events + 1)
    match recorded.event:
        case PostalActDone() as done if act.at is None:
            state = PostalActState.WAITS if act.state is PostalActState.NEW else act.state
            return replace(
                act,
                state=state,
                act=done.act,
                dossier=done.dossier,
                amount=done.amount,
                at=recorded.at,
                by=recorded.clerk,
            )
        case PostalActAccepted():
            return _judged(act, PostalActState.ACCEPTED, recorded)
        case PostalActGivenBack(reason=reason):
            act = replace(act, given_back=act.given_back + 1)
            if act.state is PostalActState.ACCEPTED:
                return act
            return replace(_judged(act, PostalActState.GIVEN_BACK, recorded), reason=reason)
        case PostalActRedone(note=note) if act.state is PostalActState.GIVEN_BACK:
            return replace(act, state=PostalActState.WAITS, note=note)
        case _:
            return act


def _judged(act: PostalAct, state: PostalActState, recorded: Recorded) -> PostalAct:
    return replace(act, state=state, judged_at=recorded.at, judged_by=recorded.clerk)


fold = Fold(lambda name: PostalAct(id=SubjectId(name)), step)
"""The act that a history tells."""
