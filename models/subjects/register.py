"""The register of dossiers (sổ theo dõi hồ sơ): what is asked of it, and its lines."""

from datetime import date

from msgspec import Struct

from models.calendar.clock import instant, local_day
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DossierRow

RegisterKey = tuple[int, str, int]
"""Where a dossier stands in the order: microsecond of its receipt, its code, number of its row."""


NO_RESULT = {
    DossierStatus.REFUSED: "TỪ CHỐI",
    DossierStatus.WITHDRAWN: "ĐÃ RÚT",
    DossierStatus.STOPPED: "ĐÃ DỪNG",
    DossierStatus.VOIDED: "ĐÃ HỦY",
}
"""What stands in place of a result, on paper and on screen, for each way in which a dossier ends without one."""


class RegisterQuery(Struct, frozen=True, kw_only=True):
    """What is asked of the register.

    Attributes:
        first, last: days of receipt, both included.
        field: the register of this field of procedures; empty = of all.
        unit: identifier of the unit that resolves; empty = any.
        words: each begins a word of the dossier, as in a search; empty = any.
    """

    first: date
    last: date
    field: str = ""
    unit: str = ""
    words: str = ""


class RegisterLine(Struct, frozen=True):
    """A dossier with its number in the register of its year.

    Attributes:
        part: 0 = the register itself, as it was closed or is still open; 1, 2 … the supplement of what came after that
            closing of its year.
    """

    number: int
    row: DossierRow
    key: RegisterKey
    part: int = 0

    @property
    def year(self) -> int:
        """The year of its register."""
        return year_of(self.key)


class UnitCount(Struct, frozen=True):
    """A unit that resolves dossiers of a period, and how many."""

    id: str
    name: str
    count: int


def year_of(key: RegisterKey) -> int:
    """The year, on the office calendar, of a place in the order."""
    return local_day(instant(key[0])).year
