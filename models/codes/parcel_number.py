"""Numbers of parcels (phiếu gửi): ``PG.<agency id>-yyMMdd-NNNN``, NNNN from the machine's block, as those of lists.

The list with which parcels went to the post is numbered by its first parcel, ``DB.…``: a parcel goes on one list alone.
"""

PARCEL_PREFIX = "PG."
POST_LIST_PREFIX = "DB."


def parcel_number_in(code: str) -> str:
    """The number of a parcel that was typed or scanned, without a scanner's letter in front; empty = it is none."""
    before, found, number = code.strip().upper().partition(PARCEL_PREFIX)
    return found + number if found and number and len(before) <= 1 else ""


def post_list_number(first_parcel: str) -> str:
    """The number of the list whose first parcel has this number."""
    return POST_LIST_PREFIX + first_parcel.removeprefix(PARCEL_PREFIX)
