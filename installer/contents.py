"""What is inside: the licences of every package in one file, and the list of contents as CycloneDX."""

import importlib.metadata
import os
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec
from packaging.utils import canonicalize_name

from installer.deb import PYTHON
from installer.environment import ROOT

_TOOL = ROOT / ".setup/sbom/bin/cyclonedx-py"
"""Made by ``make installer`` from its own lock."""


class Licences(msgspec.Struct, frozen=True):
    """Which licences are accepted, what unclear packages mean, and what wheels contain of others."""

    accepted: frozenset[str]
    named: dict[str, str]
    inside: dict[str, str]


class LicenceUnknown(Exception):  # noqa: N818 - it says what is so
    """Packages whose licence nobody has told or accepted."""

    def __init__(self, packages: Iterable[str]) -> None:
        super().__init__(f"add to installer/licences.toml what these are under: {', '.join(packages)}")


def licences() -> Licences:
    """The file ``licences.toml``."""
    return msgspec.convert(tomllib.loads((Path(__file__).parent / "licences.toml").read_text("utf-8")), Licences)


def licence_of(package: importlib.metadata.Distribution, known: Licences) -> str:
    """The SPDX expression of a package; empty when neither it nor we know one."""
    told: str | None = package.metadata.get("License-Expression")  # type: ignore[attr-defined]
    return known.named.get(canonicalize_name(package.name)) or told or ""


def is_accepted(expression: str, accepted: frozenset[str]) -> bool:
    """Whether what we do is allowed: one side of each OR, both of an AND; parentheses are for a person to read."""
    return bool(expression) and all(
        any(one.strip() in accepted for one in part.split(" OR ")) for part in expression.split(" AND ")
    )


def gather_licences(packages: Path, file: Path, *, beside: tuple[tuple[str, Path], ...] = ()) -> None:
    """Write name, version, licence and the texts of every package in a folder into one file.

    Args:
        packages: the folder.
        file: where to.
        beside: what lies beside the packages: (name and licence, its text).

    Raises:
        LicenceUnknown: of at least one nobody knows it, or it is not accepted; nothing is written.
    """
    known = licences()
    all_packages = sorted(importlib.metadata.distributions(path=[str(packages)]), key=lambda one: one.name.lower())
    unknown = [one.name for one in all_packages if not is_accepted(licence_of(one, known), known.accepted)]
    if unknown:
        raise LicenceUnknown(unknown)
    parts = []
    for package in all_packages:
        lines = [f"{package.name} {package.version}: {licence_of(package, known)}"]
        inside = known.inside.get(canonicalize_name(package.name))
        lines += [f"inside: {inside}"] if inside else []
        parts.append("\n".join([*lines, "", *_texts(package)]))
    parts += [f"{what}\n\n{text.read_text('utf-8')}" for what, text in beside]
    file.write_text(f"\n\n{'=' * 100}\n\n".join(parts) + "\n", "utf-8")


def _texts(package: importlib.metadata.Distribution) -> list[str]:
    """The texts of a package's licences, each once."""
    found: dict[str, None] = {}
    for file in package.files or ():
        path = Path(str(file.locate()))
        if path.suffix in {"", ".txt", ".md", ".rst"} and path.is_file() and _is_licence(path.name):
            found.setdefault(path.read_text("utf-8", "replace").strip(), None)
    return list(found)


def _is_licence(name: str) -> bool:
    return name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS", "OFL"))


def write_sbom(packages: Path, file: Path, when: int) -> None:
    """Write what a folder of packages contains as CycloneDX 1.6, the same bytes each time.

    The tool reads environments, of any system: this one is lent an interpreter for the time.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-sbom-") as scratch:
        lent = Path(scratch) / "environment"
        place = lent / "lib/python3.11/site-packages"
        place.parent.mkdir(parents=True)
        place.symlink_to(packages)
        (lent / "bin").mkdir()
        (lent / "bin/python").symlink_to(PYTHON)
        home = Path(PYTHON).parent
        (lent / "pyvenv.cfg").write_text(f"home = {home}\ninclude-system-site-packages = false\n", "utf-8")
        subprocess.run(
            [
                *(
                    _TOOL,
                    "environment",
                    "--output-reproducible",
                    "--short-PURLs",
                    "--pyproject",
                    ROOT / "pyproject.toml",
                ),
                *("--output-file", file, lent / "bin/python"),
            ],
            env={**os.environ, "SOURCE_DATE_EPOCH": str(when)},
            check=True,
        )
