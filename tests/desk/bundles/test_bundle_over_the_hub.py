"""A bundle at the hub: nothing of it is set aside, and every desk of the office tells the same of it."""

from pathlib import Path

from desk.bundles import bundles
from desk.bundles.taking_in import take_in_together
from desk.desk import Desk
from desk.dossiers import outcome
from desk.opening import close_desk
from desk.province import province
from models.events import Decision
from tests.desk.bundles.test_bundles import BIRTH_BUNDLE, filled
from tests.desk.joining import code, opened
from tests.fakes.hub import RunningHub


def test_a_bundle_goes_up_whole_and_another_desk_of_the_office_takes_a_part_out(
    hub: RunningHub, held: list[Desk], tmp_path: Path
) -> None:
    one = held[0] = province.join(held[0], hub.url, code(hub))
    other = province.join(opened(tmp_path / "other", hub), hub.url, code(hub))
    taken = take_in_together(one, filled(one, BIRTH_BUNDLE))

    def hear() -> None:
        nonlocal one, other
        for _ in range(2):
            one, said = province.synchronise(one)
            assert not said.answer.set_aside
            other, said = province.synchronise(other)
            assert not said.answer.set_aside
        held[0] = one
        assert bundles.standing(one, taken.bundle.id) == bundles.standing(other, taken.bundle.id)

    hear()
    assert [bool(part.waits_for) for part in bundles.standing(other, taken.bundle.id).parts] == [False, True, True]
    bundles.take_out(other, taken.dossiers[2].id, "người dân làm riêng")
    outcome.decide(one, [taken.dossiers[0].id], Decision.GRANTED)
    hear()
    found = bundles.standing(other, taken.bundle.id)
    assert [bool(part.out) for part in found.parts] == [False, False, True]
    assert not found.parts[1].waits_for
    close_desk(other)
