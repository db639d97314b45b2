"""Tax codes: ten digits with a check digit, thirteen for a branch, twelve of a household.

Since 01/07/2025 a household's or a person's tax code is the personal number (Luật Quản lý thuế 2019 Đ35.7, TT
86/2024/TT-BTC). A check digit that does not fit only warns: registers hold odd ones.
"""

import re
from enum import StrEnum

_BODY = re.compile(r"[0-9]{10}")
_BRANCH = re.compile(r"([0-9]{10})-?([0-9]{3})")
_PERSONAL = re.compile(r"[0-9]{12}")


class TaxCodeKind(StrEnum):
    """What a tax code is."""

    EMPTY = "empty"
    BODY = "body"
    BRANCH = "branch"
    PERSONAL = "personal"
    DOUBTFUL = "doubtful"
    """The digits are as many as they should be, but the check digit is another."""
    MALFORMED = "malformed"


def tax_code_kind(text: str) -> TaxCodeKind:
    """What this is, by length and check digit."""
    bare = text.strip()
    if not bare:
        return TaxCodeKind.EMPTY
    if _PERSONAL.fullmatch(bare):
        return TaxCodeKind.PERSONAL
    branch = _BRANCH.fullmatch(bare)
    if branch is None and _BODY.fullmatch(bare) is None:
        return TaxCodeKind.MALFORMED
    from stdnum.vn import mst  # noqa: PLC0415 - only where a body files

    fits = mst.is_valid("".join(branch.groups())) if branch else mst.is_valid(bare)
    if not fits:
        return TaxCodeKind.DOUBTFUL
    return TaxCodeKind.BRANCH if branch else TaxCodeKind.BODY


def tidy_tax_code(text: str) -> str:
    """Without blanks and dots, a branch with its hyphen; otherwise as written."""
    bare = re.sub(r"[\s.]+", "", text)
    branch = _BRANCH.fullmatch(bare)
    return f"{branch[1]}-{branch[2]}" if branch else bare if re.fullmatch(r"[0-9]+", bare) else text.strip()
