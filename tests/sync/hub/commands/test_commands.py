"""What an administrator types, and the sentence that comes back."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.calendar.clock import day_number, micros, wall_clock
from models.ids import new_dossier_id
from sync.hub import words
from sync.hub.commands.root import hub as main
from sync.hub.editions import editions
from sync.hub.log import counts, stream
from sync.hub.log.intake import take_in
from sync.hub.offices import offices
from sync.hub.opening import open_store
from sync.hub.payments.arrivals import Arrivals
from sync.hub.payments.overview import overview
from sync.hub.payments.payment_words import payments_trouble
from sync.hub.payments.provider import BankTransaction
from sync.hub.settings import HubSettings, read_keys, read_settings
from sync.hub.store import HubStore, loss_rows, national_rows, rejected_rows
from sync.hub.store.rejected_rows import RejectedRow, RejectReason
from sync.hub.web.reporting import department as whose
from sync.messages import AsideReason, Edition, EnrolAsked
from sync.signatures.requests import key_id
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import FACTS, NOW, OFFICE, Desk
from tests.sync.hub.dossiers import MARRIAGE, PAID, received

TOML = 'name = "Tỉnh Mẫu"\n[database]\nurl = "sqlite:///{folder}/hub.db"\n'
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "hub.toml").write_text(TOML.format(folder=tmp_path), "utf-8")

    def typed(*said: str, code: int = 0) -> Result:
        done = CliRunner().invoke(main, ["--config", str(tmp_path / "hub.toml"), *said])
        assert done.exit_code == code, done.output
        return done

    typed("keys")
    return typed


@pytest.fixture
def store(run: Run, tmp_path: Path) -> Iterator[HubStore]:
    run("office", "create", OFFICE, "UBND xã Mẫu Sơn")
    opened = open_store(read_settings(tmp_path / "hub.toml"))
    yield opened
    opened.close()


def admitted(run: Run, store: HubStore) -> Desk:
    """A machine that typed the code the command printed."""
    printed = run("code", OFFICE).output
    code = re.findall(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", printed)[0]
    key = Ed25519PrivateKey.generate()
    asked = EnrolAsked(public_key=key.public_key().public_bytes_raw().hex(), unit=OFFICE, code=code)
    enrolled = offices.enrol(store, asked, FACTS, wall_clock())
    device = offices.find_device(store, key_id(key.public_key()))
    assert device is not None
    desk = Desk(enrolled.device)
    desk.record(new_dossier_id(), received(), PAID)
    take_in(store, device, desk.up(), wall_clock())
    return desk


def test_what_the_desks_took_is_a_table_or_a_file(run: Run, store: HubStore, tmp_path: Path) -> None:
    assert "chưa có khoản thu nào" in run("takings").output
    admitted(run, store)
    lines = run("takings", "--from", "2026-11-23", "--to", "2026-11-23").output.splitlines()
    assert [line.split()[0] for line in lines] == ["đơn", OFFICE, "cộng"]
    told = msgspec.json.decode(run("takings", "--to", "2026-11-23", "--json").output)
    assert [(one["day"], one["taken"], one["fees"]) for one in told] == [("2026-11-23", PAID.amount, 1)]
    file = tmp_path / "takings.csv"
    run("takings", "--office", OFFICE, "--to", "2026-11-23", "--out", str(file))
    assert file.read_text("utf-8-sig").splitlines() == [
        "office,day,paid_by,taken,fees,returned,returns",
        f"{OFFICE},2026-11-23,cash,{PAID.amount},1,0,0",
    ]
    turned = run("takings", "--from", "2026-11-24", "--to", "2026-11-23", code=1).output.strip()
    assert turned == words.takings_turned(date(2026, 11, 24), date(2026, 11, 23))
    assert run("takings", "--office", "H00", code=1).output.strip() == words.office_unknown("H00")


def test_money_on_accounts_is_told_and_what_is_nobody_s_set_aside(run: Run, store: HubStore, tmp_path: Path) -> None:
    assert payments_trouble(overview(store, read_settings(tmp_path / "hub.toml"), wall_clock())) == []
    toml = tmp_path / "hub.toml"
    (tmp_path / "payos.key").write_text("secret")
    (tmp_path / "payos.key").chmod(0o600)
    source = 'provider = "payos"\nkey_file = "payos.key"\n'
    toml.write_text(f"{toml.read_text('utf-8')}[payments]\nsince = 2026-12-01\n[[payments.source]]\n{source}", "utf-8")
    paid = BankTransaction(id="1/FT1", amount=20_000, incoming=True, account="1")
    Arrivals(store, "payos", "payos", {}).take([paid], wall_clock(), heard_by="webhook")
    told = run("payments").output
    assert "Tiền về báo hôm nay: 1 khoản" in told
    assert "payos (payos, tự báo): không hỏi." in told
    assert "payos 1/FT1: 20.000 đồng, tài khoản 1" in told
    assert "1 khoản không biết của cơ quan nào" in run("status").output
    (kept,) = msgspec.json.decode(run("payments", "--json").output)["of_nobody"]
    assert (kept["id"], kept["amount"]) == ("1/FT1", 20_000)
    which = ("payments", "--set-aside", "payos", "1/FT1")
    assert run(*which, code=1).output.strip() == words.PAYMENTS_NO_REASON
    assert run(*which, "--reason", "thử").output.strip() == words.transfer_set_aside("payos", "1/FT1")
    assert run(*which, "--reason", "thử", code=1).output.strip() == words.transfer_unknown("payos", "1/FT1")
    assert "không biết" not in run("payments").output


def test_keys_are_made_once_and_for_their_owner_alone(run: Run, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.key")}
    assert set(before) == {"sign.key", "seal.key", "database.key"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.glob("*.key"))
    assert run("keys").output.strip() == words.ALL_KEYS_THERE
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.key")} == before


def test_an_office_is_made_listed_and_never_twice(run: Run, store: HubStore) -> None:
    del store
    assert "UBND xã Mẫu Sơn" in run("office", "list").output
    assert msgspec.json.decode(run("office", "list", "--json").output)[0]["id"] == OFFICE
    assert run("office", "create", OFFICE, "khác", code=1).output.strip() == words.office_there(OFFICE)
    assert run("code", "H00", code=1).output.strip() == words.office_unknown("H00")


@pytest.mark.parametrize("office", ["", "xã Mẫu", "H99..01", "H99.", "H" * 36, "H99.01\n"])
def test_an_office_has_an_identifier_that_codes_can_begin_with_and_a_name(
    run: Run, store: HubStore, office: str
) -> None:
    del store
    assert run("office", "create", office, "UBND", code=1).output.strip() == words.office_wrong(office).strip()
    assert run("office", "create", "H99.02", " ", code=1).output.strip() == words.OFFICE_NAMELESS
    assert len(msgspec.json.decode(run("office", "list", "--json").output)) == 1


def test_an_address_that_is_taken_is_told(run: Run, tmp_path: Path) -> None:
    del run
    toml = tmp_path / "hub.toml"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        toml.write_text(f'listen = "{address}"\n' + toml.read_text("utf-8"), "utf-8")
        done = subprocess.run(  # noqa: S603 - our own program; it arranges the metrics and the log of its process
            [sys.executable, "-m", "sync.hub", "--config", str(toml), "serve"],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"Không mở được địa chỉ nghe {address}" in done.stderr


def test_a_machine_with_many_numbers_is_told_and_revoked_whole(run: Run, store: HubStore) -> None:
    admitted(run, store)
    key = Ed25519PrivateKey.generate()
    code = offices.make_code(store, OFFICE, now=wall_clock())
    asked = EnrolAsked(public_key=key.public_key().public_bytes_raw().hex(), unit=OFFICE, code=code)
    number = offices.enrol(store, asked, FACTS, wall_clock()).device
    device = offices.find_device(store, key_id(key.public_key()))
    assert device is not None
    numbers = [number]
    for _ in range(2):
        public = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
        again = EnrolAsked(public_key=public, unit=OFFICE)
        numbers.append(offices.renew(store, device, again, FACTS, wall_clock()).device)
    with store.writing() as writing:
        loss_rows.put_brought_back(writing, OFFICE, number, [4, 5], 1, 0)
    said = run("devices", OFFICE).output
    assert f"đổi từ số {number}" in said
    assert words.brought_back(number, 1, 2) in said
    assert words.renewed_often(numbers) in said
    assert words.renewed_often(numbers) in run("status").output
    assert run("revoke", OFFICE, str(numbers[1])).output.strip() == words.revoked(OFFICE, numbers)
    assert words.renewed_often(numbers) not in run("status").output


def test_what_is_set_aside_is_counted_by_status_and_listed_by_quarantine(run: Run, store: HubStore) -> None:
    desk = admitted(run, store)
    desk.record(DOSSIERS[0], b"no JSON", b"no JSON")
    device = offices.Device(office=OFFICE, number=desk.device, public_key=b"")
    take_in(store, device, desk.up(3), NOW)
    assert words.set_aside_count(OFFICE, AsideReason.UNREADABLE, 2) in run("status").output
    assert run("quarantine").output.count("nội dung không đọc được") == 2
    told = msgspec.json.decode(run("quarantine", "--json").output)
    assert [(one["office"], one["aside"]["seq"]) for one in told] == [(OFFICE, 3), (OFFICE, 4)]
    assert msgspec.json.decode(run("quarantine", "--json", "--office", "H98").output) == []


def test_who_was_turned_away_since_yesterday_is_told_with_the_address_of_the_last(run: Run, store: HubStore) -> None:
    assert "Từ chối" not in run("status").output
    today = day_number(wall_clock())
    with store.writing() as writing:
        for day, count, address in ((today - 2, 7, "10.0.0.1"), (today - 1, 40, "10.0.0.2"), (today, 2, "10.0.0.3")):
            rejected_rows.add(writing, RejectedRow(day, RejectReason.CODE, count, micros(wall_clock()), address))
        rejected_rows.add(writing, RejectedRow(today, RejectReason.UNSIGNED, 1, micros(wall_clock()), ""))
    said = run("status").output.splitlines()
    (codes,) = (line for line in said if "mã kết nối sai 42 lần" in line)
    assert codes.endswith(" từ 10.0.0.3.")
    (unsigned,) = (line for line in said if "không ký 1 lần" in line)
    assert " từ 1" not in unsigned


def test_a_code_admits_a_machine_which_is_then_listed_and_revoked(run: Run, store: HubStore) -> None:
    assert run("devices", OFFICE).output.strip() == words.NO_DEVICES
    desk = admitted(run, store)
    assert run("devices", OFFICE).output.startswith(f"Máy {desk.device}: 2 sự kiện")
    assert "1 đơn vị, 1 máy, 2 sự kiện" in run("status").output
    run("revoke", OFFICE, str(desk.device))
    (told,) = msgspec.json.decode(run("devices", OFFICE, "--json").output)
    facts = {"head": 2, "revoked": True, "instead_of": 0, "brought_back": {}}
    assert told == {"office": OFFICE, "number": desk.device} | facts
    assert "thu hồi" in run("devices", OFFICE).output
    assert run("revoke", OFFICE, "77", code=1).output.strip() == words.device_unknown(OFFICE, 77)
    gone = run("code", OFFICE, "--device", str(desk.device), code=1).output.strip()
    assert gone == words.device_gone(OFFICE, desk.device)


def test_what_is_set_aside_is_told_with_its_reason_and_judged_again(run: Run, store: HubStore, tmp_path: Path) -> None:
    assert run("quarantine").output.strip() == words.NOTHING_SET_ASIDE
    edition_in(tmp_path / "first", MARRIAGE)
    run("edition", str(tmp_path / "first"))
    desk = admitted(run, store)
    told = run("quarantine", "--office", OFFICE).output
    assert f"{OFFICE} máy {desk.device} việc 1: mã thủ tục không có trong danh mục" in told
    assert msgspec.json.decode(run("quarantine", "--json").output)[0]["aside"]["why"] == AsideReason.PROCEDURE_UNKNOWN
    assert run("judge", OFFICE, "1", "1").output.strip() == words.STILL_SET_ASIDE
    assert run("judge", OFFICE, "1", "9", code=1).output.strip() == words.NO_SUCH_ASIDE


def edition_in(folder: Path, *procedures: str, more: str = "") -> Path:
    (folder / "procedures").mkdir(parents=True)
    (folder / "edition.toml").write_text(f'name = "Tháng 12"\nvalid_from = 2026-12-01\n{more}', "utf-8")
    rules = folder / "procedures"
    (rules / "edition.toml").write_text(
        'version = "12"\nvalid_from = 2026-12-01\nsource = "mẫu"\nfiles = ["a.toml"]\n', "utf-8"
    )
    text = 'field = "Hộ tịch"\nservice = "ho-tich"\n'
    for code in procedures:
        text += f'[[procedure]]\ncode = "{code}"\nname = "Đăng ký"\nhand_in = ["Tờ khai"]\n'
    (rules / "a.toml").write_text(text, "utf-8")
    return folder


def newest(store: HubStore, settings: HubSettings) -> Edition:
    found = editions.newest(store, OFFICE)
    assert found is not None
    read_keys(settings).sign.public_key().verify(found.signature, found.body)
    return msgspec.json.decode(found.body, type=Edition)


def test_an_edition_is_read_signed_and_published_whole(run: Run, store: HubStore, tmp_path: Path) -> None:
    folder = edition_in(
        tmp_path / "edition",
        MARRIAGE,
        more='[hours]\nweekdays = "07:00-11:30, 13:30-17:00"\nsaturday = "07:30-11:00"\n'
        '[[staff]]\nid = "mau"\nname = "Trần Thị Thử"\nroles = ["intake"]\n',
    )
    (folder / "holidays.toml").write_text('[[days]]\nday = 2027-01-01\nkind = "holiday"\nname = "Tết"\n', "utf-8")
    (folder / "fees.toml").write_text(
        f'[[fee]]\nprocedure = "{MARRIAGE}"\nkind = "amount"\namount = 5000\nsource = "NQ 1"\n', "utf-8"
    )
    approved = f'[[approved]]\nvalid_from = 2027-01-01\nsource = "QĐ 1"\nprocedures = ["{MARRIAGE}"]\n'
    (folder / "approved.toml").write_text(approved, "utf-8")
    assert run("edition", str(folder), "--check").output.strip() == words.EDITION_FINE
    assert editions.newest(store, OFFICE) is None
    assert words.edition_published(1, "Tháng 12", OFFICE) in run("edition", str(folder)).output
    found = newest(store, read_settings(tmp_path / "hub.toml"))
    assert (found.version, found.catalogue is not None, found.staff[0].name) == (1, True, "Trần Thị Thử")
    assert (found.hours is not None, "2027-01-01" in found.holidays, "NQ 1" in found.fees) == (True, True, True)
    assert found.approved == approved
    run("edition", str(folder), "--office", OFFICE)
    assert newest(store, read_settings(tmp_path / "hub.toml")).version == 2


def test_all_that_is_wrong_with_an_edition_is_told_at_once_and_nothing_published(
    run: Run, store: HubStore, tmp_path: Path
) -> None:
    block = '[[blocks]]\ndevice = {}\nfirst = {}\nlast = {}\nletter = "A"\n'
    folder = edition_in(
        tmp_path / "edition",
        MARRIAGE,
        MARRIAGE,
        more='version = -1\n[hours]\nweekdays = "17:00-07:00"\n'
        + block.format(1, 1001, 1999)
        + block.format(2, 1500, 2999)
        + block.format(3, 9, 8)
        + block.format(4, 9_000, 10_000)
        + block.format(5, 8_000, 8_999).replace('"A"', '"Đ"'),
    )
    (folder / "holidays.toml").write_text('[[days]]\nday = 2027-01-01\nkind = "feast"\nname = "Tết"\n', "utf-8")
    (folder / "fees.toml").write_text("[[fee]]\n", "utf-8")
    (folder / "approved.toml").write_text("[[approved]]\n", "utf-8")
    told = run("edition", str(folder), code=1).output
    for sentence in (
        words.edition_older(-1, 0),
        words.blocks_overlap(1, 2),
        *(words.range_wrong(device) for device in (3, 4, 5)),
    ):
        assert sentence in told
    for file in ("holidays.toml: ", "fees.toml: ", "approved.toml: ", "edition.toml: [hours]"):
        assert file in told
    (tmp_path / "empty").mkdir()
    assert run("edition", str(tmp_path / "empty"), code=1).output.strip() == words.edition_missing("edition.toml")
    assert editions.newest(store, OFFICE) is None


def test_a_token_is_shown_once_and_kept_as_its_digest(run: Run, tmp_path: Path) -> None:
    printed = run("report-token", "Sở Tư pháp Mẫu").output
    lines = printed[printed.index("[[department]]") :]
    token = printed.splitlines()[0].rpartition(" ")[2]
    settings = tmp_path / "hub.toml"
    settings.write_text(settings.read_text("utf-8") + lines, "utf-8")
    (department,) = read_settings(settings).department
    assert (department.name, token in settings.read_text("utf-8")) == ("Sở Tư pháp Mẫu", False)
    assert whose((department,), f"Bearer {token}") == department
    assert whose((department,), "Bearer else") is None
    assert whose((department,), f"Basic {token}") is None


def test_messages_to_the_national_system_are_counted(run: Run, store: HubStore) -> None:
    del store
    assert "Chưa có bản tin nào" in run("national").output
    assert run("national", "--again", "H99-1").output.strip() == words.national_again("H99-1", 0)


def test_after_a_restore_every_stream_begins_anew(run: Run, store: HubStore) -> None:
    admitted(run, store)
    with store.reading() as reading:
        before = reading.exec_driver_sql("select epoch from office").scalar()
    assert words.restored(1) in run("restore-check").output
    with store.reading() as reading:
        assert reading.exec_driver_sql("select epoch from office").scalar() != before
    assert counts.counts(store, OFFICE).position == 2
    assert len(stream.read(store, OFFICE, 0, 10)) == 2


@pytest.mark.parametrize("said", [["nonsense"], ["code"], ["revoke", OFFICE, "x"], ["serve", "--else"]])
def test_wrong_use_is_one_vietnamese_sentence(run: Run, said: list[str]) -> None:
    told = run(*said, code=2).output
    assert told.count("\n") == 1
    assert "Error" not in told
    assert re.search("[ăâđêôơưạ-ỹ]", told)


def test_a_key_that_is_missing_or_open_to_all_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "database.key").chmod(0o644)
    assert "database.key" in run("status", code=1).output
    (tmp_path / "database.key").chmod(0o600)
    (tmp_path / "seal.key").unlink()
    assert run("serve", code=1).output.strip() == words.key_wrong(tmp_path / "seal.key")


def test_the_wrong_key_or_no_file_is_one_sentence(run: Run, tmp_path: Path) -> None:
    run("prepare")
    (tmp_path / "database.key").write_text("00" * 32)
    assert run("status", code=1).output.strip() == words.FAILING
    done = CliRunner().invoke(main, ["--config", str(tmp_path / "else.toml"), "status"])
    assert (done.exit_code, "else.toml" in done.output) == (1, True)


def test_every_reason_and_state_has_its_words() -> None:
    assert set(words.WHY) == set(AsideReason)
    states = {*national_rows.DUE, *national_rows.CLOSED, national_rows.REFUSED}
    assert set(words.NATIONAL_STATES) == states


@pytest.mark.parametrize("wrong", ["bad", "h99.01.01", "H9", "H99..1", "H99.01.01 ", "", "H99." + "1" * 40, "H99.01.ơ"])
def test_an_office_is_made_under_an_identifier_of_an_agency_only(run: Run, wrong: str) -> None:
    done = run("office", "create", wrong, "UBND xã Mẫu Sơn", code=1)
    assert "mã định danh" in done.stderr
    assert run("office", "list").stdout.strip() == words.NO_OFFICES


def test_an_office_made_by_mistake_is_taken_out_and_one_that_has_sent_is_not(run: Run, store: HubStore) -> None:
    run("office", "create", "H99.01.02", "Gõ nhầm")
    run("code", "H99.01.02")
    assert "H99.01.02" in run("office", "remove", "H99.01.02").stdout
    assert "H99.01.02" not in run("office", "list").stdout
    run("office", "remove", "H99.01.02", code=1)
    admitted(run, store)
    assert run("office", "remove", OFFICE, code=1).stderr.strip() == words.office_in_use(OFFICE)
    assert OFFICE in run("office", "list").stdout


def test_devices_of_all_offices_are_listed_without_naming_one(run: Run, store: HubStore) -> None:
    admitted(run, store)
    assert run("devices").stdout.startswith(f"{OFFICE}  Máy 1")
    (told,) = msgspec.json.decode(run("devices", "--json").stdout)
    assert (told["office"], told["number"]) == (OFFICE, 1)
