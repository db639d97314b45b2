"""Every outcome of the import has its words."""

from desk.words.national_list import MADE
from sync.national.procedures import Interpretation


def test_every_outcome_has_its_words() -> None:
    assert set(MADE) == set(Interpretation)
