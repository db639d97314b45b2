"""Without a screen every window says one sentence and ends with exit code 1, never by an abort."""

import sys
from pathlib import Path

import pytest

from models.system.stop_signals import STOPPED
from tests.patience import PATIENCE
from tests.started import started
from ui.core.display import NO_DISPLAY, no_screen_words

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")

NOTHING = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "", "XDG_RUNTIME_DIR": "/nowhere"}
"""No screen; the folder of the session is named, as it always is: without it Wayland's library writes a line too."""

COMMANDS = (["run"], ["run", "--training"], ["kiosk"], ["board"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DISPLAY": ":98765"}, "không nối được màn hình DISPLAY=:98765"),
        ({"DISPLAY": "nowhere.invalid:0"}, "không nối được màn hình DISPLAY=nowhere.invalid:0"),
        ({"WAYLAND_DISPLAY": "nothing"}, "không nối được màn hình WAYLAND_DISPLAY=nothing"),
        ({"QT_QPA_PLATFORM": "xcb"}, NO_DISPLAY),
        ({"QT_QPA_PLATFORM": "nothing"}, "không có kiểu màn hình “nothing” (biến QT_QPA_PLATFORM)"),
        ({"QT_QPA_PLATFORM": "eglfs"}, "kiểu eglfs"),
        ({"QT_QPA_PLATFORM": "linuxfb", "QT_QPA_FB_DRM": ""}, "kiểu linuxfb"),
    ],
)
def test_a_screen_that_cannot_be_had_is_one_sentence(
    tmp_path: Path, command: list[str], environment: dict[str, str], said: str
) -> None:
    words = ["-m", "ui", "--data", str(tmp_path / "data"), *command]
    with started(words, tmp_path, **NOTHING | environment) as window:
        out, err = window.process.communicate(timeout=PATIENCE)
        assert (window.process.returncode, out, err.count("\n")) == (1, "", 1), err
        assert said in err
        assert list(window.temporary.iterdir()) == []
    assert not list((tmp_path / "data").glob("motcua.db*"))


@pytest.mark.parametrize("command", [["run"], ["kiosk"], ["board"]], ids=" ".join)
def test_a_machine_without_a_screen_is_told_so(tmp_path: Path, command: list[str]) -> None:
    with started(["-m", "ui", *command], tmp_path, **NOTHING) as window:
        out, err = window.process.communicate(timeout=PATIENCE)
        assert (window.process.returncode, out, err) == (1, "", f"{NO_DISPLAY}\n")


@pytest.mark.parametrize("library", ["PySide6.QtCore", "PySide6.QtWidgets"])
def test_a_library_of_the_system_that_lacks_is_named(tmp_path: Path, library: str) -> None:
    code = f"""
import sys
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name == "{library}":
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
sys.meta_path.insert(0, Lacking())
from ui.__main__ import main
main(["run", "--training"])
"""
    with started(["-c", code], tmp_path, DISPLAY=":98765") as window:
        out, err = window.process.communicate(timeout=PATIENCE)
        assert (window.process.returncode, out, err.count("\n")) == (1, "", 1)
        assert "libEGL.so.1" in err
        assert STOPPED not in err


def test_what_a_window_needs_late_is_not_loaded_before_it_is_painted(tmp_path: Path) -> None:
    code = """
import sys
from ui.core.display import application
qt = application()
import ui.program.app
import ui.program.opening
print(sorted({"_hashlib", "models.events.every", "sqlalchemy"} & sys.modules.keys()))
signatures = sys.modules["shibokensupport.signature.lib.pyi_generator"]
print(type(signatures.Formatter.brace_searcher).__name__)
try:
    qt.setApplicationName(1)
except TypeError as wrong:
    print("setApplicationName(application: str" in str(wrong))
"""
    with started(["-c", code], tmp_path) as window:
        out, err = window.process.communicate(timeout=PATIENCE)
        assert (window.process.returncode, out) == (0, "[]\n_Late\nTrue\n"), err


def test_a_window_imports_without_reading_the_source_of_what_it_imports(tmp_path: Path) -> None:
    code = """
import linecache
import sys
from ui.core.display import application
qt = application()
import ui.program.app
import desk.views.open_desk
ours = {one.__file__ for name, one in sys.modules.items() if name.startswith(("desk.", "sqlalchemy."))}
print(len(ours) > 100, sorted(ours & linecache.cache.keys()))
"""
    with started(["-c", code], tmp_path) as window:
        out, err = window.process.communicate(timeout=PATIENCE)
        assert (window.process.returncode, out) == (0, "True []\n"), err


def test_what_qt_says_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":5")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    assert "DISPLAY=:5" in no_screen_words(["could not connect to display :5"])
    assert no_screen_words(["something new"]).endswith(".")
