"""What was heard of money on the offices' accounts, whom we cannot ask, and what a person has to look at."""

from datetime import datetime, time

from msgspec import Struct

from models.calendar.clock import from_local, instant, local_day, micros
from sync.hub.payments.provider import ProviderTrouble
from sync.hub.payments.settings import read
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore, Reading, transfer_rows
from sync.hub.store.transfer_rows import TransferRow

SHOWN = 200
"""Transfers in one list at most."""


class SourceState(Struct, frozen=True, kw_only=True):
    """How it stands with one provider.

    Attributes:
        webhook: it tells by itself.
        asked_at: when it was last asked with success; None = never, or it is not asked.
        failing_since, failing_why: since when it gives no usable answer; None = it does.
    """

    source: str
    provider: str
    webhook: bool
    asked: bool
    asked_at: datetime | None = None
    failing_since: datetime | None = None
    failing_why: ProviderTrouble | None = None


class KeptTransfer(Struct, frozen=True, kw_only=True):
    """A transfer that a person looks at: without what was written in it."""

    provider: str
    id: str
    source: str
    office: str
    account: str
    amount: int
    happened_at: datetime | None
    heard_at: datetime


class PaymentsOverview(Struct, frozen=True, kw_only=True):
    """All of it.

    Attributes:
        heard_today: transfers heard of since midnight in Vietnam.
        last_heard_at: when the latest was; None = none ever was.
        of_nobody: on accounts of which nobody knows whose they are, the oldest first.
        contradicted: told again with another sum or account, the latest first.
    """

    heard_today: int
    last_heard_at: datetime | None
    sources: tuple[SourceState, ...]
    of_nobody: tuple[KeptTransfer, ...]
    contradicted: tuple[KeptTransfer, ...]


def overview(store: HubStore, settings: HubSettings, now: datetime) -> PaymentsOverview:
    """How it stands now.

    Raises:
        SettingsWrong: the payments part of the settings does not do.
    """
    payments = read(settings)
    with store.reading() as reading:
        known = {row.source: row for row in transfer_rows.sources(reading)}
        last = transfer_rows.last_heard(reading)
        return PaymentsOverview(
            heard_today=_heard_today(reading, now),
            last_heard_at=None if last is None else instant(last),
            sources=tuple(
                _state(
                    known.get(source.called, transfer_rows.SourceRow(source.called)),
                    SourceState(
                        source=source.called,
                        provider=source.provider,
                        webhook=bool(source.key_file),
                        asked=bool(source.url),
                    ),
                )
                for source in (payments.source if payments is not None else ())
            ),
            of_nobody=tuple(map(_kept, transfer_rows.of_nobody(reading, SHOWN))),
            contradicted=tuple(map(_kept, transfer_rows.contradicted(reading, SHOWN))),
        )


def figures(reading: Reading, now: datetime) -> dict[str, tuple[str, float]]:
    """Name and value of what monitoring watches; times in seconds since 1970, 0 = never, or nothing is failing."""
    last = transfer_rows.last_heard(reading)
    since = [row.failing_since for row in transfer_rows.sources(reading) if row.failing_since is not None]
    return {
        "heard_today": ("Bank transfers heard of since midnight", _heard_today(reading, now)),
        "last_heard_seconds": ("When the latest bank transfer was heard of", (last or 0) / 1e6),
        "failing_since_seconds": ("Since when a provider gives no usable answer", min(since, default=0) / 1e6),
        "of_nobody": ("Bank transfers on accounts of no office", transfer_rows.count_of_nobody(reading)),
        "contradicted": ("Bank transfers told again with another sum", transfer_rows.count_contradicted(reading)),
    }


def set_aside(store: HubStore, provider: str, id_: str, reason: str) -> bool:
    """Take a transfer of nobody off the list: it concerns no office. False = the list has none such."""
    with store.writing() as writing:
        row = transfer_rows.find(writing, provider, id_)
        if row is None or row.office or row.set_aside:
            return False
        return transfer_rows.change(writing, row, set_aside=reason)


def _heard_today(reading: Reading, now: datetime) -> int:
    midnight = from_local(datetime.combine(local_day(now), time()))
    return transfer_rows.heard_since(reading, micros(midnight))


def _state(row: transfer_rows.SourceRow, state: SourceState) -> SourceState:
    if not state.asked:
        return state
    return SourceState(
        source=state.source,
        provider=state.provider,
        webhook=state.webhook,
        asked=True,
        asked_at=instant(row.asked_upto) if row.asked_upto else None,
        failing_since=None if row.failing_since is None else instant(row.failing_since),
        failing_why=ProviderTrouble(row.failing_why) if row.failing_why else None,
    )


def _kept(row: TransferRow) -> KeptTransfer:
    return KeptTransfer(
        provider=row.provider,
        id=row.id,
        source=row.source,
        office=row.office,
        account=row.account,
        amount=row.amount,
        happened_at=None if row.happened_at is None else instant(row.happened_at),
        heard_at=instant(row.heard_at),
    )
