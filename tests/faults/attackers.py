"""``python -m tests.faults.attackers``: hostile clients against one port of loopback, for so many seconds.

A process of its own, so that what it takes is neither the hub's memory nor the honest desks' time. A line of JSON comes
in (``Attack``), one goes out at the end (``Made``).
"""

import asyncio
import contextlib
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from sync.messages import MEDIA, PATH_ENROL, PATH_UP, TYPICAL, EnrolAsked
from sync.signatures.requests import key_id, sign

MOST_OPEN = 9_000
"""Connections this process holds at once, so that it does not run out of them itself."""

TRICKLE = 1.0
"""Seconds between two bytes of a slow client."""

KINDS = ("slow", "large", "bombs", "guesses", "forged", "strangers")

STRANGE = 300
"""Keys that nobody knows."""


class Attack(Struct, frozen=True, kw_only=True):
    """What to do.

    Attributes:
        port: of 127.0.0.1.
        seconds: how long.
        slow, large, bombs: requests begun each second.
        guesses: one-time codes tried, each signed with a new key.
        forged: requests that name the key of an enrolled machine and are signed with another.
        strangers: requests that are signed with a new key.
        key: Ed25519 of an enrolled machine, which signs the bombs.
    """

    port: int
    seconds: float
    slow: int = 600
    large: int = 100
    bombs: int = 8
    guesses: int = 50
    forged: int = 50
    strangers: int = 50
    key: bytes = b""


class Made(Struct, frozen=True):
    """How many requests of each kind were begun, and how many connections the hub ended or refused."""

    begun: dict[str, int]
    ended: dict[str, int]


def bomb() -> bytes:
    """Some hundred bytes that unpack to 15 MB: numbers to be judged anew, one byte each."""
    events: tuple[object, ...] = (1, 1, bytes(32), (), bytes(32))
    plain = msgspec.msgpack.encode([events, [1] * 15_000_000])
    return zstandard.ZstdCompressor(level=9, dict_data=TYPICAL, write_checksum=True, write_dict_id=False).compress(
        plain
    )


class Attackers:
    """All of them in one loop."""

    def __init__(self, attack: Attack) -> None:
        self.attack = attack
        self.begun: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self._open = 0
        self._bomb = bomb()
        self._key = Ed25519PrivateKey.from_private_bytes(attack.key or secrets.token_bytes(32))
        self._slow = cycle([self._headers, self._body, self._silent, self._deaf])
        self._large = cycle([self._large_head, self._large_body, self._chunked])
        self._strange = [Ed25519PrivateKey.generate() for _ in range(STRANGE)]
        self._made = {
            "guesses": cycle(list(self._guesses())),
            "strangers": cycle(list(self._strangers())),
            "forged": cycle(list(self._forged())),
        }

    async def play(self) -> Made:
        """For the seconds asked, then let go of everything."""
        clock = asyncio.get_running_loop().time
        before = clock()
        until = before + self.attack.seconds
        running: set[asyncio.Task[None]] = set()
        step = 0.05
        owed = dict.fromkeys(KINDS, 0.0)
        while clock() < until:
            now = clock()
            passed, before = now - before, now
            for kind in owed:
                owed[kind] += getattr(self.attack, kind) * passed
                while owed[kind] >= 1:
                    owed[kind] -= 1
                    if self._open >= MOST_OPEN:
                        continue
                    task = asyncio.create_task(self._one(kind))
                    running.add(task)
                    task.add_done_callback(running.discard)
            await asyncio.sleep(step)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return Made(dict(self.begun), dict(self.ended))

    async def _one(self, kind: str) -> None:
        self._open += 1
        self.begun[kind] += 1
        writer = None
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.attack.port, limit=1 << 14)
            match kind:
                case "slow":
                    await next(self._slow)(reader, writer)
                case "large":
                    await next(self._large)(reader, writer)
                case "bombs":  # each another, else it is refused as having come before
                    await self._ask(reader, writer, self._signed(self._bomb, self._key))
                case _:
                    await self._ask(reader, writer, next(self._made[kind]))
            self.ended[kind] += 1
        except OSError:
            self.ended[kind] += 1
        finally:
            self._open -= 1
            if writer is not None:
                writer.transport.abort()

    # ---- slow ----

    async def _headers(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Headers without an end, a byte a second."""
        writer.write(f"POST {PATH_UP} HTTP/1.1\r\nHost: hub\r\nX-Slow: ".encode())
        await self._trickle(reader, writer)

    async def _body(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The body of an enrolment, whose signature stands in its body."""
        writer.write(f"POST {PATH_ENROL} HTTP/1.1\r\nHost: hub\r\nContent-Length: 4000\r\n\r\n".encode())
        await self._trickle(reader, writer)

    async def _silent(self, reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        """Nothing at all."""
        await reader.read()

    async def _deaf(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Asks again and again and reads no answer."""
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        while not writer.is_closing():
            writer.write(b"GET /v1/hub HTTP/1.1\r\nHost: hub\r\n\r\n" * 20)
            await asyncio.sleep(TRICKLE)
        del reader

    @staticmethod
    async def _trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ended = asyncio.create_task(reader.read())
        try:
            while not ended.done():
                writer.write(b"a")
                await asyncio.wait({ended}, timeout=TRICKLE)
        finally:
            ended.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await ended

    # ---- large ----

    async def _large_head(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One header of 8 MB."""
        writer.write(f"POST {PATH_UP} HTTP/1.1\r\nHost: hub\r\nX-Large: ".encode())
        await self._pour(reader, writer, 8 << 20)

    async def _large_body(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As much as is allowed, signed by nobody."""
        size = 4 << 20
        writer.write(f"POST {PATH_UP} HTTP/1.1\r\nHost: hub\r\nContent-Length: {size}\r\n\r\n".encode())
        await self._pour(reader, writer, size)

    async def _chunked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A body that does not say how long it is."""
        writer.write(f"POST {PATH_UP} HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        await self._pour(reader, writer, 8 << 20, before=b"10000\r\n", after=b"\r\n")

    @staticmethod
    async def _pour(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, size: int, before: bytes = b"", after: bytes = b""
    ) -> None:
        piece = before + b"a" * 65_536 + after
        for _ in range(size >> 16):
            writer.write(piece)
            await writer.drain()
        await reader.read(4096)

    # ---- signed ----

    @staticmethod
    async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
        writer.write(request)
        await reader.read(4096)

    # ---- made beforehand, so that signing them does not slow the attack ----

    def _guesses(self) -> Iterator[bytes]:
        """One-time codes that there never were."""
        for key in self._strange:
            public = key.public_key().public_bytes_raw().hex()
            asked = EnrolAsked(public_key=public, unit="H99.99.99", code=secrets.token_hex(8))
            yield self._signed(msgspec.json.encode(asked), key, path=PATH_ENROL)

    def _strangers(self) -> Iterator[bytes]:
        """Signed with a key of nobody's."""
        for key in self._strange:
            yield self._signed(b"", key)

    def _forged(self) -> Iterator[bytes]:
        """Signed with one key in the name of another, which the hub knows."""
        known = key_id(self._key.public_key()).encode()
        for key in self._strange:
            yield self._signed(b"", key).replace(key_id(key.public_key()).encode(), known)

    def _signed(self, body: bytes, key: Ed25519PrivateKey, *, path: str = PATH_UP) -> bytes:
        url = f"http://127.0.0.1:{self.attack.port}{path}"
        headers = sign(key, "POST", url, {"Content-Type": MEDIA}, body, at=datetime.now(UTC))
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = [f"POST {path} HTTP/1.1", "Host: hub", f"Content-Length: {len(body)}", *lines]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def main() -> None:
    """Read what to do, do it, tell what was done."""
    attack = msgspec.json.decode(sys.stdin.buffer.readline(), type=Attack)
    made = asyncio.run(Attackers(attack).play())
    sys.stdout.buffer.write(msgspec.json.encode(made) + b"\n")


if __name__ == "__main__":
    main()
