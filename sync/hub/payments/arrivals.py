"""Transfers heard of: each is written once into the log of the office whose account it is.

The row that says "heard" and the office's event are one transaction under the lock of the office's stream: whatever
dies in between, a transfer is neither lost nor told twice. Its subject is made of provider and id, so that even a hub
restored from an older copy, which hears of it anew, tells the desks of the same transfer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from models.calendar.clock import micros
from models.codes.payment_reference import references_in
from models.events import TRANSFER, TransferArrived
from models.ids import SubjectId
from models.system.decoding import prepared
from sync.hub.log.province_chain import ProvinceChain
from sync.hub.log.stream import lock_stream
from sync.hub.payments.provider import BankTransaction
from sync.hub.payments.settings import bare
from sync.hub.store import HubStore, Writing, event_rows, transfer_rows
from sync.hub.store.transfer_rows import TransferRow

AT_ONCE = 100
"""Transfers of one transaction: an office's desks wait no longer for its stream than for one batch of events."""

MOST_OF_NOBODY = 10_000
"""Transfers of nobody that are looked through at a time."""

LONGEST_CONTENT = 500
"""Characters of what a payer wrote; banks carry 210 at most."""

LONGEST_ID = 200

_NAMESPACE = UUID("6c1f3c5e-5a8b-4f0e-9d5a-2f1c7a54b0d1")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(prepared(BankTransaction)).decode


class TransferOutcome(StrEnum):
    """What became of a transaction that the hub heard of."""

    ARRIVED = "arrived"
    """New; its office is told."""
    KNOWN = "known"
    """Heard of before."""
    CONTRADICTED = "contradicted"
    """Heard of before, with another sum or account. The first word stays; the administrator is told."""
    NOBODY = "nobody"
    """New, on an account of which nobody knows whose it is. It is kept; the administrator is told."""
    NO_MONEY = "no_money"
    """Money that went out, or nothing at all."""


def transfer_subject(provider: str, id_: str) -> SubjectId:
    """The name of a transfer, the same whenever and wherever it is heard of."""
    return SubjectId(TRANSFER + str(uuid5(_NAMESPACE, f"{provider}\0{id_}")))


class Arrivals:
    """Takes in what one provider tells.

    Args:
        store: of the hub.
        provider: its name.
        source: the agreement under which it tells.
        offices: the office of each account number (``bare``).
    """

    def __init__(self, store: HubStore, provider: str, source: str, offices: Mapping[str, str]) -> None:
        self._store = store
        self._provider = provider
        self._source = source
        self._offices = offices

    def take(self, told: Iterable[BankTransaction], now: datetime, *, heard_by: str) -> list[TransferOutcome]:
        """Take in transactions in their order; what became of each, after the commit.

        Raises:
            HubStoreFailing: those of earlier calls of the store are kept, and it is safe to tell all of them again.
        """
        outcomes: list[TransferOutcome] = []
        for office, run in _runs((self._row(one, now, heard_by), one) for one in told):
            outcomes += self._take(office, run, now)
        return outcomes

    def settle(self, now: datetime) -> int:
        """Give transfers of nobody to their office, where its account is known by now. Returns how many."""
        with self._store.reading() as reading:
            rows = transfer_rows.of_nobody(reading, MOST_OF_NOBODY)
        ours = [row for row in rows if row.source == self._source and self._office(_decode(row.said))[0]]
        return sum(self._give(row, now) for row in ours)

    # ---- one transaction of the store ----------------------------------------------------------------------

    def _take(
        self, office: str, run: Sequence[tuple[TransferRow, BankTransaction]], now: datetime
    ) -> list[TransferOutcome]:
        outcomes: list[TransferOutcome] = []
        with self._store.writing() as writing:
            # The office first, then the rows: two who hear of the same transfers wait for each other in one order.
            stream = lock_stream(writing, office) if office else None
            chain = None if stream is None else ProvinceChain(stream, self._store.life(writing), now)
            for row, one in run:
                if not one.incoming or one.amount <= 0:
                    outcomes.append(TransferOutcome.NO_MONEY)
                elif not transfer_rows.put(writing, row if chain is not None else _of_nobody(row, one)):
                    outcomes.append(_again(writing, row, now))
                elif chain is None:
                    outcomes.append(TransferOutcome.NOBODY)
                else:
                    self._tell(writing, chain, row, one)
                    outcomes.append(TransferOutcome.ARRIVED)
            if chain is not None:
                chain.save()
        if stream is not None and stream.changed:
            self._store.tell(office)
        return outcomes

    def _give(self, row: TransferRow, now: datetime) -> bool:
        one = _decode(row.said)
        office, account = self._office(one)
        with self._store.writing() as writing:
            stream = lock_stream(writing, office)
            if stream is None or not transfer_rows.change(writing, row, office=office, account=account, said=b""):
                return False
            chain = ProvinceChain(stream, self._store.life(writing), now)
            self._tell(writing, chain, replace(row, office=office, account=account), one)
            chain.save()
        self._store.tell(office)
        return True

    def _tell(self, writing: Writing, chain: ProvinceChain, row: TransferRow, one: BankTransaction) -> None:
        """Add the event, unless the log has it: the desks brought it back to a hub that had lost both."""
        subject = transfer_subject(row.provider, row.id)
        if any(
            isinstance(known.event, TransferArrived) for known in event_rows.of_subject(writing, row.office, subject)
        ):
            return
        chain.add(
            subject,
            TransferArrived(
                provider=row.provider,
                transaction=row.id,
                amount=row.amount,
                reference=_reference(one),
                content=_plain(one.content)[:LONGEST_CONTENT],
                account=row.account,
                happened_at=one.happened_at,
                dossier=_plain(one.dossier),
            ),
        )

    # ---- values --------------------------------------------------------------------------------------------

    def _row(self, one: BankTransaction, now: datetime, heard_by: str) -> TransferRow:
        office, account = self._office(one)
        return TransferRow(
            provider=self._provider,
            id=_plain(one.id)[:LONGEST_ID],
            source=self._source,
            office=office,
            account=account,
            amount=one.amount,
            happened_at=None if one.happened_at is None else micros(one.happened_at),
            heard_at=micros(now),
            heard_by=heard_by,
        )

    def _office(self, one: BankTransaction) -> tuple[str, str]:
        """The office and the number by which it is known: a virtual account says more than the one it leads to."""
        for number in (one.sub_account, one.account):
            office = self._offices.get(bare(number)) if number else None
            if office is not None:
                return office, bare(number)
        return "", _plain(bare(one.account))[:LONGEST_ID]


def _runs(
    told: Iterable[tuple[TransferRow, BankTransaction]],
) -> Iterator[tuple[str, list[tuple[TransferRow, BankTransaction]]]]:
    """Transactions by office, each office's in their order, so many at once."""
    by_office: dict[str, list[tuple[TransferRow, BankTransaction]]] = {}
    for row, one in told:
        by_office.setdefault(row.office, []).append((row, one))
    for office, all_of_it in sorted(by_office.items()):
        for first in range(0, len(all_of_it), AT_ONCE):
            yield office, all_of_it[first : first + AT_ONCE]


def _of_nobody(row: TransferRow, one: BankTransaction) -> TransferRow:
    """The row of a transfer that no office is told of yet, with what the provider said."""
    return replace(row, office="", said=_encode(one))


def _again(writing: Writing, row: TransferRow, now: datetime) -> TransferOutcome:
    """What it means that a transfer is told again."""
    known = transfer_rows.find(writing, row.provider, row.id)
    if known is None:
        raise LookupError(row.id)  # a row is never deleted
    # Whose account it is may have been settled since: then its number may be the virtual one's by now.
    same_account = known.account == row.account or known.office in ("", row.office)
    if known.amount == row.amount and same_account:
        return TransferOutcome.KNOWN
    transfer_rows.change(writing, known, contradicted_at=micros(now))
    return TransferOutcome.CONTRADICTED


def _reference(one: BankTransaction) -> str:
    """The first reference of a payment in what the payer wrote, or in what else is told."""
    for text in (one.content, *one.further):
        found = references_in(text)
        if found:
            return found[0]
    return ""


def _plain(text: str) -> str:
    """Without zero bytes, which PostgreSQL takes in no text."""
    return text.replace("\0", " ")
