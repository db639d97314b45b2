"""The command that says whether a paper is genuine."""

from pathlib import Path

import click
from msgspec import Struct

from desk.cards.picture_codes import PICTURES, codes_in
from desk.cards.scan import understand
from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json, minute
from desk.dossiers.paper_check import CheckedPaper, PaperVerdict, check_paper
from desk.dossiers.paper_words import lines, sentence
from models.calendar.clock import local_day, wall_clock
from models.codes.signed_paper import PaperFacts, looks_signed
from models.system.command_line import Failed


class _Read(Struct, frozen=True):
    """What is on a paper: the text of its QR code, or of its bars where there is none; and the bars beside a QR."""

    text: str
    bars: str = ""


@click.command("check-paper", cls=DeskCommand)
@click.argument("paper", metavar="CHỮ|TỆP_ẢNH")
@as_clerk
@as_json
@click.pass_context
def check_paper_(context: click.Context, *, paper: str, as_json: bool) -> None:
    """Giấy thật hay bị sửa: nội dung ô QR, hoặc tệp ảnh (PNG, JPEG…) của tờ giấy. Mã thoát 1 nếu không phải giấy thật.

    Không cần mạng: dùng khóa của các máy trong tỉnh và lịch sử có ở máy này.
    """
    read = _read(paper)
    with signed_desk(context) as desk:
        checked = check_paper(desk, read.text, bars=read.bars)
    answer(_plain(checked), as_json=as_json, lines=lambda: lines(checked))
    if checked.verdict is not PaperVerdict.GENUINE:
        context.exit(1)


def _read(paper: str) -> _Read:
    path = Path(paper)
    if path.suffix.lower() in PICTURES:
        return _of_picture(path)
    return _Read(_understood(paper))


def _of_picture(path: Path) -> _Read:
    found = codes_in(path)
    if found is None:
        raise Failed(f"{path.name} không phải ảnh đọc được; cần ảnh PNG hoặc JPEG của tờ giấy.")
    texts = sorted((_understood(text) for text in found.squares), key=looks_signed, reverse=True)
    signed = [text for text in texts if looks_signed(text)]
    if len(signed) > 1:
        raise Failed("Trong ảnh có nhiều tờ giấy; chụp từng tờ một.")
    if not texts and not found.bars:
        raise Failed(f"Không thấy ô QR hay mã vạch nào trong {path.name}; chụp gần và rõ hơn.")
    bars = found.bars[0] if found.bars else ""
    return _Read(texts[0], bars) if texts else _Read(bars)


def _understood(text: str) -> str:
    """The text as a scanner's would be taken: without what stands around it, in capitals."""
    for scan in understand(text.encode("utf-8", "replace"), today=local_day(wall_clock())):
        if scan.code:
            return scan.paper or scan.code
    return text.strip()


def _plain(checked: CheckedPaper) -> dict[str, object]:
    facts = checked.facts
    return {
        "verdict": checked.verdict.value,
        "sentence": sentence(checked),
        "code": checked.code,
        "office": checked.office,
        "office_name": checked.office_name,
        "device": checked.device or None,
        "revoked_at": minute(checked.revoked_at),
        "doubts": [doubt.value for doubt in checked.doubts],
        "paper": _plain_facts(facts),
        "now": _plain_facts(checked.now),
        "status": checked.status.value if checked.status else None,
        "copies": checked.copies if checked.dossier is not None else None,
        "recorded": checked.recorded,
    }


def _plain_facts(facts: PaperFacts | None) -> dict[str, object] | None:
    if facts is None:
        return None
    return {
        "form": facts.form,
        "copy": facts.copy,
        "printed_at": minute(facts.printed_at),
        "owner": facts.owner,
        "procedure": facts.procedure,
        "due_at": minute(facts.due_at),
        "price": facts.price,
        "taken": facts.taken,
        "ended": facts.ended,
    }
