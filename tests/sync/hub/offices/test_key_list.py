"""The keys of all machines, as every desk of the province is told them."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.calendar.clock import micros
from models.ids import DeviceId
from sync.hub.offices import offices
from sync.hub.offices.key_list import key_list, signed_keys
from sync.hub.store import HubStore
from sync.messages import EnrolAsked, name_of_keys
from tests.sync.hub.conftest import FACTS, NOW, OFFICE

DAY = timedelta(days=1)
OTHER = "H99.99.98"


def admitted(store: HubStore, office: str, *, after: timedelta, number: int | None = None) -> str:
    """A machine joins, or with its number sets itself up anew; its public key."""
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    code = offices.make_code(store, office, device=number, now=NOW + after)
    wanted = DeviceId(number or 0)
    asked = EnrolAsked(public_key=key, unit=office, code=code, wanted=wanted, has_events=number is not None)
    offices.enrol(store, asked, FACTS, NOW + after)
    return key


def test_it_has_every_offices_keys_of_now_and_of_before_with_their_times(hub_store: HubStore) -> None:
    assert key_list(hub_store).changed == 0
    offices.create_office(hub_store, OTHER, "Xã Khác")
    first = admitted(hub_store, OFFICE, after=0 * DAY)
    foreign = admitted(hub_store, OTHER, after=DAY)
    second = admitted(hub_store, OFFICE, after=2 * DAY, number=1)
    third = admitted(hub_store, OFFICE, after=3 * DAY, number=1)
    offices.revoke(hub_store, OTHER, 1, NOW + 4 * DAY)
    told = key_list(hub_store)
    assert [(one.office, one.key, one.since, one.until, one.revoked_at) for one in told.keys] == [
        (OTHER, foreign, NOW + DAY, None, NOW + 4 * DAY),
        (OFFICE, first, NOW, NOW + 2 * DAY, None),
        (OFFICE, second, NOW + 2 * DAY, NOW + 3 * DAY, None),
        (OFFICE, third, NOW + 3 * DAY, None, None),
    ]
    assert told.changed == micros(NOW + 4 * DAY)
    assert told.offices == {OFFICE: "UBND xã Mẫu Sơn", OTHER: "Xã Khác"}


def test_it_is_told_only_to_a_desk_that_has_another(hub_store: HubStore) -> None:
    sign_key = Ed25519PrivateKey.generate()
    admitted(hub_store, OFFICE, after=0 * DAY)
    signed = signed_keys(hub_store, sign_key)
    assert signed is not None
    sign_key.public_key().verify(signed.signature, signed.body)
    assert signed_keys(hub_store, sign_key, but_not=name_of_keys(signed.body)) is None
    offices.revoke(hub_store, OFFICE, 1, NOW - DAY)  # the hub's clock went back: another list all the same
    assert signed_keys(hub_store, sign_key, but_not=name_of_keys(signed.body)) is not None
