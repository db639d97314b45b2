"""The load on a stick: made by a desk or by the hub, sealed to the laptop, the same bytes either way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.laptop import laptops
from desk.laptop.by_stick import write_load
from desk.laptop.wipe import wipe
from desk.province.stick import read_stick, write_stick
from desk.visit_laptop import contact
from models.subjects.dossier import Dossier
from sync.client import device_keys
from sync.client.load import load_state
from sync.hub.offices.key_list import signed_keys
from sync.stick import loads
from tests.desk.laptop.office import LAPTOP, Office
from tests.desk.laptop.test_load import compared, wrong

NAME = "Nguyễn Thị Cần Đến"


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "stick"
    folder.mkdir()
    yield folder
    assert NAME.encode() not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def wanted(office: Office) -> Dossier:
    """Something is put together for the laptop, which has heard nothing of it."""
    dossiers = [office.desk.takes_in(NAME) for _ in range(3)]
    office.laptop.exchange()
    office.desk.exchange()
    laptops.load(office.desk.desk, LAPTOP, [one.id for one in dossiers])
    store, member = office.laptop.desk.store, office.laptop.member
    keys = signed_keys(office.hub.store, office.hub.keys.sign)
    assert keys is not None
    assert device_keys.keep(store, member, keys)
    return dossiers[1]


def test_a_desk_makes_it_and_only_this_laptop_reads_it(office: Office, stick: Path, wanted: Dossier) -> None:
    assert write_load(office.desk.desk, LAPTOP, stick).events > 0
    taken = read_stick(office.laptop.desk, stick)
    assert taken.merged > 0
    assert load_state(office.laptop.desk.store).complete
    log = office.laptop.desk.store.log
    assert log.history(wanted.id) == office.desk.desk.store.log.history(wanted.id)
    assert read_stick(office.laptop.desk, stick).merged == 0
    office.desk.exchange()
    office.laptop.exchange()
    assert (wrong(office.laptop), compared(office)) == ([], [])


def test_the_hub_answers_the_laptops_stick_with_its_load(office: Office, stick: Path, wanted: Dossier) -> None:
    office.desk.exchange()
    own = office.laptop.takes_in("Lê Thị Ở Bản")
    write_stick(office.laptop.desk, stick)
    office.hub.takes(stick)
    assert read_stick(office.laptop.desk, stick).unsent == 0
    log = office.laptop.desk.store.log
    assert load_state(office.laptop.desk.store).complete
    assert log.dossier(wanted.id).code == wanted.code
    office.desk.exchange()
    assert office.desk.desk.store.log.dossier(own.id).code == own.code


def test_a_letter_that_is_cut_or_strange_brings_nothing_and_is_no_whole_load(
    office: Office, stick: Path, wanted: Dossier
) -> None:
    made = write_load(office.desk.desk, LAPTOP, stick)
    (letter,) = made.place.glob("*.load")
    whole = letter.read_bytes()
    letter.write_bytes(whole[:-7])
    assert (read_stick(office.laptop.desk, stick).merged, load_state(office.laptop.desk.store).complete) == (0, False)
    shutil.copy(made.place / letter.name, made.place / "000001-0002.load")
    letter.write_bytes(whole)
    taken = read_stick(office.laptop.desk, stick)
    assert (taken.broken, taken.merged > 0) == (1, True)
    assert office.laptop.desk.store.log.dossier(wanted.id).code == wanted.code


def test_letters_counted_twice_or_renamed_make_no_load_whole(
    office: Office, stick: Path, wanted: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loads, "MOST_EVENTS", 2)
    made = write_load(office.desk.desk, LAPTOP, stick)
    first, second, *others = sorted(made.place.glob("*.load"))
    missing = second.read_bytes()
    shutil.copy(first, second)
    read_stick(office.laptop.desk, stick)
    assert not load_state(office.laptop.desk.store).complete
    second.write_bytes(missing)
    for number, letter in enumerate((first, second, *reversed(others)), 5):
        letter.rename(letter.with_name(f"00{number:04d}-0001.load"))
    read_stick(office.laptop.desk, stick)
    assert load_state(office.laptop.desk.store).complete
    log = office.laptop.desk.store.log
    assert log.history(wanted.id) == office.desk.desk.store.log.history(wanted.id)


def test_a_desk_whose_clock_is_years_ahead_leaves_nothing_open_for_years(
    office: Office, stick: Path, wanted: Dossier
) -> None:
    office.later(days=3_000)
    write_load(office.desk.desk, LAPTOP, stick)
    office.later(days=-3_000)
    assert read_stick(office.laptop.desk, stick).merged > 0
    assert office.laptop.desk.store.log.dossier(wanted.id).code == wanted.code
    assert not contact(office.laptop.desk).closed
    office.later(days=6)
    assert contact(office.laptop.desk).closed


def test_a_stick_of_before_a_wipe_brings_nothing_aboard_again(office: Office, stick: Path, wanted: Dossier) -> None:
    write_load(office.desk.desk, LAPTOP, stick)
    read_stick(office.laptop.desk, stick)
    office.later(hours=1)
    office.desk.exchange()
    office.laptop.exchange()
    office.laptop.desk = wipe(office.laptop.desk)
    assert read_stick(office.laptop.desk, stick).merged == 0
    assert office.laptop.desk.store.log.history(wanted.id) == []
