"""Lists of people: each line checked, each a dossier of its own, nobody twice whatever happens."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import bulk
from desk.intake.intake import IntakeForm
from desk.intake.list_result import ListedPerson
from desk.intake.name_list import read_list
from desk.intake.table import table_of
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.training.training import training_settings
from models.events import Form, PaidBy
from models.not_allowed import BlockExhausted, NothingListed, PapersMissing
from models.person import Authority, Person, Standing
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.power_cut import written_with_its_papers


def names(count: int) -> str:
    return "\n".join(
        f"{n}. Nguyễn Văn Mẫu {'BCDGHKLMNRSTVX'[n % 14]}{'aeiou'[n // 14]}; 2018; Thôn {n}" for n in range(1, count + 1)
    )


def rows(count: int) -> tuple[ListedPerson, ...]:
    return read_list(table_of(names(count)), today=date(2026, 11, 29)).rows


def own(desk: Desk) -> IntakeForm:
    """What all have in common; nobody is named: each comes in the own matter."""
    return replace(complete(desk, RESIDENCE), submitter=Person(), paid_by=PaidBy.CASH)


def take_all(desk: Desk, batch: bulk.Batch) -> bulk.BatchProgress:
    """One after the other, as the screen does it."""
    for at in range(len(batch.entries)):
        bulk.take_in_entry(desk, batch, at)
    return bulk.batch_progress(desk, batch)


def test_each_of_a_list_gets_a_dossier_a_code_and_a_receipt(desk: Desk) -> None:
    batch = bulk.begin(desk, own(desk), rows(5))
    standing = take_all(desk, batch)
    assert standing.is_whole
    dossiers = [desk.store.log.dossier(id_) for id_ in standing.taken]
    assert [dossier.code[-4:] for dossier in dossiers] == ["3001", "3002", "3003", "3004", "3005"]
    assert all(dossier.due and dossier.fee and dossier.taken == dossier.fee.total for dossier in dossiers)
    assert standing.paid == standing.fee
    papers = bulk.slip_jobs(desk, batch)
    assert [paper.subject for paper in papers] == list(standing.taken)
    assert bulk.slip_jobs(desk, batch) == ()
    bulk.finish(desk)
    assert bulk.unfinished_batch(desk) is None


def test_a_list_brought_by_one_person_is_theirs_to_bring_and_each_ones_own(desk: Desk) -> None:
    brought = replace(
        complete(desk, RESIDENCE), authority=Authority(relation="Hiệu trưởng", standing=Standing.AUTHORISED)
    )
    batch = bulk.begin(desk, brought, rows(2))
    for id_ in take_all(desk, batch).taken:
        found = desk.store.log.dossier(id_).intake
        assert found is not None
        assert found.submitter.full_name == "Nguyễn Văn Mẫu"
        assert isinstance(found.owner, Person)
        assert found.owner.born_year == 2018


def test_after_a_power_cut_the_list_goes_on_and_nobody_is_twice(tmp_path: Path, clock: TurnedClock) -> None:
    first = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    batch = bulk.begin(first, own(first), rows(6))
    for at in range(3):
        bulk.take_in_entry(first, batch, at)
    close_desk(first)
    again = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    kept = bulk.unfinished_batch(again)
    assert kept == batch
    assert len(bulk.batch_progress(again, kept).taken) == 3
    take_all(again, kept)
    take_all(again, kept)
    count = again.store.log.counts().dossiers
    standing = bulk.batch_progress(again, kept)
    close_desk(again)
    assert (count, len(set(standing.taken)), standing.is_whole) == (6, 6, True)


def test_a_finished_list_is_shown_once_more_and_then_forgotten(desk: Desk) -> None:
    batch = bulk.begin(desk, own(desk), rows(2))
    take_all(desk, batch)
    again = bulk.unfinished_batch(desk)
    assert again == batch
    assert bulk.unfinished_batch(desk) is None
    assert bulk.unfinished_batch(desk) is None


def test_a_finished_list_whose_papers_are_out_is_forgotten_at_once(desk: Desk) -> None:
    batch = bulk.begin(desk, own(desk), rows(2))
    take_all(desk, batch)
    print_jobs.deliver(bulk.list_job(desk, batch), lambda verb: verb(desk))
    assert bulk.unfinished_batch(desk) is None


def test_lines_that_are_not_right_stay_with_the_list_until_somebody_settles_them(desk: Desk) -> None:
    batch = bulk.begin(desk, own(desk), rows(2), "Người Mẫu; 31/02/2018; Thôn 1")
    take_all(desk, batch)
    for _ in range(3):
        kept = bulk.unfinished_batch(desk)
        assert kept is not None
        assert kept.left == "Người Mẫu; 31/02/2018; Thôn 1"
    bulk.finish(desk)
    assert bulk.unfinished_batch(desk) is None


def test_when_the_numbers_of_the_day_end_the_list_stays(desk: Desk) -> None:
    few = replace(desk.settings, device=replace(desk.settings.device, block_last=3003))
    short = Desk(**{name: getattr(desk, name) for name in desk.__slots__} | {"settings": few})
    batch = bulk.begin(short, own(short), rows(5))
    with pytest.raises(BlockExhausted):
        take_all(short, batch)
    assert len(bulk.batch_progress(short, batch).taken) == 3
    assert take_all(desk, batch).is_whole


def test_nothing_is_begun_where_the_form_is_not_whole_or_nobody_is_named(desk: Desk) -> None:
    with pytest.raises(NothingListed):
        bulk.begin(desk, own(desk), ())
    with pytest.raises(PapersMissing):
        bulk.begin(desk, replace(own(desk), papers=()), rows(2))
    assert bulk.unfinished_batch(desk) is None


def test_one_paper_lists_them_all(desk: Desk) -> None:
    batch = bulk.begin(desk, own(desk), rows(40))
    with pytest.raises(NothingListed):
        bulk.list_job(desk, batch)
    standing = take_all(desk, batch)
    paper = bulk.list_job(desk, batch)
    assert (paper.form, paper.copy, paper.subject) == (Form.LIST, 1, standing.taken[0])
    printed = print_jobs.deliver(paper, lambda verb: verb(desk))
    pages = pypdfium2.PdfDocument(printed.where)
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    for id_ in standing.taken:
        assert desk.store.log.dossier(id_).code in words.replace("\r\n", "")
    assert "DANH SÁCH HỒ SƠ ĐÃ TIẾP NHẬN" in words
    assert len(pages) > 1


def test_the_receipts_of_a_list_are_written_down_all_or_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = bulk.begin(desk, own(desk), rows(3))
    take_all(desk, batch)
    written_with_its_papers(desk, monkeypatch, lambda: bulk.slip_jobs(desk, batch), papers=3, facts=0)
