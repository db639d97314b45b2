"""Lists, counts and sums of what is set aside open no event; what is judged anew is read some at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from models.events import FeeTaken, PaidBy
from sync.hub.editions import editions
from sync.hub.log import counts, quarantine, stream
from sync.hub.log.intake import take_in
from sync.hub.settings import read_keys
from sync.hub.store import HubStore, aside_rows
from sync.messages import AsideReason
from tests.fakes.events import DOSSIERS
from tests.fakes.hub import settings_for
from tests.sync.hub.conftest import NOW, OFFICE, Enrol
from tests.sync.hub.dossiers import PAID, code_of, edition, received


@contextmanager
def statements(store: HubStore) -> Iterator[list[str]]:
    """All that the database is asked meanwhile."""
    with store.reading() as reading:
        engine = reading.engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def opens_an_event(statement: str) -> bool:
    return statement.lstrip().upper().startswith("SELECT") and ("recorded" in statement or ".body" in statement)


def test_lists_counts_and_sums_open_no_event(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(code_of(1)), *[b"no JSON"] * 30, *[FeeTaken(amount=-5)] * 30, PAID)
    take_in(hub_store, device, desk.up(), NOW)
    with statements(hub_store) as asked:
        assert len(list(quarantine.open_entries(hub_store))) == 60
        assert len(list(quarantine.open_entries(hub_store, OFFICE))) == 60
        assert quarantine.count(hub_store) == {
            (OFFICE, AsideReason.UNREADABLE): 30,
            (OFFICE, AsideReason.AMOUNT_IMPOSSIBLE): 30,
        }
        assert quarantine.is_set_aside(hub_store, OFFICE, device.number, 2)
        assert not quarantine.is_set_aside(hub_store, OFFICE, device.number, 1)
        found = counts.counts(hub_store, OFFICE)
    assert (found.devices[0].events, found.devices[0].aside) == (62, 60)
    assert asked
    assert [statement for statement in asked if opens_an_event(statement)] == []
    with statements(hub_store) as asked:  # nor does an answer to the desk
        assert len(take_in(hub_store, device, desk.up(62), NOW).set_aside) == 60
    assert [statement for statement in asked if opens_an_event(statement)] == []


def test_pages_join_without_a_gap_and_without_a_repeat(
    hub_store: HubStore, enrolled: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "PAGE", 7)
    for _ in range(2):
        device, desk, _ = enrolled()
        desk.record(DOSSIERS[0], *[b"no JSON"] * 20)
        take_in(hub_store, device, desk.up(), NOW)
    told = [(aside.device, aside.seq) for _, aside in quarantine.open_entries(hub_store)]
    assert told == [(device, seq) for device in (1, 2) for seq in range(1, 21)]


def test_whatever_is_claimed_to_have_been_paid_the_counts_are_exact(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    highest = (1 << 63) - 1
    desk.record(DOSSIERS[0], *[FeeTaken(amount=amount, paid_by=PaidBy.CARD) for amount in (highest, highest, -1, -7)])
    desk.record(DOSSIERS[0], FeeTaken(amount=-highest))
    take_in(hub_store, device, desk.up(), NOW)
    (count,) = counts.counts(hub_store, OFFICE).devices
    assert {one.paid_by: (one.amount, one.count) for one in count.drawer} == {
        PaidBy.CARD: (2 * highest - 8, 4),
        PaidBy.CASH: (-highest, 1),
    }


def test_a_new_edition_has_all_judged_anew_in_their_order_some_at_a_time(
    hub_store: HubStore, enrolled: Enrol, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr(aside_rows, "PAGE", 3)
    sign = read_keys(settings_for(tmp_path_factory.mktemp("keys"), "sqlite:////nowhere")).sign
    editions.publish(hub_store, edition(1, "1.000000"), sign, NOW)
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[replace(received(code_of(n))) for n in range(1, 11)])
    take_in(hub_store, device, desk.up(), NOW)
    assert quarantine.count(hub_store) == {(OFFICE, AsideReason.PROCEDURE_UNKNOWN): 10}
    code = received().intake.procedure.code
    editions.publish(hub_store, edition(2, "1.000000"), sign, NOW)
    assert quarantine.count(hub_store) == {(OFFICE, AsideReason.PROCEDURE_UNKNOWN): 10}
    editions.publish(hub_store, edition(3, code), sign, NOW)
    assert quarantine.count(hub_store) == {}
    assert [recorded.seq for _, recorded in stream.read(hub_store, OFFICE, 0, 100)] == list(range(1, 11))
