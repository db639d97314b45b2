"""Client of generation B: three addresses, lists of strings (domain.md §5.2 B, F5 B). It has no queries.

The fate of a message without an answer is learned by sending it again: "đã tồn tại" means it was received.
"""

import base64
from collections.abc import Sequence
from hashlib import sha256

import msgspec

from sync.hub.national.answers import (
    Answer,
    MessageRefused,
    MessageTaken,
    NationalDossier,
    NoAnswer,
    NoAnswerReason,
    PriorAttempts,
)
from sync.hub.national.settings import National
from sync.hub.national.wire import NationalWire, Reply, word
from sync.national import words
from sync.national.fields import ItemB, NationalProgress
from sync.national.message import item_b, steps_b
from sync.national.steps import NationalStep, Way


class NationalClientB:
    """Client of generation B."""

    def __init__(self, wire: NationalWire, national: National, password: str) -> None:
        self._wire = wire
        self._national = national
        self._headers = {"dstcode": national.station} if national.station else {}
        if national.user:
            pair = base64.b64encode(f"{national.user}:{password}".encode()).decode("ascii")
            self._headers["Authorization"] = f"Basic {pair}"

    def digest(self, dossier: NationalDossier) -> bytes:
        """Digest of the message."""
        return sha256(msgspec.json.encode(_item(dossier))).digest()

    def steps(self, way: Way) -> tuple[NationalStep, ...]:
        """The steps, the first always with state 2."""
        return steps_b(way)

    def tell(self, dossier: NationalDossier, doubt: PriorAttempts) -> Answer:
        """Create; update if it exists, unless the existing one is known to be this very message."""
        data = [_item(dossier)]
        if not doubt.at_nation:
            answer = self._send(self._national.create, data)
            if not isinstance(answer, MessageRefused) or words.ALREADY_THERE not in answer.reason.lower():
                return answer
            if doubt.sent_before and doubt.same:
                return MessageTaken()
        return self._send(self._national.update, data)

    def tell_steps(self, steps: Sequence[NationalProgress], doubt: PriorAttempts) -> Answer:
        """Send all steps in one message. "Already exists" counts as accepted."""
        del doubt  # nothing can be asked
        answer = self._send(self._national.progress, list(steps))
        one_known = (
            len(steps) == 1 and isinstance(answer, MessageRefused) and words.ALREADY_THERE in answer.reason.lower()
        )
        return MessageTaken() if one_known else answer

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def _send(self, path: str, data: Sequence[object]) -> Answer:
        reply = self._wire.post(path, data, self._headers)
        return reply if isinstance(reply, NoAnswer) else self._judged(reply)

    def _judged(self, reply: Reply) -> Answer:
        """The result by the words of the answer: "thành công" is success, whatever the code."""
        found = reply.object
        if found is not None and word(found, "error_code") in self._national.busy_codes:
            return NoAnswer(NoAnswerReason.FAILING, outcome_unknown=False)
        said = word(found, "message") if found is not None else reply.text.strip('" ')
        if not said:
            return NoAnswer(NoAnswerReason.NO_ANSWER)
        taken = words.SUCCESS in said.lower() and words.ALREADY_THERE not in said.lower()
        return MessageTaken() if taken and reply.status < 400 else MessageRefused(said)


def _item(dossier: NationalDossier) -> ItemB:
    return item_b(dossier.way, dossier.office, dossier.rules)
