"""What a template is filled with: texts by name, the rows of its tables; and the place of a wrong name."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from msgspec import Struct


class FilledAnswers(Struct, frozen=True, kw_only=True):
    """One citizen's answers and what is given besides, ready for a template.

    Attributes:
        texts: by dotted name, each composed and without control characters; an answer that is not known is empty.
        rows: of each table, its rows as texts.
        heads: of each table, the heads of its columns.
    """

    texts: Mapping[str, str]
    rows: Mapping[str, tuple[tuple[str, ...], ...]] = {}
    heads: Mapping[str, tuple[str, ...]] = {}


class TemplateFinding(Struct, frozen=True, kw_only=True):
    """Something that the check of a template found.

    Attributes:
        place: where: "đoạn 3", "bảng 1, hàng 2, ô 1", "trang 1, ô …".
        words: what.
        stops: the template cannot be filled in so; else it is drawn otherwise than its author sees it.
        outside: outside the subset that our own layout draws: LibreOffice is needed.
    """

    place: str
    words: str
    stops: bool = True
    outside: bool = False


def nearest(name: str, known: Iterable[str]) -> str:
    """``", có phải …?"`` with the right name that is nearest; empty = none is near."""
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f", có phải “{near[0]}”?" if near else ""


class DeclarationUnfit(Exception):  # noqa: N818 - a fact about a template
    """A template that cannot be filled; ``findings`` say why, each with its place."""

    def __init__(self, *findings: TemplateFinding) -> None:
        super().__init__(*(f"{one.place}: {one.words}" for one in findings))
        self.findings = findings
