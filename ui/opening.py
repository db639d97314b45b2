"""Which folder, which settings, and whether there is a screen: what comes before the window."""

import gc
import os
import sys
import tempfile
from pathlib import Path


def has_display() -> bool:
    """Whether a window can be shown (elsewhere than Linux: always)."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(folder: Path | None, training: bool) -> int:
    """Show the window and stay; gives the exit code."""
    gc.disable()  # until the first paint: nothing made before it is garbage, looking through it only takes time
    from desk.settings import FILE, read_settings, write_settings  # noqa: PLC0415 - not needed by other commands
    from models.not_allowed import NotAllowed  # noqa: PLC0415 - likewise
    from models.trouble import Trouble  # noqa: PLC0415 - likewise
    from ui.app import run  # noqa: PLC0415 - Qt loads only for the window

    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="motcua-training-")) if training else usual_folder()
    try:
        if training:
            from desk.training import check_invented, training_settings  # noqa: PLC0415 - likewise

            check_invented(folder)
            if not (folder / FILE).exists():
                write_settings(folder, training_settings())
        settings = read_settings(folder) if (folder / FILE).exists() else None
    except (NotAllowed, Trouble) as reason:
        from desk.words.reasons import sentence  # noqa: PLC0415 - likewise

        sys.stderr.write(sentence(reason) + "\n")
        return 1
    return run(folder, settings=settings, training=training)


def usual_folder() -> Path:
    """Where this person's system keeps the data of programs."""
    import platformdirs  # noqa: PLC0415 - only here

    return Path(platformdirs.user_data_dir("motcua", appauthor=False))
