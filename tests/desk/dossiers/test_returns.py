"""The return of results: who may collect, what is refused and with which sentence, what is recorded."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import outcome, results, returns
from desk.dossiers.outcome import ELECTRONIC_RESULT, ResultFileNotSigned, ResultHereAlready
from desk.dossiers.returns import (
    Collection,
    ElectronicResultMissing,
    FeeOwed,
    IdentityDiffers,
    NotTheirResult,
    OriginalUnknown,
    ResultNotSigned,
    ReturnedAlready,
)
from desk.intake import intake
from desk.money import payments
from desk.views.open_desk import OpenDesk
from desk.views.returns import Returned
from desk.words.history import tell
from desk.words.reasons import sentence
from models.events import CollectorRelation, IdentityCheck, PaidBy, PaperReceived, ResultCopy, ReturnBy
from models.not_allowed import DossierEnded, FileKindUnknown, NotAllowed, NumberMalformed, PersonIncomplete
from models.person import Authority, Organisation, Person
from models.subjects.dossier import Dossier, DossierStatus
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.desk.power_cut import written_with_its_papers
from tests.fakes.signed_pdf import signed_pdf

OWNER = Person(full_name="Lý Thị Chủ", personal_number="001188000002", address="Thôn Mẫu")
STRANGER = Person(full_name="Trần Văn Khác", personal_number="001077000003")
LETTER = Authority(relation="con đẻ", paper="Giấy ủy quyền", number="15/GUQ")


def ready(desk: Desk, procedure: str = RESIDENCE, paid_by: PaidBy | None = PaidBy.CASH, **more: object) -> Dossier:
    """A dossier whose result lies on the shelf."""
    taken = intake.take_in(desk, complete(desk, procedure, paid_by=paid_by, **more))
    return outcome.check_in(desk, taken.id, "A-1", signed_by="Lý Thị Mẫu")


def refusal(desk: Desk, dossier: Dossier, collection: Collection) -> NotAllowed:
    """Why it is refused; nothing was recorded."""
    head = desk.store.log.head()
    done = returns.hand_over(desk, [dossier.id], collection)
    assert done.dossiers == ()
    assert desk.store.log.head() == head
    (refused,) = done.refused
    return refused.why


def test_a_result_goes_to_the_submitter_or_the_owner_and_the_history_says_to_whom(desk: Desk) -> None:
    for collector, relation, told in (
        (MAU, CollectorRelation.SUBMITTER, "Nguyễn Văn Mẫu (người nộp hồ sơ)"),
        (Person(full_name="NGUYEN VAN MAU"), CollectorRelation.SUBMITTER, "NGUYEN VAN MAU (người nộp hồ sơ)"),
        (OWNER, CollectorRelation.OWNER, "Lý Thị Chủ (chủ hồ sơ)"),
    ):
        dossier = ready(desk, owner=OWNER, authority=LETTER)
        (after,) = returns.hand_over(desk, [dossier.id], Collection(collector=collector)).dossiers
        assert after.status is DossierStatus.HANDED_OVER
        assert after.returned is not None
        assert (after.returned.relation, after.returned.authority) == (relation, None)
        assert after.disputes == ()
        assert tell(after.returned) == f"Trả kết quả cho {told}."


def test_another_person_collects_only_with_an_authority_that_is_recorded(desk: Desk) -> None:
    dossier = ready(desk)
    no = refusal(desk, dossier, Collection(collector=STRANGER))
    assert isinstance(no, NotTheirResult)
    assert sentence(no) == (
        "Kết quả này của Nguyễn Văn Mẫu; Trần Văn Khác không phải người nộp hay chủ hồ sơ. "
        "Người khác nhận thay thì ghi giấy ủy quyền."
    )
    assert isinstance(
        refusal(desk, dossier, Collection(collector=STRANGER, authority=Authority(relation=" "))), type(no)
    )
    (after,) = returns.hand_over(desk, [dossier.id], Collection(collector=STRANGER, authority=LETTER)).dossiers
    assert after.returned is not None
    assert (after.returned.relation, after.returned.authority) == (CollectorRelation.AUTHORISED, LETTER)
    assert "người được ủy quyền: con đẻ, Giấy ủy quyền, 15/GUQ" in tell(after.returned)


def test_of_one_name_the_number_tells_two_people_apart(desk: Desk) -> None:
    no = refusal(desk, ready(desk), Collection(collector=replace(MAU, personal_number="001099000009")))
    assert isinstance(no, NotTheirResult)
    assert no.namesake
    assert "trùng tên nhưng khác số giấy tờ" in sentence(no)


def test_a_body_collects_through_somebody_with_its_letter(desk: Desk) -> None:
    firm = Organisation(name="Hợp tác xã Mẫu", tax_code="0100000001")
    dossier = ready(desk, owner=firm, authority=LETTER)
    assert "Hợp tác xã Mẫu (người nộp Nguyễn Văn Mẫu)" in sentence(
        refusal(desk, dossier, Collection(collector=STRANGER))
    )
    assert returns.hand_over(desk, [dossier.id], Collection(collector=MAU)).refused == ()


def test_without_a_signed_result_nothing_is_returned_unless_the_signer_is_named(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, paid_by=PaidBy.CASH))
    assert isinstance(refusal(desk, dossier, Collection(collector=MAU)), ResultNotSigned)
    (after,) = returns.hand_over(desk, [dossier.id], Collection(collector=MAU, signed_by="Lý Thị Mẫu")).dossiers
    assert after.processing.decided is not None
    assert after.processing.decided.signed_by == "Lý Thị Mẫu"
    assert (after.status, after.disputes) == (DossierStatus.HANDED_OVER, ())


def test_a_second_return_is_refused_with_whom_and_when(desk: Desk, clock: TurnedClock) -> None:
    dossier = ready(desk)
    returns.hand_over(desk, [dossier.id], Collection(collector=MAU))
    clock.turn(hours=2)
    no = refusal(desk, dossier, Collection(collector=MAU))
    assert isinstance(no, ReturnedAlready)
    assert sentence(no) == "Kết quả đã trả cho Nguyễn Văn Mẫu lúc 08:00 thứ Hai 23/11/2026; không trả lần thứ hai."
    with pytest.raises(ReturnedAlready):
        results.hand_over(desk, dossier.id, "Nguyễn Văn Mẫu")


def test_what_was_withdrawn_is_not_returned(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    results.withdraw(desk, dossier.id, "đổi ý")
    no = refusal(desk, dossier, Collection(collector=MAU))
    assert isinstance(no, DossierEnded)
    assert "Đã rút" in sentence(no)


def test_an_unpaid_fee_stands_in_the_way_until_it_is_taken(desk: Desk) -> None:
    dossier = ready(desk, COPIES, None, pages=3, copies=1)
    no = refusal(desk, dossier, Collection(collector=MAU))
    assert isinstance(no, FeeOwed)
    assert no.amount == dossier.owes > 0
    assert sentence(no) == "Hồ sơ còn phải thu 5.000 đồng; thu tiền rồi trả kết quả."
    payments.take(desk, [dossier.id], PaidBy.CASH, amounts={dossier.id: no.amount})
    assert returns.hand_over(desk, [dossier.id], Collection(collector=MAU)).refused == ()


def test_originals_are_given_back_one_by_one_and_only_those_there_are(desk: Desk) -> None:
    papers = (
        PaperReceived(name="Giấy chứng sinh", originals=1),
        PaperReceived(name="Sổ hộ tịch", shown_only=True),
        PaperReceived(name="Bản sao thẻ", copies=1),
    )
    form = complete(desk, RESIDENCE)
    dossier = ready(desk, papers=(*form.papers, *papers))
    assert dossier.intake is not None
    assert returns.originals_of(dossier.intake)[-2:] == ("Giấy chứng sinh", "Sổ hộ tịch")
    for name in ("Bản sao thẻ", "Giấy lạ"):
        no = refusal(desk, dossier, Collection(collector=MAU, originals={dossier.id: (name,)}))
        assert isinstance(no, OriginalUnknown)
        assert name in sentence(no)
    given = Collection(collector=MAU, originals={dossier.id: ("Giấy chứng sinh",)})
    (after,) = returns.hand_over(desk, [dossier.id], given).dossiers
    assert after.returned is not None
    assert after.returned.originals == ("Giấy chứng sinh",)
    assert tell(after.returned).endswith("Trả lại bản chính: Giấy chứng sinh.")


def test_a_paper_that_is_another_persons_needs_a_reason(desk: Desk) -> None:
    dossier = ready(desk)
    with pytest.raises(IdentityDiffers):
        returns.hand_over(desk, [dossier.id], Collection(collector=MAU, identity=IdentityCheck.NO_MATCH))
    said = Collection(collector=MAU, identity=IdentityCheck.NO_MATCH, identity_note="ảnh cũ, trưởng thôn xác nhận")
    (after,) = returns.hand_over(desk, [dossier.id], said).dossiers
    assert after.returned is not None
    assert after.returned.identity is IdentityCheck.NO_MATCH
    assert "không khớp người nhận: ảnh cũ, trưởng thôn xác nhận" in tell(after.returned)


def test_a_collector_has_a_name_and_a_number_that_is_one(desk: Desk) -> None:
    dossier = ready(desk)
    with pytest.raises(PersonIncomplete):
        returns.hand_over(desk, [dossier.id], Collection(collector=Person(full_name="  ")))
    with pytest.raises(NumberMalformed):
        returns.hand_over(desk, [dossier.id], Collection(collector=replace(MAU, personal_number="12345")))


def test_several_results_go_in_one_transaction_and_a_refused_one_stays(desk: Desk, tmp_path: Path) -> None:
    one, two, owing = ready(desk), ready(desk), ready(desk, COPIES, None, pages=3, copies=1)
    signed = tmp_path / "ky.png"
    signed.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    before = desk.store.log.head().seq
    done = returns.hand_over(desk, [one.id, two.id, owing.id, one.id], Collection(collector=MAU, signature=signed))
    assert [after.id for after in done.dossiers] == [one.id, two.id]
    assert [(refused.dossier, type(refused.why)) for refused in done.refused] == [(owing.id, FeeOwed)]
    assert desk.store.log.head().seq == before + 4  # of each: the signature, the return
    for after in done.dossiers:
        assert after.returned is not None
        assert after.returned.signature == after.files[0].digest
        assert (after.files[0].paper, after.disputes) == (returns.SIGNED_SHEET, ())
        assert "Có chữ ký nhận." in tell(after.returned)


def test_a_signature_that_is_no_picture_is_refused_and_nothing_is_returned(desk: Desk, tmp_path: Path) -> None:
    text = tmp_path / "ky.txt"
    text.write_text("ký")
    assert isinstance(refusal(desk, ready(desk), Collection(collector=MAU, signature=text)), FileKindUnknown)


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """The file of an electronic result."""
    path = tmp_path / "quyet-dinh.pdf"
    path.write_bytes(signed_pdf())
    return path


@pytest.mark.parametrize(
    ("return_by", "chosen", "given"),
    [
        (ReturnBy.COUNTER, None, ResultCopy.BOTH),
        (ReturnBy.ONLINE, None, ResultCopy.ELECTRONIC),
        (ReturnBy.ONLINE, ResultCopy.PAPER, ResultCopy.PAPER),
    ],
)
def test_an_electronic_result_is_a_file_of_the_dossier_and_handed_over_as_the_citizen_chooses(
    desk: Desk, signed: Path, return_by: ReturnBy, chosen: ResultCopy | None, given: ResultCopy
) -> None:
    dossier = ready(desk, return_by=return_by)
    here = outcome.check_in(desk, dossier.id, electronic=signed)
    (file,) = here.files
    assert (file.paper, file.digest) == (ELECTRONIC_RESULT, here.processing.electronic)
    assert here.processing.place == "A-1"
    assert desk.files.get(file.digest) == signed.read_bytes()
    copies = {dossier.id: chosen} if chosen else {}
    (after,) = returns.hand_over(desk, [dossier.id], Collection(collector=MAU, copies=copies)).dossiers
    assert after.returned is not None
    electronic = None if given is ResultCopy.PAPER else file.digest
    assert (after.returned.copy, after.returned.electronic) == (given, electronic)
    assert ("Giao bản" in tell(after.returned)) is (given is not ResultCopy.PAPER)


def test_a_file_that_comes_with_the_collector_is_recorded_with_the_return(desk: Desk, signed: Path) -> None:
    dossier = ready(desk)
    collection = Collection(collector=MAU, copies={dossier.id: ResultCopy.ELECTRONIC}, electronic={dossier.id: signed})
    (after,) = returns.hand_over(desk, [dossier.id], collection).dossiers
    assert after.returned is not None
    assert [file.digest for file in after.files] == [after.returned.electronic]
    assert "Giao bản điện tử." in tell(after.returned)


def test_no_electronic_result_is_handed_over_that_is_not_there_or_not_signed(
    desk: Desk, signed: Path, tmp_path: Path
) -> None:
    dossier = ready(desk)
    wanted = Collection(collector=MAU, copies={dossier.id: ResultCopy.ELECTRONIC})
    assert isinstance(refusal(desk, dossier, wanted), ElectronicResultMissing)
    plain = tmp_path / "chua-ky.pdf"
    plain.write_bytes(b"%PDF-1.7\n%%EOF\n")
    no = refusal(desk, dossier, replace(wanted, electronic={dossier.id: plain}))
    assert isinstance(no, ResultFileNotSigned)
    assert "chua-ky.pdf không phải PDF có chữ ký số" in sentence(no)
    with pytest.raises(ResultFileNotSigned):
        outcome.check_in(desk, dossier.id, electronic=plain)
    outcome.check_in(desk, dossier.id, electronic=signed)
    with pytest.raises(ResultHereAlready):
        outcome.check_in(desk, dossier.id)


def test_results_are_returned_with_the_sheet_to_sign_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    given, owing = ready(desk), ready(desk, COPIES, paid_by=None)
    work, done = OpenDesk(desk).returns, list[Returned]()
    collection = Collection(collector=MAU)
    written_with_its_papers(desk, monkeypatch, lambda: done.append(work.hand_over([given.id, owing.id], collection)))
    assert set(done[0].refused) == {owing.id}
    assert desk.store.log.dossier(given.id).status is DossierStatus.HANDED_OVER
    assert desk.store.log.dossier(owing.id).status is DossierStatus.RECEIVED
