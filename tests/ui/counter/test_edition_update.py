"""A new edition is applied between two dossiers, never under a form in which anything stands."""

from datetime import date

import pytest

from desk.desk import Desk
from desk.province import edition as editions_at_desk
from models.ids import ClerkId
from models.person import Person
from sync.client.link_state import Phase
from sync.messages import Edition, Staff
from tests.ui.conftest import Clerk

NEW = Edition(
    version=4,
    name="Quý IV",
    valid_from=date(2026, 11, 1),
    office="H00.99.01",
    staff=(Staff(id=ClerkId("hoa"), name="Lê Thị Hoa Mẫu"),),
)


@pytest.fixture
def applied(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An edition waits at the desk; tells which were applied."""
    done: list[int] = []

    def apply(desk: Desk) -> Desk:
        done.append(NEW.version)
        return desk

    monkeypatch.setattr(editions_at_desk, "waiting", lambda _: NEW)
    monkeypatch.setattr(editions_at_desk, "apply", apply)
    return done


def tells(clerk: Clerk) -> None:
    clerk.until(lambda: clerk.app.editions is not None)
    clerk.hears_of_link(phase=Phase.UP_TO_DATE, edition_waiting=NEW.version)
    clerk.waits()


def test_with_an_empty_form_it_is_applied_at_once_and_said(clerk: Clerk, applied: list[int]) -> None:
    tells(clerk)
    clerk.until(lambda: applied == [4])
    clerk.waits()
    assert any("“Quý IV” (bản 4) đã áp dụng" in banner.label.text() for banner in clerk.window.banners.shown)


def test_under_a_half_filled_form_it_waits_until_the_form_is_empty(
    clerk: Clerk, person: Person, applied: list[int]
) -> None:
    clerk.scans(person)
    tells(clerk)
    assert applied == []
    clerk.window.do("clear")
    clerk.until(lambda: applied == [4])


def test_half_a_word_in_the_search_is_a_form_begun(clerk: Clerk, applied: list[int]) -> None:
    clerk.counter.intake.matter.search.setText("kh")
    tells(clerk)
    assert applied == []


def test_it_is_asked_for_once_however_often_the_link_tells_of_it(clerk: Clerk, applied: list[int]) -> None:
    for _ in range(3):
        tells(clerk)
    assert applied == [4]
