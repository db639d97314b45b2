"""Reasons for an appointment that the time limit alone does not give."""

from desk.words.terms import moment
from models.text import clean
from models.working_days import Due


def agreed(why: str) -> tuple[str, ...]:
    """Agreed by hand."""
    return (f"Ngày hẹn do hai bên thỏa thuận: {clean(why).rstrip('.')}.",)


def transferred(unit: str, moved: Due) -> tuple[str, ...]:
    """The way to the authority that resolves it comes first."""
    return (f"Hồ sơ do {unit} giải quyết: luân chuyển đến {moment(moved.at)}, thời hạn tính từ đó.",)
