"""Mobile points: what is taken in there knows the place, and its results go where they were promised."""

import json
from datetime import date, time
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import outcome, returns
from desk.intake import intake
from desk.mobile import points
from desk.mobile.points import (
    HoursImpossible,
    NothingThere,
    PlaceMissing,
    PointOver,
    PointPlan,
    PointUnknown,
    ResultsDayImpossible,
)
from desk.opening import close_desk
from desk.prints import form_jobs, print_jobs
from desk.settings import write_settings
from models.events import ReturnBy
from models.ids import SubjectId
from models.not_allowed import ReasonMissing
from models.subjects.dossier import Dossier
from models.subjects.mobile.mobile_point import PointState
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete
from tests.printing.reading import whole_text

HOUSE = "Nhà văn hóa thôn Mẫu Thượng"
PLAN = PointPlan(
    place=HOUSE,
    day=date(2026, 12, 1),
    begins=time(8),
    ends=time(11),
    results_place=HOUSE,
    results_day=date(2026, 12, 8),
    results_time=time(8, 30),
)


def taken(desk: Desk, **changes: object) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE, **changes))


def text_of(desk: Desk, job: print_jobs.PrintJob) -> str:
    return whole_text(Path(print_jobs.deliver(job, lambda step: step(desk)).where).read_bytes())


def test_what_is_taken_in_there_knows_the_place_and_its_receipt_says_where_the_result_is_given(desk: Desk) -> None:
    before = taken(desk)
    point = points.open_point(desk, points.plan(desk, PLAN).id)
    assert (point.state, point.open_at) == (PointState.OPEN, (desk.settings.device.number,))
    there, by_post = taken(desk), taken(desk, return_by=ReturnBy.POST)
    closed = points.close_point(desk)
    after = taken(desk)
    assert closed.dossiers == (there.id, by_post.id)
    intakes = [one.intake for one in (before, there, by_post, after)]
    assert [one.taken_at for one in intakes if one] == ["", HOUSE, HOUSE, ""]
    promised = f"{HOUSE}, 08:30 ngày 08/12/2026"
    assert [one.return_to for one in intakes if one] == ["", promised, MAU.address, ""]
    assert promised in text_of(desk, form_jobs.outcome_job(desk, there.id))


def test_results_to_take_along_are_those_at_the_desk_that_nobody_wants_by_post(desk: Desk) -> None:
    point = points.open_point(desk, points.plan(desk, PLAN).id).id
    there, by_post, not_ready = taken(desk), taken(desk, return_by=ReturnBy.POST), taken(desk)
    points.close_point(desk)
    elsewhere = taken(desk)
    with pytest.raises(NothingThere):
        points.results_job(desk, point)
    for place, one in enumerate((there, by_post, elsewhere), start=1):
        outcome.check_in(desk, one.id, f"A-{place}", signed_by="Lê Thị Mẫu")
    assert [one.id for one in points.results(desk, point)] == [there.id]
    paper = text_of(desk, points.results_job(desk, point))
    assert [returns.promised_elsewhere(desk.store.log.dossier(one.id)) for one in (there, by_post, elsewhere)] == [
        f"{HOUSE}, 08:30 ngày 08/12/2026",
        "",
        "",
    ]
    assert there.code in paper
    assert not {by_post.code, elsewhere.code, not_ready.code} & set(paper.split())
    assert "08:30 08/12/2026" in paper


def test_the_list_for_the_board_shows_no_number_of_a_person_and_no_full_name(desk: Desk) -> None:
    point = points.open_point(desk, points.plan(desk, PLAN).id).id
    with pytest.raises(NothingThere):
        points.board_job(desk, point)
    one = taken(desk)
    paper = text_of(desk, points.board_job(desk, point))
    assert one.code in paper
    assert one.intake is not None
    who = one.intake.submitter
    assert who.full_name.split()[-1] in paper
    for private in (who.full_name, who.full_name.upper(), who.personal_number, who.phone, who.address):
        assert not private or private not in paper


def test_what_cannot_be_is_refused(desk: Desk) -> None:
    from msgspec.structs import replace  # noqa: PLC0415 - of this test alone

    for wrong, why in (
        ({"place": " "}, PlaceMissing),
        ({"ends": time(8)}, HoursImpossible),
        ({"results_day": date(2026, 11, 30)}, ResultsDayImpossible),
    ):
        with pytest.raises(why):
            points.plan(desk, replace(PLAN, **wrong))
    one, other = points.plan(desk, PLAN), points.plan(desk, PLAN)
    points.open_point(desk, one.id)
    points.open_point(desk, one.id)
    assert len(desk.store.log.history(one.id)) == 2
    with pytest.raises(PointOver):
        points.open_point(desk, other.id)
    with pytest.raises(PointOver):
        points.cancel(desk, one.id, "mưa")
    points.close_point(desk)
    with pytest.raises(PointOver):
        points.close_point(desk)
    with pytest.raises(ReasonMissing):
        points.cancel(desk, other.id, " ")
    assert points.cancel(desk, other.id, "mưa").state is PointState.CANCELLED
    with pytest.raises(PointOver):
        points.open_point(desk, other.id)
    with pytest.raises(PointUnknown):
        points.open_point(desk, SubjectId("point/none"))


def test_the_commands_plan_open_print_and_list(desk: Desk) -> None:
    write_settings(desk.folder, desk.settings)
    folder, day = str(desk.folder), desk.today.isoformat()
    close_desk(desk)

    def run(*words: str) -> object:
        done = CliRunner().invoke(cli, ["--data", folder, *words, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    planned = run(
        "visit", "point", "plan", HOUSE, "--day", "2099-12-01", "--from", "08:00", "--to", "11:00", "--results", HOUSE
    )
    assert isinstance(planned, dict)
    assert run("visit", "point", "open", planned["point"]) == {
        **planned,
        "state": "open",
        "machines": [desk.settings.device.number],
    }
    assert run("visit", "point", "results", HOUSE) == {"results": [], "printed": ""}
    assert run("visit", "point", "close") == {**planned, "state": "closed"}
    assert [one["state"] for one in run("visit", "point", "list")] == ["closed"]  # type: ignore[attr-defined]  # a list of JSON
    made = run("visit", "slips", "print", "2")
    assert isinstance(made, dict)
    assert all(Path(where).exists() for where in made["printed"])
    numbers = [one["number"] for one in made["slips"]]
    run("visit", "slips", "void", numbers[0], "--how", "lost", "--reason", "rơi")
    listed = run("visit", "slips", "list")
    assert isinstance(listed, dict)
    assert [[one["number"] for one in listed[kind]] for kind in ("out", "lost")] == [[numbers[1]], [numbers[0]]]
    assert day
