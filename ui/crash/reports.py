"""Crash reports: bugs caught, written to a file with personal data masked, and shown.

Three ways in: an exception nobody caught in any thread, a bug in a job (``ui.core.jobs`` hands it over), and an end of
the process in machine code, which leaves its trace in a file that the next start finds.
"""

import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QObject, Signal, qVersion

from models.calendar.clock import local

HARD = "ended-hard.txt"
"""Where the trace of an end in machine code is written, beside the data."""

KEPT = 50
"""So many reports are kept; the oldest go first."""


def report_of(bug: BaseException) -> str:
    """The trace of a bug with all its causes, fit to be sent to those who mend it: code as written, values masked."""
    from ui.crash.masking import masked, masked_path  # noqa: PLC0415 - only when there is a bug

    said: list[str] = []
    one: BaseException | None = bug
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = "".join(
            f'  File "{masked_path(frame.filename)}", line {frame.lineno}, in {frame.name}\n    {frame.line}\n'
            for frame in traceback.extract_tb(one.__traceback__)
        )
        said.append(f"{frames}{type(one).__name__}: {masked(str(one))}\n")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\nThe above exception led to the next:\n\n".join(reversed(said))


def keep_report(folder: Path, bug: BaseException, at: datetime, page: str = "") -> Path:
    """Write the report beside the data and give its path.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly.
    """
    return _keep(folder, report_of(bug), at, page)


def _keep(folder: Path, trace: str, at: datetime, page: str) -> Path:
    import platform  # noqa: PLC0415 - only when there is a bug

    from models.files.disk import on_disk  # noqa: PLC0415 - likewise

    head = "\n".join(
        (
            "BÁO CÁO LỖI CỦA CHƯƠNG TRÌNH MỘT CỬA",
            "Việc đã lưu không mất.",
            "Họ tên, số giấy tờ, điện thoại, địa chỉ, khóa, mã PIN và đường dẫn riêng đã được thay bằng dấu •.",
            "",
            f"Lúc: {local(at):%H:%M:%S %d/%m/%Y}",
            f"Trang đang mở: {page or 'không rõ'}",
            f"Máy: {platform.system()} {platform.release()}, Python {platform.python_version()}, Qt {qVersion()}",
            "",
        )
    )
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"error-{at:%Y%m%d-%H%M%S-%f}.txt"
        path.write_text(f"{head}\n{trace}", "utf-8")
        for old in reports(folder)[KEPT:]:
            old.unlink(missing_ok=True)
    return path


def signature(bug: BaseException) -> str:
    """The same for the same bug at the same place."""
    frames = traceback.extract_tb(bug.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(bug).__name__} {last.filename}:{last.lineno}" if last else type(bug).__name__


def reports(folder: Path) -> list[Path]:
    """Reports kept in this folder, newest first."""
    return sorted(folder.glob("error-*.txt"), reverse=True)


class Crash(QObject):
    """Hears of every exception nobody caught, in any thread, and tells the window's thread.

    Attributes:
        happened: carries the exception.
    """

    happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._hard: IO[bytes] | None = None

    def watch(self) -> None:
        """Take over the hooks of the interpreter."""
        sys.excepthook = self._hook
        self.watch_threads()

    def watch_threads(self) -> None:
        """Take over the hook of threads alone."""
        threading.excepthook = self._thread_hook

    def watch_hard(self, folder: Path, at: datetime) -> Path | None:
        """From now on an end in machine code leaves a trace; gives the report of the last one, if there was one.

        Raises:
            DiskFull, DiskFailing, FolderReadOnly.
        """
        import faulthandler  # noqa: PLC0415 - after the first paint

        from models.files.disk import on_disk  # noqa: PLC0415 - likewise

        with on_disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / HARD).open("a+b")
            file.seek(0)
            before = file.read(200_000).decode("utf-8", "replace")
            file.truncate(0)
        self._hard = file
        faulthandler.enable(file)
        if not before.strip():
            return None
        from ui.crash.masking import masked_frames  # noqa: PLC0415 - only then

        return _keep(folder, "Chương trình bị dừng đột ngột ở lần chạy trước.\n\n" + masked_frames(before), at, "")

    def end(self) -> None:
        """The program ends as it should: no longer watch for an end in machine code."""
        if self._hard is not None:
            import faulthandler  # noqa: PLC0415 - loaded already

            faulthandler.disable()
            self._hard.truncate(0)  # Windows tells of exceptions too that a library caught itself: no end, no report
            self._hard.close()
            self._hard = None

    def _hook(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        if sys.stderr is not None:  # a windowed program on Windows has none
            sys.stderr.write(report_of(bug))
        self.happened.emit(bug)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hook(args.exc_type, args.exc_value, args.exc_traceback)
