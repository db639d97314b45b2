"""A bug of ours: nothing of a citizen leaves with its report, the window stays, and what was saved is said first."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from desk.cards.samples import citizen, qr_text
from tests.conftest import TurnedClock
from tests.ui.conftest import Clerk
from ui.core.words import OUR_BUG
from ui.crash.crash_page import CrashPage
from ui.crash.masking import masked, masked_frames, masked_path
from ui.crash.reports import HARD, Crash, keep_report, report_of, reports

SHAPES = (
    "{name}",
    "{name!r} is not a valid number: {number}",
    "no dossier of {name}, {address}, tel {phone}",
    "could not convert string to float: '{phone}'",
    "[Errno 2] No such file or directory: '{path}'",
    "Person(full_name='{name}', personal_number='{number}', address='{address}')",
    "PIN {pin} of {name} with key {key} does not open {path}",
    "{qr}",
    "line 1: {name} <{mail}> at {address}, key={key},pin={pin}",
)


def test_nothing_of_a_thousand_citizens_survives_in_a_report() -> None:
    chance = random.Random(4)  # noqa: S311 - invented people
    for n in range(1000):
        person = citizen(n, seed=7)
        facts = {
            "name": person.full_name if n % 2 else person.full_name.upper(),
            "number": person.personal_number,
            "address": person.address,
            "phone": f"09{chance.randrange(10**8):08}",
            "path": f"/home/{person.full_name.split()[-1]}{n}/motcua/Tệp của {person.full_name}.pdf",
            "pin": f"{chance.randrange(10**6):06}",
            "key": f"{chance.getrandbits(128):032x}",
            "mail": f"citizen{n}@example.vn",
            "qr": qr_text(person, new_card=True),
        }
        for shape in SHAPES:
            bug = ValueError(shape.format(**facts))
            bug.__cause__ = KeyError(facts["name"], {"phone": facts["phone"]})
            report = report_of(bug)
            for word in " ".join((*person.full_name.split(), *facts.values())).replace("|", " ").split():
                bare = word.strip(",.<>'")
                if len(bare) > 1 and bare != "của":
                    assert bare not in report, (bare, report)


def test_what_is_the_programs_own_stays_in_the_report() -> None:
    assert masked("'NoneType' object is not callable") == "' NoneType ' object is not callable"
    assert "invalid literal for int" in masked("invalid literal for int() with base 10: 'Nguyễn Văn Mẫu'")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/home/nguyenvanmau/motcua/ui/pages/counter.py", "ui/pages/counter.py"),
        (r"C:\Users\Nguyen Van Mau\motcua\desk\intake.py", "desk/intake.py"),
        ("/home/mau/.venv/lib/python3.11/site-packages/sqlalchemy/engine.py", "sqlalchemy/engine.py"),
        ("/home/mau/odd.py", "odd.py"),
    ],
)
def test_the_home_of_a_user_is_in_no_path(path: str, wanted: str) -> None:
    assert masked_path(path) == wanted
    assert masked_frames(f'  File "{path}", line 3 in f') == f'  File "{wanted}", line 3 in f'


def test_a_report_says_first_that_what_was_saved_is_not_lost(tmp_path: Path, clock: TurnedClock) -> None:
    path = keep_report(tmp_path, ValueError("x"), clock(), "counter")
    lines = path.read_text("utf-8").splitlines()
    assert lines[1] == "Việc đã lưu không mất."
    assert "Trang đang mở: counter" in lines


def test_so_many_reports_are_kept_and_the_oldest_go(tmp_path: Path, clock: TurnedClock) -> None:
    for _ in range(55):
        clock.turn(seconds=1)
        newest = keep_report(tmp_path, ValueError("x"), clock())
    assert len(reports(tmp_path)) == 50
    assert reports(tmp_path)[0] == newest


def test_an_end_in_machine_code_is_told_at_the_next_start_and_a_plain_end_is_not(
    tmp_path: Path, clock: TurnedClock
) -> None:
    ended = (
        "import sys, faulthandler; from pathlib import Path; from datetime import UTC, datetime;"
        "from ui.crash.reports import Crash;"
        "c = Crash(); assert c.watch_hard(Path(sys.argv[1]), datetime.now(UTC)) is None; faulthandler._sigsegv()"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", ended, str(tmp_path)], capture_output=True, check=False, timeout=60
    )
    assert done.returncode != 0
    crash = Crash()
    report = crash.watch_hard(tmp_path, clock())
    assert report is not None
    assert "dừng đột ngột" in report.read_text("utf-8")
    crash.end()
    assert (tmp_path / HARD).read_bytes() == b""
    again = Crash()
    assert again.watch_hard(tmp_path, clock()) is None
    again.end()


def opened(clerk: Clerk) -> CrashPage:
    page = clerk.page("crash")
    assert isinstance(page, CrashPage)
    clerk.waits()
    return page


def test_the_page_shows_the_report_before_it_is_exported_as_one_file(clerk: Clerk, tmp_path: Path) -> None:
    def bug(_: object) -> None:
        raise ValueError(citizen(1).full_name)

    clerk.app.jobs.ask(clerk.window, bug)
    clerk.until(lambda: any(banner.label.text() == OUR_BUG for banner in clerk.window.banners.shown))
    page = opened(clerk)
    (shown,) = page.findChildren(QPlainTextEdit)
    assert "ValueError" in shown.toPlainText()
    assert any("Việc đã lưu không mất" in one.text() for one in page.findChildren(QLabel))
    assert clerk.window.acts["export_report"].isEnabled()
    out = tmp_path / "usb"
    out.mkdir()
    page.export(out)
    clerk.waits()
    (exported,) = out.iterdir()
    assert exported.read_text("utf-8") == shown.toPlainText()


def test_without_a_report_there_is_nothing_to_export(clerk: Clerk) -> None:
    opened(clerk)
    assert not clerk.window.acts["export_report"].isEnabled()
    assert clerk.window.acts["start_again"].isEnabled()


def test_a_page_without_a_report_says_of_no_bug(clerk: Clerk, tmp_path: Path) -> None:
    page = clerk.page("crash")
    words = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert words[0] == "Báo cáo lỗi"
    assert "chưa gặp lỗi nào" in words[1]
    assert len(words) == 2
    keep_report(tmp_path, ValueError("x"), clerk.app.clock())
    clerk.page("counter")
    clerk.page("crash")
    clerk.until(lambda: any(one.text() == "Chương trình gặp lỗi" for one in page.findChildren(QLabel)))
    assert any(one.text() == "Việc đã lưu không mất" and one.isVisible() for one in page.findChildren(QLabel))


def test_a_page_that_cannot_be_built_leaves_the_window_as_it_was(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    clerk.page("dossiers")
    monkeypatch.setattr(clerk.window, "_make_page", broken)
    with pytest.raises(RuntimeError):
        clerk.window.go("province")
    assert clerk.window.front == "dossiers"
    clerk.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert clerk.window.front == "counter"


def test_the_same_bug_again_and_again_is_told_once(clerk: Clerk, tmp_path: Path) -> None:
    def bug(_: object) -> None:
        raise ValueError("x")

    for _ in range(5):
        clerk.app.jobs.ask(clerk.window, bug)
    clerk.waits()
    assert len(reports(tmp_path)) == 1
