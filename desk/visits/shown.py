"""A visit as it may be shown at this machine now."""

from msgspec.structs import replace

from desk.desk import Desk
from desk.reach import is_closed, loaded_is_open
from desk.words.visits.visit import CLOSED
from models.events import VisitAskedBy
from models.ids import SubjectId
from models.person import Person
from models.subjects.visits.visit import Visit


def shown(desk: Desk, visit: Visit) -> Visit:
    """The visit; where what was loaded is closed here, its day and place in the route and nothing of the person.

    What became of it is recorded all the same, and a dossier is taken in in it.
    """
    if loaded_is_open(desk):
        return visit
    named = {
        name: tuple(one for one in getattr(visit, name) if not is_closed(desk, one))
        for name in ("results", "taken", "delivered")
    }
    visit = replace(visit, **named)
    if not is_closed(desk, visit.id):
        return visit
    return replace(
        visit,
        person=Person(full_name=CLOSED),
        hamlet="",
        ground=None,
        entitled=SubjectId(""),
        asked_by=VisitAskedBy.OFFICER,
        asker="",
        procedures=(),
        note="",
        wished="",
        tries=tuple(replace(one, next_at="", note="") for one in visit.tries),
        done_note="",
        reason="",
    )
