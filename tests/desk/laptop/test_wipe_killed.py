"""A wipe that is killed at any step: the laptop opens with the old file or with the new one, and nothing in between."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from desk import sweeping
from desk.laptop import wipe
from desk.opening import close_desk, open_desk
from models.events import LaptopWiped
from models.store.file import wiping
from models.store.keys.key import find_keys
from tests.desk.laptop.office import Office
from tests.desk.laptop.test_load import wrong

NAME = "Nguyễn Thị Cần Đến"
STEPS: tuple[tuple[ModuleType, str, bool], ...] = (
    (wipe, "remove_recovery_file", True),
    (wipe, "store_pending", False),
    (wiping, "make_file", True),
    (wiping, "prove_whole", True),
    (wiping, "sync_folder", False),  # the new file has just taken the place of the old one
    (wipe, "destroy_current", False),
    (wipe, "destroy_current", True),
    (sweeping, "sweep", False),
    (sweeping, "sweep", True),
)
"""Function of a module, and whether it has run when the process dies."""


def _killed(module: ModuleType, name: str, *, after: bool) -> Callable[..., object]:
    done = getattr(module, name)

    def step(*args: object, **named: object) -> object:
        if after:
            done(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    return step


@pytest.mark.parametrize(("module", "name", "after"), STEPS)
def test_killed_at_a_step_it_opens_whole_and_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, *, after: bool
) -> None:
    wanted = office.desk.takes_in(NAME)
    office.loads(wanted)
    office.laptop.desk.files.put(NAME.encode())
    office.laptop.exchange()
    close_desk(office.laptop.desk)
    folder: Path = office.laptop.folder
    (old,) = find_keys(folder)
    child = os.fork()
    if child == 0:  # pragma: no cover - it is killed
        try:
            with monkeypatch.context() as patched:
                patched.setattr(module, name, _killed(module, name, after=after))
                wipe.wipe(open_desk(folder, clock=office.clock))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    desk = office.laptop.desk = open_desk(folder, clock=office.clock)
    if desk.store.log.base == 0:
        assert desk.store.log.dossier(wanted.id).code == wanted.code
        desk = office.laptop.desk = wipe.wipe(desk)
    assert [type(one.event) for one in desk.store.log.events()] == [LaptopWiped]
    assert wrong(office.laptop) == []
    assert old not in find_keys(folder)
    assert not any((folder / "files").glob("??/*"))
    assert old.hex().encode() not in b"".join(path.read_bytes() for path in folder.glob("*.key*"))
