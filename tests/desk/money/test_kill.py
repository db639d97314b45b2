"""A desk that is killed while it takes money: no number twice or lost, no fee doubled, all sums the same."""

from pathlib import Path

import pytest

from tests.faults import money


@pytest.mark.slow
def test_a_desk_killed_at_any_step_of_taking_money_has_each_dong_and_each_number_once(tmp_path: Path) -> None:
    sums = money.killed(tmp_path / "desk", 12, seed=3, every=12)
    assert sums.payments
    assert sums.receipts
    assert sums.shifts
