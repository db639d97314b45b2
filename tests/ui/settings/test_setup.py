"""The first hour: walked by keys to the open desk, cut off and resumed, every refused answer said where it stands."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk.backup.recovery import group_to_type
from desk.cards.keyboard.strokes import ENTER, Stroke
from desk.cards.ports import PortChoice
from desk.cards.samples import citizen, qr_text
from desk.settings import FIRST_HOUR, Scanner, read_settings
from desk.setup.first_hour import SetupStep, load_answers
from desk.staff.accounts import Account, all_accounts
from desk.views.open_desk import OpenDesk
from models.clerk import Role
from models.events import Form
from tests.conftest import TurnedClock
from tests.ui.conftest import Clerk
from ui.cards.wedge import type_out
from ui.program.app import App
from ui.settings.scanners.setting import ScannerSetting
from ui.settings.setup_clerks import ClerksPart
from ui.settings.setup_page import SetupPage
from ui.settings.setup_printers import PrintersPart
from ui.settings.setup_recovery import RecoveryPart

ALT = Qt.KeyboardModifier.AltModifier
PIN = "482915"


class Setter(Clerk):
    """Somebody who sets a machine up, by keys alone."""

    @property
    def page(self) -> SetupPage:  # type: ignore[override] # one page is all there is
        found = self.window.page("setup")
        assert isinstance(found, SetupPage)
        return found

    @property
    def step(self) -> SetupStep:
        first = self.page.first
        assert first is not None
        return first.step

    def is_at(self, step: SetupStep) -> bool:
        return self.step is step

    def is_answered(self) -> None:
        """What waits for a desk that is not open yet does not count."""
        jobs = self.app.jobs
        self.until(lambda: jobs._waiting <= len(jobs._early or ()))

    def onward(self) -> None:
        """F9, from wherever the keys are."""
        before = self.step
        self.press(Qt.Key.Key_F9)
        self.is_answered()
        assert self.step is not before

    def later(self) -> None:
        """Alt+Right."""
        before = self.step
        self.press(Qt.Key.Key_Right, ALT)
        self.is_answered()
        assert self.step is not before

    def fills(self, *answers: str) -> None:
        """One field after the other, Enter between them; empty leaves a field as it is."""
        for answer in answers:
            if answer:
                self.types_vietnamese(answer)
            self.press(Qt.Key.Key_Return)

    def answers_office(self) -> None:
        self.types("ba dinh")
        offering = self.page.part
        self.until(lambda: bool(getattr(offering, "_offering").lines))  # noqa: B009 - the popup has no other face
        self.press(Qt.Key.Key_Return)
        self.types("H26.12.34")
        self.press(Qt.Key.Key_Return)
        self.is_answered()
        self.onward()

    def answers_clerk(self, *, pin: str = PIN) -> None:
        self.fills("Trần Thị Thử", "", "0900000001")
        if pin:
            self.types(pin)
            self.press(Qt.Key.Key_Return)
            self.types(pin)
            self.press(Qt.Key.Key_Return)
        self.is_answered()


@pytest.fixture
def machine(tmp_path: Path, clock: TurnedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[], Setter]]:
    """Switches a machine on that has nothing in its folder yet; as often as the power comes back."""
    qapp.setStyle("Fusion")
    apps: list[App] = []

    def on() -> Setter:
        app = App(qapp, tmp_path / "new", settings=None, training=True, clock=clock)
        apps.append(app)
        qtbot.addWidget(app.window)
        app.window.resize(1366, 728)
        app.window.show()
        app.window.activateWindow()
        setter = Setter(app, qtbot)
        setter.until(lambda: app.window.front == "setup" and app.window.isActiveWindow())
        setter.until(lambda: setter.page.first is not None)
        setter.is_answered()
        return setter

    yield on
    for app in apps:
        app.window.close()


def said(setter: Setter) -> str:
    return "\n".join(one.text() for one in setter.window.findChildren(QLabel) if one.isVisible())


def test_the_whole_of_it_by_keys_and_the_desk_is_open(machine: Callable[[], Setter], tmp_path: Path) -> None:
    setter = machine()
    setter.answers_office()
    assert setter.is_at(SetupStep.COUNTER)
    setter.types("3")
    setter.press(Qt.Key.Key_Return)
    setter.onward()
    setter.answers_clerk()
    setter.onward()
    assert setter.is_at(SetupStep.HOURS)
    setter.onward()
    assert setter.is_at(SetupStep.PROCEDURES)
    setter.press(Qt.Key.Key_Space)  # the first field is not done here
    setter.onward()
    assert setter.is_at(SetupStep.PRINTERS)
    printers = setter.page.part
    assert isinstance(printers, PrintersPart)
    trial = printers.trials[Form.RECEIPT]
    trial.button.setFocus()
    setter.press(Qt.Key.Key_Space)
    setter.until(lambda: "Đã in" in trial.said.text())
    setter.onward()
    assert setter.is_at(SetupStep.SCANNER)
    setter.app.bridge.simulate(citizen(7))
    setter.until(lambda: citizen(7).full_name in said(setter))
    setter.onward()
    setter.later()
    assert setter.is_at(SetupStep.BACKUP)
    setter.types(str(tmp_path / "usb"))
    setter.press(Qt.Key.Key_Return)
    setter.onward()
    assert setter.is_at(SetupStep.RECOVERY)
    keeps_the_key(setter, tmp_path)
    setter.onward()
    assert setter.is_at(SetupStep.SUMMARY)
    assert "phường ba đình" in said(setter).lower()
    setter.press(Qt.Key.Key_Return)
    setter.until(lambda: setter.window.is_open and setter.window.front == "counter")
    setter.waits()
    as_answered(setter, tmp_path)


def keeps_the_key(setter: Setter, tmp_path: Path) -> None:
    """On paper, and proven by typing a group of it."""
    part = setter.page.part
    assert isinstance(part, RecoveryPart)
    part.save_to(str(tmp_path / "khoa.pdf"))
    setter.until(part.typed.isVisible)
    proposed = part.proof.proposed
    assert proposed is not None
    setter.types(group_to_type(proposed))
    setter.press(Qt.Key.Key_Return)
    setter.until(lambda: bool(part.sheet))


def as_answered(setter: Setter, tmp_path: Path) -> None:
    """The desk is open with all that was answered."""
    settings = read_settings(tmp_path / "new")
    assert settings.office.unit.id == "H26.12.34"
    assert settings.office.parent == "UBND PHƯỜNG BA ĐÌNH"
    assert (settings.device.number, settings.device.block_first, settings.device.letter) == (3, 3001, "C")
    assert settings.clerk.name == "Trần Thị Thử"
    assert settings.clerk.id == "thu.tran"
    assert settings.offered
    assert settings.backups.folder == str(tmp_path / "usb")
    assert (tmp_path / "new" / "motcua.recovery").exists()
    assert not (tmp_path / "new" / FIRST_HOUR).exists()
    assert setter.window.rail.isVisible()
    accounts: list[tuple[str, frozenset[Role]]] = []
    setter.app.jobs.ask(setter.window, lambda work: accounts.extend((one.id, one.roles) for one in _accounts(work)))
    setter.waits()
    assert [id_ for id_, _ in accounts] == ["thu.tran"]
    assert Role.ADMIN in accounts[0][1]


def _accounts(work: OpenDesk) -> list[Account]:
    return all_accounts(work.desk.store)


def test_cut_off_in_the_middle_it_goes_on_where_it_was(machine: Callable[[], Setter], tmp_path: Path) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.answers_clerk()
    # the power fails: nobody says goodbye
    content = (tmp_path / "new" / FIRST_HOUR).read_text("utf-8")
    again = machine()
    assert again.is_at(SetupStep.CLERKS)
    part = again.page.part
    assert isinstance(part, ClerksPart)
    (clerk,) = part.clerks
    assert clerk.name == "Trần Thị Thử"
    assert clerk.pin.startswith("$argon2id$")
    assert PIN not in content
    assert "Tiếp tục từ bước đang dở" in said(again)
    again.press(Qt.Key.Key_Left, ALT)
    again.is_answered()
    assert again.is_at(SetupStep.COUNTER)


def test_a_file_that_cannot_be_read_is_put_aside_and_said(machine: Callable[[], Setter], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / FIRST_HOUR).write_text("{", "utf-8")
    setter = machine()
    assert setter.is_at(SetupStep.OFFICE)
    assert "Không đọc được phần đã trả lời" in said(setter)
    assert list((tmp_path / "new").glob("*.unreadable"))


@pytest.mark.parametrize(
    ("identifier", "sentence"),
    [
        ("", "Cần có."),
        ("h26.1", "chữ in hoa"),
        ("ABC", "H26.12.34"),
        ("H26" + ".1234" * 8, "nhiều nhất 35"),
    ],
)
def test_an_identifier_that_is_none_is_refused_where_it_stands(
    machine: Callable[[], Setter], identifier: str, sentence: str
) -> None:
    setter = machine()
    field = setter.page.part.fields["office.unit.id"]
    field.edit.setFocus()
    if identifier:
        setter.types(identifier)
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert setter.is_at(SetupStep.OFFICE)
    assert sentence in field.note.text()
    assert field.edit.hasFocus()
    assert "chỗ cần sửa" in setter.page.note.text()


def test_a_machine_number_that_is_none_is_refused(machine: Callable[[], Setter]) -> None:
    setter = machine()
    setter.answers_office()
    setter.types("ba")
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert setter.is_at(SetupStep.COUNTER)
    assert "từ 1 đến 2097151" in setter.page.part.fields["device.number"].note.text()


@pytest.mark.parametrize(("pin", "sentence"), [("123", "ít nhất"), ("123456", "dễ đoán")])
def test_a_weak_pin_is_refused_and_kept_nowhere(
    machine: Callable[[], Setter], tmp_path: Path, pin: str, sentence: str
) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.answers_clerk(pin=pin)
    part = setter.page.part
    assert isinstance(part, ClerksPart)
    assert sentence in part.rows[0].pin.note.text()
    assert part.clerks[0].pin == ""
    assert pin not in (tmp_path / "new" / FIRST_HOUR).read_text("utf-8").replace("0900000001", "")


def test_a_pin_is_set_though_its_field_was_never_left(machine: Callable[[], Setter], tmp_path: Path) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.fills("Trần Thị Thử", "", "0900000001")
    setter.fills(PIN)
    setter.types(PIN)
    setter.onward()
    setter.until(lambda: setter.is_at(SetupStep.HOURS))
    setter.is_answered()
    first = load_answers(tmp_path / "new")
    assert first is not None
    assert first.clerks[0].pin.startswith("$argon2id$")


def test_a_weak_pin_holds_the_step_though_its_field_was_never_left(machine: Callable[[], Setter]) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.fills("Trần Thị Thử", "", "0900000001")
    setter.types("123456")
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert setter.is_at(SetupStep.CLERKS)
    part = setter.page.part
    assert isinstance(part, ClerksPart)
    assert "dễ đoán" in part.rows[0].pin.note.text()
    assert part.rows[0].pin.edit.hasFocus()


def test_nobody_at_all_is_refused(machine: Callable[[], Setter]) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert setter.is_at(SetupStep.CLERKS)
    part = setter.page.part
    assert isinstance(part, ClerksPart)
    assert part.note.text() == "Cần có."


def test_hours_that_are_none_can_be_put_off_but_not_passed(machine: Callable[[], Setter]) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.answers_clerk(pin="")
    setter.onward()
    setter.focus.clear()  # type: ignore[attr-defined] # a line edit
    setter.types("7h")
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert setter.is_at(SetupStep.HOURS)
    setter.later()
    first = setter.page.first
    assert first is not None
    assert SetupStep.HOURS in first.later
    assert first.settings.hours.full_day


def test_what_is_essential_cannot_be_put_off(machine: Callable[[], Setter]) -> None:
    setter = machine()
    setter.press(Qt.Key.Key_Right, ALT)
    setter.is_answered()
    assert setter.is_at(SetupStep.OFFICE)
    assert not setter.page.later.isVisible()


def test_one_person_without_a_pin_works_at_once(machine: Callable[[], Setter], tmp_path: Path) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.answers_clerk(pin="")
    while setter.step is not SetupStep.SUMMARY:
        (setter.onward if setter.step is SetupStep.CLERKS else setter.later)()
    setter.press(Qt.Key.Key_Return)
    setter.until(lambda: setter.window.is_open and setter.window.front == "counter")
    setter.waits()
    assert read_settings(tmp_path / "new").clerk.name == "Trần Thị Thử"
    assert load_answers(tmp_path / "new") is None


def test_the_codes_of_scanners_are_printed(machine: Callable[[], Setter], tmp_path: Path) -> None:
    setter = machine()
    part = at_the_scanner(setter)
    setter.until(lambda: part.family.count() > 2)
    part.family.setCurrentIndex(1)
    part.codes.click()
    setter.until(lambda: "Đã in 1 trang" in part.said.text())
    assert list((tmp_path / "new" / "papers").glob("ma-dau-doc-honeywell*.pdf"))


def at_the_scanner(setter: Setter) -> ScannerSetting:
    page = setter.page
    assert page.first is not None
    page._go(replace(page.first, step=SetupStep.SCANNER))
    setter.is_answered()
    part = page.part
    assert isinstance(part, ScannerSetting)
    return part


def test_a_scanner_that_types_is_heard_and_said_before_the_desk_is_open(machine: Callable[[], Setter]) -> None:
    setter = machine()
    part = at_the_scanner(setter)
    strokes = [Stroke(insert=sign) for sign in qr_text(citizen(7), new_card=True) + ENTER]
    type_out(setter.window, strokes, 1_000_000)
    setter.until(lambda: citizen(7).full_name in part.scanners.heard_words)
    setter.until(lambda: "chế độ bàn phím" in part.said.text())


def test_a_speed_that_was_found_is_the_answer(machine: Callable[[], Setter], tmp_path: Path) -> None:
    setter = machine()
    part = at_the_scanner(setter)
    page = setter.page
    assert page.first is not None
    slow = Scanner(port=PortChoice(path=str(tmp_path / "no-such-port")), baud=9600)
    page.take_scanners(replace(page.first.settings, scanner=replace(slow, baud=115200)))
    setter.is_answered()
    again = load_answers(tmp_path / "new")
    assert again is not None
    assert again.settings.scanner is not None
    assert again.settings.scanner.baud == 115200
    assert part.scanners.rows[0].baud.value == 115200


# ---- a PIN is typed twice --------------------------------------------------------------------------------


def at_the_clerks(setter: Setter) -> ClerksPart:
    setter.answers_office()
    setter.onward()
    setter.fills("Trần Thị Thử", "", "0900000001")
    part = setter.page.part
    assert isinstance(part, ClerksPart)
    assert part.rows[0].pin.edit.hasFocus()
    return part


def test_two_pins_that_differ_are_none_and_the_second_is_asked_again(machine: Callable[[], Setter]) -> None:
    setter = machine()
    part = at_the_clerks(setter)
    setter.fills(PIN, "482916")
    setter.is_answered()
    row = part.rows[0]
    assert "không giống nhau" in row.again.note.text()
    assert (row.pin.secret, row.again.secret) == (PIN, "")
    assert part.clerks[0].pin == ""
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert setter.is_at(SetupStep.CLERKS)
    assert row.again.edit.hasFocus()
    assert setter.page.note.text() == "Còn 1 chỗ cần sửa."
    setter.types(PIN)
    setter.onward()
    setter.until(lambda: setter.is_at(SetupStep.HOURS))
    assert part.clerks[0].pin.startswith("$argon2id$")


def test_a_pin_typed_once_holds_the_step(machine: Callable[[], Setter]) -> None:
    setter = machine()
    part = at_the_clerks(setter)
    setter.types(PIN)
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert setter.is_at(SetupStep.CLERKS)
    assert part.rows[0].again.edit.hasFocus()
    assert part.clerks[0].pin == ""


def test_a_pin_that_was_refused_and_is_not_wanted_holds_nothing(machine: Callable[[], Setter]) -> None:
    setter = machine()
    part = at_the_clerks(setter)
    setter.fills("123456")
    setter.is_answered()
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert part.rows[0].pin.edit.hasFocus()
    setter.press(Qt.Key.Key_Tab)
    setter.onward()
    setter.until(lambda: setter.is_at(SetupStep.HOURS))
    assert part.clerks[0].pin == ""


# ---- counts and states of steps --------------------------------------------------------------------------


def red_of(setter: Setter) -> int:
    part = setter.page.part
    return sum(
        one.isVisibleTo(part) and one.property("tone") == "bad" and bool(one.text())
        for one in part.findChildren(QLabel)
        if one.property("role") == "note"
    )


def test_as_many_places_are_counted_as_are_red_and_each_that_is_mended_is_one_less(
    machine: Callable[[], Setter],
) -> None:
    setter = machine()
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    many = red_of(setter)
    assert many > 1
    assert setter.page.note.text() == f"Còn {many} chỗ cần sửa."
    field = setter.page.part.fields["office.unit.id"]
    field.edit.setFocus()
    setter.types("H26.12.34")
    setter.press(Qt.Key.Key_Return)
    assert red_of(setter) == many - 1
    assert setter.page.note.text() == f"Còn {many - 1} chỗ cần sửa."


def test_clerks_are_counted_by_what_is_red_in_their_rows(machine: Callable[[], Setter]) -> None:
    setter = machine()
    part = at_the_clerks(setter)
    part.more.click()
    part.rows[1].phone.put("x")
    for tick in part.rows[1].roles.values():
        tick.setChecked(False)
    setter.until(part.rows[1].isVisible)
    setter.press(Qt.Key.Key_F9)
    setter.is_answered()
    assert red_of(setter) == 4  # name, account, telephone; no role
    assert setter.page.note.text() == "Còn 4 chỗ cần sửa."
    assert part.rows[1].name.edit.hasFocus()


def test_what_is_only_passed_is_for_later_and_not_done(machine: Callable[[], Setter]) -> None:
    setter = machine()
    setter.answers_office()
    setter.onward()
    setter.answers_clerk(pin="")
    while setter.step is not SetupStep.SUMMARY:
        setter.onward()
    states = {step: row.state for step, row in setter.page.nav.rows.items()}
    for step in (SetupStep.PRINTERS, SetupStep.BACKUP, SetupStep.RECOVERY):
        assert states[step] == "later"
    for step in (SetupStep.OFFICE, SetupStep.COUNTER, SetupStep.CLERKS, SetupStep.HOURS, SetupStep.SCANNER):
        assert states[step] == "done"
    assert said(setter).count("(để sau)") == 3
