"""Closing a year's register: who may, when, what is recorded, and that no number given before ever moves."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import paper_check, paper_words, results
from desk.dossiers.paper_check import PaperVerdict
from desk.dossiers.results import InClosedRegister
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs
from desk.register import closing
from desk.register.closing import RegisterClosedAlready, RegisterEmpty, RegisterYearRuns
from desk.training.training import training_settings
from desk.training.training_clerks import PIN
from models.clerk import Role
from models.events import DossierCorrected
from models.history import Recorded
from models.ids import DossierId
from models.not_allowed import RoleForbids
from models.store import Store
from models.store.projections.register_lists import Register
from models.subjects.register import RegisterQuery
from printing.layout.sheet import CodeBlock
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import as_
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.register.test_writing import data_with_clerks, sheet_of, town, write
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.models.store import desks
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


@settings(max_examples=15)
@given(
    taken=st.lists(st.tuples(st.integers(7, 9), st.integers(0, 364), st.integers(0, 2)), min_size=1, max_size=14),
    seed=st.integers(0, 2**16),
)
def test_whatever_comes_after_closing_stands_behind_the_last_number_and_every_desk_numbers_alike(
    tmp_path_factory: pytest.TempPathFactory, over_no_store: Desk, taken: list[tuple[int, int, int]], seed: int
) -> None:
    """``taken``: by which machine, on which day, and whether known at the first closing, the second, or later.

    Numbers of one machine arrive in any order, so that at a closing some of them are missing between others.
    """
    chance = random.Random(seed)  # noqa: S311 - hypothesis chooses the seed
    chains = {device: Chain(device, named=True) for device in (7, 8, 9)}
    heard: tuple[list[Recorded], list[Recorded], list[Recorded]] = ([], [], [])
    for place, (device, day, known) in enumerate([(7, 100, 0), *taken]):
        at = datetime(2026, 1, 1, 2, tzinfo=UTC) + timedelta(days=day)
        id_ = DossierId(subject_at("dossier/", at, chance))
        code = f"H99.99.99-{at:%y%m%d}-{place:04d}"
        heard[known].append(chains[device].add(id_, at, reception(citizen(chance), code, at, chance)))
    folder = tmp_path_factory.mktemp("closing")
    here, there = (desks.open_desk(folder, device, over_no_store.clock) for device in (1, 2))
    try:
        desk = replace(over_no_store, store=here)
        before: dict[str, int] = {}
        for part in heard:
            chance.shuffle(part)
            here.log.merge(part)
            found = numbers(desk)
            assert {code: found[code] for code in before} == before
            assert sorted(found.values()) == list(range(1, len(found) + 1))
            if len(found) > len(before):
                closed = closing.close_register(desk, 2026)
                assert (closed.last, closed.rows) == (len(found), len(found) - len(before))
            before = found
        assert_same_at(there, here, chance)
    finally:
        here.close()
        there.close()


def assert_same_at(there: Store, here: Store, chance: random.Random) -> None:
    """Another desk that hears all of it one by one, in any order, has the same numbers, parts and closings."""
    told = list(here.log.events())
    chance.shuffle(told)
    for recorded in told:
        there.log.merge([recorded])
    one, other = here.lists(Register), there.lists(Register)
    assert other.closings(2026) == one.closings(2026)
    assert other.sizes(2026) == one.sizes(2026)
    assert [(line.number, line.part, line.row.code) for line in other.page(YEAR, limit=500)] == [
        (line.number, line.part, line.row.code) for line in one.page(YEAR, limit=500)
    ]


@pytest.fixture(scope="module")
def over_no_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A leader after the year's end, whose file is put in by each example."""
    clock = TurnedClock(datetime(2027, 1, 4, 2, tzinfo=UTC))
    opened = open_desk(tmp_path_factory.mktemp("desk"), settings=training_settings(), clock=clock, training=True)
    yield as_(opened, "ld", Role.LEADER)
    close_desk(opened)


def test_the_command_closes_a_year_for_a_leader_and_refuses_it_to_a_clerk_or_twice(tmp_path: Path) -> None:
    data = data_with_clerks(tmp_path)
    desk = open_desk(data, training=True)
    town(desk, 12, first=datetime(2025, 3, 3, 1, tzinfo=UTC))
    close_desk(desk)

    def run(clerk: str, *more: str) -> tuple[int, str, str]:
        words = ["--data", str(data), "register", "--close", "2025", "--clerk", clerk, *more]
        done = CliRunner().invoke(cli, words, input=f"{PIN}\n")
        return done.exit_code, done.stdout, done.stderr

    assert run("mau2")[0] == 1
    code, out, _ = run("lanhdao", "--json")
    told = json.loads(out)
    assert (code, told["year"], told["rows"], told["last"], told["volumes"]) == (0, 2025, 12, 12, 1)
    assert told["by"] == "Phạm Thị Mẫu"
    code, _, said = run("lanhdao")
    assert code == 1
    assert "đã khóa, từ đó chưa có hồ sơ nào đến muộn" in said
