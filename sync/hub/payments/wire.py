"""JSON over HTTPS from a provider. Reading changes nothing there, so a question may always be asked again."""

from collections.abc import Mapping
from http import HTTPStatus

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from sync.hub.other_system import connections_to
from sync.hub.payments.provider import ProviderTrouble, ProviderUnanswered
from sync.timed_connection import SentTooSlowly

MOST = 16 << 20
"""Bytes of an answer at most: 5,000 transactions are a fifth of that."""

CONNECTS = 10.0
"""Seconds to reach the other end."""

LONGEST_RETRY = 3600.0
"""Seconds: no provider makes us wait longer, whatever it says."""


class ProviderWire:
    """HTTPS connections to one provider. One thread.

    Args:
        url: "https://host[/path]"; what is asked for is appended.
        time_out: seconds for one answer.
        certificates: PEM file of authorities to trust beside the system's; empty = those alone.
        retry_header: in which the provider says, when asked too often, after how many seconds to come again.

    Raises:
        OSError: the certificates cannot be read.
    """

    def __init__(self, url: str, time_out: float, certificates: str = "", *, retry_header: str = "retry-after") -> None:
        self._url = url.rstrip("/")
        self._retry_header = retry_header
        self._time_out = urllib3.Timeout(connect=min(CONNECTS, time_out), read=time_out)
        self._pool = connections_to(url, certificates)

    def get(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
        """The body of a good answer.

        Raises:
            ProviderUnanswered: anything else.
        """
        try:
            with self._pool.request(
                "GET",
                self._url + path,
                fields=dict(fields),
                headers={"Accept": "application/json", **headers},
                timeout=self._time_out,
                redirect=False,
                preload_content=False,
            ) as answer:
                body = answer.read(MOST + 1)
                self._judge(answer.status, answer.headers, body)
                return body
        except (NewConnectionError, NameResolutionError, ConnectTimeoutError, SSLError) as wrong:
            raise ProviderUnanswered(ProviderTrouble.NOT_REACHED) from wrong
        except (ReadTimeoutError, SentTooSlowly) as wrong:
            raise ProviderUnanswered(ProviderTrouble.TIME_OUT) from wrong
        except (HTTPError, OSError) as wrong:
            raise ProviderUnanswered(ProviderTrouble.NO_ANSWER) from wrong

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _judge(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise ProviderUnanswered(ProviderTrouble.TOKEN)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            said = headers.get(self._retry_header) or headers.get("retry-after") or ""
            raise ProviderUnanswered(
                ProviderTrouble.FAILING, min(float(said), LONGEST_RETRY) if said.isdecimal() and said.isascii() else 0.0
            )
        page = "html" in headers.get("content-type", "").lower() or body.lstrip()[:1] == b"<"
        if status != HTTPStatus.OK or len(body) > MOST or page:
            raise ProviderUnanswered(ProviderTrouble.NO_ANSWER)
