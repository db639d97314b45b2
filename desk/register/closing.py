"""Closing a year's register (TT 01/2018 Đ10.2): at the end of the year the head of the desk signs and stamps it.

What is recorded is what its desk has seen, so that numbers once given never move: a dossier that arrives later from
another desk stands behind the last number, in a supplement, which is closed in turn when it is complete.
"""

from datetime import date

from desk.desk import Desk
from desk.rights import Permission, require
from models.events import REGISTER, RegisterClosed
from models.ids import new_subject
from models.not_allowed import OfOneVerb
from models.store.projections.register_lists import Register
from models.subjects.register_closing import RegisterClosing


class RegisterYearRuns(OfOneVerb):
    """The year is not over."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.sentence = f"Năm {year} chưa hết; sổ khóa được từ ngày 31/12/{year}."


class RegisterEmpty(OfOneVerb):
    """Nothing was taken in that year."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.sentence = f"Sổ năm {year} không có hồ sơ nào, không cần khóa."


class RegisterClosedAlready(OfOneVerb):
    """It is closed, and nothing has come since."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.sentence = f"Sổ năm {year} đã khóa, từ đó chưa có hồ sơ nào đến muộn."


def closings(desk: Desk, year: int) -> list[RegisterClosing]:
    """The closings of a year's register, the first one first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ_ALL)
    return desk.store.lists(Register).closings(year)


def to_close(desk: Desk, year: int) -> RegisterClosed:
    """What closing it now would record.

    Raises:
        RoleForbids, NobodySignedIn, RegisterYearRuns, RegisterEmpty, RegisterClosedAlready.
    """
    require(desk, Permission.CLOSE_REGISTER)
    if desk.today < date(year, 12, 31):
        raise RegisterYearRuns(year)
    log, register = desk.store.log, desk.store.lists(Register)
    sizes, earlier = register.sizes(year), register.closings(year)
    if not any(sizes):
        raise RegisterEmpty(year)
    if not sizes[-1]:
        raise RegisterClosedAlready(year)
    per_volume = earlier[0].rows_per_volume if earlier else desk.settings.register.rows_per_volume
    heads = log.heads()
    heads.pop(log.device, None)  # what this machine recorded before the closing itself
    return RegisterClosed(
        year=year,
        rows=sizes[-1],
        last=sum(sizes),
        volumes=-(-sizes[-1] // per_volume),
        rows_per_volume=per_volume,
        heads=tuple(sorted(heads.items())),
        absent=tuple(log.absent()),
        by=desk.clerk.name if desk.clerk else "",
    )


def close_register(desk: Desk, year: int) -> RegisterClosing:
    """Close the register of a year, or its supplement where it was closed before.

    Raises:
        As ``to_close``.
    """
    require(desk, Permission.CLOSE_REGISTER)
    event = to_close(desk, year)
    subject = new_subject(REGISTER)
    desk.store.log.record(subject, desk.by, event)
    return closings(desk, year)[-1]
