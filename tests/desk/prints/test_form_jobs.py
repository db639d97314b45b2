"""Written down first, printed second; in every doubt the next paper says it is the second."""

import socket
from collections.abc import Iterator
from dataclasses import replace as with_

import pypdfium2
import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import clock as process_clock
from desk.dossiers import lookup, outcome, process, results, returns
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.line import waiting
from desk.prints import form_jobs, print_jobs
from desk.prints.print_jobs import Fate, Printed
from models.events import DossierVoided, Form, FormPrinted, PaidBy, PaperMissing, StopCause
from models.ids import ClerkId, DossierId, new_dossier_id, new_ticket_id
from models.not_allowed import DossierUnknown, FormNotThere, TicketUnknown
from models.person import Authority, Person
from models.trouble import PrinterNotReached
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete
from ui.core.print_queue import out_words


def text_of(path: str) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def printing_to(desk: Desk, address: str) -> Desk:
    printers = replace(desk.settings.printers, papers=address, tickets=address)
    return with_(desk, settings=replace(desk.settings, printers=printers))


def print_form(desk: Desk, dossier_id: DossierId, form: Form) -> Printed:
    return print_jobs.deliver(form_jobs.form_job(desk, dossier_id, form), lambda work: work(desk))


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Held and not listened on: nobody answers there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def test_only_the_paper_of_the_present_outcome_is_printed(desk: Desk) -> None:
    taken = intake.take_in(desk, complete(desk, RESIDENCE))
    for form in (Form.SUPPLEMENT, Form.REFUSAL, Form.TICKET):
        with pytest.raises(FormNotThere):
            print_form(desk, taken.id, form)
    assert desk.store.log.dossier(taken.id) == taken


def test_the_receipt_carries_the_dossiers_facts(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    printed = form_jobs.print_outcome(desk, dossier.id)
    text = text_of(printed.where)
    for fact in (dossier.code, "Nguyễn Văn Mẫu", "Đăng ký thường trú", "03 tháng 12 năm 2026", "Trần Thị Thử"):
        assert fact in text
    assert "Bản in lần" not in text
    assert (printed.form, printed.copy) == (Form.RECEIPT, 1)


def test_a_reprint_says_so(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    first, second = (form_jobs.print_outcome(desk, dossier.id) for _ in range(2))
    assert first.where != second.where
    assert "Bản in lần 2" in text_of(second.where)


def test_each_outcome_prints_its_own_form(desk: Desk) -> None:
    lacking = replace(complete(desk, RESIDENCE), papers=())
    asked = intake.ask_supplement(desk, lacking, reason="Chưa đủ giấy tờ")
    refused = intake.refuse(desk, lacking, "Không thuộc thẩm quyền")
    supplement = form_jobs.print_outcome(desk, asked.id)
    refusal = form_jobs.print_outcome(desk, refused.id)
    assert (supplement.form, refusal.form) == (Form.SUPPLEMENT, Form.REFUSAL)
    assert asked.missing[0].name[:20] in text_of(supplement.where).replace("\r\n", " ")
    assert "Không thuộc thẩm quyền" in text_of(refusal.where)


def test_a_paper_whose_printer_took_nothing_is_kept_and_asked_for_again_comes_out_as_the_same_copy(
    desk: Desk, closed_port: int
) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    with pytest.raises(PrinterNotReached):
        form_jobs.print_outcome(printing_to(desk, f"tcp:127.0.0.1:{closed_port}"), dossier.id)
    (kept,) = print_jobs.unprinted(desk)
    assert (kept.fate, kept.copy, kept.next_copy) == (Fate.KEPT, 1, 1)
    printed = form_jobs.print_outcome(desk, dossier.id)
    assert printed.copy == 1
    assert "Bản in lần" not in text_of(printed.where)
    assert [type(r.event) for r in lookup.history(desk, dossier.id)][1:] == [FormPrinted]
    assert print_jobs.unprinted(desk) == ()


@pytest.mark.parametrize("form", list(Form))
def test_each_form_can_be_tried_and_is_marked_as_a_trial(desk: Desk, form: Form) -> None:
    where = form_jobs.print_test(desk.settings, desk.folder, "", desk.clock(), form)
    assert "BẢN IN THỬ" in text_of(where)
    assert desk.store.log.unsent(10) == []


def test_the_ticket_says_how_many_are_ahead(desk: Desk) -> None:
    for _ in range(3):
        ticket = waiting.issue(desk, ["ho-tich", "chung-thuc"])
    printed = form_jobs.print_ticket(desk, ticket.id)
    text = text_of(printed.where)
    assert "A003" in text
    assert "Hộ tịch" in text
    assert "2" in text
    assert desk.store.log.ticket(ticket.id).copies == 1


def test_what_does_not_exist_is_not_printed(desk: Desk) -> None:
    with pytest.raises(DossierUnknown):
        form_jobs.print_outcome(desk, new_dossier_id())
    with pytest.raises(TicketUnknown):
        form_jobs.print_ticket(desk, new_ticket_id())


def test_what_is_printed_is_what_was_frozen_not_what_the_catalogue_says_now(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, submitter=MAU))
    emptied = with_(desk, catalogue=replace(desk.catalogue, procedures=()))
    assert "Đăng ký thường trú" in text_of(form_jobs.print_outcome(emptied, dossier.id).where)


def test_a_reprint_of_a_voided_dossier_says_that_it_is_none_any_more(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    kept = form_jobs.outcome_job(desk, dossier.id)
    desk.store.log.record(dossier.id, desk.by, DossierVoided(reason="nhập nhầm", confirmed_by=ClerkId("2")))
    words = "HỒ SƠ ĐÃ HỦY, GIẤY NÀY KHÔNG CÒN GIÁ TRỊ"
    assert words not in kept.sheet.copy_mark
    first = print_form(desk, dossier.id, Form.RECEIPT)
    assert text_of(first.where).count(words) == 2, "below the title and at the foot, of a copy that had waited too"
    assert "ĐÃ HỦY" in text_of(first.where).splitlines(), "and in a frame of its own"
    second = print_form(desk, dossier.id, Form.RECEIPT)
    assert f"Bản in lần 2 · {words}" in text_of(second.where)
    assert text_of(second.where).splitlines().count("ĐÃ HỦY") == 1


def test_who_withdraws_gets_a_slip_of_the_papers_given_back_and_the_receipt_says_so(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    with pytest.raises(FormNotThere):
        print_form(desk, dossier.id, Form.RETURNED)
    results.withdraw(desk, dossier.id, "đổi ý, nộp ở nơi khác")
    printed = form_jobs.print_outcome(desk, dossier.id)
    assert printed.form is Form.RETURNED
    text = text_of(printed.where)
    assert dossier.intake is not None
    given_back = [one.name for one in dossier.intake.papers if not one.shown_only and one.originals + one.copies]
    for fact in ("PHIẾU TRẢ LẠI GIẤY TỜ", dossier.code, "đổi ý, nộp ở nơi khác", "Nguyễn Văn Mẫu", *given_back):
        assert " ".join(fact.split()[:3]) in " ".join(text.split())
    assert "KHÔNG CÒN GIÁ TRỊ" not in text
    assert "ĐÃ RÚT" not in text
    assert "Số giấy tờ: 001099000001" in text
    receipt = print_form(desk, dossier.id, Form.RECEIPT)
    assert "HỒ SƠ ĐÃ RÚT, GIẤY NÀY KHÔNG CÒN GIÁ TRỊ" in text_of(receipt.where)
    assert "ĐÃ RÚT" in text_of(receipt.where).splitlines()


def test_a_dossier_that_was_stopped_gets_its_notice_and_its_receipt_says_so(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    outcome.stop(desk, dossier.id, StopCause.REQUEST, "Người nộp không còn nhu cầu")
    printed = form_jobs.print_outcome(desk, dossier.id)
    assert printed.form is Form.STOP
    text = text_of(printed.where)
    for fact in ("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", dossier.code, "Người nộp không còn nhu cầu", "Nguyễn Văn Mẫu"):
        assert fact in text
    assert "ĐÃ DỪNG" not in text.splitlines()
    receipt = text_of(print_form(desk, dossier.id, Form.RECEIPT).where)
    assert "ĐÃ DỪNG" in receipt.splitlines()
    assert "HỒ SƠ ĐÃ DỪNG GIẢI QUYẾT, GIẤY NÀY KHÔNG CÒN GIÁ TRỊ" in receipt


def test_what_is_asked_for_or_refused_after_examination_prints_its_own_paper(desk: Desk) -> None:
    asked, refused = (intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(2))
    process_clock.ask_supplement(desk, asked.id, (PaperMissing(name="Giấy tờ chỗ ở", originals=1),), "Chưa rõ chỗ ở")
    supplement = form_jobs.print_outcome(desk, asked.id)
    text = text_of(supplement.where)
    assert supplement.form is Form.SUPPLEMENT
    for fact in ("PHIẾU YÊU CẦU BỔ SUNG", asked.code, "Giấy tờ chỗ ở", "Chưa rõ chỗ ở", "/PBS-TTPVHCC"):
        assert fact in text
    outcome.refuse_after_examination(desk, refused.id, "Chỗ ở không đủ điều kiện")
    refusal = form_jobs.print_outcome(desk, refused.id)
    text = text_of(refusal.where)
    assert refusal.form is Form.REFUSAL
    for fact in ("PHIẾU TỪ CHỐI GIẢI QUYẾT HỒ SƠ", refused.code, "Chỗ ở không đủ điều kiện"):
        assert fact in text


def test_the_control_sheet_is_printed_at_any_moment_and_grows_at_its_end(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    first = text_of(print_form(desk, dossier.id, Form.CONTROL).where)
    process.forward(desk, [dossier.id])
    process.accept(desk, [dossier.id])
    second = text_of(print_form(desk, dossier.id, Form.CONTROL).where)
    assert "Bản in lần 2" in second
    for text in (first, second):
        assert "Tiếp nhận hồ sơ" in text
        assert "Người nhận: Trần Thị Thử" in " ".join(text.split())
    assert "Nhận xử lý" in second
    assert "Nhận xử lý" not in first
    results.withdraw(desk, dossier.id, "đổi ý")
    ended = text_of(print_form(desk, dossier.id, Form.CONTROL).where)
    assert "Rút hồ sơ. đổi ý" in " ".join(ended.split())
    assert "KHÔNG CÒN GIÁ TRỊ" not in ended
    asked = intake.ask_supplement(desk, replace(complete(desk, RESIDENCE), papers=()), reason="Chưa đủ giấy tờ")
    with pytest.raises(FormNotThere):
        print_form(desk, asked.id, Form.CONTROL)


def test_a_letter_that_no_type_has_is_told_with_the_print(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, submitter=replace(MAU, full_name="Trần 漢 Thử")))
    printed = form_jobs.print_outcome(desk, dossier.id)
    assert printed.boxed == ("漢", "漢")
    assert "Trên giấy, chữ “漢” trong “漢” là ô trống" in out_words(printed)
    assert form_jobs.print_outcome(desk, intake.take_in(desk, complete(desk, RESIDENCE)).id).boxed is None


def test_who_collects_signs_a_sheet_of_results_and_originals(desk: Desk) -> None:
    given = []
    for place in ("A-1", "A-2"):
        taken = intake.take_in(desk, complete(desk, RESIDENCE, paid_by=PaidBy.CASH))
        given.append(outcome.check_in(desk, taken.id, place, signed_by="Lý Thị Mẫu"))
    assert given[0].intake is not None
    original = returns.originals_of(given[0].intake)[0]
    letter = Authority(relation="con đẻ", paper="Giấy ủy quyền", number="15/GUQ")
    collector = Person(full_name="Trần Văn Khác", personal_number="001077000003")
    collection = Collection(collector=collector, authority=letter, originals={given[0].id: (original,)})
    done = returns.hand_over(desk, [one.id for one in given], collection)
    job = form_jobs.return_sheet_job(desk, done.dossiers)
    text = " ".join(text_of(print_jobs.deliver(job, lambda work: work(desk)).where).split())
    for fact in (
        "PHIẾU TRẢ KẾT QUẢ",
        "Trần Văn Khác",
        "001077000003",
        "người nhận thay, con đẻ, Giấy ủy quyền, 15/GUQ",
        *(one.code for one in given),
        " ".join(original.split()[:3]),
        "NGƯỜI NHẬN",
    ):
        assert fact in text, fact
    assert "GIÁ TRỊ" not in text


def test_a_result_on_the_shelf_has_a_label_with_its_place_and_code(desk: Desk) -> None:
    taken = intake.take_in(desk, complete(desk, RESIDENCE, paid_by=PaidBy.CASH))
    with pytest.raises(FormNotThere):
        print_form(desk, taken.id, Form.PLACE_LABEL)
    outcome.check_in(desk, taken.id, "B-12", signed_by="Lý Thị Mẫu")
    text = text_of(print_form(desk, taken.id, Form.PLACE_LABEL).where)
    for fact in ("Ngăn", "B-12", "Nguyễn Văn Mẫu", taken.code):
        assert fact in text
