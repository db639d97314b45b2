"""What a poster says of prices and hours."""

from itertools import groupby

from desk.posters.poster_state import PosterLine, PosterState
from desk.words.money import dong
from desk.words.terms import WEEKDAYS, moment
from models.calendar.calendar_days import Session, WorkingHours
from models.fees import FIRST_PAGES, FURTHER_PAGES, MOST_PER_COPY
from models.procedure import FeeKind, FeeRule


def fee_words(rule: FeeRule) -> str:
    """The price of one way as a citizen reads it: ``"8.000 đồng"``, ``"2.000 đồng mỗi bản"``, ``"miễn phí"``."""
    known = "; ".join(_priced(one) for one in (rule, *rule.further) if one.kind not in _UNKNOWN)
    return known or _UNKNOWN[rule.kind]


_UNKNOWN = {
    FeeKind.FREE: "miễn phí",
    FeeKind.SET_BY_PROVINCE: "do HĐND tỉnh quy định",
    FeeKind.NO_INFORMATION: "hỏi tại quầy",
}


def _priced(rule: FeeRule) -> str:
    match rule.kind:
        case FeeKind.COPY_PAGES:
            most = f", không quá {dong(MOST_PER_COPY)} mỗi bản"
            said = f"{dong(FIRST_PAGES)} mỗi trang, từ trang thứ ba {dong(FURTHER_PAGES)} mỗi trang{most}"
        case FeeKind.PER_COPY:
            said = f"{dong(rule.amount)} mỗi bản"
        case FeeKind.PER_PERSON:
            said = f"{dong(rule.amount)} mỗi người"
        case _:
            said = dong(rule.amount)
    most = f", không quá {dong(rule.most)}" if rule.most else ""
    return f"{rule.name}: {said}{most}" if rule.name else f"{said}{most}"


def hours_words(hours: WorkingHours) -> tuple[str, ...]:
    """Days with the same hours together: ``"Thứ Hai đến thứ Sáu 07:00–11:30 và 13:30–17:00"``."""
    found = []
    for sessions, group in groupby(range(7), key=lambda day: hours.week[day]):
        if sessions:
            days = [WEEKDAYS[day] for day in group]
            span = days[0] if len(days) == 1 else f"{days[0]} đến {days[-1]}"
            found.append(f"{span[0].upper()}{span[1:]} {' và '.join(map(_session, sessions))}")
    return tuple(found)


def _session(session: Session) -> str:
    return f"{session.opens:%H:%M}–{session.closes:%H:%M}"


HALL_NAME = "Trụ sở"
"""The board of the office's own hall."""

POSTER_STATE = {
    PosterState.MISSING: "Chưa có",
    PosterState.CURRENT: "Đúng",
    PosterState.OUT_OF_DATE: "Không còn đúng, cần in lại",
    PosterState.WITHDRAWN: "Gỡ xuống",
}


def line_words(line: PosterLine) -> str:
    """``"1.001193 Đăng ký khai sinh · Trụ sở · Đúng, in 08:00 thứ Hai 23/11/2026"``."""
    when = f", in {moment(line.up.at)}" if line.up else ""
    return f"{line.procedure} {line.name} · {line.hamlet or HALL_NAME} · {POSTER_STATE[line.state]}{when}"
