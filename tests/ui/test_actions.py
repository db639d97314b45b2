"""One table of actions: every key means one thing, every action is done by somebody, the F1 sheet shows them all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.ticket_state import TicketState
from models.subjects.work_lists import WorkList
from tests.ui.conftest import Clerk
from tests.ui.everywhere import settle
from ui.actions import ActContext, Action, ActionPlace, ProcessContext, key_words
from ui.hall.call_announcer import KEYS as VOICE
from ui.program.pages import ACTIONS, PAGES

WORDS: dict[str, tuple[Any, ...]] = {
    "page": tuple(entry.name for entry in PAGES),
    "open": (False, True),
    "here": (None, *TicketState),
    "waiting": (0, 1),
    "begun": (False, True),
    "taken_on_the_spot": (False, True),
    "training": (False, True),
    "dossier": (None, *DossierStatus),
    "dossier_comes": (False, True),
    "process": tuple(
        ProcessContext(
            stage=stage,
            coded=coded,
            accepted=more,
            others_hand=more,
            consults=more,
            obliged=more,
            owes=more,
            paid=more,
            bundled=more,
            on_portal=more,
        )
        for stage, coded, more in product(ProcessStage, (False, True), (False, True))
    ),
    "do_it": (False, True),
    "joined": (False, True),
    "held": (0, 1),
    "step": ("", "essential", "other", "waits"),
    "reported": (False, True),
    "hints": (False, True),
    "line_sheet": (False, True),
    "sheet": ("", "slip", "bulk", "many", "money", "close", "help"),
    "chosen": (False, True),
    "listed": (False, True),
    "adds": (False, True),
    "doubled": (False, True),
    "manages": (False, True),
    "sets_up": (True, False),
    "work_list": ("", *(one.value for one in WorkList)),
    "money_list": ("", "taken", "unpaid", "transfers", "owed", "shifts"),
    "results": ("", "return", "check_in"),
    "on_paper": (False, True),
    "owed": (False, True),
    "online": (False, True),
    "shelved": (False, True),
    "signs": (False, True),
    "supervises": (False, True),
    "contradicts": (False, True),
    "clock_doubted": (False, True),
}
"""All that a context may say; a fact added to the context is missed by name."""


def test_every_fact_of_a_scene_is_known_here() -> None:
    assert set(WORDS) == set(ActContext.__struct_fields__)


def test_every_action_has_an_id_of_its_own() -> None:
    assert [id_ for id_, count in Counter(action.id for action in ACTIONS).items() if count > 1] == []


@pytest.mark.parametrize(
    "key", sorted(key for key, count in Counter(action.key for action in ACTIONS).items() if count > 1)
)
def test_no_key_does_two_things_in_any_scene(key: str) -> None:
    sharing = [action for action in ACTIONS if action.key == key]
    for context in scenes_of(sharing):
        able = [action.id for action in sharing if action.allowed(context)]
        assert len(able) <= 1, (key, able, context)


def scenes_of(actions: Sequence[Action]) -> Iterator[ActContext]:
    """Every context that differs for these: each fact is branched on only where a condition comes to look at it."""
    waiting: list[dict[str, Any]] = [{}]
    while waiting:
        facts = waiting.pop()
        try:
            for action in actions:
                action.allowed(cast("ActContext", Asked(facts)))
        except NotSaidYet as fact:
            waiting += [{**facts, fact.name: value} for value in WORDS[fact.name]]
        else:
            yield ActContext(**facts)


class NotSaidYet(Exception):  # noqa: N818 - no error at all
    """A condition looks at a fact that has no value yet."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Asked:
    """A context of which only these facts are said."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> object:
        if name not in self._facts:
            raise NotSaidYet(name)
        return self._facts[name]


def test_every_key_is_one_qt_knows() -> None:
    for action in ACTIONS:
        assert QKeySequence(action.key).toString() == action.key
        assert action.words


@pytest.mark.usefixtures("qapp")
def test_no_key_is_one_that_fields_need() -> None:
    for action in ACTIONS:
        key = QKeySequence(action.key)
        assert key not in {QKeySequence(one) for one in TYPING}, action.id
        for edit in EDITING:
            assert key not in QKeySequence.keyBindings(edit), (action.id, edit)


TYPING = (
    "Space",
    "Shift+Space",
    "Return",
    "Enter",
    "Esc",
    "Tab",
    "Shift+Tab",
    "Backspace",
    "Del",
    "Home",
    "End",
    "Up",
    "Down",
    "Left",
    "Right",
    "PgUp",
    "PgDown",
    "Shift+Ins",
    "Ctrl+Ins",
    "Shift+Del",
    "Ctrl+Y",
    "Shift+F10",
)
"""What fields, lists and the menu of a field need."""

_KEY = QKeySequence.StandardKey
EDITING = (
    _KEY.SelectAll,
    _KEY.Copy,
    _KEY.Cut,
    _KEY.Paste,
    _KEY.Undo,
    _KEY.Redo,
    _KEY.DeleteEndOfWord,
    _KEY.DeleteStartOfWord,
    _KEY.MoveToNextWord,
    _KEY.MoveToPreviousWord,
    _KEY.MoveToStartOfDocument,
    _KEY.MoveToEndOfDocument,
    _KEY.SelectNextWord,
    _KEY.SelectPreviousWord,
)


def test_f9_does_the_main_act_wherever_there_is_one() -> None:
    main = {action.place for action in ACTIONS if action.key == "F9"}
    assert main >= set(ActionPlace) - {ActionPlace.EVERYWHERE, ActionPlace.LINE, ActionPlace.DOSSIER}


def test_every_action_is_done_by_the_window_or_a_page(clerk: Clerk) -> None:
    done = {*clerk.window.own_handlers(), *VOICE}  # the voice works beside the window
    for entry in PAGES:
        done |= set(clerk.page(entry.name).handlers())
    assert {action.id for action in ACTIONS} == done


def test_the_f1_sheet_begins_with_the_keys_of_the_page_one_comes_from(clerk: Clerk) -> None:
    for page, place in (
        ("province", ActionPlace.PROVINCE),
        ("papers", ActionPlace.PAPERS),
        ("counter", ActionPlace.LINE),
    ):
        clerk.page(page)
        clerk.press(Qt.Key.Key_F1)
        clerk.waits()
        settle()
        sheet = clerk.window.page("keys")
        titles = [one for one in sheet.findChildren(QLabel) if one.property("role") == "section"]
        where = {one.text(): one.mapTo(sheet, QPoint(0, 0)) for one in titles}
        assert set(where) == {action.place for action in ACTIONS} | {"Bàn phím"}
        assert min(where, key=lambda title: (where[title].y(), where[title].x())) == place.value
        clerk.press(Qt.Key.Key_F1)
        assert clerk.window.front == page


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
