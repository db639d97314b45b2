"""One table of an answers file, read key by key by name and type; errors are collected, not raised."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from desk.setup.setting_problems import ProblemKind, rule_of
from models.files.rules import KeyRule
from models.text import clean
from models.trouble import PrinterAddressWrong

_HEAD = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


class Note(Protocol):
    """Takes what is wrong with an answer."""

    def __call__(self, key: str, why: ProblemKind, *facts: str) -> None:
        """Note it."""


def lines_of(text: str) -> dict[str, int]:
    """The line of each key, ``office.unit_id`` or ``clerks.0.id``, and of each head."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    head = ""
    for number, line in enumerate(text.splitlines(), 1):
        table = _HEAD.match(line)
        if table is not None:
            head = table[2].replace('"', "")
            if table[1] == "[[":
                at = counts.get(head, -1) + 1
                counts[head] = at
                head = f"{head}.{at}"
            found.setdefault(head, number)
            continue
        key = _KEY.match(line)
        if key is not None:
            found.setdefault(f"{head}.{key[1]}" if head else key[1], number)
    return found


class FileTable:
    """One table of the file; what was not asked for is not known."""

    def __init__(self, note: Note, name: str, plain: Mapping[str, object], here: Path) -> None:
        self.name = name
        self._note = note
        self._plain = plain
        self._here = here
        self._asked: set[str] = set()

    def text(self, key: str, usual: str = "") -> str:
        """A text; of another kind = a problem, and the usual."""
        found = self._take(key)
        if found is None:
            return usual
        if not isinstance(found, str):
            self._wrong(key, "chữ trong dấu ngoặc kép")
            return usual
        return clean(found)

    def texts(self, key: str, usual: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        found = self._take(key)
        if found is None:
            return usual
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self._wrong(key, 'danh sách chữ, ví dụ ["a", "b"]')
            return usual
        return tuple(clean(one) for one in found)

    def number(self, key: str, rule: KeyRule | None = None, *, usual: int | None = None) -> int:
        """A whole number that keeps the rule, which is that of the settings; nothing = ``usual``, or what it says."""
        rule = rule or rule_of(f"{self.name}.{key}")
        usual = int(rule.default) if usual is None else usual
        found = self._take(key)
        if found is None:
            return usual
        if isinstance(found, bool) or not isinstance(found, int):
            self._wrong(key, "một số nguyên, không có dấu ngoặc kép")
            return usual
        if not rule.allows(found):
            self._note(f"{self.name}.{key}", ProblemKind.NUMBER, *rule.range)
            return usual
        return found

    def choice(self, key: str) -> str:
        """One of the texts that the settings know there."""
        rule = rule_of(f"{self.name}.{key}")
        given = self.text(key, str(rule.default))
        if rule.allows(given):
            return given
        self._note(f"{self.name}.{key}", ProblemKind.UNKNOWN, given)
        return str(rule.default)

    def scale(self, key: str) -> float:
        """A size of type."""
        rule = rule_of(f"{self.name}.{key}")
        found = self._take(key)
        if found is None:
            return float(rule.default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not rule.allows(found):
            self._note(f"{self.name}.{key}", ProblemKind.NUMBER, *rule.range)
            return float(rule.default)
        return float(found)

    def flag(self, key: str, *, usual: bool) -> bool:
        """Yes or no."""
        found = self._take(key)
        if found is None:
            return usual
        if not isinstance(found, bool):
            self._wrong(key, "true hoặc false")
            return usual
        return found

    def path(self, key: str, *, there: bool = False) -> Path | None:
        """A path, from the file's own folder; ``there``: it must be a file now."""
        text = self.text(key)
        if not text:
            return None
        path = (self._here / Path(text).expanduser()).absolute()
        if there and not path.is_file():
            self._note(f"{self.name}.{key}", ProblemKind.UNKNOWN, text)
        return path

    def content(self, key: str) -> str:
        """What stands in the file at this path."""
        path = self.path(key, there=True)
        return path.read_text("utf-8", "replace") if path is not None and path.is_file() else ""

    def address(self, key: str) -> str:
        """The address of a printer."""
        from printing.devices.printers import printer  # noqa: PLC0415 - reportlab loads with it

        text = self.text(key)
        try:
            if text:
                printer(text)
        except PrinterAddressWrong as wrong:
            self._note(f"{self.name}.{key}", ProblemKind.TOLD, f"“{text}”: {wrong.detail}")
        return text

    def done(self) -> None:
        """Everything was asked for; what is left is not known."""
        for key in self._plain:
            if key not in self._asked:
                near = difflib.get_close_matches(key, self._asked, 1) or [""]
                self._note(f"{self.name}.{key}", ProblemKind.NOT_KNOWN, *near)

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._plain.get(key)

    def _wrong(self, key: str, wanted: str) -> None:
        self._note(f"{self.name}.{key}", ProblemKind.KIND, wanted)
