"""A library that does not load is missed by those alone who need it, and they say so in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.system.libraries import library, missing_words
from models.trouble import LibraryUnusable
from tests.desk.joining import take_in
from tests.patience import PATIENCE

BLOCKED = """
import sys
blocked = sys.argv[1].split(",")
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked:
            raise {kind}
sys.meta_path.insert(0, Blocked())
from ui.__main__ import main
main(sys.argv[2:])
"""

KINDS = {
    "missing": "ModuleNotFoundError(f'No module named {name!r}', name=name)",
    "a name lacks": "AttributeError('CM_MapCrToWin32Err')",
    "not loaded": "OSError('cannot open shared object file')",
}

HARDWARE = "serial,zxingcpp,barcode,reportlab,PIL,fontpkg_be_vietnam_pro,miniaudio,cv2,numpy,psutil,keyring,pypdfium2"

NEED_NONE = (
    ["--help"],
    ["due", "--procedure", "1.004222", "--channel", "direct", "--received", "2026-11-23T14:30"],
    ["fee", "--procedure", "2.000815", "--pages", "3", "--copies", "2"],
    ["card"],
    ["find", "a"],
    ["verify"],
    ["rebuild"],
    ["status"],
    ["clerk", "list"],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one dossier, whose key lies beside its file."""
    folder = tmp_path_factory.mktemp("desk")
    write_settings(folder, training_settings())
    desk = open_desk(folder, training=True)
    take_in(desk)
    close_desk(desk)
    return folder


def run(folder: Path, kind: str, blocked: str, *words: str) -> "subprocess.CompletedProcess[str]":
    code = BLOCKED.format(kind=KINDS[kind])
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, blocked, "--data", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("words", NEED_NONE, ids=" ".join)
def test_what_needs_no_device_runs_without_any_of_their_libraries(folder: Path, words: list[str]) -> None:
    done = run(folder, "missing", HARDWARE, *words)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            (name, "missing")
            for name in ("serial", "zxingcpp", "barcode", "reportlab", "PIL", "fontpkg_be_vietnam_pro")
        ),
        ("serial", "a name lacks"),
        ("zxingcpp", "not loaded"),
        ("PIL", "not loaded"),
    ],
)
def test_a_morning_says_what_it_lacks(tmp_path: Path, name: str, kind: str) -> None:
    done = run(tmp_path, kind, name, "morning", "--citizens", "1", "--out", str(tmp_path / "out"))
    if name == "PIL" and done.returncode == 0:
        return  # papers as PDF are drawn without
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert "Không nạp được thư viện" in done.stderr


@pytest.mark.parametrize("kind", ["missing", "not loaded"])
def test_the_health_of_a_machine_is_told_line_by_line_without_them(folder: Path, kind: str) -> None:
    done = run(folder, kind, HARDWARE, "health")
    assert done.returncode in {1, 2}
    assert done.stderr == ""
    assert "Không nạp được thư viện psutil" in done.stdout


@pytest.mark.parametrize("name", ["sqlcipher3", "cryptography", "sqlalchemy", "zstandard"])
def test_what_nothing_goes_without_is_one_sentence_too(folder: Path, name: str) -> None:
    done = run(folder, "missing", name, "find", "a")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"Không nạp được thư viện {name} " in done.stderr


def test_a_module_of_our_own_that_lacks_is_a_bug() -> None:
    with pytest.raises(ImportError):
        missing_words(ImportError("no", name="desk.nothing"))
    with pytest.raises(LibraryUnusable) as told, library("pyserial"):
        raise AttributeError("CM_MapCrToWin32Err")
    assert told.value.library == "pyserial"
