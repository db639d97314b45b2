"""The real window on a real (virtual) screen, driven from outside: keys by xdotool, the card through a serial line.

Nothing of the program runs in this process: it is started, used and stopped as a clerk would, with its database, its
scanner port and its papers on disk.
"""

import os
import select
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

from desk.cards.ports import PortChoice
from desk.cards.samples import citizen, qr_text
from desk.intake import drafts
from desk.intake.drafts import Draft
from desk.opening import close_desk, open_desk
from desk.settings import Printers, Scanner, write_settings
from desk.training.training import training_settings
from models.events import Form
from models.subjects.dossier import Dossier
from models.text import search_key
from tests.fakes.scanner import FakeScanner
from tests.patience import PATIENCE

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
        [
            tool("Xvfb"),
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
            "-r",
        ],  # -r: no key repeats itself
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    yield Screen(f":{number}")
    server.terminate()
    server.wait(PATIENCE)


class Window:
    """The program in a process of its own."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.screen = screen
        self.folder = folder
        self.errors = (folder / "stderr.txt").open("ab")
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.stories.window_child", "--data", str(folder), "run"],
            env=screen.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            bufsize=0,
        )
        self.pressed = self.scanned = 0
        screen.xdotool("windowfocus", "--sync", self._answer(at_rest=True))

    def _answer(self, *, at_rest: bool) -> str:
        """Once everything that was pressed and scanned has been heard; the number of the window."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"%d %d %d\n" % (self.pressed, self.scanned, at_rest))
        came, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert came, f"waited in vain for {self.pressed} keys and {self.scanned} cards"
        said = self.process.stdout.readline().decode().strip()
        assert said, "the program ended"
        return said

    def presses(self, *names: str) -> None:
        """One key after the other, each heard before the next."""
        for name in names:
            self.screen.xdotool("key", name)
            self.pressed += 1
            self._answer(at_rest=False)

    def types(self, text: str) -> None:
        """Letters, digits and blanks."""
        self.presses(*("space" if sign == " " else sign for sign in text))

    def ends(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            assert stream is not None
            stream.close()

    def settles(self) -> None:
        """Until the window has answered everything: drafts and previews have followed what was done."""
        self._answer(at_rest=True)

    def does(self, *keys: str) -> None:
        self.presses(*keys)
        self.settles()

    def hears_a_card(self, scanner: FakeScanner, scan: bytes) -> None:
        scanner.send(scan)
        self.scanned += 1
        self.settles()


def found_in(folder: Path) -> tuple[list[Dossier], Draft | None]:
    """Dossiers and draft in the database, looked at while the program is not running."""
    desk = open_desk(folder, training=True)
    try:
        return [desk.store.log.dossier(row.id) for row in desk.store.dossiers.find("")], drafts.load_draft(desk)
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
    window.hears_a_card(scanner, qr_text(person, new_card=True).encode() + b"\r")
    # The procedure by beginnings of words, its first case, all papers, the receipt. One of several days: what ends
    # within the day has none unless asked for (ND 61/2018, article 17.4), and this runs at any hour.
    window.presses("F6")
    window.types("xac nhan tinh")
    window.does("Return")
    window.does("Down")
    window.does("F7")
    window.does("F9")
    until(lambda: list(papers.glob("receipt-*.pdf")), "the receipt")
    # Half of the next one, and the power goes.
    window.types("001099000777")
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
    window.types("0")  # one digit too many goes to the same field: it has the keys again
    window.settles()
    window.does("ctrl+f")
    window.types(search_key(person.full_name.split()[-1]))
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
