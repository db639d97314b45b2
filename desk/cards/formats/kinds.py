"""The kinds of scan results, and the cautions a clerk should check."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from desk.cards.formats.vietqr import TransferCode
from models.person import Person


class ScanKind(StrEnum):
    """What the scanner's text was."""

    ID_CARD = "id_card"
    MRZ = "mrz"
    DOSSIER_CODE = "dossier_code"
    VIETQR = "vietqr"
    RECOVERY_KEY = "recovery_key"
    UNKNOWN = "unknown"


class Caution(StrEnum):
    """What only warns. A field that could not be read surely is empty, and a caution says so."""

    SEX_DIGIT = "sex_digit"
    """The number's 4th digit says the other sex."""
    CENTURY_DIGIT = "century_digit"
    """The number's 4th digit says another century of birth."""
    YEAR_DIGITS = "year_digits"
    """The number's 5th and 6th digits say another year of birth."""
    PREFIX_UNKNOWN = "prefix_unknown"
    """No province has these first three digits (birth registered abroad, perhaps)."""
    TEXT_REPAIRED = "text_repaired"
    """Letters came in a wrong encoding; the round trip proves the repair."""
    TEXT_UNCERTAIN = "text_uncertain"
    """Letters came damaged and could not be restored with certainty: fields holding such letters are empty."""
    MARKS_LOST = "marks_lost"
    """The scanner dropped the marks ("Nu"): name and address are as it sent them."""
    NAME_MISSING = "name_missing"
    NAME_WITHOUT_MARKS = "name_without_marks"
    """The machine-readable zone knows no Vietnamese letters."""
    NAME_MAY_BE_CUT = "name_may_be_cut"
    """The name fills its whole line of the machine-readable zone."""
    OLD_NUMBER_UNREADABLE = "old_number_unreadable"
    BIRTH_DATE_IMPOSSIBLE = "birth_date_impossible"
    """No such day (31/02); left empty, not rolled over."""
    BIRTH_YEAR_ONLY = "birth_year_only"
    BORN_AFTER_TODAY = "born_after_today"
    SEX_MISSING = "sex_missing"
    ADDRESS_MISSING = "address_missing"
    ADDRESS_MAY_BE_CUT = "address_may_be_cut"
    """The text ends with the address: what was lost behind it may have begun within it."""
    CAPS_LOCK = "caps_lock"
    """Large and small letters came the other way round, and were turned back."""
    LAYOUT = "layout"
    """Digits came as the letters of Windows' Vietnamese keyboard layout, and were read as digits."""
    ISSUE_DATE_MISSING = "issue_date_missing"
    ISSUE_DATE_IMPOSSIBLE = "issue_date_impossible"
    ISSUED_AFTER_TODAY = "issued_after_today"
    ISSUED_BEFORE_BIRTH = "issued_before_birth"
    EXTRA_TEXT = "extra_text"
    """More stood behind the known fields; it is in ``text`` and was not used."""
    CARD_EXPIRED = "card_expired"
    PASSPORT_EXPIRED = "passport_expired"
    NATIONALITY_UNKNOWN = "nationality_unknown"
    """Neither ISO 3166 nor ICAO 9303-3 knows the three letters."""
    CHECK_DIGIT_WRONG = "check_digit_wrong"
    """Three lines of a machine-readable zone that do not add up: nothing of them was used."""
    CHECKSUM_WRONG = "checksum_wrong"
    """A bank transfer code whose checksum is wrong: nothing of it was used."""


class Scan(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing held under the scanner.

    Attributes:
        text: what came, decoded, NFC, cleaned.
        person: of an ID card or its machine-readable zone; never proof of identity.
        code: a dossier code.
        paper: of a signed paper: code and digits, see ``models.codes.signed_paper``.
        vietqr: a bank transfer whose checksum is right.
        secret: of a recovery sheet, whose ``text`` is empty: for no log, no banner, no answer of a command.
        expires_on: the last day of the card or passport, as its machine-readable zone says.
    """

    kind: ScanKind
    text: str
    person: Person | None = None
    code: str = ""
    paper: str = ""
    vietqr: TransferCode | None = None
    secret: str = ""
    expires_on: date | None = None
    cautions: tuple[Caution, ...] = ()
    ended: bool = True
    """Whether the scanner said where the scan ends (CR, LF); else only its silence did."""
