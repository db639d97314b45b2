"""Every official paper bears its code and facts signed, and scanners read them at the resolutions of printers."""

from dataclasses import replace as with_

import pytest
from msgspec.structs import replace
from PIL import Image

from desk.cards.scan import understand
from desk.desk import Desk
from desk.dossiers import results
from desk.intake import intake
from desk.line import waiting
from desk.prints import form_jobs, paper_signing, print_jobs
from models.codes.signed_paper import SignedPaper, read_signed
from models.codes.vietqr import vietqr_text
from models.events import DossierVoided, Form
from models.ids import ClerkId
from models.subjects.dossier import Dossier
from models.trouble import CutOffWhilePrinting
from printing.devices.escpos import raster
from printing.layout.pdf import pdf
from printing.layout.sheet import CodeBlock, Sheet, Typeface
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.printing.reading import codes, fonts, pictures


def paper_of(sheet: Sheet) -> SignedPaper:
    (text,) = (block.signed for block in sheet.blocks if isinstance(block, CodeBlock))
    paper = read_signed(text)
    assert paper is not None
    return paper


def is_this_desks(desk: Desk, paper: SignedPaper) -> bool:
    public = paper_signing.own_public_key(desk)
    assert public is not None
    return paper.is_by(public)


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE))


def test_a_receipt_says_whose_for_what_until_when_and_how_much_signed(desk: Desk, dossier: Dossier) -> None:
    paper = paper_of(form_jobs.outcome_job(desk, dossier.id).sheet)
    facts = paper.facts
    assert (paper.code, facts.form, facts.copy) == (dossier.code, "01", 1)
    assert (facts.owner, facts.procedure) == ("NVM", RESIDENCE)
    assert dossier.due is not None
    assert facts.due_at == dossier.due.at
    assert dossier.fee is not None
    assert (facts.price, facts.taken, facts.ended) == (dossier.fee.total, dossier.taken, "")
    assert facts.printed_at == desk.clock().replace(second=0, microsecond=0)
    assert is_this_desks(desk, paper)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("grey", [True, False])
def test_a5_is_read_at_the_resolution_of_the_printer_in_grey_and_in_black(
    desk: Desk, dossier: Dossier, dpi: int, *, grey: bool
) -> None:
    sheet = form_jobs.outcome_job(desk, dossier.id).sheet
    (picture,) = pictures(pdf(sheet), dpi)
    found = codes(picture if grey else picture.point(lambda level: 255 if level > 127 else 0))
    assert found["Code128"] == dossier.code
    assert read_signed(found["QRCode"]) == paper_of(sheet)
    (scan,) = understand(found["QRCode"].encode(), today=desk.today, ended=True)
    assert (scan.code, scan.paper) == (dossier.code, found["QRCode"])


@pytest.mark.parametrize("dots", [384, 576])
@pytest.mark.parametrize("dpi", [203, 300])
def test_a_roll_is_read_as_it_comes_out_and_as_a_camera_sees_it(
    desk: Desk, dossier: Dossier, dots: int, dpi: int
) -> None:
    sheet = form_jobs.outcome_job(desk, dossier.id).sheet
    printed = raster(sheet, dots).convert("L")
    seen = printed.resize((dots * dpi // 203, printed.height * dpi // 203), Image.Resampling.BILINEAR)
    assert read_signed(codes(seen)["QRCode"]) == paper_of(sheet)


def test_supplement_refusal_and_papers_given_back_are_signed_too(desk: Desk, dossier: Dossier) -> None:
    lacking = complete(desk, RESIDENCE, papers=())
    asked = intake.ask_supplement(desk, lacking, reason="Chưa đủ giấy tờ")
    refused = intake.refuse(desk, lacking, "Không thuộc thẩm quyền")
    withdrawn = results.withdraw(desk, dossier.id, "đổi ý")
    for one, form in ((asked, Form.SUPPLEMENT), (refused, Form.REFUSAL), (withdrawn, Form.RETURNED)):
        paper = paper_of(form_jobs.outcome_job(desk, one.id).sheet)
        assert (paper.code, paper.facts.form) == (one.code or one.slip, form.value)
        assert (paper.facts.owner, paper.facts.ended) == ("NVM", "")
        assert is_this_desks(desk, paper)


def test_a_further_copy_says_so_in_its_code_and_is_signed_anew(desk: Desk, dossier: Dossier) -> None:
    form_jobs.print_outcome(desk, dossier.id)
    second = form_jobs.outcome_job(desk, dossier.id)
    print_jobs.begin(desk, second)
    print_jobs.note_trouble(desk, second, CutOffWhilePrinting("máy in", sent=True))
    third = print_jobs.retry(desk, second.key)
    assert [paper_of(job.sheet).facts.copy for job in (second, third)] == [2, 3]
    assert is_this_desks(desk, paper_of(third.sheet))


def test_a_kept_receipt_whose_dossier_was_voided_meanwhile_says_so_in_its_code(desk: Desk, dossier: Dossier) -> None:
    kept = form_jobs.outcome_job(desk, dossier.id)
    desk.store.log.record(dossier.id, desk.by, DossierVoided(reason="nhập nhầm", confirmed_by=ClerkId("2")))
    assert paper_of(kept.sheet).facts.ended == ""
    again = paper_of(print_jobs.retry(desk, kept.key).sheet)
    assert again.facts.ended == "voided"
    assert is_this_desks(desk, again)


def test_a_ticket_and_a_trial_bear_their_number_alone(desk: Desk) -> None:
    ticket = form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id)
    assert [block.signed for block in ticket.sheet.blocks if isinstance(block, CodeBlock)] == [""]
    assert paper_signing.own_public_key(desk) is None


def test_a_code_that_banks_read_is_not_signed(desk: Desk, dossier: Dossier) -> None:
    sheet = form_jobs.outcome_job(desk, dossier.id).sheet
    pays = CodeBlock(code=vietqr_text("970405", "1500200000001", 8_000, "MCEYRQ1QJ1DTQ"), bars=False, as_is=True)
    printed = paper_signing.signed(desk, replace(sheet, blocks=(*sheet.blocks, pays)), dossier, ended=False)
    assert printed.blocks[-1] == pays


def test_official_papers_wear_the_typeface_of_the_settings_and_tickets_do_not(desk: Desk, dossier: Dossier) -> None:
    printers = replace(desk.settings.printers, typeface=Typeface.SERIF)
    desk = with_(desk, settings=replace(desk.settings, printers=printers))
    sheet = form_jobs.outcome_job(desk, dossier.id).sheet
    assert all(font.startswith("NotoSerif") for font in fonts(pdf(sheet)))
    for dpi in (203, 300):
        assert read_signed(codes(pictures(pdf(sheet), dpi)[0])["QRCode"]) == paper_of(sheet)
    ticket = form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id).sheet
    assert ticket.typeface is Typeface.SANS
