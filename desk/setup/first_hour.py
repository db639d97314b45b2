"""Answers of the first set-up, saved at each step until the desk opens with them.

One small file in the data folder holds all answers, so after a power cut set-up continues at the same step. It holds no
secret in clear: a PIN only as its Argon2id hash, the recovery key not at all.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desk.settings import FIRST_HOUR, ClerkSetting, DeviceSettings, Service, Settings, WaitingRule
from desk.setup.setting_problems import AccountDraft, Problem, problems_of, problems_of_clerks
from models.catalogue.catalogue import Catalogue
from models.clerk import Role
from models.codes.number_blocks import usual_block
from models.codes.ticket_letter import usual_letter
from models.files import rules
from models.files.disk import on_disk, write_whole
from models.ids import ClerkId, CounterId, DeviceId
from models.office import Office
from models.person import Unit
from models.trouble import SettingsUnreadable


class SetupStep(StrEnum):
    """One group of questions, in their order."""

    OFFICE = "office"
    COUNTER = "counter"
    CLERKS = "clerks"
    HOURS = "hours"
    PROCEDURES = "procedures"
    PRINTERS = "printers"
    SCANNER = "scanner"
    HALL = "hall"
    BACKUP = "backup"
    RECOVERY = "recovery"
    SUMMARY = "summary"


ESSENTIAL = frozenset({SetupStep.OFFICE, SetupStep.COUNTER, SetupStep.CLERKS})
"""Without these no slip can be printed; all others may be done later, in the settings."""

_KEYS: dict[SetupStep, tuple[str, ...]] = {
    SetupStep.OFFICE: ("office", "other_units"),
    SetupStep.COUNTER: ("device", "waiting"),
    SetupStep.CLERKS: ("clerks", "clerk"),
    SetupStep.HOURS: ("hours", "deadlines"),
    SetupStep.PROCEDURES: ("offered",),
    SetupStep.PRINTERS: ("printers",),
    SetupStep.SCANNER: ("scanner", "more_scanners", "keyboard_scanner", "camera"),
    SetupStep.HALL: ("hall", "sessions", "look"),
    SetupStep.BACKUP: ("backups",),
}


class NewClerk(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who shall work here; ``pin`` is the Argon2id hash of theirs, or empty."""

    id: ClerkId
    name: str
    phone: str = ""
    roles: frozenset[Role] = frozenset({Role.CLERK})
    pin: str = ""


class FirstHour(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was answered so far.

    Attributes:
        settings: with what nobody has answered yet empty or as usual.
        step: where one stands.
        done, later: what was answered, and what was put off.
        clerks: who shall work here; the first one is the clerk of the settings.
        sheet: number of the recovery sheet that was printed; empty = none.
    """

    settings: Settings
    step: SetupStep = SetupStep.OFFICE
    done: frozenset[SetupStep] = frozenset()
    later: frozenset[SetupStep] = frozenset()
    clerks: tuple[NewClerk, ...] = ()
    sheet: str = ""


def fresh(services: Iterable[Service] = ()) -> FirstHour:
    """A machine of which nothing is known: number 1 at counter 1, everything else as usual."""
    return FirstHour(settings=blank(services))


def blank(services: Iterable[Service] = ()) -> Settings:
    """Settings in which nothing of the office stands yet."""
    first, last = usual_block(DeviceId(1))
    return Settings(
        office=Office(unit=Unit(id="", name=""), parent="", name="", place=""),
        device=DeviceSettings(
            number=DeviceId(1),
            counter=CounterId("1"),
            block_first=first,
            block_last=last,
            letter=usual_letter(DeviceId(1)),
        ),
        clerk=ClerkSetting(id=ClerkId(""), name=""),
        waiting=WaitingRule(services=tuple(services)),
    )


def load_answers(folder: Path) -> FirstHour | None:
    """What was answered before, or None.

    Raises:
        SettingsUnreadable: the file is not ours, or of another version of the program.
        DiskFailing, FolderReadOnly: it cannot be read.
    """
    path = folder / FIRST_HOUR
    with on_disk(path):
        try:
            body = path.read_bytes()
        except FileNotFoundError:
            return None
    try:
        return _readable(msgspec.json.decode(body))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise SettingsUnreadable(str(path), str(wrong)) from wrong


def _readable(plain: object) -> FirstHour:
    """What was answered; an answer no settings may hold, which is kept while it is asked for, is as if never given."""
    blank_ = msgspec.to_builtins(blank())
    while True:
        try:
            return rules.convert(plain, FirstHour)
        except msgspec.ValidationError as wrong:
            key = rules.key_of(wrong)
            if not isinstance(plain, dict) or key.removeprefix("settings.") not in rules.rules_of(Settings):
                raise
            *heads, name = key.removeprefix("settings.").split(".")
            there, usual = plain["settings"], blank_
            for head in heads:
                there, usual = there[head], usual[head]
            if there.get(name) == usual.get(name):
                raise
            there[name] = usual[name]


def save_answers(folder: Path, first: FirstHour) -> None:
    """Have these answers on the disk when this returns.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: what was kept before is untouched.
    """
    write_whole(folder / FIRST_HOUR, msgspec.json.encode(first))


def delete_answers(folder: Path) -> None:
    """The desk is open: the answers stand where they belong."""
    with on_disk(folder):
        (folder / FIRST_HOUR).unlink(missing_ok=True)


def put_aside(folder: Path) -> Path:
    """Begin anew and leave what cannot be read under another name, which is given."""
    path = folder / FIRST_HOUR
    aside = path.with_suffix(".unreadable")
    with on_disk(folder):
        path.replace(aside)
    return aside


def settings_of(first: FirstHour) -> Settings:
    """The settings these answers make: the first of the clerks signs where nobody else is known."""
    if not first.clerks:
        return first.settings
    one = first.clerks[0]
    return replace(first.settings, clerk=ClerkSetting(id=one.id, name=one.name, phone=one.phone))


def problems(first: FirstHour, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """All that stands in the way of opening the desk."""
    of_clerks = problems_of_clerks(accounts_of(first.clerks))
    of_settings = problems_of(settings_of(first), catalogue)
    return (*(one for one in of_settings if not one.key.startswith("clerk.")), *of_clerks)


def problems_at(step: SetupStep, first: FirstHour, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """What of it belongs to this step."""
    return tuple(one for one in problems(first, catalogue) if step_of(one.key) is step)


def step_of(key: str) -> SetupStep:
    """The step at which this answer is given."""
    head = key.partition(".")[0]
    return next((step for step, heads in _KEYS.items() if head in heads), SetupStep.SUMMARY)


def accounts_of(clerks: Iterable[NewClerk]) -> tuple[AccountDraft, ...]:
    """These people as ``setting_problems`` looks at them."""
    return tuple(
        AccountDraft(id=one.id, name=one.name, phone=one.phone, roles=one.roles, has_pin=bool(one.pin))
        for one in clerks
    )


def answered(first: FirstHour, step: SetupStep) -> FirstHour:
    """The step is done; on to the next."""
    return replace(first, done=first.done | {step}, later=first.later - {step}, step=after(step))


def put_off(first: FirstHour, step: SetupStep) -> FirstHour:
    """The step is left for later; on to the next."""
    return replace(first, later=first.later | {step}, done=first.done - {step}, step=after(step))


def after(step: SetupStep) -> SetupStep:
    """The next one; the last stays."""
    every = list(SetupStep)
    return every[min(every.index(step) + 1, len(every) - 1)]


def before(step: SetupStep) -> SetupStep:
    """The one before; the first stays."""
    every = list(SetupStep)
    return every[max(every.index(step) - 1, 0)]


def numbered(device: DeviceSettings, number: DeviceId) -> DeviceSettings:
    """The device under another number, with block and letter of that number where the usual ones stood so far."""
    first, last = usual_block(device.number)
    if (device.block_first, device.block_last) == (first, last):
        first, last = usual_block(number)
        device = replace(device, block_first=first, block_last=last)
    if device.letter == usual_letter(device.number):
        device = replace(device, letter=usual_letter(number))
    return replace(device, number=number)
