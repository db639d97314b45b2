"""The letter of a machine's tickets: what it may be, which a machine usually has, which the hub leases to a new one."""

import re
from collections.abc import Collection
from itertools import product
from string import ascii_uppercase

from models.ids import DeviceId

LETTER = r"\A[A-Za-z]{1,2}\Z"
"""What the tickets of a machine begin with."""

is_letter = re.compile(LETTER).match
"""Whether a text is such a letter."""


def usual_letter(number: DeviceId) -> str:
    """Letter of machine ``number`` where nobody chose one: A, B, C…, after Z once more from A with a second letter."""
    first, second = divmod(max(1, number) - 1, 26)
    letter = chr(ord("A") + second)
    return letter if first == 0 else chr(ord("A") + (first - 1) % 26) + letter


def free_letter(number: DeviceId, taken: Collection[str]) -> str:
    """A for machine 1, B for 2… where it is free, else the next free one; after Z come AA, AB and so on."""
    own = ascii_uppercase[number - 1 : number]
    pairs = [first + second for first, second in product(ascii_uppercase, repeat=2)]
    free: list[str] = [letter for letter in (own, *ascii_uppercase, *pairs) if letter and letter not in taken]
    return free[0]
