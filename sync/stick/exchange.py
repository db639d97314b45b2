"""Exchange with the province by USB stick, the desk's end: writes what waits, reads what came back.

Works beside the link, by the same turns (``sync.client.up_batch``, ``hub_answer``). Writing changes only a counter: an
event counts as received only when an answer says so, over the link or on a stick.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from msgspec import Struct, msgpack
from msgspec.structs import replace

from models.files.scans import Files
from models.history import Recorded
from models.ids import FileDigest, SubjectId
from models.store import Store
from models.system.decoding import prepared
from models.trouble import EditionUnusable, NotTheProvince, ScanDamaged, ScanNotHere
from sync.client import device_keys, editions, hub_answer, load, up_batch
from sync.client.exchange import direct_access
from sync.client.files import named_by
from sync.client.hub_answer import Forked, Parted
from sync.client.membership import Membership
from sync.messages import (
    MOST_EVENTS,
    PROTOCOL,
    Load,
    MessageUnreadable,
    News,
    Refusal,
    SetAside,
    UpAnswer,
    events_of,
    pack,
    unpack,
)
from sync.signatures.requests import key_id
from sync.stick import loads
from sync.stick.letters import (
    FROM_DESK,
    FROM_HUB,
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
    put,
    read_all,
    remove,
)
from sync.stick.sealing import SealBroken, answer_key

WRITTEN, TAKEN = "stick written", "stick taken"
"""Names of the province values that count the fillings, and tell the last one whose answer was taken in."""

ASIDE = "stick set aside"
"""Name of the value that tells which events an answer called set aside: the next filling has them judged anew."""


class StickWritten(Struct, frozen=True, kw_only=True):
    """The contents of the stick after writing.

    Attributes:
        place: the folder with this machine's letters.
        events, files: how many.
        missing: how many files that events name are not whole on this machine.
        size: bytes of all letters.
    """

    place: Path
    events: int
    files: int
    missing: int
    size: int


class StickRead(Struct, frozen=True, kw_only=True):
    """The result of reading a stick.

    Attributes:
        letters: how many lay there for this machine.
        broken: how many of them could not be believed, or do not fit what is known here.
        late: how many told news from elsewhere than this machine has read to; they will come again.
        unsent: events of this machine that the hub is still not known to have.
        merged: events of others that were new here.
        subjects: whose.
        set_aside: what the hub keeps apart of this machine's events; None = no answer said, or only one of a filling
            before the last that was answered.
        refused: why the hub took something not in, likewise; None = it took everything.
        forked: this machine needs a new number, for which it needs the line.
        edition: version of an edition that came and waits to be applied; 0 = none.
    """

    letters: int = 0
    broken: int = 0
    late: int = 0
    unsent: int = 0
    merged: int = 0
    subjects: frozenset[SubjectId] = frozenset()
    set_aside: tuple[SetAside, ...] | None = None
    refused: str | None = None
    forked: bool = False
    edition: int = 0


# ---- out ---------------------------------------------------------------------------------------------------


@dataclass
class _Tally:
    """What was written into letters so far."""

    events: int = 0
    files: set[FileDigest] = field(default_factory=set)
    missing: set[FileDigest] = field(default_factory=set)


def write(store: Store, files: Files, member: Membership, folder: Path, *, report: bytes = b"") -> StickWritten:
    """Write all unacknowledged events to a stick, sealed to the hub, with a request for news.

    Args:
        store: of this machine.
        files: likewise.
        member: likewise; to whom the letters are sealed.
        folder: of the stick.
        report: what this machine tells of itself (``sync.messages.Up.report``); empty = nothing.

    Raises:
        NotPlain, StickMissing, StickFull, DiskFailing, FolderReadOnly: of the stick; nothing here has changed.
    """
    check_there(folder)
    number = _number(store, WRITTEN) + 1
    store.province.put(WRITTEN, b"%d" % number)
    answer_to = answer_key(member.private_key).public_key().public_bytes_raw()
    tally = _Tally()
    letters = (
        DeskLetter(
            office=member.office,
            device=member.device,
            stick=number,
            answer_to=answer_to,
            says=says,
            protocol=PROTOCOL,
        )
        for says in _outgoing(store, files, tally, report)
    )
    place = machine_folder(folder, member.office, member.device)
    to = X25519PublicKey.from_public_bytes(bytes.fromhex(member.seal_key))
    size = put(place, FROM_DESK, number, letters, by=member.private_key, to=to)
    remove(place, FROM_HUB, upto=_number(store, TAKEN))
    return StickWritten(
        place=place,
        events=tally.events,
        files=len(tally.files),
        missing=len(tally.missing),
        size=size,
    )


def _outgoing(
    store: Store, files: Files, tally: _Tally, report: bytes
) -> Iterator[SentUp | SentScan | StickQuestion | StickLoadQuestion]:
    """Batch by batch, each after the files it names; at least one, so that there is always an answer.

    The report goes with the last of them.
    """
    start = store.log.acknowledged()
    again = tuple(seq for seq in _set_aside(store) if seq <= start)
    for seq in again:
        yield from _scans(files, [store.log.own(seq)], tally)
        up = up_batch.single_event(store, seq=seq)
        if up is not None and len(up.chain.links[0].body) > up_batch.ALWAYS_WHOLE:
            yield SentUp(pack(up), start)  # its body may have been too large for the line
    batch = up_batch.next_batch(store, after=start, most=MOST_EVENTS, again=again)
    while True:
        yield from _scans(files, batch.naming_files, tally)
        tally.events += len(batch.up.chain.links)
        following = up_batch.next_batch(store, after=start + tally.events, most=MOST_EVENTS)
        if not following.up.chain.links:
            break
        yield SentUp(pack(batch.up), start)
        batch = following
    yield SentUp(pack(replace(batch.up, report=report)), start)
    if store.log.load_file is None:
        yield StickQuestion(hub_answer.news_request(store))
    else:
        yield StickLoadQuestion(load.load_request(store))


def _scans(files: Files, events: Iterable[Recorded], tally: _Tally) -> Iterator[SentScan]:
    for digest in named_by(events):
        if digest in tally.files | tally.missing:
            continue
        try:
            content = files.get(digest)
        except (ScanNotHere, ScanDamaged):
            tally.missing.add(digest)
        else:
            tally.files.add(digest)
            yield SentScan(digest, content)


# ---- back --------------------------------------------------------------------------------------------------


def read(store: Store, member: Membership, folder: Path, data: Path, now: datetime) -> StickRead:
    """Process the answers on a stick, however old, incomplete or repeated. Other machines' letters stay.

    Args:
        store: of this machine.
        member: likewise; whose answers are believed.
        folder: of the stick.
        data: this machine's own folder, where an edition waits until it is applied.
        now: by this machine's clock.

    Raises:
        NotPlain, StickMissing, DiskFailing, FolderReadOnly: of the stick.
        DiskFull: of this machine; the same again is safe.
    """
    check_there(folder)
    places = letters_in(machine_folder(folder, member.office, member.device), FROM_HUB)
    signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(member.sign_key))
    known = {key_id(signer): signer}
    back = StickRead()
    for _, _, letter in read_all(places, HubLetter, to=answer_key(member.private_key), sender=known.get):
        back = replace(back, letters=back.letters + 1)
        if isinstance(letter, SealBroken) or (letter.office, letter.device) != (member.office, member.device):
            back = replace(back, broken=back.broken + 1)
            continue
        try:
            back = _take(store, member, letter, back, data)
        except (MessageUnreadable, NotTheProvince, EditionUnusable):
            back = replace(back, broken=back.broken + 1)
        if letter.keys is not None:
            device_keys.keep(store, member, letter.keys)
        if letter.stick > _number(store, TAKEN):
            store.province.put(TAKEN, b"%d" % letter.stick)
    if store.log.load_file is not None:
        taken = loads.read(store, member, folder, now)
        back = replace(
            back,
            letters=back.letters + taken.letters,
            broken=back.broken + taken.broken,
            merged=back.merged + taken.merged,
            subjects=back.subjects | taken.subjects,
        )
    return replace(back, unsent=store.log.unsent_count())


def _take(store: Store, member: Membership, letter: HubLetter, back: StickRead, data: Path) -> StickRead:
    """Process one letter, and add it to the result."""
    older = letter.stick < _number(store, TAKEN)  # what it says of the hub's judgement may have been mended since
    match letter.says:
        case Answered(answer=packed, acknowledged=acknowledged):
            answer = unpack(packed, UpAnswer)
            if not older:
                back = replace(back, set_aside=answer.set_aside)
                store.province.put(ASIDE, msgpack.encode([one.seq for one in answer.set_aside]))
            try:
                hub_answer.take_answer(store, url=member.url, answer=answer, acknowledged=acknowledged)
            except (Forked, Parted):
                return replace(back, forked=True)
            return back
        case NotTaken(refusal=refusal, acknowledged=acknowledged, head=head):
            if refusal == Refusal.GAP and head < acknowledged:
                store.log.send_again_from(head + 1)
            return back if older else replace(back, refused=refusal)
        case StickNews() as told:
            return _take_news(store, told, back)
        case LoadTold(asked=asked, load=packed):
            changed, _ = load.take_page(direct_access(store), asked, unpack(packed, Load), url=member.url)
            merged = back.merged + len(changed.recorded)
            return replace(back, merged=merged, subjects=back.subjects | changed.subjects)
        case EditionTold(signed=signed):
            waits = editions.keep(signed, data, member)
            return replace(back, edition=waits.version if waits else 0)


def _take_news(store: Store, told: StickNews, back: StickRead) -> StickRead:
    """Merge news and move the cursor, only if they begin at this machine's cursor."""
    news, reached = unpack(told.news, News), hub_answer.news_request(store).cursor
    begins = told.asked.cursor
    exact = begins == reached
    onward = begins.epoch == reached.epoch == news.cursor.epoch and begins.position <= reached.position
    if not (exact or onward):
        # From another life of the stream, or with a letter missing in between: asked for again with the next stick.
        return replace(back, late=back.late + 1)
    events = [event for chain in news.chains for event in events_of(chain)]
    changed = hub_answer.merge_in_slices(direct_access(store), events, clock=news.clock)
    if exact:
        hub_answer.note_news(store, told.asked, news)
    elif news.cursor.position > reached.position:
        hub_answer.save_cursor(store, news.cursor)
    return replace(back, merged=back.merged + len(changed.recorded), subjects=back.subjects | changed.subjects)


def _set_aside(store: Store) -> list[int]:
    kept = store.province.get(ASIDE)
    return [] if kept is None else msgpack.decode(kept, type=prepared(list[int]))


def _number(store: Store, name: str) -> int:
    return int(store.province.get(name) or b"0")
