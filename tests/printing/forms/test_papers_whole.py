"""Each paper against its golden text. After a wanted change: ``MOTCUA_GOLDENS=write pytest tests/printing/forms``."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.events import ReturnBy
from models.ids import DossierCode
from models.person import Unit
from models.subjects.dossier import DossierStatus
from printing.forms import marking, table
from printing.forms.body import Given
from printing.forms.hand_over_list import HandedOver
from printing.forms.ticket_slip import InLine
from printing.forms.versions import forms_in_force, forms_set
from printing.layout.pdf import pdf
from printing.layout.sheet import Sheet
from tests.printing.papers import (
    ACTED_FOR,
    EXTENDED,
    IN_HAND,
    INTAKE,
    LIST,
    OFFICE,
    PRINTED_AT,
    RECEIVED,
    REFUSED,
    REFUSED_LATER,
    SERVICES,
    SIGNED,
    STOPPED,
    SUPPLEMENT,
    TAKEN_IN,
    TICKET,
    lived,
)
from tests.printing.reading import texts

GOLDENS = Path(__file__).parents[2] / "goldens"
NEW = forms_in_force(date(2026, 11, 23))
OLD = forms_set("TT01/2018")
CLERK = "Trần Thị Thử"

PAPERS: dict[str, Callable[[], Sheet]] = {
    "receipt": lambda: table.RECEIPT.sheet(
        RECEIVED, Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "receipt-on-behalf-paid-copy-2": lambda: table.RECEIPT.sheet(
        replace(
            RECEIVED,
            taken=15000,
            intake=replace(
                ACTED_FOR,
                return_by=ReturnBy.POST,
                return_to="Số 1, thôn Thử Nghiệm",
                helped_by=Unit(id="H26.12.35", name="Trung tâm Phục vụ hành chính công xã Thử Nghiệm"),
            ),
        ),
        Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT, copy=2),
    ),
    "receipt-old-circular": lambda: table.RECEIPT.sheet(
        RECEIVED, Given(office=OFFICE, words=OLD, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "receipt-little-known": lambda: table.RECEIPT.sheet(
        replace(
            RECEIVED,
            due=None,
            fee=None,
            intake=replace(
                INTAKE,
                papers=(),
                return_by=ReturnBy.ONLINE,
                submitter=replace(INTAKE.submitter, phone="", email="", address="", personal_number=""),
            ),
        ),
        Given(office=replace(OFFICE, phone="", lookup_url=""), words=NEW, printed_at=PRINTED_AT),
    ),
    "supplement": lambda: table.SUPPLEMENT.sheet(
        SUPPLEMENT, Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "supplement-old-circular": lambda: table.SUPPLEMENT.sheet(
        SUPPLEMENT, Given(office=OFFICE, words=OLD, clerk=CLERK, clerk_phone="0200 000 002", printed_at=PRINTED_AT)
    ),
    "refusal": lambda: table.REFUSAL.sheet(
        REFUSED, Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "receipt-voided-copy-2": lambda: marking.stamped(
        marking.marked(
            table.RECEIPT.sheet(RECEIVED, Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT)),
            marking.mark_of("Bản in lần 2", DossierStatus.VOIDED),
            copy=2,
        ),
        DossierStatus.VOIDED,
    ),
    "receipt-stopped": lambda: marking.stamped(
        marking.marked(
            table.RECEIPT.sheet(RECEIVED, Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT)),
            marking.mark_of("Bản in lần 2", DossierStatus.STOPPED),
            copy=2,
        ),
        DossierStatus.STOPPED,
    ),
    "refusal-after-examination": lambda: table.REFUSAL.sheet(
        lived(TAKEN_IN, *IN_HAND, REFUSED_LATER).dossier,
        Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT),
    ),
    "extension": lambda: table.EXTENSION.sheet(
        lived(TAKEN_IN, *IN_HAND, EXTENDED), Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "extension-old-circular": lambda: table.EXTENSION.sheet(
        lived(TAKEN_IN, *IN_HAND, EXTENDED), Given(office=OFFICE, words=OLD, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "stop": lambda: table.STOP.sheet(
        lived(TAKEN_IN, *IN_HAND, STOPPED), Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "control": lambda: table.CONTROL.sheet(
        lived(TAKEN_IN, *IN_HAND, SIGNED[0], EXTENDED, *SIGNED[1:]),
        Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT),
    ),
    "control-old-circular": lambda: table.CONTROL.sheet(
        lived(TAKEN_IN, *IN_HAND, SIGNED[0]), Given(office=OFFICE, words=OLD, clerk=CLERK, printed_at=PRINTED_AT)
    ),
    "returned": lambda: table.RETURNED.sheet(
        replace(RECEIVED, status=DossierStatus.WITHDRAWN, reason="Người nộp đổi ý."),
        Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT),
    ),
    "hand-over-list": lambda: table.HAND_OVER.sheet(
        HandedOver(made=LIST, dossiers=(RECEIVED, replace(SUPPLEMENT, code=DossierCode("H26.12.34-261123-0006")))),
        Given(office=OFFICE, words=NEW, clerk=CLERK, printed_at=PRINTED_AT),
    ),
    "ticket": lambda: table.TICKET.sheet(
        InLine(ticket=TICKET, ahead=5, services=SERVICES),
        Given(office=OFFICE, words=NEW, printed_at=PRINTED_AT, copy=2),
    ),
    "ticket-alone": lambda: table.TICKET.sheet(
        InLine(ticket=replace(TICKET, name="", priority=None, services=("ho-tich",)), ahead=0),
        Given(office=OFFICE, words=NEW, printed_at=PRINTED_AT),
    ),
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_says_what_its_golden_says(name: str) -> None:
    said = "\f\n".join(page.rstrip() + "\n" for page in texts(pdf(PAPERS[name]())))
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("MOTCUA_GOLDENS") == "write":
        golden.write_text(said, encoding="utf-8", newline="\n")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in PAPERS if name.startswith("receipt")])
def test_a_receipt_with_everything_on_it_is_one_page(name: str) -> None:
    assert len(texts(pdf(PAPERS[name]()))) == 1
