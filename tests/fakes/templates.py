"""Templates as offices make them: Word documents and PDF forms, written by the libraries that people's programs use."""

from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Pt
from reportlab.pdfgen.canvas import Canvas


def word(paragraphs: Iterable[str] = (), cells: Iterable[Iterable[str]] = ()) -> bytes:
    """A document of these paragraphs and, after them, a table of these rows."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Pt(595.3), Pt(841.9)
    for text in paragraphs:
        document.add_paragraph(text)
    rows = [list(row) for row in cells]
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = "Table Grid"
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(number, place).text = text
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def rich_word() -> bytes:
    """One of every thing that is in the subset; one name is parted over two runs, as Word does it."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Pt(595.3), Pt(841.9)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("ĐƠN XIN XÁC NHẬN")
    run.bold, run.font.size = True, Pt(15)
    line = document.add_paragraph("Tôi là {{ nguoi_nop.ho")
    line.add_run("_ten }}")
    line.add_run(", sinh ngày {{ nguoi_nop.ngay_sinh }}").italic = True
    document.add_paragraph("Giới tính: {{ nguoi_nop.gioi_tinh | o('Nam') }} Nam {{ nguoi_nop.gioi_tinh | o('Nữ') }} Nữ")
    dotted = document.add_paragraph("Ghi chú:\tx")
    dotted.paragraph_format.tab_stops.add_tab_stop(Pt(400), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Trang sau")
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def pdf_form(texts: Iterable[str], boxes: Iterable[str] = (), *, comb: str = "") -> bytes:
    """A form with a text field for each name, a check box for each further one."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(595, 842))
    canvas.drawString(50, 800, "Mau thu")
    y = 740
    for name in texts:
        canvas.acroForm.textfield(name=name, tooltip=f"Hỏi {name}", x=50, y=y, width=300, height=20)
        y -= 40
    for name in boxes:
        canvas.acroForm.checkbox(name=name, x=50, y=y)
        y -= 40
    if comb:
        canvas.acroForm.textfield(name=comb, x=50, y=y, width=300, height=20, maxlen=12, fieldFlags="comb")
    canvas.save()
    return made.getvalue()
