"""The shelf of results: which place is proposed, and that one that was emptied is proposed again."""

from dataclasses import replace as with_

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import outcome, returns, shelf
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.settings import ShelfSettings
from models.events import PaidBy
from models.subjects.dossier import Dossier
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete


def set_to(desk: Desk, boxes: str, places: int) -> Desk:
    return with_(desk, settings=replace(desk.settings, shelf=ShelfSettings(boxes=boxes, places=places)))


def put_on(desk: Desk, place: str) -> Dossier:
    taken = intake.take_in(desk, complete(desk, RESIDENCE, paid_by=PaidBy.CASH))
    return outcome.check_in(desk, taken.id, place, signed_by="Lý Thị Mẫu")


def test_the_first_free_place_is_proposed_box_after_box(desk: Desk) -> None:
    desk = set_to(desk, "BA", 2)
    for place in ("B-1", "B-2", "A-1", "A-2"):
        assert shelf.first_free(desk) == place
        put_on(desk, place)
    assert shelf.first_free(desk) == ""


def test_a_place_is_free_again_when_its_result_was_returned_or_moved(desk: Desk) -> None:
    desk = set_to(desk, "A", 3)
    first, second, _ = (put_on(desk, f"A-{number}") for number in (1, 2, 3))
    returns.hand_over(desk, [first.id], Collection(collector=MAU))
    assert shelf.first_free(desk) == "A-1"
    outcome.check_in(desk, second.id, "A-1")
    assert shelf.first_free(desk) == "A-2"


@pytest.mark.parametrize("place", ["", "tủ sắt", "A-7 "])
def test_a_place_typed_by_hand_needs_not_be_of_the_shelf(desk: Desk, place: str) -> None:
    assert put_on(desk, place).processing.place == place.strip()
    assert shelf.first_free(desk) == "A-1"


def test_an_office_without_a_shelf_is_proposed_nothing(desk: Desk) -> None:
    assert shelf.first_free(set_to(desk, "", 40)) == ""
