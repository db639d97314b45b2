"""What an office sets: one TOML file beside the data, read whole and written whole; a person may edit it too."""

import re
from pathlib import Path

import msgspec
import tomli_w
from msgspec import Struct

from desk.cards.ports import PortChoice, same
from models.calendar.working_days import WorkingHours
from models.files.disk import trouble_of, write_whole
from models.files.marked import marked_toml
from models.files.toml import NotToml, read_toml
from models.ids import ClerkId, CounterId, DeviceId
from models.not_allowed import NotSetUp
from models.office import Office
from models.person import Unit
from models.procedure import TimeLimit
from models.trouble import SettingsUnreadable

FILE = "settings.toml"

HIGHEST = 9999
"""NNNN of a dossier code has four digits."""

_AGENCY = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_THEMES = {"system", "light", "dark", "contrast"}
_MANY = 999
_LETTER = re.compile(r"[A-Za-z]{1,2}")


class Device(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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


class Clerk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who sits at the desk, as slips print the name."""

    id: ClerkId
    name: str
    phone: str = ""


class Service(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One service of the waiting line; ``english`` is its name for guests at the kiosk."""

    id: str
    name: str
    english: str = ""


class WaitingRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the line is worked off.

    Attributes:
        priority_run: after so many priority calls in a row one ordinary ticket goes, if one waits.
    """

    services: tuple[Service, ...] = ()
    priority_run: int = 2


class OtherUnit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An authority whose dossiers are taken in here; ``transfer`` is the time to bring them there."""

    unit: Unit
    transfer: TimeLimit | None = None


class Scanner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The card scanner: which port, and its speed (8N1)."""

    port: PortChoice
    baud: int = 9600


class Printers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Addresses of the printers, see ``printing.devices.printers.printer``. Empty = PDFs into the data folder.

    Attributes:
        papers, tickets: where each kind goes.
        papers_spare, tickets_spare: where it goes by one key when the first does not work; empty = none.
    """

    papers: str = ""
    tickets: str = ""
    papers_spare: str = ""
    tickets_spare: str = ""


class Backups(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Copies of everything, made by the clock.

    Attributes:
        folder: where to; empty = nowhere, and the window says so.
        at: after this wall time of a day the next copy is made, hours and minutes ("16:45").
        days, weeks, months: how many daily, weekly and monthly copies are kept.
    """

    folder: str = ""
    at: str = "16:45"
    days: int = 7
    weeks: int = 4
    months: int = 12


class Hall(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The waiting room: what the board says besides the numbers, and the voice.

    Attributes:
        notices: lines shown one after the other.
        voice: whether calls are spoken at this machine.
        volume: 0 to 100.
        times: how often each call is spoken.
        recordings: folder of the office's own clips; empty = those of the program.
        kiosk_services: services offered at the kiosk, in that order; empty = all.
        screen: the board opens on this screen by itself, 2 = the second; 0 = not by itself.
        kiosk_scanner: the kiosk's own card scanner, when another than the desk's; None = none of its own.
        kiosk_pin: digits that close the kiosk, typed after five touches of its clock; empty = by Ctrl+Shift+Q alone.
        early_minutes: numbers are drawn so long before the doors open.
    """

    notices: tuple[str, ...] = ()
    voice: bool = True
    volume: int = 80
    times: int = 2
    recordings: str = ""
    kiosk_services: tuple[str, ...] = ()
    screen: int = 0
    kiosk_scanner: Scanner | None = None
    kiosk_pin: str = ""
    early_minutes: int = 30


class Sessions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Clerks in turn: minutes without a key or a scan after which the desk locks itself; 0 = never."""

    idle_minutes: int = 10


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the window looks: ``theme`` is system, light, dark or contrast; ``type_scale`` 1.0 to 2.0."""

    theme: str = "system"
    type_scale: float = 1.0


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything an office sets."""

    office: Office
    device: Device
    clerk: Clerk
    hours: WorkingHours = WorkingHours()
    waiting: WaitingRule = WaitingRule()
    other_units: tuple[OtherUnit, ...] = ()
    scanner: Scanner | None = None
    more_scanners: tuple[Scanner, ...] = ()
    """Further ones, all listened to at once."""
    keyboard_scanner: bool = True
    """Bursts of a scanner that types are taken for scans."""
    camera: int = -1
    """Number of the camera that reads cards; -1 = none."""
    printers: Printers = Printers()
    forms: str = ""
    """Name of a forms set; empty = the one in force on the day."""
    look: Look = Look()
    backups: Backups = Backups()
    hall: Hall = Hall()
    sessions: Sessions = Sessions()
    offered: tuple[str, ...] = ()
    """Codes of the procedures this office takes in; empty = all of the catalogue."""


_DATABASE = "motcua.db"
"""``desk.backup.copying.DATABASE``, which is not loaded only to see whether it is there."""


def read_settings(folder: Path) -> Settings:
    """The settings of this folder.

    Raises:
        NotSetUp: there are none yet.
        SettingsUnreadable: the file is not TOML, names something there is not, or holds a value that cannot be.
        FileUnreadable: it is another user's.
    """
    path = folder / FILE
    try:
        settings = msgspec.convert(read_toml(path.read_text("utf-8")), Settings)
    except PermissionError as refused:
        raise trouble_of(path, refused) from refused
    except FileNotFoundError as missing:
        raise NotSetUp(("settings",), str(folder), has_data=(folder / _DATABASE).exists()) from missing
    except (OSError, NotToml, msgspec.ValidationError, UnicodeDecodeError) as wrong:
        raise SettingsUnreadable(str(path), str(wrong)) from wrong
    _check(path, settings)
    return settings


def write_settings(folder: Path, settings: Settings) -> None:
    """Replace the settings file as a whole; a power cut leaves the old or the new one, never half.

    Raises:
        SettingsUnreadable: ``read_settings`` would refuse them; nothing was written.
        DiskFull, DiskFailing, FolderReadOnly.
    """
    _check(folder / FILE, settings)
    plain = msgspec.to_builtins(settings, builtin_types=())
    write_whole(folder / FILE, marked_toml(tomli_w.dumps(_without_none(plain))))


def scanners_of(settings: Settings) -> tuple[Scanner, ...]:
    """Every scanner of the counter at a port, the first one first."""
    return (*((settings.scanner,) if settings.scanner else ()), *settings.more_scanners)


def _check(path: Path, settings: Settings) -> None:
    """Values of the right shape that would give wrong codes, tickets that meet, a line that stands, or end in an error.

    A slip of the pen or a flipped bit: both are told by the field's name. ``desk.setup.setting_problems`` is stricter.
    """
    device, known = settings.device, [service.id for service in settings.waiting.services]
    first, last = device.block_first, device.block_last
    wrong = {
        "office.unit.id": _AGENCY.fullmatch(settings.office.unit.id) is None,
        "device.number": device.number < 1,
        "device.counter": not device.counter.strip(),
        "device.block_first, device.block_last": not 1 <= first <= last <= HIGHEST,
        "device.letter": _LETTER.fullmatch(device.letter) is None,
        "device.serves": not set(device.serves) <= set(known),
        "waiting.services": len(set(known)) < len(known) or "" in known,
        "waiting.priority_run": settings.waiting.priority_run < 1,
        "more_scanners": _named_twice(settings),
        "backups.at": _TIME.fullmatch(settings.backups.at) is None,
        "backups.days": not 0 <= settings.backups.days <= _MANY,
        "backups.weeks": not 0 <= settings.backups.weeks <= _MANY,
        "backups.months": not 0 <= settings.backups.months <= _MANY,
        "look.theme": settings.look.theme not in _THEMES,
        "look.type_scale": not 0.25 <= settings.look.type_scale <= 8,
        "hall.volume": not 0 <= settings.hall.volume <= 100,
        "hall.times": not 1 <= settings.hall.times <= _MANY,
        "hall.screen": not 0 <= settings.hall.screen <= _MANY,
        "hall.early_minutes": not 0 <= settings.hall.early_minutes <= 1_440,
        "hall.kiosk_pin": not (settings.hall.kiosk_pin.isascii() and settings.hall.kiosk_pin.isdigit())
        and settings.hall.kiosk_pin != "",
        "sessions.idle_minutes": not 0 <= settings.sessions.idle_minutes <= 10_080,
        "scanner.baud": any(not 0 < scanner.baud <= 4_000_000 for scanner in scanners_of(settings)),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise SettingsUnreadable(str(path), name)


def _named_twice(settings: Settings) -> bool:
    """Whether two scanners are said to hang on one port."""
    ports = [scanner.port for scanner in scanners_of(settings)]
    return any(same(one, other) for n, one in enumerate(ports) for other in ports[n + 1 :])


def _without_none(plain: dict[str, object]) -> dict[str, object]:
    """TOML has no null: what is None is left out, at every depth."""
    return {key: _bare(value) for key, value in plain.items() if value is not None}


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return _without_none(value)
    return [_bare(one) for one in value] if isinstance(value, list | tuple) else value
