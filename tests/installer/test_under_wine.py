"""The set-up for Windows under Wine: installed, upgraded, removed; the program takes in a morning, and is updated.

By ``make installer-test``, where Wine, Xvfb and mingw are. What Wine cannot show: SmartScreen, virus scanners,
AppLocker, the questions of a set-up that is not silent, Windows's own printing, Unikey, a real scanner. What Wine 8
lacks is put beside it here, never into the set-up: two libraries of Windows (``wine/*.c``), and ``_wmi.pyd`` is taken
out, without which Python asks Windows's version in another way.
"""

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from desk.cards.samples import citizen
from desk.updates.versions import state_of
from installer import windows
from models.calendar.clock import wall_clock
from tests.fakes.releases import Publisher
from tests.installer.conftest import DRAWN, WHEN

BUILT = os.environ.get("MOTCUA_BUILT", "")
"""The folder with what `make installer` built."""

COMPILER = "x86_64-w64-mingw32-gcc"
TOOLS = ("wine", "xvfb-run", "makensis", COMPILER)
STUBS = Path(__file__).parent / "wine"
CITIZENS = 12

MORNING = """
from pathlib import Path
from desk.training.morning import simulate_morning
from ui.tools.pictures import take_pictures
done = simulate_morning({citizens}, 1, Path("C:/tap"))
take_pictures(done.data, Path("C:/tap/pictures"))
"""
"""What a training run does on a machine without a screen; here on Wine's screen."""

_LACKS = [tool for tool in TOOLS if not shutil.which(tool)]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BUILT, reason="is for what was built: make installer, make installer-test"),
    pytest.mark.skipif(bool(_LACKS), reason=f"needs {', '.join(_LACKS)}"),
]


class Wine:
    """A Windows 10 of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._variables = {
            **os.environ,
            "WINEPREFIX": str(folder),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;" + "".join(f"{one.stem}=n;" for one in STUBS.glob("*.c")),
        }

    def run(self, *words: str | Path) -> int:
        """Run it on a screen that nobody sees, to its end; returns its exit code."""
        # output through a pipe: Wine gives Python no usable handle of a file or of nothing
        done = subprocess.run(
            ["xvfb-run", "--auto-servernum", "wine", *words],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._variables,
        )
        self._wait()
        print(done.stdout.decode(errors="replace"))  # noqa: T201  # seen where the test fails
        return done.returncode

    def _wait(self) -> None:
        subprocess.run(["wineserver", "--wait"], check=True, env=self._variables)

    def prepare(self) -> None:
        """Make the folder, as of Windows 10, with the libraries that Wine lacks."""
        assert self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f") == 0
        for source in STUBS.glob("*.c"):
            library = self.folder / f"drive_c/windows/system32/{source.stem}.dll"
            subprocess.run([COMPILER, "-shared", "-O1", "-o", library, source, "-ladvapi32"], check=True)

    @property
    def user(self) -> Path:
        """The folder of whoever is signed in."""
        (user,) = [one for one in (self.folder / "drive_c/users").iterdir() if one.name != "Public"]
        return user

    @property
    def programs(self) -> Path:
        """Where the set-up puts the program."""
        return self.user / "AppData/Local/Programs/MotCua"


@pytest.fixture
def wine(tmp_path: Path) -> Iterator[Wine]:
    made = Wine(tmp_path / "wine")
    made.prepare()
    yield made
    shutil.rmtree(made.folder)


def test_it_installs_upgrades_refuses_the_older_and_leaves_the_data_when_it_goes(
    wine: Wine, program: Path, tmp_path: Path
) -> None:
    older, newer = (windows.set_up(program, tmp_path / "out", version=one, when=WHEN) for one in ("2.5.1", "2.10.0"))
    assert wine.run(older, "/S", "/KIOSK") == 0
    place, data = wine.programs, wine.user / "AppData/Local/motcua"
    starts = wine.user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/StartUp"
    data.mkdir()
    (data / "motcua.db").write_text("an office's")
    assert (place / "2.5.1/Lib/site-packages/ui/__init__.py").exists()

    assert wine.run(newer, "/S", "/BOARD") == 0
    assert sorted(one.name for one in place.iterdir()) == ["2.10.0", "Go-Mot-Cua.exe"]
    chosen = ["Một Cửa - bảng gọi số.lnk", "Một Cửa - máy lấy số.lnk"]
    assert sorted(one.name for one in starts.iterdir()) == chosen
    assert wine.run(older, "/S") == 2
    assert (place / "2.10.0/pythonw.exe").exists()
    assert not (place / "2.5.1").exists()

    wine.run(place / "Go-Mot-Cua.exe", "/S")
    assert not place.exists()
    assert list(starts.iterdir()) == []
    assert (data / "motcua.db").read_text() == "an office's"


def test_the_program_that_was_built_takes_in_twelve_citizens_and_shows_its_window(wine: Wine, tmp_path: Path) -> None:
    (set_up,) = Path(BUILT).glob("MotCua-*-x64.exe")
    assert wine.run(set_up, "/S") == 0
    (version,) = [one for one in wine.programs.iterdir() if one.is_dir()]
    (version / "_wmi.pyd").unlink()
    assert wine.run(version / "python.exe", version / "motcua.pyw", "--version") == 0

    script = wine.folder / "drive_c/morning.py"
    script.write_text(MORNING.format(citizens=CITIZENS), "utf-8")
    assert wine.run(version / "python.exe", r"C:\morning.py") == 0
    script.write_text(DRAWN, "utf-8")
    assert wine.run(version / "python.exe", r"C:\morning.py") == 0
    assert wine.run(version / "pythonw.exe", r"C:\morning.py") == 0
    out = wine.folder / "drive_c/tap"
    receipts = [text for path in sorted((out / "papers").glob("receipt-*.pdf")) if (text := _text_of(path))]
    people = [citizen(n, 1) for n in range(CITIZENS)]
    assert len(receipts) == len(people)
    for person in people:
        (receipt,) = [text for text in receipts if person.personal_number in text]
        assert person.full_name in receipt
    assert len(list((out / "pictures").glob("*.png"))) >= 9
    shutil.copytree(out / "pictures", tmp_path / "pictures")


DESK = """
from pathlib import Path
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
write_settings(Path("C:/data"), training_settings())
close_desk(open_desk(Path("C:/data"), training=True))
"""

NOTED = """
import sys
with open("C:/started.txt", "a", encoding="ascii") as file:
    file.write("{version} " + sys.argv[-1].rpartition(chr(92))[2] + chr(10))
if sys.argv[-1] == "run":
    {run}
"""
"""What the starts of later versions begin with; their windows are not looked at here."""

USABLE = "from desk.updates.versions import note_ready, own_program; note_ready(own_program()); sys.exit(0)"
FAILS = "sys.exit(3)"


def next_version(program: Path, out: Path, version: str, run: str) -> Path:
    """A package of the installed program as another version, which notes its starts and ends its windows so."""
    file = out / f"motcua-{version}.zip"
    told = json.loads((program / "program.json").read_text("utf-8"))
    changed = {
        "program.json": json.dumps(told | {"version": version, "compiled": True}),  # by the set-up
        "motcua.pyw": NOTED.format(version=version, run=run) + (program / "motcua.pyw").read_text("utf-8"),
    }
    with zipfile.ZipFile(file, "w") as packed:
        for path in sorted(one for one in program.rglob("*") if one.is_file()):
            name = path.relative_to(program).as_posix()
            packed.writestr(name, changed.get(name) or path.read_bytes())
    return file


def test_the_installed_program_goes_to_a_signed_version_and_comes_back_from_one_that_does_not_start(
    wine: Wine, tmp_path: Path
) -> None:
    (set_up,) = Path(BUILT).glob("MotCua-*-x64.exe")
    assert wine.run(set_up, "/S") == 0
    (installed,) = [one for one in wine.programs.iterdir() if one.is_dir()]
    (installed / "_wmi.pyd").unlink()
    publisher = Publisher(tmp_path / "publisher", wall_clock)
    (installed / "root.json").write_bytes(publisher.root)  # what a build with keys has in it
    script = wine.folder / "drive_c/desk.py"
    script.write_text(DESK, "ascii")
    assert wine.run(installed / "python.exe", r"C:\desk.py") == 0

    def started(*words: str) -> int:
        return wine.run(installed / "python.exe", installed / "motcua.pyw", "--data", r"C:\data", *words)

    def released_and_applied(version: str, run: str) -> None:
        publisher.repository.add([next_version(installed, tmp_path, version, run)])
        stick = f"Z:{publisher.folder}".replace("/", chr(92))
        assert started("update", "apply", "--from", stick) == 0
        assert state_of(wine.programs).current == version

    released_and_applied("900.0", USABLE)
    assert started("run") == 0
    assert state_of(wine.programs).proven
    released_and_applied("901.0", FAILS)
    assert [started("run") for _ in range(3)] == [3, 3, 0]
    state = state_of(wine.programs)
    assert (state.current, state.bad.version, state.bad.why) == ("900.0", "901.0", "starts")
    lines = (wine.folder / "drive_c/started.txt").read_text("ascii").split("\n")
    assert lines == ["900.0 run", "900.0 repository", "901.0 run", "901.0 run", "900.0 run", ""]


def _text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
