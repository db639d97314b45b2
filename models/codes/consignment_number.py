"""Numbers of consignments (phiếu gửi hồ sơ): ``PH.<agency id>-yyMMdd-NNNN``, NNNN from the machine's block.

The record with which consignments were handed in (biên bản giao nhận) is numbered by its first one, ``BG.…``.
"""

CONSIGNMENT_PREFIX = "PH."
RECORD_PREFIX = "BG."


def consignment_number_in(code: str) -> str:
    """The number of a consignment that was typed or scanned, without a scanner's letter in front; empty = none."""
    before, found, number = code.strip().upper().partition(CONSIGNMENT_PREFIX)
    return found + number if found and number and len(before) <= 1 else ""


def record_number(first_consignment: str) -> str:
    """The number of the record whose first consignment has this number."""
    return RECORD_PREFIX + first_consignment.removeprefix(CONSIGNMENT_PREFIX)
