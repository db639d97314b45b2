"""A desk to try things on: an invented office, a folder of its own, papers as PDF. Nothing of it is ever sent."""

from desk.settings import Clerk, Device, Service, Settings, WaitingRule
from models.ids import ClerkId, CounterId, DeviceId
from models.office import Office
from models.person import Unit

SERVICES = (
    Service(id="ho-tich", name="Hộ tịch", english="Civil status"),
    Service(id="chung-thuc", name="Chứng thực", english="Certified copies, signatures"),
    Service(id="cu-tru", name="Cư trú", english="Residence"),
    Service(id="dat-dai-xay-dung", name="Đất đai, xây dựng", english="Land, construction"),
    Service(id="kinh-doanh", name="Hộ kinh doanh", english="Household business"),
    Service(id="xa-hoi", name="Chính sách xã hội", english="Social support"),
)


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
        device=Device(number=DeviceId(3), counter=CounterId("1"), block_first=3001, block_last=3999),
        clerk=Clerk(id=ClerkId("mau"), name="Trần Thị Thử", phone="0200 000 002"),
        waiting=WaitingRule(services=SERVICES),
    )
