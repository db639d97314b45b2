"""Unattended set-up: keeps what exists, creates what is missing, and reports each thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as with_
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec.structs import replace

from desk.backup import recovery
from desk.desk import Desk
from desk.opening import catalogue_of, close_desk, open_desk
from desk.permission_opening import open_for_sign_in
from desk.province import province
from desk.province_assignment import CATALOGUE
from desk.rights import Permission, require
from desk.settings import DATABASE, FILE, Settings, write_settings
from desk.setup import settings_change
from desk.setup.first_hour import NewClerk
from desk.setup.settings_change import with_accounts
from desk.staff import accounts, pins, session
from models.calendar.clock import Clock, wall_clock
from models.catalogue.catalogue import Catalogue, write_catalogue
from models.clerk import Clerk, Role
from models.files.disk import on_disk, write_whole
from models.system.decoding import prepared

APPLIED = "set-up.json"
"""The settings a file last asked for: the same file again leaves alone what people have changed since."""


class SetUpItem(StrEnum):
    """What is set up."""

    CATALOGUE = "catalogue"
    SETTINGS = "settings"
    FILE = "file"
    CLERKS = "clerks"
    SHEET = "sheet"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing: made or changed now, or there already; ``detail`` says what (names, a path)."""

    what: SetUpItem
    changed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What shall be there.

    Attributes:
        settings: as the file says them.
        clerks: with their proofs.
        first_pins: in clear, by id, of those whose PIN opens nothing but the choice of another; hashed when used.
        catalogue: with what is to be imported; None = as it is.
        sheet_folder: where the recovery sheet is written; None = none is made.
        url, code, authority: the province; empty = none is joined.
    """

    settings: Settings
    clerks: tuple[NewClerk, ...]
    first_pins: Mapping[str, str] = field(default_factory=dict, repr=False)
    catalogue: Catalogue | None = None
    sheet_folder: Path | None = None
    url: str = ""
    code: str = ""
    authority: str = ""


def apply(
    folder: Path,
    wanted: Wanted,
    *,
    clock: Clock = wall_clock,
    use_keyring: bool = True,
    sign: Callable[[Desk], Desk] = lambda desk: desk,
) -> tuple[Done, ...]:
    """Set this folder up. Cut off or failed anywhere, it is done again and goes on.

    Args:
        folder: data folder, made where there is none.
        wanted: what shall be there.
        clock: of the desk.
        use_keyring: keep the database's key in the system's keyring.
        sign: asked before anything is written, where people have accounts and something would change: gives the desk
            with an administrator.

    Raises:
        NobodySignedIn, RoleForbids: people have accounts here, and what is wanted would change something of theirs.
        FileTrouble, NetworkTrouble, NotAllowed: what was done before stays.
    """
    with on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        new = not (folder / DATABASE).exists()
    person = _asked(folder, wanted, clock=clock, use_keyring=use_keyring, sign=sign)
    done = [_catalogue(folder, wanted.catalogue)] if wanted.catalogue is not None else []
    if not (folder / FILE).exists():
        write_settings(folder, wanted.settings)
        _remember(folder, wanted.settings)
        done.append(Done(what=SetUpItem.SETTINGS, changed=True))
        given = True
    else:
        given = _recalled(folder) == wanted.settings
        if given:
            done.append(Done(what=SetUpItem.SETTINGS, changed=False))
    desk = open_desk(folder, clock=clock, training=not use_keyring)
    try:
        desk = with_(desk, clerk=person or desk.clerk)
        done.append(Done(what=SetUpItem.FILE, changed=new, detail=str(folder)))
        if not given:
            desk, told = _settings(desk, wanted.settings)
            done.append(told)
        desk, told = _clerks(desk, wanted)
        done.append(told)
        if wanted.sheet_folder is not None:
            done.append(_sheet(desk, wanted.sheet_folder, use_keyring=use_keyring))
        if wanted.code:
            desk, told = _join(desk, wanted)
            done.append(told)
    finally:
        close_desk(session.close(desk))
    return tuple(done)


def _asked(
    folder: Path, wanted: Wanted, *, clock: Clock, use_keyring: bool, sign: Callable[[Desk], Desk]
) -> Clerk | None:
    """Who sets this machine up, asked before anything is written; None = there is nothing to ask for, or nobody to ask.

    Raises:
        NobodySignedIn, RoleForbids, and what ``sign`` raises.
    """
    desk = open_for_sign_in(folder, clock=clock, training=not use_keyring)
    if desk is None:
        return None
    try:
        verbs = _needed(desk, wanted)
        if not verbs or not accounts.anybody_can_sign_in(desk.store):
            return None
        desk = sign(desk)
        for verb in verbs:
            require(desk, verb)
        return desk.clerk
    finally:
        close_desk(desk)


def _needed(desk: Desk, wanted: Wanted) -> tuple[Permission, ...]:
    """The rights that are needed for what would change; none = the machine is as the file wants it."""
    folder = desk.folder
    with on_disk(folder):
        has_settings = (folder / FILE).exists()
    settings = not has_settings or (
        _recalled(folder) != wanted.settings and _target(desk, wanted.settings) != desk.settings
    )
    catalogue = wanted.catalogue is not None and catalogue_of(folder) != wanted.catalogue
    province_ = bool(wanted.code) and province.membership(desk) is None
    sheet = wanted.sheet_folder is not None and recovery.sheet_made_at(desk) is None
    needed = {
        Permission.SET_UP: settings or catalogue or province_,
        Permission.MANAGE_CLERKS: bool(_missing(desk, wanted)),
        Permission.KEEP: sheet,
    }
    return tuple(verb for verb, is_needed in needed.items() if is_needed)


def _catalogue(folder: Path, wanted: Catalogue) -> Done:
    changed = catalogue_of(folder) != wanted
    if changed:
        with on_disk(folder):
            write_catalogue(folder / CATALOGUE, wanted)
    return Done(what=SetUpItem.CATALOGUE, changed=changed, detail=wanted.version)


def _settings(desk: Desk, wanted: Settings) -> tuple[Desk, Done]:
    """Another file than last time, or a machine set up by hand: its settings hold; what the province gave stays."""
    target = _target(desk, wanted)
    changed = target != desk.settings
    if changed:
        desk = settings_change.apply(desk, target)
    _remember(desk.folder, wanted)
    return desk, Done(what=SetUpItem.SETTINGS, changed=changed)


def _target(desk: Desk, wanted: Settings) -> Settings:
    if province.membership(desk) is None:
        return wanted
    kept = desk.settings.device
    device = replace(
        wanted.device,
        number=kept.number,
        block_first=kept.block_first,
        block_last=kept.block_last,
        letter=kept.letter,
    )
    return replace(wanted, device=device)


def _missing(desk: Desk, wanted: Wanted) -> list[NewClerk]:
    before = set(desk.store.accounts.keys())
    return [one for one in wanted.clerks if one.id not in before and (one.pin or one.id in wanted.first_pins)]


def _clerks(desk: Desk, wanted: Wanted) -> tuple[Desk, Done]:
    missing = _missing(desk, wanted)
    lasting = tuple(one for one in missing if one.pin)
    once = tuple(
        replace(one, pin=pins.hashed(wanted.first_pins[one.id])) for one in missing if one.id in wanted.first_pins
    )
    # The first account made becomes administrator: that has to be somebody who shall be one.
    both = ((lasting, False), (once, True))
    for some, one_time in sorted(both, key=lambda pair: not any(Role.ADMIN in one.roles for one in pair[0])):
        desk = with_accounts(desk, some, one_time=one_time)
    return desk, Done(what=SetUpItem.CLERKS, changed=bool(missing), detail=", ".join(one.id for one in missing))


def _sheet(desk: Desk, to: Path, *, use_keyring: bool) -> Done:
    if recovery.sheet_made_at(desk) is not None:
        return Done(what=SetUpItem.SHEET, changed=False)
    proposed = recovery.propose_for(desk.settings, desk.folder, desk.clock())
    path = to / f"khoa-phuc-hoi-{desk.settings.office.unit.id}-{desk.settings.device.number}.pdf"
    with on_disk(to):
        to.mkdir(parents=True, exist_ok=True)
    recovery.save_proposed(proposed, path)
    recovery.adopt_at_set_up(desk.folder, proposed, recovery.group_to_type(proposed), use_keyring=use_keyring)
    return Done(what=SetUpItem.SHEET, changed=True, detail=str(path))


def _join(desk: Desk, wanted: Wanted) -> tuple[Desk, Done]:
    known = province.membership(desk)
    if known is not None:
        return desk, Done(what=SetUpItem.PROVINCE, changed=False, detail=known.hub_name)
    desk = province.join(desk, wanted.url, wanted.code, authority=wanted.authority)
    member = province.membership(desk)
    return desk, Done(what=SetUpItem.PROVINCE, changed=True, detail=member.hub_name if member else "")


def _remember(folder: Path, settings: Settings) -> None:
    write_whole(folder / APPLIED, msgspec.json.encode(settings))


def _recalled(folder: Path) -> Settings | None:
    """What a file last asked for; None = none did, or an earlier version of the program wrote it down."""
    with on_disk(folder):
        try:
            return msgspec.json.decode((folder / APPLIED).read_bytes(), type=prepared(Settings))
        except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
