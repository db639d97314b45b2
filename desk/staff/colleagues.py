"""The clerks of the office, as the province's edition in use lists them: their names, and their accounts here."""

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.staff import accounts
from models.files.disk import on_disk
from models.ids import ClerkId
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable
from sync.client.editions import IN_USE
from sync.messages import SignedEdition, Staff

FOLLOWED = "staff of edition"
"""Name of the province value with the version of the edition whose staff list the accounts follow."""


class _Staffed(Struct, frozen=True):
    """The parts of an edition that are read here."""

    version: int = 0
    staff: tuple[Staff, ...] = ()


def names(desk: Desk) -> dict[ClerkId, str]:
    """Names by id: who has an account here as that says, others as the edition says; other desks' work names them."""
    own = desk.settings.clerk
    listed = {clerk.id: clerk.name for clerk in _in_use(desk).staff}
    known = {one.id: one.name for one in accounts.all_accounts(desk.store)}
    return {**listed, own.id: own.name, **known}


def follow(desk: Desk) -> Desk:
    """Accounts as the edition in use lists them; nothing when they follow it already, or when it lists nobody."""
    listed = _in_use(desk)
    if listed.version == int(desk.store.province.get(FOLLOWED) or 0):
        return desk
    if listed.staff:
        desk = accounts.follow_staff(desk, listed.staff)
    desk.store.province.put(FOLLOWED, b"%d" % listed.version)
    return desk


def _in_use(desk: Desk) -> _Staffed:
    path = desk.folder / IN_USE
    with on_disk(desk.folder):
        body = path.read_bytes() if path.exists() else b""
    if not body:
        return _Staffed()
    try:
        signed = msgspec.json.decode(body, type=prepared(SignedEdition))
        return msgspec.json.decode(signed.body, type=prepared(_Staffed))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise CatalogueUnreadable(str(path), str(wrong)) from wrong
