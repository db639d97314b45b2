"""A citizen's file: a person with 200 dossiers among 20,000, beside reading the same rows by their numbers."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from desk.citizen_file.citizen_file import read_file
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from desk.views.citizen_file.file_view import CitizenFileViews
from desk.views.state import DeskState
from models.events import DossierReceived
from models.person import Person
from models.person_key import key_of
from tests.benchmarks.figures import Figure, percentile
from tests.fakes.citizens import Chain, visits

OFFICE, OWN, RUNS = 20_000, 200, 40
PERSON = Person(full_name="Lý Thị Ví Dụ", personal_number="001190000001", address="Thôn Mẫu")


def figures() -> Iterator[Figure]:
    """Every hundredth dossier is the person's."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        desk = open_desk(Path(name) / "desk", settings=training_settings(), training=True)
        try:
            desk.store.write_unsynced()
            chain, number = Chain(9, named=True), 0
            told = []
            for recorded in visits(OFFICE, seed=7, device=9, named=True):
                event = recorded.event
                if not isinstance(event, DossierReceived):
                    continue
                if number % (OFFICE // OWN) == 0:
                    event = replace(event, intake=replace(event.intake, submitter=PERSON, owner=None))
                number += 1
                told.append(chain.add(recorded.subject, recorded.at, event))
            for begin in range(0, len(told), 2_000):
                desk.store.log.merge(told[begin : begin + 2_000])
            key, read, shown, bare = key_of(PERSON), [], [], []
            views = CitizenFileViews(DeskState(desk))
            own = [one.row.id for one in read_file(desk, key).dossiers]
            for _ in range(RUNS):
                started = time.perf_counter()
                read_file(desk, key)
                read.append((time.perf_counter() - started) * 1000)
                started = time.perf_counter()
                views.again(key)
                shown.append((time.perf_counter() - started) * 1000)
                started = time.perf_counter()
                for one in own:
                    desk.store.dossiers.code_of(one)
                bare.append((time.perf_counter() - started) * 1000)
        finally:
            close_desk(desk)
    if len(own) != OWN:
        raise AssertionError(len(own))
    what, limit = f"file of a person with {OWN} dossiers among {OFFICE}", percentile(bare, 0.95)
    yield Figure(f"{what}, p95", percentile(read, 0.95), "ms", limit, "their codes, one look-up each", "≤ 50 ms")
    what += ", with its papers and likely doubles"
    yield Figure(f"{what}, p95", percentile(shown, 0.95), "ms", limit, "their codes, one look-up each", "≤ 50 ms")
