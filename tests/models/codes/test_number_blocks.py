from hypothesis import given
from hypothesis import strategies as st

from models.codes.number_blocks import usual_block
from models.ids import DeviceId


@given(st.lists(st.integers(1, 19), min_size=2, max_size=2, unique=True))
def test_no_two_machines_share_a_number(pair: list[int]) -> None:
    (a, b), (c, d) = (usual_block(DeviceId(number)) for number in pair)
    assert b < c or d < a


def test_machine_three_has_the_third_thousand() -> None:
    assert usual_block(DeviceId(3)) == (3001, 3999)
