"""Editions: only the hub's own, only newer ones, and applied whole even when the power goes in between."""

from collections.abc import Callable, Iterator
from dataclasses import replace as with_
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from desk import machine_state, province_assignment
from desk.bundles.definitions import offered_bundles
from desk.desk import Desk
from desk.dossiers import clock
from desk.dossiers.clock import recount_open
from desk.intake.intake import take_in
from desk.opening import close_desk, open_desk
from desk.province import edition, province
from desk.province_assignment import CATALOGUE, FEES
from desk.settings import FILE, read_settings
from desk.training.training import training_settings
from models.calendar.calendar_days import SHIPPED_HOLIDAYS
from models.calendar.clock import wall_clock
from models.calendar.due_dates import working_hours
from models.catalogue.catalogue import shipped
from models.clerk import MACHINE
from models.events import DueDateChanged, DueDateRecomputed
from models.ids import ClerkId, DeviceId
from models.receipt_leases import ReceiptPool
from models.trouble import EditionUnusable, FolderReadOnly
from printing.forms.versions import forms_sets
from sync.client import editions
from sync.client.membership import Membership
from sync.hub.editions import editions as at_hub
from sync.hub.settings import read_keys
from sync.messages import Block, Edition, SignedEdition, Staff
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.joining import code, opened
from tests.fakes.hub import RunningHub

FEE = """[[fee]]
procedure = "1.001193"
kind = "amount"
amount = 12000
source = "NQ 1"
"""
DAYS = '[[days]]\nname = "Ngày không hẹn"\nvalid_from = 2026-01-01\nno_slip = true\n'
BUNDLE = """version = "tinh"
source = "QĐ 2"
[[bundles]]
code = "tinh-2-trong-1"
name = "Hai việc của tỉnh"
valid_from = 2026-01-01
source = "QĐ 2"
[[bundles.parts]]
id = "mot"
procedure = "2.000815"
[[bundles.parts]]
id = "hai"
procedure = "1.004873"
"""
APPROVED = '[[approved]]\nvalid_from = 2026-01-01\nsource = "QĐ 1"\nprocedures = ["1.001193"]\n'
PROCESS = """[[processes]]
[[processes.steps]]
id = "one"
name = "Thẩm định"
share = 1.0
"""
TODAY = wall_clock().date() - timedelta(days=1)


def edition_for(hub: RunningHub, version: int = 1, **changes: object) -> Edition:
    whole = Edition(
        version=version,
        name=f"Bản {version}",
        valid_from=TODAY,
        office=hub.office,
        catalogue=replace(shipped(), version=f"tinh-{version}"),
        fees=FEE,
        hours=working_hours("07:30-11:30, 13:00-16:30"),
        staff=(Staff(id=ClerkId("mau"), name="Trần Thị Thử Mới", phone="0200 000 009"),),
        blocks=(Block(device=DeviceId(3), first=3001, last=3500, letter="D"),),
    )
    return replace(whole, **changes)


def with_a_free_day(desk: Desk) -> str:
    """The holidays that ship, and the next working day."""
    free = desk.calendar.next_working(desk.today)
    one_more = f'days = [{{ day = {free}, kind = "holiday", name = "Ngày nghỉ thử" }},'
    return SHIPPED_HOLIDAYS.read_text("utf-8").replace("days = [", one_more, 1)


def publish(hub: RunningHub, what: Edition) -> None:
    at_hub.publish(hub.store, what, read_keys(hub.settings).sign)


def test_an_edition_with_another_holiday_counts_open_dossiers_anew_once_and_the_first_promise_stays(
    hub: RunningHub,
    held: list[Desk],
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    moved, agreed = (take_in(held[0], complete(held[0], RESIDENCE)) for _ in range(2))
    held[0].store.log.record(
        agreed.id, held[0].by, DueDateChanged(due_at=wall_clock() + timedelta(days=60), reason="", confirmed_by=MACHINE)
    )
    assert moved.due is not None
    assert moved.due.at is not None
    publish(
        hub,
        edition_for(
            hub,
            holidays=with_a_free_day(held[0]),
            hours=None,
            processes=PROCESS,
            approved=APPROVED,
            days=DAYS,
            bundles=BUNDLE,
        ),
    )
    held[0], _ = province.synchronise(held[0])
    now = held[0].store.log.dossier(moved.id)
    assert now.due is not None
    assert now.due.at is not None
    assert now.due.at > moved.due.at
    assert now.promised == moved.due
    later = held[0].store.log.dossier(agreed.id)
    assert later.due is not None
    assert later.due.at == later.extended[0].to
    assert [step.id for step in held[0].processes.process("1.001193", held[0].today).steps] == ["one"]
    assert held[0].approved.procedures(held[0].today) == {"1.001193"}
    assert [one.name for one in held[0].day_rules] == ["Ngày không hẹn"]
    assert [(one.code, len(one.parts)) for one in offered_bundles(held[0])] == [("tinh-2-trong-1", 2)]
    head = held[0].store.log.head().seq
    assert recount_open(held[0], held[0].calendar, "lần nữa") == 0
    assert held[0].store.log.head().seq == head


def test_a_new_edition_is_fetched_and_applied_whole(
    hub: RunningHub,
    held: list[Desk],
    tmp_path: Path,
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    publish(hub, edition_for(hub))
    before = held[0]
    held[0], done = province.synchronise(held[0])
    now = held[0]
    assert done.answer.edition == 1
    assert now.catalogue.version == "tinh-1"
    assert now.index is not before.index
    assert now.calendar.hours == now.settings.hours == working_hours("07:30-11:30, 13:00-16:30")
    assert now.fees.fee[0].amount == 12_000
    assert (now.settings.clerk.name, now.settings.clerk.phone) == ("Trần Thị Thử Mới", "0200 000 009")
    assert (now.settings.device.block_last, now.settings.device.letter) == (3500, "D")
    assert before.catalogue.version != "tinh-1"
    assert edition.waiting(now) is None
    close_desk(now)
    held[0] = opened(now.folder, hub)
    assert held[0].catalogue == now.catalogue
    assert held[0].settings == now.settings
    assert not list(tmp_path.rglob("*.part"))


def test_a_desk_has_the_receipt_numbers_leased_to_it_and_no_others_at_once(hub: RunningHub, held: list[Desk]) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    own, later = (
        ReceiptPool(device=DeviceId(3), series="26TAB", first=first, last=first + 99, leased_at=wall_clock())
        for first in (1, 301)
    )
    other = ReceiptPool(device=DeviceId(4), series="26TAB", first=101, last=200)
    publish(hub, edition_for(hub, receipts=(other, own)))
    held[0], _ = province.synchronise(held[0])
    assert list(held[0].receipt_pools) == [own]
    # They hold from when they are leased, not from the first day of the edition that tells of them.
    publish(hub, edition_for(hub, 2, receipts=(later, own), valid_from=held[0].today + timedelta(days=30)))
    held[0], _ = province.synchronise(held[0])
    assert editions.version_in_use(held[0].folder) == 1
    assert list(held[0].receipt_pools) == [own, later]
    close_desk(held[0])
    held[0] = opened(held[0].folder, hub)
    assert list(held[0].receipt_pools) == [own, later]


def test_receipt_numbers_alone_leave_everything_that_the_office_entered_as_it_is(
    hub: RunningHub, held: list[Desk]
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    (held[0].folder / FEES).write_text(FEE, "utf-8")
    pool = ReceiptPool(device=DeviceId(3), series="26TAB", first=1, last=100)
    bare = Edition(version=1, name="", valid_from=TODAY, office=hub.office, receipts=(pool,), only_receipts=True)
    publish(hub, bare)
    held[0], _ = province.synchronise(held[0])
    assert list(held[0].receipt_pools) == [pool]
    whole = edition_for(hub, 2, fees="")
    publish(hub, whole)
    held[0], _ = province.synchronise(held[0])
    assert list(held[0].receipt_pools) == []
    assert not (held[0].folder / FEES).exists()
    (held[0].folder / FEES).write_text(FEE, "utf-8")
    publish(hub, replace(whole, version=3, receipts=(pool,)))
    before = held[0].catalogue
    held[0], _ = province.synchronise(held[0])
    assert editions.version_in_use(held[0].folder) == 3
    assert list(held[0].receipt_pools) == [pool]
    assert held[0].catalogue is before
    assert (held[0].folder / FEES).read_text("utf-8") == FEE


def test_what_an_edition_leaves_empty_is_as_the_program_ships(
    hub: RunningHub,
    held: list[Desk],
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    publish(hub, edition_for(hub))
    held[0], _ = province.synchronise(held[0])
    publish(hub, edition_for(hub, 2, catalogue=None, fees=""))
    held[0], _ = province.synchronise(held[0])
    assert held[0].catalogue == shipped()
    assert held[0].fees.fee == ()
    assert (held[0].folder / f"{CATALOGUE}.before-2").exists()
    assert (held[0].folder / f"{FEES}.before-2").exists()


@pytest.mark.parametrize("cut_at", ["write_catalogue", "write_whole", "_put_aside", "save_settings"])
def test_a_power_cut_while_it_is_applied_is_made_good_at_the_next_opening(
    hub: RunningHub,
    held: list[Desk],
    monkeypatch: pytest.MonkeyPatch,
    cut_at: str,
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    publish(hub, edition_for(hub, holidays=""))

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(province_assignment, cut_at, cut)
        with pytest.raises(KeyboardInterrupt):
            province.synchronise(held[0])
    folder = held[0].folder
    close_desk(held[0])
    held[0] = opened(folder, hub)
    assert held[0].catalogue.version == "tinh-1"
    assert held[0].settings.device.letter == read_settings(folder).device.letter == "D"
    assert held[0].fees.fee[0].amount == 12_000
    assert editions.version_in_use(folder) == 1


@pytest.mark.parametrize(
    ("module", "cut_at"),
    [
        (editions, "begin"),
        (province_assignment, "save_settings"),
        (clock, "recount_open"),
        (machine_state, "forget"),
    ],
)
def test_a_power_cut_loses_no_recounting_of_open_dossiers_and_repeats_none(
    hub: RunningHub, held: list[Desk], monkeypatch: pytest.MonkeyPatch, module: ModuleType, cut_at: str
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    dossier = take_in(held[0], complete(held[0], RESIDENCE))
    publish(hub, edition_for(hub, holidays=with_a_free_day(held[0]), hours=None))

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(module, cut_at, cut)
        with pytest.raises(KeyboardInterrupt):
            province.synchronise(held[0])
    folder = held[0].folder
    for _ in range(2):
        close_desk(held[0])
        held[0] = opened(folder, hub)
        held[0] = edition.apply(held[0])  # one that was not begun waits on
        told = [one.event for one in held[0].store.log.history(dossier.id)]
        (again,) = (one for one in told if isinstance(one, DueDateRecomputed))
        assert again.edition == "tinh-1"
    now = held[0].store.log.dossier(dossier.id)
    assert now.promised == dossier.due
    assert now.due != dossier.due


def test_a_disk_that_takes_no_writing_keeps_the_edition_for_later(
    hub: RunningHub,
    held: list[Desk],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    publish(hub, edition_for(hub))

    def refused(*_: object) -> None:
        raise FolderReadOnly("settings.toml")

    with monkeypatch.context() as disk:
        disk.setattr(province_assignment, "save_settings", refused)
        with pytest.raises(FolderReadOnly):
            province.synchronise(held[0])
    held[0] = edition.apply(held[0])
    assert held[0].settings.device.letter == "D"


def test_an_edition_of_tomorrow_waits(hub: RunningHub, held: list[Desk]) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    publish(hub, edition_for(hub, valid_from=held[0].today + timedelta(days=2)))
    held[0], _ = province.synchronise(held[0])
    assert edition.waiting(held[0]) is None
    assert edition.apply(held[0]) is held[0]
    later = with_(held[0], clock=lambda: wall_clock() + timedelta(days=3))
    found = edition.waiting(later)
    assert found is not None
    held[0] = edition.apply(later)
    assert held[0].catalogue.version == "tinh-1"


# ---- what is no edition ------------------------------------------------------------------------------------

Keeps = Callable[..., Edition | None]


@pytest.fixture
def keeps(tmp_path: Path) -> Iterator[Keeps]:
    """Keeps an edition signed with the hub's key (or another one) in a folder."""
    key = Ed25519PrivateKey.generate()
    member = Membership(
        url="https://hub.example",
        hub_name="Tỉnh Mẫu",
        office="H99.99.99",
        device=DeviceId(3),
        key=bytes(32),
        sign_key=key.public_key().public_bytes_raw().hex(),
        seal_key="00" * 32,
        enrolled_at=wall_clock(),
    )

    def keep(body: bytes, *, signed_with: Ed25519PrivateKey = key, altered: bytes = b"") -> Edition | None:
        return editions.keep(SignedEdition(body=altered or body, signature=signed_with.sign(body)), tmp_path, member)

    yield keep
    assert not (tmp_path / editions.APPLYING).exists()


def small(version: int = 1, **changes: object) -> Edition:
    plain = Edition(version=version, name="Bản", valid_from=date(2026, 1, 1), office="H99.99.99")
    return replace(plain, **changes)


@pytest.mark.parametrize(
    "wrong",
    [
        small(office="H00.00.00"),
        small(holidays="days = 3"),
        small(blocks=(Block(device=DeviceId(3), first=9, last=8, letter="A"),)),
        small(blocks=(Block(device=DeviceId(3), first=1, last=10_000, letter="A"),)),
        small(blocks=(Block(device=DeviceId(3), first=1, last=2, letter="A1"),)),
        small(receipts=(ReceiptPool(device=DeviceId(3), series="26TAF", first=1, last=2),)),
        small(fees="[[fee]]\nprocedure = 1"),
        small(catalogue=replace(shipped(), procedures=shipped().procedures[:1] * 2)),
    ],
    ids=["office", "holidays", "block", "long", "letter", "receipts", "fees", "catalogue"],
)
def test_an_edition_that_cannot_be_used_is_refused(keeps: Keeps, tmp_path: Path, wrong: Edition) -> None:
    keeps(msgspec.json.encode(small(1)))
    before = (tmp_path / editions.WAITING).read_bytes()
    with pytest.raises(EditionUnusable):
        keeps(msgspec.json.encode(replace(wrong, version=2)))
    assert (tmp_path / editions.WAITING).read_bytes() == before


def test_what_another_key_signed_or_somebody_altered_is_refused(keeps: Keeps, tmp_path: Path) -> None:
    body = msgspec.json.encode(small())
    with pytest.raises(EditionUnusable):
        keeps(body, signed_with=Ed25519PrivateKey.generate())
    with pytest.raises(EditionUnusable):
        keeps(body, altered=body.replace(b'"version":1', b'"version":2'))
    with pytest.raises(EditionUnusable):
        keeps(b"no JSON")
    assert list(tmp_path.iterdir()) == []


def test_an_older_edition_changes_nothing(keeps: Keeps) -> None:
    keeps(msgspec.json.encode(small(5)))
    found = keeps(msgspec.json.encode(small(4)))
    assert found is not None
    assert found.version == 5


def test_only_a_set_of_forms_that_this_program_has_is_taken() -> None:
    settings = training_settings()
    assert province_assignment.with_edition(settings, small(forms="khong-co")).forms == settings.forms
    known = forms_sets()[0].name
    assert province_assignment.with_edition(settings, small(forms=known)).forms == known


def test_a_folder_with_a_training_desk_has_no_settings_to_write(tmp_path: Path) -> None:
    opened_ = open_desk(tmp_path / "t", settings=training_settings(), training=True)
    province_assignment.save_settings(opened_.folder, opened_.settings)
    assert not (opened_.folder / FILE).exists()
    close_desk(opened_)
