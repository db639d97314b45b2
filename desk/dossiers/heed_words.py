"""What to think of before an exception, each as one sentence."""

from desk.dossiers.four_eyes import Heed

HEED = {
    Heed.LATE_NOTICE: (
        "Báo hẹn lại muộn: người dân phải được báo trước ngày hẹn ít nhất 1 ngày (NĐ 61/2018, Điều 19 khoản 9)."
    ),
    Heed.FEE_TAKEN: "Hồ sơ đã thu tiền: trả lại tiền hoặc xử lý biên lai trước khi hủy.",
}
