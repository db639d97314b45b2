"""What the post tells of parcels: each status once, by its own time, only of parcels that were ordered."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import ParcelStage
from sync.hub.post_orders import overview
from sync.hub.post_orders.statuses import StatusForged, StatusOutcome, StatusUnreadable, when
from tests.fakes.post_office import KEY
from tests.sync.hub.post_orders.conftest import Counter

SHOWN = {"X-Api-Key": KEY}


def message(*items: Mapping[str, object]) -> bytes:
    return json.dumps({"items": items}).encode()


def test_each_status_is_told_once_at_the_posts_own_time_whatever_its_order(counter: Counter) -> None:
    subject = counter.hands_over()
    counter.works(counter.sender(), minutes=1)
    number, statuses = counter.parcel(subject).number, counter.statuses()
    delivered = {
        "orderNumber": number,
        "status": 3,
        "statusId": "7",
        "statusDate": "25/11/2026 10:05:00",
        "receivedBy": "Lý Thị Ví Dụ",
    }
    called = {"orderNumber": number, "status": "70", "statusId": "6", "statusDate": "24/11/2026 08:00"}
    odd = {"orderNumber": number, "status": "55", "statusId": "5", "statusDate": "24/11/2026"}
    found = statuses.read(SHOWN, message(delivered, called, odd, delivered))
    outcome = StatusOutcome
    assert statuses.take(found, counter.clock()) == [outcome.TOLD, outcome.TOLD, outcome.NOTED, outcome.KNOWN]
    assert statuses.take(found, counter.clock())[:2] == [outcome.KNOWN, outcome.KNOWN]
    parcel = counter.parcel(subject)
    call = parcel.scan(ParcelStage.FIRST_CALL_FAILED)
    assert call is not None
    assert call.at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert parcel.reported is not None
    assert (parcel.reported.stage, parcel.reported.at) == (
        ParcelStage.DELIVERED,
        datetime(2026, 11, 25, 3, 5, tzinfo=UTC),
    )
    assert overview.status(counter.store).unexplained == (("55", 1),)


def test_the_last_end_by_the_posts_own_time_is_what_it_says(counter: Counter) -> None:
    subject = counter.hands_over()
    counter.works(counter.sender(), minutes=1)
    number, statuses = counter.parcel(subject).number, counter.statuses()
    back = {"orderNumber": number, "status": "91", "statusDate": "29/11/2026 09:00"}
    delivered = {"orderNumber": number, "status": "3", "statusDate": "27/11/2026 09:00"}
    statuses.take(statuses.read(SHOWN, message(back, delivered, back)), counter.clock())
    reported = counter.parcel(subject).reported
    assert reported is not None
    assert reported.stage is ParcelStage.BACK


def test_nobodys_parcel_a_wrong_secret_and_another_format_are_refused(counter: Counter) -> None:
    statuses = counter.statuses()
    one = message({"orderNumber": "PG.nobody", "status": "3"})
    assert statuses.take(statuses.read(SHOWN, one), counter.clock()) == [StatusOutcome.NOBODY]
    for headers in ({}, {"X-Api-Key": "khac"}, {"X-Api-Key": KEY + "\udc80"}):
        with pytest.raises(StatusForged):
            statuses.read(headers, one)
    for body in (
        b"",
        b"{}",
        b"[]",
        b"<html>",
        message(),
        message({"status": "3"}),
        b'{"items": ' + b"[" * 100_000,
        b'{"items": [{"status": "\xdb"}]}',
    ):
        with pytest.raises(StatusUnreadable):
            statuses.read(SHOWN, body)


@given(st.integers(0, 2_500_000_000))
def test_a_time_without_a_zone_is_vietnams(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    ours = when(f"{at:%d/%m/%Y %H:%M:%S}")
    assert ours is not None
    assert ours == when(f"{at:%Y-%m-%dT%H:%M:%S}") == when(f"{at:%Y-%m-%dT%H:%M:%S}+07:00")
    for no_time in (
        "31/02/2026",
        "01/01/0001",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00+07:00",
        "9999-12-31T23:59-12:00",
    ):
        assert when(no_time) is None
