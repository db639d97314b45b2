"""The poster of a procedure (niêm yết thủ tục hành chính), and the list at the front of a booklet of them."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from models.office import Office
from models.procedure import RequiredPaper
from models.text import clean
from printing.layout.sheet import (
    Block,
    CodeBlock,
    Column,
    FieldLine,
    FormField,
    Heading,
    PaperSize,
    Paragraph,
    Sheet,
    Table,
    Title,
)

FORM = "niem-yet"
"""What the file of a poster is called by."""

_PAPERS = (
    Column("STT", 6, centred=True),
    Column("Giấy tờ", 66),
    Column("Bản chính", 12, centred=True),
    Column("Bản sao", 11, centred=True),
)
_CONTENTS = (
    Column("Mã thủ tục", 18, centred=True),
    Column("Tên thủ tục", 70),
    Column("Trang", 9, centred=True),
)


class PosterWay(Struct, frozen=True, kw_only=True):
    """One way to file it, in words: ``"Trực tiếp"``, ``"3 ngày làm việc"``, ``"miễn phí"``."""

    way: str
    limit: str
    fee: str


class PosterCase(Struct, frozen=True, kw_only=True):
    """The papers of one case; ``name`` is empty where there is but one. ``ways``: where the case has its own."""

    name: str
    papers: tuple[RequiredPaper, ...]
    ways: tuple[PosterWay, ...] = ()


class PosterFacts(Struct, frozen=True, kw_only=True):
    """What a poster says.

    Attributes:
        common: papers of every case.
        exempt: for whom it costs nothing or less, each with its source.
        place, hours: where and when it is taken in.
        asks: whom to ask, each with a telephone number.
        link: the official page; empty = no code on the poster.
    """

    office: Office
    hamlet: str
    code: str
    name: str
    field: str
    decision: str
    ways: tuple[PosterWay, ...]
    common: tuple[RequiredPaper, ...]
    cases: tuple[PosterCase, ...]
    exempt: tuple[str, ...]
    place: str
    hours: tuple[str, ...]
    asks: tuple[str, ...]
    link: str


def poster(facts: PosterFacts, *, version: str) -> Sheet:
    """The poster of one procedure, for a board."""
    office = facts.office
    below = " · ".join(filter(None, (f"Mã thủ tục {facts.code}", facts.field, facts.decision)))
    blocks: list[Block] = [
        Heading(parent=office.parent, body=office.name),
        Title(clean(facts.name), below),
        *_papers("Giấy tờ cần nộp", facts.common),
    ]
    for case in facts.cases:
        blocks += _of_case(case, more=bool(facts.common)) if case.name else _papers("Giấy tờ cần nộp", case.papers)
        blocks += _ways(case.ways, of=case.name)
    blocks += _ways(facts.ways)
    blocks += [Paragraph("Miễn, giảm", strong=True), *map(Paragraph, facts.exempt)] if facts.exempt else []
    blocks += [
        FieldLine((FormField("Nơi nhận hồ sơ", facts.place, strong=True),)),
        FieldLine((FormField("Giờ làm việc", "; ".join(facts.hours)),)),
        FieldLine((FormField("Hỏi ai", "; ".join(facts.asks)),)),
    ]
    if facts.link:
        blocks.append(CodeBlock(code=facts.link, bars=False, text=False))
        blocks.append(Paragraph("Quét mã để xem trang chính thức của thủ tục", centred=True))
    return Sheet(paper=PaperSize.A4, form=FORM, code=facts.code, version=version, blocks=tuple(blocks))


def contents(office: Office, hamlet: str, listed: Sequence[tuple[PosterFacts, int]], *, version: str) -> Sheet:
    """The list at the front of a booklet: every procedure by field, with the page on which it begins."""
    blocks: list[Block] = [
        Heading(parent=office.parent, body=office.name),
        Title("CÁC THỦ TỤC NHẬN TẠI BỘ PHẬN MỘT CỬA", hamlet),
    ]
    by_field: dict[str, list[tuple[str, ...]]] = {}
    for facts, page in listed:
        by_field.setdefault(facts.field, []).append((facts.code, clean(facts.name), str(page)))
    for field, rows in by_field.items():
        blocks += [Paragraph(field, strong=True), Table(_CONTENTS, tuple(rows))]
    return Sheet(paper=PaperSize.A4, form=FORM, code="", version=version, blocks=tuple(blocks))


def _papers(head: str, papers: Sequence[RequiredPaper]) -> Iterable[Block]:
    handed = [paper for paper in papers if not paper.to_show]
    shown = [paper.name for paper in papers if paper.to_show]
    if handed:
        yield Paragraph(head, strong=True)
        yield Table(_PAPERS, tuple(_row(number, paper) for number, paper in enumerate(handed, start=1)))
    if shown:
        yield Paragraph("Mang theo để xuất trình: " + "; ".join(map(clean, shown)) + ".")


def _of_case(case: PosterCase, *, more: bool) -> Iterable[Block]:
    """Lines instead of a table: a case has few papers of its own, and a procedure up to a dozen cases."""
    yield Paragraph(f"{case.name}: nộp {'thêm' if more else 'các giấy tờ sau'}", strong=True)
    for paper in case.papers:
        yield Paragraph(f"– {_name(paper)} ({_counted(paper)})")


def _counted(paper: RequiredPaper) -> str:
    if paper.to_show:
        return "mang theo để xuất trình"
    copies = (
        f"{paper.originals} bản chính" if paper.originals else "",
        f"{paper.copies} bản sao" if paper.copies else "",
    )
    return ", ".join(filter(None, copies))


def _name(paper: RequiredPaper) -> str:
    return clean(paper.name) + ("" if paper.required or "nếu" in paper.name else " (nếu có)")


def _row(number: int, paper: RequiredPaper) -> tuple[str, ...]:
    return str(number), _name(paper), str(paper.originals or "–"), str(paper.copies or "–")


def _ways(ways: Sequence[PosterWay], of: str = "") -> Iterable[Block]:
    if ways:
        head = (f"Cách nộp – {of}" if of else "Cách nộp", "Thời hạn", "Phí, lệ phí")
        columns = tuple(Column(title, weight) for title, weight in zip(head, (30, 32, 38), strict=True))
        yield Table(columns, tuple((one.way, one.limit, one.fee) for one in ways))
