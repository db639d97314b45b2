"""A citizen's file at a real desk: found, opened by right, recorded, merged by decision and taken apart again."""

from datetime import date
from typing import get_args

import pytest
from msgspec.structs import replace

from desk import access_log
from desk.appointments import booking
from desk.citizen_file.citizen_file import (
    FINDERS,
    CitizenUnknown,
    PaperSource,
    ReadingReasonMissing,
    find_citizens,
    key_typed,
    open_file,
    papers_of,
    read_file,
)
from desk.citizen_file.file_words import elsewhere_words
from desk.citizen_file.merging import (
    DecisionUnknown,
    NumbersDiffer,
    SamePersonAlready,
    WereToldApart,
    clashes_of,
    contested,
    doubles,
    merge,
    tell_apart,
    unmerge,
    withdraw_apart,
)
from desk.citizen_file.references import COLUMNS, REFERENCES, ReferenceWay, way_of
from desk.declarations.answers import Subjects
from desk.declarations.declarations import DeclarationForm, issue
from desk.desk import Desk
from desk.dossiers import attachments, results
from desk.intake import intake
from desk.staff.accounts import subject_of
from desk.visits import requests
from desk.visits.requests import VisitWish
from models.clerk import Role
from models.events import AnyEvent, PeopleShown, ReadBy
from models.ids import FileDigest
from models.not_allowed import ReasonMissing, RoleForbids
from models.person import Authority, Person
from models.person_key import PersonKey, RoleInDossier, entry_key, old_key, personal_key
from models.store.projections.citizen_decision import CitizenDecisions
from models.store.projections.kinds import KINDS
from models.subjects.dossier import Dossier
from tests.desk.appointments.conftest import offer, wish
from tests.desk.citizen_file.fields import references_in
from tests.desk.dossiers.test_process import as_
from tests.desk.intake.test_intake import BIRTH, COPIES, RESIDENCE, complete

ANH = Person(
    full_name="Lý Thị Ví Dụ",
    personal_number="001190000001",
    old_number="123456789",
    born_on=date(1990, 2, 3),
    address="Thôn Đông, xã Thử Nghiệm",
    phone="0912345678",
)
BY_CMND = replace(ANH, personal_number="", phone="")
MISSPELT = Person(full_name="Ly Thi Vi Du", born_on=date(1990, 2, 3), phone="0912 345 678")
KEY, CMND = personal_key("001190000001"), old_key("123456789")


def took_in(desk: Desk, person: Person, procedure: str = RESIDENCE, **more: object) -> Dossier:
    return intake.take_in(desk, complete(desk, procedure, submitter=person, **more))


def test_appointments_ended_visits_and_declarations_of_the_person_stand_in_the_file_and_nobody_elses(
    desk: Desk,
) -> None:
    took_in(desk, ANH)
    namesake = replace(ANH, personal_number="001190000009", old_number="", phone="0900000009")
    offer(desk, seats_each=9)
    codes = []
    for person in (ANH, replace(ANH, personal_number="", old_number=""), namesake):
        codes.append(booking.book(desk, replace(wish(desk), person=person)).code)
        visit = requests.request(desk, VisitWish(person=person, hamlet="Thôn Mẫu", procedures=(COPIES,), again=True))
        requests.cancel(desk, visit.id, f"Không đi nữa {person.phone}")
        form = DeclarationForm(declaration="cam-doan", people=Subjects(submitter=person), answers={}, blank=True)
        issue(desk, form)
    booking.cancel(desk, booking.of_code(desk, codes[0]).id)
    file = read_file(desk, KEY)
    assert [one.code for one in file.appointments] == codes[:2]
    assert {one.person.personal_number for one in file.visits} == {ANH.personal_number}
    assert len(file.declarations) == 1
    said = elsewhere_words(file)
    assert codes[0] in said
    assert "đã hủy: Không đi nữa 0912345678" in said
    assert "Tờ khai điền ở máy này (1)" in said


def test_people_are_found_by_name_without_marks_by_number_and_by_the_old_number(desk: Desk) -> None:
    took_in(desk, ANH)
    took_in(desk, ANH, COPIES)
    took_in(desk, replace(ANH, personal_number="001190000002", old_number="", full_name="Lý Văn Khác", phone=""))
    for words in ("ly thi vi du", "Lý Thị Ví Dụ", "001190000001", "123456789"):
        assert [(one.key, one.name, one.dossiers) for one in find_citizens(desk, words)] == [(KEY, ANH.full_name, 2)]
    assert {one.name for one in find_citizens(desk, "lý")} == {"Lý Thị Ví Dụ", "Lý Văn Khác"}


def test_a_file_has_what_the_person_owns_and_what_was_brought_or_collected_for_others(desk: Desk) -> None:
    own = took_in(desk, ANH)
    child = Person(full_name="Lý Ví Con", address=ANH.address)
    brought = took_in(desk, ANH, BIRTH, owner=child, authority=Authority(relation="mẹ"))
    found = open_file(desk, KEY, ReadBy.SCAN)
    assert [(one.row.id, one.roles) for one in found.dossiers] == [
        (brought.id, (RoleInDossier.SUBMITTER,)),
        (own.id, (RoleInDossier.OWNER,)),
    ]
    # Of the child too little is known to be found again by name: the entry of its one dossier is its own.
    of_child = open_file(desk, entry_key(brought.id, RoleInDossier.OWNER), ReadBy.PERSON)
    assert [one.row.id for one in of_child.dossiers] == [brought.id]
    with pytest.raises(CitizenUnknown):
        open_file(desk, personal_key("001199000009"), ReadBy.SCAN)


def test_a_file_is_opened_by_right_and_recorded_and_a_search_takes_a_reason(desk: Desk) -> None:
    dossier = took_in(desk, ANH)
    with pytest.raises(ReadingReasonMissing):
        open_file(desk, KEY, ReadBy.SEARCH, "  ")
    with pytest.raises(RoleForbids):
        open_file(as_(desk, "bd", Role.POSTAL), KEY, ReadBy.SCAN)
    open_file(desk, KEY, ReadBy.SEARCH, "Xác minh theo đơn")
    event = desk.store.log.history(subject_of(desk.by))[-1].event
    assert isinstance(event, PeopleShown)
    assert (event.by, event.dossiers, event.reason) == (ReadBy.CITIZEN_FILE, (dossier.id,), "Xác minh theo đơn")
    assert ANH.personal_number not in str(event)
    (read,) = access_log.reads(as_(desk, "ld", Role.LEADER), dossier.id)
    assert (read.by, read.words) == (ReadBy.CITIZEN_FILE, "Xác minh theo đơn")


def test_of_a_large_file_every_dossier_still_tells_who_read_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "MOST_NAMED", 1)
    dossiers = [took_in(desk, ANH), took_in(desk, ANH, COPIES)]
    open_file(desk, KEY, ReadBy.SCAN)
    leader = as_(desk, "ld", Role.LEADER)
    assert [len(access_log.reads(leader, one.id)) for one in dossiers] == [1, 1]


def test_a_double_is_proposed_merged_and_taken_apart_and_both_histories_stay(desk: Desk) -> None:
    old, new = took_in(desk, BY_CMND), took_in(desk, ANH, COPIES)
    histories = [desk.store.log.history(one.id) for one in (old, new)]
    (double,) = doubles(desk, read_file(desk, KEY))
    assert (double.key, double.likeness.likely) == (CMND, True)
    done = merge(desk, CMND, KEY, "Thẻ ghi số CMND cũ")
    assert {one.row.id for one in done.file.dossiers} == {old.id, new.id}
    assert [(entry.key, entry.dossiers) for entry in done.file.entries] == [(KEY, 1), (CMND, 1)]
    assert [one.dossiers for one in find_citizens(desk, "ly thi vi du")] == [2]
    assert doubles(desk, read_file(desk, CMND)) == []
    with pytest.raises(SamePersonAlready):
        merge(desk, KEY, CMND, "lại")
    with pytest.raises(ReasonMissing):
        unmerge(desk, done.decision, "")
    unmerge(desk, done.decision, "Hai chị em")
    assert [one.row.id for one in read_file(desk, CMND).dossiers] == [old.id]
    assert [one.row.id for one in read_file(desk, KEY).dossiers] == [new.id]
    assert [desk.store.log.history(one.id) for one in (old, new)] == histories
    (decision,) = read_file(desk, KEY).decisions
    assert (decision.reason, decision.withdrawn_reason) == ("Thẻ ghi số CMND cũ", "Hai chị em")
    with pytest.raises(DecisionUnknown):
        unmerge(desk, done.decision, "lại")


def test_what_comes_later_under_the_old_key_is_in_the_file_too(desk: Desk) -> None:
    took_in(desk, BY_CMND)
    took_in(desk, ANH)
    merge(desk, CMND, KEY, "cùng người")
    later = took_in(desk, BY_CMND, COPIES)
    assert later.id in {one.row.id for one in read_file(desk, KEY).dossiers}


def test_not_the_same_person_is_remembered_and_no_merge_passes_over_it(desk: Desk) -> None:
    took_in(desk, BY_CMND)
    took_in(desk, ANH, COPIES)
    apart = tell_apart(desk, CMND, KEY, "Hai chị em")
    assert doubles(desk, read_file(desk, KEY)) == doubles(desk, read_file(desk, CMND)) == []
    assert [one.id for one in clashes_of(desk, CMND, KEY).apart] == [apart]
    with pytest.raises(WereToldApart):
        merge(desk, CMND, KEY, "vẫn gộp")
    withdraw_apart(desk, apart, "Xem lại thẻ")
    merge(desk, CMND, KEY, "Thẻ ghi số cũ")
    assert contested(desk) == []


def test_two_open_dossiers_of_one_procedure_are_shown_before_a_merge_and_again_after_it(desk: Desk) -> None:
    codes = sorted(took_in(desk, one).code for one in (BY_CMND, ANH))
    before = clashes_of(desk, CMND, KEY)
    assert [one.codes for one in before.matters] == [tuple(codes)]
    assert [one.codes for one in merge(desk, CMND, KEY, "cùng người").clashes.matters] == [tuple(codes)]
    results.withdraw(desk, read_file(desk, CMND).dossiers[0].row.id, "Nộp trùng")
    assert clashes_of(desk, CMND, KEY).matters == ()


def test_two_numbers_are_merged_only_by_saying_which_was_written_wrongly(desk: Desk) -> None:
    slip = personal_key("001190000010")
    took_in(desk, ANH)
    took_in(desk, replace(ANH, personal_number="001190000010", old_number=""), COPIES)
    assert clashes_of(desk, slip, KEY).numbers == ("001190000001", "001190000010")
    with pytest.raises(NumbersDiffer):
        merge(desk, slip, KEY, "cùng người")
    with pytest.raises(NumbersDiffer):
        merge(desk, slip, KEY, "cùng người", wrong_numbers=["001190000001", "001190000010"])
    done = merge(desk, slip, KEY, "Gõ nhầm số", wrong_numbers=["001190000010"])
    assert done.clashes.numbers == ()
    assert [one.number for one in find_citizens(desk, "ly thi vi du")] == ["001190000001"]


def test_a_right_stands_before_every_decision(desk: Desk) -> None:
    took_in(desk, BY_CMND)
    took_in(desk, ANH)
    visitor = as_(desk, "vs", Role.VISITOR)
    assert open_file(visitor, KEY, ReadBy.SCAN).person.full_name == ANH.full_name
    for verb in (
        lambda: merge(visitor, CMND, KEY, "x"),
        lambda: tell_apart(visitor, CMND, KEY),
        lambda: clashes_of(visitor, CMND, KEY),
        lambda: contested(visitor),
    ):
        with pytest.raises(RoleForbids):
            verb()


def test_papers_and_results_of_the_persons_own_dossiers_stand_in_the_file(desk: Desk) -> None:
    dossier = took_in(desk, ANH)
    attachments.attach_content(desk, dossier.id, "to-khai.pdf", b"%PDF-1.4 to khai", paper="Tờ khai")
    (paper,) = papers_of(desk, read_file(desk, KEY))
    assert (paper.name, paper.source, paper.code, paper.here) == ("Tờ khai", PaperSource.HANDED_IN, dossier.code, True)
    assert paper.file != FileDigest("")


def test_a_key_is_typed_as_a_number_or_as_it_is() -> None:
    assert [key_typed(text) for text in ("001190000001", " 123 456 789 ", "w/00ff")] == [KEY, CMND, PersonKey("w/00ff")]


def test_every_reference_to_a_person_in_events_and_rows_has_its_way_into_the_file() -> None:
    """A new event or column that names somebody: say in ``references.py`` how a citizen's file finds it."""
    fields = {path for kind in get_args(AnyEvent) for path in references_in(kind)}
    assert {path for path in fields if way_of(path) is None} == set()
    assert {head for head in REFERENCES if not any(path.startswith(head) for path in fields)} == set()
    columns = {
        f"{kind.table.name}.{column.name}"
        for kind in KINDS
        for column in kind.table.columns
        if column.name in {"owner", "owner_key", "submitter", "personal_number", "phone", "people", "person", "payer"}
        or column.name.endswith("name_key")
        or (kind.table.name, column.name) == ("entitled_person", "name")
    }
    assert columns - {*COLUMNS} == set()
    elsewhere = {ReferenceWay.VISIT, ReferenceWay.ENTITLED, ReferenceWay.CONSIGNMENT, ReferenceWay.ONLINE}
    elsewhere |= {ReferenceWay.APPOINTMENT}
    assert FINDERS.keys() == elsewhere


def test_a_field_nobody_has_spoken_of_is_noticed() -> None:
    assert way_of("AppointmentMade.person") is None
    assert way_of("DossierReceived.intake.owner") is ReferenceWay.DOSSIER


def test_the_projection_agrees_with_the_verbs(desk: Desk) -> None:
    took_in(desk, BY_CMND)
    took_in(desk, ANH)
    merge(desk, CMND, KEY, "cùng người")
    before = desk.store.lists(CitizenDecisions).person(CMND)
    desk.store.log.rebuild()
    assert desk.store.lists(CitizenDecisions).person(KEY) == before
    assert desk.store.log.verify() == []
