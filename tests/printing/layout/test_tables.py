from printing.layout.design import A5, roll
from printing.layout.lines import FontFace, Measure
from printing.layout.marks import Boxes, Text
from printing.layout.pages import pages
from printing.layout.pdf import width_of
from printing.layout.sheet import Column, PaperSize, Sheet, Table
from printing.layout.tables import table
from printing.layout.typesetting import Typesetting

MEASURE: Measure = width_of
PAPERS = Table(
    (Column("STT", 1, centred=True), Column("Tên giấy tờ", 60), Column("Số lượng", 1, centred=True)),
    (("1", "Tờ khai", "01"), ("2", "Giấy chứng sinh", "02")),
)


def _texts(made: Table, *, dots: int | None = None) -> list[str]:
    design = roll(dots) if dots else A5
    return [
        mark.text
        for strip in table(made, Typesetting(design, MEASURE))
        for mark in strip.marks
        if isinstance(mark, Text)
    ]


def test_no_column_is_so_narrow_that_a_word_of_its_head_breaks() -> None:
    for dots in (None, 384, 576):
        found = _texts(PAPERS, dots=dots)
        assert "STT" in found
        assert {"Số lượng"} <= set(found) or {"Số", "lượng"} <= set(found)


def test_a_group_of_columns_stands_under_one_head() -> None:
    grouped = Table(
        (Column("TT", 1), Column("Bản chính", 3, group="Số lượng"), Column("Bản sao", 3, group="Số lượng")),
        (("1", "01", "02"),),
    )
    assert _texts(grouped).count("Số lượng") == 1


def test_the_columns_fill_the_width_between_the_margins_exactly() -> None:
    for strip in table(PAPERS, Typesetting(A5, MEASURE)):
        edges = [
            x + wide / 2 for mark in strip.marks if isinstance(mark, Boxes) for x, _, wide, _ in mark.each if wide < 1
        ]
        assert abs(min(edges) - A5.left) < 0.01
        assert abs(max(edges) - (A5.width - A5.right)) < 0.01


def test_the_head_never_ends_a_page_alone() -> None:
    rows = tuple((str(place), "Giấy tờ", "01") for place in range(1, 60))
    sheet = Sheet(paper=PaperSize.A5, form="01", code="x", version="v", blocks=(Table(PAPERS.columns, rows),))
    for page in pages(sheet, A5, MEASURE):
        found = [mark.text for mark in page.marks if isinstance(mark, Text)]
        assert found[0] == "STT"
        assert found.count("Giấy tờ") > 1
        assert all(
            mark.face is FontFace.REGULAR for mark in page.marks if isinstance(mark, Text) and mark.text == "Giấy tờ"
        )
