"""The one ``QApplication``, or one sentence saying why this machine shows no window.

Qt ends the process by ``abort`` when it finds no screen. Its last message comes before that, so the program says its
own sentence there and ends with exit code 1. Whatever keeps Qt from opening a screen is met in this way, by Qt's own
judgement, and a start that succeeds pays nothing for it.
"""

import builtins
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext
    from PySide6.QtWidgets import QApplication

NO_DISPLAY = "Máy này không có màn hình."

_NO_SERVER = "could not connect to display"
_NO_PLUGIN = "Could not find the Qt platform plugin"


def has_display() -> bool:
    """Whether the environment names a display (always true except on Linux)."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application() -> "QApplication":
    """The application in Fusion style; exits the process if there is no screen. Call it before creating any folder."""
    try:
        load_qt()
        from PySide6.QtCore import QtMsgType, qInstallMessageHandler  # noqa: PLC0415 - loaded for a window alone
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - likewise
    except ImportError as missing:
        sys.exit(f"Không mở được cửa sổ: {_lacks(missing)}.")
    from ui.core.qt_words import say_in_vietnamese  # noqa: PLC0415 - likewise

    said: list[str] = []

    def take(kind: QtMsgType, context: "QMessageLogContext", text: str) -> None:
        del context
        if kind is QtMsgType.QtFatalMsg:
            _end(said)
        said.append(text)

    qInstallMessageHandler(take)
    try:
        # setStyle would load every style's Python class, 9 ms
        qt = QApplication([*sys.argv[:1], "-style", "Fusion"])
    finally:
        qInstallMessageHandler(None)
    if not qt.screens():  # a frame buffer that is not there
        _end(said)
    for text in said:
        sys.stderr.write(f"{text}\n")
    say_in_vietnamese(qt)
    qt.setApplicationName("motcua")
    qt.setApplicationDisplayName("Một Cửa")
    return qt


def load_qt() -> None:
    """Load PySide6 without two things of its own that no window needs: a tenth of the start each.

    * Its patterns for the lists of arguments in signatures, tens of thousands of characters each, are compiled when
      first used: only an error message about wrong arguments, or a tool that writes type stubs, uses them.
    * Its hook on ``import`` is undone. For the sake of ``from __feature__ import``, which nothing here uses, it reads
      the source text of each module imported from then on and leaves it in ``linecache``: 20 MB in a day.
    """
    compiled = re.compile
    vars(re)["compile"] = lambda pattern, flags=0: (
        _Late(pattern, flags) if len(pattern) > _LONG else compiled(pattern, flags)
    )
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415 - loaded for a window alone
    finally:
        vars(re)["compile"] = compiled
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


_LONG = 2_000
"""Characters of a pattern from which on it is compiled late; the longest of the standard library has 500."""


class _Late:
    """A regular expression that is compiled when one of its methods is first called (``re`` remembers it)."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, method: str) -> Callable[..., object]:
        def later(*given: object) -> object:
            return getattr(re.compile(*self._given), method)(*given)

        return later


def _end(said: list[str]) -> None:
    with suppress(OSError):  # nobody can be told
        sys.stderr.write(f"{no_screen_words(said)}\n")
        sys.stderr.flush()
    os._exit(1)


def no_screen_words(said: list[str]) -> str:
    """Why there is no screen.

    Args:
        said: what Qt said before it gave up.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if any(text.startswith(_NO_PLUGIN) for text in said):
        return f"Không mở được cửa sổ: không có kiểu màn hình “{platform}” (biến QT_QPA_PLATFORM)."
    if any(text.startswith(_NO_SERVER) for text in said):
        names = {name: os.environ.get(name, "") for name in ("WAYLAND_DISPLAY", "DISPLAY")}
        told = ", ".join(f"{name}={value}" for name, value in names.items() if value)
        return f"Không mở được cửa sổ: không nối được màn hình {told}." if told else NO_DISPLAY
    lacking = _lacking()
    if lacking:
        return f"Không mở được cửa sổ: {lacking}."
    return f"Không mở được cửa sổ trên màn hình của máy này{f' (kiểu {platform})' if platform else ''}."


def _lacking() -> str:
    """The library missing for Qt's X11 plugin, by the system's loader; empty = none."""
    import ctypes  # noqa: PLC0415 - for a start that fails

    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - loaded already

    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as lacks:
        return _lacks(lacks)
    return ""


def _lacks(wrong: OSError | ImportError) -> str:
    """The library's name in "libEGL.so.1: cannot open shared object file: No such file or directory"."""
    name = str(wrong).partition(":")[0]
    return f"máy thiếu thư viện của hệ thống ({name}); nhờ quản trị cài thêm"
