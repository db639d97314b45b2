"""Every command there is, typed wrongly, fed with rubbish, with nowhere to write to, on folders that are not theirs.

Whatever happens: no traceback, one Vietnamese sentence, and an exit code that tells (0 done, 1 refused or failed, 2
used wrongly; ``health`` has 2 and 3 of its own).
"""

import codecs
import gc
import importlib
import io
import json
import os
import pkgutil
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import desk
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from tests.command_tree import ENGLISH, leaves
from tests.desk.backup.conftest import fill
from tests.desk.commands.test_file import NATIONAL
from tests.desk.commands.test_rights_of_commands import GIVEN, SET_UP
from ui.commands import cli

datetime.strptime("2026", "%Y")  # noqa: DTZ007 - loads what nobody may not read where Python is root's alone

COMMANDS = dict(leaves(cli))
SCREEN = {"run", "kiosk", "board"}
"""They stay until somebody closes them."""
QUICK = sorted(set(COMMANDS) - SCREEN - {"morning"})
WITHOUT_DATA = {"address", "card", "due", "fee", "people", "update status", "words"}
NOBODY = 65534
SOME = ("status", "health", "backup", "setup", "restore", "recover", "catalogue import", "clerk pin", "export")
"""One of each way in which a command comes to the data: where each child costs, these stand for all."""

unix = pytest.mark.skipif(sys.platform == "win32", reason="users, forks and devices as unix has them")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine where nobody has an account: every command gets as far as it can."""
    place = tmp_path_factory.mktemp("machine")
    (place / "copies").mkdir()
    data = place / "data"
    write_settings(data, training_settings())
    open_one = open_desk(data, training=True)
    fill(open_one, 2)
    close_desk(open_one)
    (place / "list.json").write_text(json.dumps(NATIONAL), "utf-8")
    (place / "set-up.toml").write_text(SET_UP, "utf-8")
    (place / "people.csv").write_text("Họ và tên;Địa chỉ\nNguyễn Văn Mẫu;Thôn Mẫu\n", "utf-8")
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "machine")
    return tmp_path / "machine"


@pytest.fixture(scope="module")
def occupied(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The machine, with a window that stays open: no command comes to anything of it."""
    place = shutil.copytree(made, tmp_path_factory.mktemp("occupied") / "machine")
    open_one = open_desk(place / "data", training=True)
    yield place
    close_desk(open_one)


def given(place: Path, words: str) -> list[str]:
    """What a command needs to be typed with."""
    more = {
        "address": ["Xã Mẫu, Hà Nội"],
        "people": ["{beside}/people.csv"],
        "due": ["--procedure", "1.001193"],
        "fee": ["--procedure", "2.000815"],
        "clerk pin": ["mau"],
    }
    found = GIVEN.get(words, more.get(words, []))
    return [*words.split(), *(word.format(beside=place, copy=place / "copies") for word in found)]


def required(words: str) -> list[str]:
    """What a command has to be given, as it is typed: an option's name, or an argument's."""
    return [param.opts[0] for param in COMMANDS[words].params if param.required]


def typed(*words: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, list(words), input=stdin)


def is_well_told(done: Result, *codes: int) -> None:
    """One Vietnamese sentence (``setup`` tells a line for each thing), the code, and nothing of the machine inside."""
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in codes, (done.exit_code, done.stderr)
    assert not ENGLISH.search(done.output), done.output
    if done.exit_code and not done.stdout:
        assert re.search("[ăâđêôơưạ-ỹ]", done.stderr), done.stderr
        assert done.stderr.count("\n") <= 2


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_help_is_in_vietnamese(words: str) -> None:
    done = typed(*words.split(), "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith("Cách dùng: ")
    assert not ENGLISH.search(done.stdout), done.stdout


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_a_word_that_is_none_is_wrong_use(words: str) -> None:
    for wrong in ("--khong-co", "\udcff", "a\0b", "x" * 40_000):
        done = typed(*words.split(), wrong)
        is_well_told(done, 2)
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [words for words in QUICK if required(words)])
def test_words_that_mean_nothing_are_refused_calmly(place: Path, words: str) -> None:
    for word in ("", "x" * 5_000, "-1", "☃"):
        named = [part for name in required(words) for part in ([name, word] if name[0] == "-" else [word])]
        is_well_told(typed("--data", str(place / "data"), *words.split(), *named), 0, 1, 2)


@pytest.mark.parametrize("words", QUICK)
def test_numbers_and_choices_of_a_wrong_kind_are_named(words: str) -> None:
    for param in COMMANDS[words].params:
        if param.opts[0][0] == "-" and type(param.type).__name__ in {"Choice", "IntParamType", "IntRange", "Instant"}:
            done = typed(*words.split(), param.opts[0], "rubbish")
            is_well_told(done, 2)
            assert param.opts[0] in done.stderr


@pytest.mark.parametrize("words", QUICK)
def test_rubbish_on_stdin_is_no_bug(place: Path, words: str) -> None:
    rubbish = random.Random(words).randbytes(2_000)  # noqa: S311 - a fixed seed
    more = {"restore": ["--key"], "clerk add": ["--pin"]}.get(words, [])
    is_well_told(typed("--data", str(place / "data"), *given(place, words), *more, stdin=rubbish), 0, 1, 2)


@pytest.mark.parametrize("words", sorted(set(QUICK) - WITHOUT_DATA - {"catalogue import", "setup"}))
def test_a_folder_that_is_not_there_is_named(place: Path, words: str) -> None:
    done = typed("--data", str(place / "nowhere"), *given(place, words))
    is_well_told(done, 2 if words == "health" else 1)
    assert words == "restore" or str(place / "nowhere") in done.stderr


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_a_data_folder_that_is_none_is_wrong_use(place: Path, words: str) -> None:
    for data in ("", str(place / "list.json")):
        is_well_told(typed("--data", data, *given(place, words)), 2)


@pytest.mark.parametrize("words", sorted(set(QUICK) - WITHOUT_DATA - {"setup", "restore"}))
def test_while_a_window_has_the_desk_open_every_command_says_so(occupied: Path, words: str) -> None:
    done = typed("--data", str(occupied / "data"), *given(occupied, words))
    is_well_told(done, 3 if words == "health" else 1)
    assert "đang được một cửa sổ hoặc lệnh khác mở" in done.stderr


def naming_files() -> Iterator[tuple[str, click.Parameter]]:
    """Each argument and option that names a file or a folder."""
    for words in sorted(set(COMMANDS) - SCREEN):
        for param in COMMANDS[words].params:
            if type(param.type).__name__ in {"PathType", "Path"}:
                yield words, param


@unix
@pytest.mark.parametrize(
    ("words", "param"), [pytest.param(*one, id=f"{one[0]} {one[1].opts[0]}") for one in naming_files()]
)
def test_what_is_no_plain_file_is_neither_read_without_end_nor_written_over(
    place: Path, words: str, param: click.Parameter
) -> None:
    odd = place / "odd"
    odd.mkdir()
    os.mkfifo(odd / "pipe")
    (odd / "link").symlink_to(odd / "kept")
    (odd / "loop").symlink_to(odd / "loop")
    (odd / "kept").write_text("kept", "utf-8")
    database = (place / "data" / "motcua.db").stat().st_ino
    for named in (odd / "pipe", odd / "link", odd / "loop", odd / "loop" / "x", place / "data" / "motcua.db"):
        line = given(place, words)
        if isinstance(param, click.Argument):
            arguments = [one for one in COMMANDS[words].params if isinstance(one, click.Argument)]
            line[len(words.split()) + arguments.index(param)] = str(named)
        elif param.opts[0] in line:
            line[line.index(param.opts[0]) + 1] = str(named)
        else:
            line += [param.opts[0], str(named)]
        is_well_told(typed("--data", str(place / "data"), *line), 0, 1, 2)
    assert (odd / "pipe").is_fifo()
    assert all((odd / name).is_symlink() for name in ("link", "loop"))
    assert (odd / "kept").read_text("utf-8") == "kept"
    assert (place / "data" / "motcua.db").stat().st_ino == database


# ---- where the system matters: a child with another user, another stdout -------------------------------------


def forked(words: list[str], *, prepare: Callable[[], None], out: Path) -> tuple[int, str]:
    """The command in a child of its own; gives its exit code and what it said on stderr."""
    said = out / "said"
    child = os.fork()
    if child == 0:
        gc.freeze()  # looking for garbage would copy all memory of the parent
        code = 99
        try:
            handle = os.open(said, os.O_WRONLY | os.O_CREAT, 0o666)
            os.dup2(handle, 2)
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            prepare()
            sys.stdin, sys.stdout = io.TextIOWrapper(io.FileIO(0)), io.TextIOWrapper(io.FileIO(1, "w"))
            sys.stderr = io.TextIOWrapper(io.FileIO(2, "w"), encoding="utf-8", write_through=True)
            try:
                cli.main(args=words, prog_name="motcua")
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 98
                sys.stdout.flush()
        except BaseException as bug:  # noqa: BLE001 - told to the test
            os.write(2, f"Traceback {bug!r}".encode())
            code = 97
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said.read_text("utf-8")


def become_nobody() -> None:
    """Another user; whose Python may lie in a folder of root's, so that nothing can be loaded any more."""
    os.setuid(NOBODY)


@pytest.fixture(scope="session")
def loaded(made: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Everything that a command may load while it runs."""
    for encoding in ("ascii", "utf-8", "utf-8-sig"):
        codecs.lookup(encoding)
    for found in pkgutil.walk_packages(desk.__path__, "desk."):
        importlib.import_module(found.name)
    for name in ("argon2", "sync.national.procedures", "pwd"):
        importlib.import_module(name)
    checks = ["setup", "--from", str(made / "set-up.toml"), "--check"]  # what is read once from files beside the code
    checked = CliRunner().invoke(cli, ["--data", str(tmp_path_factory.mktemp("loaded")), *checks])
    assert checked.exit_code == 0, checked.output


def to_full_device() -> None:
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)


def to_closed_pipe() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    os.dup2(writes, 1)


@unix
@pytest.mark.parametrize(
    ("where", "words"),
    [*((to_full_device, words) for words in QUICK), *((to_closed_pipe, words) for words in ("due", *SOME))],
)
def test_an_answer_that_nobody_takes_is_no_bug(
    place: Path, tmp_path: Path, words: str, where: Callable[[], None]
) -> None:
    code, said = forked(["--data", str(place / "data"), *given(place, words)], prepare=where, out=tmp_path)
    assert code in {0, 1, 2, 3}, said
    assert not ENGLISH.search(said), said
    assert "Traceback" not in said


@unix
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() != 0, reason="only root may become somebody else")
@pytest.mark.parametrize(
    ("locked", "words"),
    [
        *(("motcua.key", words) for words in sorted(set(QUICK) - WITHOUT_DATA)),
        *((locked, words) for locked in ("settings.toml", "motcua.db", "") for words in SOME),
    ],
)
def test_files_of_another_user_are_told_with_whose_they_are(reached: Path, words: str, locked: str) -> None:
    data = reached / "data"
    (data / locked).chmod(0o600 if locked else 0o700)
    code, said = forked(["--data", str(data), *given(reached, words)], prepare=become_nobody, out=reached.parent)
    assert code in {1, 2}, said
    assert "Traceback" not in said
    assert not ENGLISH.search(said), said
    assert "không tìm thấy" not in said
    if words not in NEEDING_LESS.get(locked, set()):
        assert "thuộc tài khoản root" in said


@unix
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() != 0, reason="only root may become somebody else")
@pytest.mark.parametrize("words", SOME)
def test_a_folder_that_takes_no_writing_is_told(reached: Path, words: str) -> None:
    data = ["--data", str(reached / "data"), *given(reached, words)]
    code, said = forked(data, prepare=become_nobody, out=reached.parent)
    assert code in {1, 2}, said
    assert "Traceback" not in said
    assert not ENGLISH.search(said), said
    assert "Không ghi được vào" in said


NEEDING_LESS = {
    "motcua.key": {"recover"},
    "settings.toml": {"recover"},
}
"""They do not come to read that file."""


@pytest.fixture
def reached(made: Path, loaded: None) -> Iterator[Path]:
    """The machine where every user of this system can look: pytest's own folders are closed to others."""
    del loaded
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "machine"
        shutil.copytree(made, place)
        for path in (Path(folder), place, *place.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield place
