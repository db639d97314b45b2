"""The day's lists: every page and every count says what the dossiers themselves say, wherever the rows lie."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.calendar.clock import from_local
from models.calendar.pauses import ClockRule, PauseKind
from models.events import (
    BUNDLE,
    AnyEvent,
    ConsultationAsked,
    Decision,
    DisputeSettled,
    DossierAccepted,
    DossierForwarded,
    DossierSubmitted,
    DueDate,
    FeeTaken,
    InBundle,
    ObligationTold,
    ResultCheckedIn,
    ResultDecided,
    ResultHandedOver,
    SupplementAsked,
)
from models.ids import ClerkId, DeviceId, DossierId, new_subject
from models.process import Holder, ProcessStep
from models.store import Store, open_store
from models.store.projections.work_lists import WorkLists
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.dossier_row import DossierRow
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkMark, WorkQuery, WorkSpan, marks_of
from tests.conftest import TurnedClock
from tests.fakes.citizens import citizen, reception, subject_at
from tests.fakes.events import START
from tests.models.store.conftest import KEY
from tests.models.store.desks import settle

CLERKS = tuple(ClerkId(name) for name in ("mot", "hai", "ba"))
UNITS = ("", "vp", "kt")
STEP = ProcessStep(id="examine", name="Thẩm định", share=0.8)
NOON = from_local(datetime(2026, 11, 27, 12))  # noqa: DTZ001  # the wall's time
MIDNIGHT = from_local(datetime(2026, 11, 27))  # noqa: DTZ001  # the wall's time
SPANS = (
    *(WorkSpan(mark=mark) for mark in WorkMark),
    WorkSpan(mark=WorkMark.RUNS, before=NOON),
    WorkSpan(mark=WorkMark.RUNS, before=MIDNIGHT),
    WorkSpan(mark=WorkMark.RUNS, since=MIDNIGHT, before=MIDNIGHT + timedelta(days=1)),
    WorkSpan(mark=WorkMark.RUNS, since=NOON, before=NOON + timedelta(hours=1)),
    WorkSpan(mark=WorkMark.RUNS, since=NOON, before=NOON + timedelta(days=3)),
    WorkSpan(mark=WorkMark.RUNS, since=NOON),
    WorkSpan(mark=WorkMark.AT_DESK, since=NOON),
    WorkSpan(mark=WorkMark.READY, before=START + timedelta(minutes=90)),
)
NARROWED: tuple[dict[str, object], ...] = (
    {},
    {"field": "Hộ tịch"},
    {"unit": ""},
    {"unit": "kt"},
    {"holder": CLERKS[0]},
    {"of": CLERKS[1]},
    {"field": "Chứng thực", "unit": "vp", "holder": CLERKS[2], "of": CLERKS[2]},
)


def _after(chance: random.Random, at: datetime) -> list[AnyEvent]:
    """Something of a dossier's life, sensible or not."""
    holder = Holder(unit=chance.choice(UNITS), clerk=chance.choice(("", *CLERKS)))  # type: ignore[arg-type]
    rule = chance.choice(tuple(ClockRule))
    every: list[AnyEvent] = [
        DossierForwarded(to=Holder(unit=holder.unit), step=STEP, number=1),
        DossierAccepted(holder=holder),
        DossierSubmitted(to=holder, step=STEP, number=2),
        ConsultationAsked(
            number="YK1", agency="Sở", question="?", due_at=at + timedelta(hours=chance.randrange(90)), clock=rule
        ),
        ObligationTold(number="NV1", what="thuế", clock=rule),
        SupplementAsked(number="BS", missing=(), reason="thiếu", clock=rule),
        FeeTaken(amount=8_000),
        ResultDecided(outcome=Decision.GRANTED),
        ResultCheckedIn(place="B-1"),
        DisputeSettled(settled=(), reason="xem lại", stage="ready", holder=holder),
        ResultHandedOver(to="người nộp"),
    ]
    return chance.sample(every, chance.randrange(5))


@pytest.fixture(scope="module", params=["fresh", "settled", "half"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    clock, chance = TurnedClock(START), random.Random(12)  # noqa: S311  # no secret, the same each run
    folder: Path = tmp_path_factory.mktemp("town")
    store = open_store(folder / "town.db", KEY, device=DeviceId(1), clock=clock, create=True)
    for number in range(150):
        clock.now = at = START + number * timedelta(minutes=1)
        id_, by = DossierId(subject_at("dossier/", at, chance)), chance.choice(CLERKS)
        received = reception(citizen(chance), f"H-{number}", at, chance)
        due = (
            None if number % 11 == 0 else NOON + timedelta(minutes=chance.choice((-3000, -1, 0, 1, 30, 719, 720, 9000)))
        )
        first: AnyEvent = (
            SupplementAsked(number=f"S-{number}", missing=(), reason="thiếu", intake=received.intake)
            if number % 13 == 0
            else type(received)(
                code=received.code,
                intake=received.intake,
                due=DueDate(at=due),
                fee=received.fee,
                bundle=InBundle(id=new_subject(BUNDLE), after=(id_,)) if number % 7 == 0 else None,
            )
        )
        store.log.record(id_, by, first)
        for event in _after(chance, at):
            store.log.record(id_, chance.choice(CLERKS), event)
        if request.param == "half" and number == 75:
            with store._database.transaction():
                settle(store)
    if request.param == "settled":
        with store._database.transaction():
            settle(store)
    yield store
    store.close()


def _waits(one: Dossier, mark: WorkMark) -> bool:
    """The same in other words."""
    stage, work = one.processing.stage, one.status not in ENDED and bool(one.code)
    at_office = work and one.status is DossierStatus.RECEIVED
    in_bundle = any(wait.kind is PauseKind.BUNDLE for wait in one.waits)
    return {
        WorkMark.RUNS: one.runs and one.due is not None and one.due.at is not None,
        WorkMark.AT_DESK: at_office and stage is ProcessStage.AT_DESK and not in_bundle,
        WorkMark.FORWARDED: at_office and stage is ProcessStage.FORWARDED,
        WorkMark.SUPPLEMENT: one.status is DossierStatus.SUPPLEMENT,
        WorkMark.MONEY: work and (one.owes > 0 or any(wait.kind == "obligation" for wait in one.waits)),
        WorkMark.CONSULTED: work and bool(one.processing.consultations),
        WorkMark.AT_LEADER: at_office and stage is ProcessStage.AT_LEADER,
        WorkMark.DECIDED: at_office and stage is ProcessStage.DECIDED,
        WorkMark.READY: at_office and stage is ProcessStage.READY,
        WorkMark.BUNDLED: work and in_bundle,
    }[mark]


def _when(row: DossierRow, mark: WorkMark) -> datetime | None:
    if mark is WorkMark.READY:
        return row.ready_at
    return row.consulted_by if mark is WorkMark.CONSULTED else row.due_at if row.runs else None


def _listed(known: list[tuple[DossierRow, Dossier]], span: WorkSpan, narrowed: dict[str, object]) -> set[str]:
    found = set()
    for row, one in known:
        at = _when(row, span.mark)
        late = at or datetime.max.replace(tzinfo=START.tzinfo)
        has = one.processing.holder
        theirs = {
            "field": not narrowed.get("field") or row.field == narrowed["field"],
            "unit": "unit" not in narrowed or row.unit == narrowed["unit"],
            "holder": "holder" not in narrowed
            or has.clerk == narrowed["holder"]
            or (has == Holder() and one.received_by == narrowed["holder"]),
            "of": "of" not in narrowed or narrowed["of"] in {has.clerk, one.received_by},
        }
        if (
            _waits(one, span.mark)
            and (span.since is None or late >= span.since)
            and (span.before is None or late < span.before)
            and all(theirs.values())
        ):
            found.add(str(row.id))
    return found


@pytest.mark.parametrize("narrowed", NARROWED, ids=lambda one: "-".join(map(str, one.values())) or "all")
def test_every_list_holds_and_counts_what_waits_for_it_page_by_page(town: Store, narrowed: dict[str, object]) -> None:
    lists = town.lists(WorkLists)
    known = [(row, town.log.dossier(row.id)) for row in town.dossiers.page(limit=1_000)]
    for span in SPANS:
        asked = WorkQuery(spans=(span,), **narrowed)  # type: ignore[arg-type]  # as a test names them
        rows: list[DossierRow] = []
        while page := lists.page(asked, limit=7, after=rows[-1] if rows else None):
            rows += page
        ids = [str(row.id) for row in rows]
        assert len(set(ids)) == len(ids)
        assert set(ids) == _listed(known, span, narrowed), span
        assert lists.count(asked) == len(ids), span
        times = [at for row in rows if (at := _when(row, span.mark)) is not None]
        assert times == sorted(times)


def test_every_mark_is_borne_by_some_dossier_of_this_town(town: Store) -> None:
    borne = WorkMark(0)
    for row in town.dossiers.page(limit=1_000):
        assert row.work == marks_of(town.log.dossier(row.id))
        borne |= WorkMark(row.work)
    assert borne == sum(WorkMark)


def test_a_list_of_two_spans_goes_on_from_one_into_the_other(town: Store) -> None:
    lists = town.lists(WorkLists)
    tonight = MIDNIGHT + timedelta(days=1)
    spans = WorkSpan(mark=WorkMark.RUNS, before=tonight), WorkSpan(mark=WorkMark.AT_DESK, since=tonight)
    asked = WorkQuery(spans=spans)
    whole = [row.id for span in spans for row in lists.page(WorkQuery(spans=(span,)))]
    assert len(set(whole)) == len(whole)
    rows: list[DossierRow] = []
    while page := lists.page(asked, limit=7, after=rows[-1] if rows else None):
        rows += page
    assert [row.id for row in rows] == whole
    assert lists.count(asked) == len(whole)
