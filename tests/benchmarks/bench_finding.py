"""Finding a procedure while a clerk types, among as many as the national list has."""

import time

from msgspec.structs import replace

from models.catalogue.catalogue import Catalogue, shipped
from models.catalogue.procedure_index import ProcedureIndex
from models.text import search_key
from tests.benchmarks.figures import Figure, percentile

RUNS = 40
TYPED = ("d", "dk", "dkk", "dang ky khai sinh", "kinh ho doanh", "1193", "xyz")


def _many() -> tuple[ProcedureIndex, list[str]]:
    ours = shipped().procedures
    many = tuple(replace(p, code=f"{n % 9}.{n:06}") for n, p in enumerate(ours * 8))
    index = ProcedureIndex(Catalogue(version="8", valid_from=shipped().valid_from, source="", procedures=many))
    return index, [search_key(f"{p.code} {p.name} {p.field}") for p in many]


def figures() -> list[Figure]:
    """One keystroke each; the limit is reading through the same names for the typed letters."""
    index, names = _many()
    found, read = [], []
    for text in TYPED * RUNS:
        begin = time.perf_counter()
        index.find(text)
        found.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        sum(text in name for name in names)
        read.append((time.perf_counter() - begin) * 1000)
    what = f"a keystroke among {len(names)} procedures, p95"
    return [
        Figure(what, percentile(found, 0.95), "ms", percentile(read, 0.95), "one pass over the same names", "<= 6 ms")
    ]
