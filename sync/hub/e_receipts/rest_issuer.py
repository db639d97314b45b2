"""A client to a provider that speaks JSON over HTTPS, in the format that the settings describe."""

import msgspec

from models.money import ReceiptNumber
from models.receipt_leases import HIGHEST_NUMBER
from sync.hub.e_receipts.issuer import (
    OrderAbsent,
    OrderCancelled,
    OrderInWork,
    OrderIssued,
    OrderRefused,
    ProviderAnswer,
    ProviderExchange,
    ReceiptOrder,
)
from sync.hub.e_receipts.settings import EReceipts, login_headers
from sync.hub.e_receipts.template import filled
from sync.hub.national.answers import NoAnswer, NoAnswerReason
from sync.hub.national.wire import NationalWire, Reply
from sync.hub.templates import at_path

UNAUTHORISED = (401, 403)

_MOST_DIGITS = 18
"""Of a receipt's number, zeros before it included."""


class RestIssuer:
    """One provider, by HTTPS. Each request is sent once: nothing is repeated, no redirect followed."""

    def __init__(self, wire: NationalWire, settings: EReceipts, password: str) -> None:
        self._wire, self._said = wire, settings
        self._headers = {**settings.headers, **login_headers(settings.login, settings.user, password)}

    def issue(self, order: ReceiptOrder) -> ProviderExchange:
        """Ask for a receipt."""
        return self._ask(self._said.issue, self._said.request, order)

    def query(self, order: ReceiptOrder) -> ProviderExchange:
        """Ask what became of it."""
        return self._ask(self._said.query, self._said.question, order)

    def cancel(self, order: ReceiptOrder) -> ProviderExchange:
        """Ask that one that is void be cancelled."""
        return self._ask(self._said.cancel, self._said.cancellation, order)

    def close(self) -> None:
        """Close its connections."""
        self._wire.close()

    def _ask(self, path: str, template: object, order: ReceiptOrder) -> ProviderExchange:
        message = filled(template, self._said.line, order)
        reply = self._wire.post(path, message, self._headers)
        received = reply.why.value if isinstance(reply, NoAnswer) else f"{reply.status} {reply.text}"
        sent = msgspec.json.encode(message).decode()
        return ProviderExchange(answer=self._meaning(reply, order), sent=sent, received=received)

    def _meaning(self, reply: Reply | NoAnswer, order: ReceiptOrder) -> ProviderAnswer:
        if isinstance(reply, NoAnswer):
            return reply
        if reply.status in UNAUTHORISED:
            return NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)
        found, said = reply.object, self._said.answer
        if found is None:
            return NoAnswer(NoAnswerReason.NO_ANSWER)
        named = at_path(found, said.reference)
        if named and named != order.reference:
            return NoAnswer(NoAnswerReason.NO_ANSWER)  # an answer to another question
        code, words = at_path(found, said.code), at_path(found, said.words)
        if code in said.absent:
            return OrderAbsent()
        if code in said.busy:
            return NoAnswer(NoAnswerReason.FAILING)
        if code not in said.fine and code not in said.known:
            return OrderRefused(f"{code} {words}".strip())
        if reply.status >= 400 and code not in said.known:
            return NoAnswer(NoAnswerReason.NO_ANSWER)  # an error that the settings give no code for
        state = at_path(found, said.state)
        if state in said.cancelled:
            return OrderCancelled()
        if state in said.refused:
            return OrderRefused(f"{state} {words}".strip())
        number = self._number(found, order)
        if number is None:
            return OrderInWork()
        return OrderIssued(
            number=number,
            lookup=at_path(found, said.lookup),
            lookup_at=at_path(found, said.lookup_at),
            delivered=state in said.delivered,
        )

    def _number(self, found: object, order: ReceiptOrder) -> ReceiptNumber | None:
        said, own = self._said.answer, order.number
        text = at_path(found, said.number)
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS and 1 <= int(text) <= HIGHEST_NUMBER):
            return None
        form = at_path(found, said.form) or (own.form if own else "")
        series = at_path(found, said.series) or (own.series if own else "")
        return ReceiptNumber(form=form, series=series, number=int(text))
