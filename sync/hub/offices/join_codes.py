"""One-time codes that admit a machine: can be read out and typed, cannot be guessed."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O, 1 I L and U: nothing that reads or sounds like another."""

LENGTH, GROUP = 16, 4
"""78 bits: nobody finds one by trying, not even with a copy of the database at hand."""


def fresh() -> str:
    """A new code: four groups of four, for instance "7KQF-93XB-AEWN-5RTH"."""
    plain = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(plain[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def hashed(code: str) -> bytes:
    """The stored hash of a code, ignoring case, hyphens and spaces."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(b"motcua code " + plain.encode()).digest()
