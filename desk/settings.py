"""Settings of an office: one TOML file in the data folder, read and written whole; it may be edited by hand.

Ranges of numbers and texts are defined here only (``Meta``); others get them from ``models.files.rules``.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from desk.cards.ports import PortChoice, is_same_device
from models.calendar.due_dates import WorkingHours
from models.catalogue.paper_receipts import PaperBook
from models.codes.number_blocks import HIGHEST
from models.codes.ticket_letter import LETTER
from models.codes.vietqr import ACCOUNT, BANK_BIN
from models.files import rules
from models.files.disk import trouble_of, write_whole
from models.files.marked import marked_toml
from models.files.toml import NotToml, read_toml
from models.ids import FIRST_BROUGHT_BACK, ClerkId, CounterId, DeviceId
from models.not_allowed import NotSetUp
from models.office import Office
from models.person import Unit
from models.procedure import TimeLimit
from models.receipt_leases import HIGHEST_NUMBER
from models.trouble import SettingsUnreadable
from printing.layout.sheet import Typeface as Typeface  # noqa: PLC0414 - the screen sets it, and knows no paper

FILE = "settings.toml"
DATABASE = "motcua.db"
FIRST_HOUR = "first-hour.json"
READABLE = "viewing"
"""Of the data folder: settings, events, answers of a set-up that has not come to its end, readable copies that go when
the desk is closed. They stand together here so that nobody loads a database's libraries only to see whether its file is
there."""

_AGENCY = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")

_Block = Annotated[int, Meta(ge=1, le=HIGHEST)]
_Copies = Annotated[int, Meta(ge=0, le=999)]


class DeviceSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """This machine: its number in the office, its counter, and the block of daily numbers leased to it.

    Attributes:
        block_first, block_last: NNNN of the dossier codes this machine may give out (device 3: 3001 to 3999).
        letter: first letter of the tickets it issues.
        serves: services this counter calls; empty = all.
        visit_laptop: it goes to citizens' homes, see ``desk.laptop``.
        disk_warn_mb: below so many free megabytes of its disk it is warned of; see ``desk.limits``.
    """

    number: Annotated[DeviceId, Meta(ge=1, le=FIRST_BROUGHT_BACK - 1)]
    counter: CounterId
    block_first: _Block
    block_last: _Block
    letter: Annotated[str, Meta(pattern=LETTER, examples=["A"])] = "A"
    serves: tuple[str, ...] = ()
    visit_laptop: bool = False
    disk_warn_mb: Annotated[int, Meta(ge=300, le=100_000)] = 1_000


class ClerkSetting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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
    priority_run: Annotated[int, Meta(ge=1, le=9_999)] = 2


class OtherUnit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An authority whose dossiers are taken in here; ``transfer`` is the time to bring them there."""

    unit: Unit
    transfer: TimeLimit | None = None


class Scanner(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The card scanner: which port, and its speed (8N1)."""

    port: PortChoice
    baud: Annotated[int, Meta(ge=1, le=4_000_000)] = 9600


class Printers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Addresses of the printers, see ``printing.devices.printers.printer``. Empty = PDFs into the data folder.

    Attributes:
        papers, tickets: where each kind goes.
        papers_spare, tickets_spare: where it goes by one key when the first does not work; empty = none.
        typeface: of the official papers and the register; tickets are always without serifs.
    """

    papers: str = ""
    tickets: str = ""
    papers_spare: str = ""
    tickets_spare: str = ""
    typeface: Typeface = Typeface.SANS


class Backups(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Copies of everything, made by the clock.

    Attributes:
        folder: where to; empty = nowhere, and the window says so.
        at: after this wall time of a day the next copy is made, hours and minutes ("16:45").
        days, weeks, months: how many daily, weekly and monthly copies are kept.
    """

    folder: str = ""
    at: Annotated[str, Meta(pattern=r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z", examples=["16:45"])] = "16:45"
    days: _Copies = 7
    weeks: _Copies = 4
    months: _Copies = 12


class HallSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The waiting room: what the board says besides the numbers, and the voice.

    Attributes:
        notices: lines shown one after the other.
        voice: whether calls are spoken at this machine.
        volume: in hundredths.
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
    volume: Annotated[int, Meta(ge=0, le=100)] = 80
    times: Annotated[int, Meta(ge=1, le=999)] = 2
    recordings: str = ""
    kiosk_services: tuple[str, ...] = ()
    screen: Annotated[int, Meta(ge=0, le=999)] = 0
    kiosk_scanner: Scanner | None = None
    kiosk_pin: Annotated[str, Meta(pattern=r"\A[0-9]*\Z", examples=["2580"])] = ""
    early_minutes: Annotated[int, Meta(ge=0, le=1_440)] = 30


class SessionSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Clerks in turn: minutes without a key or a scan after which the desk locks itself; 0 = never."""

    idle_minutes: Annotated[int, Meta(ge=0, le=10_080)] = 10


class DeadlineSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lists by due date.

    Attributes:
        soon_days: what is due within so many working days after today is "due soon".
        uncollected_days: a result that has lain at the desk for more days than this is "not collected".
    """

    soon_days: Annotated[int, Meta(ge=1, le=30)] = 2
    uncollected_days: Annotated[int, Meta(ge=1, le=365)] = 15


class RegisterSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The register of dossiers on paper: after so many rows a volume ends and the next one goes on."""

    rows_per_volume: Annotated[int, Meta(ge=50, le=100_000)] = 2_000


class ShelfSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shelf on which results wait: a place is a box and a number, "B-12".

    Attributes:
        boxes: the letters of its boxes, each one letter; empty = no place is proposed.
        places: how many each box has.
    """

    boxes: Annotated[str, Meta(pattern=r"\A[A-Z]*\Z", examples=["ABCD"])] = "ABCD"
    places: Annotated[int, Meta(ge=1, le=999)] = 40


class MoneySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fees: the office's account, into which transfers go, and how amounts are read.

    Attributes:
        bank_bin: number of its bank at NAPAS, six digits; empty = no transfer by VietQR.
        bank_name: as it is shown to whoever pays.
        account: its number.
        account_holder: as the bank writes it.
        southern_words: amounts are read as in the South, "lẻ" and "ngàn".
        tax_code: of the collecting body, as receipts print it; empty = not printed.
        e_receipts: receipts are issued by a provider whom the hub asks, not from leased numbers.
        paper_form, paper_series, paper_first, paper_last: the stock of paper receipts at this machine, see
            ``paper_book``; last 0 = there is none.
    """

    bank_bin: Annotated[str, Meta(pattern=rf"\A({BANK_BIN})?\Z", examples=["970405"])] = ""
    bank_name: str = ""
    account: Annotated[str, Meta(pattern=rf"\A({ACCOUNT})?\Z", examples=["1500200000001"])] = ""
    account_holder: str = ""
    southern_words: bool = False
    tax_code: Annotated[str, Meta(pattern=r"\A([0-9]{10}(-[0-9]{3})?|[0-9]{12})?\Z", examples=["0100000000"])] = ""
    e_receipts: bool = False
    paper_form: str = ""
    paper_series: str = ""
    paper_first: Annotated[int, Meta(ge=0, le=HIGHEST_NUMBER)] = 0
    paper_last: Annotated[int, Meta(ge=0, le=HIGHEST_NUMBER)] = 0

    @property
    def paper_book(self) -> PaperBook | None:
        """The stock of paper receipts; None = no receipt is written by hand here."""
        if not 0 < self.paper_first <= self.paper_last:
            return None
        return PaperBook(form=self.paper_form, series=self.paper_series, first=self.paper_first, last=self.paper_last)


class CitizenScreenSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The screen at the counter that is turned to the citizen.

    Attributes:
        screen: which one, 2 = the second; 0 = there is none.
        seconds: what needs no answer goes after so many; what is typed, to be confirmed, after three times as many.
        confirm: whether the citizen sees what the clerk types.
    """

    screen: Annotated[int, Meta(ge=0, le=999)] = 0
    seconds: Annotated[int, Meta(ge=5, le=300)] = 20
    confirm: bool = True


class LaptopSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Visit laptops: what they take along.

    Attributes:
        keep_days: a load stays aboard for so many days, unless who puts it together says otherwise.
        contact_days: after so many days without contact what was loaded is read with a leader's code only.
    """

    keep_days: Annotated[int, Meta(ge=1, le=60)] = 7
    contact_days: Annotated[int, Meta(ge=1, le=60)] = 5


class PosterContact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a poster names.

    Attributes:
        officer, phone: who answers, and where.
        hamlet: on whose board alone; empty = on every poster.
        fields: of which procedures (lĩnh vực); none = of all.
    """

    officer: str
    phone: str = ""
    hamlet: str = ""
    fields: tuple[str, ...] = ()


class PosterSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Posters of procedures.

    Attributes:
        place: where dossiers are taken in, with the address; empty = the office's name.
        link: the official page of a procedure, with ``{code}`` where its code stands; empty = no QR on the poster.
        contacts: whom to ask.
    """

    place: str = ""
    link: Annotated[str, Meta(pattern=r"\A(https?://\S+)?\Z", examples=["https://dichvucong.gov.vn/?ma={code}"])] = ""
    contacts: tuple[PosterContact, ...] = ()


class DayRuleSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The office's own rules of days, one line each; see ``models.catalogue.day_rule_lines``."""

    rules: tuple[str, ...] = ()


class Theme(StrEnum):
    """The ground of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class LookSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the window looks: its ground, and the size of type as a multiple of the usual one."""

    theme: Theme = Theme.SYSTEM
    type_scale: Annotated[float, Meta(ge=0.25, le=8)] = 1.0


class UpdateSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """New versions of the program.

    Attributes:
        automatic: look for them, fetch and try them beside the work, switch to them when the window closes.
        source: an address on the web or a folder; empty = the hub this machine belongs to.
    """

    automatic: bool = True
    source: str = ""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything an office sets."""

    office: Office
    device: DeviceSettings
    clerk: ClerkSetting
    hours: WorkingHours = WorkingHours()
    waiting: WaitingRule = WaitingRule()
    other_units: tuple[OtherUnit, ...] = ()
    scanner: Scanner | None = None
    more_scanners: tuple[Scanner, ...] = ()
    """Further ones, all listened to at once."""
    keyboard_scanner: bool = True
    """Bursts of a scanner that types are taken for scans."""
    camera: Annotated[int, Meta(ge=-1, le=999)] = -1
    """Number of the camera that reads cards and photographs papers; -1 = none."""
    printers: Printers = Printers()
    forms: str = ""
    """Name of a forms set; empty = the one in force on the day."""
    look: LookSettings = LookSettings()
    backups: Backups = Backups()
    hall: HallSettings = HallSettings()
    sessions: SessionSettings = SessionSettings()
    deadlines: DeadlineSettings = DeadlineSettings()
    register: RegisterSettings = RegisterSettings()
    shelf: ShelfSettings = ShelfSettings()
    money: MoneySettings = MoneySettings()
    citizen: CitizenScreenSettings = CitizenScreenSettings()
    laptop: LaptopSettings = LaptopSettings()
    posters: PosterSettings = PosterSettings()
    days: DayRuleSettings = DayRuleSettings()
    updates: UpdateSettings = UpdateSettings()
    offered: tuple[str, ...] = ()
    """Codes of the procedures this office takes in; empty = all of the catalogue."""


def read_settings(folder: Path) -> Settings:
    """The settings of this folder.

    Raises:
        NotSetUp: there are none yet.
        SettingsUnreadable: the file is not TOML, names something there is not, or holds a value that cannot be.
        FileUnreadable: it is another user's.
    """
    path = folder / FILE
    try:
        settings = rules.convert(read_toml(path.read_text("utf-8")), Settings)
    except PermissionError as refused:
        raise trouble_of(path, refused) from refused
    except FileNotFoundError as missing:
        raise NotSetUp(("settings",), str(folder), has_data=(folder / DATABASE).exists()) from missing
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
    import tomli_w  # noqa: PLC0415 - most starts only read

    plain = msgspec.to_builtins(settings, builtin_types=())
    try:
        _check(folder / FILE, rules.convert(plain, Settings))
    except msgspec.ValidationError as wrong:
        raise SettingsUnreadable(str(folder / FILE), str(wrong)) from wrong
    write_whole(folder / FILE, marked_toml(tomli_w.dumps(_without_none(plain))))


def scanners_of(settings: Settings) -> tuple[Scanner, ...]:
    """Every scanner of the counter at a port, the first one first."""
    return (*((settings.scanner,) if settings.scanner else ()), *settings.more_scanners)


def _check(path: Path, settings: Settings) -> None:
    """What no rule of one value says: codes that would be wrong, services that are not there, a port named twice.

    A slip of the pen or a flipped bit: both are told by the field's name. ``desk.setup.setting_problems`` says more.
    """
    device, known = settings.device, [service.id for service in settings.waiting.services]
    first, last = device.block_first, device.block_last
    wrong = {
        "office.unit.id": _AGENCY.fullmatch(settings.office.unit.id) is None,
        "device.counter": not device.counter.strip(),
        "device.block_first, device.block_last": first > last,
        "device.serves": not set(device.serves) <= set(known),
        "waiting.services": len(set(known)) < len(known) or "" in known,
        "more_scanners": _named_twice(settings),
        "days.rules": bool(settings.days.rules) and _rule_line_wrong(settings.days.rules),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise SettingsUnreadable(str(path), name)


def _named_twice(settings: Settings) -> bool:
    """Whether two scanners are said to hang on one port."""
    ports = [scanner.port for scanner in scanners_of(settings)]
    return any(is_same_device(one, other) for n, one in enumerate(ports) for other in ports[n + 1 :])


def _rule_line_wrong(lines: tuple[str, ...]) -> bool:
    from models.catalogue.day_rule_lines import (  # noqa: PLC0415 - only where an office has rules of days
        RuleLineWrong,
        read_rules,
    )

    try:
        read_rules(lines)
    except RuleLineWrong:
        return True
    return False


def _without_none(plain: dict[str, object]) -> dict[str, object]:
    """TOML has no null: what is None is left out, at every depth."""
    return {key: _bare(value) for key, value in plain.items() if value is not None}


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return _without_none(value)
    return [_bare(one) for one in value] if isinstance(value, list | tuple) else value
