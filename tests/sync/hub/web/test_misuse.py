"""What a machine may do to its office: nothing once it is revoked, and while it is not, no more than one needs."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.ids import NO_DIGEST, DeviceId
from sync.hub.log import delivery, quarantine
from sync.hub.log.intake import GapFound, take_in
from sync.hub.log.stream import LOSSES_A_DAY
from sync.hub.offices import offices
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.settings import Quota
from sync.hub.store import HubStore, office_rows
from sync.hub.store.office_rows import OfficeRow
from sync.messages import AsideReason, Chain, Cursor, EnrolAsked, MessageUnreadable, NewsAsked, Refusal, Up
from sync.signatures.requests import key_id
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import FACTS, NOW, OFFICE, Desk, Enrol, open_store
from tests.sync.hub.dossiers import PAID, code_of, received


def office_of(store: HubStore) -> OfficeRow:
    with store.reading() as reading:
        found = office_rows.find_office(reading, OFFICE)
    assert found is not None
    return found


def far_ahead(device: Device, first: int) -> Up:
    """An empty chain that claims to stand beyond what the hub has."""
    return Up(Chain(device.number, first, NO_DIGEST, (), NO_DIGEST))


def renew(store: HubStore, device: Device, now: datetime, quota: Quota | None = None) -> Device:
    key = Ed25519PrivateKey.generate()
    asked = EnrolAsked(public_key=key.public_key().public_bytes_raw().hex(), unit=OFFICE)
    offices.renew(store, device, asked, FACTS, now, quota=quota or Quota())
    found = offices.find_device(store, key_id(key.public_key()))
    assert found is not None
    return found


def refused(store: HubStore, device: Device, now: datetime, quota: Quota | None = None) -> Refusal:
    with pytest.raises(NotAdmitted) as found:
        renew(store, device, now, quota)
    return found.value.refusal


# ---- revoked -----------------------------------------------------------------------------------------------


def test_a_revoked_device_begins_no_other_life_of_the_stream(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, _ = enrolled()
    offices.revoke(hub_store, OFFICE, device.number, NOW)
    before = office_of(hub_store)
    for first in range(2, 62):
        take_in(hub_store, device, far_ahead(device, first), NOW + timedelta(days=first))
    assert office_of(hub_store) == before


said = st.lists(
    st.one_of(
        st.tuples(st.just("empty"), st.integers(1, 1 << 39)),
        st.tuples(st.just("next"), st.integers(1, 3)),
        st.tuples(st.just("fork"), st.integers(1, 4)),
        st.tuples(st.just("gap"), st.integers(2, 9)),
        st.tuples(st.just("again"), st.integers(1, 9)),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(said)
def test_nothing_a_revoked_device_says_changes_the_stream(
    tmp_path_factory: pytest.TempPathFactory, happens: list[tuple[str, int]]
) -> None:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}")
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    key = Ed25519PrivateKey.generate()
    code = offices.make_code(store, OFFICE, now=NOW)
    public = key.public_key().public_bytes_raw().hex()
    number = offices.enrol(store, EnrolAsked(public_key=public, unit=OFFICE, code=code), FACTS, NOW).device
    device = offices.find_device(store, key_id(key.public_key()))
    assert device is not None
    desk = Desk(number)
    desk.record(DOSSIERS[0], received(code_of(1)), received("H11.11.11-261123-0001"), PAID)
    take_in(store, device, desk.up(), NOW)
    offices.revoke(store, OFFICE, number, NOW)
    before, kept = office_of(store), 3
    for what, count in happens:
        other = Desk(number)
        if what == "empty":
            up = far_ahead(device, count)
        elif what == "next":
            desk.record(DOSSIERS[1], *[PAID] * count)
            up = desk.up(kept + 1)
        elif what == "fork":
            other.record(DOSSIERS[2], *[PAID] * count)
            up = other.up()
        elif what == "gap":
            other.record(DOSSIERS[2], *[PAID] * (len(desk.log) + count))
            up = other.up(len(desk.log) + count)
        else:
            up = replace(desk.up(kept, kept), again=(1, 2, count))
        with suppress(GapFound, MessageUnreadable):
            kept = take_in(store, device, up, NOW).head
        assert office_of(store) == before
    store.close()


def test_all_numbers_of_a_machine_are_revoked_with_any_of_them(hub_store: HubStore, enrolled: Enrol) -> None:
    first, _, _ = enrolled()
    other, _, _ = enrolled()
    second = renew(hub_store, first, NOW)
    third = renew(hub_store, second, NOW)
    beside = renew(hub_store, first, NOW)
    numbers = sorted(one.number for one in (first, second, third, beside))
    assert list(offices.revoke(hub_store, OFFICE, second.number, NOW)) == numbers
    for gone in (first, second, third, beside):
        assert refused(hub_store, gone, NOW) is Refusal.DEVICE_REVOKED
        with pytest.raises(NotAdmitted):
            delivery.news(hub_store, gone, NewsAsked(Cursor(), 0, 0))
    assert delivery.news(hub_store, other, NewsAsked(Cursor(), 0, 0)).head == 0
    assert offices.revoke(hub_store, OFFICE, other.number, NOW) == (other.number,)


def test_a_code_for_a_number_that_was_revoked_meanwhile_admits_nobody(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, _ = enrolled()
    code = offices.make_code(hub_store, OFFICE, device=device.number, now=NOW)
    offices.revoke(hub_store, OFFICE, device.number, NOW)
    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    for brings_it in (True, False):
        asked = EnrolAsked(public_key=public, unit=OFFICE, code=code, wanted=device.number, has_events=brings_it)
        with pytest.raises(NotAdmitted) as found:
            offices.enrol(hub_store, asked, FACTS, NOW)
        assert found.value.refusal is Refusal.DEVICE_REVOKED


def test_a_chain_is_gone_on_with_only_by_the_machine_that_brings_it(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID)
    take_in(hub_store, device, desk.up(), NOW)
    for wanted, has_events, number in ((0, False, 2), (device.number, False, 3), (7, True, 4), (1, True, 1)):
        code = offices.make_code(hub_store, OFFICE, device=device.number, now=NOW)
        public = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
        asked = EnrolAsked(public_key=public, unit=OFFICE, code=code, wanted=DeviceId(wanted), has_events=has_events)
        assert offices.enrol(hub_store, asked, FACTS, NOW).device == number


# ---- not revoked -------------------------------------------------------------------------------------------


def test_claims_of_a_loss_are_believed_a_few_times_a_day(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID)
    take_in(hub_store, device, desk.up(), NOW)
    lives = {office_of(hub_store).epoch}
    for first in range(10, 40):
        take_in(hub_store, device, far_ahead(device, first), NOW + timedelta(minutes=first))
        lives.add(office_of(hub_store).epoch)
    assert len(lives) == 1 + LOSSES_A_DAY
    for minute in range(40, 60):
        life = office_of(hub_store).epoch
        asked = NewsAsked(Cursor(life, 1, b"no mark."), 2, 2)
        told = delivery.news(hub_store, device, asked, clock=lambda at=minute: NOW + timedelta(minutes=at))  # type: ignore[misc]
        assert told.cursor.position == 2  # it alone reads from the start
        lives.add(office_of(hub_store).epoch)
    assert len(lives) == 1 + LOSSES_A_DAY
    take_in(hub_store, device, far_ahead(device, 90), NOW + timedelta(days=2))
    assert office_of(hub_store).epoch not in lives


@pytest.mark.parametrize("quota", [Quota(day_events=5), Quota(day_bytes=400)])
def test_a_device_brings_so_much_a_day_and_goes_on_the_next(hub_store: HubStore, enrolled: Enrol, quota: Quota) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 12)
    take_in(hub_store, device, desk.up(1, 4), NOW, quota=quota)
    for _ in range(3):  # what is known counts no more
        assert take_in(hub_store, device, desk.up(1, 4), NOW, quota=quota).head == 4
    with pytest.raises(NotAdmitted) as found:
        take_in(hub_store, device, desk.up(5), NOW, quota=quota)
    assert found.value.refusal is Refusal.TOO_MUCH
    assert office_of(hub_store).position == 4
    assert take_in(hub_store, device, desk.up(5, 8), NOW + timedelta(days=1), quota=quota).head == 8
    other, honest, _ = enrolled()
    honest.record(DOSSIERS[1], PAID)
    assert take_in(hub_store, other, honest.up(), NOW, quota=quota).head == 1


def test_a_revoked_device_delivers_so_much_and_then_no_more(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 9)
    take_in(hub_store, device, desk.up(1, 2), NOW)
    offices.revoke(hub_store, OFFICE, device.number, NOW)
    quota = Quota(revoked_events=4)
    assert take_in(hub_store, device, desk.up(3, 6), NOW, quota=quota).head == 6
    for day in range(3):
        with pytest.raises(NotAdmitted) as found:
            take_in(hub_store, device, desk.up(7, 7), NOW + timedelta(days=day), quota=quota)
        assert found.value.refusal is Refusal.TOO_MUCH
    forked = Desk(device.number)
    forked.record(DOSSIERS[2], PAID)
    with pytest.raises(NotAdmitted):
        take_in(hub_store, device, forked.up(), NOW, quota=quota)
    assert {one.why for _, one in quarantine.open_entries(hub_store)} == {AsideReason.REVOKED}


# ---- renewing ----------------------------------------------------------------------------------------------


def test_a_machine_renews_itself_a_few_times_a_day(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, _ = enrolled()
    one = device
    for _ in range(3):
        one = renew(hub_store, one, NOW)
    for number in (one, device):
        assert refused(hub_store, number, NOW + timedelta(hours=23)) is Refusal.RENEWED_TOO_OFTEN
    renew(hub_store, one, NOW + timedelta(days=1))
    other, _, _ = enrolled()
    renew(hub_store, other, NOW)  # another machine is not held up


def test_a_pc_that_is_set_back_every_day_takes_the_blocks_of_nobody(hub_store: HubStore, enrolled: Enrol) -> None:
    enrolled()
    device, _, _ = enrolled()
    day, given = 0, list[Device]()
    while len(given) < 7:
        given.append(renew(hub_store, device, NOW + timedelta(days=day)))
        day += 1
    assert refused(hub_store, device, NOW + timedelta(days=day)) is Refusal.RENEWED_TOO_OFTEN
    with hub_store.reading() as reading:
        rows = office_rows.devices_of(reading, OFFICE)
    taken = {row.number: (row.block_first, row.block_last) for row in rows}
    assert [taken[one.number] for one in given[:3]] == [(3001, 3999), (1, 99), (100, 199)]
    assert offices.renewed_often(rows, NOW + timedelta(days=6)) == [[2, *(one.number for one in given)]]
    honest = [enrolled()[1].device for _ in range(5)]  # six thousands are left for those who come
    with hub_store.reading() as reading:
        blocks = {row.number: row for row in office_rows.devices_of(reading, OFFICE)}
    assert all(blocks[number].block_last - blocks[number].block_first >= 98 for number in honest)
    offices.revoke(hub_store, OFFICE, device.number, NOW)
    with hub_store.reading() as reading:
        rows = office_rows.devices_of(reading, OFFICE)
    assert offices.renewed_often(rows, NOW + timedelta(days=6)) == []


def test_a_machine_that_was_set_back_once_a_year_is_never_told_so(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, _ = enrolled()
    for year in range(12):
        device = renew(hub_store, device, NOW + timedelta(days=365 * year))


def test_who_never_renewed_is_in_no_list_of_those_who_did(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, _ = enrolled()
    enrolled()
    renew(hub_store, device, NOW)
    with hub_store.reading() as reading:
        assert offices.renewed_often(office_rows.devices_of(reading, OFFICE), NOW) == []
