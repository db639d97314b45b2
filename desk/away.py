"""What the intake asks where it is away from the office: the number of a slip printed before, the mobile point."""

from msgspec.structs import replace

from desk.desk import Desk
from desk.machine_state import Wiped, recall
from models.codes.preprinted_number import preprinted_digits
from models.codes.signed_paper import code_of
from models.events import AnyEvent, MobilePointTookIn, PreprintedSlipUsed
from models.ids import DossierCode, DossierId, SubjectId
from models.not_allowed import OfOneVerb
from models.store.projections.mobile.mobile_point import MobilePoints
from models.store.projections.mobile.preprinted_slip import PREPRINTED_SLIPS, PreprintedSlips
from models.subjects.mobile.mobile_point import MobilePoint
from models.subjects.mobile.preprinted_slip import PreprintedSlip, PreprintedState

Facts = list[tuple[SubjectId, AnyEvent]]


_ENDED = {
    PreprintedState.USED: "đã dùng cho một hồ sơ",
    PreprintedState.RETURNED: "đã trả lại",
    PreprintedState.VOID: "đã hủy",
    PreprintedState.LOST: "đã báo mất",
}


class PreprintedSlipUnknown(OfOneVerb):
    """No slip that is out bears this number here."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.sentence = f"Không có phiếu in sẵn số “{typed}” đang giữ ở máy này; xem lại bốn số trên phiếu."


class PreprintedSlipEnded(OfOneVerb):
    """It was used, or is said to be lost, void or returned."""

    def __init__(self, number: int, state: PreprintedState) -> None:
        super().__init__(number, state)
        self.sentence = f"Phiếu in sẵn số {number:04d} {_ENDED[state]}; lấy phiếu khác."


class PreprintedSlipElsewhere(OfOneVerb):
    """Its number lies in the block of another machine, so that the code might be given twice."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.sentence = f"Phiếu in sẵn số {number:04d} thuộc dải số của máy khác; chỉ dùng ở máy đã in phiếu."


def preprinted_slip(desk: Desk, typed: str) -> PreprintedSlip:
    """The slip that is out and bears this number, typed or scanned.

    Raises:
        PreprintedSlipUnknown, PreprintedSlipEnded, PreprintedSlipElsewhere.
    """
    digits = preprinted_digits(code_of(typed))
    if digits is None:
        raise PreprintedSlipUnknown(typed.strip()[:60])
    lists, device = desk.store.lists(PreprintedSlips), desk.settings.device
    agency = desk.settings.office.unit.id
    for state in PreprintedState:
        for slip in lists.with_number(state.value, digits):
            if slip.agency != agency or slip.device != device.number:
                continue
            if state is not PreprintedState.OPEN:
                raise PreprintedSlipEnded(digits, state)
            if not device.block_first <= digits <= device.block_last:
                raise PreprintedSlipElsewhere(digits)
            return slip
    before = _before_the_wipe(desk, digits)
    if before is not None:
        return before
    if any(slip.agency == agency for slip in lists.with_number(PreprintedState.OPEN.value, digits)):
        raise PreprintedSlipElsewhere(digits)
    raise PreprintedSlipUnknown(f"{digits:04d}")


def slips_out(desk: Desk) -> int:
    """How many slips printed before may be given to citizens at this machine."""
    known = desk.store.lists(PreprintedSlips).of_state(PreprintedState.OPEN.value)
    return sum(one.device == desk.settings.device.number for one in known)


def _before_the_wipe(desk: Desk, digits: int) -> PreprintedSlip | None:
    """A slip that was made on this laptop before it was wiped, while nothing has been heard of its end."""
    wiped = recall(desk.store, Wiped)
    if wiped is None or digits not in wiped.slips:
        return None
    if not wiped.slips[digits]:
        raise PreprintedSlipEnded(digits, PreprintedState.LOST)
    slip = desk.store.log.subject(PREPRINTED_SLIPS, wiped.slips[digits])
    if slip.state is not PreprintedState.OPEN:
        raise PreprintedSlipEnded(digits, slip.state)
    return replace(slip, number=digits, agency=desk.settings.office.unit.id, device=desk.settings.device.number)


def used(slip: PreprintedSlip | None, dossier: DossierId, code: DossierCode) -> Facts:
    """What the slip tells of it, if there was one."""
    return [] if slip is None else [(slip.id, PreprintedSlipUsed(dossier=dossier, code=code))]


def point_here(desk: Desk) -> MobilePoint | None:
    """The mobile point at which this machine works now; None = at the office."""
    device = desk.settings.device.number
    return next((one for one in desk.store.lists(MobilePoints).open() if device in one.open_at), None)


def taken_in_there(point: MobilePoint | None, dossier: DossierId) -> Facts:
    """What the point tells of an intake, if this machine works at one."""
    return [] if point is None else [(point.id, MobilePointTookIn(dossier=dossier))]


def results_at(point: MobilePoint) -> str:
    """Where and when its results are given out, as the receipt says it; empty = at the office."""
    if not point.results_place:
        return ""
    at = f"{point.results_time:%H:%M} " if point.results_time else ""
    when = f", {at}ngày {point.results_day:%d/%m/%Y}" if point.results_day else ""
    return point.results_place + when
