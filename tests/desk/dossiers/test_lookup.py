"""Finding dossiers and people again."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import lookup
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.events import PaperMissing
from models.not_allowed import DossierUnknown
from models.person import Authority, Person
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete


def test_a_dossier_is_found_by_name_without_marks_after_a_restart(tmp_path: Path, clock: TurnedClock) -> None:
    first = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    code = intake.take_in(first, complete(first, RESIDENCE)).code
    close_desk(first)
    again = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    found = [row.code for row in lookup.find(again, "mau nguyen v")]
    close_desk(again)
    assert found == [code]


def test_by_the_last_four_digits_the_phone_and_part_of_the_code(desk: Desk) -> None:
    person = replace(MAU, personal_number="001099004321", phone="0900001234")
    intake.take_in(desk, complete(desk, RESIDENCE, submitter=person))
    for words in ("4321", "0900001234", "1234", "3001", "thon mau", "H00.99.01-261123-3001"):
        assert [row.owner for row in lookup.find(desk, words)] == ["Nguyễn Văn Mẫu"], words
    assert lookup.find(desk, "9999") == []


@pytest.mark.parametrize("written", ["0912 345 678", "0912.345.678", "(0912) 345-678", "+84912345678"])
def test_a_phone_is_found_however_it_was_and_is_written(desk: Desk, written: str) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, phone=written)))
    for words in ("0912345678", "0912 345 678", "+84 912 345 678", "84912345678", "0912.345.678", "0912 345", "5678"):
        assert len(lookup.find(desk, words)) == 1, words
        assert [one.phone for one in lookup.people(desk, words)] == [written], words


def test_a_personal_number_is_found_with_blanks_between_its_groups(desk: Desk) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, personal_number="001099004321")))
    assert len(lookup.find(desk, "001 099 004 321")) == 1
    assert len(lookup.people(desk, "001 099 004 321")) == 1


@pytest.mark.parametrize("written", ["H'Hen Mĩ Lý Ƀing Thử", "H’Hen Mỹ Lí Ƀing Thử", "HʼHen Mĩ-Lý Bing Thử"])
def test_a_name_is_found_in_all_its_spellings(desk: Desk, written: str) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, full_name=written)))
    for words in (
        "H'Hen",
        "H’Hen",
        "HʼHen",
        "H`Hen",
        "HHen",
        "h hen",
        "hen",
        "Mỹ Lý",
        "Mĩ Lí",
        "mi-li",
        "ƀing",
        "bing",
    ):
        assert len(lookup.find(desk, words)) == 1, words


@pytest.mark.parametrize("words", ["", " ", "-", "…"])
def test_nothing_asked_finds_nobody(desk: Desk, words: str) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE))
    assert lookup.find(desk, words) == []


def test_words_that_mean_something_to_a_search_engine_are_just_words(desk: Desk) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE))
    for words in ('"', "mau AND", "NEAR(a b)", "a*", "owner:mau", "-", "(", "'; drop table event;--", ""):
        lookup.find(desk, words)


def test_a_person_of_an_earlier_dossier_comes_back_by_number_or_name(desk: Desk) -> None:
    intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, phone="0900 000 001")))
    assert lookup.people(desk, MAU.personal_number)[0].phone == "0900 000 001"
    assert [person.full_name for person in lookup.people(desk, "nguyen van m")] == ["Nguyễn Văn Mẫu"]


def test_only_the_person_who_is_meant_comes_back_not_the_other_of_the_dossier(desk: Desk) -> None:
    owner = Person(full_name="Trần Thị Thử", personal_number="001199000002", address="Thôn Mẫu")
    intake.take_in(desk, complete(desk, RESIDENCE, owner=owner, authority=Authority(relation="Con đẻ")))
    assert lookup.people(desk, "001199000002") == [owner]
    assert lookup.people(desk, "tran thu") == [owner]
    assert lookup.people(desk, MAU.personal_number) == [MAU]


def test_a_code_typed_in_small_letters_is_the_same_code(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    assert lookup.by_code(desk, f" {dossier.code.lower()} ").id == dossier.id


def test_an_unknown_code_is_named(desk: Desk) -> None:
    with pytest.raises(DossierUnknown):
        lookup.by_code(desk, "H00.99.01-261123-9999")


def test_an_earlier_slip_still_finds_its_dossier(desk: Desk) -> None:
    lacking = replace(complete(desk, RESIDENCE), papers=())
    first = intake.ask_supplement(desk, lacking, reason="Chưa đủ giấy tờ")
    second = intake.ask_supplement(desk, replace(lacking, continues=first.id), reason="Vẫn thiếu")
    assert first.slip != second.slip
    for slip in (first.slip, second.slip, first.slip.lower()):
        assert lookup.by_code(desk, slip).id == first.id


def test_what_was_brought_the_second_time_is_what_counts(desk: Desk) -> None:
    lacking = replace(complete(desk, RESIDENCE), papers=())
    first = intake.ask_supplement(desk, lacking, reason="Chưa đủ giấy tờ")
    later = replace(complete(desk, RESIDENCE), papers=complete(desk, RESIDENCE).papers[:1], continues=first.id)
    again = intake.ask_supplement(desk, later, reason="Vẫn thiếu", missing=(PaperMissing(name="Đơn"),))
    assert again.intake is not None
    assert again.intake.papers == later.papers
