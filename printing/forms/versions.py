"""The wording of the forms by date: which circular's set is valid on a day.

A circular is a folder in ``wording`` with its own ``valid_from``, and a file in it for each form. Old folders stay: a
dossier keeps the set it was taken in with.
"""

from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec
from msgspec import Struct

from models.system.decoding import prepared


class FormPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of a form: the fact it shows (a key of ``facts.facts_of``), its label, and whether it is set bold.

    ``optional``: left out, not dotted, where the fact is not known.
    """

    what: str
    label: str = ""
    strong: bool = False
    optional: bool = False


class ColumnHead(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column of a form's table."""

    what: str
    title: str
    weight: float
    centred: bool = False
    group: str = ""


class BodyRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a form's body; exactly one of ``parts``, ``text`` and ``table`` is given.

    Attributes:
        parts: fields side by side.
        text: a fixed sentence with facts in braces; a fact that is not known becomes dots.
        table: name of a list of facts, shown under ``label`` with ``columns``.
        strong: a sentence set bold.
        only_if: the row is left out where this fact is not known.
    """

    parts: tuple[FormPart, ...] = ()
    text: str = ""
    table: str = ""
    label: str = ""
    columns: tuple[ColumnHead, ...] = ()
    strong: bool = False
    only_if: str = ""


class SignatureBlock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One signature block; ``name`` is the fact printed below the space for the hand, or empty."""

    role: str
    hint: str = ""
    name: str = ""


class FormWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything fixed on one form. ``code_under_title``: the code and its bars stand below the title, not above it."""

    form: str
    title: str
    rows: tuple[BodyRow, ...]
    signatures: tuple[SignatureBlock, ...]
    number: str = ""
    code_under_title: bool = False
    notes_label: str = ""
    notes: tuple[BodyRow, ...] = ()


class TicketWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything fixed on a ticket of the waiting line."""

    form: str
    label: str
    services: str
    ahead: str
    nobody_ahead: str
    name: str
    priority: str
    issued: str
    notes: tuple[str, ...] = ()


class FactWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How facts are told in words. Braces hold the numbers and names."""

    day: str
    moment: str
    dated: str
    code: str
    slip: str
    citizen_card: str
    documents: dict[str, str]
    nationality: str
    standings: dict[str, str]
    paper_number: str
    certified_by: str
    copied: str
    tax_code: str
    on_behalf: str
    granted: str
    original: str
    certified: str
    copy: str
    electronic: str
    shown: str
    limits: dict[str, str]
    stages: dict[str, str]
    in_time: dict[str, str]
    same_day: str
    return_by: dict[str, str]
    free: str
    set_by_province: str
    fee_unknown: str
    money: str
    fee_line: str
    not_taken: str
    taken: str
    taken_in_part: str
    copy_mark: str
    foot: str
    southern: bool = False
    """Amounts are read as in the South: an office's setting, no wording of a circular."""


class FormsSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One circular's forms.

    Attributes:
        name: what settings and procedures call it.
        version: changes with every edit of a file; recorded with each paper.
        source: the circular.
        valid_from: first day it holds.
        refusal_after_examination: form 03 for what was taken in before.
        extension_letter: form 04.
        stop_notice: form 05; None = the circular has no such form.
        control_sheet: form 06, before 2025 form 05.
        register: sổ theo dõi hồ sơ (mẫu 07, before 2025 mẫu 06).
        hand_over_list: danh sách bàn giao, which no circular fixes.
    """

    name: str
    version: str
    source: str
    valid_from: date
    country: str
    motto: str
    facts: FactWords
    receipt: FormWords
    supplement_request: FormWords
    refusal_slip: FormWords
    ticket_slip: TicketWords
    register: FormWords
    hand_over_list: FormWords
    refusal_after_examination: FormWords
    extension_letter: FormWords
    control_sheet: FormWords
    stop_notice: FormWords | None = None


@lru_cache(maxsize=1)
def forms_sets() -> tuple[FormsSet, ...]:
    """All sets, the oldest first."""
    folders = resources.files("printing.forms.wording").iterdir()
    found = [_read(folder) for folder in folders if (folder / "circular.toml").is_file()]
    return tuple(sorted(found, key=lambda words: words.valid_from))


def _read(folder: Traversable) -> FormsSet:
    """A circular's folder: each file is the field of its name, ``circular.toml`` those without a file."""
    files = {file.name.removesuffix(".toml"): msgspec.toml.decode(file.read_bytes()) for file in folder.iterdir()}
    return msgspec.convert({**files.pop("circular"), **files}, prepared(FormsSet))


def forms_in_force(day: date) -> FormsSet:
    """The set that holds on this day; before the first circular, the first one."""
    sets = forms_sets()
    return next((words for words in reversed(sets) if words.valid_from <= day), sets[0])


def forms_set(name: str) -> FormsSet:
    """The set of this name.

    Raises:
        KeyError: there is none.
    """
    for words in forms_sets():
        if words.name == name:
            return words
    raise KeyError(name)
