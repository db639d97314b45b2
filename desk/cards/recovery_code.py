"""The QR code of a recovery sheet: told apart from everything else, so that its digits reach nothing but their page."""

import re

from models.codes.recovery_digits import PREFIX

_CODE = re.compile(
    r"\s*(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{6})?\s*" + re.escape(PREFIX) + r"([0-9 \-]{1,80})", re.IGNORECASE
)


def first(text: str) -> tuple[str, int] | None:
    """The digits and groups the text begins with, and how long it all is; None when it begins with something else."""
    found = _CODE.match(text)
    return None if found is None else (found[1].strip(), found.end())
