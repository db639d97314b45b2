"""The province writes into an office's log as one more device."""

from datetime import timedelta

from models.events import NationalAccepted, NationalRefused, NationalState, ProvinceReported
from models.history import digest
from models.ids import NO_DIGEST, is_province
from sync.hub.log import delivery, reports, stream
from sync.hub.log.intake import take_in
from sync.hub.log.province_chain import LEAP
from sync.hub.store import HubStore
from sync.messages import Cursor, NewsAsked, events_of
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import NOW, OFFICE, Enrol
from tests.sync.hub.dossiers import PAID, code_of, received

SAID = ProvinceReported(state=NationalState.IN_PROGRESS, unit="Sở Tư pháp", officer="Trần Thị Mẫu")


def test_reports_are_a_chain_of_their_own_behind_everything_seen(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.clock = 41
    desk.record(DOSSIERS[0], received(code_of(1)), PAID)
    take_in(hub_store, device, desk.up(), NOW)
    accepted = NationalAccepted(step=0, state=NationalState.RECEIVED)
    for event in (SAID, accepted, NationalRefused(step=1, reason="thiếu trường")):
        assert reports.report(hub_store, OFFICE, code_of(1), event, NOW) == DOSSIERS[0]
    news = delivery.news(hub_store, device, NewsAsked(Cursor(), 2, 2))
    (chain,) = news.chains
    told = events_of(chain)
    assert [(event.seq, event.clock) for event in told] == [(n, 43 + LEAP + n) for n in (1, 2, 3)]
    assert is_province(chain.device)
    assert [event.prev for event in told] == [NO_DIGEST, digest(told[0]), digest(told[1])]
    assert [event.event for event in told[:2]] == [SAID, accepted]
    assert [event.at for event in told] == [NOW] * 3
    assert news.cursor.position == 5


def test_the_same_twice_in_a_row_is_told_once(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(code_of(1)))
    take_in(hub_store, device, desk.up(), NOW)
    done = ProvinceReported(state=NationalState.DONE)
    accepted = NationalAccepted(step=0, state=NationalState.RECEIVED)
    said: list[reports.Report] = [SAID, accepted, SAID, done, done, accepted, SAID]
    for number, event in enumerate(said):
        reports.report(hub_store, OFFICE, code_of(1), event, NOW + timedelta(minutes=number))
    told = [event.event for _, event in stream.read(hub_store, OFFICE, 1, 9)]
    assert told == [SAID, accepted, done, SAID]


def test_a_code_nobody_bears_is_told_nobody(hub_store: HubStore) -> None:
    for office, code in ((OFFICE, code_of(9)), (OFFICE, "\0"), ("nowhere", code_of(1))):
        assert reports.report(hub_store, office, code, SAID, NOW) is None
    assert stream.read(hub_store, OFFICE, 0, 9) == []


def test_after_a_restore_the_province_speaks_under_another_number(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(code_of(1)))
    take_in(hub_store, device, desk.up(), NOW)
    reports.report(hub_store, OFFICE, code_of(1), SAID, NOW)
    stream.begin_epoch(hub_store, OFFICE, NOW)
    reports.report(hub_store, OFFICE, code_of(1), ProvinceReported(state=NationalState.DONE), NOW)
    before, after = (recorded for _, recorded in stream.read(hub_store, OFFICE, 1, 9))
    assert is_province(before.device)
    assert is_province(after.device)
    assert before.device != after.device
    assert after.clock > before.clock + 100_000, "told after all that was said before"
    assert (after.seq, after.prev) == (1, NO_DIGEST)
