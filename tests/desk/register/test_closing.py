"""Closing a year's register: who may, when, what is recorded, and that no number given before ever moves."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desk.desk import Desk
from desk.dossiers import paper_check, paper_words, results
from desk.dossiers.paper_check import PaperVerdict
from desk.dossiers.results import InClosedRegister
from desk.intake import intake
from desk.prints import form_jobs
from desk.register import closing
from desk.register.closing import RegisterClosedAlready, RegisterEmpty, RegisterYearRuns
from models.clerk import Role
from models.events import DossierCorrected
from models.ids import DossierId
from models.not_allowed import RoleForbids
from models.store.projections.register_lists import Register
from models.subjects.register import RegisterQuery
from printing.layout.sheet import CodeBlock
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import as_
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.register.test_writing import sheet_of, town, write
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.printing.reading import codes, pictures, texts

YEAR = RegisterQuery(first=date(2026, 1, 1), last=date(2026, 12, 31))


def numbers(desk: Desk, asked: RegisterQuery = YEAR) -> dict[str, int]:
    return {line.row.code: line.number for line in desk.store.lists(Register).page(asked, limit=500)}


def late(desk: Desk, chain: Chain, hours: int, code: str, field_of: int = 9) -> None:
    """A dossier of another desk, received in February, which arrives now."""
    chance, at = random.Random(field_of), datetime(2026, 2, 2, tzinfo=UTC) + timedelta(hours=hours)  # noqa: S311 - no secret
    id_ = DossierId(subject_at("dossier/", at, chance))
    desk.store.log.merge([chain.add(id_, at, reception(citizen(chance), code, at, chance))])


@pytest.fixture
def over(desk: Desk, clock: TurnedClock) -> Desk:
    """A leader after the year's end; twelve dossiers of two other desks, one of this desk."""
    town(desk, 12)
    intake.take_in(desk, complete(desk, RESIDENCE))
    clock.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    return as_(desk, "ld", Role.LEADER)


def test_a_year_is_closed_by_the_leader_when_it_is_over_and_holds_something(desk: Desk, clock: TurnedClock) -> None:
    with pytest.raises(RoleForbids):
        closing.close_register(as_(desk, "cc", Role.CLERK), 2026)
    leader = as_(desk, "ld", Role.LEADER)
    with pytest.raises(RegisterYearRuns):
        closing.close_register(leader, 2026)
    clock.now = datetime(2026, 12, 31, 9, tzinfo=UTC)
    with pytest.raises(RegisterEmpty):
        closing.close_register(leader, 2026)


def test_what_comes_later_has_numbers_behind_the_last_one_and_those_given_never_move(over: Desk) -> None:
    before = numbers(over)
    closed = closing.close_register(over, 2026)
    assert (closed.rows, closed.last, closed.volumes) == (13, 13, 1)
    assert closed.by == over.by
    with pytest.raises(RegisterClosedAlready):
        closing.close_register(over, 2026)
    third = Chain(9)
    late(over, third, 5, "H99.99.99-260202-9001")
    late(over, third, 1, "H99.99.99-260202-9002", field_of=10)
    found = numbers(over)
    assert {code: found[code] for code in before} == before
    assert [found["H99.99.99-260202-9002"], found["H99.99.99-260202-9001"]] == [14, 15]
    again = closing.close_register(over, 2026)
    assert (again.rows, again.last) == (2, 15)
    late(over, third, 0, "H99.99.99-260202-9003", field_of=11)
    assert numbers(over) == {**found, "H99.99.99-260202-9003": 16}


def test_a_dossier_of_a_closed_register_is_not_corrected_into_another_fields_register(over: Desk) -> None:
    (row,) = [line.row for line in over.store.lists(Register).page(YEAR, limit=500) if line.row.procedure == RESIDENCE]
    other = next(one.code for one in over.catalogue.procedures if one.field != row.field)
    closing.close_register(over, 2026)
    with pytest.raises(InClosedRegister):
        results.correct(over, row.id, DossierCorrected(reason="nhầm"), procedure=other)


def test_paper_and_spreadsheet_say_that_it_is_closed_and_the_paper_is_known_as_genuine(
    over: Desk, tmp_path: Path
) -> None:
    closing.close_register(over, 2026)
    late(over, Chain(9), 5, "H99.99.99-260202-9001")
    paper = write(over, YEAR, tmp_path / "so.pdf").file.read_bytes()
    pages = [" ".join(page.split()) for page in texts(paper)]
    assert "Sổ theo dõi hồ sơ năm 2026 đã khóa 09 giờ 00 phút, ngày 04 tháng 01 năm 2027 ở số thứ tự 13" in pages[0]
    assert sum("TRANG KHÓA SỔ" in page for page in pages) == 1
    assert "Phần bổ sung sau khóa sổ" in pages[-1]
    table = write(over, YEAR, tmp_path / "so.xlsx").file
    assert [row[0] for row in sheet_of(table)] == list(range(1, 14))
    assert [row[0] for row in sheet_of(table, "Năm 2026 bổ sung 1")] == [14]
    (text,) = [said for said in codes(pictures(paper, 200)[0]).values() if len(said) > 200]
    checked = paper_check.check_paper(over, text)
    assert (checked.verdict, checked.doubts) == (PaperVerdict.GENUINE, ())
    assert "Sổ theo dõi hồ sơ, quyển SO." in "\n".join(paper_words.lines(checked))
    assert paper_check.check_paper(over, text[:-1] + str(9 - int(text[-1]))).verdict is PaperVerdict.CHANGED


def test_the_list_of_what_was_taken_in_together_is_known_as_genuine_and_says_nothing_of_one_alone(desk: Desk) -> None:
    taken = [intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(2)]
    sheet = form_jobs.list_job(desk, taken).sheet
    (block,) = [one for one in sheet.blocks if isinstance(one, CodeBlock)]
    checked = paper_check.check_paper(desk, block.signed)
    assert (checked.verdict, checked.code, checked.now) == (PaperVerdict.GENUINE, taken[0].code, None)
