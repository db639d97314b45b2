"""``motcua check-paper``: by the text of a paper's code and by a picture of the paper."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import results
from desk.intake import intake
from desk.opening import close_desk
from desk.prints import form_jobs
from desk.settings import write_settings
from models.events import Form
from printing.layout.pdf import pdf
from printing.layout.sheet import CodeBlock, Sheet
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.printing.reading import pictures


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--data", str(folder), *words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def receipt(desk: Desk) -> Sheet:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    return form_jobs.outcome_job(desk, dossier.id).sheet


def closed(desk: Desk) -> None:
    """As a command finds it."""
    close_desk(desk)
    write_settings(desk.folder, desk.settings)


def text_of(sheet: Sheet) -> str:
    (text,) = (block.signed for block in sheet.blocks if isinstance(block, CodeBlock))
    return text


def photographed(sheet: Sheet, path: Path, dpi: int = 200) -> str:
    """A picture of the paper, a little turned, as somebody makes it with a telephone."""
    (page,) = pictures(pdf(sheet), dpi)
    page.rotate(2.5, Image.Resampling.BICUBIC, expand=True, fillcolor=230).save(path)
    return str(path)


def test_text_and_picture_of_a_genuine_paper_are_told_with_the_facts_it_must_bear(
    desk: Desk, receipt: Sheet, tmp_path: Path
) -> None:
    closed(desk)
    for paper in (text_of(receipt), photographed(receipt, tmp_path / "giấy.png")):
        code, out, _ = run(desk.folder, "check-paper", paper, "--json")
        told = json.loads(out)
        assert (code, told["verdict"], told["code"], told["device"]) == (0, "genuine", receipt.code, 3)
        assert told["paper"] == {
            "form": "01",
            "copy": 1,
            "printed_at": "2026-11-23T08:00",
            "owner": "NVM",
            "procedure": RESIDENCE,
            "due_at": "2026-12-03T17:00",
            "price": 20000,
            "taken": 0,
            "ended": "",
        }
        assert (told["now"], told["status"], told["recorded"], told["copies"]) == (None, "received", True, 1)
    code, out, _ = run(desk.folder, "check-paper", text_of(receipt))
    assert code == 0
    assert out.startswith("Giấy thật: ")
    assert "Trên giấy phải ghi:" in out


def test_a_changed_a_withdrawn_and_an_unsigned_paper_end_in_one(desk: Desk, receipt: Sheet) -> None:
    text = text_of(receipt)
    other = intake.take_in(desk, complete(desk, RESIDENCE))
    withdrawn = text_of(form_jobs.form_job(desk, other.id, Form.RECEIPT).sheet)
    results.withdraw(desk, other.id, "đổi ý")
    closed(desk)
    verdicts = {
        f"{text[:-1]}{(int(text[-1]) + 1) % 10}": "changed",
        withdrawn: "withdrawn",
        receipt.code: "unknown",
        "không phải mã": "unknown",
    }
    for paper, verdict in verdicts.items():
        code, out, _ = run(desk.folder, "check-paper", paper, "--json")
        assert (code, json.loads(out)["verdict"]) == (1, verdict), paper


def test_bars_that_say_another_code_than_the_square_are_a_change(desk: Desk, receipt: Sheet, tmp_path: Path) -> None:
    other = form_jobs.outcome_job(desk, intake.take_in(desk, complete(desk, RESIDENCE)).id).sheet
    closed(desk)
    pages = [pictures(pdf(sheet), 200)[0] for sheet in (receipt, other)]
    half = pages[0].width * 3 // 4
    pages[0].paste(pages[1].crop((0, 0, half, pages[1].height)), (0, 0))
    pages[0].save(tmp_path / "ghép.png")
    code, out, _ = run(desk.folder, "check-paper", str(tmp_path / "ghép.png"), "--json")
    told = json.loads(out)
    assert (code, told["verdict"], told["doubts"][0]) == (1, "changed", "other_bars")


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_a_picture_that_is_none_is_one_sentence(desk: Desk, tmp_path: Path, content: bytes) -> None:
    closed(desk)
    (tmp_path / "a.png").write_bytes(content)
    code, out, err = run(desk.folder, "check-paper", str(tmp_path / "a.png"))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "không phải ảnh đọc được" in err


def test_a_picture_without_a_code_and_one_that_is_not_there_are_one_sentence(desk: Desk, tmp_path: Path) -> None:
    closed(desk)
    Image.new("L", (400, 400), 255).save(tmp_path / "trắng.png")
    for name, words in (("trắng.png", "Không thấy ô QR"), ("none.png", "none.png")):
        code, out, err = run(desk.folder, "check-paper", str(tmp_path / name))
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert words in err


def test_two_papers_in_one_picture_are_asked_for_one_by_one(desk: Desk, receipt: Sheet, tmp_path: Path) -> None:
    other = form_jobs.outcome_job(desk, intake.take_in(desk, complete(desk, RESIDENCE)).id).sheet
    closed(desk)
    first, second = (pictures(pdf(sheet), 150)[0] for sheet in (receipt, other))
    both = Image.new("L", (first.width * 2, first.height), 255)
    both.paste(first, (0, 0))
    both.paste(second, (first.width, 0))
    both.save(tmp_path / "hai.png")
    code, _, err = run(desk.folder, "check-paper", str(tmp_path / "hai.png"))
    assert code == 1
    assert "từng tờ một" in err
