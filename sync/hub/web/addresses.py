"""The client address of a request, also behind a proxy."""

import ipaddress
from collections.abc import Sequence

from starlette.requests import Request


class Addresses:
    """Interprets client addresses.

    Args:
        proxies: networks whose addresses stand for many clients.

    Raises:
        ValueError: one of them is no network.
    """

    def __init__(self, proxies: Sequence[str]) -> None:
        self._proxies = [ipaddress.ip_network(network) for network in proxies]

    def is_proxy(self, address: str) -> bool:
        """Whether it is a proxy's address, shared by many clients."""
        try:
            at = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(at in network for network in self._proxies)

    def client(self, request: Request) -> str:
        """The client address of a request; empty = it came through a proxy that added none.

        A proxy is believed what it added last to ``X-Forwarded-For``: before that, anybody may have written anything.
        """
        there = request.client.host if request.client else ""
        said = request.headers.get("x-forwarded-for", "").split(",")
        while self.is_proxy(there):
            if not said:
                return ""
            there = said.pop().strip()
        return there if _is_address(there) else ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
