"""Forty citizens, forty scans, forty receipts."""

import json
from pathlib import Path

import pypdfium2
from click.testing import CliRunner

from desk.__main__ import cli
from desk.cards.samples import citizen
from desk.morning import work_a_morning


def text_of(path: str) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_forty_scans_become_forty_correct_receipts(tmp_path: Path) -> None:
    done = work_a_morning(40, 1, tmp_path)
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


def test_the_same_seed_works_the_same_morning(tmp_path: Path) -> None:
    def codes(name: str) -> list[tuple[str, str]]:
        return [(p.kind, p.code) for p in work_a_morning(6, 5, tmp_path / name).papers]

    assert codes("one") == codes("two")


def test_a_second_morning_in_the_same_folder_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    first = {p.code for p in work_a_morning(2, 5, tmp_path).papers if p.kind == "receipt"}
    second = {p.code for p in work_a_morning(2, 6, tmp_path).papers if p.kind == "receipt"}
    assert len(first | second) == 4
