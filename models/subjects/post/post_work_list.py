"""The day's lists of the post: what somebody has to look into before going home."""

from enum import StrEnum


class PostWorkList(StrEnum):
    """One of them; each is worked through on a page of the post."""

    ACTS = "acts"
    """What postal staff did and nobody has accepted; for themselves, what was given back."""
    LATE_IN = "late-in"
    """Sent in by post, should have arrived and did not (TT 17/2017 Đ7.2)."""
    LATE_SLIPS = "late-slips"
    """Taken in by post: the slip should be with the sender and is not."""
    LATE_OUT = "late-out"
    """Results that should have arrived and did not."""
    BACK = "back"
    """Results that the post brought back, and parcels of which two scans say different things: to be settled."""
