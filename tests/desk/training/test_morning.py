"""Forty citizens, forty scans, forty receipts."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from desk.__main__ import cli
from desk.cards.samples import citizen
from desk.desk import Desk
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import FILE, write_settings
from desk.training.morning import simulate_morning
from desk.training.script_clock import PER_CITIZEN, ScriptClock, pace_of
from desk.training.training import training_settings
from models.calendar.clock import local_day
from models.ids import TicketId
from models.subjects.ticket import Ticket
from tests.desk.backup.conftest import content


def text_of(path: str) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_forty_scans_become_forty_correct_receipts(tmp_path: Path) -> None:
    done = simulate_morning(40, 1, tmp_path)
    receipts = [paper for paper in done.papers if paper.kind == "receipt"]
    assert (done.citizens, done.tickets, done.receipts) == (40, 40, 40)
    assert len({paper.code for paper in receipts}) == 40
    people = {citizen(n, 1).personal_number: citizen(n, 1) for n in range(40)}
    for paper in receipts:
        text = text_of(paper.path)
        assert paper.code in text
        assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in text
        number = next(number for number in people if number in text)
        assert people.pop(number).full_name in text
    assert people == {}


def test_the_command_answers_as_agreed_and_its_dossiers_are_found_afterwards(tmp_path: Path) -> None:
    run = CliRunner().invoke(cli, ["morning", "--citizens", "3", "--seed", "7", "--out", str(tmp_path), "--json"])
    assert run.exit_code == 0, run.stderr
    done = json.loads(run.stdout)
    assert {"citizens", "tickets", "receipts", "seconds", "papers"} <= set(done)
    assert {frozenset(paper) for paper in done["papers"]} == {frozenset(("kind", "path", "code"))}
    code = next(paper["code"] for paper in done["papers"] if paper["kind"] == "receipt")
    data = ["--data", str(tmp_path / "data")]
    found = json.loads(CliRunner().invoke(cli, [*data, "find", code, "--json"]).stdout)
    assert [set(row) for row in found] == [{"code", "owner", "procedure", "status", "due_at"}]
    assert found[0]["code"] == code
    shown = CliRunner().invoke(cli, [*data, "show", code])
    assert shown.stdout.count("\n") >= 3
    for words in (["verify"], ["rebuild"], ["verify", "--json"], ["status", "--json"], ["export"]):
        result = CliRunner().invoke(cli, [*data, *words])
        assert result.exit_code == 0, (words, result.output)


def test_a_morning_cut_short_loses_nothing_and_the_next_one_works_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["morning", "--citizens", "12", "--out", str(tmp_path)]
    serve, served = waiting.serve, []

    def serve_until_stopped(desk: Desk, ticket: TicketId) -> Ticket:
        served.append(ticket)
        if len(served) == 5:
            raise KeyboardInterrupt
        return serve(desk, ticket)

    with monkeypatch.context() as patch:
        patch.setattr(waiting, "serve", serve_until_stopped)
        stopped = CliRunner().invoke(cli, arguments)
    assert (stopped.exit_code, len(stopped.stderr.splitlines())) == (130, 1)
    data = ["--data", str(tmp_path / "data")]
    assert CliRunner().invoke(cli, [*data, "verify"]).exit_code == 0
    assert json.loads(CliRunner().invoke(cli, [*data, "status", "--json"]).stdout)["dossiers"] == 4
    again = CliRunner().invoke(cli, [*arguments, "--json"])
    assert json.loads(again.stdout)["receipts"] == 12


def test_however_many_come_all_are_served_before_the_day_ends() -> None:
    start = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    for citizens in (1, 40, 300, 999):
        clock = ScriptClock(start, pace_of(citizens))
        clock.pass_(citizens * PER_CITIZEN)
        assert local_day(clock()) == local_day(start)


def test_the_same_seed_works_the_same_morning(tmp_path: Path) -> None:
    def codes(name: str) -> list[tuple[str, str]]:
        return [(p.kind, p.code) for p in simulate_morning(6, 5, tmp_path / name).papers]

    assert codes("one") == codes("two")


def test_a_second_morning_in_the_same_folder_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    first = {p.code for p in simulate_morning(2, 5, tmp_path).papers if p.kind == "receipt"}
    second = {p.code for p in simulate_morning(2, 6, tmp_path).papers if p.kind == "receipt"}
    assert len(first | second) == 4


@pytest.mark.parametrize("left", ["whole", "without settings", "broken settings"])
@pytest.mark.parametrize("where", ["out", "out/data"])
def test_no_morning_is_worked_in_the_folder_of_a_real_desk(tmp_path: Path, where: str, left: str) -> None:
    real = tmp_path / where
    settings = training_settings()
    office = replace(settings.office, unit=replace(settings.office.unit, id="H26.12.34"))
    write_settings(real, replace(settings, office=office))
    close_desk(open_desk(real, training=True))
    if left == "without settings":
        (real / FILE).unlink()
    elif left == "broken settings":
        (real / FILE).write_text("[", "utf-8")
    before = content(tmp_path)
    done = CliRunner().invoke(cli, ["morning", "--citizens", "1", "--out", str(tmp_path / "out")])
    assert (done.exit_code, done.stdout) == (1, "")
    assert str(real) in done.stderr
    assert content(tmp_path) == before
