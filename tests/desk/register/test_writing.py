"""The register as a file: the same dossiers as the lists, whole or not there, and recorded as reading."""

import random
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from desk import access_log
from desk.__main__ import cli
from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.register import register
from desk.register.writing import (
    RegisterPeriodBackwards,
    RegisterWritten,
    write_register,
)
from desk.settings import write_settings
from desk.staff.accounts import subject_of
from desk.table_file import TableNameUnfit
from desk.training.training import training_settings
from desk.training.training_clerks import PIN, with_clerks
from models.events import DossierVoided, DossierWithdrawn, PeopleShown, ReadBy, ResultHandedOver
from models.ids import ClerkId, DossierId
from models.not_allowed import NobodySignedIn
from models.person import Person
from models.subjects.dossier import DossierStatus
from models.subjects.register import RegisterQuery
from models.trouble import TargetUnfit
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.printing.reading import texts

YEAR = RegisterQuery(first=date(2026, 1, 1), last=date(2026, 12, 31))
FIRST = datetime(2026, 2, 2, 1, tzinfo=UTC)


def town(desk: Desk, dossiers: int, *, first: datetime = FIRST) -> None:
    """So many dossiers of two other desks, an hour apart, some returned, voided or withdrawn."""
    chance = random.Random(5)  # noqa: S311  # no secret, the same each run
    chains = [Chain(7), Chain(8)]
    heard = []
    for number in range(dossiers):
        at, chain = first + timedelta(hours=number), chains[number % 2]
        id_ = DossierId(subject_at("dossier/", at, chance))
        code = f"H99.99.99-{at:%y%m%d}-{number + 1:04d}"
        heard.append(chain.add(id_, at, reception(citizen(chance), code, at, chance)))
        if number % 5 == 0:
            heard.append(chain.add(id_, at + timedelta(days=1), ResultHandedOver(to="")))
        elif number % 7 == 0:
            heard.append(chain.add(id_, at, DossierVoided(reason="nhầm", confirmed_by=ClerkId("ld"))))
        elif number % 11 == 0:
            heard.append(chain.add(id_, at, DossierWithdrawn(reason="thôi")))
    desk.store.log.merge(heard)


def write(desk: Desk, asked: RegisterQuery, out: Path) -> RegisterWritten:
    written = write_register(lambda work: work(desk), asked, out)
    assert written is not None
    return written


def sheet_of(path: Path, name: str = "Năm 2026") -> list[list[Any]]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    head = next(place for place, row in enumerate(rows) if row[0] == "STT")
    return [row for row in rows[head + 1 :] if row[0] != ""]


def test_pdf_and_spreadsheet_hold_what_the_lists_hold(desk: Desk, tmp_path: Path) -> None:
    town(desk, 60)
    pdf, table = write(desk, YEAR, tmp_path / "so.pdf"), write(desk, YEAR, tmp_path / "so.XLSX")
    assert (pdf.dossiers, table.dossiers) == (60, 60)
    pages = texts(pdf.file.read_bytes())
    assert len(pages) == pdf.pages > 1
    listed = {row.code for row in desk.store.dossiers.page(limit=1_000)}
    rows = sheet_of(table.file)
    assert [row[0] for row in rows] == list(range(1, 61))
    assert {row[1] for row in rows} == listed
    assert all(code in " ".join(pages) for code in listed)
    marked = Counter(str(row[8]).partition("\n")[0] for row in rows if isinstance(row[8], str) and row[8])
    assert marked == {
        "ĐÃ HỦY": desk.store.dossiers.count(DossierStatus.VOIDED),
        "ĐÃ RÚT": desk.store.dossiers.count(DossierStatus.WITHDRAWN),
    }
    returned = [row for row in rows if isinstance(row[8], date)]
    assert len(returned) == desk.store.dossiers.count(DossierStatus.HANDED_OVER)
    assert returned[0][6] == datetime(2026, 2, 2, 8, 0)  # noqa: DTZ001 - the clock on the wall


def test_a_period_and_a_field_are_cut_as_the_screen_cuts_them(desk: Desk, tmp_path: Path) -> None:
    town(desk, 60)
    asked = RegisterQuery(first=date(2026, 2, 3), last=date(2026, 2, 3), field="Hộ tịch")
    rows = sheet_of(write(desk, asked, tmp_path / "so.xlsx").file)
    lines = register.page(desk, asked, limit=200)
    assert [(row[0], row[1]) for row in rows] == [(line.number, line.row.code) for line in lines]
    assert 0 < len(lines) == register.count(desk, asked) < 24


def test_years_have_sheets_and_volumes_of_their_own(desk: Desk, tmp_path: Path, clock: TurnedClock) -> None:
    town(desk, 30, first=datetime(2026, 12, 31, 2, tzinfo=UTC))
    clock.now = datetime(2027, 1, 5, tzinfo=UTC)
    both = RegisterQuery(first=date(2026, 12, 1), last=date(2027, 1, 31))
    table = write(desk, both, tmp_path / "so.xlsx").file
    old, new = sheet_of(table), sheet_of(table, "Năm 2027")
    assert len(old) + len(new) == 30
    assert (old[0][0], new[0][0]) == (1, 1)
    said = " ".join(texts(write(desk, both, tmp_path / "so.pdf").file.read_bytes()))
    assert f"đến số thứ tự {len(old):02d}. Quyển này có" in " ".join(said.split())
    assert "Sổ theo dõi hồ sơ năm 2026 chưa khóa" in " ".join(said.split())
    assert "Quyển 01/2027 · Trang 1" in said


def test_no_text_of_a_citizen_is_a_formula(desk: Desk, tmp_path: Path) -> None:
    chain, chance = Chain(7), random.Random(1)  # noqa: S311  # no secret
    for number, name in enumerate(("=1+1", "+84", "-5", "@sum(A1)", "{=1}", "http://mau.example")):
        at = FIRST + timedelta(hours=number)
        taken = reception(citizen(chance), f"A-{number}", at, chance)
        person = Person(full_name=name)
        intake = replace(taken.intake, submitter=person)
        desk.store.log.merge(
            [chain.add(DossierId(subject_at("dossier/", at, chance)), at, replace(taken, intake=intake))]
        )
    path = write(desk, YEAR, tmp_path / "so.xlsx").file
    assert [row[3] for row in sheet_of(path)] == ["=1+1", "+84", "-5", "@sum(A1)", "{=1}", "http://mau.example"]
    with zipfile.ZipFile(path) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in parts.namelist() if "rels" in name and "sheet1" in name]


@pytest.mark.parametrize("name", ["so.pdf", "so.xlsx"])
@pytest.mark.parametrize("when", [1, 30, 61, 62, 63, 64, 66, 70, 80, 100])
def test_given_up_it_leaves_nothing_and_what_was_there_stays(desk: Desk, tmp_path: Path, name: str, when: int) -> None:
    town(desk, 60)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_bytes(b"as it was")
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked >= when

    done = write_register(lambda work: work(desk), YEAR, folder / name, stopped=stopped)
    if done is None:
        assert [path.name for path in folder.iterdir()] == [name]
        assert (folder / name).read_bytes() == b"as it was"
    else:
        assert asked < when


def test_progress_counts_up_to_all_lines(desk: Desk, tmp_path: Path) -> None:
    town(desk, 60)
    told: list[tuple[int, int]] = []
    write_register(
        lambda work: work(desk), YEAR, tmp_path / "so.pdf", on_progress=lambda done, all_: told.append((done, all_))
    )
    assert told[-1] == (60, 60)
    assert told == sorted(told)


def test_a_name_a_period_or_a_place_that_cannot_be_is_refused_before_anything_is_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    town(desk, 3)
    before = len(desk.store.log.history(subject_of(desk.by)))
    with pytest.raises(TableNameUnfit):
        write(desk, YEAR, tmp_path / "so.docx")
    with pytest.raises(RegisterPeriodBackwards):
        write(desk, RegisterQuery(first=date(2026, 2, 2), last=date(2026, 2, 1)), tmp_path / "so.pdf")
    assert len(desk.store.log.history(subject_of(desk.by))) == before
    (tmp_path / "link.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    with pytest.raises(TargetUnfit):
        write(desk, YEAR, tmp_path / "link.pdf")
    with pytest.raises(TargetUnfit):
        write(desk, YEAR, desk.folder / "so.pdf")


def test_writing_it_out_is_recorded_as_reading_those_in_it_alone(desk: Desk, tmp_path: Path) -> None:
    town(desk, 40)
    newest = desk.store.dossiers.page(limit=1)[0]
    oldest = desk.store.dossiers.page(limit=100)[-1]
    asked = RegisterQuery(first=date(2026, 2, 2), last=date(2026, 2, 2))
    count = write(desk, asked, tmp_path / "so.pdf").dossiers
    assert [one.by for one in access_log.reads(desk, oldest.id)] == [ReadBy.REGISTER]
    assert access_log.reads(desk, newest.id) == ()
    (event,) = [one.event for one in desk.store.log.history(subject_of(desk.by))]
    assert event == PeopleShown(by=ReadBy.REGISTER, count=count, received_from=asked.first, received_to=asked.last)
    assert [(one.by, one.count) for one in access_log.reads_by(desk, desk.by)] == [(ReadBy.REGISTER, count)]


def test_lines_on_screen_are_recorded_as_shown(desk: Desk) -> None:
    town(desk, 3)
    register.page(desk, YEAR, limit=200)
    (event,) = [one.event for one in desk.store.log.history(subject_of(desk.by))]
    assert isinstance(event, PeopleShown)
    assert (event.by, event.count) == (ReadBy.SHOWN, 3)


def data_with_clerks(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    write_settings(data, training_settings())
    close_desk(with_clerks(open_desk(data, training=True)))
    return data


def test_only_who_may_writes_it_out(tmp_path: Path) -> None:
    data = data_with_clerks(tmp_path)
    desk = open_desk(data, training=True)
    try:
        with pytest.raises(NobodySignedIn):
            write(desk, YEAR, tmp_path / "so.pdf")
    finally:
        close_desk(desk)
    assert not (tmp_path / "so.pdf").exists()
    typed = ["--data", str(data), "register", "--from", "2026-01-01", "--to", "2026-12-31"]
    out = ["--out", str(tmp_path / "so.pdf")]
    assert CliRunner().invoke(cli, [*typed, *out]).exit_code == 1
    done = CliRunner().invoke(cli, [*typed, *out, "--clerk", "mau2", "--json"], input=f"{PIN}\n")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "so.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2026-02-30", "--to", "2026-12-31", "--out", "a.pdf"], "--from không đúng"),
        (["--from", "9999-01-01", "--to", "9999-12-31", "--out", "a.pdf"], "--from không đúng"),
        (["--from", "2026-01-01", "--out", "a.pdf"], "Nêu --from, --to và --out"),
        (["--from", "2026-01-01", "--to", "2026-12-31"], "Nêu --from, --to và --out"),
        (["--from", "2026-01-01", "--to", "2026-12-31", "--out", "a.doc"], ".pdf hoặc .xlsx"),
        (["--from", "2026-12-31", "--to", "2026-01-01", "--out", "a.pdf"], "Ngày cuối"),
    ],
)
def test_a_command_typed_wrongly_is_told_so_in_one_sentence(tmp_path: Path, words: list[str], said: str) -> None:
    write_settings(tmp_path, training_settings())
    close_desk(open_desk(tmp_path, training=True))
    done = CliRunner().invoke(cli, ["--data", str(tmp_path), "register", *words])
    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
