"""A parcel's fold: scans doubled, missing or out of order come to one parcel, whose stage never goes back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.events import ParcelStage
from models.subjects.post.parcel import RANK, ParcelScan, heard_of

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
SCANS = st.lists(
    st.builds(
        ParcelScan,
        stage=st.sampled_from(list(ParcelStage)),
        at=st.integers(0, 5).map(lambda hours: AT + timedelta(hours=hours)),
        receiver=st.sampled_from(["", "Nguyễn Văn Mẫu", "Lý Thị Ví Dụ"]),
    ),
    max_size=12,
)


def folded(scans: list[ParcelScan]) -> tuple[ParcelScan, ...]:
    found: tuple[ParcelScan, ...] = ()
    for scan in scans:
        found = heard_of(found, scan)
    return found


@given(SCANS, st.randoms(use_true_random=False))
def test_any_order_and_any_doubling_of_scans_comes_to_the_same(scans: list[ParcelScan], chance: object) -> None:
    twice = scans * 2
    chance.shuffle(twice)  # type: ignore[attr-defined] # a random.Random
    assert folded(twice) == folded(scans)


@given(SCANS)
def test_the_stage_never_goes_back_and_is_the_furthest_that_was_heard(scans: list[ParcelScan]) -> None:
    found: tuple[ParcelScan, ...] = ()
    furthest = -1
    for scan in scans:
        found = heard_of(found, scan)
        furthest = max(furthest, RANK[scan.stage])
        assert RANK[found[-1].stage] == furthest
    assert len(found) == len({scan.stage for scan in scans})
