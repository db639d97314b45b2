"""What an office sets: one TOML file beside the data, read whole and written whole."""

import os
import tomllib
from pathlib import Path

import msgspec
import tomli_w
from msgspec import Struct

from desk.cards.ports import PortChoice
from models.ids import ClerkId, CounterId, DeviceId
from models.not_allowed import NotSetUp
from models.office import Office
from models.person import Unit
from models.procedure import TimeLimit
from models.trouble import FolderReadOnly, SettingsUnreadable
from models.working_days import WorkingHours

FILE = "settings.toml"


class Device(Struct, frozen=True, kw_only=True):
    """This machine: its number in the office, its counter, and the block of daily numbers leased to it.

    Attributes:
        block_first, block_last: NNNN of the dossier codes this machine may give out (device 3: 3001 to 3999).
        letter: first letter of the tickets it issues.
        serves: services this counter calls; empty = all.
    """

    number: DeviceId
    counter: CounterId
    block_first: int
    block_last: int
    letter: str = "A"
    serves: tuple[str, ...] = ()


class Clerk(Struct, frozen=True, kw_only=True):
    """Who sits at the desk, as slips print the name."""

    id: ClerkId
    name: str
    phone: str = ""


class Service(Struct, frozen=True, kw_only=True):
    """One service of the waiting line."""

    id: str
    name: str


class WaitingRule(Struct, frozen=True, kw_only=True):
    """How the line is worked off.

    Attributes:
        priority_run: after so many priority calls in a row one ordinary ticket goes, if one waits.
    """

    services: tuple[Service, ...] = ()
    priority_run: int = 2


class OtherUnit(Struct, frozen=True, kw_only=True):
    """An authority whose dossiers are taken in here; ``transfer`` is the time to bring them there."""

    unit: Unit
    transfer: TimeLimit | None = None


class Scanner(Struct, frozen=True, kw_only=True):
    """The card scanner: which port, and its speed (8N1)."""

    port: PortChoice
    baud: int = 9600


class Printers(Struct, frozen=True, kw_only=True):
    """Addresses of the printers, see ``printing.printers.printer``. Empty = PDFs into the data folder."""

    papers: str = ""
    tickets: str = ""


class Look(Struct, frozen=True, kw_only=True):
    """How the window looks."""

    theme: str = "system"
    type_scale: float = 1.0


class Settings(Struct, frozen=True, kw_only=True):
    """Everything an office sets."""

    office: Office
    device: Device
    clerk: Clerk
    hours: WorkingHours = WorkingHours()
    waiting: WaitingRule = WaitingRule()
    other_units: tuple[OtherUnit, ...] = ()
    scanner: Scanner | None = None
    printers: Printers = Printers()
    forms: str = ""
    """Name of a forms set; empty = the one in force on the day."""
    look: Look = Look()


def read_settings(folder: Path) -> Settings:
    """The settings of this folder.

    Raises:
        NotSetUp: there are none yet.
        SettingsUnreadable: the file is not TOML, or a value has the wrong shape.
    """
    path = folder / FILE
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
    except FileNotFoundError as missing:
        raise NotSetUp(("settings",)) from missing
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as wrong:
        raise SettingsUnreadable(str(path), str(wrong)) from wrong


def write_settings(folder: Path, settings: Settings) -> None:
    """Replace the settings file as a whole; a power cut leaves the old or the new one, never half."""
    plain = msgspec.to_builtins(settings, builtin_types=())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / (FILE + ".new")
        with fresh.open("wb") as file:
            tomli_w.dump(_without_none(plain), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / FILE)
    except PermissionError as refused:
        raise FolderReadOnly(str(folder), str(refused)) from refused


def _without_none(plain: dict[str, object]) -> dict[str, object]:
    """TOML has no null: what is None is left out."""
    return {
        key: _without_none(value) if isinstance(value, dict) else value
        for key, value in plain.items()
        if value is not None
    }
