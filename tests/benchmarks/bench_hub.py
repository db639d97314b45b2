"""One exchange at a time, and a thousand desks at once: a real hub on a PostgreSQL that really writes to the disk.

Desks of the first two rows are processes of their own with a real encrypted file and a real link. The thousand are
simulated by one program that signs and sends what a thousand machines would, at the rate at which they would, each with
its own connections, kept as real ones are, and its own open question for news; that program takes part of the two cores
as well, and what it takes is told apart. They come back all at once, as after an outage; the rest is measured when all
have been answered.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import psutil
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from models.calendar.clock import wall_clock
from models.history import Recorded
from sync.client.membership import Membership
from sync.hub.offices import offices
from sync.messages import (
    PATH_NEWS,
    PATH_UP,
    SHORT_PATHS,
    Cursor,
    News,
    NewsAsked,
    Up,
    UpAnswer,
    chain_of,
    pack,
    unpack,
)
from sync.signatures.answers import asker
from sync.signatures.short import check_short_answer, sign_short
from tests.benchmarks.figures import Figure, percentile
from tests.fakes.citizens import EVENTS_PER_VISIT, OFFICE, visits
from tests.fakes.postgres import PostgreSQL, name_of
from tests.faults.office import DeskProcess, HubProcess, OfficeUnderTest, membership

ALONE = 300
DESKS = (10, 100, 1_000)
SECONDS = 30.0
PER_SECOND = 1_000 / 60
"""Exchanges: of a thousand desks, one a minute each."""

BATCH = 20
DESKS_PER_OFFICE = 6
POLL = 25.0


def figures() -> Iterator[Figure]:
    """Alone on the line, then among a thousand."""
    with PostgreSQL(durable=True) as server:
        yield from _one_by_one(server)
        yield from _thousand(server)


# ---- one event ---------------------------------------------------------------------------------------------


def _one_by_one(server: PostgreSQL) -> Iterator[Figure]:
    with OfficeUnderTest(server.fresh(), desks=2, hostile=False) as office:
        office.start()
        here, there = office.desks
        office.wait(lambda: bool(here.last.phase and there.last.phase), "the links stand")
        arrivals: list[float] = []
        news: list[float] = []
        for _ in range(ALONE):
            own = here.last.own
            here.record(1)
            office.wait(lambda own=own: _is_done(here, there, own), "arrived and told")  # type: ignore[misc]  # used at once
            arrivals.append(here.arrived_at - here.stored_at)
            news.append(there.merged_at - here.stored_at)
        bare = bare_commits(server)
        for share, target in ((0.5, "≤ 8 ms"), (0.99, "≤ 60 ms")):
            yield Figure(
                f"one event: stored at the desk → durable at the hub, idle link, p{share * 100:.0f}",
                percentile(arrivals, share) * 1e3,
                "ms",
                percentile(bare, share) * 1e3,
                "one bare INSERT with its commit, same server",
                target,
            )
        for share, target in ((0.5, "≤ 100 ms"), (0.99, "")):
            yield Figure(
                f"news: stored at desk A → in the file of desk B, p{share * 100:.0f}",
                percentile(news, share) * 1e3,
                "ms",
                2 * percentile(bare, share) * 1e3,
                "two such commits (hub, desk B)",
                target,
            )


def _is_done(here: DeskProcess, there: DeskProcess, own: int) -> bool:
    return here.last.own > own and here.arrived_at > here.stored_at and there.merged_at > here.stored_at


def bare_commits(server: PostgreSQL) -> list[float]:
    """Seconds of each of so many bare INSERTs with their commits."""
    taken = []
    with psycopg.connect(server.conninfo(name_of(server.fresh())), autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (number bigint PRIMARY KEY, body bytea)")
        for number in range(ALONE):
            started = time.perf_counter()
            connection.execute("INSERT INTO bare VALUES (%s, %s)", (number, bytes(600)))
            taken.append(time.perf_counter() - started)
    return taken


# ---- a thousand desks --------------------------------------------------------------------------------------


@dataclass
class _Desk:
    """A simulated machine; ``recorded`` of its events lie in its file, ``sent`` of these are acknowledged."""

    member: Membership
    events: list[Recorded]
    recorded: int = 0
    sent: int = 0
    taken: list[float] = field(default_factory=list)
    stands: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class _Run:
    """What one number of desks gave.

    Attributes:
        taken: seconds of each exchange.
        back: seconds from the first question to the last desk's first answer, when all came at once.
        hub, database, clients: processor seconds of each, after that.
    """

    taken: list[float]
    errors: list[str]
    back: float
    hub: float
    database: float
    clients: float

    @property
    def cost(self) -> float:
        """Milliseconds of processor for one exchange."""
        return (self.hub + self.database) / max(len(self.taken), 1) * 1e3

    @property
    def clients_cost(self) -> float:
        """Milliseconds of processor that the simulated desks took for one exchange, on the same two cores."""
        return self.clients / max(len(self.taken), 1) * 1e3


def _thousand(server: PostgreSQL) -> Iterator[Figure]:
    runs = {number: _run(server, number) for number in DESKS}
    small, large = runs[DESKS[0]], runs[DESKS[-1]]
    bare = percentile(_bare_batches(server), 0.99)
    name = f"{DESKS[-1]:,} desks, {BATCH} events a minute each"
    for share, target in ((0.5, ""), (0.99, "≤ 1,000 ms")):
        yield Figure(
            f"{name}: one exchange, p{share * 100:.0f}",
            percentile(large.taken, share) * 1e3,
            "ms",
            bare * 1e3,
            f"{BATCH} bare INSERTs and a commit, p99",
            target,
        )
    yield Figure(f"{name}: errors", len(large.errors), "errors", 0, "", "0")
    yield Figure(f"{DESKS[-1]:,} desks come back at once: until the last is answered", large.back, "s", 0, "", "≤ 2 s")
    for number, run in runs.items():
        yield Figure(
            f"processor for one exchange, {number:,} desks (news asked meanwhile included)",
            run.cost,
            "ms",
            small.cost,
            f"the same with {DESKS[0]} desks",
            "≤ 20 ms, constant",
        )
        yield Figure(
            f"of the same two cores the simulated desks take, {number:,} desks",
            run.clients_cost,
            "ms an exchange",
            0,
            "",
            "",
        )


def _run(server: PostgreSQL, number: int) -> _Run:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        hub = HubProcess(Path(folder) / "hub", server.fresh(), workers=2)
        hub.start()
        try:
            desks = _desks(hub, number)
            return asyncio.run(_play(hub, desks, [psutil.Process(hub.pid), psutil.Process(server.pid)]))
        finally:
            hub.stop()
            hub.give_up()


def _seconds(process: psutil.Process) -> float:
    """Processor seconds of a process and its children, those that ended included."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    own = process.cpu_times()
    return total + own.children_user + own.children_system


def _desks(hub: HubProcess, number: int) -> list[_Desk]:
    """Enrolled, in offices of six, each with as many events as it will send."""
    store = hub.store()
    each = int(PER_SECOND * SECONDS / number + 2) * BATCH
    found = []
    try:
        for place in range(number):
            office = f"{OFFICE.id[:-2]}{place // DESKS_PER_OFFICE + 1:03d}"
            device = place % DESKS_PER_OFFICE + 1
            if device == 1:
                offices.create_office(store, office, "Xã Mẫu")
            member = membership(store, hub, office, device, hub.url)
            first = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=20 * device)
            log = visits(each // EVENTS_PER_VISIT + 1, place, first, device=device, named=True, unit=office)
            found.append(_Desk(member, list(islice(log, each))))
    finally:
        store.close()
    return found


async def _play(hub: HubProcess, desks: list[_Desk], watched: list[psutil.Process]) -> _Run:
    """All of them for ``SECONDS``: when each sends is drawn, how often all together is as in reality."""
    chance = random.Random(1)  # noqa: S311  # no secret, the same each run
    errors: list[str] = []
    times = [chance.random() * SECONDS for _ in range(int(PER_SECOND * SECONDS))]
    plan: dict[int, list[float]] = {}
    for turn, at in enumerate(times):
        plan.setdefault(turn % len(desks), []).append(at)
    clock = asyncio.get_running_loop().time
    came = clock()
    polls = [asyncio.create_task(_poll(hub, desk, errors)) for desk in desks]
    await asyncio.gather(*(desk.stands.wait() for desk in desks))
    back = clock() - came
    await asyncio.sleep(back)  # their next questions stand as well
    before, own = [_seconds(process) for process in watched], time.process_time()
    started = clock()
    ups = [_send_at(hub, desks[place], sorted(moments), started, errors) for place, moments in plan.items()]
    await asyncio.gather(*ups)
    used = [_seconds(process) - had for process, had in zip(watched, before, strict=True)]
    clients = time.process_time() - own
    for poll in polls:
        poll.cancel()
    await asyncio.gather(*polls, return_exceptions=True)
    taken = [took for desk in desks for took in desk.taken]
    return _Run(taken, errors, back, used[0], used[1], clients)


async def _send_at(hub: HubProcess, desk: _Desk, moments: list[float], started: float, errors: list[str]) -> None:
    loop, line = asyncio.get_running_loop(), _Line(hub, desk.member)
    for moment in moments:
        await asyncio.sleep(max(started + moment - loop.time(), 0))
        batch = desk.events[desk.sent : desk.sent + BATCH]
        desk.recorded = desk.sent + BATCH  # before it sends them, as a real one: its own are not told to it again
        body = pack(Up(chain_of(batch)))
        begun = loop.time()
        status, answer = await line.ask(PATH_UP, body)
        desk.taken.append(loop.time() - begun)
        head = unpack(answer, UpAnswer).head if status == 200 else -1
        if head != batch[-1].seq:
            errors.append(f"up {status} {head}")
        desk.sent += BATCH
    line.close()


async def _poll(hub: HubProcess, desk: _Desk, errors: list[str]) -> None:
    """The question for news that every desk keeps open."""
    cursor, line = Cursor(), _Line(hub, desk.member)
    while True:
        asked = NewsAsked(cursor, desk.recorded, desk.sent, wait=POLL)
        status, answer = await line.ask(PATH_NEWS, pack(asked))
        if status != 200:
            errors.append(f"news {status}")
            await asyncio.sleep(1)
            continue
        cursor = unpack(answer, News).cursor
        desk.stands.set()


class _Line:
    """A connection that is kept from one request to the next, as a real link keeps one for each direction."""

    def __init__(self, hub: HubProcess, member: Membership) -> None:
        self._hub = hub
        self._member = member
        self._public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(member.sign_key))
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, body: bytes) -> tuple[int, bytes]:
        """One request in the short form; status and message. 0 = the connection ended instead."""
        hub = self._hub
        asked = sign_short(self._member.private_key, "POST", path, body, at=wall_clock())
        lines = [f"POST {SHORT_PATHS[path]} HTTP/1.1", f"Host: 127.0.0.1:{hub.port}"]
        head = "\r\n".join([*lines, f"Content-Length: {len(asked.body)}"]) + "\r\n\r\n"
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", hub.port)
        reader, writer = self._streams
        try:
            writer.write(head.encode() + asked.body)
            top = (await reader.readuntil(b"\r\n\r\n")).lower()
            size = int(top.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
            status = int(top.split(b" ", 2)[1])
            whose = asker(self._member.office, self._member.device)
            return status, check_short_answer(asked, status, whose, await reader.readexactly(size), self._public)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.close()
            return 0, b""

    def close(self) -> None:
        """End it."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def _bare_batches(server: PostgreSQL) -> list[float]:
    taken = []
    with psycopg.connect(server.conninfo(name_of(server.fresh()))) as connection:
        connection.execute("CREATE TABLE bare (number bigint PRIMARY KEY, body bytea)")
        connection.commit()
        for turn in range(ALONE):
            started = time.perf_counter()
            rows = [(turn * BATCH + place, bytes(600)) for place in range(BATCH)]
            connection.cursor().executemany("INSERT INTO bare VALUES (%s, %s)", rows)
            connection.commit()
            taken.append(time.perf_counter() - started)
    return taken
