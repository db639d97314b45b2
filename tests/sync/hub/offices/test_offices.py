"""Who may speak for an office: codes used once, numbers and blocks that no two machines share."""

from datetime import timedelta
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from models.codes.number_blocks import HIGHEST
from models.ids import FIRST_BROUGHT_BACK, FIRST_PROVINCE, DeviceId
from sync.hub.log.intake import take_in
from sync.hub.offices import block_leases, offices
from sync.hub.offices.offices import NotAdmitted
from sync.hub.store import HubStore
from sync.messages import Block, EnrolAsked, Refusal
from sync.signatures.requests import key_id
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import FACTS, NOW, OFFICE, Enrol, enrol
from tests.sync.hub.dossiers import PAID


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def asked(
    key: Ed25519PrivateKey, code: str, *, unit: str = OFFICE, wanted: int = 0, has_events: bool = False
) -> EnrolAsked:
    return EnrolAsked(public_key=public(key), unit=unit, code=code, wanted=DeviceId(wanted), has_events=has_events)


def refusal(store: HubStore, question: EnrolAsked, **later: float) -> Refusal:
    with pytest.raises(NotAdmitted) as refused:
        offices.enrol(store, question, FACTS, NOW + timedelta(**later))
    return refused.value.refusal


def test_a_code_admits_one_machine_however_it_is_typed(hub_store: HubStore) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    code = offices.make_code(hub_store, OFFICE, now=NOW)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("01OILU")
    first = offices.enrol(hub_store, asked(key, f" {code.lower().replace('-', '  ')}"), FACTS, NOW)
    assert (first.office, first.device, first.block) == (
        OFFICE,
        1,
        Block(device=DeviceId(1), first=1001, last=1999, letter="A"),
    )
    assert offices.enrol(hub_store, asked(key, code), FACTS, NOW) == first  # its answer was lost on the way
    assert refusal(hub_store, asked(other, code)) is Refusal.CODE_WRONG
    found = offices.find_device(hub_store, key_id(key.public_key()))
    assert found is not None
    assert (found.office, found.number, found.public_key.hex()) == (OFFICE, 1, public(key))


def test_wrong_old_and_foreign_codes_admit_nobody(hub_store: HubStore) -> None:
    key = Ed25519PrivateKey.generate()
    code = offices.make_code(hub_store, OFFICE, now=NOW, lasts=timedelta(hours=1))
    offices.create_office(hub_store, "H11", "Xã khác")
    assert refusal(hub_store, asked(key, "7KQF-93XB-AEWN-5RTH")) is Refusal.CODE_WRONG
    assert refusal(hub_store, asked(key, "")) is Refusal.CODE_WRONG
    assert refusal(hub_store, asked(key, code, unit="H11")) is Refusal.UNIT_WRONG
    assert refusal(hub_store, asked(key, code), hours=2) is Refusal.CODE_WRONG
    unreadable = EnrolAsked(public_key="no key", unit=OFFICE, code=code)
    assert refusal(hub_store, unreadable) is Refusal.UNREADABLE
    enrol(hub_store, key)
    foreign = offices.make_code(hub_store, "H11", now=NOW)
    assert refusal(hub_store, asked(key, foreign, unit="H11")) is Refusal.UNIT_WRONG
    with pytest.raises(NotAdmitted):
        offices.make_code(hub_store, "nowhere", now=NOW)


def test_the_code_itself_is_nowhere_in_the_database(hub_store: HubStore) -> None:
    code = offices.make_code(hub_store, OFFICE, now=NOW).replace("-", "")
    with hub_store.reading() as reading:
        rows = reading.exec_driver_sql("SELECT * FROM code").all()
    assert len(rows) == 1
    assert code not in repr(rows)
    assert code.encode() not in rows[0][0]


def test_a_machine_keeps_the_number_it_worked_under_if_that_is_free(hub_store: HubStore) -> None:
    keys = [Ed25519PrivateKey.generate() for _ in range(4)]
    numbers = [enrol(hub_store, key, wanted=wanted).device for key, wanted in zip(keys, (3, 3, 0, 40), strict=True)]
    assert numbers == [3, 1, 2, 40]
    assert enrol(hub_store, keys[0]).device == 3  # its own key, with another code
    assert enrol(hub_store, Ed25519PrivateKey.generate(), wanted=FIRST_PROVINCE).device == 4


def test_a_reserved_number_gets_the_new_key_of_its_machine(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, old = enrolled()
    desk.record(DOSSIERS[0], PAID)
    take_in(hub_store, device, desk.up(), NOW)
    key = Ed25519PrivateKey.generate()
    code = offices.make_code(hub_store, OFFICE, device=device.number, now=NOW)
    answer = offices.enrol(hub_store, asked(key, code, wanted=device.number, has_events=True), FACTS, NOW)
    assert answer.device == device.number
    assert offices.find_device(hub_store, key_id(old.public_key())) is None
    again = offices.find_device(hub_store, key_id(key.public_key()))
    assert again is not None
    desk.record(DOSSIERS[0], PAID)
    assert take_in(hub_store, again, desk.up(2), NOW).head == 2
    new = offices.make_code(hub_store, OFFICE, device=7, now=NOW)
    assert offices.enrol(hub_store, asked(Ed25519PrivateKey.generate(), new), FACTS, NOW).device == 7


def test_a_renewal_gives_a_new_number_and_leaves_the_old_chain(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID)
    take_in(hub_store, device, desk.up(), NOW)
    key = Ed25519PrivateKey.generate()
    question = EnrolAsked(public_key=public(key), unit=OFFICE, wanted=device.number, has_events=True)
    answer = offices.renew(hub_store, device, question, FACTS, NOW)
    assert (answer.device, answer.block.first) == (2, 2001)
    assert offices.renew(hub_store, device, question, FACTS, NOW) == answer
    desk.record(DOSSIERS[0], PAID)
    assert take_in(hub_store, device, desk.up(), NOW).head == 2  # the file it was copied from goes on
    renewed = offices.find_device(hub_store, key_id(key.public_key()))
    assert renewed is not None
    for wrong, why in (
        (EnrolAsked(public_key=device.public_key.hex(), unit=OFFICE), Refusal.UNREADABLE),
        (EnrolAsked(public_key=public(key), unit="H11"), Refusal.UNIT_WRONG),
    ):
        with pytest.raises(NotAdmitted) as refused:
            offices.renew(hub_store, device, wrong, FACTS, NOW)
        assert refused.value.refusal is why


def test_a_revoked_device_is_found_as_such_and_never_comes_back(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, key = enrolled()
    offices.revoke(hub_store, OFFICE, device.number, NOW)
    offices.revoke(hub_store, OFFICE, device.number, NOW + timedelta(days=1))
    found = offices.find_device(hub_store, key_id(key.public_key()))
    assert found is not None
    assert found.revoked_at == NOW
    question = EnrolAsked(public_key=public(Ed25519PrivateKey.generate()), unit=OFFICE)
    for attempt in (
        lambda: offices.renew(hub_store, device, question, FACTS, NOW),
        lambda: offices.make_code(hub_store, OFFICE, device=device.number, now=NOW),
        lambda: enrol(hub_store, key),
    ):
        with pytest.raises(NotAdmitted) as refused:
            attempt()
        assert refused.value.refusal is Refusal.DEVICE_REVOKED
    assert enrol(hub_store, Ed25519PrivateKey.generate(), wanted=device.number).device == 2
    for number in (9, FIRST_PROVINCE):
        with pytest.raises(NotAdmitted):
            offices.revoke(hub_store, OFFICE, number, NOW)


def test_a_request_is_seen_once(hub_store: HubStore) -> None:
    assert offices.remember_nonce(hub_store, "key", "n1", NOW)
    assert not offices.remember_nonce(hub_store, "key", "n1", NOW)
    assert offices.remember_nonce(hub_store, "other", "n1", NOW)
    assert offices.remember_nonce(hub_store, "key", "n2", NOW + timedelta(hours=1))  # the old ones are swept out
    assert offices.remember_nonce(hub_store, "key", "n1", NOW + timedelta(hours=1))


def test_offices_are_listed_with_their_devices(hub_store: HubStore, enrolled: Enrol) -> None:
    enrolled()
    offices.create_office(hub_store, OFFICE, "made twice, stays as it was")
    (office,) = offices.offices(hub_store)
    assert (office.name, [row.number for row in office.devices]) == ("UBND xã Mẫu Sơn", [1])


# ---- blocks ------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 60), unique=True, max_size=28))
def test_blocks_never_overlap_and_letters_differ(numbers: list[int]) -> None:
    leased: list[Block] = []
    for number in numbers:
        leased.append(block_leases.lease(DeviceId(number), leased))
    spans = sorted((block.first, block.last) for block in leased)
    assert all(last < first for (_, last), (first, _) in pairwise(spans))
    assert all(1 <= first < last <= HIGHEST for first, last in spans)
    assert len({block.letter for block in leased}) == len(leased)


def test_the_first_nine_have_their_thousand_and_ten_more_a_hundred_each() -> None:
    leased: list[Block] = []
    for number in range(1, 20):
        leased.append(block_leases.lease(DeviceId(number), leased))
    assert [(block.first, block.last) for block in leased[:9]] == [(n * 1000 + 1, n * 1000 + 999) for n in range(1, 10)]
    assert [(block.first, block.last) for block in leased[9:12]] == [(1, 99), (100, 199), (200, 299)]
    with pytest.raises(block_leases.NoBlockFree):
        block_leases.lease(DeviceId(20), leased)
    again = block_leases.lease(DeviceId(20), leased, retired=[11])
    assert (again.first, again.last, again.letter) == (100, 199, "T")
    whole = block_leases.lease(DeviceId(20), leased, retired=[11, 3])
    assert (whole.first, whole.last) == (3001, 3999)


def test_a_renewal_gets_no_number_below_the_one_it_wants(hub_store: HubStore, enrolled: Enrol) -> None:
    """A hub restored from an older copy may have forgotten who had the numbers between."""
    device, _, _ = enrolled()
    highest, day = FIRST_BROUGHT_BACK - 1, NOW
    for wanted, number in ((5, 5), (5, 6), (0, 2), (1, 3), (highest, highest), (highest + 1, 4)):
        day += timedelta(days=1)
        public = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
        question = EnrolAsked(public_key=public, unit=OFFICE, wanted=DeviceId(wanted))
        assert offices.renew(hub_store, device, question, FACTS, day).device == number
        assert offices.renew(hub_store, device, question, FACTS, day).device == number


def test_the_thousand_of_a_machine_long_renewed_is_leased_again(hub_store: HubStore, enrolled: Enrol) -> None:
    devices = [enrolled() for _ in range(9)]
    for days, block in ((0, 1), (1, 100), (9, 1001), (9, 200)):
        question = EnrolAsked(public_key=public(Ed25519PrivateKey.generate()), unit=OFFICE)
        answer = offices.renew(hub_store, devices[0][0], question, FACTS, NOW + timedelta(days=days))
        assert answer.block.first == block


def test_an_office_of_many_machines_without_low_numbers_uses_the_high_hundreds() -> None:
    leased: list[Block] = []
    for number in range(30, 42):
        leased.append(block_leases.lease(DeviceId(number), leased))
    assert [(block.first, block.last) for block in leased[10:]] == [(9900, 9999), (9800, 9899)]
    assert [block.letter for block in leased[:2]] == ["A", "B"]
    ninth = block_leases.lease(DeviceId(9), leased)
    assert (ninth.first, ninth.last) == (9700, 9799)
