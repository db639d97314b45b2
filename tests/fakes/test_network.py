"""The hostile proxy does what it says, and nothing else."""

import http.client
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.fakes.network import HOSTILE, HostileProxy, Mischief
from tests.patience import PATIENCE

BODY = bytes(range(256)) * 4
WAIT = PATIENCE


class Echo(BaseHTTPRequestHandler):
    """Notes what came and sends it back."""

    came: list[bytes]
    told: threading.Condition

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        body = self.rfile.read(length)
        if len(body) < length:
            return
        with self.told:
            self.came.append(body)
            self.told.notify_all()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def hub() -> Iterator[tuple[str, type[Echo]]]:
    class Here(Echo):
        came: list[bytes] = []  # noqa: RUF012  # one per server
        told = threading.Condition()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", Here
    server.shutdown()
    thread.join(WAIT)
    server.server_close()


def post(proxy: HostileProxy, body: bytes = BODY) -> tuple[int, bytes] | None:
    """Status and body; None when no whole answer came."""
    connection = http.client.HTTPConnection(proxy.url.removeprefix("http://"), timeout=WAIT)
    try:
        connection.request("POST", "/x", body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def test_without_a_plan_everything_passes(hub: tuple[str, type[Echo]]) -> None:
    with HostileProxy(hub[0]) as proxy:
        assert [post(proxy) for _ in range(5)] == [(200, BODY)] * 5
        assert proxy.happened == {None: 5}


@pytest.mark.parametrize(
    ("mischief", "arrivals"),
    [
        (Mischief.REFUSED, []),
        (Mischief.REQUEST_LOST, []),
        (Mischief.ANSWER_LOST, [BODY]),
        (Mischief.REQUEST_CUT, []),
        (Mischief.ANSWER_CUT, [BODY]),
    ],
)
def test_the_desk_hears_nothing_whether_the_hub_did_it_or_not(
    hub: tuple[str, type[Echo]], mischief: Mischief, arrivals: list[bytes]
) -> None:
    with HostileProxy(hub[0], plan={mischief: 1.0}) as proxy:
        assert post(proxy) is None
        assert [len(body) for body in hub[1].came] == [len(body) for body in arrivals]


def test_a_request_may_arrive_twice(hub: tuple[str, type[Echo]]) -> None:
    with HostileProxy(hub[0], plan={Mischief.REQUEST_TWICE: 1.0}) as proxy:
        assert post(proxy) == (200, BODY)
        assert hub[1].came == [BODY, BODY]


def test_a_request_may_arrive_after_a_later_one(hub: tuple[str, type[Echo]]) -> None:
    with HostileProxy(hub[0], plan={Mischief.REQUEST_LATE: 1.0}) as proxy:
        assert post(proxy, b"first") is None
        proxy.behave()
        assert post(proxy, b"second") == (200, b"second")
        with hub[1].told:
            assert hub[1].told.wait_for(lambda: len(hub[1].came) == 2, WAIT)
        assert hub[1].came == [b"second", b"first"]


@pytest.mark.parametrize("mischief", [Mischief.REQUEST_FLIPPED, Mischief.ANSWER_FLIPPED])
def test_one_bit_of_a_body_is_turned(hub: tuple[str, type[Echo]], mischief: Mischief) -> None:
    with HostileProxy(hub[0], plan={mischief: 1.0}) as proxy:
        answer = post(proxy)
        assert answer is not None
        assert sum((ours ^ theirs).bit_count() for ours, theirs in zip(answer[1], BODY, strict=True)) == 1
        assert (hub[1].came == [BODY]) is (mischief is Mischief.ANSWER_FLIPPED)


def test_the_answer_to_another_request_for_the_same_path_may_come(hub: tuple[str, type[Echo]]) -> None:
    with HostileProxy(hub[0]) as proxy:
        assert post(proxy, b"first") == (200, b"first")
        proxy.behave({Mischief.ANSWER_SWAPPED: 1.0})
        assert post(proxy, b"second") == (200, b"first")
        assert hub[1].came == [b"first", b"second"]


def test_an_answer_may_be_given_again_without_asking(hub: tuple[str, type[Echo]]) -> None:
    with HostileProxy(hub[0]) as proxy:
        for body in (b"first", b"second"):
            post(proxy, body)
        proxy.behave({Mischief.ANSWER_CACHED: 1.0})
        assert post(proxy, b"third") == (200, b"second")
        assert hub[1].came == [b"first", b"second"]


def test_a_captive_portal_answers_a_page_with_200(hub: tuple[str, type[Echo]]) -> None:
    with HostileProxy(hub[0], plan={Mischief.PORTAL: 1.0}) as proxy:
        answer = post(proxy)
        assert answer is not None
        assert answer[0] == 200
        assert b"<!doctype html>" in answer[1]
        assert hub[1].came == []


def test_a_slow_line_is_shared(hub: tuple[str, type[Echo]]) -> None:
    with HostileProxy(hub[0], bytes_per_second=20_000) as proxy:
        started = time.monotonic()
        assert post(proxy, bytes(5_000)) is not None
        assert time.monotonic() - started >= 2 * 5_000 / 20_000


def test_without_a_hub_the_desk_hears_nothing() -> None:
    with HostileProxy("http://127.0.0.1:1") as proxy:
        assert post(proxy) is None


def test_the_same_seed_draws_the_same(hub: tuple[str, type[Echo]]) -> None:
    happened = []
    for _ in range(2):
        with HostileProxy(hub[0], seed=7, plan=HOSTILE, delay=0) as proxy:
            for _ in range(60):
                post(proxy, b"x")
            happened.append(dict(proxy.happened))
    assert happened[0] == happened[1]
    assert len(happened[0]) > 6
