"""Vietnamese sentences for the administrator on updates of the desks."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from models.calendar.clock import instant, local
from models.update_expiry import RoleEnd
from models.update_expiry_words import end_words
from sync.hub.store.fleet.update_rows import UpdateChange
from sync.hub.updates.plan import ChangeKind

UPDATE = "Cập nhật phần mềm của các quầy: bản nào cho đơn vị nào, từ lúc nào; tạm dừng tất cả."
LIST = "Đang dừng hay không; các bản; đơn vị nào ở vòng nào; ai đã đổi gì."
RING = "Xếp đơn vị vào một vòng (1 được cập nhật trước). Đơn vị chưa xếp thuộc vòng cuối."
RELEASE = "Mở một bản cho các vòng, mỗi vòng từ một thời điểm; hoặc rút bản ấy."
PAUSE = "Tạm dừng mọi cập nhật, ở mọi đơn vị."
RESUME = "Cho cập nhật tiếp."
OPEN = "Vòng và thời điểm mở, giờ Việt Nam (NĂM-THÁNG-NGÀY hoặc NĂM-THÁNG-NGÀYTGIỜ:PHÚT); lặp lại được."
OPEN_PARTS = "VÒNG THỜI_ĐIỂM"
WITHDRAW = "Rút bản này: không đơn vị nào được mời nữa. Máy đã cập nhật thì giữ nguyên."
BY = "Người quyết định (mặc định: tài khoản đang chạy lệnh)."
NOTE = "Lý do, để lại cùng thay đổi."
VERSION = "BẢN"
RING_NUMBER = "VÒNG"

TITLE = "Cập nhật các quầy"
NO_REPOSITORY = "Chưa khai [updates] folder trong hub.toml: các quầy chưa được mời bản nào từ máy chủ này."
OPEN_WHAT = "Cần --open VÒNG THỜI_ĐIỂM, hoặc --withdraw."
OPEN_OR_WITHDRAW = "Chỉ dùng một trong hai: --open hoặc --withdraw."
PAUSED = "Đã tạm dừng mọi cập nhật. Cho tiếp bằng: motcua-hub update resume"
RESUMED = "Các quầy được cập nhật tiếp theo vòng."
STANDS_PAUSED = "ĐANG TẠM DỪNG mọi cập nhật."
GOES_ON = "Cập nhật đang chạy theo vòng."
NO_RELEASES = "Chưa mở bản nào."
WITHDRAWN = "đã rút"


def version_wrong(version: str) -> str:
    """No version."""
    return f"“{version}” không phải số bản: hai đến bốn số cách nhau bằng dấu chấm, ví dụ 0.2.0."


def not_signed(version: str) -> str:
    """The repository does not have it."""
    return f"Kho phát hành chưa có bản {version} đã ký; ký vào kho trước (make release-repository), rồi mở."


def files_missing(version: str, names: Iterable[str]) -> str:
    """The repository names files it does not have."""
    return f"Kho phát hành thiếu tệp của bản {version}: {', '.join(names)}. Chép lại cả kho rồi mở."


def expiry(end: RoleEnd) -> str:
    """What of the signed updates ends soon."""
    ends = end_words(end, "kho phát hành")
    return f"{ends}: báo đơn vị phát hành ký lại; quá hạn thì không máy nào nhận bản mới."


def version_unknown(version: str) -> str:
    """No such release."""
    return f"Chưa mở bản {version} cho vòng nào."


def ring_wrong(ring: int, last: int) -> str:
    """No such ring."""
    return f"Không có vòng {ring}: các vòng là 1 đến {last} ([updates] rings)."


def put_in_ring(office: str, ring: int) -> str:
    """An office is in a ring."""
    return f"Đơn vị {office} thuộc vòng {ring}."


def withdrawn(version: str) -> str:
    """A release was withdrawn."""
    return f"Đã rút bản {version}."


def moment(at: datetime) -> str:
    """A time as it is read."""
    return f"{local(at):%H:%M %d/%m/%Y}"


def opens(version: str, rings: Mapping[int, datetime]) -> str:
    """From when on a release is offered to whom."""
    told = "; ".join(f"vòng {ring} từ {moment(at)}" for ring, at in sorted(rings.items()))
    return f"Bản {version}: {told or WITHDRAWN}."


def ring_line(ring: int, offices: int, version: str | None) -> str:
    """A ring, how many offices it has, what they are offered."""
    return f"Vòng {ring}: {offices} đơn vị, {f'được mời bản {version}' if version else 'chưa được mời bản nào'}."


def change(one: UpdateChange) -> str:
    """One change: when, who, what, why."""
    what = {
        ChangeKind.RING: f"đơn vị {one.office} vào vòng {one.ring}",
        ChangeKind.OPEN: f"mở bản {one.version} cho vòng {one.ring} từ {moment(instant(one.opens_at))}",
        ChangeKind.WITHDRAW: f"rút bản {one.version}",
        ChangeKind.PAUSE: "tạm dừng",
        ChangeKind.RESUME: "cho tiếp",
    }
    done = next((text for kind, text in what.items() if kind == one.kind), one.kind)
    return f"{moment(instant(one.at))}  {one.made_by}: {done}{f' ({one.note})' if one.note else ''}"
