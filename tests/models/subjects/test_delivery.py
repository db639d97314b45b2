"""What others say of a dossier is kept beside what the desk says, and never mixed with it."""

from datetime import timedelta

from models.events import (
    AnyEvent,
    DossierCorrected,
    FileAttached,
    NationalAccepted,
    NationalRefused,
    NationalState,
    ProvinceReported,
    ResultHandedOver,
)
from models.history import Recorded
from models.ids import FIRST_PROVINCE, FileDigest
from models.procedure import ProcedureTaken
from models.subjects.dossier import Delivery, Dossier, DossierStatus, ProvinceReport
from models.subjects.dossier_fold import fold
from tests.fakes.citizens import Chain
from tests.fakes.events import START
from tests.models.subjects.test_dossier import ID, RECEIVED

DONE = ProvinceReported(state=NationalState.DONE, unit="Phòng Mẫu", note="xong", happened_at=START)


def told(*said: AnyEvent) -> Dossier:
    """Taken in by desk 1; then the province speaks, an hour apart."""
    desk, province = Chain(1), Chain(FIRST_PROVINCE)
    history: list[Recorded] = [desk.add(ID, START, RECEIVED)]
    for hours, event in enumerate(said, 1):
        province.clock = max(province.clock, desk.clock)
        history.append(province.add(ID, START + timedelta(hours=hours), event))
    return fold(ID, history)


def test_what_the_province_reports_never_moves_the_desks_own_state() -> None:
    dossier = told(DONE)
    assert dossier.status is DossierStatus.RECEIVED
    assert dossier.reported == ProvinceReport(state=NationalState.DONE, at=START, unit="Phòng Mẫu", note="xong")
    assert dossier.disputes == ()


def test_a_report_without_a_time_bears_the_time_it_was_written_down() -> None:
    dossier = told(ProvinceReported(state=NationalState.IN_PROGRESS))
    assert dossier.reported == ProvinceReport(state=NationalState.IN_PROGRESS, at=START + timedelta(hours=1))


def test_the_national_system_took_it_when_it_first_did() -> None:
    dossier = told(
        NationalAccepted(step=0, state=NationalState.RECEIVED), NationalAccepted(step=1, state=NationalState.DONE)
    )
    assert dossier.delivery == Delivery(accepted_at=START + timedelta(hours=1), step=1, state=NationalState.DONE)


def test_a_refusal_stands_until_a_later_message_is_taken() -> None:
    refused = NationalRefused(step=0, reason="thiếu số định danh")
    assert told(refused).delivery == Delivery(refused="thiếu số định danh")
    healed = told(refused, NationalAccepted(step=0, state=NationalState.RECEIVED)).delivery
    assert (healed.refused, healed.accepted_at) == ("", START + timedelta(hours=2))
    later = told(NationalAccepted(step=0, state=NationalState.RECEIVED), refused).delivery
    assert (later.refused, later.accepted_at, later.step) == ("thiếu số định danh", START + timedelta(hours=1), 0)


def test_word_from_the_province_after_the_end_is_no_dispute() -> None:
    dossier = told(ResultHandedOver(to="Nguyễn Văn Mẫu"), DONE, NationalAccepted(step=3, state=NationalState.DONE))
    assert (dossier.status, dossier.disputes) == (DossierStatus.HANDED_OVER, ())


def test_the_same_scan_attached_twice_is_one_file() -> None:
    file = FileAttached(digest=FileDigest("9f" * 32), size=10, media="application/pdf", name="to-khai.pdf")
    other = FileAttached(digest=FileDigest("0a" * 32), size=11, media="image/jpeg", name="anh.jpg")
    assert told(file, other, file).files == (file, other)


def test_a_correction_may_name_the_right_procedure() -> None:
    right = ProcedureTaken(code="1.000894", name="Đăng ký kết hôn", field="Hộ tịch", catalogue="1")
    dossier = told(DossierCorrected(reason="chọn nhầm", procedure=right))
    assert dossier.intake is not None
    assert dossier.intake.procedure == right
