"""How the machine is: each line green, yellow or red for its reason, with words and what to do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from itertools import product

import pytest
from msgspec.structs import replace as with_

from desk.backup.backup import back_up, note_damage
from desk.backup.recovery import adopt_proposed, propose
from desk.cards.ports import PortChoice
from desk.cards.reader import ReaderState
from desk.desk import Desk
from desk.health.device_report import device_report
from desk.health.health import Check, CheckSubject, WindowState, checks, in_order, printer_checks, worst
from desk.health.health_words import NAME, STATE_WORDS, advice, check_words
from desk.limits import LimitState
from desk.machine_state import LastFailure, remember
from desk.settings import Printers, Scanner
from desk.staff import accounts
from models.calendar.clock import from_local
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Role
from models.codes.recovery_digits import groups_of
from models.ids import DeviceId, EventId, SubjectId
from models.receipt_leases import ReceiptPool
from models.trouble import FileDamaged, ProvinceFull, ProvinceRefused, Trouble
from sync.client.link_state import LinkState, Phase
from sync.client.membership import MEMBERSHIP, Membership, written
from sync.hub.fleet.fleet_words import SCANNERS, TROUBLES
from sync.messages import AsideReason, Refusal, SetAside, pack_report
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import Opens, data, desk, opens, place  # noqa: F401  # fixtures
from tests.desk.money.test_payments import pool

MEMBER = Membership(
    url="https://tinh.example",
    hub_name="Tỉnh Mẫu",
    office="H99.99.99",
    device=DeviceId(1),
    key=bytes(32),
    sign_key="00" * 32,
    seal_key="00" * 32,
    enrolled_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
)


def line(desk: Desk, what: CheckSubject, noticed: WindowState | None = None) -> Check:  # noqa: F811  # its value
    return next(check for check in checks(desk, noticed) if check.what is what)


def test_every_line_is_there_in_order_and_has_words(desk: Desk) -> None:  # noqa: F811  # the fixture
    found = in_order((*printer_checks(desk.settings), *checks(desk)))
    # Where there is what they are of; the program's line is made by whoever updates it.
    seldom = {CheckSubject.POST, CheckSubject.LAPTOP, CheckSubject.BATTERY, CheckSubject.PROGRAM}
    assert [one.what for one in found if one.what not in seldom] == [one for one in CheckSubject if one not in seldom]
    for check in found:
        assert NAME[check.what]
        assert check_words(check).endswith(".")
        assert bool(advice(check)) is (check.state is not LimitState.OK)
    assert set(STATE_WORDS) == set(LimitState)


def test_numbers_of_receipts_are_green_with_next_years_series_and_yellow_before_they_end(desk: Desk) -> None:  # noqa: F811  # the fixture
    def said(now: str, *pools: ReceiptPool, e_receipts: bool = False) -> tuple[LimitState, str]:
        money = with_(desk.settings.money, e_receipts=e_receipts)
        at = from_local(datetime.fromisoformat(now))
        there = replace(desk, clock=lambda: at, receipt_pools=pools, settings=with_(desk.settings, money=money))
        found = line(there, CheckSubject.RECEIPTS)
        return found.state, found.why

    this, few, next_ = pool(desk), pool(desk, 1, 20), pool(desk, series="27TAB")
    assert said("2026-11-23T08:00") == (LimitState.OK, "none")
    assert said("2026-11-23T08:00", this) == (LimitState.OK, "")
    assert said("2026-11-23T08:00", few) == (LimitState.WARN, "low")
    assert said("2026-12-09T08:00", this) == (LimitState.OK, "")
    assert said("2026-12-10T08:00", this) == (LimitState.WARN, "next_year")
    assert said("2026-12-10T08:00", this, next_) == (LimitState.OK, "")
    assert said("2027-01-02T08:00", this) == (LimitState.WARN, "none")
    assert said("2027-01-02T08:00", this, e_receipts=True) == (LimitState.OK, "provider")


def test_postal_accounts_without_an_approved_list_are_yellow(desk: Desk) -> None:  # noqa: F811  # the fixture
    assert CheckSubject.POST not in {one.what for one in checks(desk)}
    boss = accounts.create_account(desk, "an", name="An", roles=[Role.ADMIN], proof="x")
    there = accounts.create_account(boss, "buu", name="Bưu", roles=[Role.POSTAL], proof="x")
    assert line(there, CheckSubject.POST).state is LimitState.WARN
    approval = Approval(procedures=("1.010833",), valid_from=there.today, source="QĐ 1")
    approved = line(replace(there, approved=ApprovedList(approved=(approval,))), CheckSubject.POST)
    assert approved.state is LimitState.OK
    assert "1 thủ tục theo QĐ 1" in check_words(approved)


def test_every_line_says_what_to_do_whatever_its_reason() -> None:
    for what, why, state in product(
        CheckSubject, ("", "never", "old", "offline", "lost"), (LimitState.WARN, LimitState.STOP)
    ):
        check = Check(what=what, state=state, why=why)
        assert check_words(check)
        assert advice(check).endswith(".")


def test_without_a_copy_it_is_yellow_then_green_then_old(desk: Desk, clock: TurnedClock) -> None:  # noqa: F811
    assert (line(desk, CheckSubject.BACKUP).state, line(desk, CheckSubject.BACKUP).why) == (LimitState.WARN, "never")
    back_up(desk)
    assert line(desk, CheckSubject.BACKUP).state is LimitState.OK
    assert "đã mở thử và khớp" in check_words(line(desk, CheckSubject.BACKUP))
    clock.turn(days=5)
    assert line(desk, CheckSubject.BACKUP).state is LimitState.WARN
    clock.turn(days=10)
    assert line(desk, CheckSubject.BACKUP).state is LimitState.STOP
    remember(desk.store, LastFailure(at=clock(), why="Không thấy thư mục sao lưu."))
    assert "Không thấy thư mục sao lưu." in check_words(line(desk, CheckSubject.BACKUP))


def test_a_file_never_read_through_is_yellow_and_a_damaged_one_red(desk: Desk, clock: TurnedClock) -> None:  # noqa: F811
    assert line(desk, CheckSubject.FILE).why == "never"
    back_up(desk)
    assert line(desk, CheckSubject.FILE).state is LimitState.OK
    clock.turn(days=15)
    assert line(desk, CheckSubject.FILE).why == "old"
    note_damage(desk, FileDamaged("x", "page 7"))
    red = line(desk, CheckSubject.FILE)
    assert (red.state, red.why) == (LimitState.STOP, "damaged")
    assert "motcua restore" in advice(red)


def test_the_sheet_is_asked_for_until_there_is_one_that_opens_this_file(desk: Desk) -> None:  # noqa: F811
    assert line(desk, CheckSubject.RECOVERY).state is LimitState.WARN
    proposed = propose(desk)
    adopt_proposed(desk, proposed, groups_of(proposed.key)[proposed.asked - 1])
    assert line(desk, CheckSubject.RECOVERY).state is LimitState.OK
    (desk.folder / "motcua.recovery").write_bytes(b"{}")
    assert line(desk, CheckSubject.RECOVERY).state is LimitState.WARN


def test_a_wrong_clock_is_red(desk: Desk, clock: TurnedClock) -> None:  # noqa: F811
    working = replace(desk, training=False)
    clock.turn(days=-1)
    red = line(working, CheckSubject.CLOCK)
    assert red.state is LimitState.STOP
    assert "chậm hơn việc đã ghi" in check_words(red)
    working.observations.province_off = timedelta(0)
    assert line(working, CheckSubject.CLOCK).state is LimitState.OK


@pytest.fixture
def scanner() -> Scanner:
    return Scanner(port=PortChoice(path="/dev/ttyNOT-THERE"))


def test_a_scanner_is_as_the_window_says_or_else_as_its_port_is(desk: Desk, scanner: Scanner) -> None:  # noqa: F811
    working = replace(desk, training=False, settings=with_(desk.settings, scanner=scanner))
    assert line(working, CheckSubject.SCANNER).why == "lost"
    assert line(working, CheckSubject.SCANNER, WindowState(reader=ReaderState.CONNECTED)).state is LimitState.OK
    assert line(working, CheckSubject.SCANNER, WindowState(reader=ReaderState.REFUSED)).state is LimitState.WARN
    none = replace(working, settings=with_(desk.settings, keyboard_scanner=False))
    assert line(none, CheckSubject.SCANNER).why == "none"


def test_printers_are_asked_and_an_address_that_is_none_is_named(desk: Desk) -> None:  # noqa: F811
    settings = with_(desk.settings, printers=Printers(papers="tcp:127.0.0.1:1", tickets="usb"))
    papers, tickets = printer_checks(settings)
    assert (papers.state, papers.why) == (LimitState.WARN, "offline")
    assert (tickets.state, tickets.why) == (LimitState.WARN, "address")
    assert "usb" in check_words(tickets)


def test_the_worst_line_counts() -> None:
    def one(state: LimitState) -> Check:
        return Check(what=CheckSubject.DISK, state=state)

    assert worst((one(LimitState.OK), one(LimitState.WARN))) is LimitState.WARN
    assert worst((one(LimitState.STOP), one(LimitState.WARN))) is LimitState.STOP
    assert worst(()) is LimitState.OK


@pytest.mark.parametrize(
    ("why", "state", "says"),
    [
        (Refusal.PROGRAM_TOO_OLD, LimitState.STOP, "Cập nhật chương trình trên máy này"),
        (Refusal.HUB_TOO_OLD, LimitState.WARN, "Báo quản trị tỉnh cập nhật motcua-hub"),
    ],
)
def test_which_end_is_to_be_updated_is_said_with_what_to_do(
    desk: Desk,  # noqa: F811
    why: Refusal,
    state: LimitState,
    says: str,
) -> None:
    desk.store.province.put(MEMBERSHIP, written(MEMBER))
    link = LinkState(phase=Phase.REFUSED, trouble=ProvinceRefused("https://tinh.example", why.value))
    check = line(desk, CheckSubject.PROVINCE, WindowState(link=link))
    assert check.state is state
    assert "không mất" in check_words(check)
    assert advice(check).startswith(says)


def test_what_the_province_keeps_apart_is_yellow_and_says_which_and_what_to_do(
    desk: Desk,  # noqa: F811
) -> None:
    desk.store.province.put(MEMBERSHIP, written(MEMBER))

    def kept(why: AsideReason, seq: int, **facts: str) -> SetAside:
        named = EventId("e"), SubjectId("dossier/x")
        return SetAside(device=DeviceId(1), seq=seq, id=named[0], subject=named[1], why=why, facts=facts)

    def said(*held: SetAside, trouble: Trouble | None = None) -> str:
        state = LinkState(phase=Phase.UP_TO_DATE, set_aside=held, trouble=trouble)
        check = line(desk, CheckSubject.PROVINCE, WindowState(link=state))
        assert check.state is LimitState.WARN
        assert advice(check).endswith(".")
        return f"{check_words(check)} {advice(check)}"

    late, large = kept(AsideReason.FILE_MISSING, 3), kept(AsideReason.TOO_LARGE, 7, bytes=str(5 << 20))
    assert "từ việc số 3" in said(late)
    assert "Việc số 7 dài 5,0 MB" in said(late, large)
    assert "Gửi lại việc bị giữ" in said(late, large)
    assert "không còn chỗ cho bản quét; 1 việc" in said(late, trouble=ProvinceFull("https://tinh.example"))
    assert "Việc số 8 dài 0,0 MB" in said(kept(AsideReason.TOO_LARGE, 8, bytes="so many"))


def test_what_the_province_is_told_of_this_machine_is_what_the_page_shows_and_names_nobody(
    desk: Desk,  # noqa: F811  # the fixture
    clock: TurnedClock,
) -> None:
    told = device_report(desk)
    free = next(check for check in checks(desk) if check.what is CheckSubject.DISK).facts["free"]
    assert isinstance(free, int)
    assert abs(told.disk_free - free // 1_000_000) < 1_000
    assert told.state == worst(checks(desk)).value
    assert (told.backup_at, told.program) == (0, version("motcua"))
    assert "backup:never" in told.troubles
    back_up(desk)
    assert device_report(desk).backup_at == int(clock().timestamp())
    assert len(pack_report(told)) < 200


def test_the_hub_has_a_word_for_every_line_that_a_machine_tells() -> None:
    assert TROUBLES.keys() == set(CheckSubject)
    assert {state.value for state in ReaderState} <= SCANNERS.keys()
