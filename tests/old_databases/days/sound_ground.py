"""What an office did whose machine lost work from its file: it went on, with a changed key and reads of many people."""

import shutil

from desk import access_log
from desk.desk import Desk
from desk.health import loss, rotation
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE
from models.events import ReadBy
from models.ids import DOSSIER, DossierId
from tests.conftest import TurnedClock
from tests.old_databases import freeze
from tests.old_databases.days import workplace


def work(desk: Desk, clock: TurnedClock) -> Desk:
    """The desk, opened anew; the key of before lies in its file."""
    dossiers = sorted({one.subject for one in desk.store.log.events() if one.subject.startswith(DOSSIER)})
    access_log.record_shown(desk, ReadBy.SHOWN, [DossierId(one) for one in dossiers])
    access_log.record_export(desk)
    desk = rotation.rotate(desk)
    return _lost(desk, clock)


def _lost(desk: Desk, clock: TurnedClock) -> Desk:
    """An older copy of the file came back by itself, as a disk that freezes does it, and the administrator went on."""
    folder = desk.folder
    close_desk(desk)
    older = folder.parent / "older.db"
    shutil.copy(folder / DATABASE, older)
    desk = workplace.signed_in(freeze.opened(folder, clock), workplace.ADMIN)
    waiting.issue(desk, ["ho-tich"])
    close_desk(desk)
    shutil.copy(older, folder / DATABASE)
    desk = workplace.signed_in(open_desk(folder, clock=clock, training=True, accept_loss=True), workplace.ADMIN)
    assert loss.accept_loss(desk) is not None
    close_desk(desk)
    clock.turn(minutes=1)
    return workplace.signed_in(freeze.opened(folder, clock), workplace.ADMIN)
