"""The set-up for Windows: whose Python it is, the same bytes twice, signed by whoever has the key."""

import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from packaging.requirements import Requirement

from installer import windows
from installer.environment import ROOT
from tests.installer.conftest import WHEN

needs_tools = pytest.mark.skipif(
    not (shutil.which("makensis") and shutil.which("osslsigncode")), reason="needs nsis and osslsigncode"
)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A test key that the environment names; returns its certificate."""
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Khóa thử")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, secret.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    files = {"CERTIFICATE": tmp_path / "test.crt", "KEY": tmp_path / "test.key"}
    files["CERTIFICATE"].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    files["KEY"].write_bytes(secret.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    for what, file in files.items():
        monkeypatch.setenv(f"MOTCUA_SIGN_{what}", str(file))
    return files["CERTIFICATE"]


def test_the_list_for_windows_has_what_windows_needs_and_no_more(tmp_path: Path) -> None:
    text = windows.for_windows(ROOT / "installer/requirements.txt", tmp_path / "list.txt").read_text("utf-8")
    names = {Requirement(line.removesuffix(" \\")).name for line in text.splitlines() if not line.startswith(" ")}
    assert {"pywin32", "pyside6-essentials", "pywin32-ctypes"} <= names
    assert not {"jeepney", "secretstorage", "importlib-metadata"} & names
    assert ";" not in text
    camera = windows.for_windows(ROOT / "installer/requirements-dev.txt", tmp_path / "camera.txt", windows.CAMERA)
    assert {
        line.partition("==")[0] for line in camera.read_text("utf-8").splitlines() if "==" in line
    } == windows.CAMERA


@needs_tools
def test_two_set_ups_of_the_same_program_are_the_same_bytes_before_they_are_signed(
    program: Path, tmp_path: Path
) -> None:
    one, other = (windows.set_up(program, tmp_path / to, version="2.5.1", when=WHEN) for to in ("one", "two"))
    assert one.read_bytes() == other.read_bytes()


@needs_tools
def test_a_set_up_is_signed_with_the_key_of_the_environment_and_a_changed_one_is_found_out(
    program: Path, tmp_path: Path, key: Path
) -> None:
    file = windows.set_up(program, tmp_path / "out", version="2.5.1", when=WHEN)

    def is_whole() -> bool:
        words: list[str | Path] = ["osslsigncode", "verify", "-ignore-timestamp", "-CAfile", key, "-in", file]
        return subprocess.run(words, check=False, capture_output=True).returncode == 0

    assert is_whole()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert not is_whole()


@needs_tools
@pytest.mark.usefixtures("key")
def test_what_another_signed_is_no_python_of_ours(program: Path, tmp_path: Path) -> None:
    foreign = windows.set_up(program, tmp_path / "out", version="2.5.1", when=WHEN)
    with pytest.raises(SystemExit, match="not signed by the Python Software Foundation"):
        windows.verify(foreign)


def test_the_portable_folder_is_the_same_bytes_twice_and_keeps_its_data_beside_it(
    program: Path, tmp_path: Path
) -> None:
    one, other = (windows.portable(program, tmp_path / to, WHEN) for to in ("one.zip", "two.zip"))
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as packed:
        assert {"MotCua/app/pythonw.exe", "MotCua/MotCua.cmd", "MotCua/DOC-TRUOC.txt"} <= set(packed.namelist())
        assert b'set "MOTCUA_DATA=%~dp0du-lieu"\r\n' in packed.read("MotCua/MotCua.cmd")
