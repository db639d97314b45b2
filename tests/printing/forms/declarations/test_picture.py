"""The picture of a declaration: every page of it, in order, up to a bound."""

from io import BytesIO

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from printing.forms.declarations.picture import MOST_PAGES, pages_picture

A4 = (595, 842)


def paper(pages: int) -> bytes:
    """A black square at the foot of the last page."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for at in range(pages):
        if at == pages - 1:
            canvas.rect(20, 20, 200, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def test_all_pages_stand_below_each_other_and_a_very_long_paper_is_cut_with_its_number_told() -> None:
    one, _ = pages_picture(paper(1), dpi=36)
    png, pages = pages_picture(paper(3), dpi=36)
    single, whole = Image.open(BytesIO(one)), Image.open(BytesIO(png))
    assert (pages, whole.width) == (3, single.width)
    assert 3 * single.height < whole.height < 3 * single.height + 100
    assert whole.convert("L").getpixel((40, whole.height - 30)) == 0
    _, many = pages_picture(paper(MOST_PAGES + 1), dpi=36)
    assert many == MOST_PAGES + 1
