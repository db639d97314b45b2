"""``docs/bang-chung.md``: what was tried, what was lost, and what a counter can do while something is gone.

The page has parts between comments; each is made anew from what was run, the others stay as they were.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.benchmarks.figures import number
from tests.evidence.under_trouble import WORKS, Outcome

_OF_A_FAULT = re.compile(r"\s*(ok|LOSS|SLOW|FAILED|NOT PLAYED) |\w+ +\d+: +opening ")
"""A line of ``tests.faults``, of ``tests.faults.money`` or of ``tests.faults.flips``."""

_BECAME = {"failure": "FAILED", "error": "FAILED", "skipped": "not tried here"}

_HEADS = ("What", "Measured", "Its limit", "Ratio", "Target")

PAGE = Path(__file__).parents[2] / "docs" / "bang-chung.md"


def with_part(page: str, name: str, part: str) -> str:
    """The page with one part made anew.

    Raises:
        ValueError: the page has no such part.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    found = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if len(found.findall(page)) != 1:
        raise ValueError(name)
    return found.sub(lambda _: f"{begin}\n\n{part.strip()}\n\n{end}", page)


def _part(page: str, name: str) -> str:
    return page.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]


def table_of_acts(told: Mapping[str, Mapping[str, Outcome]]) -> str:
    """What each act comes to while something is gone, as a table; sentences of refusals stand below it, by number.

    Args:
        told: what is gone, and of each act what came of it, both by their words.
    """
    sentences = list(dict.fromkeys(one.refused for acts in told.values() for one in acts.values() if one.refused))

    def cell(one: Outcome) -> str:
        if one.refused:
            return f"từ chối ({sentences.index(one.refused) + 1})"
        return "; ".join((WORKS, *one.waits))

    acts = next(iter(told.values()))
    rows = [(act, *(cell(of[act]) for of in told.values())) for act in acts]
    return "\n".join([_table(("Việc", *told), rows), "", *(f"{n}. {said}" for n, said in enumerate(sentences, 1))])


def table_of_figures(figures: Sequence[Mapping[str, object]], there: str = "") -> str:
    """What ``make bench --json`` measured, each beside its limit.

    Args:
        figures: as ``tests.benchmarks.figures.as_json`` has them.
        there: a page whose other figures stay, each in its place; empty = none do.
    """
    rows: list[tuple[str, ...]] = []
    for one in figures:
        value, limit, ratio = float(str(one["value"])), float(str(one["limit"])), one["ratio"]
        rows.append(
            (
                str(one["what"]),
                f"{number(value)} {one['unit']}",
                f"{number(limit)} {one['unit']} ({one['limit_what']})" if limit else "",
                "" if ratio is None else f"{float(str(ratio)):.2f}x",
                str(one["target"]),
            )
        )
    told = {line.split(" | ", 1)[0]: line for line in _table(_HEADS, rows).splitlines()}
    kept = _part(there, "figures").splitlines() if there else []
    lines = {line.split(" | ", 1)[0]: line for line in kept if line.startswith("|")}
    return "\n".join((lines | told).values())


def list_of_faults(said: str) -> str:
    """What ``make faults`` said of each fault, one line each.

    Raises:
        ValueError: it said nothing of any.
    """
    lines = [" ".join(line.split()) for line in said.splitlines() if _OF_A_FAULT.match(line)]
    if not lines:
        raise ValueError("no fault was played")
    return "\n".join(f"* {line}" for line in lines)


def list_of_smoke(report: str) -> str:
    """What became of each test of the installed packages, one line each, its name read as a sentence.

    Args:
        report: as pytest's ``--junitxml`` writes it.

    Raises:
        ValueError: it tells of no test.
    """
    lines = []
    for case in ET.fromstring(report).iter("testcase"):  # noqa: S314  # our own report
        became = next((_BECAME[part.tag] for part in case if part.tag in _BECAME), "ok")
        said = case.attrib["name"].removeprefix("test_").replace("_", " ")
        lines.append(f"* {became}: {said} ({float(case.attrib['time']):.0f} s)")
    if not lines:
        raise ValueError("no package was tried")
    return "\n".join(lines)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '∣') for cell in line)} |" for line in lines)
