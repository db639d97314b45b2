"""What a visit laptop takes along: whole histories of the named subjects, and nothing else of the office."""

import pytest

from desk.dossiers import lookup
from desk.laptop import laptops
from desk.laptop.aboard import aboard
from desk.laptop.laptops import KeepDaysWrong, NothingToLoad
from desk.province.reconcile import counts_of, differences
from models.ids import NO_DIGEST, DeviceId
from models.store.verify import Finding
from sync.client.load import load_state, read_load
from sync.hub.log import counts
from tests.desk.laptop.office import LAPTOP, Machine, Office

WANTED, OTHER = "Nguyễn Thị Cần Đến", "Trần Văn Ở Nhà"


def wrong(machine: Machine) -> list[Finding]:
    return machine.desk.store.log.verify()


def compared(office: Office) -> list[object]:
    machine = office.laptop
    there = counts.counts(office.hub.store, machine.member.office)
    return list(differences(counts_of(machine.desk.store.log), there, LAPTOP, own_only=True))


def test_only_what_is_named_comes_aboard_whole_and_again_without_harm(office: Office) -> None:
    wanted, other = office.desk.takes_in(WANTED), office.desk.takes_in(OTHER)
    office.loads(wanted)
    log = office.laptop.desk.store.log
    assert log.dossier(wanted.id) == office.desk.desk.store.log.dossier(wanted.id)
    assert log.history(other.id) == []
    assert not any(OTHER.encode() in recorded.body for recorded in log.events())
    before = log.counts()
    office.laptop.exchange()
    assert office.laptop.desk.store.log.counts() == before
    seen = aboard(office.laptop.desk)
    assert (seen.dossiers, seen.people, seen.complete, seen.days_left, seen.unsent) == (1, 1, True, 6, 0)


def test_what_happens_at_the_desk_meanwhile_is_added_to_the_histories_aboard(office: Office) -> None:
    wanted = office.desk.takes_in(WANTED)
    office.loads(wanted)
    lookup.by_code(office.desk.desk, wanted.code)
    office.desk.exchange()
    office.laptop.exchange()
    here = [one.id for one in office.laptop.desk.store.log.history(wanted.id)]
    assert here == [one.id for one in office.desk.desk.store.log.history(wanted.id)]


def test_others_gaps_are_no_defect_and_only_the_own_chain_iscompared(office: Office) -> None:
    dossiers = [office.desk.takes_in(f"{WANTED} {n}") for n in range(4)]
    office.loads(dossiers[1], dossiers[3])
    office.laptop.takes_in("Lê Thị Ở Bản")
    office.laptop.exchange()
    log = office.laptop.desk.store.log
    assert wrong(office.laptop) == []
    assert log.absent() == []
    assert [one.device for one in log.tally()] == [LAPTOP]
    assert compared(office) == []
    log.rebuild()
    assert wrong(office.laptop) == []


def test_a_load_that_breaks_off_goes_on_and_is_complete_only_at_its_end(office: Office) -> None:
    dossiers = [office.desk.takes_in(f"{WANTED} {n}") for n in range(6)]
    office.laptop.exchange()
    office.desk.exchange()
    laptops.load(office.desk.desk, LAPTOP, [one.id for one in dossiers])
    office.desk.exchange()
    line = office.laptop.line()
    line.most = 2
    read_load(line, office.laptop.ask)
    state = load_state(office.laptop.desk.store)
    assert (state.complete, state.remaining > 0) == (False, True)
    office.laptop.reopen()
    while read_load(line, office.laptop.ask).news.remaining:
        assert not load_state(office.laptop.desk.store).complete
    assert load_state(office.laptop.desk.store).complete
    for one in dossiers:
        assert office.laptop.desk.store.log.dossier(one.id).code == one.code


def test_a_hub_set_back_in_the_middle_of_the_days_gives_the_same_load_from_its_beginning(office: Office) -> None:
    wanted = office.desk.takes_in(WANTED)
    office.laptop.exchange()
    office.desk.exchange()
    office.hub.kept()
    office.loads(wanted)
    own = office.laptop.takes_in("Lê Thị Ở Bản")
    office.laptop.exchange()
    office.hub.restored()
    office.desk.exchange()
    office.laptop.exchange()
    office.desk.exchange()
    assert wrong(office.laptop) == []
    assert compared(office) == []
    assert office.laptop.desk.store.log.unsent_count() == 0
    assert office.laptop.desk.store.log.dossier(wanted.id).code == wanted.code
    assert office.desk.desk.store.log.dossier(own.id).code == own.code


def test_a_laptop_brings_home_what_it_recorded_and_reads_no_stream(office: Office) -> None:
    wanted = office.desk.takes_in(WANTED)
    office.loads(wanted)
    own = office.laptop.takes_in("Lê Thị Ở Bản")
    office.desk.takes_in(OTHER)
    office.desk.exchange()
    office.laptop.exchange()
    office.desk.exchange()
    assert office.desk.desk.store.log.dossier(own.id) == office.laptop.desk.store.log.dossier(own.id)
    assert not any(OTHER.encode() in recorded.body for recorded in office.laptop.desk.store.log.events())


def test_an_ordinary_machine_is_told_nothing_of_another_laptops_load(office: Office) -> None:
    wanted = office.desk.takes_in(WANTED)
    office.loads(wanted)
    page = read_load(office.desk.line(), office.desk.ask).news
    assert (page.load, page.chains) == ("", ())
    assert office.desk.desk.store.log.digest_of(0) == NO_DIGEST


def test_a_load_names_something_for_some_days(office: Office) -> None:
    wanted = office.desk.takes_in(WANTED)
    office.laptop.exchange()
    office.desk.exchange()
    with pytest.raises(NothingToLoad):
        laptops.load(office.desk.desk, LAPTOP, [])
    with pytest.raises(KeepDaysWrong):
        laptops.load(office.desk.desk, LAPTOP, [wanted.id], days=61)
    with pytest.raises(laptops.LaptopUnknown):
        laptops.load(office.desk.desk, DeviceId(7), [wanted.id])
