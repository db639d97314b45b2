"""Codes of the volumes of registers: ``SO.<agency id>-yy1231-NNNN``, NNNN the volume.

In front stands what no agency's identifier begins with, as with lists; behind it the code has the shape of a dossier's,
so that every scanner that reads those reads these.
"""

REGISTER_PREFIX = "SO."
"""Begins the code of a volume (sổ)."""

REGISTER_FORM = "07"
"""What the facts of a signed code call the form."""


def volume_code(agency: str, year: int, volume: int) -> str:
    """The code of a volume of a year's register."""
    return f"{REGISTER_PREFIX}{agency}-{year % 100:02d}1231-{volume:04d}"


def is_volume(code: str) -> bool:
    """Whether a code is a volume's."""
    return code.startswith(REGISTER_PREFIX)
