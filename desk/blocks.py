"""The numbers a machine that no province leases any to gives out by itself: told from its number in the office."""

from desk.settings import HIGHEST
from models.ids import DeviceId

_THOUSANDS = 9


def usual_block(number: DeviceId) -> tuple[int, int]:
    """First and last NNNN of the dossier codes of machine ``number``; no two machines up to 19 share one.

    Machine 3 has 3001 to 3999. From the tenth on each has a hundred of those that no low machine uses: 0001 to 0099,
    0100 to 0199 … 0900 to 0999. Beyond the nineteenth somebody has to say: ``(1, 9999)`` is given, which is never
    right in an office of several machines.
    """
    if 1 <= number <= _THOUSANDS:
        return number * 1_000 + 1, number * 1_000 + 999
    if number <= _THOUSANDS + 10:
        hundred = (number - _THOUSANDS - 1) * 100
        return max(1, hundred), hundred + 99
    return 1, HIGHEST


def usual_letter(number: DeviceId) -> str:
    """First letter of the tickets of machine ``number``: A, B, C…, after Z once more from A with a second letter."""
    first, second = divmod(max(1, number) - 1, 26)
    letter = chr(ord("A") + second)
    return letter if first == 0 else chr(ord("A") + (first - 1) % 26) + letter
