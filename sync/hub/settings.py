"""Settings of the hub: one TOML file, and the keys in separate files."""

import ipaddress
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec import Meta, Struct

from models.calendar.clock import Clock
from models.files import rules
from models.files.disk import sync_folder
from models.files.named_file import read_named
from sync.messages import MOST_BYTES, MOST_EVENT_BYTES, OLDEST_PROTOCOL, PROTOCOL, HubFacts

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what ``LoadCredential=`` names."""


class SettingsWrong(Exception):  # noqa: N818 - a fact about a file
    """The TOML file is missing, malformed or has an unknown or invalid entry; ``detail`` says what."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail


class HubKeyWrong(Exception):  # noqa: N818
    """A key file is missing, malformed, or readable by others."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


_Positive = Annotated[int, Meta(ge=1)]
_NotNegative = Annotated[int, Meta(ge=0)]
_AboveZero = Annotated[float, Meta(gt=0, le=1_000_000)]

MOST_SETTINGS = 1 << 20
MOST_KEY = 64 << 10
"""Bytes of the TOML file, and of a file with a key or a password."""

HIGHEST_PORT = 0xFFFF


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base struct: an unknown key is an error."""


class DatabaseSettings(_Strict, frozen=True, kw_only=True):
    """The database's address and pool.

    Attributes:
        url: "postgresql+psycopg://…", or "sqlite:////path" (encrypted) for a trial or a single office.
        pool: connections of each worker, beside three (look-ups, notifications).
    """

    url: str
    pool: _Positive = 8

    @property
    def file(self) -> Path | None:
        """Path of the encrypted file; None for a database server."""
        _, found, path = self.url.partition(":///")
        return Path(path) if found and self.url.startswith("sqlite") else None


class KeyFiles(_Strict, frozen=True, kw_only=True):
    """Paths of the key files: absolute, or in the credentials folder, or beside the TOML file."""

    sign: str = "sign.key"
    seal: str = "seal.key"
    database: str = "database.key"


class Tls(_Strict, frozen=True, kw_only=True):
    """PEM files; both empty = plain HTTP, for a proxy on the same machine."""

    certificate: str = ""
    key: str = ""


class FilesSettings(_Strict, frozen=True, kw_only=True):
    """Folder of scanned files, relative to the TOML file."""

    folder: str = "files"


class Limits(_Strict, frozen=True, kw_only=True):
    """Limits on requests and connections. docs/may-chu-tinh.md says which memory each bounds.

    Attributes:
        head: bytes of a request's first line and headers.
        body: bytes of a request's body. An event that does not fit is set aside without its body.
        connections: of each worker. One more displaces the longest that has not proven who it is.
        per_address: connections from one address that have not proven who they are, 0 = any number. One more displaces
            the longest of them.
        per_machine: connections of one machine. One more ends its oldest.
        proxies: networks whose addresses stand for many clients, so that none is counted against one of them.
        head_seconds: until a request's headers are whole; also for a body nobody vouches for, and until an answer
            begins to be read.
        slowest: bytes a second of the slowest line that a body or an answer is waited for on, after that.
        bodies: bytes of all bodies that a worker holds at once.
        unread: bytes of bodies of those who have not proven who they are, kept until that is known.
        answers: bytes of answers that wait to be read. When there are more, who waits longest is cut off.
        unsigned: requests a second that nobody signed (who answers here), of each such path.
        wrong_codes: one-time codes that there never were, from one address in an hour, until it is told to wait.
        waiting: requests that wait for a thread of a worker; more are told to come again.
        at_once: of one machine, requests under way at once.
        clock: seconds a signature's time may be off.
        wait: seconds an answer may wait for news.
        disk_free: bytes below which no further scanned file is taken: it waits at its desk, and events go on.
        watchers: networks that may ask what ``admin`` listens for.
        code_days: days a one-time code is good for.
    """

    head: _Positive = 16 << 10
    body: _Positive = MOST_EVENT_BYTES + MOST_BYTES
    connections: _Positive = 4096
    per_address: _NotNegative = 64
    per_machine: _Positive = 32
    proxies: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    head_seconds: Annotated[float, Meta(gt=0, le=3600)] = 10.0
    slowest: _Positive = 2000
    bodies: _Positive = 32 << 20
    unread: _Positive = 16 << 20
    answers: _Positive = 32 << 20
    unsigned: _AboveZero = 50.0
    wrong_codes: _NotNegative = 20
    waiting: _Positive = 256
    at_once: _Positive = 8
    clock: Annotated[float, Meta(gt=0, le=31_622_400)] = 300.0
    wait: Annotated[float, Meta(ge=0, le=3600)] = 30.0
    disk_free: _NotNegative = 512 << 20
    watchers: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    code_days: Annotated[float, Meta(gt=0, le=3660)] = 7.0


class Quota(_Strict, frozen=True, kw_only=True):
    """Quotas per machine, so that none can fill the disk or use up its office's numbers.

    Attributes:
        day_events: events of one device that are stored in 24 hours of a calendar day (UTC). A desk that comes back
            after a year at 10,000 a day needs four days.
        day_bytes: bytes of their bodies.
        day_files: scanned files of one device that are taken on such a day.
        day_file_bytes: bytes of them.
        office_day_files, office_day_file_bytes: the same of all devices of an office together.
        revoked_events: events that a revoked device may still deliver, all together: what it had not sent yet.
        revoked_bytes: bytes of their bodies.
        day_renewals: new numbers that one machine may get within 24 hours.
        numbers: numbers of one machine in use at once; a renewed one counts until it was silent for a week.
    """

    day_events: _NotNegative = 1_000_000
    day_bytes: _NotNegative = 2 << 30
    day_files: _NotNegative = 10_000
    day_file_bytes: _NotNegative = 2 << 30
    office_day_files: _NotNegative = 40_000
    office_day_file_bytes: _NotNegative = 8 << 30
    revoked_events: _NotNegative = 100_000
    revoked_bytes: _NotNegative = 256 << 20
    day_renewals: _NotNegative = 3
    numbers: _Positive = 8


USUAL = Quota()
"""Where the file says nothing."""


class Department(_Strict, frozen=True, kw_only=True):
    """A system that may send status reports.

    Attributes:
        token: SHA-256 of its token, 64 hexadecimal digits.
        offices: those it may report to; empty = all.
        books: it is the province's portal, and books appointments.
        hold_minutes: so long it may keep a seat for a citizen who has not confirmed yet.
    """

    name: str
    token: Annotated[str, Meta(pattern=r"\A[0-9A-Fa-f]{64}\Z", examples=["9f86d081…"])]
    offices: tuple[str, ...] = ()
    books: bool = False
    hold_minutes: Annotated[int, Meta(ge=1, le=120)] = 15


class HubSettings(_Strict, frozen=True, kw_only=True):
    """All settings in the file.

    Attributes:
        name: of the province's system, shown at the desks.
        listen: "address:port".
        admin: "address:port" of a socket of its own for figures and description; empty = nobody is told them. Never the
            one that a proxy leads to: behind one, everybody comes from this machine.
        workers: processes that answer.
        grace: seconds that requests under way may take after a stop was asked for.
        national: as ``sync.hub.national`` reads it; empty = nothing is sent to the national system.
        notices: as ``sync.hub.notices`` reads it; empty = no citizen is told by the hub.
        receipts: as ``sync.hub.receipts`` reads it.
        payments: as ``sync.hub.payments`` reads it; empty = the hub hears of no money on any account.
        e_receipts: as ``sync.hub.e_receipts`` reads it; empty = no provider of electronic receipts is asked.
        post_orders: as ``sync.hub.post_orders`` reads it; empty = nothing is ordered from the post or heard of it.
        updates: as ``sync.hub.updates`` reads it; empty = desks get no updates from the hub.
        fleet: as ``sync.hub.fleet`` reads it.
        folder: of the TOML file; not written in it.
    """

    name: str
    database: DatabaseSettings
    listen: str = "127.0.0.1:8080"
    admin: str = ""
    workers: Annotated[int, Meta(ge=1, le=256)] = 2
    grace: Annotated[int, Meta(ge=0, le=3600)] = 10
    keys: KeyFiles = KeyFiles()
    tls: Tls = Tls()
    files: FilesSettings = FilesSettings()
    limits: Limits = Limits()
    quota: Quota = USUAL
    department: tuple[Department, ...] = ()
    national: dict[str, object] = {}
    notices: dict[str, object] = {}
    receipts: dict[str, object] = {}
    payments: dict[str, object] = {}
    e_receipts: dict[str, object] = {}
    post_orders: dict[str, object] = {}
    updates: dict[str, object] = {}
    fleet: dict[str, object] = {}
    folder: str = "."

    @property
    def files_folder(self) -> Path:
        """The folder of scanned files."""
        return Path(self.folder) / self.files.folder

    def password(self, name: str) -> str:
        """What the key file of this name says; no name = none is needed.

        Raises:
            SettingsWrong: it cannot be read.
        """
        if not name:
            return ""
        path = self.key_file(name)
        try:
            return read_key_file(path)
        except (OSError, UnicodeDecodeError) as wrong:
            raise SettingsWrong(path, "password_file") from wrong

    def key_file(self, name: str) -> Path:
        """The path of the key file of this name."""
        given = os.environ.get(CREDENTIALS)
        if given and (Path(given) / name).exists():
            return Path(given) / name
        return Path(self.folder) / name


def host_and_port(address: str) -> tuple[str, int]:
    """The two parts of "address:port".

    Raises:
        ValueError: it is none.
    """
    host, _, port = address.rpartition(":")
    if not (address.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= HIGHEST_PORT):
        raise ValueError(address)
    return host.strip("[]"), int(port)


def read_settings(path: Path) -> HubSettings:
    """Read the settings file.

    Raises:
        SettingsWrong: it cannot be read, or something in it is misspelt, missing or of the wrong kind.
    """
    try:
        plain = _without_zero_bytes(tomllib.loads(read_named(path, MOST_SETTINGS).decode("utf-8")))
        settings = rules.convert(plain | {"folder": str(path.absolute().parent)}, HubSettings)
        _check_addresses(settings)
    except (OSError, ValueError, msgspec.ValidationError, RecursionError) as wrong:
        raise SettingsWrong(path, str(wrong)) from wrong
    return settings


def _without_zero_bytes(plain: dict[str, object]) -> dict[str, object]:
    """The same. Raises ValueError: a text has a zero byte, which no path, address or column of PostgreSQL takes."""
    if _has_zero_byte(plain):
        raise ValueError("zero byte")
    return plain


def _has_zero_byte(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_zero_byte(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return any(_has_zero_byte(one) for one in value)
    return isinstance(value, str) and "\0" in value


def _check_addresses(settings: HubSettings) -> None:
    """Raises ValueError, as ``models.words.shape_words`` reads it: an address or a network is none."""

    def check(key: str, example: str, parsed: Callable[[str], object], value: str) -> None:
        try:
            parsed(value)
        except ValueError as wrong:
            raise ValueError(f"Expected text like `{example}` - at `$.{key}`") from wrong

    check("listen", "127.0.0.1:8080", host_and_port, settings.listen)
    if settings.admin:
        check("admin", "127.0.0.1:9090", host_and_port, settings.admin)
    for key, networks in (("watchers", settings.limits.watchers), ("proxies", settings.limits.proxies)):
        for network in networks:
            check(f"limits.{key}", "10.0.0.0/8", ipaddress.ip_network, network)


# ---- keys --------------------------------------------------------------------------------------------------


class HubKeys(Struct, frozen=True):
    """The hub's private keys: sign editions and answers, open sealed letters, open an encrypted database."""

    sign: Ed25519PrivateKey
    seal: X25519PrivateKey
    database: bytes | None


def make_keys(settings: HubSettings) -> list[Path]:
    """Create missing key files, readable by their owner alone. Returns those created."""
    names = [settings.keys.sign, settings.keys.seal]
    if settings.database.url.startswith("sqlite"):
        names.append(settings.keys.database)
    return [path for path in map(settings.key_file, names) if _make(path)]


def _make(path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(os.urandom(32).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return True


def read_keys(settings: HubSettings) -> HubKeys:
    """The keys in the files.

    Raises:
        KeyWrong: one is missing, is no key, or everybody may read it.
    """
    return HubKeys(
        sign=Ed25519PrivateKey.from_private_bytes(_read(settings.key_file(settings.keys.sign))),
        seal=X25519PrivateKey.from_private_bytes(_read(settings.key_file(settings.keys.seal))),
        database=read_database_key(settings),
    )


def read_database_key(settings: HubSettings) -> bytes | None:
    """The key of an encrypted file; None for a database server.

    Raises:
        KeyWrong: as above.
    """
    if not settings.database.url.startswith("sqlite"):
        return None
    return _read(settings.key_file(settings.keys.database))


def read_key_file(path: Path) -> str:
    """The text in a key file, without white space around it.

    Raises:
        OSError: it cannot be read, is no plain file, or too large to be one.
        UnicodeDecodeError: it is no text.
    """
    return read_named(path, MOST_KEY).decode("utf-8").strip()


def _read(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(read_key_file(path))
        open_to_all = os.name == "posix" and path.stat().st_mode & 0o007
    except (OSError, ValueError) as wrong:
        raise HubKeyWrong(path) from wrong
    if len(secret) != 32 or open_to_all:
        raise HubKeyWrong(path)
    return secret


def facts(settings: HubSettings, keys: HubKeys, clock: Clock) -> HubFacts:
    """The hub's name, public keys and current time."""
    return HubFacts(
        name=settings.name,
        protocol=PROTOCOL,
        oldest=OLDEST_PROTOCOL,
        at=clock(),
        sign_key=keys.sign.public_key().public_bytes_raw().hex(),
        seal_key=keys.seal.public_key().public_bytes_raw().hex(),
    )
