"""JSON over HTTPS to the national interface. A request without an answer has an unknown outcome."""

import ssl
from collections.abc import Mapping

import msgspec
import urllib3
from msgspec import Struct
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from models.system.decoding import prepared
from sync.hub.national.answers import NoAnswer, NoAnswerReason
from sync.hub.other_system import connections_to
from sync.timed_connection import SentTooSlowly

MOST = 4 << 20
"""Bytes of an answer at most."""

CONNECTS = 10.0
"""Seconds to reach the other end."""


class Reply(Struct, frozen=True):
    """An HTTP answer; ``object`` if it is a JSON object."""

    status: int
    text: str
    object: dict[str, object] | None


class NationalWire:
    """HTTPS connections to one address. One thread."""

    def __init__(self, url: str, time_out: float, certificates: str = "") -> None:
        self._url = url.rstrip("/")
        self._time_out = urllib3.Timeout(connect=min(CONNECTS, time_out), read=time_out)
        self._pool = connections_to(url, certificates)

    def post(self, path: str, message: object, headers: Mapping[str, str]) -> Reply | NoAnswer:
        """Send once: no retries, no redirects."""
        body = msgspec.json.encode(message)
        told = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json", **headers}
        try:
            with self._pool.request(
                "POST",
                self._url + path,
                body=body,
                headers=told,
                timeout=self._time_out,
                redirect=False,
                preload_content=False,
            ) as answer:
                read = answer.read(MOST + 1)
                return _reply(answer.status, answer.headers.get("Content-Type", ""), read)
        except (NewConnectionError, NameResolutionError, ConnectTimeoutError):
            return NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)
        except SSLError as wrong:
            return _untrusted(wrong)
        except (ReadTimeoutError, SentTooSlowly):
            return NoAnswer(NoAnswerReason.TIME_OUT)
        except (HTTPError, OSError):
            return NoAnswer(NoAnswerReason.CUT)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()


def _untrusted(wrong: SSLError) -> NoAnswer:
    """The trouble of a TLS error: a rejected certificate sent nothing; other errors leave the outcome open."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in (wrong.__cause__, *wrong.args)):
        return NoAnswer(NoAnswerReason.NOT_REACHED, outcome_unknown=False)
    return NoAnswer(NoAnswerReason.CUT)


def _reply(status: int, media: str, read: bytes) -> Reply | NoAnswer:
    if status >= 500 or status == 429:
        return NoAnswer(NoAnswerReason.FAILING)
    if len(read) > MOST or "html" in media.lower() or read.lstrip()[:1] == b"<":
        return NoAnswer(NoAnswerReason.NO_ANSWER)
    try:
        text = read.decode("utf-8").strip()
    except UnicodeDecodeError:
        return NoAnswer(NoAnswerReason.NO_ANSWER)
    if not text or 300 <= status < 400:
        return NoAnswer(NoAnswerReason.NO_ANSWER)
    return Reply(status, text, _object(text))


def _object(text: str) -> dict[str, object] | None:
    try:
        return msgspec.json.decode(text, type=prepared(dict[str, object]))
    except (msgspec.MsgspecError, RecursionError):
        return None


def word(found: Mapping[str, object], *names: str) -> str:
    """The value of the first non-empty of these keys, ignoring case: systems differ in it."""
    lower = {key.lower(): value for key, value in found.items()}
    for name in names:
        value = lower.get(name.lower())
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""
