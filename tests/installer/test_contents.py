"""What is inside is told: a licence for every package, or nothing is built."""

import importlib.metadata
from pathlib import Path

import pytest

from installer.contents import LicenceUnknown, gather_licences, is_accepted, licence_of, licences
from installer.environment import hub_leaves
from tests.installer.test_lock import locked


def package(folder: Path, name: str, head: str, text: str = "") -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{head}")
    (info / "RECORD").write_text(f"{info.name}/LICENSE,,\n")
    (info / "LICENSE").write_text(text)


def test_one_file_has_name_licence_and_text_of_each(tmp_path: Path) -> None:
    package(tmp_path, "one", "License-Expression: MIT\n", "Permission is hereby granted")
    package(tmp_path, "two", "License-Expression: GPL-3.0-only OR Apache-2.0\n", "Apache License, Version 2.0")
    python = tmp_path / "LICENSE.txt"
    python.write_text("PSF LICENSE AGREEMENT")
    gather_licences(tmp_path, tmp_path / "all.txt", beside=(("CPython (PSF-2.0)", python),))
    told = (tmp_path / "all.txt").read_text()
    for words in (
        "one 1.0: MIT\n\nPermission is hereby granted",
        "two 1.0: GPL-3.0-only OR Apache-2.0\n\nApache License",
        "CPython (PSF-2.0)\n\nPSF LICENSE AGREEMENT",
    ):
        assert words in told


@pytest.mark.parametrize("head", ["", "License: ask the author\n", "License-Expression: GPL-3.0-only\n"])
def test_a_licence_that_nobody_knows_or_accepts_stops_the_build(tmp_path: Path, head: str) -> None:
    package(tmp_path, "one", "License-Expression: MIT\n")
    package(tmp_path, "odd", head)
    with pytest.raises(LicenceUnknown, match="odd"):
        gather_licences(tmp_path, tmp_path / "all.txt")
    assert not (tmp_path / "all.txt").exists()


def test_of_an_and_both_are_asked_of_an_or_one() -> None:
    accepted = frozenset({"MIT", "Zlib"})
    assert is_accepted("MIT AND Zlib", accepted)
    assert is_accepted("GPL-2.0-only OR MIT", accepted)
    assert not is_accepted("MIT AND GPL-2.0-only", accepted)
    assert not is_accepted("(MIT OR Zlib) AND GPL-2.0-only", accepted)


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-hub.txt"])
def test_the_licence_of_every_locked_package_is_known_and_accepted(lock: str) -> None:
    known, stays_behind = licences(), hub_leaves().packages
    for wanted in locked(lock):
        if wanted.name in stays_behind and lock == "requirements-hub.txt":
            continue
        try:
            found = importlib.metadata.distribution(wanted.name)
        except importlib.metadata.PackageNotFoundError:
            assert wanted.marker is not None  # it is for another system or Python than these
            assert not wanted.marker.evaluate()
            for_another_python = "python" in str(wanted.marker)
            assert wanted.name in known.named or wanted.name == "tzdata" or for_another_python, wanted.name
        else:
            assert is_accepted(licence_of(found, known), known.accepted), wanted.name
