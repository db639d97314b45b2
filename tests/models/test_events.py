"""Every event ever stored can be read for ever: tests/samples keeps one body of each kind and version."""

import inspect
import json
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import AnyEvent, Event, UnknownEvent, tag_of
from models.history import read, write
from tests.fakes.events import any_event

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(SAMPLES.glob("*.json"))
CLASSES = get_args(AnyEvent)
TAGS = sorted({file.name.split(".")[0] for file in FILES})
"""Under what each kind is stored. A name here is never changed: databases hold it, and its samples stay for ever."""


def test_each_kind_is_stored_under_its_tag_whatever_its_class_is_called() -> None:
    assert sorted(map(tag_of, CLASSES)) == TAGS
    assert tag_of(UnknownEvent) == ""


def test_each_kind_writes_its_tag_out() -> None:
    sources = "".join(path.read_text() for path in Path(inspect.getfile(Event)).parent.glob("*.py"))
    assert [tag for tag in TAGS if f'tag="{tag}")' not in sources] == []


@pytest.mark.parametrize("event_class", CLASSES, ids=tag_of)
def test_every_kind_of_event_has_a_stored_sample(event_class: type[Event]) -> None:
    tag = tag_of(event_class)
    assert [file for file in FILES if file.name.split(".")[0] == tag], f"write one down as tests/samples/{tag}.1.json"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_stored_sample_is_read_as_what_it_was(file: Path) -> None:
    body = file.read_bytes().rstrip(b"\n")
    event = read(body)
    assert tag_of(type(event)) == file.name.split(".")[0]
    assert not isinstance(event, UnknownEvent)
    # Nothing in the body was passed over: what is written anew says the same.
    assert json.loads(write(event)) == json.loads(body)


@given(any_event)
def test_what_is_written_is_read_back_the_same(event: AnyEvent) -> None:
    body = write(event)
    assert read(body) == event
    assert write(event) == body


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"type":"DossierSung","verses":[1,2]}', "DossierSung"),
        (b'{"type":"TicketLeft","why":{"new":true}}', "TicketLeft"),
        (b'{"type":"FeeTaken"}', "FeeTaken"),
        (b'{"type":7}', ""),
        (b"[]", ""),
        (b"", ""),
        (b"\xff\xfe", ""),
        (b'{"type":"\\ud800"}', ""),
        (b"[" * 100_000, ""),
        (b'{"type":"X","deep":' + b"[" * 100_000, ""),
    ],
)
def test_what_this_version_cannot_read_is_an_unknown_event(body: bytes, kind: str) -> None:
    event = read(body)
    if kind == "TicketLeft":  # a newer optional field: the old meaning still holds
        assert tag_of(type(event)) == kind
    else:
        assert event == UnknownEvent(type=kind)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | any_event.map(write).map(lambda body: body[:-3]))
def test_reading_never_raises(body: bytes) -> None:
    assert read(body) is not None


@given(any_event, st.data())
def test_a_mangled_body_never_raises(event: AnyEvent, data: st.DataObject) -> None:
    body = bytearray(write(event))
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(read(bytes(body)), msgspec.Struct)
