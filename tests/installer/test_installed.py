"""What was built, in a Debian of its own: installed, used, upgraded over an older one with data, removed, purged.

By ``make installer-test``; of the tree only what reads the results back is used. Needs root, debootstrap and a mirror
of Debian the first time; the bare Debian is kept in the cache of the build.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pypdfium2
import pytest

from desk.cards.samples import citizen
from tests.installer.conftest import DRAWN

BUILT = os.environ.get("MOTCUA_BUILT", "")
"""The folder with what `make installer` built."""

USER = "nguyễn"
"""Names with marks stopped other programs from starting."""

HOME = f"/home/{USER}"
OLD_OFFICE = Path(__file__).parents[1] / "old_databases/6-life-postgresql"
"""What an earlier version left, with what that version said of it."""


def _why_not() -> str:
    if not BUILT:
        return "is for what was built: make installer, make installer-test"
    if os.geteuid() != 0:
        return "needs root: packages are installed in a Debian of their own"
    return "" if shutil.which("debootstrap") else "needs debootstrap (apt-get install debootstrap)"


pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(_why_not()), reason=_why_not())]


class Debian:
    """A Debian 12 in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *words: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command there as root."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(
            ["chroot", self.root, *words],
            check=False,
            capture_output=True,
            text=True,
            env={**environment, **variables},
            stdin=subprocess.DEVNULL,
        )
        assert not check or done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done

    def clerk(self, command: str) -> str:
        """Run a command there as somebody who works at the machine; returns what it said."""
        return self.run("su", "-", USER, "-c", command).stdout

    def take(self, package: Path) -> str:
        """Put a package into the machine's folder; returns where."""
        shutil.copy(package, self.root / "root" / package.name)
        return f"/root/{package.name}"

    def install(self, package: Path) -> None:
        """Install it with what it depends on."""
        self.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", self.take(package))

    def data(self) -> Path:
        """The office's folder, of the clerk."""
        return self.root / HOME[1:] / ".local/share/motcua"


def bare_debian() -> Path:
    """An archive of a bare Debian 12, made once."""
    kept = Path(platformdirs.user_cache_dir("motcua-installer")) / "debian-12.tar"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        folder = kept.with_suffix(".new")
        subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        subprocess.run(["tar", "-C", folder, "-cf", kept.with_suffix(".part"), "."], check=True)
        kept.with_suffix(".part").rename(kept)
        shutil.rmtree(folder)
    return kept


@pytest.fixture(scope="module")
def debian() -> Iterator[Debian]:
    """A machine with one user and nothing of ours; its processes' folder and terminals are the real ones.

    It lies on a disk, not in memory as other files of tests: the program takes no data to what is no disk of a machine.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-debian-", dir="/var/tmp") as folder:
        root = Path(folder)
        root.chmod(0o755)
        subprocess.run(["tar", "-C", root, "-xf", bare_debian()], check=True)
        mounts: list[tuple[list[str | Path], Path]] = [
            (["mount", "-t", "proc", "proc", root / "proc"], root / "proc"),
            (
                ["mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666", "devpts", root / "dev/pts"],
                root / "dev/pts",
            ),
        ]
        for command, _ in mounts:
            subprocess.run(command, check=True)
        try:
            (root / "dev/ptmx").unlink(missing_ok=True)
            (root / "dev/ptmx").symlink_to("pts/ptmx")
            machine = Debian(root)
            machine.run("apt-get", "update", "-qq")
            machine.run("useradd", "--badname", "--create-home", "--shell", "/bin/bash", USER)
            yield machine
        finally:
            for _, place in mounts:
                subprocess.run(["umount", "--lazy", place], check=True)


def built(name: str) -> Path:
    """The package of this name that was built."""
    (package,) = Path(BUILT).glob(f"{name}_*_amd64.deb")
    return package


def at_version(package: Path, version: str, folder: Path) -> Path:
    """The same package under another version: what is inside is what was built."""
    tree, file = folder / f"{package.stem}-{version}", folder / f"{package.name.split('_')[0]}_{version}_amd64.deb"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    here = package.name.split("_")[1]
    for name in ("control", "preinst"):
        text = (tree / "DEBIAN" / name).read_text("utf-8")
        (tree / "DEBIAN" / name).write_text(re.sub(rf"\b{re.escape(here)}\b", version, text), "utf-8")
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, file], check=True, capture_output=True)
    shutil.rmtree(tree)
    return file


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_desk_from_its_installing_to_its_purge(debian: Debian, tmp_path: Path) -> None:
    package = built("motcua")
    version = package.name.split("_")[1]
    debian.install(at_version(package, "0.0.1", tmp_path))
    _every_library_is_there(debian)

    # an office that an earlier version left, and one morning of it by what is installed
    shutil.copytree(OLD_OFFICE / "desk", debian.data())
    debian.run("chown", "-R", USER, HOME)
    debian.clerk("motcua status --json")

    debian.install(package)
    assert version in debian.clerk("motcua --version")
    events = json.loads(debian.clerk("motcua status --json"))["events"]
    told = json.loads((OLD_OFFICE / "facts.json").read_text("utf-8"))
    assert events >= told["events"]
    found = json.loads(debian.clerk("motcua verify --json || true"))["findings"]
    assert [one["kind"] for one in found] == told["findings"]
    _a_morning_and_a_window(debian)

    refused = debian.run("dpkg", "-i", debian.take(at_version(package, "0.0.2", tmp_path)), check=False)
    assert refused.returncode != 0
    assert "không cài bản cũ đè lên bản mới" in refused.stderr
    assert version in debian.clerk("motcua --version")
    assert json.loads(debian.clerk("motcua status --json"))["events"] == events

    debian.run("apt-get", "remove", "-y", "-qq", "motcua")
    assert not (debian.root / "usr/lib/motcua").exists()
    said = debian.run("apt-get", "purge", "-y", "-qq", "motcua")
    assert "còn nguyên" in said.stdout + said.stderr
    assert debian.data().exists()
    debian.run("dpkg", "-i", debian.take(package))
    assert json.loads(debian.clerk("motcua status --json"))["events"] == events
    debian.run("apt-get", "purge", "-y", "-qq", "motcua", MOTCUA_DELETE_DATA="yes")
    assert not debian.data().exists()


def _every_library_is_there(debian: Debian) -> None:
    """What the package depends on is all that its libraries ask of the system; GTK's theme is used where GTK is."""
    said = debian.run("sh", "-c", "find /usr/lib/motcua -name '*.so*' ! -name 'libqgtk3.so' -exec ldd {} +")
    missing = {line for line in said.stdout.splitlines() if "not found" in line}
    assert missing == set()


def _a_morning_and_a_window(debian: Debian) -> None:
    """Twelve citizens through a scanner's line, receipts read back; then the real window shows each page."""
    debian.clerk("motcua run --training --data ~/tap")
    debian.clerk(f"/usr/lib/motcua/bin/python -c {shlex.quote(DRAWN)}")
    papers = debian.root / HOME[1:] / "tap/papers"
    people = {citizen(n, 1).personal_number: citizen(n, 1).full_name for n in range(12)}
    for text in filter(lambda text: "GIẤY TIẾP NHẬN HỒ SƠ" in text, map(text_of, sorted(papers.rglob("*.pdf")))):
        (number,) = [number for number in people if number in text]
        assert people.pop(number) in text
    assert people == {}
    assert len(list((papers.parent / "pictures").glob("*.png"))) >= 10


def test_the_hub_is_installed_runs_and_keeps_what_is_the_province_s(debian: Debian, tmp_path: Path) -> None:
    package = built("motcua-hub")
    debian.install(at_version(package, "0.0.1", tmp_path))
    settings = debian.root / "etc/motcua/hub.toml"
    assert settings.stat().st_mode & 0o777 == 0o600
    own = (
        'name = "Tỉnh thử"\n[database]\nurl = "sqlite:////var/lib/motcua-hub/hub.db"\n'
        '[keys]\ndatabase = "database.key"\n[files]\nfolder = "/var/lib/motcua-hub/files"\n'
    )
    settings.write_text(own, "utf-8")
    debian.run("install", "-d", "-o", "motcua", "-m", "0700", "/var/lib/motcua-hub")
    as_hub = ("setpriv", "--reuid=motcua", "--regid=motcua", "--clear-groups")
    debian.run(*as_hub, "motcua-hub", "keys")
    debian.run(*as_hub, "motcua-hub", "office", "create", "H99.01.01", "UBND xã Mẫu Sơn")
    assert debian.run(*as_hub, "motcua-hub", "code", "H99.01.01").stdout.strip()

    debian.install(package)
    assert settings.read_text("utf-8") == own
    assert "H99.01.01" in debian.run(*as_hub, "motcua-hub", "office", "list").stdout
    refused = debian.run("dpkg", "-i", debian.take(at_version(package, "0.0.2", tmp_path)), check=False)
    assert refused.returncode != 0
    assert "không cài bản cũ đè lên bản mới" in refused.stderr

    debian.run("apt-get", "purge", "-y", "-qq", "motcua-hub")
    assert (debian.root / "var/lib/motcua-hub/hub.db").exists()
    assert (debian.root / "etc/motcua/sign.key").exists()
    debian.run("dpkg", "-i", debian.take(package))
    debian.run("apt-get", "purge", "-y", "-qq", "motcua-hub", MOTCUA_DELETE_DATA="yes")
    assert not (debian.root / "var/lib/motcua-hub").exists()
    assert not (debian.root / "etc/motcua").exists()
