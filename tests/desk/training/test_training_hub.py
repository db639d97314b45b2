"""The hub of a training desk: a real child process that ends with the desk."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from desk.opening import close_desk, open_desk
from desk.province import province
from desk.training import training_hub
from desk.training.training import training_settings
from desk.words.reasons import sentence
from models.trouble import HubLibrariesMissing, HubNotStarted
from tests.desk.joining import take_in


def test_a_training_desk_has_a_hub_of_its_own_and_finds_it_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "desk", settings=training_settings(), training=True)
    take_in(desk)
    with training_hub.start(tmp_path / "hub") as hub:
        desk = training_hub.joined(desk, hub)
        desk, done = province.synchronise(desk)
        assert done.sent == desk.store.log.head().seq
        assert desk.settings.device.number == 3
    take_in(desk)
    with training_hub.start(tmp_path / "hub") as again:
        assert again.ready.url != ""
        desk = training_hub.joined(desk, again)
        desk, done = province.synchronise(desk)
        assert done.sent > 0
        assert desk.settings.device.number == 3
    assert again._process.returncode == 0
    close_desk(desk)


def test_a_desk_without_the_hubs_libraries_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fastapi", "uvicorn"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Without("fastapi", "uvicorn"), *sys.meta_path])
    with pytest.raises(HubLibrariesMissing) as told:
        training_hub.start(tmp_path / "hub")
    assert told.value.libraries == ("fastapi", "uvicorn")
    assert "requirements-hub.txt" in sentence(told.value)
    assert not (tmp_path / "hub").exists()


def test_what_the_hub_needs_is_what_its_extra_names_and_no_more() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[\[>=; ]", one)[0].replace("-", "_") for one in project["optional-dependencies"]["hub"]}
    assert set(training_hub._LIBRARIES) == named - {"uvloop"}


class _Without:
    """Finds nothing under these names, and lets nobody else look."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        del path, target
        if name in self._names:
            raise ModuleNotFoundError(name)


def test_a_hub_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hub").write_text("no folder")
    with pytest.raises(HubNotStarted):
        training_hub.start(tmp_path / "hub")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(HubNotStarted):
        training_hub.start(tmp_path / "hub2")
