"""The fold of a hand-over list, in whatever order its events arrive."""

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.events import (
    AnyEvent,
    Form,
    FormPrinted,
    HandOverDossierStruck,
    HandOverListConfirmed,
    HandOverListMade,
    PrintingFailed,
)
from models.ids import ClerkId
from models.process import Holder
from models.subjects.hand_over_list import HandOverList, fold
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, LISTS, START, any_event

ID = LISTS[0]
UNIT = Holder(unit="vp", unit_name="Văn phòng")
MADE = HandOverListMade(number="BG.H99.99.99-261123-0001", to=UNIT, dossiers=DOSSIERS, giver="Nguyễn Văn Mẫu")


def told(*events: AnyEvent) -> HandOverList:
    chain = Chain(1)
    return fold(ID, [chain.add(ID, START + timedelta(minutes=at), event) for at, event in enumerate(events)])


def test_a_list_waits_until_somebody_has_what_is_left_of_it() -> None:
    assert told(MADE).waits
    struck = told(MADE, HandOverDossierStruck(dossier=DOSSIERS[1], reason="thiếu"))
    assert (struck.left, struck.waits) == ((DOSSIERS[0], DOSSIERS[2]), True)
    confirmed = told(MADE, HandOverListConfirmed(holder=Holder(unit="vp", clerk=ClerkId("b"))))
    assert not confirmed.waits
    assert not told(MADE, *(HandOverDossierStruck(dossier=one, reason="thiếu") for one in DOSSIERS)).waits


def test_the_first_confirmation_stands_and_a_dossier_is_struck_once() -> None:
    twice = told(
        MADE,
        HandOverListMade(number="khác", to=Holder(), dossiers=()),
        HandOverDossierStruck(dossier=DOSSIERS[0], reason="một"),
        HandOverDossierStruck(dossier=DOSSIERS[0], reason="hai"),
        HandOverListConfirmed(holder=Holder(clerk=ClerkId("a"))),
        HandOverListConfirmed(holder=Holder(clerk=ClerkId("b"))),
    )
    assert (twice.number, [one.reason for one in twice.struck]) == (MADE.number, ["một"])
    assert twice.confirmed == Holder(clerk=ClerkId("a"))


def test_copies_are_counted_and_one_that_did_not_come_out_is_not() -> None:
    printed = FormPrinted(form=Form.HAND_OVER, version="1", copy=1)
    assert told(MADE, printed, printed, PrintingFailed(form=Form.HAND_OVER, copy=2, why="")).copies == 1
    assert told(MADE, FormPrinted(form=Form.RECEIPT, version="1", copy=1)).copies == 0


@given(st.lists(any_event, max_size=12), st.randoms())
def test_any_history_folds_alike_in_any_order_of_arrival(events: list[AnyEvent], chance: Random) -> None:
    chain = Chain(1)
    history = [chain.add(ID, START + timedelta(minutes=at), event) for at, event in enumerate(events)]
    shuffled = history[:]
    chance.shuffle(shuffled)
    assert fold(ID, shuffled) == fold(ID, history)
