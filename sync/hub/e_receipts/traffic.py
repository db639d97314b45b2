"""What is kept of the traffic with the provider: masked, so that it names nobody."""

import re
from datetime import datetime

from models.calendar.clock import micros
from sync.hub.e_receipts.issuer import ProviderExchange, ReceiptOrder
from sync.hub.store.receipts.e_receipt_rows import TrafficRow

KEPT = 4_000
"""Characters of one side of an exchange."""

_DIGITS = re.compile(r"\d{9,}")
"""Personal numbers, telephone numbers; receipts have eight digits."""


def traffic_row(office: str, order: ReceiptOrder, exchange: ProviderExchange, what: str, now: datetime) -> TrafficRow:
    """One exchange as it is kept; ``what``: issue, query or cancel."""
    sent, received = (masked(text, order) for text in (exchange.sent, exchange.received))
    return TrafficRow(office, order.reference, micros(now), what, sent[:KEPT], received[:KEPT])


def masked(text: str, order: ReceiptOrder) -> str:
    """Without the citizen's name, address and numbers."""
    for said in (order.payer, order.payer_address):
        if said:
            text = text.replace(said, "***")
    return _DIGITS.sub("***", text)
