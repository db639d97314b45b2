"""The training desk: an invented office, its own folder, PDF files as printer. Nothing is ever sent."""

from pathlib import Path

from desk.settings import (
    FILE,
    ClerkSetting,
    DayRuleSettings,
    DeviceSettings,
    Service,
    Settings,
    WaitingRule,
    read_settings,
)
from models.files.disk import on_disk
from models.ids import ClerkId, CounterId, DeviceId
from models.not_allowed import RealDeskThere
from models.office import Office
from models.person import Unit
from models.trouble import SettingsUnreadable

SERVICES = (
    Service(id="ho-tich", name="Hộ tịch", english="Civil status"),
    Service(id="chung-thuc", name="Chứng thực", english="Certified copies, signatures"),
    Service(id="cu-tru", name="Cư trú", english="Residence"),
    Service(id="dat-dai-xay-dung", name="Đất đai, xây dựng", english="Land, construction"),
    Service(id="kinh-doanh", name="Hộ kinh doanh", english="Household business"),
    Service(id="xa-hoi", name="Chính sách xã hội", english="Social support"),
)


DAY_RULE = "Thứ Sáu xanh; thứ Sáu; không bản giấy; 2.000635; từ 01/01/2026; quy định tập"
"""On Fridays copies of civil status are taken in without paper."""


def training_settings() -> Settings:
    """Settings of an office that does not exist: commune Thử Nghiệm, device 3 with block 3001 to 3999."""
    return Settings(
        office=Office(
            unit=Unit(
                id="H00.99.01",
                name="Trung tâm Phục vụ hành chính công xã Thử Nghiệm",
                address="Thôn Mẫu, xã Thử Nghiệm",
                phone="0200 000 001",
            ),
            parent="UBND XÃ THỬ NGHIỆM",
            name="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
            place="Thử Nghiệm",
            phone="0200 000 001",
            website="thunghiem.example",
        ),
        device=DeviceSettings(number=DeviceId(3), counter=CounterId("1"), block_first=3001, block_last=3999),
        clerk=ClerkSetting(id=ClerkId("mau"), name="Trần Thị Thử", phone="0200 000 002"),
        waiting=WaitingRule(services=SERVICES),
        days=DayRuleSettings(rules=(DAY_RULE,)),
    )


def check_invented(folder: Path) -> None:
    """Go on only if what is invented may be put here: an empty folder, or one of a training desk.

    Raises:
        RealDeskThere: an office works in this folder, or has.
        DiskFailing, FolderReadOnly, FileUnreadable.
    """
    with on_disk(folder):
        has_settings, has_files = (folder / FILE).exists(), any(folder.glob("motcua.*"))
    if not has_settings and not has_files:
        return
    try:
        invented = has_settings and read_settings(folder).office.unit.id == training_settings().office.unit.id
    except SettingsUnreadable as broken:
        raise RealDeskThere(str(folder)) from broken
    if not invented:
        raise RealDeskThere(str(folder))
