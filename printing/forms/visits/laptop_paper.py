"""What a visit laptop has or had when it was lost, for the office's record: whom to tell, what is locked, which papers.

No circular has it; the words are ours.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from models.text import clean
from printing.forms.body import Given
from printing.forms.facts import dated
from printing.layout.sheet import Block, Column, Heading, Paragraph, Signature, Signatures, Table, Title

_HINT = "(Ký và ghi rõ họ tên)"
_TT = Column("TT", 5, centred=True)
_PEOPLE = (
    _TT,
    Column("Người cần báo", 25),
    Column("Điện thoại", 17),
    Column("Địa chỉ", 35),
    Column("Đã báo (ghi tay)", 18),
)
_DOSSIERS = (_TT, Column("Mã hồ sơ", 32), Column("Chủ hồ sơ", 23), Column("Thủ tục", 40))
_PAPERS = (
    _TT,
    Column("Mã hồ sơ", 32),
    Column("Của ai", 19),
    Column("Giấy tờ trên giấy", 29),
    Column("Tìm thấy (ghi tay)", 15),
)
_NUMBERS = (_TT, Column("Số", 40), Column("Từ – đến", 30), Column("Tình trạng", 25))


class AboardPerson(Struct, frozen=True, kw_only=True):
    """A citizen whose data were aboard, and how to tell them."""

    name: str
    phone: str = ""
    address: str = ""


class AboardDossier(Struct, frozen=True, kw_only=True):
    """A dossier that was aboard, by its code."""

    code: str
    owner: str
    procedure: str


class AboardPapers(Struct, frozen=True, kw_only=True):
    """Papers on paper that the officer had along; ``papers`` as they are named to be looked for."""

    code: str
    owner: str
    papers: tuple[str, ...]


class AboardRange(Struct, frozen=True, kw_only=True):
    """Numbers of the machine: what they are of, first and last as they are written, what became of them."""

    of: str
    first: str
    last: str
    state: str


class LaptopList(Struct, frozen=True, kw_only=True):
    """Everything that a laptop has, or had.

    Attributes:
        number: what the list is called by.
        laptop: the machine in words; state: where it stands.
        others: how many further subjects were loaded (visits, payments).
    """

    number: str
    laptop: str
    state: str
    people: Sequence[AboardPerson] = ()
    dossiers: Sequence[AboardDossier] = ()
    papers: Sequence[AboardPapers] = ()
    ranges: Sequence[AboardRange] = ()
    others: int = 0


def laptop_list(told: LaptopList, given: Given) -> tuple[Block, ...]:
    """The machine, then people, papers, numbers and dossiers; what there is none of is said."""
    office, words = given.office, given.words
    return (
        Heading(
            parent=office.parent,
            body=office.name,
            country=words.country,
            motto=words.motto,
            dated=dated(given.printed_at, office.place, words.facts),
        ),
        Title(
            "DANH SÁCH TRÊN MÁY ĐI TẬN NHÀ",
            " ".join(filter(None, (told.laptop, f"({given.copy_mark})" if given.copy_mark else ""))),
        ),
        Paragraph(f"Tình trạng: {told.state}"),
        *_part(
            f"I. Người có dữ liệu trên máy: {len(told.people)}",
            _PEOPLE,
            ((clean(one.name), one.phone, clean(one.address), "") for one in told.people),
        ),
        *_part(
            f"II. Giấy tờ của dân, kết quả trên giấy cán bộ mang theo: {len(told.papers)} hồ sơ",
            _PAPERS,
            ((one.code, clean(one.owner), "\n".join(one.papers), "") for one in told.papers),
        ),
        *_part(
            "III. Số cấp cho máy",
            _NUMBERS,
            ((one.of, f"{one.first} – {one.last}", one.state) for one in told.ranges),
        ),
        *_part(
            f"IV. Hồ sơ trên máy: {len(told.dossiers)}; việc khác đã nạp: {told.others}",
            _DOSSIERS,
            ((one.code, clean(one.owner), clean(one.procedure)) for one in told.dossiers),
        ),
        Signatures((Signature("NGƯỜI LẬP", _HINT, given.clerk), Signature("LÃNH ĐẠO", _HINT, ""))),
    )


def _part(head: str, columns: tuple[Column, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[Block]:
    yield Paragraph(head, strong=True)
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    yield Table(columns, numbered) if numbered else Paragraph("Không có.")
