import gc
from itertools import islice

import pytest

from models.ids import DOSSIER, SubjectId
from models.store import Store, tables
from models.store.codec import event_values
from models.store.file.database import insert_into
from models.store.file.opening import CACHE_KIB
from models.store.projections import dossier
from models.store.rebuild import rebuilding
from models.store.rebuild.rebuilding import in_turn, parts_of
from models.store.rebuild.row_making import histories_of
from tests.fakes.citizens import CLERK, EVENTS_PER_VISIT, Chain, visits
from tests.fakes.events import DOSSIERS, START
from tests.models.store.conftest import Opens
from tests.models.store.desks import rows_of
from tests.models.store.test_log import PRINTED

VISITS = 300


def test_rows_from_nothing_are_the_rows_of_day_by_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_CHUNK", 250)
    log = visits(VISITS, seed=5)
    while part := list(islice(log, 100)):
        store.log.merge(part)
    before, found = rows_of(store), store.dossiers.find("nguyen thi", limit=1000)
    assert len(before[0]) == len(before[1]) == VISITS
    told: list[tuple[int, int]] = []
    store.log.rebuild(lambda done, total: told.append((done, total)))
    assert rows_of(store) == before
    assert store.dossiers.find("nguyen thi", limit=1000) == found
    assert store.log.verify() == []
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (VISITS * EVENTS_PER_VISIT, VISITS * EVENTS_PER_VISIT)
    assert len(told) > 4
    assert gc.isenabled()
    assert store._database.one("PRAGMA synchronous") == 2
    assert store._database.one("PRAGMA cache_size") == -CACHE_KIB


def test_a_history_longer_than_a_part_is_read_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_CHUNK", 4)
    for subject, times in zip(DOSSIERS, (3, 23, 4), strict=True):
        for _ in range(times):
            store.log.record(subject, CLERK, PRINTED)
    parts = rebuilding.parts_of(store._database, DOSSIER, DOSSIER, dossier.DOSSIERS.behind)
    read = [(subject, len(history)) for part in parts for subject, history in histories_of(part)]
    assert read == list(zip(DOSSIERS, (3, 23, 4), strict=True))


def test_a_rebuild_cut_short_is_done_again_at_the_next_opening(opens: Opens) -> None:
    class PulledPlugError(Exception):
        pass

    def pull(_done: int, _total: int) -> None:
        raise PulledPlugError

    with opens() as store:
        store.log.merge(visits(20, seed=5))
        before = rows_of(store)
        with pytest.raises(PulledPlugError):
            store.log.rebuild(pull)
    with opens() as store:
        assert rows_of(store) == before
        assert store.log.verify() == []


def test_parts_of_all_kinds_come_in_the_order_of_time_and_none_is_left_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "_CHUNK", 20)
    events = [*visits(40, seed=3), Chain(9).add(SubjectId("clerk/mau"), START, PRINTED)]
    with store._database.transaction():
        store._database.run_many(insert_into(tables.event), map(event_values, events))
    spans = [("", "clerk/"), ("clerk/", "clerk0"), ("dossier/", "dossier0"), ("ticket/", "ticket0")]
    left = {start: list(parts_of(store._database, start, start, end)) for start, end in spans}
    assert len(left["dossier/"]) > 2
    reached = dict.fromkeys(left, "")
    for part in in_turn(parts_of(store._database, start, start, end) for start, end in spans):
        assert part == left[part.prefix].pop(0)
        assert reached[part.prefix] <= min(reached[kind] for kind in left if left[kind] or kind == part.prefix)
        reached[part.prefix] = part.events[-1][2].partition("/")[2]
    assert not any(left.values())
