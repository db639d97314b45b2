"""The day's lists of the post, beside those of dossiers (``desk.dossiers.work_lists``): what each holds now."""

from msgspec import Struct

from desk.desk import Desk
from desk.post import consignments, parcels, supervision
from desk.rights import Permission, may, require
from models.subjects.post.consignment import Consignment
from models.subjects.post.parcel import Parcel
from models.subjects.post.post_work_list import PostWorkList


class PostDay(Struct, frozen=True, kw_only=True):
    """What is on the lists.

    Attributes:
        acts: how many wait for who works here now.
        back: results at the desk that the post has brought back.
        contradictory: parcels that are delivered and back, as scans say.
    """

    acts: int
    late_in: tuple[Consignment, ...]
    late_slips: tuple[Consignment, ...]
    late_out: tuple[Parcel, ...]
    back: int
    contradictory: tuple[Parcel, ...]

    @property
    def counts(self) -> dict[PostWorkList, int]:
        """How many each list holds, in the order of the lists."""
        return {
            PostWorkList.ACTS: self.acts,
            PostWorkList.LATE_IN: len(self.late_in),
            PostWorkList.LATE_SLIPS: len(self.late_slips),
            PostWorkList.LATE_OUT: len(self.late_out),
            PostWorkList.BACK: self.back + len(self.contradictory),
        }


def day(desk: Desk) -> PostDay:
    """What the post leaves to be looked into today, for who works here now.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    acts = supervision.waiting(desk)
    if not may(desk, Permission.POST):
        return PostDay(acts=acts, late_in=(), late_slips=(), late_out=(), back=0, contradictory=())
    open_ = parcels.under_way(desk)
    return PostDay(
        acts=acts,
        late_in=consignments.late(desk),
        late_slips=consignments.late_slips(desk),
        late_out=tuple(one for one in open_ if parcels.is_late(desk, one)),
        back=sum(one.came_back for one in parcels.wanted_by_post(desk)),
        contradictory=tuple(one for one in open_ if one.contradictory),
    )
