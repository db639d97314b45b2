"""The providers that the settings name, each with what takes in its word."""

import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from sync.hub import words
from sync.hub.other_system import are_headers
from sync.hub.payments.arrivals import Arrivals
from sync.hub.payments.dvcqg import PaymentPlatform
from sync.hub.payments.payos import PayOS
from sync.hub.payments.provider import Provider
from sync.hub.payments.sepay import RETRY, SePay
from sync.hub.payments.settings import PaymentSource, ProviderKind, read, secret
from sync.hub.payments.wire import ProviderWire
from sync.hub.settings import HubSettings, SettingsWrong
from sync.hub.store import HubStore


class Source(Struct, frozen=True):
    """One agreement, ready to be used.

    Attributes:
        said: its settings.
        provider: the adapter.
        arrivals: take in what it tells.
    """

    said: PaymentSource
    provider: Provider
    arrivals: Arrivals


def sources_of(
    settings: HubSettings, store: HubStore, *, ask: bool, pause: Callable[[float], object] = time.sleep
) -> dict[str, Source]:
    """All of them by name.

    Args:
        settings: of the hub.
        store: open.
        ask: they shall be asked, too; else they only read webhooks.
        pause: see ``SePay``.

    Raises:
        SettingsWrong: the payments part does not do, or a secret cannot be read.
    """
    payments = read(settings)
    if payments is None:
        return {}
    return {
        source.called: Source(
            source,
            provider := provider_of(settings, source, ask=ask, pause=pause),
            Arrivals(store, provider.name, source.called, payments.offices),
        )
        for source in payments.source
    }


def provider_of(
    settings: HubSettings, source: PaymentSource, *, ask: bool, pause: Callable[[float], object] = time.sleep
) -> Provider:
    """The adapter of one agreement.

    Raises:
        SettingsWrong: a secret or a certificate cannot be read.
    """
    key = secret(settings, source.key_file)
    if source.provider == ProviderKind.PAYOS:
        return PayOS(key)
    if source.provider == ProviderKind.DVCQG:
        return PaymentPlatform(key)
    wire = None
    if source.url and ask:
        path = Path(settings.folder) / source.certificates
        token = secret(settings, source.token_file)
        if not are_headers({"Authorization": token}):
            raise SettingsWrong(settings.key_file(source.token_file), words.header_wrong("token_file"))
        try:
            wire = (
                ProviderWire(source.url, source.time_out, str(path) if source.certificates else "", retry_header=RETRY),
                token,
            )
        except OSError as wrong:
            raise SettingsWrong(path, f"payments.{source.called}.certificates") from wrong
    return SePay(key, source.proof, wire, pause)
