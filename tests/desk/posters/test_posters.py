"""Posters: what each says, which are out of date, and the file they are written to."""

import re
from dataclasses import replace as with_field
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.posters.poster_state import HALL, PosterState
from desk.posters.posters import HamletUnknown, PosterChoice, chosen, digest_of, poster_lines
from desk.posters.writing import (
    NoPosters,
    PosterFileUnfit,
    PosterSize,
    poster_job,
    record_posters,
    write_posters,
)
from desk.settings import PosterContact, PosterSettings
from models.clerk import Role
from models.not_allowed import ProcedureUnknown, RoleForbids
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import as_
from tests.printing.reading import codes, pictures, texts

BIRTH, COPIES = "1.001193", "2.000815"
HAMLETS = PosterSettings(
    place="Nhà văn hóa trung tâm, đường Thử 1",
    link="https://congdichvu.example.vn/thu-tuc/{code}",
    contacts=(
        PosterContact(officer="Lê Thị Tư Vấn", phone="0900 000 001"),
        PosterContact(officer="Trần Văn Tổ", phone="0900 000 002", hamlet="Thôn Đông"),
        PosterContact(officer="Đỗ Hộ Tịch", phone="0900 000 003", fields=("Hộ tịch",)),
        PosterContact(officer="Vũ Văn Tây", hamlet="Thôn Tây"),
    ),
)
EVERYWHERE = PosterChoice(all_hamlets=True)


@pytest.fixture
def office(desk: Desk) -> Desk:
    return with_field(desk, settings=replace(desk.settings, posters=HAMLETS, offered=(BIRTH, COPIES)))


def states(desk: Desk, choice: PosterChoice = EVERYWHERE) -> dict[tuple[str, str], PosterState]:
    return {(line.procedure, line.hamlet): line.state for line in poster_lines(desk, choice)}


def written(desk: Desk, choice: PosterChoice, out: Path) -> list[str]:
    job = poster_job(desk, choice)
    assert write_posters(job, out) is not None
    record_posters(desk, job)
    return texts(out.read_bytes())


def test_a_poster_says_papers_time_fee_place_hours_whom_to_ask_and_where_the_official_page_is(
    office: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "bang.pdf"
    said = " ".join(" ".join(written(office, PosterChoice(procedures=(BIRTH,), hamlets=("Thôn Đông",)), out)).split())
    assert "Đăng ký khai sinh" in said
    assert "Tờ khai đăng ký khai sinh" in said
    assert "trong ngày" in said
    assert "miễn phí" in said
    assert HAMLETS.place in said
    assert "Thứ Hai đến thứ Sáu 07:00–11:30 và 13:30–17:00" in said
    assert "Lê Thị Tư Vấn, 0900 000 001; Trần Văn Tổ, 0900 000 002; Đỗ Hộ Tịch, 0900 000 003" in said
    assert "Vũ Văn Tây" not in said
    assert [*codes(pictures(out.read_bytes(), 150)[0]).values()] == ["https://congdichvu.example.vn/thu-tuc/1.001193"]


def test_papers_that_every_case_asks_for_are_said_once(office: Desk) -> None:
    (facts,) = chosen(office, PosterChoice(procedures=(BIRTH,)))
    names = [paper.name for paper in facts.common]
    assert "Tờ khai đăng ký khai sinh" in names
    assert [case.name for case in facts.cases] == [
        "Có giấy chứng sinh",
        "Không có giấy chứng sinh",
        "Trẻ em bị bỏ rơi",
        "Sinh ra do mang thai hộ",
    ]
    assert not {paper.name for case in facts.cases for paper in case.papers} & set(names)


def test_what_changes_in_the_catalogue_or_the_settings_is_named_poster_by_poster(office: Desk, tmp_path: Path) -> None:
    assert set(states(office).values()) == {PosterState.MISSING}
    written(office, EVERYWHERE, tmp_path / "tat-ca.pdf")
    assert set(states(office).values()) == {PosterState.CURRENT}
    assert len(states(office)) == 6

    birth = office.catalogue.get(BIRTH)
    dearer = replace(birth, decision="999/QĐ-BTP")
    newer = replace(office.catalogue, version="2027.1", procedures=(dearer, office.catalogue.get(COPIES)))
    assert {
        key for key, state in states(with_field(office, catalogue=newer)).items() if state is not PosterState.CURRENT
    } == {
        (BIRTH, HALL),
        (BIRTH, "Thôn Đông"),
        (BIRTH, "Thôn Tây"),
    }

    moved = replace(HAMLETS, contacts=(*HAMLETS.contacts[:3], PosterContact(officer="Vũ Thị Mới", hamlet="Thôn Tây")))
    other = with_field(office, settings=replace(office.settings, posters=moved))
    due = poster_lines(other, PosterChoice(all_hamlets=True, only_due=True))
    assert {(line.procedure, line.hamlet) for line in due} == {(BIRTH, "Thôn Tây"), (COPIES, "Thôn Tây")}
    written(other, PosterChoice(all_hamlets=True, only_due=True), tmp_path / "lai.pdf")
    assert set(states(other).values()) == {PosterState.CURRENT}


def test_a_poster_of_what_is_no_longer_taken_in_should_come_down(office: Desk, tmp_path: Path) -> None:
    written(office, PosterChoice(), tmp_path / "bang.pdf")
    fewer = with_field(office, settings=replace(office.settings, offered=(COPIES,)))
    assert states(fewer)[BIRTH, HALL] is PosterState.WITHDRAWN


def test_the_same_poster_on_another_day_is_the_same(office: Desk, clock: TurnedClock) -> None:
    (one,) = chosen(office, PosterChoice(procedures=(BIRTH,)))
    clock.turn(days=40)
    (other,) = chosen(office, PosterChoice(procedures=(BIRTH,)))
    assert digest_of(one) == digest_of(other) != digest_of(replace(one, place="Nơi khác"))


def test_each_poster_of_the_catalogue_fits_on_one_page_of_a4_and_of_a3(desk: Desk, tmp_path: Path) -> None:
    for size, width in ((PosterSize.A4, 210), (PosterSize.A3, 297)):
        out = tmp_path / f"{size.value}.pdf"
        made = write_posters(replace(poster_job(desk, PosterChoice()), size=size), out)
        assert made is not None
        assert {round(page.width / 72 * 25.4) for page in pictures(out.read_bytes(), 72)} == {width}
        assert made.pages - made.posters <= 7  # a handful has many cases, each with ways of its own


def test_a_booklet_begins_with_a_list_whose_pages_are_right(office: Desk, tmp_path: Path) -> None:
    out = tmp_path / "tap.pdf"
    job = replace(poster_job(office, PosterChoice()), booklet=True)
    made = write_posters(job, out)
    assert made is not None
    front, *others = texts(out.read_bytes())
    assert made.pages == 1 + len(others)
    for number, (code, page) in enumerate(zip((BIRTH, COPIES), others, strict=True), start=2):
        assert f"Mã thủ tục {code}" in page
        assert re.search(rf"{re.escape(code)}\s+\D+?\s{number}\s", f"{front} "), front
    record_posters(office, job)
    assert set(states(office).values()) == {PosterState.MISSING}


def test_it_can_be_given_up_and_leaves_no_half_file(office: Desk, tmp_path: Path) -> None:
    out = tmp_path / "bang.pdf"
    asked: list[tuple[int, int]] = []
    job = poster_job(office, PosterChoice(all_hamlets=True))
    done = write_posters(job, out, on_progress=lambda *told: asked.append(told), stopped=lambda: len(asked) > 3)
    assert done is None
    assert not out.exists()
    assert asked[:2] == [(0, 6), (1, 6)]


def test_wrong_names_are_refused_with_what_there_is(office: Desk, tmp_path: Path) -> None:
    with pytest.raises(HamletUnknown, match="Thôn Nam") as no:
        poster_lines(office, PosterChoice(hamlets=("Thôn Nam",)))
    assert no.value.sentence == "Thiết lập không có thôn “Thôn Nam” (đang có: Thôn Đông, Thôn Tây)."
    with pytest.raises(ProcedureUnknown):
        poster_lines(office, PosterChoice(procedures=("9.999999",)))
    with pytest.raises(PosterFileUnfit):
        write_posters(poster_job(office, PosterChoice()), tmp_path / "bang.docx")
    written(office, PosterChoice(), tmp_path / "bang.pdf")
    with pytest.raises(NoPosters):
        write_posters(poster_job(office, PosterChoice(only_due=True)), tmp_path / "lai.pdf")


def test_postal_staff_read_the_list_and_write_none(office: Desk) -> None:
    postal = as_(office, "buu-dien", Role.POSTAL)
    with pytest.raises(RoleForbids):
        poster_job(postal, PosterChoice())
