"""The half-filled form outlives a cut."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desk.desk import Desk
from desk.intake import drafts
from desk.intake.drafts import Draft
from desk.intake.intake import IntakeForm
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.training.training import training_settings
from desk.views.open_desk import OpenDesk
from models.events import PaperMissing
from models.person import Person
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete


def test_every_field_is_there_after_a_restart(tmp_path: Path, clock: TurnedClock) -> None:
    draft = Draft(
        form=IntakeForm(submitter=Person(full_name="Nguyễn Văn Mẫu", phone="0900 000 001"), pages=4),
        field="phone",
        typed={"procedure": "khai s"},
    )
    first = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    drafts.save_draft(first, draft)
    close_desk(first)
    again = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    kept = drafts.load_draft(again)
    close_desk(again)
    assert kept == draft


def test_a_dropped_draft_is_gone(desk: Desk) -> None:
    drafts.save_draft(desk, Draft(field="full_name"))
    drafts.delete_draft(desk)
    assert drafts.load_draft(desk) is None


def test_a_draft_of_another_shape_is_kept_aside_not_thrown_away(desk: Desk) -> None:
    for body in (b'{"form": 7}', b'{"form": 8}'):
        desk.store.drafts.save("intake/1/mau", body)
        assert drafts.load_draft(desk) is None
    aside = [desk.store.drafts.load(f"intake/1/mau/unread/{n}") for n in (1, 2)]
    assert aside == [b'{"form": 7}', b'{"form": 8}']


def outcomes(work: OpenDesk, form: IntakeForm) -> list[Callable[[], object]]:
    """Each outcome of a form."""
    return [
        lambda: work.intake.take_in(form),
        lambda: work.intake.ask_supplement(form, (PaperMissing(name="Giấy tờ thử", originals=1),), "Còn thiếu"),
        lambda: work.intake.refuse(form, "Không thuộc thẩm quyền"),
    ]


@pytest.mark.parametrize("which", range(3))
def test_a_form_has_its_outcome_and_its_draft_is_gone_or_neither(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    work = OpenDesk(desk)
    form = complete(desk, RESIDENCE)
    work.intake.keep_draft(form, "phone", {})
    events = desk.store.log.counts().events
    with monkeypatch.context() as cut:
        cut.setattr(desk.store.drafts, "forget", pull)
        with pytest.raises(PulledPlugError):
            outcomes(work, form)[which]()
    assert desk.store.log.counts().events == events
    assert drafts.load_draft(desk) == Draft(form=form, field="phone")
    outcomes(work, form)[which]()
    assert desk.store.log.counts().events > events
    assert drafts.load_draft(desk) is None


@pytest.mark.parametrize("which", range(3))
def test_an_outcome_and_its_paper_are_written_together_or_neither(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    work = OpenDesk(desk)
    form = complete(desk, RESIDENCE)
    work.intake.keep_draft(form, "phone", {})
    before, commits = desk.store.log.counts(), list[int]()
    desk.store.log.after_record = lambda: commits.append(desk.store.log.counts().events)

    with monkeypatch.context() as cut:
        cut.setattr(desk.store.print_jobs, "put", pull)
        with pytest.raises(PulledPlugError):
            outcomes(work, form)[which]()
    assert desk.store.log.counts() == before
    assert print_jobs.unprinted(desk) == ()
    assert drafts.load_draft(desk) == Draft(form=form, field="phone")
    assert commits == []
    outcomes(work, form)[which]()
    assert desk.store.log.counts().dossiers == before.dossiers + 1
    assert len(print_jobs.unprinted(desk)) == 1
    assert drafts.load_draft(desk) is None
    assert commits == [desk.store.log.counts().events]
    assert desk.store.log.verify() == []


class PulledPlugError(Exception):
    """Ends what is being written."""


def pull(*_: object) -> None:
    """A cut, in place of what would be written next."""
    raise PulledPlugError
