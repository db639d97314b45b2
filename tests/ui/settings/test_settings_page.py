"""Settings: every answer of the first hour has its place, is kept, and is changed by those who may."""

import ast
from dataclasses import replace
from pathlib import Path

import zxingcpp
from msgspec.structs import replace as with_
from PySide6.QtCore import Qt

from desk.cards.ports import PortChoice
from desk.cards.uart import SPEEDS
from desk.commands import set_up_file
from desk.settings import (
    Backups,
    CitizenScreenSettings,
    HallSettings,
    MoneySettings,
    Printers,
    Scanner,
    SessionSettings,
    Settings,
    Typeface,
    read_settings,
)
from desk.setup.setting_problems import ProblemKind, problems_of
from desk.views.open_desk import OpenDesk
from models.catalogue.catalogue import shipped
from models.clerk import Role
from models.codes.vietqr import vietqr_text
from models.files.rules import rules_of, values_of
from tests.ui.conftest import Clerk
from tests.ui.looking import gray
from ui.settings.scanners.part import ScannersSet
from ui.settings.scanners.setting import ScannerSetting
from ui.settings.setting_part import SettingPart
from ui.settings.settings_page import SettingsPage
from ui.settings.setup_backup import BackupPart
from ui.settings.setup_device import DevicePart, LinePart
from ui.settings.setup_hall import HallPart
from ui.settings.setup_hours import HoursSetting, SessionsPart
from ui.settings.setup_look import SCALES, THEMES, LookPart
from ui.settings.setup_money import MoneyPart
from ui.settings.setup_offered import OfferedPart
from ui.settings.setup_office import OfficePart, OtherUnitsPart
from ui.settings.setup_printers import TYPEFACES, PrintersPart
from ui.settings.subjects import SUBJECTS
from ui.widgets.field import Field

ROOT = Path(__file__).parents[3]


def the_page(clerk: Clerk) -> SettingsPage:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    return page


def test_every_answer_of_the_first_hour_is_kept_from_here(clerk: Clerk, tmp_path: Path) -> None:
    page = the_page(clerk)
    for name, _, _ in SUBJECTS:
        page.show_part(name)
    clerk.waits()
    before = read_settings(tmp_path)
    assert page.settings() == before  # looked at, nothing changes
    printers = page.part("printers", PrintersPart)
    printers.papers_spare.put("spool:Du-phong")
    printers.tickets_spare.put("tcp:192.168.1.9:9100?dots=576")
    printers.typeface.choose(Typeface.SERIF)
    backup = page.part("backup", BackupPart)
    backup.folder.put(str(tmp_path / "usb"))
    backup.fields["backups.at"].put("17:05")
    backup.fields["backups.days"].put("14")
    hall = page.part("hall", HallPart)
    hall.fields["hall.volume"].put("55")
    hall.notices.edit.setPlainText("Mời xem giấy hẹn.\n\nNghỉ trưa 11:30.")
    hall.voice.setChecked(False)
    hall.kiosk.lines[0].tick.setChecked(False)
    hall.kiosk.lines[1].english.setText("  Household registration ")
    page.part("sessions", SessionsPart).fields["sessions.idle_minutes"].put("0")
    page.part("hours", HoursSetting).fields["deadlines.soon_days"].put("5")
    page.part("line", LinePart).fields["waiting.priority_run"].put("3")
    page.part("device", DevicePart).fields["device.counter"].put("4")
    page.save()
    clerk.waits()
    after = read_settings(tmp_path)
    assert after.printers == Printers(
        papers_spare="spool:Du-phong", tickets_spare="tcp:192.168.1.9:9100?dots=576", typeface=Typeface.SERIF
    )
    assert after.backups == Backups(folder=str(tmp_path / "usb"), at="17:05", days=14)
    kiosk = tuple(service.id for service in after.waiting.services[1:])
    notices = ("Mời xem giấy hẹn.", "Nghỉ trưa 11:30.")
    assert after.hall == HallSettings(notices=notices, voice=False, volume=55, kiosk_services=kiosk)
    assert [one.english for one in after.waiting.services][:2] == [
        before.waiting.services[0].english,
        "Household registration",
    ]
    assert after.sessions == SessionSettings(idle_minutes=0)
    assert after.deadlines.soon_days == 5
    assert after.waiting.priority_run == 3
    assert after.device.counter == "4"


def test_settings_of_a_file_stand_as_they_are_whatever_stood_before(clerk: Clerk) -> None:
    text = (ROOT / "docs" / "cai-dat-mau.toml").read_text("utf-8")
    fast = text.replace("baud = 9600", "baud = 230400").replace("type_scale = 1.0", "type_scale = 1.33")
    (sample, _), (other, wrong) = (set_up_file.read(one, ROOT, ()) for one in (text, fast))
    assert wrong == ()
    kiosk = Scanner(port=PortChoice(path="COM8"), baud=4800)
    settings = with_(other.settings, hall=with_(other.settings.hall, kiosk_scanner=kiosk))
    page = the_page(clerk)
    for name, _, _ in SUBJECTS:
        page.show_part(name)
    clerk.until(lambda: bool(page.part("offered", OfferedPart).groups))
    for shown in (settings, sample.settings, settings):
        page.put(shown)
        assert page.settings() == shown


def test_the_kiosk_has_a_scanner_of_its_own_and_never_the_counters(clerk: Clerk, tmp_path: Path) -> None:
    page = the_page(clerk)
    page.show_part("hall")
    clerk.waits()
    kiosk = page.part("hall", HallPart).kiosk
    own = Scanner(port=PortChoice(path="COM7"), baud=115200)
    before = read_settings(tmp_path)
    kiosk.put(with_(before, hall=with_(before.hall, kiosk_scanner=own)))
    page.save()
    clerk.waits()
    assert read_settings(tmp_path).hall.kiosk_scanner == own
    page.part("scanner", ScannerSetting).scanners.put(ScannersSet(scanner=Scanner(port=PortChoice(path="COM7"))))
    page.save()
    clerk.waits()
    assert "COM7" in clerk.window.banners.shown[-1].label.text()
    assert read_settings(tmp_path).scanner == before.scanner


def test_what_is_not_taken_in_is_not_found_any_more(clerk: Clerk, settings: Settings) -> None:
    page = the_page(clerk)
    page.show_part("offered")
    part = page.part("offered", OfferedPart)
    clerk.until(lambda: bool(part.groups))
    marriage = next(one for one in part.groups if any(p.code == "1.000894" for p in one.group.procedures))
    marriage.tick.click()
    assert page.nav.rows["offered"].state == "unsaved"
    page.save()
    clerk.waits()
    assert page.nav.rows["offered"].state == ""
    found: list[str] = []
    clerk.app.jobs.ask(clerk.window, lambda work: found.extend(p.code for p in work.intake.procedures("ket hon")))
    clerk.waits()
    assert "1.000894" not in found
    assert len(clerk.app.settings.offered if clerk.app.settings else ()) == len(shipped().procedures) - len(
        marriage.group.procedures
    )
    assert settings.offered == ()


def test_one_procedure_of_a_field_is_chosen_apart(clerk: Clerk) -> None:
    page = the_page(clerk)
    page.show_part("offered")
    part = page.part("offered", OfferedPart)
    clerk.until(lambda: bool(part.groups))
    group = part.groups[0]
    group.fold.click()
    code, tick = next(iter(group.ticks.items()))
    tick.click()
    assert code not in page.settings().offered
    assert group.count.text().startswith(f"{len(group.group.procedures) - 1} / ")


def test_everything_wrong_is_said_at_once_and_marked_in_the_list(clerk: Clerk, tmp_path: Path) -> None:
    page = the_page(clerk)
    before = read_settings(tmp_path)
    page.part("office", OfficePart).fields["office.unit.id"].put("h00")
    page.part("backup", BackupPart).fields["backups.at"].put("lúc chiều")
    page.save()
    clerk.waits()
    said = clerk.window.banners.shown[-1].label.text()
    assert "Mã định danh" in said
    assert "Giờ sao lưu" in said
    assert page.nav.rows["office"].state == "bad"
    assert page.nav.rows["backup"].state == "bad"
    assert read_settings(tmp_path) == before


def test_the_account_of_the_office_is_tried_with_a_code_and_kept_without_its_blanks(
    clerk: Clerk, tmp_path: Path
) -> None:
    page = the_page(clerk)
    page.show_part("money")
    part = page.part("money", MoneyPart)
    assert part.code.isHidden()
    part.bank.setCurrentIndex(part.bank.findText("Agribank", Qt.MatchFlag.MatchStartsWith))
    part.fields["money.account"].put("1500 2000 00001")
    found = zxingcpp.read_barcodes(gray(part.code.grab().toImage()))
    assert [code.text for code in found] == [vietqr_text("970405", "1500200000001", None)]
    page.save()
    assert page.nav.rows["money"].state == "bad"  # whose account it is
    part.fields["money.account_holder"].put("UBND XA MAU")
    page.save()
    clerk.waits()
    assert read_settings(tmp_path).money == MoneySettings(
        bank_bin="970405", bank_name="Agribank", account="1500200000001", account_holder="UBND XA MAU"
    )
    part.fields["money.account"].put("15002000000012345678")
    assert part.code.isHidden()


def test_board_and_citizens_screen_are_never_the_same(settings: Settings) -> None:
    both = with_(settings, hall=with_(settings.hall, screen=2), citizen=CitizenScreenSettings(screen=2))
    assert [(one.key, one.why) for one in problems_of(both)] == [("citizen.screen", ProblemKind.SAME_SCREEN)]


NUMBERS = {key: rule for key, rule in rules_of(Settings).items() if rule.most is not None}
CHOSEN = {
    "camera": range(-1, 9),
    "scanner.baud": SPEEDS,
    "more_scanners.baud": SPEEDS,
    "hall.kiosk_scanner.baud": SPEEDS,
    "hall.screen": range(9),
    "citizen.screen": range(9),
    "look.type_scale": [scale for scale, _ in SCALES],
}
"""Numbers that are picked, not typed, and what there is to pick."""


def test_each_number_of_the_settings_has_a_field_of_its_range_and_default(clerk: Clerk) -> None:
    page = the_page(clerk)
    for name, _, _ in SUBJECTS:
        page.show_part(name)
    clerk.waits()
    parts = {key: part for part in page.findChildren(SettingPart) for key in part.fields}
    assert set(NUMBERS) - set(CHOSEN) == set(NUMBERS) & set(parts)
    for key in set(NUMBERS) - set(CHOSEN):
        rule, part = NUMBERS[key], parts[key]
        assert rule.least is not None
        assert rule.most is not None
        assert part.fields[key].edit.placeholderText() in {"", str(rule.default)}
        least, most = int(rule.least), int(rule.most)
        for typed, is_right in ((least, True), (most, True), (least - 1, False), (most + 1, False), ("", False)):
            part.fields[key].put(str(typed))
            assert (key not in [one.key for one in part.unreadable_answers()]) is is_right, (key, typed)
            if is_right:
                assert values_of(part.apply_to(page.settings()), key) == [typed]


def test_what_is_picked_keeps_the_rule_of_its_number() -> None:
    for key, values in CHOSEN.items():
        assert all(NUMBERS[key].allows(value) for value in values), key
    assert rules_of(Settings)["look.theme"].choices == tuple(theme.value for theme, _ in THEMES)
    assert rules_of(Settings)["printers.typeface"].choices == tuple(face.value for face, _ in TYPEFACES)


def test_no_bound_of_a_setting_is_written_beside_its_type() -> None:
    """Bounds that are told from other numbers; those below a thousand are too common to look for."""
    bounds = {rule.most for rule in NUMBERS.values() if rule.most and rule.most > 1_000}
    found = [
        f"{path.name}:{node.lineno}"
        for folder in ("desk/setup", "desk/commands", "ui/settings")
        for path in (ROOT / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in bounds
    ]
    assert len(bounds) > 3
    assert found == []


def test_who_may_not_set_up_sees_all_and_changes_only_the_look(clerk: Clerk) -> None:
    def only_a_clerk(work: OpenDesk) -> None:
        assert work.desk.clerk is not None
        work.desk = replace(work.desk, clerk=with_(work.desk.clerk, roles=frozenset({Role.CLERK})))

    clerk.app.jobs.ask(clerk.window, only_a_clerk)
    clerk.window.locking.refresh()
    clerk.waits()
    page = the_page(clerk)
    page.show_part("office")
    assert not page.part("office", OfficePart).isEnabled()
    assert "Chỉ quản trị" in page.lock.text()
    assert page.lock.isVisible()
    page.show_part("look")
    assert page.part("look", LookPart).isEnabled()


def test_insert_adds_a_line_where_lines_are_added_and_nowhere_else(clerk: Clerk) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    assert not clerk.window.acts["add_line"].isEnabled()
    page.show_part("units")
    units = page.part("units", OtherUnitsPart).units
    before = len(units.rows)
    clerk.press(Qt.Key.Key_Insert)
    assert len(units.rows) == before + 1
    assert clerk.focus is units.rows[-1].id.edit
    page.show_part("scanner")
    scanners = page.part("scanner", ScannerSetting).scanners
    before = len(scanners.rows)
    clerk.press(Qt.Key.Key_Insert)
    clerk.waits()
    assert len(scanners.rows) == before + 1


def test_f9_saves_from_any_field(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.page("settings")
    assert isinstance(page, SettingsPage)
    page.show_part("office")
    page.part("office", OfficePart).fields["office.phone"].put("0200 123 456")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert read_settings(tmp_path).office.phone == "0200 123 456"


def test_f9_goes_to_the_field_that_is_wrong_whichever_subject_is_in_front(clerk: Clerk, tmp_path: Path) -> None:
    page = the_page(clerk)
    for name, _, _ in SUBJECTS:
        page.show_part(name)
    clerk.waits()
    before, walked = read_settings(tmp_path), 0
    for name, part in list(page._made.items()):
        for field in part.findChildren(Field):
            if field.isHidden() or not field.isVisibleTo(part) or field.edit.isReadOnly():
                continue
            text = field.text
            field.put("?!")
            if not page._wrong(part, page.settings()):  # free text
                field.put(text)
                continue
            page.show_part("look" if name != "look" else "office")
            clerk.press(Qt.Key.Key_F9)
            clerk.waits()
            assert page.nav.rows[name].isChecked(), f"{name}: {field.label.text()}"
            assert clerk.focus is field.edit, f"{name}: {field.label.text()}"
            field.put(text)
            walked += 1
    assert walked > 8
    assert read_settings(tmp_path) == before


def test_a_unit_without_a_name_is_red_and_holds_the_settings(clerk: Clerk, tmp_path: Path) -> None:
    page = the_page(clerk)
    page.show_part("units")
    clerk.press(Qt.Key.Key_Insert)
    row = page.part("units", OtherUnitsPart).units.rows[-1]
    clerk.until(row.isVisible)
    clerk.types("H26.12")
    page.show_part("look")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert page.nav.rows["units"].isChecked()
    assert clerk.focus is row.unit_name.edit
    assert row.unit_name.note.text() == "Cần có."
    assert not read_settings(tmp_path).other_units[len(page.part("units", OtherUnitsPart).units.rows) - 1 :]


def test_esc_in_the_settings_takes_no_letter(clerk: Clerk) -> None:
    page = the_page(clerk)
    for name, _, _ in SUBJECTS:
        page.show_part(name)
        clerk.waits()
        for field in page._made[name].findChildren(Field):
            if not field.isVisible() or field.edit.isReadOnly():
                continue
            field.edit.setFocus(Qt.FocusReason.TabFocusReason)
            clerk.types("7")
            said = field.edit.text()
            clerk.press(Qt.Key.Key_Escape)
            assert field.edit.text() == said, f"{name}: {field.label.text()}"
            assert clerk.window.front == "settings"
