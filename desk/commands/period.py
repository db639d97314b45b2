"""The days that figures are asked of: a pair of options, by default this month so far."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from desk.desk import Desk

DAY = click.DateTime(["%Y-%m-%d"])

F = TypeVar("F", bound=Callable[..., Any])


def of_period(function: F) -> F:
    """Takes ``--from`` and ``--to``, as ``first`` and ``last``; see ``days_asked``."""
    function = click.option("--to", "last", type=DAY, metavar="NGÀY", help="Ngày cuối; mặc định hôm nay.")(function)
    return click.option("--from", "first", type=DAY, metavar="NGÀY", help="Ngày đầu; mặc định đầu tháng này.")(function)


def days_asked(desk: Desk, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    """The first and the last day, both included."""
    return first.date() if first else desk.today.replace(day=1), last.date() if last else desk.today
