"""Palette lines for pages and actions, limited to the clerk's permissions."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ui.actions import Act, key_words
from ui.palette.line import PaletteLine
from ui.palette.matching import Fit, fit

if TYPE_CHECKING:
    from ui.shell.page_entry import PageEntry
    from ui.shell.window import Window

ITSELF = "palette"

NOT_NOW = "chưa làm được lúc này"


def known_lines(window: "Window") -> Iterator[PaletteLine]:
    """Every page and act that who works here may reach, in the order of the tables.

    An act of a page that is not in front is off and leads to that page; one of the page in front that cannot be done
    now is off and leads nowhere. What only a training desk has is not told elsewhere. Parts of pages come last.
    """
    permissions = window.locking.state.permissions if window.locking.state else None
    to_pages = {action for entry in window.entries.values() for action in entry.actions}
    home = {place: entry for entry in window.entries.values() for place in entry.places}
    for id_, qaction in window.acts.items():
        action = qaction.action
        if id_ == ITSELF or (
            permissions is not None and action.permission is not None and action.permission not in permissions
        ):
            continue
        if qaction.isEnabled():
            yield _line(qaction, do=qaction.trigger)
        elif id_ not in to_pages and (entry := home.get(action.place)) is not None:
            if entry.name == window.front:
                yield _line(qaction, detail=NOT_NOW, off=True)
            elif (way := _way(entry, window.entries, window.acts)) is not None:
                yield _line(qaction, detail=f"ở trang {way.action.words}", off=True, do=way.trigger)
    yield from _parts(window)


def _parts(window: "Window") -> Iterator[PaletteLine]:
    for entry in window.entries.values():
        way = _way(entry, window.entries, window.acts)
        if way is not None:
            for name, words, icon in entry.parts():
                yield PaletteLine(
                    id=f"{entry.name}/{name}",
                    words=words,
                    detail=f"trong {way.action.words}",
                    icon=icon,
                    do=partial(window.go, entry.name, name),
                )


def best(lines: Sequence[PaletteLine], typed: str, used: Mapping[str, int]) -> list[PaletteLine]:
    """Those that fit, the best first; of equals what can be done now, then what was chosen last.

    Args:
        lines: in the order of their table.
        typed: as typed; nothing = those with a key that can be done now.
        used: when each was chosen last, by id: a number that grows.
    """
    found = [(_fit(typed, line), line) for line in lines]
    if not typed.strip():
        found = [(how, line) for how, line in found if not line.off and (line.key or line.id in used)]
    chosen = [(how, line) for how, line in found if how is not None]
    chosen.sort(key=lambda one: (one[0], one[1].off, -used.get(one[1].id, 0)))
    return [line for _, line in chosen]


def _fit(typed: str, line: PaletteLine) -> Fit | None:
    """By its words; or by its key, typed as letters: ``"f9"``."""
    if line.key and typed.strip().lower() == line.key.lower():
        return Fit.BEGINS
    return fit(typed, line.words)


def _line(qaction: Act, *, detail: str = "", off: bool = False, do: object = None) -> PaletteLine:
    action = qaction.action
    return PaletteLine(
        id=action.id,
        words=action.words,
        detail=detail,
        key=key_words(action.key),
        icon=action.icon,
        off=off,
        do=do if callable(do) else None,
    )


def _way(entry: "PageEntry", entries: "Mapping[str, PageEntry]", acts: Mapping[str, Act]) -> Act | None:
    """The action that leads to a page, or to the one it lies within; None = who works here has none."""
    actions = entry.actions or (entries[entry.within].actions if entry.within else ())
    way = acts[actions[0]] if actions else None
    return way if way is not None and way.isEnabled() else None
