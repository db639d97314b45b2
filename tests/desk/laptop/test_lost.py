"""A lost laptop: revoked, its numbers locked, what it had listed; if it comes back a person takes its work over."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desk.dossiers import attachments, outcome
from desk.intake import intake
from desk.intake.drafts import Draft, save_draft
from desk.laptop import laptops
from desk.laptop.laptops import LaptopIsLost
from desk.laptop.lost import what_it_had
from desk.laptop.papers import list_job
from desk.prints import form_jobs, print_jobs
from desk.staff import session
from desk.staff.accounts import create_account
from desk.staff.pins import hashed
from desk.views.open_desk import OpenDesk
from desk.visits import planning, requests
from desk.visits.needed import needed
from desk.visits.requests import VisitWish
from models.clerk import Clerk, Role
from models.events import Form, LaptopLost, laptop_subject
from models.ids import ClerkId, DeviceId
from models.person import Person
from models.text import search_key
from models.trouble import ProvinceRefused
from sync.client.exchange import send
from sync.client.load import read_load
from sync.client.pace import Pace
from sync.hub.log import quarantine
from sync.messages import AsideReason, Refusal
from tests.desk.intake.test_intake import COPIES, RESIDENCE, complete
from tests.desk.laptop.office import LAPTOP, Office
from tests.printing.reading import whole_text

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


def test_the_list_for_the_offices_record_names_people_papers_and_numbers(office: Office) -> None:
    desk = replace(office.desk.desk, clerk=Clerk(id=ClerkId("cong"), name="Lê Văn Công", roles=frozenset(Role)))
    wanted, result = office.desk.takes_in(NAME), office.desk.takes_in("Trần Văn Ở Nhà")
    outcome.check_in(desk, result.id, "A-1", signed_by="Lê Thị Mẫu")
    visit = requests.request(
        desk, VisitWish(person=Person(full_name="Trần Văn Ở Nhà", address="x"), results=(result.id,))
    )
    planning.plan(desk, [visit.id], desk.today, laptop=LAPTOP)
    office.loads(wanted)
    own = intake.take_in(office.laptop.desk, complete(office.laptop.desk, RESIDENCE))
    office.laptop.exchange()
    office.desk.exchange()
    laptops.report_lost(desk, LAPTOP, "Rơi ở bến đò")
    had = what_it_had(desk, LAPTOP)
    assert [(one.code, bool(one.papers)) for one in had.papers] == [(own.code, True), (result.code, False)]
    printed = print_jobs.deliver(list_job(desk, LAPTOP), lambda step: step(desk))
    told = whole_text(Path(printed.where).read_bytes())
    for words in ("Rơi ở bến đò", NAME, wanted.code, own.code, "Kết quả trên giấy", "2001 – 2999", "bản chính"):
        assert words in told
    assert laptops.laptop(desk, LAPTOP).list_copies == 1


def test_nothing_on_the_disk_of_a_lost_and_locked_laptop_names_a_citizen(office: Office) -> None:
    person = Person(full_name="Hoàng Thị Quýt", personal_number="001150000013", phone="0912345670", address="Ngõ Khế")
    there = replace(office.desk.desk, clerk=Clerk(id=ClerkId("cong"), name="Lê Văn Công", roles=frozenset(Role)))
    loaded = intake.take_in(there, complete(there, COPIES, pages=1, submitter=person))
    visit = requests.request(there, VisitWish(person=person, procedures=(COPIES,)))
    planning.plan(there, [visit.id], there.today, laptop=LAPTOP)
    office.laptop.exchange()
    office.desk.exchange()
    laptops.load(there, LAPTOP, needed(there, [there.today], LAPTOP).subjects)
    office.desk.exchange()
    office.laptop.exchange()
    desk = office.laptop.desk
    assert desk.store.log.dossier(loaded.id).code == loaded.code
    desk = create_account(desk, "can-bo", name="Cán bộ", roles=frozenset(Role), proof=hashed("739164"))
    form = complete(desk, RESIDENCE, submitter=person)
    save_draft(desk, Draft(form=form, field="phone", typed={"submitter.phone": person.phone}))
    own = intake.take_in(desk, form)
    jpeg = BytesIO()
    Image.effect_noise((400, 300), 90).save(jpeg, "JPEG")
    (seen,) = OpenDesk(desk).dossiers.photographed(own.id, jpeg.getvalue(), "Tờ khai").dossier.files
    assert attachments.open_copy(desk, seen).exists()
    printed = print_jobs.deliver(form_jobs.form_job(desk, own.id, Form.RECEIPT), lambda step: step(desk))
    assert Path(printed.where).exists()
    session.lock(desk)  # the file stays open: its journals lie there as they do when it is taken away
    telling = (person.full_name, search_key(person.full_name), person.personal_number, person.phone, person.address)
    marks = [mark.encode(code) for mark in telling for code in ("utf-8", "utf-16-le")]
    files = [path for path in office.laptop.folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".db-wal"}
    for path in files:
        content = path.read_bytes()
        assert not [mark for mark in marks if mark in content], path
        assert not content.startswith((b"\xff\xd8", b"%PDF")), path


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
