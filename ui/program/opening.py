"""Finds the data folder and the settings, before the window exists."""

import gc
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desk.updates.launcher import STATE, home_of
from ui.core.display import application
from ui.core.stop_signals import noted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.core.stop_signals import StopSignals


CITIZENS_A_DAY = 12
"""Who came on each day that an office of a training has worked before it is shown."""


def open_window(folder: Path | None, training: bool, days: int = 0) -> int:
    """Show the window and block until it is closed; returns the exit code.

    Args:
        folder: the data folder; None = the usual one, or in training one that is thrown away at the end.
        training: an office that does not exist.
        days: so many working days it has lived through before, where its folder is new; only in training.
    """
    gc.disable()  # until the first paint: nothing made before it is garbage, looking through it only takes time
    with noted() as signals:
        qt = application()
        if folder is None and training:
            with _thrown_away() as made:
                return _open(qt, signals, made, training=True, days=days)
        return _open(qt, signals, folder or usual_folder(), training=training, days=days)


def _open(qt: "QApplication", signals: "StopSignals", folder: Path, *, training: bool, days: int) -> int:
    from desk.settings import DATABASE, FILE, read_settings, write_settings  # noqa: PLC0415 - not needed by other commands
    from models.not_allowed import NotAllowed  # noqa: PLC0415 - likewise
    from models.trouble import SettingsUnreadable, Trouble  # noqa: PLC0415 - likewise
    from ui.program.app import run  # noqa: PLC0415 - likewise

    try:
        if training:
            from desk.training.training import check_invented, training_settings  # noqa: PLC0415 - likewise

            check_invented(folder)
            if not (folder / FILE).exists():
                write_settings(folder, training_settings())
            if days and not (folder / DATABASE).exists():
                from desk.training.office_days import live_days  # noqa: PLC0415 - likewise

                live_days(folder, read_settings(folder), days=days, citizens=CITIZENS_A_DAY, seed=1)
        try:
            settings = read_settings(folder) if (folder / FILE).exists() else None
        except SettingsUnreadable:
            from ui.program.versions import settings_of_before  # noqa: PLC0415 - rarely in the life of a machine

            settings = settings_of_before(folder)
            if settings is None:
                raise
    except (NotAllowed, Trouble) as reason:
        from desk.words.reasons import sentence  # noqa: PLC0415 - likewise

        sys.stderr.write(sentence(reason) + "\n")
        return 1
    if settings and not training and (home_of(Path(sys.prefix)) / STATE).exists():
        from models.calendar.clock import wall_clock  # noqa: PLC0415 - only where a version was fetched once
        from ui.program.versions import start_again, switched_before_window  # noqa: PLC0415 - likewise

        if switched_before_window(folder, settings, wall_clock):
            start_again()
            return 0
    return run(qt, folder, settings=settings, training=training, signals=signals)


@contextmanager
def _thrown_away() -> Iterator[Path]:
    """A temporary folder for one training: data, printed forms, the hub's files."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-training-"))
    try:
        yield folder
    finally:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            sys.stderr.write(f"Không xóa được thư mục tập {folder}: {error.strerror or error}.\n")


def usual_folder() -> Path:
    """The default data folder of this user on this system."""
    import platformdirs  # noqa: PLC0415 - only here

    return Path(platformdirs.user_data_dir("motcua", appauthor=False))
