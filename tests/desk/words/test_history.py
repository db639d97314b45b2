"""The history told in sentences."""

from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import lookup, results
from desk.intake import intake
from desk.words.history import tell, tell_each
from models.events import DossierCorrected, PaidBy, PaperReceived, ReturnBy, UnknownEvent
from tests.desk.intake.test_intake import COPIES, complete


def test_a_whole_life_is_told_as_a_colleague_would(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, COPIES, pages=3, paid_by=PaidBy.CASH))
    results.hand_over(desk, dossier.id, "Nguyễn Văn Mẫu", signed_by="Lý Thị Mẫu")
    assert [tell(recorded.event) for recorded in lookup.history(desk, dossier.id)] == [
        "Tiếp nhận hồ sơ H00.99.01-261123-3001 của Nguyễn Văn Mẫu, hẹn trả 17:00 thứ Hai 23/11/2026.",
        "Thu 5.000 đồng (tiền mặt).",
        "Lý Thị Mẫu ký: giải quyết.",
        "Trả kết quả cho Nguyễn Văn Mẫu (người nộp hồ sơ).",
    ]


def test_what_a_newer_version_wrote_is_told_as_such() -> None:
    assert "DroneLanded" in tell(UnknownEvent(type="DroneLanded"))


def test_a_correction_is_told_with_the_old_and_the_new_value(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, COPIES, pages=3, paid_by=PaidBy.CASH))
    assert dossier.intake is not None
    before = dossier.intake.submitter
    name, first = before.full_name, dossier.intake.papers[0]
    for correction in (
        DossierCorrected(reason="Gõ nhầm", submitter=replace(before, full_name="Nguyễn Văn Mâu", phone="0912345678")),
        DossierCorrected(reason="Gõ đúng", submitter=replace(before, full_name=name, phone="0912345678")),
        DossierCorrected(reason="Theo đơn", return_by=ReturnBy.POST, return_to="Thôn 1"),
        DossierCorrected(reason="Đếm lại", papers=(PaperReceived(name=first.name, originals=7),)),
    ):
        results.correct(desk, dossier.id, correction)
    told = tell_each([recorded.event for recorded in lookup.history(desk, dossier.id)])
    phone = f"“{before.phone}”" if before.phone else "trống"
    assert told[2] == (
        f"Sửa thông tin: họ và tên người nộp: “{name}” → “Nguyễn Văn Mâu”; "
        f"số điện thoại người nộp: {phone} → “0912345678”. Lý do: Gõ nhầm"
    )
    assert told[3] == f"Sửa thông tin: họ và tên người nộp: “Nguyễn Văn Mâu” → “{name}”. Lý do: Gõ đúng"
    assert "cách nhận kết quả: “Tại quầy” → “Qua bưu chính”; nơi nhận kết quả: trống → “Thôn 1”" in told[4]
    assert f"{first.name}: " in told[5]
    assert "→ 7 bản chính" in told[5]
