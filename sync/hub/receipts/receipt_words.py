"""What the hub says of receipts: reasons that stand in the log, and what the administrator reads."""

from collections.abc import Sequence

REVOKED = "Máy đã bị thu hồi"
FORKED = "Tệp dữ liệu của máy có bản sao đã làm việc dưới cùng số máy"
SET_UP_ANEW = "Máy được cài đặt lại trên tệp dữ liệu cũ"
YEAR_OVER = "Hết năm của ký hiệu biên lai"
PASSED_OVER = "Bỏ qua sau khi máy chủ của tỉnh được phục hồi"

UNKNOWN_DEVICE = "Máy chủ của tỉnh không còn biết máy này"

# ---- help --------------------------------------------------------------------------------------------------

RECEIPTS = "Số biên lai của một đơn vị: đã cấp, đã lập, hủy, không dùng, chưa rõ; số thiếu và số trùng."
SERIES_COMMAND = "Khai một ký hiệu biên lai của đơn vị; máy chủ cấp dần từng dải số cho các máy."
UNUSED_COMMAND = "Người quản trị xác nhận các số của dải đã đóng không được dùng."
SERIES = "KÝ_HIỆU"
FIRST, LAST = "SỐ_ĐẦU", "SỐ_CUỐI"
FORM = "Ký hiệu mẫu: EBL01 (không in mệnh giá) hoặc EBL02."
KIND = "Chỉ dùng cho: charge (phí), fee (lệ phí), tax (thuế, khoản thu hộ); bỏ trống = mọi khoản."
BODY_PARTS = "TÊN MÃ_SỐ_THUẾ ĐỊA_CHỈ"
BODY = "Tổ chức thu, nếu không phải là đơn vị."
NUMBERS = "Số đầu và số cuối của năm (mặc định: 1 và 99999999)."
VALID_TO = "Ngày cuối được dùng (mặc định: 31/12 của năm trong ký hiệu)."
CLOSE = "Ngừng cấp dải số mới của ký hiệu này."
REASON = "Căn cứ xác nhận, ghi vào nhật ký."

DAY = "Bảng 01/TH-BLĐT của một ngày (NĂM-THÁNG-NGÀY) thay cho báo cáo."
OUT = "Tệp .xml hoặc .json nhận bảng của ngày; không có: in JSON."

# ---- answers -----------------------------------------------------------------------------------------------

NO_SERIES = "Đơn vị chưa được khai ký hiệu biên lai nào."

Range = tuple[int, int]


def numbers(ranges: Sequence[Range]) -> str:
    """``00000007, 00000010–00000012``."""
    return ", ".join(f"{first:08d}" if first == last else f"{first:08d}–{last:08d}" for first, last in ranges)


def series_wrong(form: str, series: str) -> str:
    """The symbols, or the range, are none."""
    return f"Mẫu {form}, ký hiệu {series} hoặc khoảng số không đúng (ví dụ: EBL01, 26TAB, từ 1 đến 99999999)."


def series_there(series: str) -> str:
    """The office has it."""
    return f"Đơn vị đã có ký hiệu {series}."


def series_unknown(series: str) -> str:
    """The office does not have it."""
    return f"Đơn vị không có ký hiệu {series}."


def series_told(series: str, version: int) -> str:
    """It is there; which edition tells the desks."""
    return f"Đã khai ký hiệu {series}. " + (
        f"Các máy nhận dải số bằng ấn bản {version}." if version else "Chưa có máy nào cần dải số."
    )


def series_closed(series: str) -> str:
    """Nothing more is leased of it."""
    return f"Ký hiệu {series} không được cấp thêm; các dải đã cấp vẫn dùng."


def series_line(form: str, series: str, counts: Sequence[int]) -> str:
    """One series: its parts add up to what was leased."""
    leased, issued, void, unused, unknown, left, free = counts
    return (
        f"{form} {series}: đã cấp {leased} = lập {issued} + hủy {void} + không dùng {unused} + chưa rõ {unknown} "
        f"+ còn ở máy {left}; chưa cấp {free}"
    )


def lease_line(device: int, first: int, last: int, state: str, counts: Sequence[int]) -> str:
    """One range."""
    issued, void, unused, unknown, left = counts
    whose = f"máy {device}" if device else "không máy nào"
    return (
        f"  {numbers([(first, last)])} {whose}: lập {issued}, hủy {void}, không dùng {unused}, chưa rõ {unknown}, "
        f"còn {left}; {state}"
    )


def lease_state(*, closed: bool, reason: str) -> str:
    """Whether it is still used."""
    return f"đã đóng: {reason}" if closed else "đang dùng"


def gaps(ranges: Sequence[Range]) -> str:
    """Numbers jumped over."""
    return f"    Thiếu (chưa về đến máy chủ): {numbers(ranges)}"


def unknown(ranges: Sequence[Range]) -> str:
    """Numbers of which nobody knows."""
    return f"    Chưa rõ: {numbers(ranges)}"


def outside(ranges: Sequence[Range]) -> str:
    """Receipts whose numbers the hub leased to nobody."""
    return f"  Ngoài các dải đã cấp: {numbers(ranges)}"


def double(number: int, devices: Sequence[int]) -> str:
    """One number on several receipts."""
    told = ", ".join(map(str, devices))
    return f"  TRÙNG: số {number:08d} có {len(devices)} biên lai (máy {told})"


def declared(count: int) -> str:
    """How many numbers were declared unused."""
    return f"Đã xác nhận {count} số không dùng." if count else "Không có số nào chưa rõ trong khoảng này."


def next_year_missing(year: int) -> str:
    """In December a series of next year must be there."""
    return f"Chưa khai ký hiệu biên lai của năm {year}: từ 01/01/{year} các máy không có số để lập biên lai."


def day_written(rows: int, path: object) -> str:
    """The day's table lies in a file."""
    return f"Đã ghi {rows} dòng vào {path}."
