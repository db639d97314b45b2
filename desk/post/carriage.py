"""How long the post carries, in working days, and what it is to be asked by its number."""

from datetime import date

from desk.desk import Desk
from models.places.old_places import commune_now
from models.places.places import read_today
from models.places.spelling import fold, province_key

SAME_COMMUNE, SAME_PROVINCE, ELSEWHERE = 1, 2, 4
"""Working days to arrive, J the day of hand-over (TT 17/2017 Đ7.2); the circular's district is read as the commune."""

WITH_SLIP = 2
"""Times as many until the slip of what was taken in is with the sender (TT 17/2017 Đ7.2: J+1 and J+2, J+2 and J+4)."""


def days_between(desk: Desk, address: str) -> int:
    """Working days between the office and this address; one that names no province is in the office's own."""
    commune, office = commune_now(address), desk.settings.office
    province = commune.province if commune is not None else read_today(address).province
    if province is not None and province_key(province.name) != province_key(office.province):
        return ELSEWHERE
    same = commune is not None and fold(commune.name) == fold(office.place)
    return SAME_COMMUNE if same else SAME_PROVINCE


def working_days_after(desk: Desk, day: date, days: int) -> date:
    """The day so many working days after this one."""
    for _ in range(days):
        day = desk.calendar.next_working(day)
    return day
