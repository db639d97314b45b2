"""What postal staff do is put before a clerk: recorded in the transaction of the deed, on a list of the day.

``desk.post.supervision`` reads that list. Nothing is recorded for who may take in any procedure anyway.
"""

from collections.abc import Iterable

from desk.desk import Desk
from desk.rights import Permission, may
from models.events import POSTAL_ACT, AnyEvent, PostalActDone, PostalActKind
from models.ids import DossierId, SubjectId, new_subject


def postal_acts(
    desk: Desk, act: PostalActKind, dossiers: Iterable[tuple[DossierId, int]]
) -> list[tuple[SubjectId, AnyEvent]]:
    """The facts that go with a deed of postal staff; none for everybody else.

    Args:
        desk: open.
        act: what is done.
        dossiers: to which, each with the money taken, in đồng.
    """
    if may(desk, Permission.ANY_PROCEDURE):
        return []
    return [
        (new_subject(POSTAL_ACT), PostalActDone(act=act, dossier=dossier, amount=amount))
        for dossier, amount in dossiers
    ]
