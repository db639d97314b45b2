"""What a built program says of itself, and the package of updates that is made of it."""

import json
import os
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

TRUSTED = "MOTCUA_UPDATE_ROOT"
"""Environment: the file of the repository's root (``metadata/1.root.json``). What is built without updates nothing."""

LINUX, WINDOWS, WINDOWS_CAMERA = "linux-x64", "windows-x64", "windows-x64-camera"


def note_program(folder: Path, version: str, platform: str, *, compiled: bool) -> None:
    """Write ``program.json``, and beside it the keys that updates must lead back to, where the build was given them.

    Args:
        folder: of the interpreter.
        version: of the program.
        platform: which packages are for it.
        compiled: its modules are compiled already.
    """
    told = {"version": version, "platform": platform, "compiled": compiled}
    (folder / "program.json").write_text(json.dumps(told, sort_keys=True) + "\n", "utf-8")
    if given := os.environ.get(TRUSTED):
        (folder / "root.json").write_bytes(Path(given).read_bytes())


def package(folder: Path, out: Path, when: int) -> Path | None:
    """Pack a built program as a package of updates; None where it was built without keys, for nobody would take it.

    Args:
        folder: of the interpreter.
        out: where to put it.
        when: seconds since 1970.
    """
    if not (folder / "root.json").exists():
        return None
    told = json.loads((folder / "program.json").read_text("utf-8"))
    file = out / f"motcua-{told['version']}-{told['platform']}.zip"
    moment = datetime.fromtimestamp(when, UTC).timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                continue
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            if path.is_symlink():
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                packed.writestr(info, str(path.readlink()))
            else:
                mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
                info.external_attr = (stat.S_IFREG | mode) << 16
                packed.writestr(info, path.read_bytes())
    return file
