"""Whose number and phone was shown to whom: one event for each list that shows somebody new, never what was shown."""

import hashlib
import json
from pathlib import Path

from click.testing import CliRunner

from desk import access_log
from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import lookup
from desk.intake import known
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.staff.accounts import subject_of
from desk.training.training import training_settings
from models.events import PeopleShown, ReadBy
from models.ids import DossierId, SubjectId
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import fill


def shown_events(desk: Desk) -> list[PeopleShown]:
    history = desk.store.log.history(subject_of(desk.by))
    return [one.event for one in history if isinstance(one.event, PeopleShown)]


def ids(desk: Desk) -> list[DossierId]:
    return [row.id for row in desk.store.dossiers.page(status=None, order="newest", limit=200)]


def test_a_list_is_one_event_that_names_its_dossiers_and_nothing_of_the_people(desk: Desk) -> None:
    fill(desk, 3)
    lookup.listed(desk, only=None, order="newest", limit=200)
    assert shown_events(desk) == [PeopleShown(by=ReadBy.SHOWN, count=3, dossiers=tuple(sorted(ids(desk))))]


def test_looking_again_records_only_who_is_new_until_the_next_day(desk: Desk, clock: TurnedClock) -> None:
    fill(desk, 2)
    for _ in range(3):
        lookup.listed(desk, only=None, order="newest", limit=200)
        lookup.find(desk, "nguyen")
    assert [event.count for event in shown_events(desk)] == [2]
    fill(desk, 1)
    lookup.listed(desk, only=None, order="newest", limit=200)
    clock.turn(days=1)
    lookup.listed(desk, only=None, order="newest", limit=200)
    assert [event.count for event in shown_events(desk)] == [2, 1, 3]
    assert set(desk.observations.shown.values()) == {desk.today}  # nothing of earlier days stays in memory


def test_a_long_list_is_counted_and_can_be_proven(desk: Desk) -> None:
    fill(desk, access_log.MOST_NAMED + 1)
    lookup.listed(desk, only=None, order="newest", limit=200)
    (event,) = shown_events(desk)
    assert (event.count, event.dossiers) == (access_log.MOST_NAMED + 1, ())
    assert event.digest == hashlib.sha256("\n".join(sorted(ids(desk))).encode()).hexdigest()


def test_people_offered_while_typing_and_what_is_known_of_one_are_recorded(desk: Desk) -> None:
    fill(desk, 1)
    (person,) = lookup.people(desk, "")
    desk.observations.shown.clear()
    assert known.known(desk, person.personal_number) is not None
    assert [event.by for event in shown_events(desk)] == [ReadBy.OFFERED, ReadBy.KNOWN]
    assert {event.dossiers for event in shown_events(desk)} == {(SubjectId(ids(desk)[0]),)}


def test_an_export_is_recorded_as_reading_everybody_and_stands_in_itself(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_settings(data, training_settings())
    desk = open_desk(data, training=True)
    fill(desk, 2)
    close_desk(desk)
    assert CliRunner().invoke(cli, ["--data", str(data), "export", "--out", str(tmp_path / "out")]).exit_code == 0
    last = json.loads((tmp_path / "out").read_bytes().splitlines()[-1])
    assert json.loads(last["body"]) == {"type": "PeopleShown", "by": "export", "count": 2}
    desk = open_desk(data, training=True)
    try:
        for dossier in ids(desk):
            assert [one.by for one in access_log.reads(desk, dossier)] == [ReadBy.EXPORT]
        assert [(one.by, one.count) for one in access_log.reads_by(desk, desk.by)] == [(ReadBy.EXPORT, 2)]
    finally:
        close_desk(desk)


def test_what_was_written_out_before_a_dossier_came_is_no_reading_of_it(desk: Desk) -> None:
    fill(desk, 1)
    access_log.record_export(desk)
    fill(desk, 1)
    newest, oldest = ids(desk)
    assert access_log.reads(desk, newest) == ()
    access_log.record_export(desk)
    assert [one.by for one in access_log.reads(desk, newest)] == [ReadBy.EXPORT]
    assert [one.by for one in access_log.reads(desk, oldest)] == [ReadBy.EXPORT, ReadBy.EXPORT]
    assert access_log.reads(desk, DossierId(SubjectId("dossier/khong-co"))) == ()
