"""The short form is spoken where both ends can: a desk learns of it from the hub, and may always speak the long one."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.calendar.clock import wall_clock
from models.ids import NO_DIGEST, DeviceId
from models.trouble import NotTheProvince, ProvinceRefused
from sync.client.https import HubClient
from sync.messages import MEDIA, PATH_UP, SHORT_PATHS, Chain, Cursor, NewsAsked, Refusal, Refused, Up, UpAnswer, pack
from sync.signatures.answers import asker
from sync.signatures.requests import SignatureWrong
from sync.signatures.short import MOST_SHORT, ShortRequest, check_short_answer, sign_short
from tests.fakes.answering import Asked, Says, answering, as_hub
from tests.fakes.hub import RunningHub, Speaker, refusal
from tests.fakes.network import HostileProxy
from tests.sync.compatibility.test_newer_words import KEY, NOTHING, member_at
from tests.sync.machines import enrolled

UP = SHORT_PATHS[PATH_UP]


@pytest.fixture
def proxy(hub: RunningHub) -> Iterator[HostileProxy]:
    with HostileProxy(hub.url) as proxy:
        yield proxy


def test_a_desk_speaks_it_as_soon_as_the_hub_has_said_so_and_an_exchange_takes_less_than_half(
    hub: RunningHub, proxy: HostileProxy
) -> None:
    member = msgspec.structs.replace(enrolled(hub), url=proxy.url)
    client, nothing = HubClient(member, wall_clock), Up(msgspec.structs.replace(NOTHING, device=member.device))
    taken = []
    for _ in range(3):
        before = proxy.bytes_up + proxy.bytes_down
        assert client.up(nothing).head == 0
        taken.append(proxy.bytes_up + proxy.bytes_down - before)
    assert client.news(NewsAsked(Cursor(), 0, 0)).head == 0
    client.abort()
    assert taken[1] == pytest.approx(taken[2], abs=4)
    assert taken[1] < taken[0] / 2


def test_a_refusal_in_the_short_form_is_the_hubs_and_the_clock_is_set_by_it(hub: RunningHub) -> None:
    member = enrolled(hub)
    client = HubClient(member, lambda: wall_clock() + timedelta(days=3))
    nothing = Up(msgspec.structs.replace(NOTHING, device=member.device))
    client.up(nothing)
    client.offset = timedelta(0)
    assert client.up(nothing).short_form, "refused for its clock, and asked again by the hub's"
    with pytest.raises(ProvinceRefused) as refused:
        client.up(Up(Chain(member.device, 5, NO_DIGEST, (), NO_DIGEST), again=(0,)))
    assert refused.value.refusal == Refusal.UNREADABLE
    client.abort()


def test_a_hub_of_before_is_asked_in_the_long_form_again() -> None:
    """Set back to a version without the short form, it answers 401 to what bears no signature it knows."""
    asked = []

    def says(one: Asked) -> Says:
        asked.append(one.path)
        if one.path == UP:
            return Says(401, "application/problem+json", b'{"type":"signature"}')
        return Says(200, MEDIA, pack(UpAnswer(0, NO_DIGEST, 0, 0, short_form=True)))

    with answering(as_hub(KEY, member_at("http://127.0.0.1:1"), says)) as server:
        client = HubClient(member_at(server.url), wall_clock)
        client.up(Up(NOTHING))
        with pytest.raises(NotTheProvince):
            client.up(Up(NOTHING))
        for _ in range(2):
            client.up(Up(NOTHING))
        client.abort()
    assert asked == [PATH_UP, UP, PATH_UP, PATH_UP]


def short(speaker: Speaker, message: bytes, *, key: Ed25519PrivateKey | None = None) -> ShortRequest:
    return sign_short(key or speaker.key, "POST", PATH_UP, message, at=speaker.clock())


def test_what_comes_twice_is_of_nobody_known_altered_or_too_long_is_refused(hub: RunningHub) -> None:
    desk = hub.join()
    hub_key = hub.hub.keys.sign.public_key()
    message = pack(Up(Chain(DeviceId(desk.device), 1, NO_DIGEST, (), NO_DIGEST)))

    def refused(asked: ShortRequest, whose: str) -> str:
        answer = desk.send("POST", UP, asked.body, headers={})
        said = check_short_answer(asked, answer.status_code, whose, answer.content, hub_key)
        return msgspec.json.decode(said, type=Refused).type

    once = short(desk, message)
    first = desk.send("POST", UP, once.body, headers={})
    own = asker(hub.office, desk.device)
    check_short_answer(once, 200, own, first.content, hub_key)
    assert refused(once, own) == Refusal.REPLAY
    stranger = short(desk, message, key=Ed25519PrivateKey.generate())
    assert refused(stranger, "") == Refusal.DEVICE_UNKNOWN
    altered = msgspec.structs.replace(short(desk, message), message=pack(Up(NOTHING, withheld=1)))
    assert refused(altered, "") == Refusal.SIGNATURE
    nobody = desk.send("POST", UP, b"whatever", headers={})
    assert refusal(nobody).type == Refusal.SIGNATURE
    with pytest.raises(SignatureWrong):
        check_short_answer(once, nobody.status_code, "", nobody.content, hub_key)
    long = desk.send("POST", UP, bytes(MOST_SHORT + 1), headers={})
    assert (long.status_code, refusal(long).type) == (413, Refusal.TOO_LARGE)
