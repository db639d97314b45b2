"""A simulated national system for training: accepts every valid message; nothing leaves the machine."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from sync.hub.national.answers import Answer, MessageRefused, MessageTaken, NationalDossier, PriorAttempts
from sync.national import words
from sync.national.fields import NationalProgress
from sync.national.message import item_b
from sync.national.shapes import is_code, procedure
from sync.national.steps import NationalStep, Way


class NationalClientPractice:
    """A client that answers itself, with generation B's messages."""

    def digest(self, dossier: NationalDossier) -> bytes:
        """Digest of the message."""
        return sha256(msgspec.json.encode(item_b(dossier.way, dossier.office, dossier.rules))).digest()

    def steps(self, way: Way) -> tuple[NationalStep, ...]:
        """The steps unchanged."""
        return way.steps

    def tell(self, dossier: NationalDossier, doubt: PriorAttempts) -> Answer:
        """Accepted if code, procedure and owner are given."""
        del doubt
        item = item_b(dossier.way, dossier.office, dossier.rules)
        wrong = {
            "MaHoSo": not is_code(item.code),
            "MaTTHC": not procedure(item.procedure),
            "ChuHoSo": not item.owner,
        }
        named = ", ".join(name for name, is_wrong in wrong.items() if is_wrong)
        return MessageRefused(f"{words.LACKS}: {named}") if named else MessageTaken()

    def tell_steps(self, steps: Sequence[NationalProgress], doubt: PriorAttempts) -> Answer:
        """Always accepted."""
        del steps, doubt
        return MessageTaken()

    def close(self) -> None:
        """Does nothing."""
