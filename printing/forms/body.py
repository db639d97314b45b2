"""The body of a form: fixed words and a dossier's facts, block by block."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import local
from models.office import Office
from printing.forms.facts import FormFacts
from printing.forms.versions import BodyRow, FormPart, FormsSet, FormWords
from printing.layout.sheet import (
    Block,
    CodeBlock,
    Column,
    FieldLine,
    Footnote,
    FormField,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Table,
    Title,
)

DOTS = "." * 28
"""Room to write inside a sentence."""


class Given(Struct, frozen=True, kw_only=True):
    """What every form is told besides its own facts.

    Attributes:
        office: heading and help line.
        words: the forms set whose wording it has.
        printed_at: now.
        copy: 1, 2…; from the second on the form says which.
        clerk: the name printed below the signature.
        clerk_phone: whom to ask; empty = the office.
    """

    office: Office
    words: FormsSet
    printed_at: datetime
    copy: int = 1
    clerk: str = ""
    clerk_phone: str = ""

    @property
    def copy_mark(self) -> str:
        """The mark of this copy; empty on the first."""
        return copy_mark(self.copy, self.words)


def slip(form: FormWords, code: str, facts: FormFacts, given: Given, *, label: str = "") -> tuple[Block, ...]:
    """The whole slip: heading, code, title, body, signatures, notes. ``label``: of a code that is no dossier's."""
    office, words, mark = given.office, given.words, given.copy_mark
    blocks: list[Block] = [
        Heading(
            parent=office.parent,
            body=office.name,
            number=said(form.number, facts) if form.number else "",
            country=words.country,
            motto=words.motto,
            dated=facts.single["dated"],
        )
    ]
    top: list[Block] = [Title(form.title, f"({mark})" if mark else "")]
    if code:
        label = label or (words.facts.code if facts.single["code"] else words.facts.slip)
        top.insert(1 if form.code_under_title else 0, CodeBlock(code=code, label=label))
    blocks += top
    blocks += _body(form, facts)
    signers = tuple(Signature(one.role, one.hint, facts.single.get(one.name, "")) for one in form.signatures)
    if signers:
        blocks.append(Signatures(signers))
    notes = tuple(said(note.text, facts) for note in form.notes if _wanted(note, facts))
    if notes:
        blocks.append(Footnote(form.notes_label, notes))
    return tuple(blocks)


def copy_mark(copy: int, words: FormsSet) -> str:
    """The mark of the second and later copies; empty on the first."""
    return words.facts.copy_mark.format(copy=copy) if copy >= 2 else ""


def foot(form: str, words: FormsSet, printed_at: datetime) -> str:
    """Which wording this is, and when it was printed."""
    return words.facts.foot.format(form=form, version=words.version, moment=f"{local(printed_at):%d/%m/%Y %H:%M}")


class _Known(dict[str, str]):
    """Facts for a sentence: what is not known becomes dots."""

    def __missing__(self, _name: str) -> str:
        return DOTS


def said(sentence: str, facts: FormFacts) -> str:
    """A fixed sentence with its facts filled in."""
    return sentence.format_map(_Known({name: value for name, value in facts.single.items() if value}))


def _wanted(row: BodyRow, facts: FormFacts) -> bool:
    return not row.only_if or bool(facts.single.get(row.only_if))


def _shown(part: FormPart, facts: FormFacts) -> bool:
    return not part.optional or bool(facts.single.get(part.what))


def _body(form: FormWords, facts: FormFacts) -> Iterator[Block]:
    for row in form.rows:
        if not _wanted(row, facts):
            continue
        if row.parts:
            fields = (
                FormField(part.label, facts.single.get(part.what, ""), part.strong)
                for part in row.parts
                if _shown(part, facts)
            )
            yield FieldLine(tuple(fields))
        elif row.table:
            if row.label:
                yield Paragraph(row.label)
            columns = tuple(Column(head.title, head.weight, head.centred, head.group) for head in row.columns)
            # With nothing listed, one empty row stays to write in by hand.
            listed = facts.lists.get(row.table) or (dict.fromkeys((head.what for head in row.columns), ""),)
            yield Table(columns, tuple(tuple(entry[head.what] for head in row.columns) for entry in listed))
        else:
            yield Paragraph(said(row.text, facts), row.strong)
