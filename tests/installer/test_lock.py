"""What is installed is what was tested: the lock is whole, on every system, whatever is released after it."""

import hashlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

LOCKS: dict[str, tuple[set[str], set[str]]] = {
    "requirements.txt": (set(), set()),
    "requirements-hub.txt": ({"hub"}, {"build"}),
    "requirements-dev.txt": ({"hub", "camera"}, {"dev"}),
}
"""Each lock with the extras and the dependency groups of the project that it is made for."""

SYSTEMS = [
    {
        "python_version": version,
        "python_full_version": f"{version}.{patch}",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        **system,
    }
    for version, patch in (("3.11", 0), ("3.11", 14), ("3.12", 3), ("3.13", 1))
    for system in (
        {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
        {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
    )
]
"""What a marker may ask, on each system the program runs on."""

NEWER = "9999"
"""A release of any package that appears after the lock was made."""


def locked(name: str) -> list[Requirement]:
    """Return the lines of a lock, its hashes and options left out."""
    text = (ROOT / "installer" / name).read_text().replace("\\\n", " ")
    return [
        Requirement(re.sub(r"\s+--hash=\S+", "", line))
        for line in text.splitlines()
        if line and not line.startswith(("#", "-"))
    ]


def group(name: str) -> Iterator[Requirement]:
    """Yield the requirements of one of the project's dependency groups."""
    for entry in PROJECT["dependency-groups"][name]:
        yield from group(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]


def wanted(name: str) -> Iterator[Requirement]:
    """Yield what the project asks of a lock, before any marker is looked at."""
    extras, groups = LOCKS[name]
    yield from map(Requirement, PROJECT["project"]["dependencies"])
    for extra in sorted(extras):
        yield from map(Requirement, PROJECT["project"]["optional-dependencies"][extra])
    for one in sorted(groups):
        yield from group(one)


def needs(package: str, extras: set[str], system: dict[str, str]) -> Iterator[Requirement]:
    """Yield what an installed package asks for on a system, by its own metadata; nothing where it isn't installed."""
    try:
        requires = importlib.metadata.distribution(package).requires or []
    except importlib.metadata.PackageNotFoundError:
        return  # it is for another system than this one
    for requirement in map(Requirement, requires):
        if any(applies(requirement, system, extra) for extra in {"", *extras}):
            yield requirement


def applies(requirement: Requirement, system: dict[str, str], extra: str = "") -> bool:
    """Say whether a requirement holds on a system."""
    return requirement.marker is None or requirement.marker.evaluate({**system, "extra": extra})


def missing(name: str, system: dict[str, str]) -> list[str]:
    """Return every requirement that pip would have to look for outside of a lock."""
    lock = {canonicalize_name(line.name): line for line in locked(name) if applies(line, system)}
    found, seen, todo = [], set(), [("the project", one) for one in wanted(name) if applies(one, system)]
    while todo:
        by, requirement = todo.pop()
        package, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        line = lock.get(package)
        version = next(iter(line.specifier)).version if line else ""
        if line is None or not extras <= line.extras or not requirement.specifier.contains(version, prereleases=True):
            found.append(f"{requirement} (from {by})")
        elif (package, extras) not in seen:
            seen.add((package, extras))
            todo += [(package, one) for one in needs(package, set(extras), system)]
    return found


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: f"{s['sys_platform']}-{s['python_full_version']}")
@pytest.mark.parametrize("name", LOCKS)
def test_each_requirement_of_a_locked_package_stands_in_the_lock_with_its_extras(
    name: str, system: dict[str, str]
) -> None:
    assert missing(name, system) == []


def test_a_line_of_the_lock_without_its_extra_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = locked("requirements-dev.txt")
    next(line for line in lines if line.name == "coverage").extras.clear()
    monkeypatch.setattr(sys.modules[__name__], "locked", lambda _: lines)
    assert any(one.startswith("coverage[toml]") for one in missing("requirements-dev.txt", SYSTEMS[0]))


@pytest.mark.parametrize("name", LOCKS)
def test_each_line_is_one_release_with_its_hashes_and_nothing_is_built(name: str) -> None:
    text = (ROOT / "installer" / name).read_text()
    assert text.startswith("--only-binary :all:\n")
    assert all(str(line.specifier).startswith("==") for line in locked(name))
    blocks = re.split(r"\n(?=\S)", text.strip())[1:]
    assert len(blocks) == len(locked(name))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks)


@pytest.mark.parametrize("name", LOCKS)
def test_what_an_office_installs_are_the_releases_that_were_tested(name: str) -> None:
    tested = {f"{line.name}{line.specifier}" for line in locked("requirements-dev.txt")}
    assert {f"{line.name}{line.specifier}" for line in locked(name)} <= tested


@pytest.mark.slow
@pytest.mark.parametrize("name", LOCKS)
def test_pip_installs_the_lock_when_each_package_has_a_newer_release(name: str, tmp_path: Path) -> None:
    shelf = tmp_path / "wheels"
    shelf.mkdir()
    here = [line for line in locked(name) if line.marker is None or line.marker.evaluate()]
    lines = ["--only-binary :all:"]
    for line in here:
        package = importlib.metadata.distribution(line.name)
        wheel(shelf, package, NEWER)
        digest = wheel(shelf, package, package.version)
        lines.append(f"{str(line).split(';')[0].strip()} --hash=sha256:{digest}")
    (tmp_path / name).write_text("\n".join(lines))

    pip = [sys.executable, "-m", "pip", "install", "--isolated", "--disable-pip-version-check"]
    local = ["--no-index", "--find-links", str(shelf), "--dry-run", "--ignore-installed"]
    command = [*pip, *local, "--require-hashes", "-r", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert NEWER not in done.stdout
    taken = done.stdout.splitlines()[-1].removeprefix("Would install ").split()
    assert len(taken) == len(here)


def wheel(shelf: Path, package: importlib.metadata.Distribution, version: str) -> str:
    """Put a wheel without content on the shelf, asking for what the real one asks for; return its SHA-256."""
    facts: Any = package.metadata
    stem = f"{re.sub(r'[-_.]+', '_', facts['Name'])}-{version}"
    asked = [f"{key}: {value}" for key in ("Requires-Dist", "Provides-Extra") for value in facts.get_all(key) or []]
    file = shelf / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        head = ["Metadata-Version: 2.1", f"Name: {facts['Name']}", f"Version: {version}"]
        archive.writestr(f"{stem}.dist-info/METADATA", "\n".join([*head, *asked]) + "\n")
        archive.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{stem}.dist-info/RECORD", "")
    return hashlib.sha256(file.read_bytes()).hexdigest()
