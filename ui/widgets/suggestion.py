"""One line of a list of offers, as data."""

from msgspec import Struct


class Suggestion(Struct, frozen=True):
    """What it says, a smaller line, and what it stands for."""

    words: str
    detail: str = ""
    value: object = None

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return f"{self.words}, {self.detail}" if self.detail else self.words
