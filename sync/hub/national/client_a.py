"""Client of generation A: one address, a session, services by name (domain.md §5.2 A, F5 A)."""

from collections.abc import Mapping, Sequence
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
from sync.national.fields import NationalProgress
from sync.national.message import item_a
from sync.national.rules import Named
from sync.national.steps import NationalStep, Way

TAKEN = ("0", "00")
"""``error_code`` of success: both are seen."""

Found = dict[str, object]


class NationalClientA:
    """Client of generation A. Logs in when needed, and again when the session has expired."""

    def __init__(self, wire: NationalWire, national: National, password: str) -> None:
        self._wire = wire
        self._national = national
        self._password = password
        self._session = ""
        self._names: dict[str, Named] = {}
        self._headers = {"dstcode": national.station} if national.station else {}

    def digest(self, dossier: NationalDossier) -> bytes:
        """Digest of the message with our own procedure names; the national system is not asked for its names."""
        return sha256(msgspec.json.encode(item_a(dossier.way, dossier.office, dossier.rules))).digest()

    def steps(self, way: Way) -> tuple[NationalStep, ...]:
        """The steps unchanged."""
        return way.steps

    def tell(self, dossier: NationalDossier, doubt: PriorAttempts) -> Answer:
        """Create or update. After an unknown outcome it first asks whether the dossier is there."""
        item = item_a(dossier.way, dossier.office, dossier.rules)
        named = self._named(item.procedure)
        if isinstance(named, NoAnswer):
            return named
        there = doubt.at_nation
        if doubt.sent_before and not there:
            asked = self._ask(item.code)
            if isinstance(asked, NoAnswer):
                return asked
            there = asked is not None
            if there and doubt.same:
                return MessageTaken()
        data = [item_a(dossier.way, dossier.office, dossier.rules, named)]
        if not there:
            answer = self._send("DongBoHoSoMC", {"isUpdating": "False", "data": data})
            if not isinstance(answer, MessageRefused) or words.ALREADY_THERE not in answer.reason.lower():
                return answer
        return self._send("DongBoHoSoMC", {"isUpdating": "True", "data": data})

    def tell_steps(self, steps: Sequence[NationalProgress], doubt: PriorAttempts) -> Answer:
        """Send the steps that the national system does not show already."""
        if doubt.sent_before:
            asked = self._ask(steps[0].code)
            if isinstance(asked, NoAnswer):
                return asked
            steps = [step for step in steps if not _shows(asked, step)]
        if not steps:
            return MessageTaken()
        answer = self._send("CapNhatTienDoHoSoMC", {"data": list(steps)})
        if isinstance(answer, MessageRefused) and words.ALREADY_THERE in answer.reason.lower() and len(steps) == 1:
            return MessageTaken()
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def _ask(self, code: str) -> Found | NoAnswer | None:
        """What the national system shows of a dossier; None = it has none."""
        found = self._call("TraCuuHoSo", {"mahoso": code})
        if isinstance(found, NoAnswer):
            return NoAnswer(found.why, outcome_unknown=True)  # what was sent before is as unknown as it was
        result = found.get("result")
        return found if isinstance(result, list) and result else None

    def _named(self, procedure: str) -> Named | NoAnswer | None:
        """The national system's names of a procedure and its field; None = it returns none."""
        if procedure in self._names:
            return self._names[procedure]
        found = self._call("LayThuTuc", {"maTTHC": procedure})
        if isinstance(found, NoAnswer):
            return NoAnswer(found.why, outcome_unknown=False)
        named = _named(found)
        if named is not None:
            self._names[procedure] = named
        return named

    def _send(self, service: str, more: Mapping[str, object]) -> Answer:
        found = self._call(service, more)
        if isinstance(found, NoAnswer):
            return found
        code, said = word(found, "error_code"), _said(found)
        if code in self._national.busy_codes:
            return NoAnswer(NoAnswerReason.FAILING, outcome_unknown=False)
        if code in TAKEN and words.ALREADY_THERE not in said.lower():
            return MessageTaken()
        return MessageRefused(said or code) if code or said else NoAnswer(NoAnswerReason.NO_ANSWER)

    def _call(self, service: str, more: Mapping[str, object]) -> Found | NoAnswer:
        """Call one service; logs in again once if the session has expired."""
        for _ in range(2):
            if not self._session:
                trouble = self._log_in()
                if trouble is not None:
                    return trouble
            body = {"session": self._session, "madonvi": self._national.unit, "service": service, **more}
            reply = self._wire.post(self._national.services, body, self._headers)
            if isinstance(reply, NoAnswer):
                return reply
            if not self._is_over(reply):
                return NoAnswer(NoAnswerReason.NO_ANSWER) if reply.object is None else reply.object
            self._session = ""
        return NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)

    def _log_in(self) -> NoAnswer | None:
        self._names.clear()
        asked = {"username": self._national.user, "password": self._password}
        reply = self._wire.post(self._national.login, asked, self._headers)
        if isinstance(reply, NoAnswer) or reply.object is None:
            return NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)
        self._session = word(reply.object, "session")
        if word(reply.object, "error_code") not in TAKEN or not self._session:
            self._session = ""
            return NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)
        return None

    def _is_over(self, reply: Reply) -> bool:
        """Whether this answer says that the session is invalid or expired."""
        found = reply.object or {}
        code, said = word(found, "error_code"), _said(found).lower()
        if reply.status == 401 or code in self._national.session_codes:
            return True
        return code not in TAKEN and any(one.lower() in said for one in self._national.session_words)


def _said(found: Mapping[str, object]) -> str:
    return word(found, "message", "error_message", "error_msg", "description")


def _named(found: Mapping[str, object]) -> Named | None:
    result = found.get("result")
    first = result[0] if isinstance(result, list) and result else None
    if not isinstance(first, dict):
        return None
    fields = first.get("LINHVUCTHUCHIEN")
    field = fields[0] if isinstance(fields, list) and fields and isinstance(fields[0], dict) else {}
    return Named(name=word(first, "TENTTHC"), field_code=word(field, "MALINHVUC"), field_name=word(field, "TENLINHVUC"))


def _shows(found: object, step: NationalProgress) -> bool:
    """Whether an answer contains this step anywhere: its place in the answer is not published."""
    if isinstance(found, dict):
        same = (str(found.get("ThoiDiemXuLy")), str(found.get("TrangThai"))) == (step.at, step.state)
        return same or any(_shows(value, step) for value in found.values())
    return isinstance(found, list) and any(_shows(value, step) for value in found)
