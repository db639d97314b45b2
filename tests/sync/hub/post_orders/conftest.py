"""A hub with a desk that hands parcels to the post, the post's system, and a sender whose clock tests turn."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.events import AnyEvent, ParcelContent, ParcelHandedOver, ParcelParty
from models.ids import DossierCode, DossierId, SubjectId, new_subject
from models.subjects.post.parcel import Parcel, fold
from sync.hub.log import intake
from sync.hub.post_orders.sender import PostOrderSender, carrier_of
from sync.hub.post_orders.settings import PostOrders, read
from sync.hub.post_orders.statuses import PostStatuses
from sync.hub.settings import DatabaseSettings, HubSettings
from sync.hub.store import HubStore, event_rows
from sync.hub.store.post import order_rows
from tests.conftest import TurnedClock
from tests.fakes.post_office import FORMAT, KEY, PostOffice
from tests.sync.hub.conftest import NOW, OFFICE, Enrol


def settings_with(folder: Path, address: str, **more: object) -> HubSettings:
    """A hub's settings with this post."""
    said = {
        **FORMAT,
        "url": address,
        "time_out": 1.0,
        "absent_after": 90.0,
        "repeat_is_safe": True,
        "key_file": "post.key",
    }
    return HubSettings(
        name="Tỉnh Mẫu",
        database=DatabaseSettings(url="unused"),
        post_orders={**said, **more},
        folder=str(folder.absolute()),
    )


class Counter:
    """A desk that hands parcels over, and the sender behind it."""

    def __init__(self, store: HubStore, enrolled: Enrol, clock: TurnedClock, folder: Path, post: PostOffice) -> None:
        self.store, self.clock, self.folder, self.post = store, clock, folder, post
        self.device, self.desk, _ = enrolled()
        self.parcels = 0

    def happens(self, subject: SubjectId, *events: AnyEvent) -> None:
        """At the desk, and at the hub at once."""
        self.desk.now = self.clock()
        self.desk.record(subject, *events)
        assert not intake.take_in(self.store, self.device, self.desk.up(), self.clock()).set_aside

    def hands_over(self, *, cod: int = 8_000, address: str = "Số 5, Phường Ba Đình, Thành phố Hà Nội") -> SubjectId:
        """A parcel with one result."""
        self.parcels += 1
        subject = new_subject("parcel/")
        content = ParcelContent(
            dossier=DossierId(SubjectId("dossier/1")),
            code=DossierCode("H26.12.34-261123-3009"),
            procedure="Đăng ký khai sinh",
            originals=("Giấy chứng sinh",),
        )
        event = ParcelHandedOver(
            number=f"PG.{OFFICE}-261123-{self.parcels:04d}",
            list_number="DB.1",
            contents=(content,),
            sender=ParcelParty(name="UBND xã Thử Nghiệm", address="Thôn Mẫu, xã Thử Nghiệm", phone="0200000000"),
            receiver=ParcelParty(name="Lý Thị Ví Dụ", address=address, phone="0912000002"),
            cod=cod,
        )
        self.happens(subject, event)
        return subject

    def said(self, **more: object) -> PostOrders:
        """The settings of the post."""
        found = read(settings_with(self.folder, self.post.url, **more))
        assert found is not None
        return found

    def sender(self, **more: object) -> PostOrderSender:
        """A sender, as after a start of the hub."""
        said = self.said(**more)
        carrier = carrier_of(settings_with(self.folder, self.post.url, **more), said)
        return PostOrderSender(self.store, said, carrier, clock=self.clock, chance=lambda: 1.0)

    def works(self, sender: PostOrderSender, *, minutes: float = 60.0) -> None:
        """So long, turn by turn."""
        end = self.clock() + timedelta(minutes=minutes)
        while self.clock() < end:
            wait = sender.turn()
            self.clock.turn(seconds=max(wait, 1.0))

    def row(self, subject: SubjectId) -> order_rows.OrderRow:
        """The order of a parcel."""
        number = self.parcel(subject).number
        with self.store.reading() as reading:
            found = order_rows.find(reading, OFFICE, number)
        assert found is not None
        return found

    def parcel(self, subject: SubjectId) -> Parcel:
        """As the office's log tells it."""
        with self.store.reading() as reading:
            return fold(subject, event_rows.of_subject(reading, OFFICE, subject))

    def statuses(self, **more: object) -> PostStatuses:
        """What takes in the post's messages."""
        return PostStatuses(self.store, self.said(**more), KEY)


@pytest.fixture
def hub_url(prepared_file: Path, tmp_path: Path) -> str:
    """The file; what differs on PostgreSQL is tested in a file of its own."""
    return f"sqlite:///{shutil.copy(prepared_file, tmp_path / 'hub.db')}"


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with PostOffice() as found:
        yield found
        assert found.faults == []


@pytest.fixture
def counter(hub_store: HubStore, enrolled: Enrol, tmp_path: Path, post: PostOffice) -> Counter:
    return Counter(hub_store, enrolled, TurnedClock(NOW), tmp_path, post)
