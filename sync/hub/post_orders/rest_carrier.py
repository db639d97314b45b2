"""A client to the post's system by JSON over HTTPS, in the format that the settings describe."""

from sync.hub.e_receipts.settings import login_headers
from sync.hub.national.answers import NoAnswer, NoAnswerReason
from sync.hub.national.wire import NationalWire, Reply
from sync.hub.post_orders.carrier import CarriageRefused, CarriageTaken, CarriageUnknown, CarrierAnswer, ParcelOrder
from sync.hub.post_orders.settings import PostOrders
from sync.hub.post_orders.template import filled
from sync.hub.templates import at_path

UNAUTHORISED = (401, 403)
LONGEST_NUMBER = 60


class RestCarrier:
    """The post, by HTTPS. Each request is sent once: nothing is repeated, no redirect followed."""

    def __init__(self, wire: NationalWire, settings: PostOrders, password: str) -> None:
        self._wire, self._said = wire, settings
        self._headers = {**settings.headers, **login_headers(settings.login, settings.user, password)}

    def order(self, order: ParcelOrder) -> CarrierAnswer:
        """Order the carriage of a parcel."""
        return self._ask(self._said.order, self._said.request, order)

    def query(self, order: ParcelOrder) -> CarrierAnswer:
        """Ask what became of an order."""
        return self._ask(self._said.query, self._said.question, order)

    def close(self) -> None:
        """Close its connections."""
        self._wire.close()

    def _ask(self, path: str, template: object, order: ParcelOrder) -> CarrierAnswer:
        reply = self._wire.post(path, filled(template, order), self._headers)
        return reply if isinstance(reply, NoAnswer) else self._meaning(reply, order)

    def _meaning(self, reply: Reply, order: ParcelOrder) -> CarrierAnswer:
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
            return CarriageUnknown()
        if code in said.busy:
            return NoAnswer(NoAnswerReason.FAILING)
        if code not in said.fine and code not in said.known:
            return CarriageRefused(f"{code} {words}".strip())
        if reply.status >= 400 and code not in said.known:
            return NoAnswer(NoAnswerReason.NO_ANSWER)
        return CarriageTaken(at_path(found, said.number)[:LONGEST_NUMBER])
