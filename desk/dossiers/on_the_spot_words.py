"""The legs of what is done on the spot, as one sentence."""

from datetime import date, datetime, timedelta

from models.calendar.clock import local
from models.subjects.on_the_spot import Legs


def legs_words(legs: Legs) -> str:
    """``"Làm tại chỗ: nhận 08:00, trình ký 08:02 (Tư mang đi), ký 08:10, về quầy 08:15, trả 08:16; mất 16 phút."``.

    What is still to come is named instead of the time it took: ``"…; chờ ký."``.
    """
    if legs.received is None:
        return ""
    day = local(legs.received).date()
    carried = f" ({legs.courier} mang đi)" if legs.courier else ""
    done = (
        ("nhận", legs.received, ""),
        ("trình ký", legs.submitted, carried),
        ("ký", legs.signed, ""),
        ("về quầy", legs.back, ""),
        ("trả", legs.returned, ""),
    )
    said = ", ".join(f"{name} {_when(at, day)}{more}" for name, at, more in done if at is not None)
    return f"Làm tại chỗ: {said}; {_ends(legs, legs.received)}."


def _ends(legs: Legs, since: datetime) -> str:
    if legs.returned is not None:
        minutes = (legs.returned - since) // timedelta(minutes=1)
        return f"mất {minutes} phút" if minutes else "xong ngay"
    if legs.back is not None:
        return "chờ trả"
    if legs.signed is not None:
        return "chờ về quầy"
    return "chờ ký" if legs.submitted is not None else "chờ trình ký"


def _when(at: datetime, day: date) -> str:
    """The hour, with the day where it is another than that of the receipt."""
    here = local(at)
    return f"{here:%H:%M}" if here.date() == day else f"{here:%H:%M %d/%m}"
