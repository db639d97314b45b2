"""Wiping a visit laptop: keys destroyed, nothing readable left, nothing unsent lost, and the chain goes on."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.intake import intake
from desk.intake.drafts import Draft, save_draft
from desk.laptop import laptops
from desk.laptop.wipe import DraftsOpen, NotAllSent, NoVisitLaptop, wipe, wipe_if_due
from desk.mobile import slips
from desk.province import province
from desk.settings import DATABASE, write_settings
from models.events import FileAttached, LaptopWiped, SlipEnd
from models.files.scans import digest_of
from models.not_allowed import OfOneVerb
from models.store.file.opening import open_file
from models.store.keys.key import find_keys
from models.subjects.laptop import Laptop
from models.trouble import KeyWrong, ProvinceRefused
from sync.client.exchange import exchange_all
from sync.messages import AsideReason, Refusal
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.laptop.office import LAPTOP, Line, Office
from tests.desk.laptop.test_load import compared, wrong

NAME = "Nguyễn Thị Cần Đến"
SCAN = b"%PDF-1.4 " + NAME.encode()


def _wiped(office: Office) -> None:
    office.laptop.desk = wipe(office.laptop.desk)


def _known(office: Office) -> Laptop:
    office.laptop.exchange()
    office.desk.exchange()
    return laptops.laptop(office.desk.desk, LAPTOP)


def _all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_after_a_wipe_nothing_opens_and_nothing_names_a_citizen(office: Office, tmp_path: Path) -> None:
    wanted = office.desk.takes_in(NAME)
    office.loads(wanted)
    own = office.laptop.takes_in("Lê Thị Ở Bản")
    desk = office.laptop.desk
    desk.files.put(SCAN)
    attached = FileAttached(digest=digest_of(SCAN), size=len(SCAN), media="application/pdf", name=f"{NAME}.pdf")
    desk.store.log.record(own.id, desk.by, attached)
    (office.laptop.folder / "papers").mkdir(exist_ok=True)
    (office.laptop.folder / "papers" / "giay.pdf").write_bytes(SCAN)
    office.laptop.exchange()
    desk.store.take_snapshot()
    stolen = tmp_path / "stolen.db"
    shutil.copy(office.laptop.folder / DATABASE, stolen)
    _wiped(office)
    for key in find_keys(office.laptop.folder):
        with pytest.raises(KeyWrong):
            open_file(stolen, key)
    assert not list((office.laptop.folder / "files").rglob("*.*"))
    assert not (office.laptop.folder / "papers").exists()
    left = _all_bytes(office.laptop.folder)
    assert NAME.encode() not in left
    assert SCAN not in left
    events = list(office.laptop.desk.store.log.events())
    assert [type(one.event) for one in events] == [LaptopWiped]
    assert office.laptop.desk.store.log.history(own.id) == []


def test_the_chain_the_numbers_and_the_counts_go_on_after_a_wipe(office: Office) -> None:
    office.loads(office.desk.takes_in(NAME))
    first = office.laptop.takes_in("Lê Thị Ở Bản")
    office.laptop.exchange()
    head = office.laptop.desk.store.log.head().seq
    _wiped(office)
    assert office.laptop.desk.store.log.head().seq == head + 1
    second = office.laptop.takes_in("Phạm Văn Ở Bản")
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1
    office.laptop.reopen()
    known = _known(office)
    assert (known.load, known.aboard, known.subjects) == ("", (), ())
    assert office.desk.desk.store.log.dossier(second.id).code == second.code
    assert compared(office) == []
    assert wrong(office.laptop) == []
    assert wrong(office.desk) == []
    assert office.laptop.desk.store.log.dossier(first.id).code == ""


def test_slips_printed_before_a_wipe_keep_their_numbers_and_can_still_be_given(office: Office) -> None:
    office.loads(office.desk.takes_in(NAME))
    used, lost, out = (f"{one.number:04d}" for one in slips.make(office.laptop.desk, 3))
    form = complete(office.laptop.desk, RESIDENCE, slip=used)
    given = [intake.take_in(office.laptop.desk, form).code]
    slips.close(office.laptop.desk, [lost], SlipEnd.LOST, "rơi")
    for _ in "twice":
        office.laptop.exchange()
        _wiped(office)
        desk = office.laptop.desk
        for gone in (used, lost):
            with pytest.raises(OfOneVerb):
                intake.take_in(desk, complete(desk, RESIDENCE, slip=gone))
        assert not {f"{one.number:04d}" for one in slips.make(desk, 2)} & {used, lost, out}
        given.append(intake.take_in(desk, complete(desk, RESIDENCE)).code)
        if out not in (code[-4:] for code in given):
            given.append(intake.take_in(desk, complete(desk, RESIDENCE, slip=out)).code)
    assert out in {code[-4:] for code in given}
    assert len(set(given)) == len(given)
    assert wrong(office.laptop) == []


def test_what_was_wiped_can_be_loaded_again_the_own_work_of_before_too(office: Office) -> None:
    office.loads(office.desk.takes_in(NAME))
    own = office.laptop.takes_in("Lê Thị Ở Bản")
    office.laptop.exchange()
    _wiped(office)
    office.loads(own)
    assert office.laptop.desk.store.log.dossier(own.id) == office.desk.desk.store.log.dossier(own.id)
    assert wrong(office.laptop) == []
    assert compared(office) == []
    office.laptop.desk.store.log.rebuild()
    assert wrong(office.laptop) == []


def test_what_is_unsent_or_lies_here_alone_is_never_wiped(office: Office) -> None:
    office.loads(office.desk.takes_in(NAME))
    own = office.laptop.takes_in("Lê Thị Ở Bản")
    with pytest.raises(NotAllSent):
        wipe(office.laptop.desk)
    office.later(days=30)
    assert wipe_if_due(office.laptop.desk) is office.laptop.desk
    attached = FileAttached(digest=digest_of(SCAN), size=len(SCAN), media="application/pdf", name="a.pdf")
    office.laptop.desk.store.log.record(own.id, office.laptop.desk.by, attached)  # its file has not arrived
    answer = exchange_all(office.laptop.line(), office.laptop.ask).answer
    assert [one.why for one in answer.set_aside] == [AsideReason.FILE_MISSING]
    assert office.laptop.desk.store.log.unsent_count() == 0
    with pytest.raises(NotAllSent):
        wipe(office.laptop.desk)


def test_it_wipes_itself_after_its_days_or_at_the_offices_word_but_no_draft(office: Office) -> None:
    office.loads(office.desk.takes_in(NAME), days=3)
    assert wipe_if_due(office.laptop.desk) is office.laptop.desk
    office.later(days=3)
    save_draft(office.laptop.desk, Draft())
    assert wipe_if_due(office.laptop.desk) is office.laptop.desk
    with pytest.raises(DraftsOpen):
        wipe(office.laptop.desk)
    office.laptop.desk.store.drafts.drop(office.laptop.desk.store.drafts.keys()[0])
    office.laptop.desk = wipe_if_due(office.laptop.desk)
    assert not _known(office).load
    office.loads(office.desk.takes_in(NAME), days=7)
    laptops.order_wipe(office.desk.desk, LAPTOP, "Máy giao cho đơn vị khác")
    office.desk.exchange()
    office.laptop.exchange()
    office.laptop.desk = wipe_if_due(office.laptop.desk)
    assert office.laptop.desk.store.log.base > 0
    assert not _known(office).wipe_ordered


def test_a_hub_that_lost_what_was_wiped_gets_the_rest_under_a_new_number(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.loads(office.desk.takes_in(NAME))
    office.laptop.exchange()
    office.hub.kept()
    office.laptop.takes_in("Lê Thị Ở Bản")
    office.laptop.exchange()
    _wiped(office)
    last = office.laptop.takes_in("Phạm Văn Ở Bản")
    office.hub.restored()
    monkeypatch.setattr(province, "HubClient", lambda member, _: Line(member, office.hub))
    office.laptop.desk = province.rehome(office.laptop.desk)
    office.laptop.exchange()
    office.desk.exchange()
    log = office.laptop.desk.store.log
    assert log.device not in {1, LAPTOP}
    assert (log.base, log.unsent_count(), wrong(office.laptop)) == (0, 0, [])
    assert [one.device for one in log.tally()] == [log.device]
    assert office.desk.desk.store.log.dossier(last.id).code == last.code


def test_only_a_visit_laptop_is_wiped(office: Office) -> None:
    office.desk.exchange()
    with pytest.raises(NoVisitLaptop):
        wipe(office.desk.desk)


def test_a_machine_that_becomes_a_laptop_keeps_the_offices_data_until_it_is_wiped(office: Office) -> None:
    office.laptop.takes_in("Lê Thị Ở Bản")
    office.laptop.exchange()
    office.desk.takes_in(NAME)
    office.desk.exchange()
    settings = office.desk.desk.settings
    write_settings(office.desk.folder, replace(settings, device=replace(settings.device, visit_laptop=True)))
    office.desk.reopen()
    assert office.desk.desk.store.log.load_file is None
    with pytest.raises(ProvinceRefused) as refused:  # what it has recorded is sent; of the stream it gets no more
        office.desk.exchange()
    assert refused.value.refusal == Refusal.LOAD_ONLY
    office.desk.desk = wipe(office.desk.desk)
    assert office.desk.desk.store.log.load_file is not None
    assert [one.device for one in office.desk.desk.store.log.events()] == [1]
