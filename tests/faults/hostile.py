"""Hostile clients at the hub's door: what one hub process takes of memory, and how long honest desks wait meanwhile."""

import asyncio
import dataclasses
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec
import psutil

from models.calendar.clock import wall_clock
from models.history import Recorded
from sync.client.membership import Membership
from sync.hub.log import stream
from sync.hub.offices import offices
from sync.messages import MEDIA, PATH_UP, Up, UpAnswer, chain_of, pack, unpack
from sync.signatures.requests import sign
from tests.fakes.citizens import EVENTS_PER_VISIT, OFFICE, visits
from tests.fakes.postgres import PostgreSQL
from tests.faults.attackers import Attack, Made
from tests.faults.office import HubProcess, membership
from tests.faults.report import Report, compare

HONEST = 6
BATCH = 20
EVERY = 0.5
"""Seconds between two batches of an honest desk."""

MOST_MEMORY = 400 << 20
MOST_WAIT = 1.0
"""Seconds of the longest honest exchange while the attack lasts."""

QUIET = 5.0
"""Seconds of honest exchange alone, before the attack: what this machine takes for it at this moment."""

ROOT = Path(__file__).parents[2]


@dataclass
class _Desk:
    """An honest machine: a connection of its own for each request, as after an outage."""

    member: Membership
    events: Sequence[Recorded]
    sent: int = 0
    quiet: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def hostile_clients(server: PostgreSQL, size: int, seed: int) -> Report:
    """600 slow, 100 large and 8 bomb-like requests each second, for ``size`` seconds, beside six honest desks.

    And codes tried, forged and unknown signatures. It is no good report when the hub takes more memory than it may, an
    honest exchange takes longer, or anything of one is refused or lost. Before the attack the same desks work alone.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-hostile-") as folder:
        hub = HubProcess(Path(folder) / "hub", server.fresh())
        hub.start()
        try:
            desks, enemy = _joined(hub, size, seed)
            attack = Attack(port=hub.port, seconds=size, key=enemy.key)
            memory = _Memory(hub.pid)
            made = asyncio.run(_play(attack, desks))
            highest = memory.stop()
            return _report(hub, desks, made, highest)
        finally:
            hub.stop()


def _joined(hub: HubProcess, size: int, seed: int) -> tuple[list[_Desk], Membership]:
    store = hub.store()
    each = int((size + QUIET) / EVERY + 1) * BATCH
    try:
        offices.create_office(store, OFFICE.id, "Xã Mẫu")
        offices.create_office(store, "H99.66.66", "Xã Lạ")
        desks = []
        for device in range(1, HONEST + 1):
            first = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=20 * device)
            log = visits(each // EVENTS_PER_VISIT + 1, seed + device, first, device=device, named=True)
            desks.append(_Desk(membership(store, hub, OFFICE.id, device, hub.url), list(islice(log, each))))
        return desks, membership(store, hub, "H99.66.66", 1, hub.url)
    finally:
        store.close()


async def _play(attack: Attack, desks: Sequence[_Desk]) -> Made:
    clock = asyncio.get_running_loop().time
    quiet = clock() + QUIET
    await asyncio.gather(*(_work(desk, attack.port, quiet, desk.quiet) for desk in desks))
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.attackers", cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    told = asyncio.create_task(child.communicate(msgspec.json.encode(attack) + b"\n"))
    until = clock() + attack.seconds
    await asyncio.gather(*(_work(desk, attack.port, until, desk.taken) for desk in desks))
    out, _ = await told
    return msgspec.json.decode(out, type=Made)


async def _work(desk: _Desk, port: int, until: float, taken: list[float]) -> None:
    clock = asyncio.get_running_loop().time
    while clock() < until and desk.sent < len(desk.events):
        batch = desk.events[desk.sent : desk.sent + BATCH]
        begun = clock()
        try:
            async with asyncio.timeout(30):
                status, answer = await _ask(desk.member, port, pack(Up(chain_of(batch))))
        except (OSError, TimeoutError) as wrong:
            status, answer = 0, repr(wrong).encode()
        taken.append(clock() - begun)
        if status == 200 and unpack(answer, UpAnswer).head == batch[-1].seq:
            desk.sent += len(batch)
        else:
            desk.failed.append(f"{status} {answer[:80]!r}")
        await asyncio.sleep(EVERY)


async def _ask(member: Membership, port: int, body: bytes) -> tuple[int, bytes]:
    url = f"http://127.0.0.1:{port}{PATH_UP}"
    headers = sign(member.private_key, "POST", url, {"Content-Type": MEDIA}, body, at=wall_clock())
    lines = [f"{name}: {value}" for name, value in headers.items()]
    top = [f"POST {PATH_UP} HTTP/1.1", "Host: hub", f"Content-Length: {len(body)}", "Connection: close", *lines]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join(top).encode() + b"\r\n\r\n" + body)
        answer = await reader.read()
    finally:
        writer.close()
    first, _, rest = answer.partition(b"\r\n\r\n")
    return int(first.split(b" ", 2)[1]) if first else 0, rest


class _Memory:
    """The most that a process holds of memory, looked at in a thread."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._highest = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            try:
                self._highest = max(self._highest, self._process.memory_info().rss)
            except psutil.NoSuchProcess:
                return

    def stop(self) -> int:
        """Bytes."""
        self._over.set()
        self._thread.join()
        return self._highest


def _report(hub: HubProcess, desks: Sequence[_Desk], made: Made, highest: int) -> Report:
    quiet = sorted(took for desk in desks for took in desk.quiet)
    taken = sorted(took for desk in desks for took in desk.taken)
    failed = [why for desk in desks for why in desk.failed]
    store = hub.store()
    try:
        there = [recorded for _, recorded in stream.read(store, OFFICE.id, 0, 1_000_000)]
    finally:
        store.close()
    told = [event.id for desk in desks for event in desk.events[: desk.sent]]
    facts: dict[str, object] = {
        "begun": made.begun,
        "ended by the hub": made.ended,
        "hub's memory at most (MiB)": round(highest / (1 << 20)),
        "honest exchanges": len(taken),
        "p50 (ms)": _ms(taken, 0.5),
        "p99 (ms)": _ms(taken, 0.99),
        "longest (ms)": _ms(taken, 1),
        "the same without attack": [_ms(quiet, share) for share in (0.5, 0.99, 1)],
        "times as long": round(_ms(taken, 0.5) / max(1, _ms(quiet, 0.5)), 1),
        "honest ones refused": len(failed),
    }
    if failed:
        facts["for instance"] = failed[0]
    bounded = highest < MOST_MEMORY and bool(taken) and taken[-1] < MOST_WAIT and not failed
    found = compare("hostile clients", told, there, [], 0.0, facts)
    return dataclasses.replace(found, bounded=bounded)


def _ms(taken: Sequence[float], share: float) -> int:
    """The time within which this share of the exchanges, sorted, was done."""
    return round(taken[min(int(len(taken) * share), len(taken) - 1)] * 1e3) if taken else 0


if __name__ == "__main__":
    with PostgreSQL() as postgres:
        started = time.monotonic()
        sys.stdout.write(f"{hostile_clients(postgres, int(sys.argv[1]), 1)} {time.monotonic() - started:.0f} s\n")
