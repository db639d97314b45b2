"""The clerks of the office by name, as the province's edition in use lists them: other desks' work names who did it."""

import msgspec
from msgspec import Struct

from desk.desk import Desk
from models.disk import on_disk
from models.ids import ClerkId
from sync.edition import IN_USE
from sync.messages import SignedEdition, Staff


class _Staffed(Struct, frozen=True):
    """The one part of an edition that is read here."""

    staff: tuple[Staff, ...] = ()


def names(desk: Desk) -> dict[ClerkId, str]:
    """Names by id; this machine's own clerk by the settings, whatever the edition says."""
    own = desk.settings.clerk
    path = desk.folder / IN_USE
    with on_disk(desk.folder):
        body = path.read_bytes() if path.exists() else b""
    listed: tuple[Staff, ...] = ()
    if body:
        signed = msgspec.json.decode(body, type=SignedEdition)
        listed = msgspec.json.decode(signed.body, type=_Staffed).staff
    return {**{clerk.id: clerk.name for clerk in listed}, own.id: own.name}
