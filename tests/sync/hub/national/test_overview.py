import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from models.calendar.clock import wall_clock
from models.ids import DossierCode, new_dossier_id
from sync.hub import words
from sync.hub.commands.root import hub as main
from sync.hub.log import intake
from sync.hub.national.answers import NoAnswerReason
from sync.hub.national.sender import Sender, line_of
from sync.hub.national.settings import Generation, National, read
from sync.hub.offices import offices
from sync.hub.opening import open_store
from sync.hub.settings import HubSettings, SettingsWrong, make_keys, read_settings
from sync.hub.store import national_rows
from sync.signatures.requests import key_id
from tests.sync.hub.conftest import OFFICE, Desk, enrol
from tests.sync.hub.national.conftest import received

TOML = """
name = "Tỉnh Mẫu"
[database]
url = "sqlite:///{folder}/hub.db"
[national]
generation = "practice"
[national.rules]
refused_later = 8
[national.rules.procedures."1.001193"]
name = "Đăng ký khai sinh"
[national.rules.fields]
"Hộ tịch" = "G15-HT01"
"""


def test_an_administrator_sees_what_is_stuck_and_sends_it_again(tmp_path: Path) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(TOML.format(folder=tmp_path), "utf-8")
    settings = read_settings(config)
    make_keys(settings)
    store = open_store(settings)
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    key = Ed25519PrivateKey.generate()
    desk = Desk(enrol(store, key).device)
    device = offices.find_device(store, key_id(key.public_key()))
    assert device is not None
    fine = received(1)
    strange = replace(fine, code=DossierCode(f"{OFFICE}-261123-0002"))
    nameless = replace(strange, intake=replace(fine.intake, submitter=replace(fine.intake.submitter, full_name="")))
    desk.record(new_dossier_id(), fine)
    desk.record(new_dossier_id(), nameless)
    intake.take_in(store, device, desk.up(), wall_clock())
    national = read(settings)
    line = line_of(settings, national)
    assert line is not None
    Sender(store, national, line).turn()
    store.close()

    def said(*words_typed: str) -> str:
        answer = CliRunner().invoke(main, ["--config", str(config), "national", *words_typed])
        assert answer.exit_code == 0, answer.output
        return answer.output

    assert said() == (
        f"đã được nhận: 2, bị từ chối: 1, đang chờ: 1\n{OFFICE}-261123-0002 bước 0: Thiếu hoặc sai: ChuHoSo\n"
    )
    assert said("--again", f"{OFFICE}-261123-0002") == f"Sẽ gửi lại 1 bản tin của hồ sơ {OFFICE}-261123-0002.\n"
    assert said("--again", "x") == "Không có bản tin nào của hồ sơ x gửi hệ thống quốc gia.\n"
    assert "bị từ chối" not in said()


@pytest.mark.parametrize(
    "national",
    [
        {"generation": "c"},
        {"generation": "a", "url": "http://mau.example", "unit": "x", "user": "x", "password_file": "x"},
        {"generation": "a", "url": "https://mau.example", "user": "x", "password_file": "x"},
        {"generation": "a", "url": "https://mau.example", "unit": "x"},
        {"generation": "b"},
        {"generation": "practice", "time_out": 0},
        {"generation": "practice", "chunk": 0},
        {"generation": "practice", "rules": {"feilds": {}}},
    ],
)
def test_settings_that_cannot_be_are_refused(tmp_path: Path, national: dict[str, object]) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(TOML.format(folder=tmp_path), "utf-8")
    with pytest.raises(SettingsWrong):
        read(_with(read_settings(config), national))


def _with(settings: HubSettings, national: dict[str, object]) -> HubSettings:
    return replace(settings, national=national)


def test_no_generation_speaks_to_nobody(tmp_path: Path) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(TOML.format(folder=tmp_path), "utf-8")
    settings = _with(read_settings(config), {})
    assert read(settings) == National()
    assert line_of(settings, read(settings)) is None


def test_every_trouble_and_state_has_words() -> None:
    assert set(words.NATIONAL_TROUBLES) == set(NoAnswerReason)
    states = {*national_rows.DUE, *national_rows.CLOSED, national_rows.REFUSED}
    assert set(words.NATIONAL_STATES) == states


def test_the_settings_in_the_guide_are_settings(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[4] / "docs" / "he-thong-quoc-gia.md").read_text("utf-8")
    (toml,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    config = tmp_path / "hub.toml"
    config.write_text('name = "Tỉnh Mẫu"\ndatabase.url = "sqlite:////x"\n' + toml, "utf-8")
    national = read(read_settings(config))
    assert (national.generation, national.since) == (Generation.A, date(2026, 11, 1))
    told = set(re.findall(r"^(\w+) = ", toml.split("[national.rules]")[0], re.MULTILINE))
    assert told == {*National.__struct_fields__} - {"rules", "certificates"}
