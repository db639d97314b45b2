"""Days lived through by a script: every way a dossier can go, every paper, and figures that agree."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import lookup, work_lists
from desk.opening import close_desk, open_desk
from desk.settings import read_settings
from desk.staff import accounts, session
from desk.training import identities, training_clerks
from desk.training.days_words import disagreement_told
from desk.training.identities import Agreement, Disagreement
from desk.training.morning import DATA
from desk.training.office import OFFICER
from desk.training.office_days import REGISTER, OfficeDays, simulate_days
from models import events
from models.calendar.clock import local, local_day
from models.events import Form
from models.subjects.dossier import ENDED, DossierStatus
from tests.conftest import TurnedClock

SEED = 4
UNTIL = date(2026, 12, 1)
"""The days before it have a weekend, and a holiday on the 24th of November."""

OF_MONEY = {
    Form.FEE_RECEIPT,
    Form.PAYMENT_SLIP,
    Form.SHIFT_SLIP,
    Form.SHIFT_ROLL,
    Form.REFUND_SLIP,
    Form.TAKINGS_NOTE,
    Form.DEPOSIT_NOTE,
    Form.PAYMENT_REQUEST,
}
"""Papers of money, which the script does not print."""

OF_THE_POST = {Form.PARCEL, Form.POST_LIST, Form.CONSIGNMENT, Form.CONSIGNMENT_LABEL, Form.DELIVERY_RECORD}
"""Papers of what goes out by post; everybody of these days collects the result."""

FLEXIBLE = {Form.DECLARATION, Form.BUNDLE, Form.APPOINTMENT_SLIP, Form.APPOINTMENT_ROLL}
"""Papers of appointments, declarations and matters taken in together; the citizens of these days come by the line."""

AT_HOMES = {
    Form.ROUTE_SHEET,
    Form.DOOR_CARD,
    Form.LAPTOP_LIST,
    Form.PREPRINTED_SLIP,
    Form.POINT_BOARD,
    Form.POINT_RESULTS,
}
"""Papers of visits to homes, of their laptops and of mobile points; these days are the counter's."""

HAPPENS = {
    events.ConsultationAnswered,
    events.ConsultationAsked,
    events.DossierAccepted,
    events.DossierCorrected,
    events.DossierForwarded,
    events.DossierGivenBack,
    events.DossierReceived,
    events.DossierRefused,
    events.DossierStopped,
    events.DossierSubmitted,
    events.DossierTakenOver,
    events.DossierVoided,
    events.DossierWithdrawn,
    events.DueDateChanged,
    events.FeeTaken,
    events.HandOverDossierStruck,
    events.HandOverListConfirmed,
    events.HandOverListMade,
    events.ObligationMet,
    events.ObligationTold,
    events.ResultCheckedIn,
    events.ResultDecided,
    events.ResultHandedOver,
    events.SupplementAsked,
    events.SupplementBrought,
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> OfficeDays:
    """Eight days, shared: nothing here changes them."""
    return simulate_days(8, 10, SEED, tmp_path_factory.mktemp("days"), until=UNTIL)


@pytest.fixture
def desk(lived: OfficeDays) -> Iterator[Desk]:
    """The office in the evening of the last day."""
    found = opened(lived.data)
    yield found
    close_desk(found)


def opened(data: Path) -> Desk:
    clock = TurnedClock(datetime.combine(UNTIL, time(10), tzinfo=UTC))
    return open_desk(data, clock=clock, training=True, create=False)


def test_dossiers_go_every_way_every_form_comes_out_and_all_figures_agree(lived: OfficeDays, desk: Desk) -> None:
    assert lived.disagreements == ()
    assert HAPPENS - {type(one.event) for one in desk.store.log.events()} == set()
    assert {status.value for status in ENDED} - lived.figures.states.keys() == set()
    others = OF_MONEY | OF_THE_POST | AT_HOMES | FLEXIBLE
    assert lived.by_form.keys() == {form.name.lower() for form in set(Form) - others} | {REGISTER}
    assert all(Path(paper.path).is_file() for paper in lived.papers)
    assert lived.figures.returned == lived.figures.states["handed_over"] > 10


def test_weekends_and_holidays_pass_and_people_work_by_day_only(lived: OfficeDays, desk: Desk) -> None:
    assert (lived.first, lived.last) == (date(2026, 11, 19), UNTIL)  # a weekend and the holiday of the 24th between
    days = {local_day(one.at) for one in desk.store.log.events()}
    assert len(days) == 8
    assert all(map(desk.calendar.is_working, days))
    assert {local(one.at).hour for one in desk.store.log.events()} <= set(range(7, 18))


def test_figures_that_do_not_agree_are_told_by_name_and_agree_again_once_the_rows_are_made_anew(
    lived: OfficeDays, tmp_path: Path
) -> None:
    shutil.copytree(lived.data, tmp_path / "spoilt")
    desk = opened(tmp_path / "spoilt")
    desk = session.sign_in(desk, accounts.begin_try(desk, OFFICER), fits=True)
    assert list(identities.disagreements(desk)) == []
    row = next(row for row in lookup.listed(desk, only=DossierStatus.RECEIVED, order="due", limit=1))
    database = desk.store._database
    with database.transaction():
        for table in ("dossier", "fresh"):  # the youngest rows lie apart
            spoilt = f"UPDATE {table} SET work = 0, received_at = NULL WHERE id = ?"  # noqa: S608 - names of ours
            database.run(spoilt, (row.id,))
    found = list(identities.disagreements(desk))
    desk.store.log.rebuild()
    anew = list(identities.disagreements(desk))
    close_desk(desk)
    assert anew == []
    assert {one.what for one in found} >= {Agreement.FILE, Agreement.ROWS, Agreement.WORK, Agreement.REGISTER}
    assert all(disagreement_told(one) for one in found)


def test_the_same_seed_gives_the_same_papers_and_figures_and_the_next_days_go_on_after_them(tmp_path: Path) -> None:
    def papers(done: OfficeDays) -> list[tuple[str, str]]:
        return [(one.kind, one.code) for one in done.papers]

    one, two = (simulate_days(1, 5, 5, tmp_path / name, until=UNTIL) for name in ("one", "two"))
    assert (papers(one), one.figures) == (papers(two), two.figures)
    further = simulate_days(1, 2, 6, tmp_path / "one", until=UNTIL)
    assert (further.first, further.disagreements) == (date(2026, 12, 2), ())
    assert further.figures.taken > one.figures.taken


def test_the_command_says_the_figures_and_the_folder_opens_as_a_practised_office(tmp_path: Path) -> None:
    words = ["morning", "--days", "1", "--citizens", "4", "--until", UNTIL.isoformat(), "--out", str(tmp_path)]
    told = CliRunner().invoke(cli, [*words, "--json"])
    assert told.exit_code == 0, told.output
    done = json.loads(told.stdout)
    assert {"taken", "returned", "overdue", "states", "forms", "papers"} <= done.keys()
    assert (done["days"], done["last"], done["disagreements"]) == (1, "2026-12-01", [])
    settings = read_settings(tmp_path / DATA)
    desk = training_clerks.with_clerks(open_desk(tmp_path / DATA, settings=settings, training=True, create=False))
    try:
        assert sum(work_lists.counts(desk).values()) > 0
    finally:
        close_desk(desk)


def test_a_command_whose_figures_do_not_agree_ends_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Disagreement(what=Agreement.SHELF, of="A-1", told=1, folded=2)
    monkeypatch.setattr(identities, "disagreements", lambda _: iter([wrong]))
    words = ["morning", "--days", "1", "--citizens", "1", "--out", str(tmp_path)]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 1
    assert disagreement_told(wrong) in done.stdout
    assert "khớp nhau" not in done.stdout
