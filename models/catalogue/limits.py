"""A time limit as files write it: ``same day``, ``7 working days``, ``1 hour``."""

import re

from models.procedure import LimitUnit, TimeLimit

_LIMIT = re.compile(r"(\d+(?:\.\d+)?) (working days|days|working hours|hours)")
_UNITS = {
    "working days": LimitUnit.WORKING_DAYS,
    "days": LimitUnit.DAYS,
    "working hours": LimitUnit.WORKING_HOURS,
    "hours": LimitUnit.HOURS,
}


def read_limit(text: str, source: str = "") -> TimeLimit | None:
    """The limit of these words and the text that set it; empty = none was published.

    Raises:
        ValueError: it is no limit.
    """
    if not text:
        return None
    if text == "same day":
        return TimeLimit(amount=1, same_day=True, source=source)
    found = _LIMIT.fullmatch(re.sub(r"(day|hour)$", r"\1s", text))
    if found is None:
        raise ValueError(f"not a limit: {text!r}")
    return TimeLimit(amount=float(found[1]), unit=_UNITS[found[2]], source=source)
