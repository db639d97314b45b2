"""A series told, leased, used and declared by commands."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.calendar.clock import local_day, wall_clock
from models.events import ReceiptIssued
from models.ids import new_subject
from models.money import ReceiptNumber
from models.receipt_leases import lease_subject, series_year
from sync.hub import words
from sync.hub.commands.root import hub as main
from sync.hub.log.intake import take_in
from sync.hub.offices import offices
from sync.hub.opening import open_store
from sync.hub.receipts import receipt_words
from sync.hub.settings import read_settings
from sync.signatures.requests import key_id
from tests.sync.hub.conftest import OFFICE, Desk, enrol

YEAR = local_day(wall_clock()).year
SERIES = f"{YEAR % 100:02d}TAB"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    more = "[receipts.leases]\nsize = 20\nleast = 5\n"
    database = f'[database]\nurl = "sqlite:///{tmp_path}/hub.db"\n'
    (tmp_path / "hub.toml").write_text(f'name = "Tỉnh Mẫu"\n{database}{more}', "utf-8")

    def typed(*said: str, code: int = 0) -> Result:
        done = CliRunner().invoke(main, ["--config", str(tmp_path / "hub.toml"), *said])
        assert done.exit_code == code, done.output
        return done

    typed("keys")
    typed("office", "create", OFFICE, "UBND xã Mẫu Sơn")
    return typed


def test_a_series_is_told_leased_and_reported(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("receipts", OFFICE).output.strip() == receipt_words.NO_SERIES
    assert words.office_unknown("H00.00.00") in run("receipts", "H00.00.00", code=1).output
    wrong = run("receipt-series", OFFICE, "26XAB", code=1).output
    assert receipt_words.series_wrong("EBL01", "26XAB") in wrong
    assert "--valid-to" in run("receipt-series", OFFICE, SERIES, "--valid-to", "30/12/2026", code=2).output
    key = Ed25519PrivateKey.generate()
    store = open_store(read_settings(tmp_path / "hub.toml"))
    enrolled = enrol(store, key)
    told = run("receipt-series", OFFICE, SERIES, "--kind", "fee", "--body", "Thuế cơ sở 1", "0100", "Xã Mẫu")
    assert told.output.strip() == receipt_words.series_told(SERIES, 1)
    assert receipt_words.series_there(SERIES) in run("receipt-series", OFFICE, SERIES, code=1).output
    device, desk = offices.find_device(store, key_id(key.public_key())), Desk(enrolled.device)
    assert device is not None
    lease = lease_subject("EBL01", SERIES, 1)
    for number in (1, 3):
        issued = ReceiptIssued(number=ReceiptNumber(form="EBL01", series=SERIES, number=number), lease=lease)
        desk.record(new_subject("receipt/"), issued)
    take_in(store, device, desk.up(), wall_clock())
    said = run("receipts", OFFICE).output
    assert receipt_words.series_line("EBL01", SERIES, (20, 2, 0, 0, 0, 18, 99_999_979)) in said
    assert receipt_words.gaps(((2, 2),)) in said
    (found,) = msgspec.json.decode(run("receipts", OFFICE, "--json").output)
    assert (found["leased"], found["issued"], found["leases"][0]["gaps"]) == (20, 2, [[2, 2]])
    assert receipt_words.declared(0) in run("receipt-unused", OFFICE, SERIES, "1", "20", "--reason", "x").output
    day = local_day(desk.now).isoformat()
    assert msgspec.json.decode(run("receipts", OFFICE, "--day", day).output)["count"] == 2
    out = tmp_path / "day.xml"
    assert run("receipts", OFFICE, "--day", day, "--out", str(out)).output.strip() == receipt_words.day_written(2, out)
    assert out.read_bytes().count(b"<number>") == 2
    run("revoke", OFFICE, str(enrolled.device))
    assert receipt_words.series_closed(SERIES) in run("receipt-series", OFFICE, SERIES, "--close").output
    store.close()
    assert series_year(SERIES) == YEAR
