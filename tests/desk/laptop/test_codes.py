"""Days without contact: an early warning, then a leader's one-time code to go on reading; recording goes on."""

import pytest
from msgspec.structs import replace

from desk import access_log
from desk.dossiers import lookup
from desk.laptop.codes import TRIES, CodesPaused, CodeWrong, give_code, use_code
from desk.laptop.wipe import wipe
from desk.province_assignment import with_edition
from desk.visit_laptop import ContactTooOld, contact
from models.events import ReadBy
from models.subjects.dossier import Dossier
from sync.messages import Edition, LaptopDays
from tests.desk.laptop.office import LAPTOP, Office


@pytest.fixture
def loaded(office: Office) -> Dossier:
    wanted = office.desk.takes_in("Nguyễn Thị Cần Đến")
    office.loads(wanted, days=30)
    return wanted


def test_after_the_limit_what_was_loaded_is_closed_and_recording_goes_on(office: Office, loaded: Dossier) -> None:
    desk = office.laptop.desk
    office.later(days=4)
    assert (contact(desk).soon, contact(desk).closed) == (True, False)
    assert access_log.record_opened(desk, loaded.id, ReadBy.LIST).code == loaded.code
    office.later(days=2)
    assert contact(desk).closed
    with pytest.raises(ContactTooOld):
        access_log.record_opened(desk, loaded.id, ReadBy.LIST)
    assert lookup.find(desk, "Nguyễn") == []
    own = office.laptop.takes_in("Lê Thị Ở Bản")
    assert access_log.record_opened(desk, own.id, ReadBy.LIST).code == own.code
    assert [row.code for row in lookup.find(desk, "Lê Thị")] == [own.code]
    office.laptop.exchange()
    assert not contact(desk).closed


def test_a_code_from_any_desk_opens_for_some_days_and_is_good_once(office: Office, loaded: Dossier) -> None:
    desk = office.laptop.desk
    given = [give_code(office.desk.desk, LAPTOP) for _ in range(3)]
    office.later(days=6)
    use_code(desk, f" {given[1].code[:4]} {given[1].code[4:]} ")
    assert access_log.record_opened(desk, loaded.id, ReadBy.LIST).code == loaded.code
    for spent in given[:2]:
        with pytest.raises(CodeWrong):
            use_code(desk, spent.code)
    office.later(days=given[1].days + 1)
    assert contact(desk).closed
    assert not use_code(desk, given[2].code).closed


def test_wrong_codes_are_slowed_down(office: Office, loaded: Dossier) -> None:
    desk = office.laptop.desk
    good = give_code(office.desk.desk, LAPTOP)
    for _ in range(TRIES):
        with pytest.raises(CodeWrong):
            use_code(desk, "00000000" if good.code != "00000000" else "11111111")
    with pytest.raises(CodesPaused):
        use_code(desk, good.code)
    office.later(minutes=15)
    assert use_code(desk, good.code).until is not None
    assert loaded.code


def test_a_clock_set_back_gives_no_days_and_a_wipe_no_second_use_of_a_code(office: Office, loaded: Dossier) -> None:
    given = give_code(office.desk.desk, LAPTOP)
    office.later(days=6)
    use_code(office.laptop.desk, given.code)
    office.later(days=-6)
    assert contact(office.laptop.desk).days == 6
    office.later(days=6)
    office.laptop.exchange()
    office.laptop.desk = wipe(office.laptop.desk)
    with pytest.raises(CodeWrong):
        use_code(office.laptop.desk, given.code)
    assert loaded.code


def test_the_province_may_say_how_many_days_in_an_edition(office: Office) -> None:
    settings = office.laptop.desk.settings
    edition = Edition(
        version=1,
        name="Bản 1",
        valid_from=office.laptop.desk.today,
        office=settings.office.unit.id,
        laptop=LaptopDays(keep=3, contact=2),
    )
    told = with_edition(settings, edition).laptop
    assert (told.keep_days, told.contact_days) == (3, 2)
    assert with_edition(settings, replace(edition, laptop=None)).laptop == settings.laptop
