"""A list of people as understood: those who can be taken in, lines to be put right, lines that hold no person."""

from enum import StrEnum

from msgspec import Struct

from desk.intake.columns import ListedColumn
from models.person import Person
from models.person_doubts import Doubt

MOST_ROWS = 500
"""More in one list is a slip of the hand; a school brings some two hundred."""


class ListFault(StrEnum):
    """What is wrong with a line."""

    NAME_MISSING = "name_missing"
    NAME_ODD = "name_odd"
    """What stands where the name should is none: digits, signs."""
    NOT_A_PERSON = "not_a_person"
    """Only a name, where the others have more: a signature, a heading."""
    SEVERAL_PEOPLE = "several_people"
    NUMBER_MALFORMED = "number_malformed"
    ZEROS_LOST = "zeros_lost"
    DIGITS_LOST = "digits_lost"
    NUMBER_EITHER = "number_either"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_ORDER = "date_order"
    """A column in which days can only be read with the month first."""
    DATE_EITHER = "date_either"
    """A day that Excel may have read with the month first."""
    CENTURY_OPEN = "century_open"
    BIRTH_TWICE = "birth_twice"
    """Two days of birth in one line that differ."""
    SEX_UNKNOWN = "sex_unknown"
    ADDRESS_MISSING = "address_missing"
    UNCLEAR = "unclear"
    """A cell that may be one thing or another."""
    CELLS_TOO_MANY = "cells_too_many"
    """More cells than there are columns: what belongs where cannot be told."""
    ABOVE_HEADS = "above_heads"
    TWICE = "twice"
    """The same person stands further up."""
    NUMBER_TWICE = "number_twice"
    """Another person further up has this number."""
    JUDGED = "judged"
    """What cannot be of any person: see ``doubt``."""
    TOO_MANY = "too_many"
    """Beyond ``MOST_ROWS``."""


class Remark(StrEnum):
    """What was understood in another way than it is written; the doubts of ``models.person_doubts`` stand beside."""

    ZERO_OF_PHONE = "zero_of_phone"
    """A phone that Excel took the zero from has it again."""
    TCVN3 = "tcvn3"
    VNI = "vni"
    DATE_FROM_SERIAL = "date_from_serial"
    YEAR_OF_TWO_DIGITS = "year_of_two_digits"
    ISSUED_UNREADABLE = "issued_unreadable"
    """The day a card was issued is no day, and is left out."""
    TITLE = "title"
    """Ông, bà, anh in front of the name: a proposal goes without."""
    PARTED_BY_BLANKS = "parted_by_blanks"
    """A line whose parts nothing but blanks or dashes sets apart."""
    NAME_JOINED = "name_joined"
    """Of two cells that no head names."""


class Change(Struct, frozen=True):
    """A proposal for a cell: put in by a person, never by itself."""

    old: str
    new: str


class ListedPerson(Struct, frozen=True):
    """One person of a list, and the line of the text.

    Attributes:
        warnings: to be looked at: values of ``Remark`` and ``Doubt``.
        changes: better spellings, proposed.
    """

    line: int
    person: Person
    warnings: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class BadRow(Struct, frozen=True):
    """A line that is taken in by nobody until it is put right.

    Attributes:
        about: the text it is about.
        further: the line further up, where it is about one.
    """

    line: int
    text: str
    fault: ListFault
    about: str = ""
    further: int = 0
    doubt: Doubt | None = None
    changes: tuple[Change, ...] = ()


class Passed(Struct, frozen=True):
    """A line that holds no person: title, heads, sum, signature."""

    line: int
    text: str
    is_head: bool = False


class Listed(Struct, frozen=True):
    """A list as understood.

    Attributes:
        columns: by their heads; empty where cells are known by their shape.
        width: how many cells the longest line has.
        sheets, encoding: of the file, see ``PeopleTable``.
    """

    rows: tuple[ListedPerson, ...] = ()
    bad: tuple[BadRow, ...] = ()
    passed: tuple[Passed, ...] = ()
    columns: tuple[ListedColumn, ...] = ()
    width: int = 0
    sheets: tuple[str, ...] = ()
    encoding: str = ""

    @property
    def changes(self) -> dict[int, tuple[Change, ...]]:
        """Everything that is proposed, by line."""
        of_people = {row.line: row.changes for row in self.rows if row.changes}
        return of_people | {row.line: row.changes for row in self.bad if row.changes}
