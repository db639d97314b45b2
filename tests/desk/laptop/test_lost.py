"""A lost laptop: revoked, its numbers locked, what it had listed; if it comes back a person takes its work over."""

import pytest

from desk.laptop import laptops
from desk.laptop.laptops import LaptopIsLost
from desk.laptop.lost import what_it_had
from models.events import LaptopLost, laptop_subject
from models.ids import DeviceId
from models.trouble import ProvinceRefused
from sync.client.exchange import send
from sync.client.load import read_load
from sync.client.pace import Pace
from sync.hub.log import quarantine
from sync.messages import AsideReason, Refusal
from tests.desk.laptop.office import LAPTOP, Office

NAME, OWN = "Nguyễn Thị Cần Đến", "Lê Thị Ở Bản"


def test_the_office_lists_people_dossiers_and_numbers_of_what_is_gone(office: Office) -> None:
    wanted = office.desk.takes_in(NAME)
    office.desk.takes_in("Trần Văn Ở Nhà")
    office.loads(wanted)
    own = office.laptop.takes_in(OWN)
    office.laptop.exchange()
    office.desk.exchange()
    laptops.report_lost(office.desk.desk, LAPTOP, "Rơi ở bến đò")
    had = what_it_had(office.desk.desk, LAPTOP)
    assert had.laptop.is_lost
    assert {(one.code, one.own) for one in had.dossiers} == {(wanted.code, False), (own.code, True)}
    assert [one.name for one in had.people]
    assert had.codes == (2001, 2999)
    with pytest.raises(LaptopIsLost):
        laptops.load(office.desk.desk, LAPTOP, [wanted.id])


def test_at_the_hub_it_is_revoked_and_what_it_signed_before_waits_for_a_person(office: Office) -> None:
    office.loads(office.desk.takes_in(NAME))
    own = office.laptop.takes_in(OWN)
    line = office.laptop.line()
    laptops.report_lost(office.desk.desk, LAPTOP, "Rơi ở bến đò")
    office.desk.exchange()
    with pytest.raises(ProvinceRefused) as refused:
        read_load(office.laptop.line(), office.laptop.ask)
    assert refused.value.refusal == Refusal.DEVICE_REVOKED
    sent = send(line, office.laptop.ask, Pace())
    assert {one.why for one in sent.answer.set_aside} == {AsideReason.REVOKED}
    waiting = quarantine.open_entries(office.hub.store, office.laptop.member.office)
    assert own.id in {aside.subject for _, aside in waiting}
    office.desk.exchange()
    assert office.desk.desk.store.log.dossier(own.id).code == ""


def test_no_machine_but_a_visit_laptop_is_revoked_by_the_offices_word(office: Office) -> None:
    log = office.laptop.desk.store.log
    log.record(laptop_subject(DeviceId(1)), office.laptop.desk.by, LaptopLost(reason="đùa"))
    office.laptop.exchange()
    office.desk.takes_in(NAME)
    office.desk.exchange()
    assert office.desk.desk.store.log.unsent_count() == 0


def test_a_found_laptop_is_lost_no_more_at_the_office(office: Office) -> None:
    office.loads(office.desk.takes_in(NAME))
    laptops.report_lost(office.desk.desk, LAPTOP, "Rơi ở bến đò")
    assert not laptops.report_found(office.desk.desk, LAPTOP, "Công an xã giao lại").is_lost
    with pytest.raises(laptops.LaptopNotLost):
        laptops.report_found(office.desk.desk, LAPTOP)
