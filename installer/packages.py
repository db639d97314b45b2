"""What is built: the packages of desk and hub, their version and the time that every file in them bears."""

import os
import subprocess
import tomllib
from pathlib import Path

from installer.deb import Package
from installer.environment import ROOT, hub_leaves, without

HERE = Path(__file__).parent


def desk() -> Package:
    """The desk's."""
    return Package(
        name="motcua",
        templates=HERE / "desk",
        requirements=HERE / "requirements.txt",
        commands={"motcua": "ui.__main__"},
        laid_down={
            "motcua.desktop": "usr/share/applications/motcua.desktop",
            "motcua.svg": "usr/share/icons/hicolor/scalable/apps/motcua.svg",
            "60-motcua.rules": "usr/lib/udev/rules.d/60-motcua.rules",
        },
        updated=True,
    )


def hub(scratch: Path) -> Package:
    """The hub's. ``scratch``: a folder for its list of packages, which is the lock without what only desks use."""
    leaves = hub_leaves()
    return Package(
        name="motcua-hub",
        templates=HERE / "hub",
        requirements=without(HERE / "requirements-hub.txt", leaves.packages, scratch / "requirements-hub.txt"),
        commands={"motcua-hub": "sync.hub.__main__"},
        laid_down={
            "motcua-hub.service": "usr/lib/systemd/system/motcua-hub.service",
            "motcua-hub.sysusers": "usr/lib/sysusers.d/motcua-hub.conf",
            "hub.toml": "usr/share/motcua-hub/hub.toml",
            "cluster/etcd": "usr/share/doc/motcua-hub/cluster/etcd",
            "cluster/haproxy.cfg": "usr/share/doc/motcua-hub/cluster/haproxy.cfg",
            "cluster/patroni.yml": "usr/share/doc/motcua-hub/cluster/patroni.yml",
        },
        floors_left_out=leaves.floors,
    )


def version() -> str:
    """The version of this tree."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def source_date() -> int:
    """Seconds since 1970 that every file bears: ``SOURCE_DATE_EPOCH``, or the time of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    said = subprocess.run(
        ["git", "log", "-1", "--format=%ct"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return int(said.stdout)
