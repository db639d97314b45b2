"""How far a dossier got: stored here, sent, accepted by the province, by the national system, last report.

None of this is the dossier's status, which is the desk's own. A step that is not reached carries the reason.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from models.events import DossierRead, NationalAccepted, NationalState
from models.history import Recorded
from models.ids import DeviceId, DossierId, is_province
from models.subjects import dossier_fold as folding
from models.subjects.dossier import Dossier
from sync.client.membership import read_membership
from sync.messages import SetAside

_ON_STICK = "stick reaches"
"""Name of the province value with the highest number that was written to a USB stick."""


class DeliveryStep(StrEnum):
    """The rungs, from the bottom."""

    SAVED = "saved"
    SENT = "sent"
    ARRIVED = "arrived"
    NATIONAL = "national"
    LATEST = "latest"


class RungReason(StrEnum):
    """What a rung waits for, or why it is not reached."""

    NOT_JOINED = "not_joined"
    """This machine belongs to no hub: nothing is ever sent."""
    UNSENT = "unsent"
    """Goes by itself as soon as the province answers."""
    ON_STICK = "on_stick"
    """Written to a USB stick; the answer has not come back."""
    SET_ASIDE = "set_aside"
    """The province keeps some of it apart: a person has to mend it."""
    NO_CODE = "no_code"
    """Never taken in, so there is nothing the national system is told."""
    ON_ITS_WAY = "on_its_way"
    """The province tells the national system; nothing to do here."""
    REFUSED = "refused"
    """The national system refused the latest message."""


class Rung(Struct, frozen=True, kw_only=True):
    """One rung.

    Attributes:
        done: reached, with everything that is known of the dossier now.
        at: when; None = not told. By the province's clock from ``ARRIVED`` on.
        number: the office's position it arrived under ("số"); 0 = unknown.
        device: the desk that received it, where that is another one than this.
        waiting: how many events of this machine are not there yet.
        hangs: what it hangs on; None when done or when the rung below hangs.
        set_aside: what the province keeps apart.
        words: who says so and what, as that system told it (state's unit, note, reason of a refusal).
    """

    step: DeliveryStep
    done: bool = False
    at: datetime | None = None
    number: int = 0
    device: DeviceId | None = None
    waiting: int = 0
    hangs: RungReason | None = None
    set_aside: tuple[SetAside, ...] = ()
    state: NationalState | None = None
    words: str = ""


class Ladder(Struct, frozen=True):
    """The rungs of one dossier, from the bottom; none for one nobody has heard of."""

    rungs: tuple[Rung, ...] = ()

    def rung(self, step: DeliveryStep) -> Rung:
        """One rung by name; one that is not there is not reached."""
        return next((rung for rung in self.rungs if rung.step is step), Rung(step=step))


def note_stick(desk: Desk) -> None:
    """Everything recorded so far lies on a USB stick on its way to the province."""
    desk.store.province.put(_ON_STICK, b"%d" % desk.store.log.head().seq)


def ladder(desk: Desk, dossier_id: DossierId, *, set_aside: Iterable[SetAside] = ()) -> Ladder:
    """How far a dossier got, whichever desk received it.

    Args:
        desk: this machine.
        dossier_id: whose.
        set_aside: what the province keeps apart of this machine's events (``LinkState.set_aside``).
    """
    history = desk.store.log.history(dossier_id)
    if not history:
        return Ladder()
    dossier = folding.fold(dossier_id, history)
    own = [recorded for recorded in history if recorded.device == desk.store.log.device and _matters(recorded)]
    apart = tuple(one for one in set_aside if one.subject == dossier_id)
    sent = _sent(desk, own)
    arrived = _arrived(desk, own, sent, apart)
    national = _national(dossier, arrived)
    return Ladder((_saved(desk, history), sent, arrived, national, _latest(dossier, history)))


def _matters(recorded: Recorded) -> bool:
    """That somebody looked at a file is sent like all else, but the dossier is not less there for it."""
    return not isinstance(recorded.event, DossierRead)


def _saved(desk: Desk, history: Sequence[Recorded]) -> Rung:
    first = next((recorded for recorded in history if not is_province(recorded.device)), history[0])
    elsewhere = first.device != desk.store.log.device
    return Rung(step=DeliveryStep.SAVED, done=True, at=first.at, device=first.device if elsewhere else None)


def _sent(desk: Desk, own: Sequence[Recorded]) -> Rung:
    """What other desks recorded came from the province, so it was sent; only this machine's own events can wait."""
    acknowledged = desk.store.log.acknowledged()
    waiting = [recorded for recorded in own if recorded.seq > acknowledged]
    if not waiting:
        return Rung(step=DeliveryStep.SENT, done=True)
    if waiting[-1].seq <= int(desk.store.province.get(_ON_STICK) or 0):
        hangs = RungReason.ON_STICK
    elif read_membership(desk.store) is None:
        hangs = RungReason.NOT_JOINED
    else:
        hangs = RungReason.UNSENT
    return Rung(step=DeliveryStep.SENT, waiting=len(waiting), hangs=hangs)


def _arrived(desk: Desk, own: Sequence[Recorded], sent: Rung, apart: tuple[SetAside, ...]) -> Rung:
    arrivals = [found for recorded in own if (found := desk.store.province.arrival_of(recorded.seq)) is not None]
    last = max(arrivals, key=lambda arrival: arrival.position, default=None)
    known = Rung(
        step=DeliveryStep.ARRIVED,
        at=last.at if last else None,
        number=last.position if last else 0,
        waiting=sent.waiting,
        set_aside=apart,
    )
    if apart:
        return _hung(known, RungReason.SET_ASIDE)
    return known if not sent.done else _done(known)


def _national(dossier: Dossier, arrived: Rung) -> Rung:
    delivery = dossier.delivery
    known = Rung(step=DeliveryStep.NATIONAL, at=delivery.accepted_at, state=delivery.state, words=delivery.refused)
    if delivery.refused:
        return _hung(known, RungReason.REFUSED)
    if delivery.accepted_at is not None:
        return _done(known)
    if not dossier.code:
        return _hung(known, RungReason.NO_CODE)
    return _hung(known, RungReason.ON_ITS_WAY) if arrived.done else known


def _latest(dossier: Dossier, history: Sequence[Recorded]) -> Rung:
    """What a department or the province reported; else the state of the last message the national system took."""
    said = dossier.reported
    if said is not None:
        words = " · ".join(part for part in (said.unit, said.officer, said.note) if part)
        return Rung(step=DeliveryStep.LATEST, done=True, at=said.at, state=said.state, words=words)
    taken = [recorded for recorded in history if isinstance(recorded.event, NationalAccepted)]
    if taken:
        return Rung(step=DeliveryStep.LATEST, done=True, at=taken[-1].at, state=dossier.delivery.state)
    return Rung(step=DeliveryStep.LATEST)


def _done(rung: Rung) -> Rung:
    return replace(rung, done=True)


def _hung(rung: Rung, hangs: RungReason) -> Rung:
    return replace(rung, hangs=hangs)
