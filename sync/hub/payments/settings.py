"""Settings under ``[payments]`` of the hub's TOML file: who tells of money on which office's account."""

import os
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from sync.hub import words
from sync.hub.other_system import is_address
from sync.hub.settings import HubSettings, SettingsWrong, read_key_file

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class ProviderKind(StrEnum):
    """The providers there are adapters for."""

    SEPAY = "sepay"
    PAYOS = "payos"
    DVCQG = "dvcqg"
    """The payment platform of the national portal."""


class WebhookProof(StrEnum):
    """How SePay proves that a webhook is its own."""

    HMAC = "hmac"
    """A signature over time and message. To be preferred."""
    APIKEY = "apikey"
    """The key itself stands in each request."""


class PaymentSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agreement with a provider.

    Attributes:
        provider: a ``ProviderKind``; as text, so that a wrong one is told with what there is.
        name: in the address of its webhook (``/v1/payments/NAME``); empty = the provider's.
        accounts: the office (its identifier) of each account number, virtual accounts too; for the portal's platform
            of each identifier with which dossier codes begin.
        key_file: of the webhook's secret; empty = no webhook is taken. A key file.
        proof: SePay's way of proving itself.
        url: where it is asked; empty = it is not.
        token_file: of the token that it is asked with. A key file.
        every: seconds between two questions.
        look_back_days: how far back one looks again and again for transfers that were booked late.
        certificates: PEM file of authorities to trust beside the system's, relative to the TOML file.
        time_out: seconds for one answer.
    """

    provider: str
    name: str = ""
    accounts: dict[str, str] = {}
    key_file: str = ""
    proof: WebhookProof = WebhookProof.HMAC
    url: str = ""
    token_file: str = ""
    every: Annotated[float, Meta(ge=5, le=3600)] = 30.0
    look_back_days: Annotated[int, Meta(ge=1, le=60)] = 7
    certificates: str = ""
    time_out: Annotated[float, Meta(gt=0, le=600)] = 30.0

    @property
    def called(self) -> str:
        """Its name in addresses, logs and lists."""
        return self.name or self.provider


class PaymentSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it.

    Attributes:
        since: nobody is asked for what happened before this day: the day on which it was set up.
    """

    since: date
    source: tuple[PaymentSource, ...] = ()

    @property
    def offices(self) -> dict[str, str]:
        """The office of each account number, as compared (``bare``)."""
        return {bare(number): office for source in self.source for number, office in source.accounts.items()}


def bare(number: str) -> str:
    """An account number without the spaces, dots and dashes that people write, in capitals."""
    return re.sub(r"[\s.\-]", "", number).upper()


def read(settings: HubSettings) -> PaymentSettings | None:
    """The payments part of the hub's settings; None = there is none.

    Raises:
        SettingsWrong: something in it is misspelt, missing or of the wrong kind, or contradicts itself.
    """
    if not settings.payments:
        return None
    folder = Path(settings.folder)
    try:
        payments = file_rules.convert(settings.payments, PaymentSettings)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(folder, f"payments: {wrong}") from wrong
    for source in payments.source:
        if source.provider not in tuple(ProviderKind):
            raise SettingsWrong(folder, words.provider_unknown(source.provider, ", ".join(ProviderKind)))
        wrong_key = _wrong_key(source)
        if wrong_key:
            raise SettingsWrong(folder, words.source_wrong(source.called, wrong_key))
    _only_once(payments, folder)
    return payments


def _wrong_key(source: PaymentSource) -> str:
    """The first key whose value does not do; empty = none."""
    wrong = {
        "name": not _NAME.fullmatch(source.called),
        "accounts": not all(bare(number) and office for number, office in source.accounts.items()),
        "key_file": not source.key_file and not source.url,
        "url": bool(source.url) and not is_address(source.url),
        "token_file": bool(source.url) != bool(source.token_file),
    }
    if source.provider in {ProviderKind.PAYOS, ProviderKind.DVCQG}:  # they cannot be asked
        wrong |= {"url": bool(source.url), "key_file": not source.key_file, "token_file": bool(source.token_file)}
    return next((key for key, is_wrong in wrong.items() if is_wrong), "")


def _only_once(payments: PaymentSettings, folder: Path) -> None:
    """Refuse two sources of one name, and two offices with one account."""
    names = [source.called for source in payments.source]
    numbers = [(bare(number), office) for source in payments.source for number, office in source.accounts.items()]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise SettingsWrong(folder, words.source_wrong(twice, "name"))
    known: dict[str, str] = {}
    for number, office in numbers:
        if known.setdefault(number, office) != office:
            raise SettingsWrong(folder, words.account_of_two(number, known[number], office))


def secret(settings: HubSettings, name: str) -> str:
    """The secret in a key file; empty when none is named.

    Raises:
        SettingsWrong: it cannot be read, is empty, or everybody may read it.
    """
    if not name:
        return ""
    path = settings.key_file(name)
    try:
        found = read_key_file(path)
        open_to_all = os.name == "posix" and path.stat().st_mode & 0o007
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsWrong(path, words.SECRET_UNREADABLE) from wrong
    if not found or open_to_all:
        raise SettingsWrong(path, words.SECRET_UNREADABLE)
    return found
