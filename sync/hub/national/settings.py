"""Settings under ``[national]`` of the hub's TOML file.

Addresses, codes and words differ by province and are not published: all are settings, with defaults from public
implementations (domain.md §5.2).
"""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from sync.hub.other_system import check_other_system
from sync.hub.settings import HubSettings, SettingsWrong, read_key_file
from sync.national.rules import NationalRules


class Generation(StrEnum):
    """The interface generation of the province's national adapter."""

    NONE = "none"
    A = "a"
    """The adapter of 2019-2020: log-in, one address, services by name."""
    B = "b"
    """Three addresses: create, update, progress."""
    PRACTICE = "practice"
    """Nobody: takes every valid message, for training."""


class National(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of the connection to the national interface.

    Attributes:
        url: where it is ("https://host/path"); the paths below are appended.
        login, services: A: the address of the log-in, and of everything else.
        create, update, progress: B.
        user, password_file: of the log-in (A), or sent with each request (B, HTTP Basic). The file is a key file.
        unit: ``madonvi``, the province's own identifier (A).
        station: header ``dstcode``; empty = not sent.
        certificates: PEM file of authorities to trust beside the system's, relative to the TOML file; empty = the
            system's alone.
        time_out: seconds for one answer.
        chunk: steps in one message at most.
        since: dossiers received earlier are not told; None = all.
        session_codes, session_words: what A answers when its session is over, in ``error_code`` or its message.
        busy_codes: ``error_code`` of an answer that says "later", not "no".
        rules: how messages are filled.
    """

    generation: Generation = Generation.NONE
    url: str = ""
    login: str = "/Login"
    services: str = "/Service"
    create: str = "/ThemMoi"
    update: str = "/CapNhat"
    progress: str = "/DongBoTienTrinh"
    user: str = ""
    password_file: str = ""
    unit: str = ""
    station: str = ""
    certificates: str = ""
    time_out: Annotated[float, Meta(gt=0, le=600)] = 60.0
    chunk: Annotated[int, Meta(ge=1, le=100)] = 10
    since: date | None = None
    session_codes: tuple[str, ...] = ()
    session_words: tuple[str, ...] = ("session",)
    busy_codes: tuple[str, ...] = ()
    rules: NationalRules = NationalRules()


def read(settings: HubSettings) -> National:
    """The national part of the hub's settings.

    Raises:
        SettingsWrong: something in it is misspelt, missing or of the wrong kind.
    """
    try:
        national = file_rules.convert(settings.national, National)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"national: {wrong}") from wrong
    if national.generation in (Generation.A, Generation.B):
        paths = {name: getattr(national, name) for name in ("login", "services", "create", "update", "progress")}
        check_other_system(settings, "national", national.url, paths, {"dstcode": national.station}, told_by="station")
    wrong_values = {
        "unit": national.generation is Generation.A and not national.unit,
        "user": national.generation is Generation.A and not (national.user and national.password_file),
    }
    for name, is_wrong in wrong_values.items():
        if is_wrong:
            raise SettingsWrong(Path(settings.folder), f"national.{name}")
    return national


def password(settings: HubSettings, national: National) -> str:
    """The password of the log-in; empty when none is set.

    Raises:
        SettingsWrong: the file cannot be read.
    """
    if not national.password_file:
        return ""
    path = settings.key_file(national.password_file)
    try:
        return read_key_file(path)
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsWrong(path, "password_file") from wrong
