"""The hub of a training desk: a real child process that ends with the desk."""

import sys
from pathlib import Path

import pytest

from desk import province, training_hub
from desk.opening import close_desk, open_desk
from desk.training import training_settings
from models.trouble import HubNotStarted
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


def test_a_hub_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hub").write_text("no folder")
    with pytest.raises(HubNotStarted):
        training_hub.start(tmp_path / "hub")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(HubNotStarted):
        training_hub.start(tmp_path / "hub2")
