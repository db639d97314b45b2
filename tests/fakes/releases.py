"""Releases of an invented publisher: small packages, a signed repository of them, a web folder that shows it."""

import json
import re
import stat
import sys
import zipfile
from pathlib import Path

from installer.release import Keys, Repository, rules
from models.calendar.clock import Clock
from tests.fakes.answering import Asked, Says

PLATFORM = "linux-x64"

_FROM = re.compile(r"bytes=(\d+)-(\d+)")


class Publisher:
    """Whoever makes releases.

    Attributes:
        folder: the repository.
        keys: the folder of the keys.
    """

    def __init__(self, folder: Path, clock: Clock, keys: Path | None = None) -> None:
        self.folder, self.keys, self._clock = folder / "repository", keys or folder / "keys", clock
        own = Keys(self.keys)
        for role, rule in rules().items():
            own.make(role, rule)
        self.repository.begin()

    @property
    def repository(self) -> Repository:
        """The repository, signed as of now."""
        return Repository(self.folder, Keys(self.keys), self._clock())

    @property
    def root(self) -> bytes:
        """What programs are built with."""
        return (self.folder / "metadata/1.root.json").read_bytes()

    def release(self, version: str, entry: str = "", *, filler: int = 0, python: str = "") -> Path:
        """Release a version whose entry is this script; returns its package. ``python``: as of ``packed``."""
        package = packed(self.folder.parent, version, self.root, entry, filler=filler, python=python)
        self.repository.add([package])
        return package

    def metadata(self, name: str) -> Path:
        """A file of the repository."""
        return self.folder / "metadata" / name


def packed(
    folder: Path, version: str, root: bytes, entry: str = "", *, filler: int = 0, more: str = "", python: str = ""
) -> Path:
    """A package whose interpreter is the one that runs this test, or a script.

    Args:
        folder: for the package.
        version: of it.
        root: keys in it.
        entry: what starts.
        filler: so many bytes more.
        more: name of a further file.
        python: the script.
    """
    package = folder / f"motcua-{version}-{PLATFORM}.zip"
    with zipfile.ZipFile(package, "w") as file:
        told = {"version": version, "platform": PLATFORM, "compiled": True}
        laid: dict[str, str | bytes] = {
            "program.json": json.dumps(told),
            "root.json": root,
            "motcua.pyw": entry,
            "lib/filler.bin": b"\x00\x01\x02\x03" * (filler // 4),
            "bin/python": python or f'#!/bin/sh\nexec "{sys.executable}" "$@"\n',
        }
        if more:
            laid[more] = "x"
        for name, content in laid.items():
            info = zipfile.ZipInfo(name)  # of 1980: the same package is the same bytes
            info.external_attr = (stat.S_IFREG | (0o755 if name == "bin/python" else 0o644)) << 16
            file.writestr(info, content)
    return package


class WebFolder:
    """What a web server answers that shows a folder, with ranges.

    Attributes:
        asked: paths and ranges, in order.
        cut_after: so many bytes of packages, then connections break; -1 = never.
    """

    def __init__(self, folder: Path, *, prefix: str = "/") -> None:
        self._folder, self._prefix = folder, prefix
        self.asked: list[tuple[str, int]] = []
        self.cut_after = -1

    def __call__(self, asked: Asked) -> Says:
        name = asked.path.removeprefix(self._prefix)
        path = self._folder / name
        found = _FROM.fullmatch(asked.headers.get("range", ""))
        first, last = (int(found[1]), int(found[2])) if found else (0, 0)
        self.asked.append((name, first))
        if not path.is_file():
            return Says(404, "text/plain", b"")
        content = path.read_bytes()
        if first >= len(content):
            return Says(416, "text/plain", b"")
        piece = content[first : last + 1]
        cut = -1
        if name.startswith("targets/") and self.cut_after >= 0:
            cut = min(self.cut_after, len(piece))
            self.cut_after -= cut
            cut = -1 if cut == len(piece) else cut
        told = f"bytes {first}-{first + len(piece) - 1}/{len(content)}"
        return Says(206, "application/octet-stream", piece, (("Content-Range", told),), cut=cut)
