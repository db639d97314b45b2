"""Settings: read whole, written whole, and wrong ones told before they make wrong codes."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.cards.ports import PortChoice
from desk.settings import FILE, OtherUnit, Scanner, Service, Settings, read_settings, write_settings
from desk.training.training import training_settings
from desk.words.reasons import sentence
from models.calendar.due_dates import working_hours
from models.not_allowed import NotSetUp
from models.person import Unit
from models.procedure import TimeLimit
from models.trouble import FolderReadOnly, SettingsUnreadable

GOOD = training_settings()


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    far = OtherUnit(unit=Unit(id="H00.98", name="Sở Thử Nghiệm"), transfer=TimeLimit(amount=1))
    near = OtherUnit(unit=Unit(id="", name="Thôn Thử"))
    hours = working_hours("07:30-11:30, 13:00-17:00", saturday="07:30-11:00")
    settings = replace(GOOD, other_units=(far, near), hours=hours, forms="")
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings


def test_a_folder_without_settings_is_not_set_up(tmp_path: Path) -> None:
    with pytest.raises(NotSetUp):
        read_settings(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("block_first = 3001", "block_first = 4001", "block_first"),
        ("block_last = 3999", "block_last = 39999", "block_last"),
        ("block_first = 3001", 'block_first = "3001"', "device.block_first"),
        ('letter = "A"', 'letter = "A1"', "letter"),
        ('letter = "A"', 'leter = "A"', "leter"),
        ("priority_run = 2", "priority_run = 0", "priority_run"),
        ('id = "H00.99.01"', 'id = "H00/99"', "office.unit.id"),
        ('id = "chung-thuc"', 'id = "ho-tich"', "services"),
        ('counter = "1"', 'counter = " "', "counter"),
        ("serves = []", 'serves = ["xin-visa"]', "serves"),
        ("[device]", "[devise]", "devise"),
        ("[device]", "[device", "line"),
        ('parent = "', 'parnet = "', "parnet"),
        ('at = "16:45"', 'at = "1v:45"', "backups.at"),
        ('at = "16:45"', 'at = "26:45"', "backups.at"),
        ("days = 7", "days = -7", "backups.days"),
        ('theme = "system"', 'theme = "sistem"', "look.theme"),
        ("type_scale = 1.0", "type_scale = nan", "look.type_scale"),
        ("type_scale = 1.0", "type_scale = 1e30", "look.type_scale"),
        ("volume = 80", "volume = 880", "hall.volume"),
        ("times = 2", "times = 0", "hall.times"),
        ("early_minutes = 30", "early_minutes = 99999999999999999999", "early_minutes"),
        ('kiosk_pin = ""', 'kiosk_pin = "12a4"', "hall.kiosk_pin"),
        ("idle_minutes = 10", "idle_minutes = -1", "sessions.idle_minutes"),
        ("idle_minutes = 10", "idle_minutes = " + "9" * 5_000, "integer"),
        ("idle_minutes = 10", "idle_minutes = " + "[" * 100_000, "deep"),
    ],
)
def test_a_slip_of_the_pen_is_told_by_its_name(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    write_settings(tmp_path, GOOD)
    file = tmp_path / FILE
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(SettingsUnreadable) as refused:
        read_settings(tmp_path)
    assert told in refused.value.detail


def with_line(tmp_path: Path, was: str, becomes: str) -> None:
    write_settings(tmp_path, GOOD)
    file = tmp_path / FILE
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes, 1), "utf-8")


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("idle_minutes = 10", "idle_minutes = 10081", "cần một số từ 0 đến 10080 ở sessions.idle_minutes."),
        ("volume = 80", "volume = -1", "cần một số từ 0 đến 100 ở hall.volume."),
        ("type_scale = 1.0", "type_scale = 9", "cần một số từ 0.25 đến 8 ở look.type_scale."),
        ("number = 3", "number = 0", "cần một số từ 1 đến 2097151 ở device.number."),
        ('at = "16:45"', 'at = "16h45"', "cần chữ dạng như “16:45” ở backups.at."),
        ('letter = "A"', 'letter = "ABC"', "cần chữ dạng như “A” ở device.letter."),
        ('theme = "system"', 'theme = "hồng"', "cần một trong: system, light, dark, contrast ở look.theme."),
    ],
)
def test_what_is_against_a_rule_is_refused_by_its_key_and_what_is_wanted(
    tmp_path: Path, was: str, becomes: str, said: str
) -> None:
    with_line(tmp_path, was, becomes)
    with pytest.raises(SettingsUnreadable) as refused:
        read_settings(tmp_path)
    assert sentence(refused.value).endswith(said)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("idle_minutes = 10", "idle_minutes = 10080"),
        ("early_minutes = 30", "early_minutes = 1440"),
        ("days = 7", "days = 0"),
        ("months = 12", "months = 999"),
        ("times = 2", "times = 999"),
        ("priority_run = 2", "priority_run = 100"),
        ("type_scale = 1.0", "type_scale = 0.5"),
    ],
)
def test_what_earlier_versions_read_from_a_file_is_read(tmp_path: Path, was: str, becomes: str) -> None:
    with_line(tmp_path, was, becomes)
    assert read_settings(tmp_path) != GOOD


def test_a_value_against_its_rule_is_not_written(tmp_path: Path) -> None:
    for settings in (
        replace(GOOD, hall=replace(GOOD.hall, volume=101)),
        replace(GOOD, scanner=Scanner(port=PortChoice(path="COM3"), baud=0)),
        replace(GOOD, look=replace(GOOD.look, theme="hồng")),
    ):
        with pytest.raises(SettingsUnreadable):
            write_settings(tmp_path, settings)
    assert not (tmp_path / FILE).exists()


def test_bytes_that_are_no_text_and_a_folder_in_its_place_are_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsUnreadable):
        read_settings(tmp_path)
    (tmp_path / "other" / FILE).mkdir(parents=True)
    with pytest.raises(SettingsUnreadable):
        read_settings(tmp_path / "other")


def unwritable(settings: Settings) -> Settings:
    twice = (Service(id="x", name="Một"), Service(id="x", name="Hai"))
    return replace(settings, waiting=replace(settings.waiting, services=twice))


def test_settings_that_could_not_be_read_again_are_not_written(tmp_path: Path) -> None:
    write_settings(tmp_path, GOOD)
    with pytest.raises(SettingsUnreadable):
        write_settings(tmp_path, unwritable(GOOD))
    assert read_settings(tmp_path) == GOOD


def test_a_file_where_the_folder_should_be_is_a_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderReadOnly):
        write_settings(tmp_path / "file", GOOD)


def test_a_port_named_for_two_scanners_is_refused(tmp_path: Path) -> None:
    one = Scanner(port=PortChoice(path="COM3"))
    with pytest.raises(SettingsUnreadable) as refused:
        write_settings(tmp_path, replace(GOOD, scanner=one, more_scanners=(one,)))
    assert "more_scanners" in refused.value.detail
    other = Scanner(port=PortChoice(path="COM4"))
    write_settings(tmp_path, replace(GOOD, scanner=one, more_scanners=(other,)))
    assert read_settings(tmp_path).more_scanners == (other,)


def test_settings_that_are_gone_from_beside_a_desks_data_are_told_as_gone(tmp_path: Path) -> None:
    (tmp_path / "motcua.db").write_bytes(b"data")
    with pytest.raises(NotSetUp) as gone:
        read_settings(tmp_path)
    assert "mất tệp thiết lập settings.toml" in sentence(gone.value)
    (tmp_path / "motcua.db").unlink()
    with pytest.raises(NotSetUp) as never:
        read_settings(tmp_path)
    assert "chưa được cài đặt" in sentence(never.value)
