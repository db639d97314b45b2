"""Applies what the province assigns to this machine (number, number block, edition) to its settings and files."""

from pathlib import Path

from msgspec.structs import replace

from desk.settings import FILE, LaptopSettings, Settings, write_settings
from models.catalogue.catalogue import write_catalogue
from models.files.disk import on_disk, write_whole
from models.files.marked import marked_toml
from printing.forms.versions import forms_sets
from sync.client import editions
from sync.client.membership import Membership
from sync.messages import Block, Edition

APPROVED = "approved.toml"
BUNDLES = "bundles.toml"
DECLARATIONS = "declarations.toml"
CATALOGUE = "catalogue.json"
DAY_RULES = "days.toml"
HOLIDAYS = "holidays.toml"
FEES = "fees.toml"
PROCESSES = "processes.toml"
OWN_BUNDLES = "own_bundles.toml"
"""Of the office itself, beside those of an edition."""

_OF_THE_OFFICE = frozenset({PROCESSES, APPROVED, DAY_RULES, BUNDLES, DECLARATIONS})
"""Files that stay as they are where an edition brings none: what the office decided for itself."""


def follow_membership(settings: Settings, membership: Membership) -> Settings:
    """The settings of the machine that has this membership: they follow it, should a power cut have parted them."""
    return settings if settings.device.number == membership.device else with_membership(settings, membership)


def with_membership(settings: Settings, membership: Membership) -> Settings:
    """The settings with the number and the block that came with the membership."""
    device = replace(settings.device, number=membership.device)
    return _with_block(replace(settings, device=device), membership.block)


def with_edition(settings: Settings, edition: Edition) -> Settings:
    """The settings as the edition wants them: hours, forms, the clerk's name as the staff list has it, own block."""
    clerk = settings.clerk
    for staff in edition.staff:
        if staff.id == clerk.id:
            clerk = replace(clerk, name=staff.name, phone=staff.phone or clerk.phone)
    # A set of forms that only a newer version of the program has: what is in force on the day, until then.
    forms = edition.forms if edition.forms in {words.name for words in forms_sets()} else ""
    settings = replace(settings, clerk=clerk, hours=edition.hours or settings.hours, forms=forms or settings.forms)
    if edition.laptop is not None:
        days = LaptopSettings(keep_days=edition.laptop.keep, contact_days=edition.laptop.contact)
        settings = replace(settings, laptop=days)
    own = [block for block in edition.blocks if block.device == settings.device.number]
    return _with_block(settings, own[0] if own else None)


def finish_edition(folder: Path, settings: Settings) -> Settings:
    """Finish the applying of an edition that was begun, if one was; the settings after it."""
    edition = editions.begun(folder)
    if edition is None:
        return settings
    if editions.brings_receipts_only(folder, edition):
        editions.end(folder)
        return settings
    settings = with_edition(settings, edition)
    with on_disk(folder):
        if edition.catalogue is None:
            _put_aside(folder / CATALOGUE, edition.version)
        else:
            write_catalogue(folder / CATALOGUE, edition.catalogue)
        texts = (
            (HOLIDAYS, edition.holidays),
            (FEES, edition.fees),
            (PROCESSES, edition.processes),
            (APPROVED, edition.approved),
            (DAY_RULES, edition.days),
            (BUNDLES, edition.bundles),
            (DECLARATIONS, edition.declarations),
        )
        for name, text in texts:
            if text:
                write_whole(folder / name, marked_toml(text))
            elif name not in _OF_THE_OFFICE:
                _put_aside(folder / name, edition.version)
    save_settings(folder, settings)
    editions.end(folder)
    return settings


def save_settings(folder: Path, settings: Settings) -> None:
    """Write the settings down where they stand in a file (a training desk has none)."""
    if (folder / FILE).exists():
        write_settings(folder, settings)


def _with_block(settings: Settings, block: Block | None) -> Settings:
    if block is None:
        return settings
    device = replace(settings.device, block_first=block.first, block_last=block.last, letter=block.letter)
    return replace(settings, device=device)


def _put_aside(path: Path, version: int) -> None:
    """The edition means what the program ships with: a file of the office's own stays, under another name."""
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before-{version}"))
