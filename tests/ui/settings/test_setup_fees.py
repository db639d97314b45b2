"""Settings of the province's charges: a resolution entered on screen is in force at once."""

from pathlib import Path

from desk.opening import fees_of
from desk.settings import read_settings
from models.procedure import Channel
from tests.ui.conftest import Clerk
from tests.ui.settings.test_settings_page import the_page
from ui.settings.setup_fees import FeesPart

DEATH = ("1.000656", "", "", Channel.DIRECT)


def test_a_resolution_is_entered_with_its_amounts_and_what_is_open_is_told(clerk: Clerk, tmp_path: Path) -> None:
    page = the_page(clerk)
    clerk.window.go("settings", "fees")
    part = page.part("fees", FeesPart)
    clerk.until(lambda: bool(part.edits))
    before = part.open_words.text()
    assert before.startswith("Còn ")
    part.edits[DEATH].setText("8.000")
    page.save()
    clerk.until(lambda: "Ghi số, ngày ban hành" in part.note.text())
    assert not (tmp_path / "fees.toml").exists()
    for field, text in ((part.number, "07/2026/NQ-HĐND"), (part.passed, "15/06/2026"), (part.begins, "01/07/2026")):
        field.put(text)
    part.southern.click()
    assert "lẻ bốn ngàn" in part.example.text()
    page.save()
    clerk.until(lambda: part.note.text().startswith("Đã ghi"))
    clerk.waits()
    (rule,) = fees_of(tmp_path).fee
    assert (rule.procedure, rule.channel, rule.amount) == ("1.000656", Channel.DIRECT, 8_000)
    assert rule.source == "07/2026/NQ-HĐND ngày 15/06/2026"
    assert read_settings(tmp_path).money.southern_words
    assert part.edits[DEATH].text() == "8.000"
    assert part.edited_prices() == ()
