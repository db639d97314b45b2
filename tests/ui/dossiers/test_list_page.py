"""The list, one dossier, the settings: what they show, what is done there, and what is said when it may not be."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desk.dossiers.deadlines import Deadline, Nearness
from desk.settings import OtherUnit, Settings, read_settings
from desk.views import PAGE
from models.calendar.due_dates import parse_sessions
from models.events import DossierVoided, DueDate, ReturnBy
from models.ids import ClerkId
from models.person import Authority, Organisation, Person, Unit
from models.procedure import TimeLimit
from models.subjects.dossier import DossierStatus
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.fakes.events import START
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure, dossiers
from tests.ui.dossiers.sheets import field_of, part_of, sheet_of
from ui.dossiers.correct_part import CorrectPart
from ui.dossiers.dossier_page import DossierPage
from ui.dossiers.list_page import DossiersPage
from ui.settings.settings_page import SettingsPage
from ui.settings.setup_clerks import SignerPart
from ui.settings.setup_device import LinePart
from ui.settings.setup_hours import HoursSetting
from ui.settings.setup_look import LookPart
from ui.settings.setup_office import OfficePart, OtherUnitsPart
from ui.settings.setup_printers import PrintersPart
from ui.widgets.field import Field

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def received(clerk: Clerk, person: Person) -> Clerk:
    """A clerk who has taken one dossier in."""
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    return clerk


def opens_dossier(clerk: Clerk) -> DossierPage:
    clerk.press(Qt.Key.Key_F, CTRL)
    clerk.waits()
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.window.front == "dossier")
    clerk.waits()
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    return page


def said_on(page: DossierPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def column(page: DossiersPage, head: str) -> int:
    return next(n for n, column in enumerate(page.rows.columns) if column.head == head)


def test_the_search_finds_by_words_without_marks_as_one_types(received: Clerk, person: Person) -> None:
    page = received.page("dossiers")
    assert isinstance(page, DossiersPage)
    received.types(person.personal_number[-4:])
    received.until(lambda: len(page.rows.rows) == 1)
    page.search.clear()
    received.types("khongcoai")
    received.until(lambda: not page.rows.rows)
    assert not page.table.isVisible()


def test_f6_goes_to_the_search_of_the_list(received: Clerk) -> None:
    page = received.page("dossiers")
    assert isinstance(page, DossiersPage)
    page.table.setFocus()
    received.press(Qt.Key.Key_F6)
    assert received.focus is page.search


def test_enter_before_the_answer_opens_what_the_answer_brings(received: Clerk, person: Person) -> None:
    page = received.page("dossiers")
    assert isinstance(page, DossiersPage)
    received.types(person.personal_number[-4:])
    received.press(Qt.Key.Key_Return)
    received.until(lambda: received.window.front == "dossier")


def test_the_list_sorts_in_the_database_and_filters_by_status(received: Clerk) -> None:
    page = received.page("dossiers")
    assert isinstance(page, DossiersPage)
    page.table.horizontalHeader().sectionClicked.emit(column(page, "Chủ hồ sơ"))
    received.waits()
    assert page.rows.order == "name"
    page.status_filter.choose(DossierStatus.SUPPLEMENT)
    page.status_filter.chosen.emit(DossierStatus.SUPPLEMENT)
    received.waits()
    assert not page.rows.rows


def test_the_list_has_what_is_due_first_and_a_filter_for_today_soon_and_overdue(
    clerk: Clerk, clock: TurnedClock
) -> None:
    chance, chain = random.Random(3), Chain(9)  # noqa: S311  # no secret, the same each run
    clock.now = START  # 08:00 on a Monday
    heard = []
    for number, hours in enumerate((48, -1, 3, 8, None)):
        at = START - timedelta(days=9) + number * timedelta(seconds=1)
        event = reception(citizen(chance), f"H-{number}", at, chance)
        due = None if hours is None else START + timedelta(hours=hours)
        event = replace(event, due=DueDate(at=due))
        if number == 2:
            event = replace(event, intake=replace(event.intake, owner=Person(full_name="Lý Thị Chủ")))
        heard.append(chain.add(subject_at("dossier/", at, chance), at, event))
    heard.append(chain.add(heard[4].subject, START, DossierVoided(reason="nhầm", confirmed_by=ClerkId("hai"))))
    clerk.app.jobs.ask(QObject(), lambda work: work.desk.store.log.merge(heard))
    clerk.waits()
    page = clerk.page("dossiers")
    assert isinstance(page, DossiersPage)

    def shown(head: str) -> list[str]:
        at = column(page, head)
        return [str(page.rows.index(n, at).data()) for n in range(page.rows.rowCount())]

    assert shown("Mã hồ sơ") == ["H-1", "H-2", "H-3", "H-0", "H-4"]
    assert shown("Hẹn trả") == [
        "07:00 23/11 · quá 1 giờ làm",
        "11:00 23/11 · còn 3 giờ làm",
        "16:00 23/11 · còn 6 giờ làm",
        "08:00 25/11 · còn 2 ngày",
        "",
    ]
    assert [page.rows.rows[n].nearness for n in range(4)] == [Nearness.OVERDUE, Nearness.URGENT, *[Nearness.FAR] * 2]
    assert shown("Chủ hồ sơ")[1] == "Lý Thị Chủ"
    assert shown("Người nộp")[1] == page.rows.rows[1].row.submitter != ""
    assert shown("Người nộp")[0] == "chính chủ"
    assert shown("Tình trạng")[0] == "Đã tiếp nhận"
    assert shown("Tình trạng")[4] == "ĐÃ HỦY"
    for deadline, codes in (
        (Deadline.OVERDUE, ["H-1"]),
        (Deadline.TODAY, ["H-1", "H-2", "H-3"]),
        (Deadline.SOON, ["H-2", "H-3", "H-0"]),
    ):
        button = page.due_filter.buttons()[page.due_filter.values.index(deadline)]
        button.click()
        clerk.waits()
        assert shown("Mã hồ sơ") == codes, deadline
    page.status_filter.choose(DossierStatus.VOIDED)
    page.status_filter.chosen.emit(DossierStatus.VOIDED)
    clerk.waits()
    assert (shown("Mã hồ sơ"), page.due_filter.value) == (["H-4"], None)
    clerk.press(Qt.Key.Key_F6)
    clerk.types("h")  # what is typed searches everything, and no filter says otherwise
    clerk.waits()
    clerk.until(lambda: page.rows.rowCount() == 5)
    assert page.status_filter.value is None
    assert page.rows.headerData(column(page, "Mã hồ sơ"), Qt.Orientation.Horizontal) == "Mã hồ sơ ↓"


def test_the_time_left_is_told_anew_each_minute_and_the_line_in_front_stays(clerk: Clerk, clock: TurnedClock) -> None:
    chance, chain = random.Random(3), Chain(9)  # noqa: S311  # no secret, the same each run
    clock.now = START
    heard = []
    for number in range(3):
        event = replace(
            reception(citizen(chance), f"H-{number}", START, chance),
            due=DueDate(at=START + timedelta(hours=1, minutes=number)),
        )
        heard.append(chain.add(subject_at("dossier/", START + number * timedelta(seconds=1), chance), START, event))
    clerk.app.jobs.ask(QObject(), lambda work: work.desk.store.log.merge(heard))
    clerk.waits()
    page = clerk.page("dossiers")
    assert isinstance(page, DossiersPage)
    page.table.selectRow(1)
    clock.turn(hours=2)
    page._minutes.timeout.emit()
    clerk.waits()
    assert [line.nearness for line in page.rows.rows] == [Nearness.OVERDUE] * 3
    assert page.table.currentIndex().row() == 1


def test_the_list_is_scrolled_to_its_end_in_pages_that_join_while_others_take_in(clerk: Clerk) -> None:
    chance, chain, asker = random.Random(3), Chain(9), QObject()  # noqa: S311  # no secret, the same each run

    def hear(count: int) -> None:
        heard = []
        for _ in range(count):
            at, code = START + chain.seq * timedelta(seconds=1), f"H-{chain.seq}"
            heard.append(
                chain.add(subject_at("dossier/", at, chance), at, reception(citizen(chance), code, at, chance))
            )
        clerk.app.jobs.ask(asker, lambda work: work.desk.store.log.merge(heard))
        clerk.waits()

    hear(2 * PAGE + 50)
    page = clerk.page("dossiers")
    assert isinstance(page, DossiersPage)
    page.rows.sort(column(page, "Mã hồ sơ"))
    clerk.waits()
    assert "450 hồ sơ" in {label.text() for label in page.findChildren(QLabel)}
    first = list(page.rows.rows)
    assert len(first) == PAGE
    page.table.setFocus()
    for shown in (2 * PAGE, 2 * PAGE + 50):
        hear(1)
        QTest.keyClick(page.table, Qt.Key.Key_End, CTRL)
        clerk.until(lambda shown=shown: len(page.rows.rows) == shown)  # type: ignore[misc]  # bound at once
        clerk.waits()
    assert list(page.rows.rows[:PAGE]) == first
    codes = [line.row.code for line in page.rows.rows]
    assert codes == [f"H-{number}" for number in reversed(range(2 * PAGE + 50))]
    assert page.rows.index(len(codes) - 1, column(page, "Mã hồ sơ")).data() == "H-0"


def test_a_dossier_tells_its_history_in_sentences(received: Clerk, person: Person) -> None:
    said = said_on(opens_dossier(received))
    assert f"Tiếp nhận hồ sơ H00.99.01-261123-3001 của {person.full_name}" in said
    assert "Đã tiếp nhận" in said


def test_a_reprint_says_which_copy_it_is(received: Clerk, tmp_path: Path) -> None:
    page = opens_dossier(received)
    before = len(list((tmp_path / "papers").glob("receipt-*.pdf")))
    received.press(Qt.Key.Key_P, CTRL)
    received.waits()
    assert len(list((tmp_path / "papers").glob("receipt-*.pdf"))) == before + 1
    assert "In giấy tiếp nhận" in said_on(page)


def test_a_correction_keeps_the_old_in_the_history(received: Clerk) -> None:
    page = opens_dossier(received)
    received.press(Qt.Key.Key_E, CTRL)
    part_of(page, "correct", CorrectPart).person.phone.edit.setFocus()
    received.types("0900000999")
    part_of(page, "correct", CorrectPart).reason.edit.setFocus()
    received.types_vietnamese("Ghi thiếu số điện thoại")
    sheet_of(page, "correct").ok.click()
    received.waits()
    said = said_on(page)
    assert "0900000999" in said
    assert "Sửa thông tin" in said
    assert "Ghi thiếu số điện thoại" in said


def test_owner_return_and_note_are_corrected_too(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    intake = clerk.counter.intake
    form = intake.form
    assert form is not None
    owner = Organisation(name="Hợp tác xã Mẫu", tax_code="0100000001", address="1 Mẫu")
    intake.put(replace(form, owner=owner, authority=Authority(relation="nhân viên")))
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not intake.begun)
    clerk.waits()
    page = opens_dossier(clerk)
    clerk.press(Qt.Key.Key_E, CTRL)
    part = part_of(page, "correct", CorrectPart)
    part.body_name.put("Hợp tác xã Mẫu Mới")
    part.authority.relation.put("người đại diện")
    part.return_by.choose(ReturnBy.POST)
    part.return_to.put("2 Mẫu")
    part.note.put("gọi trước")
    part.reason.edit.setPlainText("Ghi nhầm")
    sheet_of(page, "correct").ok.click()
    clerk.waits()
    assert page.view is not None
    corrected = page.view.dossier.intake
    assert corrected is not None
    assert corrected.owner == replace(owner, name="Hợp tác xã Mẫu Mới")
    assert (corrected.return_by, corrected.return_to, corrected.note) == (ReturnBy.POST, "2 Mẫu", "gọi trước")
    assert corrected.authority == Authority(relation="người đại diện")
    assert corrected.submitter.full_name == person.full_name


def test_a_correction_without_a_reason_is_refused_and_nothing_is_lost(received: Clerk) -> None:
    page = opens_dossier(received)
    received.press(Qt.Key.Key_E, CTRL)
    part_of(page, "correct", CorrectPart).person.phone.edit.setFocus()
    received.types("0900000999")
    sheet_of(page, "correct").ok.click()
    received.waits()
    assert part_of(page, "correct", CorrectPart).person.phone.text == "0900000999"
    assert part_of(page, "correct", CorrectPart).person.isVisible()
    assert any("lý do" in banner.label.text() for banner in received.window.banners.shown)


def test_withdrawn_means_nothing_more_is_offered(received: Clerk) -> None:
    page = opens_dossier(received)
    received.press(Qt.Key.Key_R, CTRL)
    received.types_vietnamese("Người nộp đề nghị")
    sheet_of(page, "withdraw").ok.click()
    received.waits()
    assert "Đã rút" in said_on(page)
    for id_ in ("correct", "withdraw", "hand_over"):
        assert not received.window.acts[id_].isEnabled()
    assert dossiers(received)[0].status is DossierStatus.WITHDRAWN


def test_a_result_is_handed_over_by_name(received: Clerk, person: Person) -> None:
    page = opens_dossier(received)
    received.press(Qt.Key.Key_Return, CTRL)
    assert field_of(page, "hand_over", "Người nhận kết quả").text == person.full_name
    signer = field_of(page, "hand_over", "Người ký kết quả")
    assert isinstance(signer, Field)
    signer.put("Lý Thị Mẫu")
    sheet_of(page, "hand_over").ok.click()
    received.waits()
    assert dossiers(received)[0].status is DossierStatus.HANDED_OVER


def test_esc_leaves_the_sheet_then_the_dossier(received: Clerk) -> None:
    opens_dossier(received)
    received.press(Qt.Key.Key_E, CTRL)
    received.press(Qt.Key.Key_Escape)
    assert received.window.front == "dossier"
    received.press(Qt.Key.Key_Escape)
    assert received.window.front == "dossiers"


def test_settings_are_kept_and_hold_at_once(clerk: Clerk, tmp_path: Path, settings: Settings) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    page.show_part("clerk")
    signer = page.part("clerk", SignerPart).fields["clerk.name"]
    signer.edit.setFocus()
    signer.edit.selectAll()
    clerk.types_vietnamese("Đặng Thị Mới")
    page.part("look", LookPart).scale.choose(1.1)
    page.save()
    clerk.waits()
    kept = read_settings(tmp_path)
    assert kept.clerk.name == "Đặng Thị Mới"
    assert kept.look.type_scale == 1.1
    assert kept.office == settings.office
    assert kept.waiting == settings.waiting
    assert kept.hours == settings.hours


def test_settings_with_something_missing_are_not_kept(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    before = read_settings(tmp_path)
    page.part("office", OfficePart).fields["office.unit.id"].put("")
    page.save()
    clerk.waits()
    assert read_settings(tmp_path) == before
    assert any("Mã định danh" in banner.label.text() for banner in clerk.window.banners.shown)


@pytest.mark.parametrize(
    "address",
    ["", "pdf:/tmp/papers", "spool:HP", "tcp:192.168.1.9:9100?dots=576", "serial:COM4:115200?dots=384"],
)
def test_a_printer_address_survives_the_page(clerk: Clerk, address: str) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    page.part("printers", PrintersPart).papers.put(address)
    assert page.part("printers", PrintersPart).papers.address == address


def test_a_test_print_comes_out_and_is_recorded_nowhere(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    page.part("printers", PrintersPart).papers.test.click()
    clerk.until(lambda: list((tmp_path / "papers").glob("in-thu*.pdf")) != [])
    clerk.waits()
    assert dossiers(clerk) == []


def test_a_printer_that_is_not_there_is_said_and_the_dossier_is_safe(
    clerk: Clerk, person: Person, tmp_path: Path
) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    page.part("printers", PrintersPart).papers.put("tcp:127.0.0.1:1")
    page.save()
    clerk.waits()
    clerk.window.go("counter")
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    if not clerk.counter.intake.promise.slip.isChecked():
        clerk.counter.intake.promise.slip.click()
        clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    banner = clerk.window.banners.shown[-1]
    assert "H00.99.01-261123-3001" in banner.label.text()
    assert banner.button is not None
    assert dossiers(clerk)[0].code == "H00.99.01-261123-3001"
    page.part("printers", PrintersPart).papers.put("")
    page.save()
    clerk.waits()
    banner.button.click()
    clerk.waits()
    assert len(list((tmp_path / "papers").glob("receipt-*.pdf"))) == 1


def test_a_scan_on_the_settings_page_is_the_live_test_and_fills_no_form(clerk: Clerk, person: Person) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    clerk.app.bridge.simulate(person)
    clerk.until(lambda: person.full_name in page.heard_words)
    assert person.personal_number not in page.heard_words  # masked
    assert not clerk.counter.intake.begun


def test_services_hours_and_other_units_are_set_and_kept(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    only = page.part("line", LinePart).serves[0][0]
    for _, tick in page.part("line", LinePart).serves[1:]:
        tick.setChecked(False)
    page.part("hours", HoursSetting).hours.saturday.put("07:30-11:00")
    page.part("units", OtherUnitsPart).units.more.click()
    row = page.part("units", OtherUnitsPart).units.rows[0]
    for field, text in ((row.id, "H00.11"), (row.unit_name, "Sở Mẫu"), (row.address, "1 phố Mẫu"), (row.days, "2")):
        field.put(text)
    page.part("units", OtherUnitsPart).units.more.click()
    page.save()
    clerk.waits()
    kept = read_settings(tmp_path)
    assert kept.device.serves == (only,)
    assert kept.hours.week[5] == parse_sessions("07:30-11:00")
    assert kept.other_units == (
        OtherUnit(unit=Unit(id="H00.11", name="Sở Mẫu", address="1 phố Mẫu"), transfer=TimeLimit(amount=2)),
    )
    page.put(kept)
    assert [one.unit_name.text for one in page.part("units", OtherUnitsPart).units.rows] == ["Sở Mẫu"]
    assert page.settings() == kept
    page.part("units", OtherUnitsPart).units.rows[0].removed.emit()
    assert page.settings().other_units == ()


def test_hours_that_are_none_and_a_unit_without_a_name_are_not_saved(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    before = read_settings(tmp_path)
    page.part("hours", HoursSetting).hours.weekdays.put("7 giờ đến 11 giờ")
    page.part("units", OtherUnitsPart).units.more.click()
    page.part("units", OtherUnitsPart).units.rows[0].id.put("H00.11")
    page.save()
    clerk.waits()
    assert read_settings(tmp_path) == before
    said = clerk.window.banners.shown[-1].label.text()
    assert "Giờ làm việc" in said
    assert "Tên đơn vị" in said


def test_a_printer_of_the_system_is_picked_or_typed(clerk: Clerk) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    page.part("printers", PrintersPart).papers.put("spool:May-in-go-tay")
    page.part("printers", PrintersPart).papers.offer_queues(["Quay-1", "Quay-2"])
    assert page.part("printers", PrintersPart).papers.address == "spool:May-in-go-tay"
    page.part("printers", PrintersPart).papers.queue.setCurrentIndex(2)
    assert page.part("printers", PrintersPart).papers.address == "spool:Quay-2"


def test_the_sheet_of_keys_is_printed_by_its_own_key(clerk: Clerk, tmp_path: Path) -> None:
    clerk.page("keys")
    clerk.press(Qt.Key.Key_P, CTRL)
    clerk.until(lambda: "Đã in bảng phím" in " ".join(one.label.text() for one in clerk.window.banners.shown))
    assert list((tmp_path / "papers").glob("bang-phim*.pdf"))
