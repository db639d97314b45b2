"""Papers in the national list: one text in which each paper ends in its counts, "…1 bản chính,1 bản sao"."""

import re

from msgspec import Struct
from msgspec.structs import replace

from models.procedure import Case, RequiredPaper
from models.text import clean, search_key

LONGEST = 300
"""A paper's name is cut here; checklists and receipts cannot carry more."""

_COUNTS = re.compile(r"(\d) bản chính(?:,\s?(\d{1,2}) bản sao)?|(?<=[^\d\s])(\d) bản sao")
_FILE = re.compile(r"(?<=[.;:)\]])[\x20-\x7e]*\.(?:docx?|pdf|xlsx?|rar|zip)$", re.IGNORECASE)
_BULLET = re.compile(r"^[\s\-–+*•.;,:]+")


class Split(Struct, frozen=True, kw_only=True):
    """What became of the text.

    Attributes:
        cases: at least one where there are papers; the only one has no name.
        whole: the text could not be split and stands as one paper.
        cut: whole texts of papers that were too long.
        headings: headings that were taken for cases.
    """

    cases: tuple[Case, ...] = ()
    whole: bool = False
    cut: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    open_headings: tuple[str, ...] = ()
    """Headings whose bearing is not clear; their papers are listed, but not demanded."""
    notes: tuple[str, ...] = ()
    """Lines that are no papers: without a count, or under a note."""


class _Line(Struct, frozen=True, kw_only=True):
    heading: str
    text: str
    originals: int
    copies: int
    demanded: bool = True


def split_papers(raw: str) -> Split:
    """Papers and cases of one procedure; see ``Split``."""
    if not clean(raw).strip("- "):
        return Split()
    lines, rest = _lines(raw)
    if not lines or rest:
        name = clean(raw)
        paper = RequiredPaper(name=_shortened(name))
        return Split(cases=(Case(id="chung", name="", papers=(paper,)),), whole=True)
    papers = [line for line in lines if _is_paper(line)]
    notes = tuple(line.text for line in lines if not _is_paper(line))
    named = tuple(dict.fromkeys(line.heading for line in papers))
    headings = tuple(heading for heading in named if _is_case(heading))
    opened = tuple(heading for heading in named if not _is_case(heading) and not _is_plain(heading))
    papers = [replace(line, demanded=len(opened) < 2 or line.heading not in opened) for line in papers]
    cut: tuple[str, ...] = tuple(line.text for line in papers if len(line.text) > LONGEST)
    if len(opened) < 2:
        opened = ()
    if len(headings) < 2:
        return Split(cases=_one(papers), cut=cut, open_headings=opened, notes=notes)
    common = [line for line in papers if line.heading not in headings]
    cases = tuple(
        Case(
            id=f"th{place}",
            name=_shortened(heading),
            papers=_papers([line for line in papers if line.heading == heading] + common),
        )
        for place, heading in enumerate(headings, start=1)
    )
    return Split(cases=cases, cut=cut, headings=headings, open_headings=opened, notes=notes)


def _one(papers: list[_Line]) -> tuple[Case, ...]:
    return (Case(id="chung", name="", papers=_papers(papers)),) if papers else ()


def _lines(raw: str) -> tuple[list[_Line], str]:
    """Every counted line with the heading it stands under, and what stood uncounted at the end."""
    lines = []
    heading, begin = "", 0
    for found in _COUNTS.finditer(raw):
        text = raw[begin : found.start()]
        begin = found.end()
        head, newline, body = text.partition("\n")
        if newline:
            heading, text = _BULLET.sub("", clean(head)).rstrip(" :"), body
        originals, copies, only_copies = found.groups()
        name = _FILE.sub("", _BULLET.sub("", clean(text))).rstrip(" ;.,:")
        if name:
            count = int(copies or only_copies or 0)
            lines.append(_Line(heading=heading, text=name, originals=int(originals or 0), copies=count))
    return lines, _BULLET.sub("", clean(raw[begin:]))


def _papers(lines: list[_Line]) -> tuple[RequiredPaper, ...]:
    papers: dict[str, RequiredPaper] = {}
    for line in lines:
        shown = "xuat trinh" in search_key(line.heading)
        name = _shortened(line.text)
        paper = RequiredPaper(
            name=name,
            originals=line.originals,
            copies=line.copies,
            required=line.demanded and not shown and not _depends(line.text),
            to_show=shown,
        )
        papers.setdefault(name, paper)
    return tuple(papers.values())


def _depends(text: str) -> bool:
    """Only asked for where some circumstance applies."""
    key = search_key(text)
    return key.startswith(("truong hop", "neu ", "doi voi")) or "(neu co)" in key or "uy quyen" in key[:40]


def _is_paper(line: _Line) -> bool:
    notes = ("luu y", "ghi chu")
    noted = search_key(line.heading).startswith(notes) or search_key(line.text).startswith(notes)
    return line.originals + line.copies > 0 and not noted


def _is_plain(heading: str) -> bool:
    """A heading that only says: these are the papers."""
    key = search_key(heading)
    return not key or any(word in key for word in ("phai nop", "xuat trinh", "thanh phan ho so", "ho so gom"))


def _is_case(heading: str) -> bool:
    key = re.sub(r"^[\d.()a-z]{1,6}[).]\s*", "", search_key(heading))
    return key.startswith(("truong hop", "doi voi")) and "uy quyen" not in key


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
