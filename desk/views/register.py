"""Views of the register: its lines, what narrows it, the way to the desk for writing it out."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from msgspec import Struct

from desk.desk import Desk
from desk.register import closing, register
from desk.register.register import RegisterChoices
from desk.register.register_words import about_to_close_words, closed_words
from desk.views import PAGE
from desk.views.state import Views
from models.subjects.register import RegisterLine, RegisterQuery

T = TypeVar("T")


class RegisterLines(Struct, frozen=True, kw_only=True):
    """A page of lines, and how many there are in all."""

    lines: tuple[RegisterLine, ...]
    in_all: int


class RegisterViews(Views):
    """The dossiers of a period in the order of their receipt."""

    def today(self) -> date:
        """The day on the office calendar."""
        return self.desk.today

    def page(self, asked: RegisterQuery, after: RegisterLine | None) -> RegisterLines:
        """The first page, or the one behind a line; whom it shows is recorded."""
        lines = register.page(self.desk, asked, limit=PAGE, after=after)
        return RegisterLines(lines=tuple(lines), in_all=register.count(self.desk, asked))

    def choices(self, first: date, last: date) -> RegisterChoices:
        """What the dossiers of a period can be narrowed by."""
        return register.choices(self.desk, first, last)

    def closings(self, first: date, last: date) -> tuple[str, ...]:
        """How the registers of these days were closed, as sentences."""
        years = range(first.year, last.year + 1)
        return tuple(closed_words(one) for year in years for one in closing.closings(self.desk, year))

    def about_to_close(self, year: int) -> str:
        """What closing the register of a year would do, as a sentence; refused as closing is."""
        return about_to_close_words(closing.to_close(self.desk, year))

    def close(self, year: int) -> str:
        """Close the register of a year, as a sentence."""
        return closed_words(closing.close_register(self.desk, year))

    def with_desk(self, step: Callable[[Desk], T]) -> T:
        """One step of writing it out."""
        return step(self.desk)
