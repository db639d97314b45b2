"""Who may come in at the hub's door, over real HTTP: everybody else is refused with a reason, and nothing is stored."""

import re
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from models.events import LaptopSetUp, laptop_subject
from models.ids import EventId, new_ticket_id
from sync.hub.editions import editions
from sync.hub.log import stream
from sync.hub.offices import offices
from sync.hub.offices.block_leases import NoBlockFree
from sync.hub.web.responses import STATUS
from sync.hub.words import NO_BLOCK_FREE
from sync.messages import (
    MOST_BYTES,
    MOST_EVENT_BYTES,
    MOST_EVENTS,
    PATH_COUNTS,
    PATH_EDITION,
    PATH_ENROL,
    PATH_FILES,
    PATH_HUB,
    PATH_KEYS,
    PATH_LOAD,
    PATH_NEWS,
    PATH_RENEW,
    PATH_UP,
    TYPICAL,
    AsideReason,
    Chain,
    ChainLink,
    Counts,
    Cursor,
    EnrolAsked,
    HubFacts,
    Load,
    LoadAsked,
    MessageUnreadable,
    News,
    NewsAsked,
    Refusal,
    Up,
    UpAnswer,
    pack,
    unpack,
)
from sync.signatures.requests import LONGEST_NONCE
from tests.conftest import TurnedClock
from tests.fakes.hub import RunningHub, Speaker, refusal, running, settings_for
from tests.faults.attackers import bomb
from tests.sync.hub.conftest import Desk
from tests.sync.hub.dossiers import PAID, code_of, edition, received

TICKET = new_ticket_id()


_turned: list[TurnedClock] = []
_numbers = count(1)


def turned() -> datetime:
    """What the clock of the running test says."""
    return _turned[-1]()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One hub for all tests here; each has an office to itself."""
    folder = tmp_path_factory.mktemp("hub")
    with running(settings_for(folder, f"sqlite:///{folder / 'hub.db'}"), clock=turned) as found:
        yield found


@pytest.fixture
def hub(clock: TurnedClock, request: pytest.FixtureRequest) -> Iterator[RunningHub]:
    _turned.append(clock)
    served: RunningHub = request.getfixturevalue("served")
    seen = served.seen_from(f"H99.01.{next(_numbers)}")
    yield seen
    seen.let_go()


@pytest.fixture
def speaker(hub: RunningHub) -> Speaker:
    return hub.join()


def events_at(hub: RunningHub) -> int:
    return len(stream.read(hub.store, hub.office, 0, 10_000))


def three(speaker: Speaker) -> bytes:
    desk = Desk(speaker.device)
    desk.record(TICKET, PAID, PAID, PAID)
    return pack(desk.up())


def test_anybody_may_ask_who_answers(hub: RunningHub, clock: TurnedClock) -> None:
    stranger = hub.speaker()
    facts = msgspec.json.decode(stranger.send("GET", PATH_HUB, headers={}).content, type=HubFacts)
    assert (facts.name, facts.at, len(facts.sign_key), len(facts.seal_key)) == ("Tỉnh Mẫu", clock(), 64, 64)


def test_what_a_member_sends_is_stored_and_every_answer_says_its_date(hub: RunningHub, speaker: Speaker) -> None:
    answer = speaker.send("POST", PATH_UP, three(speaker))
    assert (answer.status_code, "date" in answer.headers) == (200, True)
    assert events_at(hub) == 3


def test_an_unsigned_request_is_refused(hub: RunningHub, speaker: Speaker) -> None:
    answer = speaker.send("POST", PATH_UP, three(speaker), headers={})
    assert (answer.status_code, refusal(answer).type) == (401, Refusal.SIGNATURE)
    assert events_at(hub) == 0


def test_a_stranger_is_refused(hub: RunningHub, speaker: Speaker) -> None:
    stranger = hub.speaker()
    answer = stranger.send("POST", PATH_UP, three(speaker))
    assert (answer.status_code, refusal(answer).type) == (401, Refusal.DEVICE_UNKNOWN)
    assert events_at(hub) == 0


def test_a_stranger_who_uses_the_name_of_a_members_key_is_refused(hub: RunningHub, speaker: Speaker) -> None:
    stranger = hub.speaker()
    headers = stranger.headers("POST", PATH_UP, three(speaker))
    names = [re.findall(r'keyid="(\w+)"', h["Signature-Input"])[0] for h in (headers, speaker.headers("GET", "/"))]
    headers["Signature-Input"] = headers["Signature-Input"].replace(*names)
    answer = stranger.send("POST", PATH_UP, three(speaker), headers=headers)
    assert refusal(answer).type == Refusal.SIGNATURE
    assert events_at(hub) == 0


@pytest.mark.parametrize("path", [PATH_UP, PATH_NEWS, PATH_COUNTS])
def test_the_same_bytes_again_are_refused(hub: RunningHub, speaker: Speaker, path: str) -> None:
    method, body = ("GET", b"") if path == PATH_COUNTS else ("POST", three(speaker))
    if path == PATH_NEWS:
        body = pack(NewsAsked(Cursor(), 0, 0))
    headers = speaker.headers(method, path, body)
    first, second = (speaker.send(method, path, body, headers=headers) for _ in range(2))
    assert first.status_code == 200
    assert (second.status_code, refusal(second).type) == (401, Refusal.REPLAY)
    assert events_at(hub) == (3 if path == PATH_UP else 0)


def test_of_the_same_bytes_sent_at_once_one_is_answered(speaker: Speaker) -> None:
    body = pack(NewsAsked(Cursor(), 0, 0))
    headers = speaker.headers("POST", PATH_NEWS, body)
    with ThreadPoolExecutor(4) as threads:
        sent = [threads.submit(speaker.send, "POST", PATH_NEWS, body, headers=headers) for _ in range(4)]
    answers = [one.result() for one in sent]
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]
    assert {refusal(answer).type for answer in answers if answer.status_code == 401} == {Refusal.REPLAY}


@pytest.mark.parametrize("off", [timedelta(days=3652), timedelta(days=-3652), timedelta(minutes=6)])
def test_a_clock_far_off_is_refused_and_told_the_time(
    hub: RunningHub, speaker: Speaker, clock: TurnedClock, off: timedelta
) -> None:
    answer = speaker.send("POST", PATH_UP, three(speaker), at=clock() + off)
    assert (answer.status_code, refusal(answer).type, refusal(answer).at) == (401, Refusal.CLOCK, clock())
    assert events_at(hub) == 0
    assert speaker.send("POST", PATH_UP, three(speaker), at=clock() + timedelta(minutes=4)).status_code == 200


def test_one_changed_byte_of_body_path_or_query_is_refused(hub: RunningHub, speaker: Speaker) -> None:
    body = three(speaker)
    headers = speaker.headers("POST", PATH_UP, body)
    changed = [
        ("POST", PATH_UP, body[:-1] + bytes([body[-1] ^ 1])),
        ("POST", PATH_UP, body + b"\0"),
        ("POST", PATH_UP + "?a", body),
        ("POST", PATH_UP + "?a=1", body),
        ("POST", "/v1/%75p", body),
        ("POST", PATH_NEWS, body),
        ("POST", PATH_RENEW, body),
    ]
    for method, target, sent in changed:
        answer = speaker.send(method, target, sent, headers=headers)
        assert refusal(answer).type in {Refusal.SIGNATURE, Refusal.NOT_FOUND}, target
    assert events_at(hub) == 0
    assert speaker.send("POST", PATH_UP, body, headers=headers).status_code == 200


def test_a_refused_request_uses_up_nobodys_number(speaker: Speaker) -> None:
    """Else whoever overhears a header could keep the real request out."""
    body = three(speaker)
    headers = speaker.headers("POST", PATH_UP, body)
    assert speaker.send("POST", PATH_UP, b"else", headers=headers).status_code == 401
    assert speaker.send("POST", PATH_UP, body, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Signature-Input", ""),
        ("Signature-Input", "motcua-v1=1"),
        ("Signature-Input", "motcua-v1=();keyid=1"),
        ("Signature-Input", 'motcua-v1=("@method");created=1;keyid="x"'),
        ("Signature-Input", "motcua-v1=(((("),
        ("Signature", "motcua-v1=::"),
        ("Signature", "motcua-v1=:AA==:"),
        ("Signature", "\xff\xfe"),
        ("Content-Digest", "sha-256=:AA==:"),
        ("Content-Digest", "x"),
    ],
)
def test_damaged_signature_headers_are_no_signature(speaker: Speaker, header: str, value: str) -> None:
    headers = speaker.headers("GET", PATH_COUNTS)
    headers[header] = value
    raw = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]
    answer = speaker.client.request("GET", PATH_COUNTS, headers=raw)
    assert refusal(answer).type in {Refusal.SIGNATURE, Refusal.DEVICE_UNKNOWN}
    assert answer.status_code == 401


def test_a_number_used_once_has_a_length(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.signatures.requests.secrets.token_urlsafe", lambda _: "n" * (LONGEST_NONCE + 1))
    assert refusal(speaker.send("GET", PATH_COUNTS)).type == Refusal.SIGNATURE


def test_a_revoked_device_may_only_deliver_and_that_is_set_aside(
    hub: RunningHub, speaker: Speaker, clock: TurnedClock
) -> None:
    offices.revoke(hub.store, hub.office, speaker.device, clock())
    renewal = msgspec.json.encode(EnrolAsked(public_key="00" * 32, unit=hub.office))
    for method, path, sent in (
        ("POST", PATH_NEWS, pack(NewsAsked(Cursor(), 0, 0))),
        ("GET", PATH_EDITION, b""),
        ("GET", PATH_COUNTS, b""),
        ("GET", PATH_KEYS, b""),
        ("POST", PATH_RENEW, renewal),
        ("GET", f"{PATH_FILES}/{'0' * 64}", b""),
    ):
        answer = speaker.send(method, path, sent)
        assert (answer.status_code, refusal(answer).type) == (403, Refusal.DEVICE_REVOKED), path
    desk = Desk(speaker.device)
    desk.record(TICKET, PAID, PAID, PAID)
    told = speaker.batch(PATH_UP, desk.up(), UpAnswer)
    assert [aside.why for aside in told.set_aside] == [AsideReason.REVOKED] * 3
    assert events_at(hub) == 0


def test_a_visit_laptops_key_gets_its_load_and_never_the_stream_of_its_office(
    hub: RunningHub, speaker: Speaker
) -> None:
    ask = pack(NewsAsked(Cursor(), 0, 0))
    assert speaker.send("POST", PATH_NEWS, ask).status_code == 200
    desk = Desk(speaker.device)
    desk.record(laptop_subject(speaker.device), LaptopSetUp(name="Q2", seal_key="00" * 32, code_key="00" * 32))
    speaker.batch(PATH_UP, desk.up(), UpAnswer)
    for head in (0, 1):  # also one that says it has lost its own events
        answer = speaker.send("POST", PATH_NEWS, pack(NewsAsked(Cursor(), head, 0)))
        assert (answer.status_code, refusal(answer).type) == (403, Refusal.LOAD_ONLY)
    assert speaker.batch(PATH_LOAD, LoadAsked(EventId(""), Cursor(), 1), Load).head == 1
    desk.record(TICKET, PAID)
    speaker.batch(PATH_UP, desk.up(2), UpAnswer)
    assert events_at(hub) == 2


def test_what_a_worker_knows_of_a_key_admits_nobody_who_was_revoked_or_got_another_key(
    postgres_url: str, tmp_path: Path, clock: TurnedClock
) -> None:
    settings = settings_for(tmp_path, postgres_url)
    with running(settings, clock=clock) as here, running(settings, clock=clock) as there:
        revoked, anew = here.join(), here.join()
        seen_there = [Speaker(there.url, one.key, one.clock) for one in (revoked, anew)]
        for speaker in (revoked, anew, *seen_there):  # each worker has met each key
            assert speaker.send("GET", PATH_COUNTS).status_code == 200
        offices.revoke(here.store, here.office, revoked.device, clock())
        key = Ed25519PrivateKey.generate()
        code = offices.make_code(here.store, here.office, device=anew.device, now=clock())
        brings_its_own = msgspec.json.decode(asked(code, key, here.office), type=EnrolAsked)
        brings_its_own = replace(brings_its_own, wanted=anew.device, has_events=True)
        answer = here.speaker(key).send("POST", PATH_ENROL, msgspec.json.encode(brings_its_own))
        assert answer.status_code == 200
        paths = (("GET", PATH_COUNTS, b""), ("POST", PATH_NEWS, pack(NewsAsked(Cursor(), 0, 0))))
        for speaker, why in zip(seen_there, (Refusal.DEVICE_REVOKED, Refusal.DEVICE_UNKNOWN), strict=True):
            for path in paths:
                assert refusal(speaker.send(*path)).type == why
        for speaker in seen_there:
            desk = Desk(revoked.device if speaker is seen_there[0] else anew.device)
            desk.record(TICKET, PAID)
            answer = speaker.send("POST", PATH_UP, pack(desk.up()))
            if speaker is seen_there[0]:
                assert [aside.why for aside in unpack(answer.content, UpAnswer).set_aside] == [AsideReason.REVOKED]
            else:
                assert refusal(answer).type == Refusal.DEVICE_UNKNOWN
            speaker.client.close()
        assert events_at(here) == 0


def test_a_device_learns_of_its_own_office_alone(hub: RunningHub, speaker: Speaker) -> None:
    other = hub.seen_from(hub.office + ".7")
    stranger = other.join()
    desk = Desk(speaker.device)
    desk.record(TICKET, received(code_of(1, hub.office)), PAID)
    speaker.batch(PATH_UP, desk.up(), UpAnswer)
    editions.publish(hub.store, edition(1, office=hub.office), hub.hub.keys.sign)
    news = stranger.batch(PATH_NEWS, NewsAsked(Cursor(), 0, 0), News)
    assert (news.chains, news.cursor.position, news.edition, news.remaining) == ((), 0, 0, 0)
    counts = msgspec.json.decode(stranger.send("GET", PATH_COUNTS).content, type=Counts)
    assert (sum(d.events for d in counts.devices), counts.position) == (0, 0)
    assert refusal(stranger.send("GET", PATH_EDITION)).type == Refusal.NOT_FOUND
    # A cursor copied from the other office's desk opens nothing either.
    own = speaker.batch(PATH_NEWS, NewsAsked(Cursor(), 2, 2), News).cursor
    assert stranger.batch(PATH_NEWS, NewsAsked(own, 0, 0), News).chains == ()
    # Nor can it write there: its chain is its own, whatever number it claims.
    forged = Desk(speaker.device)
    forged.record(TICKET, PAID)
    stranger.send("POST", PATH_UP, pack(forged.up()))
    assert events_at(hub) == 2
    other.let_go()


def test_an_event_too_large_for_any_answer_is_set_aside(hub: RunningHub, speaker: Speaker) -> None:
    desk, other = Desk(speaker.device), hub.join()
    body = b'{"type":"OfTomorrow","x":"' + b"x" * (MOST_EVENT_BYTES - 28) + b'"}'
    assert len(body) == MOST_EVENT_BYTES
    desk.record(TICKET, b'{"type":"OfTomorrow","x":"' + b"x" * (MOST_BYTES - 40) + b'"}', body, body + b" ")
    for seq in (1, 2):
        speaker.batch(PATH_UP, desk.up(seq, seq), UpAnswer)
    answer = speaker.batch(PATH_UP, desk.up(3), UpAnswer)
    assert (answer.head, [(one.seq, one.why) for one in answer.set_aside]) == (3, [(3, AsideReason.TOO_LARGE)])
    told = other.batch(PATH_NEWS, NewsAsked(Cursor(), 0, 0), News)
    assert [len(chain.links) for chain in told.chains] == [2]
    assert events_at(hub) == 2


def test_no_machine_sends_under_another_ones_number(hub: RunningHub, speaker: Speaker) -> None:
    other = hub.join()
    answer = other.send("POST", PATH_UP, three(speaker))
    assert (answer.status_code, refusal(answer).type) == (422, Refusal.UNREADABLE)
    assert events_at(hub) == 0


def test_too_large_is_refused_before_it_is_read(hub: RunningHub, speaker: Speaker) -> None:
    huge = b"\0" * (hub.settings.limits.body + 1)
    told = speaker.send("POST", PATH_UP, huge)
    assert (told.status_code, refusal(told).type) == (413, Refusal.TOO_LARGE)
    # Sent piece by piece, with no word of how much there will be: counted as it comes.
    signed = speaker.headers("POST", PATH_UP, huge)
    for headers, why in ((signed, Refusal.TOO_LARGE), ({}, Refusal.SIGNATURE)):
        content = (huge[i : i + 65536] for i in range(0, len(huge), 65536))
        assert refusal(speaker.client.post(PATH_UP, content=content, headers=headers)).type == why


def test_a_message_of_few_bytes_that_lists_millions_of_numbers_is_refused_before_they_are_made(
    hub: RunningHub, speaker: Speaker
) -> None:
    packed = bomb()
    assert len(packed) < 4096
    told = speaker.send("POST", PATH_UP, packed)
    assert (told.status_code, refusal(told).type) == (422, Refusal.UNREADABLE)
    within = msgspec.msgpack.encode([(1, 1, bytes(32), (), bytes(32)), [1] * 4_000_000])
    pressing = zstandard.ZstdCompressor(dict_data=TYPICAL, write_checksum=True, write_dict_id=False)
    tracemalloc.start()
    try:
        with pytest.raises(MessageUnreadable):
            unpack(pressing.compress(within), Up)
        assert tracemalloc.get_traced_memory()[1] < 3 * len(within)  # a list of them takes eight
    finally:
        tracemalloc.stop()
    assert events_at(hub) == 0


def test_more_events_than_agreed_are_refused_but_one_alone_never_is(hub: RunningHub, speaker: Speaker) -> None:
    desk = Desk(speaker.device)
    desk.record(TICKET, *[PAID] * (MOST_EVENTS + 1))
    assert refusal(speaker.send("POST", PATH_UP, pack(desk.up()))).type == Refusal.TOO_LARGE
    assert events_at(hub) == 0
    large = Desk(speaker.device)
    large.record(TICKET, b'{"type":"Later","text":"' + b"a" * (2 << 20) + b'"}')
    assert speaker.batch(PATH_UP, large.up(), UpAnswer).head == 1


def test_a_gap_says_where_to_begin(speaker: Speaker) -> None:
    desk = Desk(speaker.device)
    desk.record(TICKET, PAID, PAID, PAID)
    answer = speaker.send("POST", PATH_UP, pack(desk.up(3)))
    assert (answer.status_code, refusal(answer).type, refusal(answer).head) == (409, Refusal.GAP, 0)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"\x28\xb5\x2f\xfd", b"\xff" * 99], ids=["nothing", "json", "cut", "noise"]
)
def test_what_is_no_message_is_refused(hub: RunningHub, speaker: Speaker, body: bytes) -> None:
    for path in (PATH_UP, PATH_NEWS, PATH_RENEW):
        answer = speaker.send("POST", path, body)
        assert (answer.status_code, refusal(answer).type) == (422, Refusal.UNREADABLE)
    assert events_at(hub) == 0


def test_numbers_beyond_any_log_are_refused(hub: RunningHub, speaker: Speaker) -> None:
    link = ChainLink("i" * 36, "s", 2**63, -(2**62), "c", b"{}")  # type: ignore[arg-type]
    for first in (0, -1, 2**62):
        answer = speaker.send("POST", PATH_UP, pack(Up(Chain(speaker.device, first, bytes(32), (link,), bytes(32)))))  # type: ignore[arg-type]
        assert answer.status_code == 422
    for wait in (float("nan"), float("inf"), -1.0):
        assert speaker.send("POST", PATH_NEWS, pack(NewsAsked(Cursor(), 0, 0, wait, -5))).status_code == 200
    for numbers in ((2**63, 0, 0), (0, 2**63, 0), (0, 0, -1)):
        position, head, acknowledged = numbers
        strange = NewsAsked(Cursor(b"\0" * 9, position, b"x"), head, acknowledged)
        assert refusal(speaker.send("POST", PATH_NEWS, pack(strange))).type == Refusal.UNREADABLE
    assert speaker.send("POST", PATH_NEWS, pack(NewsAsked(Cursor(b"?" * 9, 2**62), 2**62, 2**62))).status_code == 200
    assert events_at(hub) == 0


def test_an_event_that_no_log_can_hold_is_set_aside_and_harms_no_other(hub: RunningHub, speaker: Speaker) -> None:
    desk = Desk(speaker.device)
    desk.clock = 2**63
    desk.record(TICKET, PAID)
    desk.clock = 7
    desk.record(TICKET, PAID)
    told = speaker.batch(PATH_UP, desk.up(), UpAnswer)
    assert (told.head, [aside.why for aside in told.set_aside]) == (2, [AsideReason.CLOCK])
    assert events_at(hub) == 1
    for again in ((2**63,), (0,), (-1,)):
        assert refusal(speaker.send("POST", PATH_UP, pack(desk.up(1, 2, again)))).type == Refusal.UNREADABLE
    assert speaker.batch(PATH_UP, desk.up(1, 2, (1, 2, 9)), UpAnswer).head == 2


def test_unknown_paths_and_methods_are_refused_in_the_same_words(speaker: Speaker) -> None:
    assert refusal(speaker.send("GET", "/v1/else")).type == Refusal.NOT_FOUND
    assert refusal(speaker.send("GET", "/else", headers={})).type == Refusal.NOT_FOUND
    answer = speaker.send("GET", PATH_UP)
    assert (answer.status_code, refusal(answer).type, answer.headers["allow"]) == (405, Refusal.NOT_FOUND, "POST")


# ---- joining -----------------------------------------------------------------------------------------------


def asked(code: str, key: Ed25519PrivateKey, unit: str) -> bytes:
    public = key.public_key().public_bytes_raw().hex()
    return msgspec.json.encode(EnrolAsked(public_key=public, unit=unit, code=code))


def test_only_the_holder_of_a_key_can_join_with_it(hub: RunningHub, clock: TurnedClock) -> None:
    code = offices.make_code(hub.store, hub.office, now=clock())
    key, thief = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    body = asked(code, key, hub.office)
    answer = hub.speaker(thief).send("POST", PATH_ENROL, body)
    assert (answer.status_code, refusal(answer).type) == (401, Refusal.SIGNATURE)
    assert hub.speaker(key).send("POST", PATH_ENROL, body).status_code == 200


def test_a_code_admits_one_machine_of_its_own_office(hub: RunningHub, clock: TurnedClock) -> None:
    code = offices.make_code(hub.store, hub.office, now=clock())
    first, second = (hub.speaker() for _ in range(2))
    wrong_unit = first.send("POST", PATH_ENROL, asked(code, first.key, "H00.00.00"))
    assert (wrong_unit.status_code, refusal(wrong_unit).type) == (403, Refusal.UNIT_WRONG)
    assert (
        first.send("POST", PATH_ENROL, asked(code.lower().replace("-", " "), first.key, hub.office)).status_code == 200
    )
    again = second.send("POST", PATH_ENROL, asked(code, second.key, hub.office))
    assert (again.status_code, refusal(again).type) == (403, Refusal.CODE_WRONG)
    late = offices.make_code(hub.store, hub.office, now=clock(), lasts=timedelta(hours=1))
    clock.turn(hours=2)
    assert refusal(second.send("POST", PATH_ENROL, asked(late, second.key, hub.office))).type == Refusal.CODE_WRONG


def test_wrong_codes_from_one_address_are_told_to_wait_and_a_right_one_from_there_is_let_in(
    hub: RunningHub, clock: TurnedClock
) -> None:
    right, most = offices.make_code(hub.store, hub.office, now=clock()), hub.settings.limits.wrong_codes

    def tried(code: str, address: str) -> httpx.Response:
        speaker = hub.speaker()
        body = asked(code, speaker.key, hub.office)
        headers = speaker.headers("POST", PATH_ENROL, body) | {"X-Forwarded-For": address}
        return speaker.send("POST", PATH_ENROL, body, headers=headers)

    answers = [tried("7KQF-93XB-AEWN-5RTH", "192.0.2.1") for _ in range(most + 2)]
    assert [answer.status_code for answer in answers] == [403] * most + [429] * 2
    assert (refusal(answers[0]).type, refusal(answers[-1]).type) == (Refusal.CODE_WRONG, Refusal.HUB_FAILING)
    assert 60 <= int(answers[-1].headers["retry-after"]) <= 3600
    assert tried("7KQF-93XB-AEWN-5RTH", "192.0.2.2").status_code == 403
    assert tried(right, "192.0.2.1").status_code == 200


def test_an_office_with_more_machines_than_numbers_is_told_so(
    hub: RunningHub, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: object, **__: object) -> None:
        raise NoBlockFree("20")

    monkeypatch.setattr("sync.hub.offices.block_leases.lease", none_left)
    code = offices.make_code(hub.store, hub.office, now=clock())
    stranger = hub.speaker()
    answer = stranger.send("POST", PATH_ENROL, asked(code, stranger.key, hub.office))
    assert (answer.status_code, refusal(answer).title) == (404, NO_BLOCK_FREE)


def test_a_renewal_is_signed_with_the_old_key(hub: RunningHub, speaker: Speaker) -> None:
    key = Ed25519PrivateKey.generate()
    body = asked("", key, hub.office)
    alone = hub.speaker(key)
    assert refusal(alone.send("POST", PATH_RENEW, body)).type == Refusal.DEVICE_UNKNOWN
    assert speaker.send("POST", PATH_RENEW, body).status_code == 200
    assert alone.send("GET", PATH_COUNTS).status_code == 200


def test_every_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Refusal)
