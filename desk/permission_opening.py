"""Permission check for commands on a data folder: asks its database before anything in the folder is touched."""

from pathlib import Path

from desk import machine_state, offered_procedures
from desk.backup import database_keys
from desk.desk import Desk
from desk.opening import calendar_of, files_of, observations_of, processes_of
from desk.settings import DATABASE, read_settings
from desk.staff import session
from desk.training.training import training_settings
from models.calendar.clock import Clock, wall_clock
from models.catalogue.catalogue import shipped
from models.fees import ProvinceFees
from models.files.disk import on_disk
from models.ids import DeviceId
from models.not_allowed import NotSetUp
from models.store import Store, open_store
from models.trouble import SettingsUnreadable
from sync.client.membership import read_membership


def open_for_sign_in(
    folder: Path, *, clock: Clock = wall_clock, training: bool = False, accept_loss: bool = False
) -> Desk | None:
    """The desk of this folder, good for signing in and for nothing else; None = there is no database yet.

    Settings that were taken away or are broken do not keep it from being asked: the accounts are in the database, and
    so is the number under which a try is recorded. Nothing but that is written.

    Args:
        folder: of the data.
        clock: what gives events their time.
        training: a desk to try things on.
        accept_loss: also of a file that has lost work, which is told again afterwards.

    Raises:
        FileTrouble: see ``desk.opening.open_desk``.
    """
    database_keys.bring_in(folder)
    with on_disk(folder):
        if not (folder / DATABASE).exists():
            return None
    try:
        settings, stands = read_settings(folder), True
    except (NotSetUp, SettingsUnreadable):
        settings, stands = training_settings(), False
    store, key = database_keys.open_known(
        folder, settings, clock=clock, use_keyring=not training, accept_loss=accept_loss
    )
    try:
        number = settings.device.number if stands else _number_of(store)
        if number != store.log.device:
            store.close()
            store = open_store(folder / DATABASE, key, device=number, clock=clock, accept_loss=accept_loss)
        catalogue = shipped()
        return Desk(
            folder=folder,
            settings=settings,
            store=store,
            catalogue=catalogue,
            index=offered_procedures.index_of(catalogue, settings),
            calendar=calendar_of(folder, settings.hours),
            fees=ProvinceFees(),
            processes=processes_of(folder),
            clock=clock,
            files=files_of(folder, store, key),
            clerk=session.initial_clerk(store, settings),
            training=training,
            observations=observations_of(clock),
        )
    except BaseException:
        store.close()
        raise


def _number_of(store: Store) -> DeviceId:
    """Under which number this machine works, as its database knows it."""
    member = read_membership(store)
    if member is not None:
        return member.device
    known = machine_state.recall(store, machine_state.Number)
    return known.device if known is not None else store.log.last_worked_under() or store.log.device
