"""Membership of a province: joins and leaves its hub; gets a new device number when this file is a copy."""

import importlib.metadata
from collections.abc import Callable

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from msgspec.structs import replace as with_

from desk import province_assignment, visit_laptop
from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.province import edition
from desk.rights import Permission, require
from desk.settings import DATABASE, FILE
from desk.staff import session
from models.ids import FIRST_BROUGHT_BACK, DeviceId
from models.not_allowed import JoinedAlready
from models.store.file.rehoming import rehome as renumber
from models.store.keys.key import find_key
from models.system.decoding import prepared
from models.trouble import ClockWrong, HubNotFound, NotTheProvince, ProvinceNotReached, ProvinceRefused
from sync.client import device_keys, editions, exchange, hub_answer
from sync.client.exchange import BeforeEvents, ExchangeResult
from sync.client.https import CLOCK_LIMIT, HubClient, enrol, hub_facts
from sync.client.hub_answer import Forked
from sync.client.membership import MEMBERSHIP, Membership, joined, read_membership, written
from sync.messages import PROTOCOL, EnrolAsked, Enrolled, HubFacts, Refusal

JOINING = "joining"
RENEWING = "renewing"
"""Names of the province values that keep a key until the hub has answered: asked again, it is the same question."""


MOST_FORKS = 3
"""New numbers that one exchange asks for; a second is needed when two copies of a file asked in the same moment."""


class _Attempt(Struct, frozen=True):
    """What was asked, and with which key."""

    what: str
    seed: bytes


def membership(desk: Desk) -> Membership | None:
    """Where this machine belongs; None = it works alone."""
    return read_membership(desk.store)


def join(desk: Desk, url: str, code: str, *, authority: str = "") -> Desk:
    """Make this machine one of the office's at this hub. What it recorded so far will be sent.

    The hub may give it another number than it worked under: then its log is written anew under that one.

    Args:
        desk: closed afterwards, if another one is returned.
        url: address of the hub; without a scheme it is https.
        code: the one-time code the administrator gave.
        authority: PEM of the only certificate authority to trust; empty = those of the PC.

    Raises:
        RoleForbids, NobodySignedIn.
        JoinedAlready: it belongs to a hub.
        ProvinceAddressWrong, HubNotFound, NotTheProvince, ProvinceBusy, ProvinceRefused, ClockWrong: it does not
            belong to one now; asking again with the same code is safe, even when the hub's answer was lost.
        FileTrouble: likewise; the desk is closed if it was its file that made trouble.
    """
    require(desk, Permission.SET_UP)
    known = membership(desk)
    if known is not None:
        raise JoinedAlready(known.hub_name)
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    try:
        facts = hub_facts(address, authority)
        _check(desk, address, facts)
        seed = _seed(desk, JOINING, f"{address} {code}")
        key = Ed25519PrivateKey.from_private_bytes(seed)
        asked = _asking(desk, key, code=code.strip(), wanted=desk.settings.device.number)
        enrolled = enrol(address, key, asked, at=facts.at, sign_key=facts.sign_key, authority=authority)
    except ProvinceNotReached as trouble:
        raise HubNotFound(address, trouble.detail) from trouble
    member = Membership(
        url=address,
        hub_name=enrolled.hub.name,
        office=enrolled.office,
        device=enrolled.device,
        key=seed,
        sign_key=enrolled.hub.sign_key,
        seal_key=enrolled.hub.seal_key,
        enrolled_at=desk.clock(),
        block=enrolled.block,
        authority=authority,
    )
    return _become(desk, member, from_seq=1)


def leave(desk: Desk) -> Desk:
    """Belong to no hub any more. What was recorded stays here; what was not sent will not be.

    Raises:
        RoleForbids, NobodySignedIn.
        NotJoined: it does not belong to one.
    """
    require(desk, Permission.SET_UP)
    joined(desk.store)
    desk.store.province.drop(MEMBERSHIP, hub_answer.CURSOR, JOINING, RENEWING)
    return desk


def change_address(desk: Desk, url: str) -> Desk:
    """The same hub answers at another address from now on.

    Raises:
        RoleForbids, NobodySignedIn.
        NotJoined: it does not belong to one.
    """
    require(desk, Permission.SET_UP)
    desk.store.province.put(MEMBERSHIP, written(with_(joined(desk.store), url=url)))
    return desk


def rehome(desk: Desk, *, before_events: BeforeEvents | None = None) -> Desk:
    """Go on under a new number, with what this file recorded under numbers that were used twice.

    Args:
        desk: closed afterwards, if another one is returned.
        before_events: see ``synchronise``; the hub is asked by sending to it.

    Returns:
        The desk under its new number; the same desk, when the hub sees no fork.

    Raises:
        NotJoined: it does not belong to a hub.
        NetworkTrouble: not done; may be asked again any time.
        FileTrouble: likewise; the desk is closed if it was its file that made trouble.
    """
    member = joined(desk.store)
    hub = HubClient(member, desk.clock)
    try:
        exchange.exchange_all(hub, exchange.direct_access(desk.store), before_events=before_events)
    except Forked as fork:
        seed = _seed(desk, RENEWING, str(member.device))
        key = Ed25519PrivateKey.from_private_bytes(seed)
        # No number that anybody is known to have had: a hub restored from an older copy may have forgotten that.
        unheard_of = DeviceId(desk.store.log.highest_device(below=FIRST_BROUGHT_BACK) + 1)
        enrolled = hub.renew(_asking(desk, key, code="", wanted=unheard_of))
        return _become(desk, _renewed(member, enrolled, seed), from_seq=fork.seq, clock=fork.clock)
    finally:
        hub.abort()
    return desk


def synchronise(desk: Desk, *, before_events: BeforeEvents | None = None) -> tuple[Desk, ExchangeResult]:
    """One whole exchange: everything sent, everything read, a new edition applied. Nobody may be filling in a form.

    Args:
        desk: another one may be returned; then this one is closed.
        before_events: brings scanned files to the hub, see ``sync.client.link.Link``.

    Raises:
        NotJoined, NetworkTrouble, FileTrouble: what has gone over stays so.
    """
    for _ in range(MOST_FORKS):
        try:
            done = _whole(desk, before_events)
            break
        except Forked:
            desk = rehome(desk, before_events=before_events)
    else:
        raise NotTheProvince(joined(desk.store).url, "every number was used twice")
    if done.answer.tells_keys:
        _ask_hub(desk, lambda hub: device_keys.fetch(hub, exchange.direct_access(desk.store)))
    if done.answer.edition > editions.version_in_use(desk.folder):
        folder = desk.folder
        _ask_hub(desk, lambda hub: editions.fetch(hub, folder))
        desk = edition.apply(desk)
    return desk, done


def _whole(desk: Desk, before_events: BeforeEvents | None) -> ExchangeResult:
    hub = HubClient(joined(desk.store), desk.clock)
    try:
        return exchange.exchange_all(hub, exchange.direct_access(desk.store), before_events=before_events)
    finally:
        hub.abort()


def _ask_hub(desk: Desk, question: Callable[[HubClient], object]) -> None:
    hub = HubClient(joined(desk.store), desk.clock)
    try:
        question(hub)
    finally:
        hub.abort()


def _check(desk: Desk, url: str, facts: HubFacts) -> None:
    """Before a code is used up."""
    if facts.protocol < PROTOCOL:
        raise ProvinceRefused(url, Refusal.HUB_TOO_OLD.value)
    if (facts.oldest or facts.protocol) > PROTOCOL:
        raise ProvinceRefused(url, Refusal.PROGRAM_TOO_OLD.value)
    if abs(facts.at - desk.clock()) > CLOCK_LIMIT:
        raise ClockWrong(url, facts.at)


def _seed(desk: Desk, name: str, what: str) -> bytes:
    """The key for this question: kept before it is asked, so that a lost answer can be asked for again."""
    kept = desk.store.province.get(name)
    if kept is not None:
        attempt = msgspec.msgpack.decode(kept, type=prepared(_Attempt))
        if attempt.what == what:
            return attempt.seed
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    desk.store.province.put(name, msgspec.msgpack.encode(_Attempt(what, seed)))
    return seed


def _asking(desk: Desk, key: Ed25519PrivateKey, *, code: str, wanted: DeviceId) -> EnrolAsked:
    return EnrolAsked(
        public_key=key.public_key().public_bytes_raw().hex(),
        unit=desk.settings.office.unit.id,
        code=code,
        wanted=wanted,
        has_events=desk.store.log.head().seq > 0,
        program=importlib.metadata.version("motcua"),
    )


def _renewed(member: Membership, enrolled: Enrolled, seed: bytes) -> Membership:
    return with_(
        member,
        device=enrolled.device,
        key=seed,
        block=enrolled.block,
        sign_key=enrolled.hub.sign_key,
        seal_key=enrolled.hub.seal_key,
    )


def _become(desk: Desk, member: Membership, *, from_seq: int, clock: int | None = None) -> Desk:
    """The desk with this membership. A new file comes first, its settings follow it: see ``open_desk``.

    The membership of a file that stays comes last but for the key of the attempt: until it is there, asking again
    gives it; once it is there, nothing else is missing.
    """
    store = desk.store
    if member.device == store.log.device:
        settings = province_assignment.with_membership(desk.settings, member)
        province_assignment.save_settings(desk.folder, settings)
        store.province.drop(hub_answer.CURSOR)
        store.log.send_again_from(1)
        store.province.put(MEMBERSHIP, written(member))
        store.province.drop(JOINING, RENEWING)
        now = session.with_settings(desk, settings)
        visit_laptop.prepare(now)
        return now
    key = find_key(desk.folder, use_keyring=not desk.training)
    given = None if (desk.folder / FILE).exists() else desk.settings
    close_desk(desk)
    renumber(
        desk.folder / DATABASE,
        key,
        old=store.log.device,
        new=member.device,
        from_seq=from_seq,
        day=desk.today,
        put={MEMBERSHIP: written(member)},
        drop=(hub_answer.CURSOR, JOINING, RENEWING),
        clock=clock,
    )
    now = open_desk(desk.folder, settings=given, clock=desk.clock, training=desk.training, create=False)
    return session.carry_over(desk, now)
