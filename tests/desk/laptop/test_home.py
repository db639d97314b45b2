"""A day of visits comes home over a thin line: text first, photographs at half of the line, by a simulated clock."""

from hashlib import sha256

from models.events import FileAttached
from models.files.parts import OffsetWrong
from models.ids import FileDigest
from models.trouble import ProvinceRefused
from sync.client.exchange import exchange_all
from sync.client.files import FileUploader
from sync.client.rate import TransferRate
from sync.messages import Refusal, Up, UpAnswer, pack
from tests.desk.laptop.office import Line, Machine, Office

SPEED = 1_000_000 / 8
"""Bytes a second on 1 Mbit/s."""
VISITS, PHOTOGRAPHS, SIZE = 40, 4, 300_000
LONGEST = 14 * 60
TEXT_BY = 60


class ThinLine(Line):
    """Carries ``SPEED`` bytes a second by its own clock; the counter needs the line all the time."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine.member, machine.hub)
        self.seconds = 0.0
        self.text_home: float | None = None
        self.parts: dict[FileDigest, bytes] = {}
        self.rate = TransferRate(self._rest, needed=lambda: True, now=lambda: self.seconds)

    def _rest(self, seconds: float) -> bool:
        self.seconds += seconds
        return False

    def up(self, up: Up) -> UpAnswer:
        self.seconds += len(pack(up)) / SPEED
        return super().up(up)

    def file_reached(self, digest: FileDigest, size: int) -> int:
        del size
        self.text_home = self.seconds if self.text_home is None else self.text_home
        return len(self.parts.setdefault(digest, b""))

    def send_piece(self, digest: FileDigest, size: int, offset: int, piece: bytes) -> int:
        if offset != len(self.parts[digest]):
            raise ProvinceRefused("thin", Refusal.GAP, head=len(self.parts[digest])) from OffsetWrong(offset)
        self.seconds += len(piece) / SPEED
        self.parts[digest] += piece
        if len(self.parts[digest]) == size:
            assert sha256(self.parts[digest]).hexdigest() == digest
            self._hub.files.of(self.membership.office).put(self.parts[digest])
        return len(self.parts[digest])


def test_forty_visits_with_their_photographs_are_home_within_fourteen_minutes_text_first(office: Office) -> None:
    office.loads(office.desk.takes_in("Nguyễn Thị Cần Đến"))
    desk = office.laptop.desk
    for visit in range(VISITS):
        taken = office.laptop.takes_in(f"Lê Thị Bản {visit}")
        for number in range(PHOTOGRAPHS):
            content = sha256(b"%d %d" % (visit, number)).digest() * (SIZE // 32)
            digest = desk.files.put(content)
            event = FileAttached(digest=digest, size=len(content), media="image/jpeg", name="anh.jpg")
            desk.store.log.record(taken.id, desk.by, event)
    line = ThinLine(office.laptop)
    before = FileUploader(lambda: line, desk.files, line.rate)
    done = exchange_all(line, office.laptop.ask, before_events=before)
    assert (done.answer.set_aside, desk.store.log.unsent_count()) == ((), 0)
    assert len(line.parts) == VISITS * PHOTOGRAPHS
    assert line.text_home is not None
    assert line.text_home <= TEXT_BY
    assert line.seconds <= LONGEST
