"""Coming home: everything a visit laptop recorded goes up now, text before scanned files, and its load is renewed."""

from desk.desk import Desk
from desk.province import province
from desk.rights import Permission, require
from sync.client.exchange import BeforeEvents


def give_everything_back(desk: Desk, *, before_events: BeforeEvents | None = None) -> Desk:
    """Send everything to the hub over the line, and read what is new of the load.

    Args:
        desk: another one may be returned; then this one is closed.
        before_events: brings scanned files to the hub.

    Raises:
        NobodySignedIn, RoleForbids, NotJoined, NetworkTrouble, FileTrouble: what has gone over stays so.
    """
    require(desk, Permission.LOAD_LAPTOP)
    done, _ = province.synchronise(desk, before_events=before_events)
    return done
