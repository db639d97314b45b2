"""What two counters and their province did: joining, exchanging, a copy that wrote too, editions, reports, messages."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path

import tomli_w
from msgspec import to_builtins
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import attachments
from desk.intake import intake
from desk.line import waiting
from desk.opening import close_desk
from desk.province import province
from models.catalogue.catalogue import shipped
from models.events import NationalState, ProvinceReported
from models.ids import ClerkId, DossierId
from sync.client.files import FileUploader
from sync.client.https import HubClient
from sync.client.rate import TransferRate
from sync.hub.editions import editions
from sync.hub.log import quarantine, reports, stream
from sync.hub.national.sender import Sender, line_of
from sync.hub.national.settings import read as read_national
from sync.hub.offices import offices
from sync.hub.settings import read_keys
from sync.messages import Edition, Staff
from tests.conftest import TurnedClock
from tests.fakes.hub import RunningHub, running, settings_for
from tests.fakes.postgres import PostgreSQL
from tests.old_databases import facts, freeze
from tests.old_databases.days import counter
from tests.old_databases.facts import Facts

OFFICE = "H00.99.01"
NATIONAL: dict[str, object] = {"generation": "practice", "rules": {"fields": {"Hộ tịch": "G15-HT01"}}}
FEW = (counter.BIRTH, counter.COPIES, "1.000656")
SCAN = b"%PDF-1.4 to khai cua Nguyen Van Mau " + bytes(range(256)) * 12
FEES = '[[fee]]\nprocedure = "1.001193"\nkind = "amount"\namount = 12000\nsource = "NQ 1"\n'


def at_a_hub(folder: Path, beside: Path, piece: str, *, postgresql: bool) -> None:
    """A desk of this piece and its hub, into the folder."""
    clock = TurnedClock(freeze.OPENS_AT)
    with _hub(folder / "hub", beside, clock, postgresql=postgresql) as hub:
        told = _day(hub, folder, beside, piece, clock, cut_off=not postgresql)
        told = replace(told, told=len(stream.read(hub.store, OFFICE, 0, 9_999)), open_aside=_aside(hub))
    facts.write(told, folder)


@contextmanager
def _hub(to: Path, beside: Path, clock: TurnedClock, *, postgresql: bool) -> Iterator[RunningHub]:
    """A hub at work; once it has ended, its folder is left in ``to``."""
    folder = beside / "hub"
    folder.mkdir()
    if not postgresql:
        settings = replace(settings_for(folder, f"sqlite:///{folder / 'hub.db'}"), national=NATIONAL)
        with running(settings, clock=clock, office=OFFICE) as hub:
            yield hub
    else:
        with PostgreSQL() as server:
            url = server.fresh()
            settings = replace(settings_for(folder, url), national=NATIONAL)
            with running(settings, clock=clock, office=OFFICE) as hub:
                yield hub
            server.dump(url, folder / "hub.pgdump")
    where = "postgresql+psycopg:///motcua" if postgresql else "sqlite:////var/lib/motcua-hub/hub.db"
    told = to_builtins(replace(settings, database=replace(settings.database, url=where)))
    del told["folder"]
    (folder / "hub.toml").write_text(tomli_w.dumps(told), "utf-8")
    shutil.copytree(folder, to, ignore=freeze.LEFT_OUT)


def _day(hub: RunningHub, folder: Path, beside: Path, piece: str, clock: TurnedClock, *, cut_off: bool) -> Facts:
    desk = freeze.opened(beside / "desk", clock)
    handed = counter.work(desk, clock)
    scanned = beside / "tờ khai.pdf"
    scanned.write_bytes(SCAN)
    attachments.attach(desk, handed, scanned, "Tờ khai")
    desk = _exchanged(province.join(desk, hub.url, _code(hub)))
    _another_counter(hub, handed, beside, clock)
    desk = _exchanged(desk)
    counter.set_one_aside(desk, clock, beside / "5-again")
    _province_acts(hub, desk, clock)
    desk = _exchanged(desk)
    desk = _copied(desk, beside, clock)
    told_more: dict[str, object] = {}
    if piece != "province":
        later = import_module("tests.old_databases.days.workplace")
        desk, told_more = later.work(desk, clock, folder)
        desk = _exchanged(desk)
        if piece != "workplace":
            desk = _exchanged(import_module("tests.old_databases.days.sound_ground").work(desk, clock))
            if piece != "sound_ground":
                desk = import_module("tests.old_databases.days.house").work(desk, clock)
                if piece != "house":
                    desk = import_module("tests.old_databases.days.life").work(desk, clock, _exchanged)
                    if piece != "life":
                        desk = import_module("tests.old_databases.days.money_post_visits").work(desk, clock)
                        if piece != "money_post_visits":
                            desk = _with_more_procedures(hub, desk, clock)
                            seated = partial(_seated, hub)
                            desk = import_module("tests.old_databases.days.flexible").work(desk, clock, seated)
        desk = later.after_exchange(desk, clock)
    close_desk(desk)
    desk = freeze.opened(desk.folder, clock)
    if piece != "province":
        desk = later.signed_in(desk, later.ADMIN)
    counter.last_of_all(desk, clock)
    if piece != "province":
        told_more["unprinted"] = later.unprinted(desk)
    if facts.tells_lives(piece):
        told_more |= import_module("tests.old_databases.lives").told_by(desk.store)
    if facts.tells_others(piece):
        told_more |= import_module("tests.old_databases.others").told_by(desk.store)
    if facts.tells_service(piece):
        told_more |= import_module("tests.old_databases.service").told_by(desk.store)
    scans = {desk.files.put(SCAN): len(SCAN)}
    told = replace(facts.told_by(desk, piece), has_hub=True, scans=scans, **told_more)
    freeze.leave(desk, folder, cut_off=cut_off)
    return told


def _another_counter(hub: RunningHub, handed: DossierId, beside: Path, clock: TurnedClock) -> None:
    other = counter.machine_5(beside / "5", clock)
    other = _exchanged(province.join(other, hub.url, _code(hub)))
    counter.at_another_counter(other, handed)
    close_desk(_exchanged(other))


def _province_acts(hub: RunningHub, desk: Desk, clock: TurnedClock) -> None:
    """An edition that no longer knows one procedure, reports, messages to the nation, a machine sent away, a code."""
    clock.turn(minutes=10)
    _publish(hub, clock, 1, FEW)
    intake.refuse(desk, intake.IntakeForm(submitter=counter.TU, procedure=counter.RESIDENCE), "Không thuộc thẩm quyền.")
    code = f"{OFFICE}-261123-3002"
    said = ProvinceReported(state=NationalState.IN_PROGRESS, unit="Sở Tư pháp", officer="Trần Thị Mẫu")
    reports.report(hub.store, OFFICE, code, said, clock())
    national = read_national(hub.settings)
    line = line_of(hub.settings, national)
    assert line is not None
    with closing(line):
        sender = Sender(hub.store, national, line, clock=clock, chance=lambda: 1.0)
        for _ in range(5):
            sender.turn()
            clock.turn(minutes=5)
    offices.revoke(hub.store, OFFICE, hub.join().device, clock())
    _code(hub)


def _publish(hub: RunningHub, clock: TurnedClock, version: int, procedures: tuple[str, ...]) -> None:
    known = shipped()
    edition = Edition(
        version=version,
        name=f"Bản {version}",
        valid_from=clock().date() - timedelta(days=1),
        office=OFFICE,
        catalogue=replace(known, version=f"tinh-{version}", procedures=tuple(map(known.get, procedures))),
        fees=FEES,
        staff=(Staff(id=ClerkId("mau"), name="Trần Thị Thử Mới", phone="0200 000 009", roles=("clerk",)),),
    )
    editions.publish(hub.store, edition, read_keys(hub.settings).sign, clock())


def _copied(desk: Desk, beside: Path, clock: TurnedClock) -> Desk:
    """A copy of the file recorded and sent as well: this one goes on under another number."""
    close_desk(desk)
    shutil.copytree(desk.folder, beside / "copy")
    copy = freeze.opened(beside / "copy", clock)
    waiting.issue(copy, ["ho-tich"])
    close_desk(_exchanged(copy))
    desk = freeze.opened(desk.folder, clock)
    before = desk.store.log.device
    waiting.issue(desk, ["cu-tru"])
    desk = _exchanged(desk)
    assert desk.store.log.device != before
    return desk


def _exchanged(desk: Desk) -> Desk:
    member = province.membership(desk)
    assert member is not None
    hub = HubClient(member, desk.clock)
    try:
        rate = TransferRate(threading.Event().wait, needed=lambda: False)
        return province.synchronise(desk, before_events=FileUploader(lambda: hub, desk.files, rate))[0]
    finally:
        hub.abort()


def _with_more_procedures(hub: RunningHub, desk: Desk, clock: TurnedClock) -> Desk:
    """The next edition has those of a bundle again; the administrator is at work before and after."""
    _publish(hub, clock, 2, (*FEW, counter.RESIDENCE, "3.000722"))
    close_desk(_exchanged(desk))
    workplace = import_module("tests.old_databases.days.workplace")
    desk = freeze.opened(desk.folder, clock)
    signed_in: Desk = workplace.signed_in(desk, workplace.ADMIN)
    return signed_in


def _seated(hub: RunningHub, desk: Desk) -> Desk:
    """The desk after an exchange in which the hub leased seats; older hubs lease none."""
    serve = import_module("sync.hub.seats.leasing").serve
    files = import_module("sync.hub.seats.sender").seat_files(hub.settings)
    desk = _exchanged(desk)
    serve(hub.store, OFFICE, files, hub.hub.clock())
    return _exchanged(desk)


def _code(hub: RunningHub) -> str:
    return offices.make_code(hub.store, OFFICE, now=hub.hub.clock())


def _aside(hub: RunningHub) -> tuple[str, ...]:
    return tuple(sorted(aside.why for _, aside in quarantine.open_entries(hub.store, OFFICE)))
