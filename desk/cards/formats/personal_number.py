"""What the 12 digits of a personal number say of their bearer, as cautions of a scan; see ``models.person_doubts``."""

from datetime import date

from desk.cards.formats.kinds import Caution
from models import person_doubts
from models.person import Sex


def disagreements(number: str, born_on: date | None, born_year: int | None, sex: Sex | None) -> list[Caution]:
    """Where the digits and the other fields contradict each other."""
    return [Caution(doubt.value) for doubt in person_doubts.disagreements(number, born_on, born_year, sex)]
