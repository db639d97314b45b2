"""One line of a list of offers."""

from msgspec import Struct


class Offer(Struct, frozen=True):
    """What it says, a smaller line, and what it stands for."""

    words: str
    detail: str = ""
    value: object = None
