"""The real window on a real (virtual) screen, driven from outside: keys by xdotool, the card through a serial line.

Nothing of the program runs in this process: it is started, used and stopped as a clerk would, with its database, its
scanner port and its papers on disk.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace

from desk import drafts, lookup
from desk.cards.ports import PortChoice
from desk.cards.samples import citizen, qr_text
from desk.drafts import Draft
from desk.opening import close_desk, open_desk
from desk.settings import Printers, Scanner, write_settings
from desk.training import training_settings
from models.dossier import Dossier
from models.events import Form
from models.text import search_key
from tests.fakes.scanner import FakeScanner

QUIET = 0.6
"""Seconds without a word to the database that count as rest."""

PATIENCE = 30.0
"""Seconds for anything to happen on a busy machine of two cores."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and xdotool are of Linux")


class Screen:
    """A virtual screen of 1366×768, and hands on its keyboard."""

    def __init__(self, number: str) -> None:
        self.environment = {**os.environ, "DISPLAY": number, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        self.environment.pop("WAYLAND_DISPLAY", None)

    def xdotool(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 - a tool by its whole path
            [tool("xdotool"), *words],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout.strip()

    def keys(self, *names: str) -> None:
        self.xdotool("key", "--delay", "30", *names)

    def types(self, text: str) -> None:
        self.xdotool("type", "--delay", "30", text)


def tool(name: str) -> str:
    """Where a tool lies. A machine without it cannot show that the window works, so the test fails there."""
    found = shutil.which(name)
    assert found, f"{name} is missing; apt-get install xvfb xauth xdotool libxcb-cursor0 (make setup does it)"
    return found


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


@pytest.fixture
def screen() -> Iterator[Screen]:
    read, write = os.pipe()
    server = subprocess.Popen(  # noqa: S603 - a tool by its whole path
        [tool("Xvfb"), "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    yield Screen(f":{number}")
    server.terminate()
    server.wait(10)


class Window:
    """The program in a process of its own."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.screen = screen
        self.folder = folder
        self.errors = (folder / "stderr.txt").open("ab")
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "ui", "--data", str(folder), "run"], env=screen.environment, stderr=self.errors
        )
        self.id = ""
        until(self._appears, "the window")
        screen.xdotool("windowfocus", "--sync", self.id)

    def _appears(self) -> bool:
        assert self.process.poll() is None, "the program ended"
        try:
            found = self.screen.xdotool("search", "--onlyvisible", "--name", "Một Cửa")
        except subprocess.CalledProcessError:
            return False
        self.id = found.splitlines()[0]
        return True

    def ends(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.errors.close()

    def settles(self) -> None:
        """Until the database has been quiet for a while: drafts and previews have followed what was done."""
        log = self.folder / "motcua.db-wal"
        until(log.exists, "the desk to open")
        seen, since = -1, time.monotonic()
        end = since + PATIENCE
        while time.monotonic() - since < QUIET:
            assert time.monotonic() < end, "the database never rests"
            written = log.stat().st_mtime_ns
            if written != seen:
                seen, since = written, time.monotonic()
            time.sleep(0.05)

    def does(self, *keys: str) -> None:
        self.screen.keys(*keys)
        self.settles()


def found_in(folder: Path) -> tuple[list[Dossier], Draft | None]:
    """Dossiers and draft in the database, looked at while the program is not running."""
    desk = open_desk(folder, training=True)
    try:
        return [desk.store.log.dossier(row.id) for row in lookup.find(desk, "")], drafts.kept(desk)
    finally:
        close_desk(desk)


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[FakeScanner]:
    plugged = FakeScanner(tmp_path / "scanner")
    yield plugged
    plugged.unplug()


@pytest.fixture
def folder(tmp_path: Path, scanner: FakeScanner) -> Path:
    """A desk set up for this scanner, its papers as PDF."""
    folder, papers = tmp_path / "data", f"pdf:{tmp_path / 'papers'}"
    settings = replace(
        training_settings(),
        scanner=Scanner(port=PortChoice(path=str(scanner.link))),
        printers=Printers(papers=papers, tickets=papers),
    )
    write_settings(folder, settings)
    # The key stays beside the file: this account's keyring is nobody's business here.
    close_desk(open_desk(folder, training=True))
    return folder


@pytest.fixture
def opened(screen: Screen, folder: Path) -> Iterator[Callable[[], Window]]:
    """Starts the program, as often as the story wants."""
    windows: list[Window] = []

    def start() -> Window:
        window = Window(screen, folder)
        windows.append(window)
        window.settles()
        return window

    yield start
    for window in windows:
        if window.process.poll() is None:
            window.ends(signal.SIGKILL)


def test_from_number_to_receipt_to_restart_with_the_real_window(
    opened: Callable[[], Window], folder: Path, scanner: FakeScanner, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    person = citizen(41)
    window = opened()
    # A number for the first of six services: past the other five and the priority to the name, Enter draws it.
    window.does("F12", "space", *["Tab"] * 7, "Return")
    until(lambda: list(papers.glob("ticket-*.pdf")), "the ticket")
    window.does("F2")
    window.does("F4")
    scanner.send(qr_text(person, new_card=True).encode() + b"\r")
    scanner.drained(PATIENCE)
    window.settles()
    # The procedure in four keys, its first case, all papers, the receipt.
    window.screen.keys("F6")
    window.screen.types("kh s")
    window.does("Return")
    window.does("Down")
    window.does("F7")
    window.does("F9")
    until(lambda: list(papers.glob("receipt-*.pdf")), "the receipt")
    # Half of the next one, and the power goes.
    window.screen.types("001099000777")
    window.settles()
    window.ends(signal.SIGKILL)

    (receipt,) = papers.glob("receipt-*.pdf")
    words = pypdfium2.PdfDocument(receipt)[0].get_textpage().get_text_range()
    (dossier,), draft = found_in(folder)
    assert dossier.intake is not None
    assert dossier.intake.submitter.personal_number == person.personal_number
    assert dossier.intake.ticket is not None
    assert dossier.code in words
    assert person.full_name in words
    assert draft is not None
    assert draft.form.submitter.personal_number == "001099000777"

    # The next start finds the dossier by a name without marks, and carries on with the half-filled form.
    window = opened()
    window.screen.types("0")  # one digit too many goes to the same field: it has the keys again
    window.settles()
    window.does("ctrl+f")
    window.screen.types(search_key(person.full_name.split()[-1]))
    window.does("Return")
    window.does("ctrl+p")
    until(lambda: len(list(papers.glob("receipt-*.pdf"))) == 2, "the second copy")
    window.ends(signal.SIGTERM)
    (again,), draft = found_in(folder)
    assert again.code == dossier.code
    assert again.printed(Form.RECEIPT) == 2
    assert draft is not None
    assert "001099000777" in draft.form.submitter.personal_number
    assert (folder / "stderr.txt").read_text() == ""
