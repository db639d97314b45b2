"""Vietnamese sentences for the administrator: command line and ``/health``."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from models.calendar.clock import local
from models.trouble import DiskFailing, DiskFull, FileTrouble, TargetUnfit
from models.words.shape_words import shape_words
from sync.hub.store import Failing
from sync.hub.store.rejected_rows import RejectReason
from sync.messages import AsideReason, Refusal, SetAside

TRAINING_HUB = "Hệ thống tỉnh tập huấn (máy này)"
TRAINING_OFFICE = "Trung tâm Phục vụ hành chính công xã Thử Nghiệm"

# ---- help --------------------------------------------------------------------------------------------------

HUB = "Máy chủ của tỉnh: nhận sự kiện từ các bộ phận một cửa, trả tin về, nối với hệ thống quốc gia."
CONFIG = "Tệp cấu hình TOML (mặc định: /etc/motcua/hub.toml; hoặc biến MOTCUA_HUB_CONFIG)."
SERVE = "Chạy máy chủ cho đến khi được dừng."
TRAINING = "Chạy máy chủ tập huấn trên máy này; dừng khi chương trình gọi nó kết thúc."
TRAINING_FOLDER = "Thư mục của máy chủ tập huấn."
UNIT = "Mã định danh của đơn vị."
KEYS = "Tạo các tệp khóa còn thiếu (chỉ chủ sở hữu đọc được)."
PREPARE = "Tạo hoặc nâng cấp các bảng trong cơ sở dữ liệu."
OFFICE = "Đơn vị: tạo mới, liệt kê, bỏ đơn vị tạo nhầm."
OFFICE_CREATE = "Tạo một đơn vị."
OFFICE_REMOVE = "Bỏ một đơn vị chưa gửi gì về (tạo nhầm)."
OFFICE_LIST = "Liệt kê các đơn vị."
CODE = "Cấp mã dùng một lần để nối một máy của đơn vị."
CODE_DEVICE = "Số máy muốn giữ (mặc định: số tiếp theo)."
REVOKE = "Thu hồi một máy: từ nay máy chủ không trả tin và không nhận việc mới của máy này."
DEVICES = "Liệt kê các máy của một đơn vị, hoặc của mọi đơn vị."
STATUS = "Máy chủ có hoạt động được không; có bao nhiêu đơn vị, máy, sự kiện; ai bị từ chối ở cửa."
QUARANTINE = "Liệt kê những việc bị giữ lại và lý do."
JUDGE = "Xét lại một việc bị giữ lại (sau khi đã sửa hoặc danh mục đã đổi)."
EDITION = "Phát hành một ấn bản (danh mục, ngày nghỉ, lệ phí, giờ làm việc, cán bộ) từ một thư mục."
EDITION_OFFICE = "Mã định danh đơn vị nhận ấn bản (lặp lại được; mặc định: mọi đơn vị)."
EDITION_CHECK = "Chỉ kiểm tra, không phát hành."
REPORT_TOKEN = "Tạo mã truy cập cho một hệ thống sở, ngành gửi trạng thái hồ sơ."  # noqa: S105 - words, not a token
JSON = "In ra JSON."
NATIONAL = "Các bản tin gửi hệ thống quốc gia: bao nhiêu đang chờ, bị từ chối, gặp trở ngại."
NATIONAL_AGAIN = "Mã hồ sơ: gửi lại những bản tin của hồ sơ này đã bị từ chối."
NOTICES = "Tin báo cho người dân: bao nhiêu đã gửi, đang chờ, chưa rõ; những hồ sơ phải gọi điện."
NOTICES_OFFICE = "Mã đơn vị: in danh sách gọi điện của đơn vị này, có họ tên và số điện thoại."
NOTICES_AGAIN = "Mã hồ sơ: gửi lại tin báo của hồ sơ này (đã hỏi người dân là chưa nhận được)."
NOTICES_AGAIN_FAILED = "Gửi lại mọi tin báo chắc chắn chưa đến (bị từ chối, quá hạn, không có địa chỉ)."
PAYMENTS = "Tiền về tài khoản của các đơn vị: hôm nay bao nhiêu, nguồn nào không hỏi được, khoản nào chưa biết của ai."
PAYMENTS_SET_ASIDE = "Bỏ một khoản khỏi danh sách không biết của cơ quan nào (không thuộc đơn vị nào); kèm --reason."
PAYMENTS_WHICH = "NHÀ_CUNG_CẤP MÃ_GIAO_DỊCH"
PAYMENTS_REASON = "Lý do bỏ."
TAKINGS = "Tiền các quầy đã thu và đã hoàn: theo đơn vị, ngày, cách trả (mặc định: hôm nay, mọi đơn vị)."
TAKINGS_OFFICE = "Mã đơn vị (mặc định: mọi đơn vị)."
TAKINGS_FROM = "Từ ngày (NĂM-THÁNG-NGÀY; mặc định: ngày cuối)."
TAKINGS_TO = "Đến hết ngày (mặc định: hôm nay)."
TAKINGS_OUT = "Ghi vào tệp CSV này."
RESTORED = "Chạy sau khi khôi phục cơ sở dữ liệu từ bản sao cũ hơn: các máy ở quầy đọc lại và tự gửi lại phần thiếu."
OFFICE_ID = "MÃ_ĐƠN_VỊ"
NAME = "TÊN"
NUMBER = "SỐ_MÁY"
SEQ = "SỐ_VIỆC"
FOLDER = "THƯ_MỤC"
SYSTEM = "TÊN_HỆ_THỐNG"

# ---- answers -----------------------------------------------------------------------------------------------

ALL_KEYS_THERE = "Đủ khóa rồi, không tạo thêm."
PREPARED = "Cơ sở dữ liệu đã sẵn sàng."
NO_OFFICES = "Chưa có đơn vị nào. Tạo bằng: motcua-hub office create MÃ TÊN"
NO_DEVICES = "Đơn vị này chưa có máy nào."
NOTHING_SET_ASIDE = "Không có việc nào bị giữ lại."
JUDGED = "Đã xét lại: việc này hợp lệ và đã vào sổ của đơn vị."
STILL_SET_ASIDE = "Đã xét lại: việc này vẫn bị giữ lại, lý do như cũ hoặc như lệnh quarantine cho biết."
EDITION_FINE = "Ấn bản hợp lệ, chưa phát hành."

# ---- wrong -------------------------------------------------------------------------------------------------

FAILING = "Cơ sở dữ liệu không trả lời hoặc hết chỗ. Chưa có gì được ghi; thử lại sau."
TOO_MANY_WRONG = "Từ nơi này đã có quá nhiều mã sai. Mã đúng vẫn được nhận; mã sai thì chờ vài phút rồi thử lại."
BUSY = "Máy chủ đang có quá nhiều yêu cầu. Chưa có gì được ghi; thử lại sau."
NO_BLOCK_FREE = "Đơn vị không còn khối số nào cho máy mới: thu hồi máy không dùng nữa, hoặc cấp khối khác bằng ấn bản."
OTHER_USER = "Lệnh đang chạy bằng người dùng khác với máy chủ; hãy chạy: runuser -u {owner} -- motcua-hub …"
OFFICE_NAMELESS = "Đơn vị phải có tên."
TOO_NEW = "Cơ sở dữ liệu do phiên bản mới hơn tạo. Hãy cập nhật motcua-hub."
NO_SUCH_ASIDE = "Không có việc nào bị giữ lại ở số này."


def unreadable(path: object, owner: str) -> str:
    """Another user's."""
    return f"Không đọc được {path}: thuộc người dùng {owner}; hãy chạy: runuser -u {owner} -- motcua-hub …"


def refused_by_system(path: object) -> str:
    """The system says no."""
    return f"Hệ điều hành không cho dùng {path}; kiểm tra tên và quyền rồi thử lại."


def not_written(trouble: FileTrouble) -> str:
    """What a command should write did not get there."""
    match trouble:
        case TargetUnfit():
            return f"Không ghi đè {trouble.path}: không phải tệp thường (thiết bị, liên kết, thư mục); chọn tên khác."
        case DiskFull():
            return f"Không ghi được {trouble.path}: đĩa đầy. Dọn bớt đĩa rồi thử lại."
        case DiskFailing():
            return f"Không ghi được {trouble.path}: đĩa báo lỗi. Ghi vào đĩa khác."
        case _:
            return refused_by_system(trouble.path)


def settings_wrong(path: object, detail: str) -> str:
    """The TOML file does not do."""
    return f"Tệp cấu hình {path} không dùng được: {shape_words(detail)}."


def key_wrong(path: object) -> str:
    """A key file does not do."""
    return f"Tệp khóa {path} thiếu, hỏng, hoặc ai cũng đọc được. Tạo khóa bằng: motcua-hub keys"


def key_made(path: object) -> str:
    """A key file was made."""
    return f"Đã tạo {path}. Hãy sao lưu ở nơi an toàn: mất khóa là không mở lại được dữ liệu đã niêm phong."


def not_listening(address: str, detail: str) -> str:
    """The address cannot be listened on."""
    return f"Không mở được địa chỉ nghe {address} ({detail}): một motcua-hub khác đang chạy? Xem dòng listen, admin."


def office_wrong(office: str) -> str:
    """No identifier of an office."""
    return (
        f"Mã đơn vị “{office}” không phải mã định danh (QĐ 20/2020/QĐ-TTg): chữ in hoa không dấu, số và dấu chấm, "
        "tối đa 35 ký tự, ví dụ H99.01.01."
    )


def office_unknown(office: str) -> str:
    """No such office."""
    return f"Không có đơn vị {office}."


def office_there(office: str) -> str:
    """Such an office exists."""
    return f"Đơn vị {office} đã có."


def office_made(office: str) -> str:
    """An office was made."""
    return f"Đã tạo đơn vị {office}. Cấp mã cho từng máy bằng: motcua-hub code {office}"


def office_removed(office: str) -> str:
    """An office was taken out."""
    return f"Đã bỏ đơn vị {office}."


def office_in_use(office: str) -> str:
    """What has been received stays."""
    return f"Đơn vị {office} đã gửi sự việc về, không bỏ được. Máy thôi dùng thì thu hồi: motcua-hub revoke."


def device_unknown(office: str, number: int) -> str:
    """No such device."""
    return f"Đơn vị {office} không có máy {number}."


def device_gone(office: str, number: int) -> str:
    """A revoked number never comes back."""
    return f"Máy {number} của đơn vị {office} đã bị thu hồi, số này không dùng lại được."


def code_made(code: str, until: datetime) -> str:
    """How to use a one-time code."""
    when = local(until).strftime("%H:%M ngày %d/%m/%Y")
    return (
        f"Mã dùng một lần: {code}\n"
        f"Dùng được đến {when}. Trên máy ở quầy: trang Tỉnh (hoặc motcua join), gõ địa chỉ máy chủ và mã này "
        "(chữ hoa hay thường, có gạch nối hay không đều được)."
    )


def revoked(office: str, numbers: Sequence[int]) -> str:
    """A machine was revoked, under all its numbers."""
    told = ", ".join(map(str, numbers))
    more = " (các số của cùng một máy, hoặc của bản sao tệp của nó)" if len(numbers) > 1 else ""
    return (
        f"Đã thu hồi máy {told} của đơn vị {office}{more}. Việc máy đã ghi trước đó vẫn gửi được và sẽ được giữ riêng."
    )


def device(number: int, head: int, enrolled: datetime, revoked_at: datetime | None, *, instead_of: int = 0) -> str:
    """One line about a device."""
    state = f"thu hồi {_when(revoked_at)}" if revoked_at else "đang dùng"
    before = f", đổi từ số {instead_of}" if instead_of else ""
    return f"Máy {number}: {head} sự kiện, kết nối từ {_when(enrolled)}{before}, {state}"


def device_without_machine(number: int, head: int, of_machine: bool) -> str:  # noqa: FBT001 - which of two sentences
    """One line about a number that the hub knows from others only."""
    if of_machine:
        return (
            f"Máy {number}: {head} sự kiện do máy khác trả lại sau khi phục hồi; máy chưa nối lại (cấp mã cho số này)"
        )
    return f"Số {number}: {head} sự kiện của các máy đã mất, giữ dưới số riêng của máy chủ sau khi phục hồi"


def brought_back(number: int, by: int, count: int) -> str:
    """Who brought back events of a device after a restore."""
    return f"  {count} sự kiện của máy {number} do máy {by} trả lại sau khi máy chủ bị mất dữ liệu"


def renewed_often(numbers: Sequence[int]) -> str:
    """A machine that gets new numbers again and again."""
    told = ", ".join(map(str, numbers))
    return (
        f"Máy có các số {told} đã xin số mới nhiều lần trong tuần: tệp dữ liệu bị đưa về bản cũ lặp lại (phần mềm đóng "
        "băng ổ đĩa?). Sửa xong thì thu hồi một số bất kỳ trong đó và cấp mã mới cho máy."
    )


def office(office_id: str, name: str) -> str:
    """One line about an office."""
    return f"{office_id}  {name}"


def edition_published(version: int, name: str, office_id: str) -> str:
    """An edition was published."""
    return f"Đã phát hành ấn bản {version} ({name}) cho {office_id}."


def edition_wrong(file: str, detail: str) -> str:
    """Something in the folder of an edition is wrong."""
    return f"{file}: {shape_words(detail)}"


def edition_contradicts(file: str, detail: str) -> str:
    """A file of an edition is of the right form, and what it says does not do; as the reader says it."""
    return f"{file}: {detail}"


def edition_older(version: int, newest: int) -> str:
    """The number of an edition goes back."""
    return f"edition.toml: số ấn bản {version} phải lớn hơn ấn bản đã phát hành ({newest})."


def edition_missing(file: str) -> str:
    """A file that must be there."""
    return f"Thiếu tệp {file}."


def blocks_overlap(first: int, second: int) -> str:
    """Two devices would print the same numbers."""
    return f"edition.toml: khối số của máy {first} và máy {second} chồng lên nhau."


def address_wrong(key: str) -> str:
    """An address of another system to which nothing may be sent."""
    return (
        f"{key}: cần địa chỉ dạng https://máy-chủ/đường-dẫn (http chỉ cho 127.0.0.1), không kèm tên, mật khẩu, ? hay "
        "#; mật khẩu để trong tệp khóa"
    )


def path_wrong(key: str) -> str:
    """A path below such an address that is none."""
    return f"{key}: đường dẫn bắt đầu bằng / và không có dấu cách, # hay xuống dòng"


def header_wrong(key: str) -> str:
    """A header that HTTP cannot carry."""
    return f"{key}: HTTP không gửi được tên hay giá trị này (xuống dòng, chữ có dấu, dấu cách trong tên)"


def place_unknown(part: str, name: str) -> str:
    """A placeholder of a template that nothing fills."""
    return f"{part}: không có chỗ điền {{{name}}}; các chỗ điền có ở docs/may-chu-tinh.md"


def takings_turned(first: date, last: date) -> str:
    """Totals were asked for from a day that is after the last one."""
    return f"Từ ngày {first:%d/%m/%Y} là sau đến ngày {last:%d/%m/%Y}; đổi lại --from và --to."


def range_wrong(device_number: int) -> str:
    """A range, or a letter, with which no machine can work."""
    return (
        f"edition.toml: khối số của máy {device_number} không đúng (số từ 1 đến 9999, cuối không nhỏ hơn đầu; chữ của "
        "phiếu là một hoặc hai chữ cái không dấu)."
    )


def token_made(name: str, token: str, digest: str) -> str:
    """A token was made, and what to put into the settings."""
    return (
        f"Mã truy cập của {name}: {token}\n"
        "Chỉ hiện một lần này. Thêm vào tệp cấu hình rồi khởi động lại máy chủ:\n\n"
        f'[[department]]\nname = "{name}"\ntoken = "{digest}"'
    )


def status(offices: int, devices: int, events: int) -> str:
    """How much there is."""
    return f"{offices} đơn vị, {devices} máy, {events} sự kiện."


def health_database(failing: Failing | None) -> str:
    """Whether the database took a write."""
    if failing is None:
        return "Cơ sở dữ liệu ghi được."
    return f"Cơ sở dữ liệu KHÔNG ghi được: {DATABASE_FAILING[failing]}; các quầy giữ việc và tự gửi lại."


def health_scans(*, free: int, enough: bool, writable: bool) -> str:
    """Whether scanned files have room."""
    room = f"{free / (1 << 30):.1f} GB".replace(".", ",")
    if enough:
        return f"Đĩa bản quét còn trống {room}."
    wrong = f"chỉ còn trống {room}" if writable else "không ghi được (chỉ đọc, không có quyền, hoặc đã rời khỏi máy)"
    return f"Đĩa bản quét {wrong}: việc vẫn được nhận, bản quét chờ ở quầy và tự gửi khi đĩa ghi được."


def health_clock(off: timedelta) -> str:
    """The hub's clock is wrong."""
    minutes = abs(off).total_seconds() / 60
    way = "nhanh" if off > timedelta(0) else "chậm"
    return f"Đồng hồ máy chủ {way} {minutes:,.0f} phút so với cơ sở dữ liệu: xem dịch vụ giờ (NTP)."


DATABASE_FAILING = {
    Failing.AWAY: "không trả lời, hoặc không nhận tài khoản, khóa hay tên trong tệp cấu hình",
    Failing.READ_ONLY: "chỉ đọc (đang là nút dự phòng, hoặc tệp không cho ghi)",
    Failing.FULL: "đĩa của nó hết chỗ",
    Failing.LOCKED: "đang bị khóa",
    Failing.BUSY: "hết kết nối",
    Failing.DISK: "đĩa của nó hỏng",
    Failing.DAMAGED: "dữ liệu trên đĩa bị hỏng",
    Failing.SLOW: "không xong trong vài giây (đang bị khóa, hoặc chờ nút dự phòng đồng bộ)",
    Failing.UNKNOWN: "lỗi lạ, xem nhật ký của máy chủ",
}
"""Why the database takes nothing. A test holds that none is missing."""


def turned_away(why: RejectReason, count: int, last: datetime, address: str) -> str:
    """How many requests were refused since yesterday, by reason."""
    whence = f" từ {address}" if address else ""
    return f"Từ chối từ hôm qua: {_TURNED[why]} {count} lần, gần nhất lúc {local(last):%H:%M %d/%m}{whence}."


_TURNED = {
    RejectReason.CODE: "mã kết nối sai",
    RejectReason.SIGNER: "khóa ký của máy lạ",
    RejectReason.SIGNATURE: "chữ ký giả",
    RejectReason.UNSIGNED: "không ký",
    RejectReason.SENSELESS: "không đúng giao thức hoặc quá lớn",
    RejectReason.OFTEN: "hỏi quá dày",
}


def stick(
    office: str,
    device: int,
    *,
    events: int,
    head: int | None,
    files: int,
    waiting: int,
    told: int,
    refused: Refusal | None,
) -> str:
    """What came of one machine's letters on a USB stick."""
    taken = (
        "chưa nhận được việc nào" if head is None else f"nhận {events} việc (đã có đến việc {head}), {files} bản quét"
    )
    taken += f" ({waiting} bản chưa nhận được: đĩa bản quét hoặc mức trong ngày; máy gửi lại sau)" if waiting else ""
    why = f" Lý do: {STICK_REFUSED.get(refused, refused.value)}." if refused is not None else ""
    return f"{office} máy {device}: {taken}; ghi {told} thư trả lời.{why}"


def stick_not_plain(path: str) -> str:
    """Something on a stick is a link or a device."""
    return (
        f"Không đọc, không ghi vào {path}: chỗ này trên USB phải là thư mục hoặc tệp thường, "
        "không phải liên kết hay thiết bị; bỏ mục đó đi rồi chạy lại."
    )


def stick_broken(count: int) -> str:
    """Letters nobody can believe."""
    return f"{count} thư không dùng được (hỏng, bị sửa, chép dở, của máy lạ hoặc máy chủ khác), không thư nào được ghi."


STICK = "Nhận thư của các máy trên một USB và ghi thư trả lời vào đó."
STICK_FOLDER = "THƯ_MỤC_USB"
STICK_EMPTY = "USB không có thư nào cho máy chủ này."
STICK_MISSING = "Không thấy USB ở thư mục này."
STICK_FULL = "USB hết chỗ: thư trả lời chưa ghi đủ. Những việc đã nhận còn nguyên; dùng USB còn chỗ rồi chạy lại."
STICK_FAILING = "Không đọc hoặc không ghi được USB hay đĩa của máy chủ. Những việc đã nhận còn nguyên; chạy lại được."
STICK_REFUSED = {
    Refusal.GAP: "thiếu phần việc ở giữa; máy sẽ tự gửi lại từ chỗ thiếu",
    Refusal.TOO_MUCH: "máy đã gửi tới mức tối đa trong ngày; phần còn lại gửi hôm sau",
    Refusal.DEVICE_REVOKED: "máy đã bị thu hồi, việc của máy được giữ riêng",
    Refusal.LOAD_ONLY: "máy đi tận nhà chỉ nhận phần đã nạp; việc của máy đã được nhận",
}
"""Why letters were not taken in, where an administrator can say more than the reason's name."""


NATIONAL_STATES = {
    "waiting": "đang chờ",
    "sent": "đang gửi",
    "unknown": "chưa rõ kết quả",
    "accepted": "đã được nhận",
    "refused": "bị từ chối",
    "dropped": "không còn cần gửi",
}
"""How a message to the national system stands. A test holds that none is missing."""


NATIONAL_TROUBLES = {
    "not_reached": "không tới được hệ thống quốc gia hoặc không đăng nhập được, sẽ thử lại",
    "time_out": "hệ thống quốc gia không trả lời kịp, sẽ hỏi lại rồi gửi lại nếu cần",
    "cut": "đứt kết nối giữa chừng, sẽ hỏi lại rồi gửi lại nếu cần",
    "failing": "hệ thống quốc gia đang gặp sự cố, sẽ thử lại",
    "no_answer": "câu trả lời không phải của hệ thống quốc gia (có thể là trang web chặn), sẽ thử lại",
}
"""What kept an answer from us. A test holds that none is missing."""


def national_counts(counts: Mapping[str, int]) -> str:
    """How many messages are in each state."""
    told = ", ".join(f"{NATIONAL_STATES[state]}: {count}" for state, count in sorted(counts.items()))
    return told or "Chưa có bản tin nào gửi hệ thống quốc gia."


def national_troubled(code: str, step: int, reason: str) -> str:
    """A message that does not get through."""
    return f"{code} bước {step}: {NATIONAL_TROUBLES.get(reason, reason)}"


def national_again(code: str, count: int) -> str:
    """Messages wait again."""
    if count == 0:
        return f"Không có bản tin nào của hồ sơ {code} gửi hệ thống quốc gia."
    return f"Sẽ gửi lại {count} bản tin của hồ sơ {code}."


NOTICE_STATES = {
    "waiting": "đang chờ",
    "sending": "đang gửi",
    "unknown": "chưa rõ đã đến hay chưa",
    "sent": "đã gửi",
    "refused": "bị từ chối",
    "failed": "gửi nhiều ngày không được",
    "no_address": "không có địa chỉ gửi được",
    "dropped": "không còn cần báo",
}
"""How a notice to a citizen stands. A test holds that none is missing."""

NOTICE_TROUBLES = {
    "not_reached": "không nối được cổng gửi tin (địa chỉ, chứng thư, tài khoản, địa chỉ người gửi)",
    "later": "cổng gửi tin hẹn lúc khác",
    "cut": "đứt kết nối trước khi có câu trả lời",
    "disk": "không ghi được thư mục tin báo",
}
"""What kept a notice from going. A test holds that none is missing."""

NOTICE_KINDS = {
    "ready": "có kết quả",
    "supplement": "cần bổ sung",
    "postponed": "lùi ngày hẹn",
    "recomputed": "tính lại ngày hẹn",
    "refused": "không giải quyết",
    "stopped": "dừng giải quyết",
    "appointment": "nhắc lịch hẹn",
    "appointment_moved": "dời lịch hẹn",
    "appointment_cancelled": "cơ quan hủy lịch hẹn",
    "near": "sắp đến lượt",
}
"""What a notice tells. A test holds that none is missing."""


def notice_counts(counts: Mapping[str, int]) -> str:
    """How many notices are in each state."""
    told = ", ".join(f"{NOTICE_STATES[state]}: {count}" for state, count in sorted(counts.items()))
    return told or "Chưa có tin báo nào cho người dân."


def notice_reason(state: str, reason: str) -> str:
    """Why a notice did not surely arrive."""
    more = NOTICE_TROUBLES.get(reason, f"mã {reason}" if reason else "")
    return f"{NOTICE_STATES[state]} ({more})" if more else NOTICE_STATES[state]


def to_telephone(code: str, kind: str, reason: str, *, name: str, phone: str, place: str) -> str:
    """One line of the list to telephone."""
    whom = f" – {name}, {phone or 'không có số điện thoại'}" if name else ""
    where = f", vị trí {place}" if place else ""
    return f"Gọi điện: {code}{whom}: {NOTICE_KINDS[kind]}{where}; tin báo {reason}"


def notices_again(count: int) -> str:
    """Notices wait again."""
    return f"Sẽ gửi lại {count} tin báo." if count else "Không có tin báo nào phải gửi lại."


def gateway_unknown(channel: str, gateway: str, known: str) -> str:
    """The settings name a gateway there is not."""
    return f"notices.{channel}.gateway: không có cổng gửi tin “{gateway}” cho kênh này; dùng được: {known}"


def gateway_wrong(channel: str, key: str) -> str:
    """A value of a gateway does not do."""
    return f"notices.{channel}.{key}: thiếu hoặc không dùng được"


TRANSFER_CONTRADICTED = "Giao dịch mã này đã được báo với số tiền hoặc tài khoản khác; máy chủ giữ lần báo đầu."
TLS_WRONG = "tls: tệp chứng thư hoặc tệp khóa thiếu, hỏng, hoặc không đi với nhau"
SECRET_UNREADABLE = "tệp chứa khóa bí mật thiếu, rỗng, hoặc ai cũng đọc được"  # noqa: S105 - words, no secret


def provider_unknown(provider: str, known: str) -> str:
    """The settings name a provider there is no adapter for."""
    return f"payments.source.provider: không nối được với “{provider}”; dùng được: {known}"


def source_wrong(source: str, key: str) -> str:
    """A value of a provider does not do."""
    return f"payments.source “{source}”, {key}: thiếu hoặc không dùng được"


def account_of_two(number: str, one: str, other: str) -> str:
    """An account of two offices."""
    return f"payments.source.accounts: tài khoản {number} khai cho cả {one} và {other}"


PARCEL_OF_NOBODY = "Chưa có đơn vị nào gửi đơn cho bưu gửi này; báo lại sau."
PAYMENTS_NO_REASON = "Bỏ một khoản tiền khỏi danh sách phải có lý do: --reason."
PAYMENT_TROUBLES = {
    "not_reached": "không nối được (địa chỉ, chứng thư)",
    "time_out": "không trả lời kịp",
    "failing": "đang gặp sự cố hoặc hẹn lúc khác",
    "no_answer": "câu trả lời không phải của nhà cung cấp (có thể là trang web chặn)",
    "token": "không nhận mã truy cập",
    "unreadable": "có giao dịch không đọc được; các giao dịch khác vẫn nhận",
}
"""What kept a provider's answer from us. A test holds that none is missing."""


def transfer_unknown(provider: str, id_: str) -> str:
    """No such transfer on the list."""
    return f"Danh sách tiền không biết của cơ quan nào không có giao dịch {provider} {id_}."


def transfer_set_aside(provider: str, id_: str) -> str:
    """A transfer was taken off the list."""
    return f"Đã bỏ giao dịch {provider} {id_} khỏi danh sách."


def restored(offices: int) -> str:
    """Every stream began anew."""
    return f"Đã mở lượt đọc mới cho {offices} đơn vị. Các máy sẽ tự đọc lại và gửi lại phần máy chủ bị thiếu."


def set_aside(office_id: str, aside: SetAside) -> str:
    """One line about an event that is set aside."""
    facts = "".join(f" {name}={value}" for name, value in aside.facts.items())
    return f"{office_id} máy {aside.device} việc {aside.seq}: {WHY[aside.why]}{facts}"


def set_aside_count(office_id: str, why: AsideReason, number: int) -> str:
    """How many events of an office are set aside for a reason."""
    return f"{office_id}: {number} việc bị giữ lại, {WHY[why]}. Xem: motcua-hub quarantine --office {office_id}"


WHY = {
    AsideReason.UNREADABLE: "nội dung không đọc được",
    AsideReason.PROCEDURE_UNKNOWN: "mã thủ tục không có trong danh mục",
    AsideReason.FOREIGN_CODE: "mã hồ sơ của đơn vị khác",
    AsideReason.CODE_TAKEN: "mã hồ sơ đã có ở một hồ sơ khác",
    AsideReason.AMOUNT_IMPOSSIBLE: "số tiền không thể có",
    AsideReason.FILE_MISSING: "tệp quét chưa đến",
    AsideReason.NO_PLACE: "số hoặc thời điểm nằm ngoài phạm vi",
    AsideReason.CLOCK: "số đếm thứ tự (Lamport) lớn hơn nhiều so với của đơn vị; máy sẽ tự xin số mới và đếm lại",
    AsideReason.FORK: "số này đã có một việc khác: tệp của máy được khôi phục từ bản sao hoặc bị sao chép",
    AsideReason.TOO_LARGE: (
        "nội dung lớn hơn mức nhận (limits.body của máy chủ hoặc proxy; 4 MB); nội dung còn nguyên ở máy ấy"
    ),
    AsideReason.REVOKED: "máy đã bị thu hồi",
    AsideReason.OTHER: "lý do do phiên bản mới hơn của motcua-hub ghi; cập nhật motcua-hub để xem",
}
"""Why an event is set aside. A test holds that none is missing."""


def _when(at: datetime) -> str:
    return local(at).strftime("%d/%m/%Y %H:%M")
