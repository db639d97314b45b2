"""Whatever is gone, a counter goes on; only what needs the thing that is gone waits for it or says why not."""

from pathlib import Path

import pytest

from tests.conftest import TurnedClock
from tests.evidence.acts import ACTS
from tests.evidence.page import PAGE, table_of_acts
from tests.evidence.under_trouble import ALL_THERE, GONE, WORKS, Outcome, outcomes
from tests.fakes.hub import RunningHub
from tests.faults.database import may_mount

pytestmark = pytest.mark.skipif(not may_mount(), reason="a small disk is mounted for this, which needs root")


def test_with_everything_there_every_act_works(hub: RunningHub, clock: TurnedClock, tmp_path: Path) -> None:
    told = outcomes(hub, clock, ALL_THERE, tmp_path)
    assert {words: str(one) for words, one in told.items()} == dict.fromkeys((act.words for act in ACTS), WORKS)


def test_the_page_tells_what_each_act_comes_to_while_something_is_gone(
    hub: RunningHub, clock: TurnedClock, tmp_path: Path
) -> None:
    told: dict[str, dict[str, Outcome]] = {}
    for gone in GONE:
        beside = tmp_path / gone.words
        beside.mkdir()
        told[gone.words] = outcomes(hub.seen_from(f"{hub.office}.{len(told):02d}"), clock, gone, beside)
    assert table_of_acts(told) in PAGE.read_text("utf-8")
