"""A province of many offices, as its hub knows them: as many rows, without the work of joining each."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from msgspec.structs import asdict

from models.calendar.clock import micros
from models.ids import DeviceId
from sync.hub.store import HubStore, office_rows
from sync.hub.store.tables import device


def fill_province(store: HubStore, codes: Sequence[str], desks: int, now: datetime) -> None:
    """Put the offices into the hub, each with so many PCs, all heard now."""
    heard_at = micros(now)
    with store.writing() as writing:
        for code in codes:
            office_rows.put_office(writing, office_rows.OfficeRow(code, f"UBND xã {code}", bytes(8), 0, 0, 0, 0))
        told = [
            asdict(office_rows.fresh_device(code, DeviceId(number), heard_at))
            | {"key_id": f"{code}-{number}", "public_key": bytes(32), "heard_at": heard_at}
            for code in codes
            for number in range(1, desks + 1)
        ]
        writing.execute(sa.insert(device), told)
