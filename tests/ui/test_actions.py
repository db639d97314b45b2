"""One table of actions: every key means one thing, every action is done by somebody, the F1 sheet shows them all."""

from itertools import combinations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import Clerk
from ui.actions import Place, key_words
from ui.hall.calling import KEYS as VOICE
from ui.program.actions import ACTIONS

TOGETHER = {Place.LINE: {Place.INTAKE}, Place.INTAKE: {Place.LINE}}
"""Places in front at the same time."""


def test_no_key_means_two_things_in_one_place() -> None:
    for one, other in combinations(ACTIONS, 2):
        meet = (
            one.place is other.place
            or Place.EVERYWHERE in {one.place, other.place}
            or other.place in TOGETHER.get(one.place, set())
        )
        assert not (meet and one.key == other.key), (one.id, other.id)


def test_every_key_is_one_qt_knows() -> None:
    for action in ACTIONS:
        assert QKeySequence(action.key).toString() == action.key
        assert action.words


def test_no_key_is_one_that_fields_need() -> None:
    editing = [Qt.Key.Key_Delete, Qt.Key.Key_Home]
    for action in ACTIONS:
        assert QKeySequence(action.key) not in [QKeySequence(key) for key in editing]
        assert action.key not in {"Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+Z"}


def test_every_action_is_done_by_the_window_or_a_page(clerk: Clerk) -> None:
    done = {*clerk.window.own_verbs(), *VOICE}  # the voice works beside the window
    pages = (
        "counter",
        "dossiers",
        "dossier",
        "province",
        "settings",
        "setup",
        "clerks",
        "health",
        "papers",
        "crash",
        "keys",
    )
    for name in pages:
        done |= set(clerk.page(name).verbs())
    assert {action.id for action in ACTIONS} == done


def test_the_f1_sheet_shows_every_key_and_closes_to_where_one_was(clerk: Clerk) -> None:
    clerk.page("dossiers")
    clerk.press(Qt.Key.Key_F1)
    assert clerk.window.front == "keys"
    said = {label.text() for label in clerk.window.page("keys").findChildren(QLabel)}
    for action in ACTIONS:
        assert action.words in said
        assert key_words(action.key) in said
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front == "dossiers"
