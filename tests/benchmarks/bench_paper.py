"""Mẫu 01 as PDF, every paper about another citizen, beside a bare canvas with the same strings in the same faces."""

import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO

from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from models.ids import DossierCode
from printing.devices.escpos import escpos
from printing.forms import table
from printing.forms.body import Given
from printing.forms.ticket_slip import InLine
from printing.forms.versions import forms_in_force
from printing.layout.design import A5
from printing.layout.marks import Text
from printing.layout.pages import pages
from printing.layout.pdf import name_of, pdf, width_of
from printing.layout.sheet import Sheet
from tests.benchmarks.figures import Figure, percentile
from tests.printing.papers import INTAKE, OFFICE, PRINTED_AT, RECEIVED, SERVICES, SUBMITTER, TICKET

RUNS = 200
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
GIVEN = ("Mẫu", "Thử", "Nghiệm", "Hường", "Quỳnh", "Thượng", "Khuê", "Diễm", "Tuyết", "Ngọc", "Ánh", "Bảo", "Sơn")
WORDS = forms_in_force(date(2026, 11, 23))


def _sheet(number: int) -> Sheet:
    name = f"{FAMILIES[number % 14]} Thị {GIVEN[number % 13]} {GIVEN[number * 7 % 13]}"
    person = replace(SUBMITTER, full_name=name, personal_number=f"001099{number:06d}", address=f"Số {number}, thôn Mẫu")
    dossier = replace(
        RECEIVED,
        code=DossierCode(f"H26.12.34-261123-{number:04d}"),
        intake=replace(INTAKE, submitter=person),
    )
    return table.RECEIPT.sheet(dossier, Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT))


def _ours(number: int) -> float:
    start = time.perf_counter()
    pdf(_sheet(number))
    return (time.perf_counter() - start) * 1000


def _bare(number: int) -> float:
    texts = [mark for page in pages(_sheet(number), A5, width_of) for mark in page.marks if isinstance(mark, Text)]
    start = time.perf_counter()
    file = BytesIO()
    size = (A5.width, A5.height or 0.0)
    canvas = Canvas(file, pagesize=size, invariant=1, initialFontName=name_of(texts[0].face))
    for text in texts:
        canvas.setFont(name_of(text.face), text.size)
        canvas.drawString(text.x, size[1] - text.y, text.text)
    canvas.showPage()
    canvas.save()
    return (time.perf_counter() - start) * 1000


def _ticket(number: int) -> float:
    start = time.perf_counter()
    ticket = replace(TICKET, number=f"A{number:03d}")
    escpos(
        table.TICKET.sheet(
            InLine(ticket=ticket, ahead=5, services=SERVICES), Given(office=OFFICE, words=WORDS, printed_at=PRINTED_AT)
        ),
        dots=576,
    )
    return (time.perf_counter() - start) * 1000


def figures() -> Iterator[Figure]:
    """The first paper apart, then p50 and p99; ours and the bare canvas by turns, so that both meet the same noise."""
    first = _ours(0)
    _bare(0)
    ours, bare = [], []
    for number in range(1, RUNS + 1):
        ours.append(_ours(number))
        bare.append(_bare(number))
    limit = "bare reportlab canvas, same strings and faces, no codes"
    yield Figure("mẫu 01 as PDF, the first", first, "ms", 0, "", "")
    for share, target in ((0.5, "p50 <= 1.2x"), (0.99, "")):
        what = f"mẫu 01 as PDF after the first, p{share * 100:.0f}"
        yield Figure(what, percentile(ours, share), "ms", percentile(bare, share), limit, target)
    _ticket(0)
    tickets = [_ticket(number) for number in range(1, RUNS // 2)]
    yield Figure("ticket of 80 mm as ESC/POS, p50", percentile(tickets, 0.5), "ms", 0, "", "")
