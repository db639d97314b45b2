"""A kind of subject that no file of the program knows: the key of the hall is lent and given back."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from models import history
from models.events import AnyEvent, FeeTaken, PeopleShown, ReadBy, TicketIssued
from models.events.event import Event
from models.history import MOST_EVENT_BYTES, Recorded
from models.ids import ClerkId, DeviceId, SubjectId, new_dossier_id, new_ticket_id
from models.not_allowed import EventTooLarge
from models.store import Finding, FindingKind, Store, open_store, tallies
from models.store import store as store_module
from models.store.file.opening import open_database
from models.store.projections import all_rows, search
from models.store.projections.kinds import KINDS
from models.store.projections.projection import Projection
from models.store.rebuild import rebuilding
from models.subjects.folding import Fold
from models.text import search_words
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain, visits
from tests.fakes.events import START, happenings
from tests.models.store.conftest import KEY, Opens
from tests.models.store.desks import count_fresh, empty_file, open_desk, rows_of, settle
from tests.models.store.test_log import received

CLERK = ClerkId("mau")
HALL = SubjectId("key/0193a000-0001-7000-8000-000000000001")
ANNEX = SubjectId("key/0193a000-0002-7000-8000-000000000002")
CLERK_SUBJECT = SubjectId("clerk/mau")
LENT_UNTIL = date(2026, 11, 25)

Facts = list[tuple[SubjectId, Any]]


class KeyLent(Event, frozen=True, kw_only=True, tag="KeyLent"):
    """Somebody took the key with them."""

    to: str
    until: date


class KeyReturned(Event, frozen=True, kw_only=True, tag="KeyReturned"):
    """It hangs in its place again."""


class Key(Struct, frozen=True, kw_only=True):
    """Where a key is."""

    id: SubjectId
    holder: str = ""
    until: date | None = None
    times: int = 0


def step(key: Key, recorded: Recorded) -> Key:
    event: object = recorded.event
    match event:
        case KeyLent(to=to, until=until):
            return replace(key, holder=to, until=until, times=key.times + 1)
        case KeyReturned():
            return replace(key, holder="", until=None)
    return key


def values(number: int, key: Key) -> tuple[object, ...]:
    until = "" if key.until is None else key.until.isoformat()
    return number, key.id, key.holder, until, key.times, " ".join(search_words(key.holder))


_table = sa.Table(
    "hall_key",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
)
sa.Index("hall_key_out", _table.c.until, sqlite_where=_table.c.until != "")

KEYS = Projection(
    prefix="key/",
    version=1,
    fold=Fold(lambda name: Key(id=name), step),
    values=values,
    table=_table,
    fresh="fresh_hall_key",
    search="hall_key_search",
    counts=("keys",),
    counted=lambda row: (("keys", "out" if row[3] else "in"),),
)
NEWER = replace(KEYS, version=2, values=lambda number, key: values(number, replace(key, holder=key.holder.upper())))


@pytest.fixture(params=["fresh", "at once"])
def keys(request: pytest.FixtureRequest) -> Projection[Key]:
    """With its youngest rows apart and a search, or without both."""
    return KEYS if request.param == "fresh" else replace(KEYS, fresh="", search="")


@pytest.fixture
def knows(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the program know these kinds besides its own, and the events of keys if there is one."""
    empty_file()  # is kept for all tests of this process, so it is made by the program as it is

    def set_kinds(*more: Projection[Any]) -> None:
        monkeypatch.setattr(store_module, "KINDS", (*KINDS, *more))
        read: Any = AnyEvent | KeyLent | KeyReturned if more else AnyEvent
        decode = msgspec.json.Decoder(read).decode
        monkeypatch.setattr(history, "_decoder", lambda: decode)

    return set_kinds


def lent(to: str, until: date = LENT_UNTIL) -> Any:  # noqa: ANN401  # no event that the program knows
    return KeyLent(to=to, until=until)


def rows(store: Store, kind: Projection[Any]) -> list[tuple[object, ...]]:
    return sorted(store._database.run(f"SELECT id, holder, times FROM {kind.rows}").fetchall())  # noqa: S608


def overdue(store: Store, kind: Projection[Key], day: date) -> list[str]:
    """What time alone changes is asked for, not kept."""
    asked = f"SELECT id FROM {kind.rows} WHERE until != '' AND until < ?"  # noqa: S608
    return [id_ for (id_,) in store._database.run(asked, (day.isoformat(),))]


def seen_by(store: Store) -> list[str]:
    """What is written while the log is rebuilt or opened."""
    said: list[str] = []
    connection = store._database._core.connection.driver_connection
    assert connection is not None
    connection.set_trace_callback(said.append)
    return said


def test_a_key_is_lent_beside_a_fee_in_one_transaction_found_and_verified(
    opens: Opens, keys: Projection[Key], knows: Callable[..., None]
) -> None:
    knows(keys)
    store, dossier = opens(), new_dossier_id()
    said = seen_by(store)
    facts: Facts = [(dossier, received()), (HALL, lent("Trần Thị Đào")), (dossier, FeeTaken(amount=8_000))]
    changed = store.log.record_all(CLERK, facts)
    assert [one for one in said if one.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert changed.subjects == {dossier, HALL}
    assert [recorded.seq for recorded in changed.recorded] == [1, 2, 3]
    assert store.log.subject(keys, HALL) == Key(id=HALL, holder="Trần Thị Đào", until=LENT_UNTIL, times=1)
    assert rows(store, keys) == [(HALL, "Trần Thị Đào", 1)]
    assert [row.id for row in store.dossiers.page()] == [dossier]
    for _ in range(2):
        if keys.search:
            found = search.find(store._database, keys, search_words("dao tr"), before=1 << 62, limit=9)
            assert [row[1] for row in found] == [HALL]
        assert overdue(store, keys, LENT_UNTIL) == []
        assert overdue(store, keys, LENT_UNTIL + timedelta(days=1)) == [HALL]
        assert store.log.verify() == []
        with store._database.transaction():
            settle(store)
    assert tallies.of_kind(store._database, "keys") == {"out": 1}
    store.log.record_all(CLERK, [(HALL, KeyReturned())])  # type: ignore[list-item]
    assert rows(store, keys) == [(HALL, "", 1)]
    assert tallies.of_kind(store._database, "keys") == {"in": 1}
    assert store.log.verify() == []


class FailedError(Exception):
    pass


def fail() -> None:
    raise FailedError


def test_of_several_facts_all_are_recorded_or_none(opens: Opens, knows: Callable[..., None]) -> None:
    knows(KEYS)
    store, dossier, ticket = opens(), new_dossier_id(), new_ticket_id()
    store.log.record_all(CLERK, [(HALL, lent("Đào"))])
    before = store.log.head(), rows(store, KEYS), store.log.counts()
    issued = TicketIssued(number="A001", day=START.date(), services=("x",))
    too_large = PeopleShown(by=ReadBy.LIST, count=1, digest="x" * MOST_EVENT_BYTES)
    with pytest.raises(EventTooLarge):
        store.log.record_all(CLERK, [(dossier, received()), (HALL, KeyReturned()), (ticket, too_large)])  # type: ignore[list-item]
    with pytest.raises(FailedError):
        store.log.record_all(CLERK, [(dossier, received()), (ticket, issued)], beside=fail)
    assert (store.log.head(), rows(store, KEYS), store.log.counts()) == before
    assert rows_of(store) == ([], [])
    assert store.log.verify() == []
    assert store.log.record_all(CLERK, []).subjects == frozenset()
    assert store.log.record_all(CLERK, [(dossier, received()), (ticket, issued)]).recorded[0].seq == 2


def test_only_the_kind_whose_version_changed_is_made_anew_in_one_pass(
    opens: Opens, clock: TurnedClock, knows: Callable[..., None], tmp_path: Path
) -> None:
    knows(KEYS)
    with opens() as store:
        store.log.merge(visits(20, seed=5))
        for place in range(3):
            store.log.record_all(CLERK, [(HALL, lent(f"Đào {place}")), (ANNEX, lent("Lê An"))])
        store._database.run("UPDATE dossier SET owner = 'nobody made this anew'")
        before = rows_of(store)
    knows(NEWER)
    told: list[tuple[int, int]] = []
    for times in (1, 0):
        told.clear()
        with open_store(
            tmp_path / "desk.db", KEY, device=DeviceId(1), clock=clock, on_progress=lambda *done: told.append(done)
        ) as store:
            assert rows(store, NEWER) == [(HALL, "ĐÀO 2", 3), (ANNEX, "LÊ AN", 3)]
            assert tallies.of_kind(store._database, "keys") == {"out": 2}
            assert rows_of(store) == before
            assert told == [(6, 6)] * times
    with opens() as store:
        store.log.rebuild()
        assert store.log.verify() == []
        assert tallies.of_kind(store._database, "keys") == {"out": 2}


def test_several_kinds_are_made_anew_in_the_same_pass(
    opens: Opens, clock: TurnedClock, knows: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "_CHUNK", 50)
    knows(KEYS)
    with opens() as store:
        store.log.merge(visits(20, seed=5))
        store.log.record_all(CLERK, [(HALL, lent("Đào")), (CLERK_SUBJECT, PeopleShown(by=ReadBy.LIST, count=1))])
        before, events = rows_of(store), store.log.counts().events
    dossiers, *others = KINDS
    others, dossiers = (
        [replace(kind, version=kind.version + 1) for kind in others],
        replace(dossiers, version=dossiers.version + 1),
    )
    changed = (*others, NEWER, dossiers)
    monkeypatch.setattr(store_module, "KINDS", changed)
    told: list[tuple[int, int]] = []
    with open_store(
        tmp_path / "desk.db", KEY, device=DeviceId(1), clock=clock, on_progress=lambda *done: told.append(done)
    ) as store:
        assert rows_of(store) == before
        assert store.log.verify() == []
    assert len(told) > 3
    assert told == [(done, events - 1) for done, _ in told]  # what happened to the clerk has no rows
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1][0] == events - 1


def test_what_was_heard_before_its_kind_was_known_has_rows_from_then_on(
    opens: Opens, knows: Callable[..., None]
) -> None:
    chain = Chain(7)
    heard = [chain.add(HALL, START, lent("Đào")), chain.add(ANNEX, START, lent("An"))]
    with opens() as store:
        store.log.merge(heard[:1])
        assert store.log.verify() == []
    knows(KEYS)
    with opens() as store:
        assert rows(store, KEYS) == [(HALL, "Đào", 1)]
        assert store.log.verify() == []
    knows()
    with opens() as store:  # the program of before once more: it hears of a key, and keeps no row of it
        store.log.merge(heard[1:])
        assert store.log.verify() == []
    knows(KEYS)
    with opens() as store:
        assert rows(store, KEYS) == [(HALL, "Đào", 1), (ANNEX, "An", 1)]
        assert store.log.verify() == []


def test_making_a_kind_anew_that_was_cut_short_is_done_again(
    opens: Opens, clock: TurnedClock, knows: Callable[..., None], tmp_path: Path
) -> None:
    class PulledPlugError(Exception):
        pass

    def pull(_done: int, _total: int) -> None:
        raise PulledPlugError

    knows(KEYS)
    with opens() as store:
        store.log.record_all(CLERK, [(HALL, lent("Đào")), (new_dossier_id(), received())])
        before = rows_of(store)
    knows(NEWER)
    with pytest.raises(PulledPlugError):
        open_store(tmp_path / "desk.db", KEY, device=DeviceId(1), clock=clock, on_progress=pull)
    knows(KEYS)  # the version of before is no more what there is
    with opens() as store:
        assert rows(store, KEYS) == [(HALL, "Đào", 1)]
        assert rows_of(store) == before
        assert store.log.verify() == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE hall_key SET holder = 'Lê An'", Finding(kind=FindingKind.ROW_DIFFERS, subject=HALL)),
        ("DELETE FROM hall_key", Finding(kind=FindingKind.ROW_DIFFERS, subject=HALL)),
        (
            "INSERT INTO hall_key VALUES (1, 'key/none', '', '', 0, '')",
            Finding(kind=FindingKind.ROW_DIFFERS, subject=SubjectId("key/none")),
        ),
        ("UPDATE tally SET number = 4 WHERE kind = 'keys'", Finding(kind=FindingKind.COUNT_DIFFERS, name="keys out")),
        (
            "INSERT INTO hall_key_search (hall_key_search) VALUES ('delete-all')",
            Finding(kind=FindingKind.SEARCH_DIFFERS),
        ),
    ],
)
def test_a_row_that_is_not_its_fold_is_found(
    opens: Opens, knows: Callable[..., None], statement: str, found: Finding
) -> None:
    knows(KEYS)
    store = opens()
    store.log.record_all(CLERK, [(HALL, lent("Đào"))])
    with store._database.transaction():
        settle(store)
    store._database.run(statement)
    assert found in store.log.verify()
    store.log.rebuild()
    assert store.log.verify() == []


def test_rows_of_each_kind_settle_by_the_hundred(opens: Opens, knows: Callable[..., None]) -> None:
    knows(KEYS)
    store = opens()
    for place in range(all_rows.FRESH + 1):
        name = SubjectId(f"key/0193a000-0001-7000-8000-{place:012d}")
        store.log.record_all(CLERK, [(name, lent("Đào")), (new_dossier_id(), received())])
    assert count_fresh(store) < 2 * all_rows.FRESH
    assert len(rows(store, KEYS)) == len(store.dossiers.page(limit=1_000)) == all_rows.FRESH + 1
    assert store.log.verify() == []


def test_an_opening_at_which_nothing_changed_writes_nothing(tmp_path: Path, opens: Opens) -> None:
    opens().close()
    database = open_database(tmp_path / "desk.db", KEY)
    try:
        kinds = all_rows.AllRows(database, KINDS).kinds
        before = database.one("SELECT total_changes()")
        rebuilding.bring_up_to_date(database, kinds)
        assert database.one("SELECT total_changes()") == before
    finally:
        database.close()


def test_no_two_kinds_share_a_name() -> None:
    for names in (
        [kind.prefix for kind in KINDS],
        [name for kind in KINDS for name in (kind.table.name, kind.fresh, kind.search) if name],
        [name for kind in KINDS for name in kind.counts] + [tallies.MISSING, tallies.FEES, tallies.RETURNED],
    ):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_a_kind_is_written_as_the_others_are(kind: Projection[Any]) -> None:
    assert kind.prefix.endswith("/")
    assert kind.table.c.keys()[:2] == ["number", "id"]
    assert not kind.search or (kind.fresh and "words" in kind.table.c)


key_happenings = st.tuples(
    st.sampled_from([HALL, ANNEX]),
    st.builds(KeyLent, to=st.sampled_from(["Đào", "An"]), until=st.just(LENT_UNTIL)) | st.builds(KeyReturned),
)
batches = st.lists(st.tuples(st.lists(happenings | key_happenings, max_size=5), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None)
@given(told=batches)
def test_facts_recorded_together_are_those_recorded_one_by_one_and_a_failure_leaves_none(
    told: Sequence[tuple[Sequence[tuple[SubjectId, Any]], bool]],
) -> None:
    with pytest.MonkeyPatch.context() as patched, TemporaryDirectory() as folder:
        patched.setattr(store_module, "KINDS", (*KINDS, KEYS))
        patched.setattr(all_rows, "FRESH", 3)
        read: Any = AnyEvent | KeyLent | KeyReturned
        decode = msgspec.json.Decoder(read).decode
        patched.setattr(history, "_decoder", lambda: decode)
        (Path(folder) / "other").mkdir()
        with (
            open_desk(Path(folder), 1, TurnedClock(START)) as together,
            open_desk(Path(folder) / "other", 1, TurnedClock(START)) as one_by_one,
        ):
            for facts, fails in told:
                if fails:
                    head = together.log.head()
                    with pytest.raises(FailedError):
                        together.log.record_all(CLERK, facts, beside=fail)
                    assert together.log.head() == head
                    continue
                changed = together.log.record_all(CLERK, facts)
                assert [(one.subject, one.event) for one in changed.recorded] == list(facts)
                assert changed.subjects == {subject for subject, _ in facts}
                for subject, event in facts:
                    one_by_one.log.record(subject, CLERK, event)
            assert rows_of(together) == rows_of(one_by_one)
            assert rows(together, KEYS) == rows(one_by_one, KEYS)
            assert together.log.head().seq == one_by_one.log.head().seq == len(together.log.unsent(1_000))
            assert together.log.verify() == one_by_one.log.verify() == []
