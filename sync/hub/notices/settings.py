"""Settings under ``[notices]`` of the hub's TOML file: by which gateways citizens are told."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from models.notice import NoticeChannel
from sync.hub import words
from sync.hub.settings import HubSettings, SettingsWrong

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
MAIL_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9-]{{1,63}}\.)+[A-Za-z0-9-]{{2,63}}")
"""An address as SMTP takes it without extensions; others are telephoned."""


class GatewayKind(StrEnum):
    """The gateways there are."""

    FILE = "file"
    """A text file for each notice, which another program sends on."""
    SMTP = "smtp"


class Security(StrEnum):
    """How the mail server is spoken to."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"
    """In clear: a mail server of this machine only."""


class GatewaySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One gateway.

    Attributes:
        gateway: a ``GatewayKind``; as text, so that a wrong one is told with what there is.
        folder: of ``file``, relative to the TOML file.
        host, port, security: of the mail server.
        user, password_file: of its log-in; empty = none. The file is a key file.
        certificates: PEM file of authorities to trust beside the system's, relative to the TOML file.
        sender: address that mail comes from.
        time_out: seconds for one answer of the mail server.
    """

    gateway: str
    folder: str = ""
    host: str = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password_file: str = ""
    certificates: str = ""
    sender: str = ""
    time_out: Annotated[float, Meta(gt=0, le=600)] = 30.0


class NoticeSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it.

    Attributes:
        since: what happened earlier is told to nobody: the day on which the gateways were set up.
        from_hour, to_hour: of the day (Vietnam): between them notices leave; what is due later goes in the morning.
        days: after so many days in vain a notice is left to the telephone.
        sms, zalo, email: the gateway of each channel; None = not used.
    """

    since: date
    days: Annotated[int, Meta(ge=1, le=60)] = 3
    from_hour: Annotated[int, Meta(ge=0, le=23)] = 7
    to_hour: Annotated[int, Meta(ge=1, le=24)] = 20
    sms: GatewaySettings | None = None
    zalo: GatewaySettings | None = None
    email: GatewaySettings | None = None

    @property
    def gateways(self) -> dict[NoticeChannel, GatewaySettings]:
        """Those that are set, the preferred one first."""
        found = {channel: getattr(self, channel.value) for channel in NoticeChannel}
        return {channel: gateway for channel, gateway in found.items() if gateway is not None}


def read(settings: HubSettings) -> NoticeSettings | None:
    """The notices part of the hub's settings; None = there is none.

    Raises:
        SettingsWrong: something in it is misspelt, missing or of the wrong kind, or names a gateway there is not.
    """
    if not settings.notices:
        return None
    try:
        notices = file_rules.convert(settings.notices, NoticeSettings)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"notices: {wrong}") from wrong
    if notices.from_hour >= notices.to_hour:
        raise SettingsWrong(Path(settings.folder), "notices.from_hour, notices.to_hour")
    for channel, gateway in notices.gateways.items():
        wrong_key = _wrong_key(channel, gateway)
        if wrong_key == "gateway":
            known = ", ".join(_kinds(channel))
            raise SettingsWrong(Path(settings.folder), words.gateway_unknown(channel, gateway.gateway, known))
        if wrong_key:
            raise SettingsWrong(Path(settings.folder), words.gateway_wrong(channel, wrong_key))
    return notices


def _kinds(channel: NoticeChannel) -> tuple[GatewayKind, ...]:
    """What can carry a channel: the adapters that are built."""
    return (GatewayKind.SMTP, GatewayKind.FILE) if channel is NoticeChannel.EMAIL else (GatewayKind.FILE,)


def _wrong_key(channel: NoticeChannel, gateway: GatewaySettings) -> str:
    """The first key whose value does not do; empty = none."""
    if gateway.gateway not in _kinds(channel):
        return "gateway"
    if gateway.gateway == GatewayKind.FILE:
        return "" if gateway.folder else "folder"
    wrong = {
        "host": not gateway.host,
        "sender": not MAIL_ADDRESS.fullmatch(gateway.sender),
        "security": gateway.security is Security.NONE and gateway.host not in {"127.0.0.1", "::1", "localhost"},
        "password_file": bool(gateway.user) != bool(gateway.password_file),
    }
    return next((key for key, is_wrong in wrong.items() if is_wrong), "")
