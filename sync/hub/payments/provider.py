"""What every provider of bank transactions is to the hub: it tells of transfers, and may be asked for them.

A provider is a bank, or an intermediary that reads an office's account. Its word is believed when it bears the secret
agreed with it. What it tells is counted once, by the provider's own id of the transfer.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

HIGHEST_AMOUNT = 1_000_000_000_000_000
"""đồng: beyond this a number is no sum of money but a fault."""


class BankTransaction(Struct, frozen=True, kw_only=True):
    """One movement on an account, as a provider tells it.

    Attributes:
        id: the provider's; the same however often it is told.
        amount: đồng, 0 or more.
        incoming: money came in.
        account, sub_account: its number, and the number of the virtual account that was paid to, if any.
        content: what the payer wrote.
        further: other texts in which a reference may stand.
        dossier: code of the dossier that was paid online for; empty = the provider knows of accounts alone.
        happened_at: the provider's local time, Vietnam's; None = it does not say.
    """

    id: str
    amount: int
    incoming: bool
    account: str
    sub_account: str = ""
    content: str = ""
    further: tuple[str, ...] = ()
    dossier: str = ""
    happened_at: datetime | None = None


class ProviderAnswer(Struct, frozen=True):
    """What a provider answered.

    Attributes:
        unreadable: transactions in it that could not be read.
    """

    transactions: tuple[BankTransaction, ...]
    unreadable: int = 0


class ProviderTrouble(StrEnum):
    """Why a provider gave no usable answer. Each has its words in ``sync.hub.words``."""

    NOT_REACHED = "not_reached"
    """Nobody there, or no valid certificate."""
    TIME_OUT = "time_out"
    FAILING = "failing"
    """It says that it cannot now."""
    NO_ANSWER = "no_answer"
    """No answer of this provider: a page of HTML, half a message, nothing."""
    TOKEN = "token"  # noqa: S105 - the name of a trouble
    """It does not take our token."""
    UNREADABLE = "unreadable"
    """It tells of transactions that cannot be read. All others were taken."""


class ProviderUnanswered(Exception):  # noqa: N818 - a fact about an answer
    """A provider gave no usable answer.

    Attributes:
        retry: seconds after which it wants to be asked again; 0 = it does not say.
    """

    def __init__(self, why: ProviderTrouble, retry: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.retry = retry


class WebhookForged(Exception):  # noqa: N818 - a fact about a request
    """The message does not bear the secret agreed with the provider, or was changed on the way, or is too old."""


class WebhookUnreadable(Exception):  # noqa: N818 - a fact about a request
    """The message is genuine, and is none of this provider's."""


class Provider(Protocol):
    """One provider under one agreement.

    Attributes:
        name: of the provider; with a transaction's id it names a transfer for ever.
        can_ask: ``ask`` answers; else only webhooks tell of transfers.
    """

    name: str
    can_ask: bool

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Sequence[BankTransaction]:
        """The transactions that an authentic webhook tells of. In any thread.

        Args:
            headers: by lower-case name.
            body: as it came, byte for byte.
            now: the hub's clock.

        Raises:
            WebhookForged, WebhookUnreadable.
        """

    def ask(self, since: datetime, until: datetime) -> ProviderAnswer:
        """All transactions that happened between two times, both included. One thread.

        Raises:
            ProviderUnanswered.
        """

    def close(self) -> None:
        """Close the connections."""
