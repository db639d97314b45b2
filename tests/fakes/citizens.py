"""Citizens who do not exist, with names as common as in life (shares of family names: Nguyễn 38 %, Trần 11 %…)."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from models.calendar.clock import local_day
from models.events import (
    DossierReceived,
    DueDate,
    FeeDue,
    FeeLine,
    Form,
    FormPrinted,
    Intake,
    PaperReceived,
    ServingStarted,
    TicketCalled,
    TicketIssued,
    TicketServed,
)
from models.history import Recorded, digest, write
from models.ids import (
    NO_DIGEST,
    ClerkId,
    CounterId,
    DeviceId,
    DossierCode,
    DossierId,
    EventId,
    SubjectId,
    TicketId,
    new_event_id,
)
from models.person import Person, Unit
from models.procedure import Channel, LimitUnit, ProcedureTaken, TimeLimit

FAMILY = {
    "Nguyễn": 38.0, "Trần": 11.0, "Lê": 9.5, "Phạm": 7.0, "Huỳnh": 5.1, "Phan": 4.5, "Vũ": 3.9, "Đặng": 2.1,
    "Bùi": 2.0, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1.0, "Lý": 0.5, "Nông": 0.4, "Hoàng": 0.4,
}  # fmt: skip
MIDDLE = ("Thị", "Văn", "Thị Hồng", "Đức", "Minh", "Thanh", "Quang", "Ngọc", "Hữu", "Xuân", "Kim", "Bảo", "Gia")
GIVEN = (
    "An", "Anh", "Bình", "Châu", "Chi", "Công", "Cường", "Dung", "Dũng", "Đào", "Đạt", "Đông", "Giang", "Hà",
    "Hải", "Hằng", "Hạnh", "Hiền", "Hiếu", "Hoa", "Hòa", "Hoàng", "Hồng", "Huệ", "Hùng", "Hương", "Huy",
    "Khánh", "Khoa", "Lan", "Liên", "Linh", "Loan", "Long", "Mai", "Mạnh", "Mẫu", "Minh", "My", "Nam", "Nga",
    "Ngân", "Nghĩa", "Nhung", "Oanh", "Phong", "Phúc", "Phương", "Quân", "Quyên", "Sơn", "Tâm", "Thắng", "Thảo",
    "Thu", "Thủy", "Tiến", "Trang", "Trung", "Tú", "Tuấn", "Tuyết", "Uyên", "Vân", "Việt", "Vy", "Xuân", "Yến",
)  # fmt: skip
HAMLETS = ("Bản Mới", "Nà Mẫu", "Thôn Đông", "Thôn Đoài", "Khu 1", "Khu 2", "Tổ 5", "Xóm Chùa", "Phố Chợ", "Đồng Mẫu")
PROCEDURES = (
    ("1.001193", "Đăng ký khai sinh", "Hộ tịch"),
    ("2.000815", "Chứng thực bản sao từ bản chính giấy tờ", "Chứng thực"),
    ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch"),
    ("1.000656", "Đăng ký khai tử", "Hộ tịch"),
)
OFFICE = Unit(
    id="H99.99.99", name="Trung tâm Phục vụ hành chính công xã Mẫu Sơn", address="Xã Mẫu Sơn, tỉnh Mẫu", phone="0205000"
)
CLERK = ClerkId("mau")
COUNTER = CounterId("1")
EVENTS_PER_VISIT = 6


def citizen(chance: random.Random) -> Person:
    """Somebody invented."""
    family = chance.choices(list(FAMILY), weights=list(FAMILY.values()))[0]
    number = f"001{chance.randrange(10**9):09d}"
    return Person(
        full_name=f"{family} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}",
        personal_number=number,
        address=f"{chance.choice(HAMLETS)}, xã Mẫu Sơn, tỉnh Mẫu",
        phone=f"09{chance.randrange(10**8):08d}",
    )


def reception(person: Person, code: str, received_at: datetime, chance: random.Random) -> DossierReceived:
    """Somebody's dossier, taken in, as large as those of a real counter."""
    procedure, name, field = chance.choice(PROCEDURES)
    return DossierReceived(
        code=DossierCode(code),
        intake=Intake(
            procedure=ProcedureTaken(code=procedure, name=name, field=field, catalogue="2026-11"),
            submitter=person,
            received_by=OFFICE,
            resolved_by=OFFICE,
            channel=Channel.DIRECT,
            papers=(
                PaperReceived(name="Tờ khai theo mẫu", originals=1),
                PaperReceived(name="Căn cước của người yêu cầu", shown_only=True),
                PaperReceived(name="Giấy tờ làm căn cứ", originals=1, copies=1),
            ),
        ),
        due=DueDate(
            at=received_at + timedelta(days=3),
            limit=TimeLimit(amount=3, unit=LimitUnit.WORKING_DAYS, source="Luật Hộ tịch"),
            why=("Thời hạn 3 ngày làm việc, không tính ngày tiếp nhận.", "Thứ Bảy và Chủ nhật không tính."),
        ),
        fee=FeeDue(lines=(FeeLine(name="Lệ phí hộ tịch", amount=8_000),), source="NQ 01/2026"),
    )


def subject_at(kind: str, made_at: datetime, chance: random.Random) -> SubjectId:
    """A subject as if named at this instant (UUIDv7)."""
    millis = int(made_at.timestamp() * 1000)
    value = millis << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62)
    text = f"{value:032x}"
    return SubjectId(f"{kind}{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}")


class Chain:
    """The events of one device, one after the other, without a file.

    Args:
        device: whose.
        named: ids as a desk makes them (UUIDv7); else short ones that are the same each run.
    """

    def __init__(self, device: int, *, named: bool = False) -> None:
        self.device = DeviceId(device)
        self._named = named
        self.seq = 0
        self.clock = 0
        self.prev = NO_DIGEST

    def add(self, subject: SubjectId, at: datetime, event: object, clock: int = 0) -> Recorded:
        """The next event of this device."""
        self.seq += 1
        self.clock = max(self.clock, clock) + 1
        recorded = Recorded(
            id=new_event_id() if self._named else EventId(f"{self.device}-{self.seq}"),
            subject=subject,
            device=self.device,
            seq=self.seq,
            clock=self.clock,
            at=at,
            clerk=CLERK,
            prev=self.prev,
            body=write(event),  # type: ignore[arg-type]  # any of the event classes
            event=event,  # type: ignore[arg-type]  # likewise
        )
        self.prev = digest(recorded)
        return recorded


def visits(
    count: int,
    seed: int,
    first: datetime = datetime(2025, 7, 1, 1, 0, tzinfo=UTC),
    *,
    device: int = 1,
    named: bool = False,
    unit: str = OFFICE.id,
) -> Iterator[Recorded]:
    """The events of so many citizens' visits, two a minute, six events each: number, call, serving, dossier, slip.

    Desks of one office must not begin on the same day: their dossier codes would be the same.
    """
    chance, chain = random.Random(seed), Chain(device, named=named)  # noqa: S311  # no secret, the same each run
    for visit in range(count):
        at = first + timedelta(seconds=30 * visit)
        ticket = TicketId(subject_at("ticket/", at, chance))
        dossier = DossierId(subject_at("dossier/", at, chance))
        person = citizen(chance)
        number, code = f"A{visit % 999 + 1:03d}", f"{unit}-{at:%y%m%d}-{visit % 9999 + 1:04d}"
        for subject, event in (
            (ticket, TicketIssued(number=number, day=local_day(at), services=("1",))),
            (ticket, TicketCalled(counter=COUNTER)),
            (ticket, ServingStarted(counter=COUNTER)),
            (dossier, reception(person, code, at, chance)),
            (dossier, FormPrinted(form=Form.RECEIPT, version="tt03-2025", copy=1)),
            (ticket, TicketServed(counter=COUNTER)),
        ):
            yield chain.add(subject, at, event)
