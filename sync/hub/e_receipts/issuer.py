"""What is asked of a provider of electronic receipts, what it may answer, and the interface of a client to one."""

from typing import Protocol

from msgspec import Struct

from models.money import ReceiptNumber
from sync.hub.national.answers import NoAnswer


class OrderLine(Struct, frozen=True, kw_only=True):
    """One line of a receipt. ``kind``: value of ``models.money.FeeLineKind``; empty = not known."""

    name: str
    amount: int
    kind: str


class ReceiptOrder(Struct, frozen=True, kw_only=True):
    """One receipt to be issued, as its history tells it: the same each time it is asked for.

    Attributes:
        reference: our own id of the request.
        number: the number the desk has given it; None = the provider gives it.
        day: the local day on which the money was taken, ``YYYY-MM-DD``.
        amount, amount_words: the sum of its lines, in đồng.
        replaces, adjusts: number of the receipt that it takes the place of, or changes; empty = none.
        reason: why it is void, where it is to be cancelled.
    """

    reference: str
    number: ReceiptNumber | None
    day: str
    payer: str
    payer_address: str
    body_name: str
    body_tax_code: str
    body_address: str
    amount: int
    amount_words: str
    lines: tuple[OrderLine, ...]
    replaces: str = ""
    adjusts: str = ""
    reason: str = ""
    payer_tax_code: str = ""


class OrderIssued(Struct, frozen=True, kw_only=True):
    """It is issued. ``delivered``: the provider has told the citizen."""

    number: ReceiptNumber | None
    lookup: str = ""
    lookup_at: str = ""
    delivered: bool = False


class OrderInWork(Struct, frozen=True):
    """The provider has it, or had it before, and does not say its number: it is asked again."""


class OrderAbsent(Struct, frozen=True):
    """The provider says that it knows nothing of it. In trouble some say so of what they have issued."""


class OrderRefused(Struct, frozen=True):
    """The provider will not issue it; nothing was."""

    reason: str


class OrderCancelled(Struct, frozen=True):
    """It was issued, and is cancelled."""


ProviderAnswer = OrderCancelled | OrderIssued | OrderInWork | OrderAbsent | OrderRefused | NoAnswer


class ProviderExchange(Struct, frozen=True, kw_only=True):
    """An answer, and what was said for it."""

    answer: ProviderAnswer
    sent: str
    received: str


class ReceiptIssuer(Protocol):
    """A client to one provider. It asks once and waits for the answer; when to ask is the sender's matter."""

    def issue(self, order: ReceiptOrder) -> ProviderExchange:
        """Ask for a receipt."""
        ...

    def query(self, order: ReceiptOrder) -> ProviderExchange:
        """Ask what became of it."""
        ...

    def cancel(self, order: ReceiptOrder) -> ProviderExchange:
        """Ask that one that is void be cancelled."""
        ...

    def close(self) -> None:
        """Close its connections."""
        ...
