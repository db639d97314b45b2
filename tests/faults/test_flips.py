"""One changed byte in any file of a desk, played small; ``python -m tests.faults.flips`` plays it long."""

from pathlib import Path

import pytest

from tests.faults.flips import KINDS, FlippedDesk, flips


@pytest.fixture(scope="module")
def flipped(tmp_path_factory: pytest.TempPathFactory) -> FlippedDesk:
    desk = FlippedDesk(tmp_path_factory.mktemp("flips"))
    desk.remember_copies()
    return desk


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_is_told_or_changes_nothing(flipped: FlippedDesk, kind: str) -> None:
    found = flips(flipped, kind, 20, seed=7)
    assert found.is_clean, found
    assert sum(found.counts.values()) == 20


def test_a_whole_desk_is_told_whole(flipped: FlippedDesk, tmp_path: Path) -> None:
    """Else everything would be found."""
    assert tmp_path.exists()
    for kind in KINDS:
        assert flipped.judge(kind) == "harmless"


def test_a_loss_is_seen(flipped: FlippedDesk) -> None:
    """Else nothing would be."""
    told, flipped.told = flipped.told, ()
    assert flipped.judge("database") == "SILENT"
    flipped.told = told
