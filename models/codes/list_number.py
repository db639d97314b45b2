"""Numbers of hand-over lists: ``BG.<agency id>-yyMMdd-NNNN``, NNNN from the block of the machine that makes the list.

In front stands what no agency's identifier begins with, so that a list's number is never a dossier's; behind it the
number has the shape of a dossier's, so that every scanner that reads those reads these.
"""

LIST_PREFIX = "BG."
"""Begins the number of a list (bàn giao)."""


def list_number_in(code: str) -> str:
    """The number of a list that was typed or scanned, without a scanner's letter in front; empty = it is none."""
    before, found, number = code.strip().upper().partition(LIST_PREFIX)
    return found + number if found and number and len(before) <= 1 else ""
