"""Vietnamese words for the administrator on the province's machines."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from models.calendar.clock import local
from models.words.money_words import in_figures
from sync.hub.fleet.overview import FleetMachine, FleetPage, HealthAsked
from sync.messages import ReportedState

FLEET = "Các máy của các đơn vị: bản phần mềm, tình trạng, liên lạc cuối, đĩa, sao lưu, máy quét."
OFFICE = "Đầu mã đơn vị, hoặc một phần tên đơn vị."
OLDER_THAN = "Chỉ máy dùng bản cũ hơn bản này, hoặc chưa báo."
SILENT = "Chỉ máy không liên lạc từ chừng này ngày."
HEALTH = "Chỉ máy bình thường (ok), có cảnh báo (ill), phải dừng (stop), chưa báo (untold)."
PAGE = "Trang (100 máy một trang)."
OUT = "Ghi tất cả các máy ấy vào tệp này: đuôi .xlsx là bảng tính, còn lại là CSV."
TITLE = "Các máy"
NONE = "Không có máy nào như vậy."
UNTOLD = "chưa báo"
NEVER = "chưa có"

HEALTH_WORDS = {
    ReportedState.OK.value: "bình thường",
    ReportedState.WARN.value: "cần xem",
    ReportedState.STOP.value: "phải dừng",
    "": UNTOLD,
}

HEALTH_ASKED = {
    HealthAsked.OK: "bình thường",
    HealthAsked.ILL: "cần xem, phải dừng",
    HealthAsked.STOP: "phải dừng",
    HealthAsked.UNTOLD: UNTOLD,
}

TROUBLES = {
    "disk": "ổ đĩa",
    "file": "tệp dữ liệu",
    "clock": "đồng hồ",
    "backup": "sao lưu",
    "recovery": "tờ khôi phục",
    "key": "khóa dữ liệu",
    "settings": "thiết lập",
    "papers": "máy in giấy",
    "tickets": "máy in số",
    "scanner": "máy quét",
    "province": "kết nối tỉnh",
    "receipts": "số biên lai",
    "post": "bưu điện",
    "laptop": "máy lưu động",
    "program": "chương trình",
    "memory": "bộ nhớ",
    "battery": "pin",
}
"""Lines of the health page by their names in reports; a test compares them with the desk's."""

SCANNERS = {
    "connected": "đã nối",
    "lost": "mất kết nối",
    "refused": "không mở được",
    "waiting": "chưa cắm",
    "wrong_speed": "sai tốc độ",
    "stopped": "đã tắt",
    "keyboard": "gõ như bàn phím",
    "none": "chưa chọn",
    "training": "tập huấn",
    "library": "thiếu thư viện",
}


def moment(at: datetime | None) -> str:
    """A time as it is read; nothing = never."""
    return NEVER if at is None else f"{local(at):%H:%M %d/%m/%Y}"


def size(free: int | None) -> str:
    """Free bytes."""
    return UNTOLD if free is None else f"{free / 1e9:.1f} GB".replace(".", ",")


def days(one: FleetMachine) -> str:
    """Age of the last backup."""
    if one.reported_at is None:
        return UNTOLD
    if one.backup_days is None:
        return "không cần" if one.visit_laptop else NEVER
    return "hôm nay" if one.backup_days == 0 else f"{one.backup_days} ngày"


def health(one: FleetMachine) -> str:
    """State of health, and what is not well."""
    told = HEALTH_WORDS.get(one.health or "", one.health or "")
    return f"{told}: {troubles(one)}" if one.troubles else told


def troubles(one: FleetMachine) -> str:
    """What is not well, by its names on the desk's health page."""
    subjects = [trouble.partition(":")[0] for trouble in one.troubles]
    return ", ".join(TROUBLES.get(subject, subject) for subject in subjects)


def scanner(one: FleetMachine) -> str:
    """The scanner."""
    return UNTOLD if one.scanner is None else SCANNERS.get(one.scanner, one.scanner)


def program(one: FleetMachine) -> str:
    """Version of the program."""
    if one.program is not None:
        return one.program
    return f"{UNTOLD} (khi nối: {one.joined_as})" if one.joined_as else UNTOLD


def line(one: FleetMachine) -> str:
    """A machine in one line."""
    return (
        f"{one.office}  máy {one.device}: bản {program(one)}; {health(one)}; liên lạc cuối {moment(one.contact)}; "
        f"đĩa còn {size(one.disk_free)}; sao lưu {days(one)}; máy quét {scanner(one)}"
    )


COLUMNS: tuple[tuple[str, float, Callable[[FleetMachine], str | int | datetime | None]], ...] = (
    ("Mã đơn vị", 7, lambda one: one.office),
    ("Đơn vị", 14, lambda one: one.office_name),
    ("Máy", 3, lambda one: one.device),
    ("Lưu động", 4, lambda one: "có" if one.visit_laptop else ""),
    ("Bản", 5, program),
    ("Dùng bản này từ", 8, lambda one: one.program_since),
    ("Tình trạng", 12, health),
    ("Liên lạc cuối", 8, lambda one: one.contact),
    ("Báo lúc", 8, lambda one: one.reported_at),
    ("Đĩa còn (MB)", 6, lambda one: None if one.disk_free is None else one.disk_free // 1_000_000),
    ("Sao lưu cuối", 8, lambda one: one.backup_at),
    ("Máy quét", 7, scanner),
)
"""Head, weight and content of each column."""


def made(at: datetime, count: int) -> str:
    """Under the title of the spreadsheet."""
    return f"{in_figures(count)} máy, lúc {moment(at)}"


def page_line(found: FleetPage) -> str:
    """Which page it is."""
    return f"Trang {found.page}/{found.pages}, {in_figures(found.count)} máy."


def written(path: Path, count: int) -> str:
    """The table lies there."""
    return f"Đã ghi {in_figures(count)} máy vào {path}."
