"""The hub describes itself, and whatever anybody makes of that description meets no bug."""

import os
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any

import msgspec
import pytest
import requests
import schemathesis
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from schemathesis import Case, GenerationMode, SerializationContext
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

from models.ids import SubjectId, new_ticket_id
from sync.hub.settings import Department
from sync.hub.web.reporting import hash_of
from sync.messages import (
    MEDIA,
    PATH_BACKFILL,
    PATH_ENROL,
    PATH_FILES,
    PATH_NEWS,
    PATH_REPORTS,
    PATH_UP,
    TYPICAL,
    UpAnswer,
)
from tests.fakes.hub import WITHIN, RunningHub, Speaker, running, settings_for
from tests.fakes.postgres import PostgreSQL
from tests.sync.hub.conftest import Desk
from tests.sync.hub.dossiers import PAID

TOKEN = "a token of a department"  # noqa: S105 - invented
EXAMPLES = int(os.environ.get("MOTCUA_EXAMPLES", "12"))
"""For each operation; the longer run asks for more."""


@schemathesis.serializer(MEDIA, "application/offset+octet-stream")
def as_it_is(_: SerializationContext, value: Any) -> bytes:  # noqa: ANN401 - as schemathesis has it
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


class Signing(requests.auth.AuthBase):
    """Signs what schemathesis is about to send, as a member would; reports bear a token instead."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        assert isinstance(body, str | bytes)
        whole = body.encode() if isinstance(body, str) else body
        target = str(request.url).removeprefix(self._speaker.url)
        media = request.headers.get("Content-Type")
        request.headers.update(self._speaker.headers(str(request.method), target, whole))
        if media is not None:
            request.headers["Content-Type"] = media
        if target.startswith(PATH_REPORTS):
            request.headers["Authorization"] = f"Bearer {TOKEN}"
        return request


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, postgres_of_the_process: PostgreSQL) -> Iterator[RunningHub]:
    """On PostgreSQL, which takes less than SQLite does."""
    postgres_of_the_process.start()
    told = settings_for(tmp_path_factory.mktemp("hub"), postgres_of_the_process.fresh())
    with running(replace(told, department=(Department(name="Sở Mẫu", token=hash_of(TOKEN)),))) as found:
        yield found


@pytest.fixture(scope="module")
def member(hub: RunningHub) -> Speaker:
    return hub.join()


ALL_CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
few = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def test_nothing_made_of_the_description_meets_a_bug(hub: RunningHub, member: Speaker) -> None:
    """Every path in every shape its description allows, and some it does not; signed, to get past the door."""
    api = schemathesis.openapi.from_url(f"{hub.admin}/openapi.json")
    api.config.update(base_url=hub.url)
    signing = Signing(member)
    asked = set()
    for found in api.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        asked.add(operation.path)
        checks = ALL_CHECKS[: 1 if operation.path.startswith(PATH_FILES) else None]
        holds = partial(Case.call_and_validate, auth=signing, checks=checks, timeout=WITHIN)
        shapes = operation.as_strategy() | operation.as_strategy(GenerationMode.NEGATIVE)

        @few
        @given(shapes)
        def every_shape(case: Case[Any]) -> None:
            holds(case)  # noqa: B023 - called before the loop goes on

        every_shape()
    assert {PATH_UP, PATH_NEWS, PATH_REPORTS, PATH_ENROL, "/health"} <= asked


numbers = st.integers(-(2**63), 2**64 - 1)
texts = st.text(max_size=60)
links = st.tuples(texts, texts, numbers, numbers, texts, st.binary(max_size=200))
chains = st.tuples(numbers, numbers, st.binary(max_size=33), st.lists(links, max_size=3), st.binary(max_size=33))
cursors = st.tuples(st.binary(max_size=9), numbers, st.binary(max_size=9))
asks = st.tuples(cursors, numbers, numbers, st.floats(max_value=0.0) | st.just(float("nan")), numbers)


@settings(max_examples=EXAMPLES * 2, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(ups=st.tuples(chains, st.lists(numbers, max_size=3)), asks=asks, brought=st.lists(chains, max_size=2))
def test_batches_of_the_right_shape_and_any_content_meet_no_bug(
    member: Speaker, ups: object, asks: object, brought: object
) -> None:
    for path, content in ((PATH_UP, ups), (PATH_NEWS, asks), (PATH_BACKFILL, [brought])):
        packed = zstandard.ZstdCompressor(dict_data=TYPICAL).compress(msgspec.msgpack.encode(content))
        assert member.send("POST", path, packed).status_code in {200, 409, 422}


@settings(max_examples=EXAMPLES * 2, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(body=st.binary(max_size=300) | texts.map(str.encode), again=st.booleans(), subject=texts, clock=numbers)
def test_events_of_any_content_in_an_unbroken_chain_are_taken(
    hub: RunningHub,
    body: bytes,
    again: bool,  # noqa: FBT001 - drawn by hypothesis
    subject: str,
    clock: int,
) -> None:
    speaker = _fresh(hub)
    desk = Desk(speaker.device)
    desk.clock = clock - 1
    desk.record(SubjectId(subject), body)
    desk.clock = 3
    desk.record(new_ticket_id(), PAID)
    told = speaker.batch(PATH_UP, desk.up(again=(1,) if again else ()), UpAnswer)
    assert (told.head, told.digest) == (2, desk.end())


def _fresh(hub: RunningHub) -> Speaker:
    """Each example a machine of its own, in an office of its own: no example meets what another left."""
    seen = hub.seen_from(f"H98.{next(_offices)}")
    speaker = seen.join()
    hub.speakers.append(speaker)
    return speaker


_offices = count(1)
