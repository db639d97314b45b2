"""A merge goes up once, and every desk of the office tells the same person; what two desks decide at once too."""

from pathlib import Path

from desk.citizen_file.citizen_file import read_file
from desk.citizen_file.merging import contested, merge, tell_apart, unmerge, withdraw_apart
from desk.desk import Desk
from desk.opening import close_desk
from desk.province import province
from models.events import CITIZEN
from models.store.projections.citizen_decision import CitizenDecisions
from tests.desk.citizen_file.test_citizen_file import ANH, BY_CMND, CMND, KEY, took_in
from tests.desk.intake.test_intake import COPIES
from tests.desk.joining import code, opened
from tests.fakes.hub import RunningHub


def told(desk: Desk) -> tuple[object, ...]:
    rows = desk.store.lists(CitizenDecisions)
    return rows.person(CMND), rows.person(KEY), rows.contested()


def test_desks_learn_a_merge_once_and_settle_what_they_decided_differently(
    hub: RunningHub, held: list[Desk], tmp_path: Path
) -> None:
    one = held[0] = province.join(held[0], hub.url, code(hub))
    other = province.join(opened(tmp_path / "other", hub), hub.url, code(hub))
    took_in(one, BY_CMND)
    took_in(one, ANH, COPIES)

    def hear() -> None:
        nonlocal one, other
        for _ in range(2):
            one, _done = province.synchronise(one)
            other, _done = province.synchronise(other)
        held[0] = one
        assert told(one) == told(other)

    hear()
    done = merge(one, CMND, KEY, "Thẻ ghi số CMND cũ")
    hear()
    one, again = province.synchronise(one)
    assert again.sent == 0
    assert len(read_file(other, CMND).dossiers) == 2
    assert len(other.store.log.history(done.decision)) == 1
    unmerge(other, done.decision, "Hai chị em")
    hear()
    # Without hearing of each other one merges them again, and the other says that they are two people.
    merge(one, CMND, KEY, "vẫn là một người")
    apart = tell_apart(other, CMND, KEY, "Hai chị em")
    hear()
    assert len(contested(one)) == 1
    assert len(read_file(one, CMND).dossiers) == 1
    withdraw_apart(one, apart, "Đã hỏi người dân")
    hear()
    assert contested(other) == []
    assert len(read_file(other, CMND).dossiers) == 2
    decided = {event.id for event in one.store.log.events() if event.subject.startswith(CITIZEN)}
    assert decided == {event.id for event in other.store.log.events() if event.subject.startswith(CITIZEN)}
    close_desk(other)
