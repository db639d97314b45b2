"""Settings under ``[e_receipts]`` of the hub's TOML file.

Addresses and fields of the providers' interfaces are not published: the whole format is described here, as each
contract gives it, and none is built in.
"""

import base64
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from sync.hub import words
from sync.hub.e_receipts.template import unknown_places
from sync.hub.other_system import check_other_system
from sync.hub.settings import HubSettings, SettingsWrong
from sync.hub.unanswered import RepeatRules


class Login(StrEnum):
    """How the hub shows who it is."""

    NONE = "none"
    BASIC = "basic"
    BEARER = "bearer"
    """The content of ``password_file`` as a token."""


def login_headers(login: Login, user: str, password: str) -> dict[str, str]:
    """The header by which the hub shows who it is."""
    match login:
        case Login.BASIC:
            return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}
        case Login.BEARER:
            return {"Authorization": f"Bearer {password}"}
        case Login.NONE:
            return {}


class AnswerFormat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an answer says what; paths are like ``result.0.number``, empty = it does not say.

    Attributes:
        reference: our own id, when the answer repeats it: another one's answer is none.
        code, words: result and its explanation.
        form, series, number, lookup, lookup_at: of the receipt.
        state: how far it is.
        fine: codes of a good answer, with a number or without.
        known: codes of "already received".
        absent: codes of "no such request".
        busy: codes of "later"; a code that is in no list refuses.
        delivered, refused, cancelled: values of ``state``.
    """

    reference: str = ""
    code: str = ""
    words: str = ""
    form: str = ""
    series: str = ""
    number: str = ""
    lookup: str = ""
    lookup_at: str = ""
    state: str = ""
    fine: tuple[str, ...] = ("", "0")
    known: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    delivered: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()


class EReceipts(RepeatRules, Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of the connection to the provider; a request repeated is a receipt issued twice.

    Attributes:
        url: where it is; the paths ``issue``, ``query`` and ``cancel`` are appended. All are asked by POST, in JSON.
        cancel, cancellation: path and template by which a void receipt is cancelled; empty = a person does so there.
        login, user, password_file: see ``Login``. The file is a key file.
        headers: sent with each request.
        certificates: PEM file of authorities to trust beside the system's, relative to the TOML file.
        request, line, question: templates of the messages, see ``sync.hub.e_receipts.template``.
        answer: what its answers mean.
        delivery_days: days for which the provider is asked whether the citizen was told; 0 = not at all.
        keep_days: days that the masked traffic is kept.
    """

    url: str
    issue: str
    query: str
    request: dict[str, object]
    question: dict[str, object]
    answer: AnswerFormat
    line: dict[str, object] = {}
    cancel: str = ""
    cancellation: dict[str, object] = {}
    login: Login = Login.NONE
    user: str = ""
    password_file: str = ""
    headers: dict[str, str] = {}
    certificates: str = ""
    delivery_days: Annotated[int, Meta(ge=0, le=3660)] = 3
    keep_days: Annotated[int, Meta(ge=0, le=36_600)] = 30


def read(settings: HubSettings) -> EReceipts | None:
    """The part on electronic receipts of the hub's settings; None = there is none, and nobody is asked.

    Raises:
        SettingsWrong: something in it is misspelt, missing or of the wrong kind.
    """
    if not settings.e_receipts:
        return None
    try:
        found = file_rules.convert(settings.e_receipts, EReceipts)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"e_receipts: {wrong}") from wrong
    unknown = [
        *unknown_places(found.request),
        *unknown_places(found.question),
        *unknown_places(found.cancellation),
        *unknown_places(found.line, of_line=True),
    ]
    paths = {"issue": found.issue, "query": found.query, "cancel": found.cancel}
    check_other_system(settings, "e_receipts", found.url, paths, found.headers)
    if unknown:
        raise SettingsWrong(Path(settings.folder), words.place_unknown("e_receipts", unknown[0]))
    wrong_values = {
        "password_file": found.login is not Login.NONE and not found.password_file,
        "request": "{reference}" not in str(found.request),
        "question": "{reference}" not in str(found.question),
        "cancellation": bool(found.cancel) and "{reference}" not in str(found.cancellation),
        "answer.cancelled": bool(found.cancel) and not found.answer.cancelled,
    }
    for name, is_wrong in wrong_values.items():
        if is_wrong:
            raise SettingsWrong(Path(settings.folder), f"e_receipts.{name}")
    return found
