"""USB stick at the hub: letters are processed as over HTTPS, the answers written beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from msgspec import Struct
from msgspec.structs import replace

from models.files.scans import MOST_FILE_BYTES, digest_of
from models.ids import DeviceId
from models.trouble import FileTrouble
from sync.hub.editions import editions
from sync.hub.fleet.reports import note_report
from sync.hub.log import delivery, intake, loads, quotas
from sync.hub.log.intake import GapFound
from sync.hub.log.office_files import OfficeFiles
from sync.hub.log.quotas import TooMuch
from sync.hub.offices import offices
from sync.hub.offices.key_list import signed_keys
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.settings import USUAL, HubKeys, Quota
from sync.hub.store import HubStore
from sync.messages import (
    LoadAsked,
    MessageUnreadable,
    NewsAsked,
    Refusal,
    Up,
    UpAnswer,
    pack,
    protocol_refusal,
    unpack,
)
from sync.stick.letters import (
    FROM_DESK,
    FROM_HUB,
    MOST_FILLINGS,
    Answered,
    DeskLetter,
    EditionTold,
    HubLetter,
    LoadTold,
    NotTaken,
    SentScan,
    SentUp,
    StickLoadQuestion,
    StickNews,
    StickQuestion,
    check_there,
    letters_in,
    machine_folder,
    pockets,
    put,
    read_all,
)
from sync.stick.sealing import SealBroken

MOST_TOLD = 400
"""Letters of news in one answer: up to 200,000 events. What is left is told on the next stick."""


class Stick(Struct, frozen=True, kw_only=True):
    """The result for one machine's letters.

    Attributes:
        events: how many they brought, known ones included.
        head: the last number the hub has of this machine; None = nothing of it could be taken in.
        files: how many scanned files they brought.
        waiting: how many of these the hub's own disk, or the machine's quota, did not take; their events go on, and the
            machine brings them again.
        told: letters of the answer.
        broken: letters that say what cannot be.
        refused: why something was not taken in; None = everything was.
    """

    office: str
    device: DeviceId
    events: int
    head: int | None
    files: int
    waiting: int
    told: int
    broken: int
    refused: Refusal | None


class StickOutcome(Struct, frozen=True):
    """The result for a whole stick: by machine, and the number of rejected files (broken, foreign, another hub's)."""

    sticks: tuple[Stick, ...]
    broken: int


@dataclass
class _Taking:
    """Processes one machine's letters, one after the other."""

    device: Device
    answer_to: bytes = b""
    stick: int = 0
    events: int = 0
    files: int = 0
    waiting: int = 0
    broken: int = 0
    answer: UpAnswer | None = None
    acknowledged: int = 0
    gap: int | None = None
    asked: NewsAsked | None = None
    load_asked: LoadAsked | None = None
    refused: Refusal | None = None


def take_stick(
    folder: Path, store: HubStore, keys: HubKeys, files: OfficeFiles, now: datetime, *, quota: Quota = USUAL
) -> StickOutcome:
    """Process all letters on a stick and write the answers beside them. Idempotent.

    Args:
        folder: of the stick.
        store: of the hub.
        keys: of the hub, to open the letters and to sign the answers.
        files: of the hub.
        now: its clock.
        quota: how much one device may bring.

    Raises:
        NotPlain, StickMissing, StickFull, DiskFailing, FolderReadOnly: of the stick. What was taken in stays taken in.
        HubStoreFailing: the same again is safe.
    """
    check_there(folder)
    taking: dict[str, _Taking] = {}

    def sender(name: str) -> Ed25519PublicKey | None:
        if name not in taking:
            device = offices.find_device(store, name)
            if device is None:
                return None
            taking[name] = _Taking(device)
        return Ed25519PublicKey.from_public_bytes(taking[name].device.public_key)

    broken = 0
    places = sorted(place for found in pockets(folder) for place in letters_in(found, FROM_DESK))
    for _, name, letter in read_all(places, DeskLetter, to=keys.seal, sender=sender):
        if isinstance(letter, SealBroken):
            broken += 1
        else:
            _take(store, files, taking[name], letter, now, quota)
    broken += sum(one.broken for one in taking.values() if not one.answer_to)
    answered = (one for one in taking.values() if one.answer_to)
    return StickOutcome(tuple(_answer(folder, store, keys, one, now) for one in answered), broken)


def _take(
    store: HubStore, files: OfficeFiles, taking: _Taking, letter: DeskLetter, now: datetime, quota: Quota
) -> None:
    device = taking.device
    written_to = (letter.office, letter.device) == (device.office, device.number)
    if not (written_to and 0 < letter.stick <= MOST_FILLINGS and _can_be_sealed_to(letter.answer_to)):
        taking.broken += 1
        return
    taking.stick, taking.answer_to = letter.stick, letter.answer_to
    if (why := protocol_refusal(letter.protocol)) is not None:
        taking.refused = why
        return
    match letter.says:
        case SentScan(digest=digest, content=content):
            if digest_of(content) != digest or len(content) > MOST_FILE_BYTES:
                taking.broken += 1
            elif device.revoked_at is None:
                _take_scan(store, files, taking, content, now, quota)
        case SentUp() as sent:
            _take_up(store, files, taking, sent, now, quota)
        case StickQuestion(asked=asked):
            taking.asked = asked
        case StickLoadQuestion(asked=asked):
            taking.load_asked = asked


def _take_scan(
    store: HubStore, files: OfficeFiles, taking: _Taking, content: bytes, now: datetime, quota: Quota
) -> None:
    device = taking.device
    try:
        if not files.has(device.office, digest_of(content)):
            files.check_room(len(content))
            quotas.count_file(store, device, len(content), quota, now)
        files.put(device.office, content)
        taking.files += 1
    except (FileTrouble, TooMuch):
        taking.waiting += 1


def _can_be_sealed_to(key: bytes) -> bool:
    """Whether these bytes are a valid public key; not all of 32 bytes are."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key))
    except ValueError:
        return False
    return True


def _take_up(store: HubStore, files: OfficeFiles, taking: _Taking, sent: SentUp, now: datetime, quota: Quota) -> None:
    """Store one batch by the same function as over HTTPS.

    To ``take_in`` a gap proves that the hub has lost something. After a lost letter it would prove nothing, so what
    follows one is left for the next stick.
    """
    try:
        up = unpack(sent.up, Up)
        reached = sent.acknowledged if taking.answer is None else max(taking.answer.head, sent.acknowledged)
        if up.chain.first > reached + 1:
            taking.refused = Refusal.GAP
            return
        taking.acknowledged = sent.acknowledged
        has_file = partial(files.has, taking.device.office)
        taking.answer = intake.take_in(store, taking.device, up, now, has_file=has_file, quota=quota)
        taking.events += len(up.chain.links)
        if up.report and up.chain.first + len(up.chain.links) - 1 == taking.answer.head:
            note_report(store, taking.device, up.report, now)  # nothing newer has come from this machine since
    except GapFound as found:
        taking.gap, taking.refused = found.head, Refusal.GAP
    except NotAdmitted as refused:
        taking.refused = refused.refusal
    except MessageUnreadable:
        taking.broken += 1


def _answer(folder: Path, store: HubStore, keys: HubKeys, taking: _Taking, now: datetime) -> Stick:
    device = taking.device
    says: list[Answered | NotTaken | StickNews | LoadTold | EditionTold] = [*_of_events(taking)]
    if device.revoked_at is None:
        says += _of_news(store, taking)
        says += _of_load(store, taking, now)
        edition = editions.newest(store, device.office)
        says += [EditionTold(edition)] if edition is not None else []
    else:
        taking.refused = Refusal.DEVICE_REVOKED
    letters = [HubLetter(office=device.office, device=device.number, stick=taking.stick, says=one) for one in says]
    if letters and device.revoked_at is None:
        letters[0] = replace(letters[0], keys=signed_keys(store, keys.sign))
    to = X25519PublicKey.from_public_bytes(taking.answer_to)
    put(machine_folder(folder, device.office, device.number), FROM_HUB, taking.stick, letters, by=keys.sign, to=to)
    return Stick(
        office=device.office,
        device=device.number,
        events=taking.events,
        head=None if taking.answer is None else taking.answer.head,
        files=taking.files,
        waiting=taking.waiting,
        told=len(letters),
        broken=taking.broken,
        refused=taking.refused,
    )


def _of_events(taking: _Taking) -> Iterator[Answered | NotTaken]:
    if taking.gap is not None:
        yield NotTaken(Refusal.GAP, taking.acknowledged, taking.gap)
    if taking.answer is not None:
        yield Answered(pack(taking.answer), taking.acknowledged)
    elif taking.gap is None and taking.refused is not None:
        yield NotTaken(taking.refused, taking.acknowledged)


def _of_news(store: HubStore, taking: _Taking) -> list[StickNews]:
    """All news, batch by batch, each with the question it answers."""

    def told(asked: NewsAsked) -> Iterator[StickNews]:
        while True:
            news = delivery.news(store, taking.device, asked)
            yield StickNews(asked, pack(news))
            own = [chain for chain in news.chains if chain.device == taking.device.number]
            head = max((chain.first + len(chain.links) - 1 for chain in own), default=asked.head)
            if news.remaining <= 0 or (news.cursor, head) == (asked.cursor, asked.head):
                return
            asked = replace(asked, cursor=news.cursor, head=head)

    if taking.asked is None:
        return []
    try:
        return list(islice(told(taking.asked), MOST_TOLD))
    except NotAdmitted as refused:
        taking.refused = refused.refusal
        return []


def _of_load(store: HubStore, taking: _Taking, now: datetime) -> list[LoadTold]:
    """The whole load of a visit laptop, page by page, each with the question it answers."""

    def told(asked: LoadAsked) -> Iterator[LoadTold]:
        while True:
            page = loads.load(store, taking.device, asked, clock=lambda: now)
            yield LoadTold(asked, pack(page))
            own = [chain for chain in page.chains if chain.device == taking.device.number and chain.first > asked.head]
            head = max((chain.first + len(chain.links) - 1 for chain in own), default=asked.head)
            if page.remaining <= 0 or (page.load, page.cursor, head) == (asked.load, asked.cursor, asked.head):
                return
            asked = replace(asked, load=page.load, cursor=page.cursor, head=head)

    if taking.load_asked is None:
        return []
    try:
        return list(islice(told(taking.load_asked), MOST_TOLD))
    except NotAdmitted as refused:
        taking.refused = refused.refusal
        return []
