import stat
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from models.store.keys.key import KEY_FILE, find_key, make_key
from models.trouble import KeyMissing


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the package leaves it untyped
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


def test_without_a_keyring_the_key_lies_in_a_file_only_its_user_may_read(tmp_path: Path) -> None:
    key = make_key(tmp_path, use_keyring=False)
    assert len(key) == 32
    assert find_key(tmp_path, use_keyring=False) == key
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_with_a_keyring_nothing_is_written_to_the_folder(tmp_path: Path, ring: Ring) -> None:
    key = make_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert find_key(tmp_path) == key
    assert [service for service, _ in ring.kept] == ["motcua"]


def test_two_folders_have_two_keys(tmp_path: Path, ring: Ring) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert make_key(tmp_path / "a") != make_key(tmp_path / "b")
    assert len(ring.kept) == 2


def test_a_locked_keyring_is_no_reason_for_a_new_key(tmp_path: Path, ring: Ring) -> None:
    make_key(tmp_path)
    ring.locked = True
    with pytest.raises(KeyMissing):
        find_key(tmp_path)


def test_a_key_that_is_there_is_given_back_and_never_replaced(tmp_path: Path) -> None:
    assert make_key(tmp_path, use_keyring=False) == make_key(tmp_path, use_keyring=False)


@pytest.mark.parametrize("content", ["zz", "00ff", "é"])
def test_a_spoilt_key_file_is_a_missing_key_and_stays_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / KEY_FILE).write_text(content, encoding="utf-8")
    for asks in (find_key, make_key):
        with pytest.raises(KeyMissing):
            asks(tmp_path, use_keyring=False)
    assert (tmp_path / KEY_FILE).read_text(encoding="utf-8") == content


def test_no_key_at_all_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(KeyMissing):
        find_key(tmp_path)
