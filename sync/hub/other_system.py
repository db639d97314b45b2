"""What the settings say of another system: its address, paths below it, headers, authorities. Checked before the start.

What is wrong there would else be met by each request, when it has already been noted as sent.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import urllib3
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from sync.hub import words
from sync.hub.settings import HIGHEST_PORT, HubSettings, SettingsWrong
from sync.hub.trusted import context_for, trusting
from sync.timed_connection import OneSend

_LOOPBACK = "127.0.0.1"
_PRINTED = re.compile(r"[!-~]*")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t -~\xa0-\xff]*")


def is_address(url: str) -> bool:
    """Whether requests may go there: https, or http to this machine alone; no name and password, query or fragment."""
    if not _PRINTED.fullmatch(url):
        return False
    try:
        found = parse_url(url)
    except LocationParseError:
        return False
    if not found.host or found.auth is not None or found.query is not None or found.fragment is not None:
        return False
    port_is_one = found.port is None or 0 < found.port <= HIGHEST_PORT
    return port_is_one and (found.scheme == "https" or (found.scheme == "http" and found.host == _LOOPBACK))


def is_path(path: str) -> bool:
    """Whether it can be appended to an address without changing whose it is."""
    return not path or (path.startswith("/") and _PRINTED.fullmatch(path) is not None and "#" not in path)


def are_headers(headers: Mapping[str, str]) -> bool:
    """Whether HTTP can carry them: no line break, nothing beyond Latin-1."""
    return all(_NAME.fullmatch(name) and _VALUE.fullmatch(value) for name, value in headers.items())


def check_other_system(
    settings: HubSettings,
    part: str,
    url: str,
    paths: Mapping[str, str],
    headers: Mapping[str, str],
    *,
    told_by: str = "headers",
) -> None:
    """Check what the settings say of a system that is asked over HTTPS.

    Args:
        settings: of the hub.
        part: of them.
        url: its address.
        paths: below it, by their keys.
        headers: sent with each request.
        told_by: the key that says them.

    Raises:
        SettingsWrong: nothing can be sent there; says which key.
    """
    folder = Path(settings.folder)
    if not is_address(url):
        raise SettingsWrong(folder, words.address_wrong(f"{part}.url"))
    for name, path in paths.items():
        if not is_path(path):
            raise SettingsWrong(folder, words.path_wrong(f"{part}.{name}"))
    if not are_headers(headers):
        raise SettingsWrong(folder, words.header_wrong(f"{part}.{told_by}"))


class _Plain(OneSend):
    pass


class _Secure(OneSend, urllib3.connection.HTTPSConnection):
    pass


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


def connections_to(url: str, certificates: str = "") -> urllib3.PoolManager:
    """Connections to one address for one thread: no retries, and no answer without an end.

    Args:
        url: of the other system.
        certificates: PEM file of authorities to trust beside the system's; empty = those alone.

    Raises:
        OSError: the certificates cannot be read.
    """
    made = urllib3.PoolManager(num_pools=1, maxsize=1, retries=False, ssl_context=context_for(url, certificates))
    made.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return made


def authorities(settings: HubSettings, name: str, key: str) -> str:
    """Path of a PEM file of authorities that can be read as one; empty when none is named.

    Args:
        settings: of the hub.
        name: relative to the TOML file.
        key: of the settings, to be told.

    Raises:
        SettingsWrong: it cannot.
    """
    if not name:
        return ""
    path = Path(settings.folder) / name
    try:
        trusting(str(path))
    except OSError as wrong:  # what it is not, ssl tells as one too
        raise SettingsWrong(path, key) from wrong
    return str(path)
