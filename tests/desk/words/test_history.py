"""The history told in sentences."""

from desk.desk import Desk
from desk.dossiers import lookup, results
from desk.intake import intake
from desk.words.history import tell
from models.events import PaidBy, UnknownEvent
from tests.desk.intake.test_intake import COPIES, complete


def test_a_whole_life_is_told_as_a_colleague_would(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, COPIES, pages=3, paid_by=PaidBy.CASH))
    results.hand_over(desk, dossier.id, "Nguyễn Văn Mẫu")
    assert [tell(recorded.event) for recorded in lookup.history(desk, dossier.id)] == [
        "Tiếp nhận hồ sơ H00.99.01-261123-3001 của Nguyễn Văn Mẫu, hẹn trả 17:00 thứ Hai 23/11/2026.",
        "Thu 5.000 đồng (tiền mặt).",
        "Trả kết quả cho Nguyễn Văn Mẫu.",
    ]


def test_what_a_newer_version_wrote_is_told_as_such() -> None:
    assert "DroneLanded" in tell(UnknownEvent(type="DroneLanded"))
