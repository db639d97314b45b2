"""A desk's file set back to an earlier copy with all beside it, as a disk image does: nothing on the PC shows it."""

import shutil
from pathlib import Path

from models.store.file.head import head_of


def set_back(file: Path, copy: Path) -> None:
    """Put a copy of a closed file in its place; what remembered how far it had got since is gone too."""
    shutil.copy(copy, file)
    head_of(file).unlink(missing_ok=True)
