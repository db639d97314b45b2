"""A clerk looks through what postal staff did: accepts it, or gives it back to be done anew."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from desk.access_log import record_shown
from desk.desk import Desk
from desk.rights import Permission, may, require
from models.events import PostalActAccepted, PostalActGivenBack, PostalActRedone, ReadBy
from models.ids import SubjectId
from models.not_allowed import NotAllowed, OfOneVerb, ReasonMissing
from models.store.projections.post.postal_act import POSTAL_ACTS
from models.store.projections.post.postal_act_lists import PostalActs, PostalFigure
from models.subjects.post.postal_act import PostalAct, PostalActState
from models.text import clean


class PostalActUnknown(OfOneVerb):
    """No such act is known here."""

    sentence = "Không có việc nào như vậy của nhân viên bưu điện trên máy này; mở lại danh sách rồi chọn."


class PostalActJudged(OfOneVerb):
    """It stands elsewhere by now: accepted, or given back and not done anew yet."""

    def __init__(self, state: PostalActState) -> None:
        super().__init__(state)
        accepted = state is PostalActState.ACCEPTED
        self.sentence = (
            "Việc này đã được chấp nhận." if accepted else "Việc này đã trả lại; chờ nhân viên bưu điện làm lại."
        )


class OwnActOnly(OfOneVerb):
    """Whoever did it does it anew, or has not been told to."""

    sentence = "Chỉ người đã làm việc này ghi là đã làm lại, và chỉ khi công chức đã trả lại."


class RefusedPostalAct(Struct, frozen=True):
    """An act for which the desk said no, and why."""

    act: SubjectId
    why: NotAllowed


class Supervised(Struct, frozen=True, kw_only=True):
    """What a word on several acts came to: those it was said of, as they stand now, and those it was refused for."""

    acts: tuple[PostalAct, ...]
    refused: tuple[RefusedPostalAct, ...] = ()


def listed(desk: Desk, day: date | None = None) -> tuple[PostalAct, ...]:
    """Acts of a day, today by default; before those of today every earlier one that nobody has accepted.

    Postal staff see their own. Whose dossiers they are is recorded as shown.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    lists = desk.store.lists(PostalActs)
    found = lists.of_day(day or desk.today)
    if day is None:
        today = {one.id for one in found}
        found = [*(one for one in lists.open() if one.id not in today), *found]
    everybody = may(desk, Permission.SUPERVISE_POST)
    found = [one for one in found if everybody or one.by == desk.by]
    if everybody:
        record_shown(desk, ReadBy.SHOWN, [one.dossier for one in found])
    return tuple(found)


def waiting(desk: Desk) -> int:
    """How many acts wait for who works here now: for a clerk those to be looked through, for the post those given back.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    lists = desk.store.lists(PostalActs)
    if may(desk, Permission.SUPERVISE_POST):
        return lists.count(PostalActState.WAITS)
    return lists.count(PostalActState.GIVEN_BACK, desk.by)


def accept(desk: Desk, acts: Iterable[SubjectId]) -> Supervised:
    """These were done as they should be.

    Raises:
        RoleForbids, NobodySignedIn. Refusals of one act: PostalActUnknown, PostalActJudged.
    """
    require(desk, Permission.SUPERVISE_POST)
    refused: list[RefusedPostalAct] = []
    good: list[SubjectId] = []
    for id_ in dict.fromkeys(acts):
        try:
            good.append(_waiting(desk, id_).id)
        except NotAllowed as no:
            refused.append(RefusedPostalAct(id_, no))
    if good:
        desk.store.log.record_all(desk.by, [(one, PostalActAccepted()) for one in good])
    return Supervised(acts=tuple(desk.store.log.subject(POSTAL_ACTS, one) for one in good), refused=tuple(refused))


def give_back(desk: Desk, act: SubjectId, reason: str) -> PostalAct:
    """One is to be done anew.

    Raises:
        ReasonMissing, PostalActUnknown, PostalActJudged, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.SUPERVISE_POST)
    if not clean(reason):
        raise ReasonMissing
    _waiting(desk, act)
    desk.store.log.record(act, desk.by, PostalActGivenBack(reason=clean(reason)))
    return desk.store.log.subject(POSTAL_ACTS, act)


def redo(desk: Desk, act: SubjectId, note: str) -> PostalAct:
    """What was given back has been done anew; ``note`` says how.

    Raises:
        ReasonMissing, PostalActUnknown, OwnActOnly, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    found = _known(desk, act)
    if found.by != desk.by or found.state is not PostalActState.GIVEN_BACK:
        raise OwnActOnly
    if not clean(note):
        raise ReasonMissing
    desk.store.log.record(act, desk.by, PostalActRedone(note=clean(note)))
    return desk.store.log.subject(POSTAL_ACTS, act)


def figures(desk: Desk, first: date, last: date) -> tuple[PostalFigure, ...]:
    """What each of the post did in a period, both days included; somebody of the post sees their own.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    found = desk.store.lists(PostalActs).figures(first, last)
    return tuple(one for one in found if may(desk, Permission.SUPERVISE_POST) or one.clerk == desk.by)


def _known(desk: Desk, act: SubjectId) -> PostalAct:
    found = desk.store.log.subject(POSTAL_ACTS, act)
    if found.state is PostalActState.NEW:
        raise PostalActUnknown
    return found


def _waiting(desk: Desk, act: SubjectId) -> PostalAct:
    found = _known(desk, act)
    if found.state is not PostalActState.WAITS:
        raise PostalActJudged(found.state)
    return found
