"""What differs between desk and province, as sentences."""

from typing import assert_never

from desk.province.reconcile import Difference, What
from models.ids import is_province
from models.words.money_words import amount_text

_PAID = {"cash": "tiền mặt", "transfer": "chuyển khoản", "card": "thẻ"}


def difference_words(difference: Difference) -> str:
    """One sentence that says what differs, and what mending it does."""
    who = "máy này" if difference.own else f"máy số {difference.device}"
    if is_province(difference.device):
        who = "tỉnh"
    counts = f"ở đây {difference.here}, ở tỉnh {difference.there}"
    match difference.what:
        case What.MISSING_THERE:
            return f"Tỉnh còn thiếu sự việc của {who} ({counts}); sửa là gửi lại phần thiếu."
        case What.MISSING_HERE:
            return f"Máy này còn thiếu sự việc của {who} ({counts}); sửa là đọc lại từ tỉnh."
        case What.OTHER_EVENTS:
            return f"Sự việc của {who} không giống nhau giữa hai bên ({counts}); sửa là gửi và đọc lại từ đầu."
        case What.MONEY:
            paid = _PAID.get(difference.paid_by, difference.paid_by)
            return (
                f"Tổng tiền {paid} của {who} lệch: ở đây {amount_text(difference.amount_here)} đồng, "
                f"ở tỉnh {amount_text(difference.amount_there)} đồng; báo quản trị tỉnh kiểm tra."
            )
        case _:
            assert_never(difference.what)
