"""Projection of appointments. The row holds the whole fold."""

from typing import Any

import msgspec
import sqlalchemy as sa

from models.events import APPOINTMENT
from models.store.projections.projection import Projection
from models.subjects.appointments.appointment import Appointment, AppointmentState, fold
from models.system.decoding import prepared
from models.text import name_key, phone_key

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(prepared(Appointment)).decode

_table = sa.Table(
    "appointment",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("personal_number", sa.Text, nullable=False),
    sa.Column("moved_twice", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("appointment_by_day", _table.c.day)
sa.Index("appointment_by_code", _table.c.code)
sa.Index("appointment_moved_twice", _table.c.number, sqlite_where=_table.c.moved_twice == 1)
sa.Index("appointment_by_number", _table.c.personal_number, sqlite_where=_table.c.personal_number != "")
sa.Index("appointment_by_phone", _table.c.phone, sqlite_where=_table.c.phone != "")
sa.Index(
    "appointment_unresolved",
    _table.c.day,
    sqlite_where=sa.text(f"state IN ('{AppointmentState.BOOKED}', '{AppointmentState.UNRESOLVED}')"),
)


def _values(number: int, one: Appointment) -> tuple[object, ...]:
    return (
        number,
        one.id,
        one.day.isoformat() if one.day is not None else "",
        one.code,
        one.state.value,
        name_key(one.name),
        phone_key(one.phone),
        one.personal_number,
        int(len(one.held) > 1),
        _encode(one),
    )


def appointment_of(values: Any) -> Appointment:  # noqa: ANN401  # one row of the table
    """The appointment of a row."""
    found: Appointment = _decode(values[-1])
    return found


APPOINTMENTS = Projection(prefix=APPOINTMENT, version=2, fold=fold, values=_values, table=_table)
"""Columns: ``day`` of the seat it is at, also of what is cancelled; ``person`` as names are found."""
