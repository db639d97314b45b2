"""Notices: what a clerk should check in a form. None prevents intake."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from models.codes.tax_code import TaxCodeKind, tax_code_kind
from models.events import PaperReceived
from models.legacy_text import legacy
from models.person import Authority, Organisation, Person, Standing
from models.person_doubts import Doubt, better_name, judge
from models.procedure import RequiredPaper


class TaxCodeOdd(Struct, frozen=True, tag="TaxCodeOdd"):
    """The tax code is none by its digits, or its check digit does not fit; registers hold such ones."""

    tax_code: str
    kind: TaxCodeKind


class DocumentExpired(Struct, frozen=True, tag="DocumentExpired"):
    """The document somebody showed has run out."""

    role: str
    expired_on: date


class TooFewCopies(Struct, frozen=True, tag="TooFewCopies"):
    """A paper is there, but fewer of it than the checklist asks for."""

    paper: str
    wanted: int
    there: int


class AuthorityUnproven(Struct, frozen=True, tag="AuthorityUnproven"):
    """Somebody acts for another and no paper is named. An authorised person needs one; a parent shows another."""

    standing: Standing | None


class AuthorityFuture(Struct, frozen=True, tag="AuthorityFuture"):
    """The paper of the authority carries a day that has not come yet."""

    granted_on: date


class LetterUndrawable(Struct, frozen=True, tag="LetterUndrawable"):
    """A letter that no embedded font has: on paper it would be an empty box."""

    letter: str
    word: str


class PersonOdd(Struct, frozen=True, tag="PersonOdd"):
    """A doubt about a person; ``better``: a proposed spelling of the name, if any."""

    role: str
    doubt: Doubt
    better: str = ""


Notice = (
    PersonOdd | TaxCodeOdd | DocumentExpired | TooFewCopies | AuthorityUnproven | AuthorityFuture | LetterUndrawable
)


def notices(
    *,
    submitter: Person,
    owner: Person | Organisation | None,
    authority: Authority | None,
    checklist: Sequence[RequiredPaper],
    papers: Sequence[PaperReceived],
    today: date,
    further: Iterable[str] = (),
) -> tuple[Notice, ...]:
    """All notices of a form, people first. ``further``: what else its paper says."""
    found: list[Notice] = []
    for role, who in (("submitter", submitter), ("owner", owner)):
        if isinstance(who, Person):
            found += (PersonOdd(role, one.doubt, _better(who, one.doubt)) for one in judge(who, today) if not one.stops)
        if isinstance(who, Person) and who.document is not None:
            last = who.document.expires_on
            if last is not None and last < today:
                found.append(DocumentExpired(role, last))
    if isinstance(owner, Organisation):
        kind = tax_code_kind(owner.tax_code)
        if kind in {TaxCodeKind.DOUBTFUL, TaxCodeKind.MALFORMED}:
            found.append(TaxCodeOdd(owner.tax_code, kind))
    if owner is not None and authority is not None:
        found += _of_authority(authority, today)
    found += _short(checklist, papers)
    said = [text for who in (submitter, owner) if who is not None for text in (_name(who), who.address)]
    said += [authority.relation, authority.paper, authority.certified_by] if authority is not None else []
    found += _undrawable([*said, *(paper.name for paper in papers), *further])
    return tuple(found)


def _undrawable(said: Iterable[str]) -> Iterator[LetterUndrawable]:
    """Letters of a paper that no type has, each once."""
    texts = [text for text in said if not text.isascii()]
    if texts:
        from printing.layout.font_families import undrawable  # noqa: PLC0415 - a window is painted without the types

        yield from (LetterUndrawable(*found) for found in dict.fromkeys(map(undrawable, texts)) if found is not None)


def _name(who: Person | Organisation) -> str:
    return who.full_name if isinstance(who, Person) else who.name


def _better(person: Person, doubt: Doubt) -> str:
    """The name as it would be proposed."""
    if doubt is Doubt.NAME_CASE:
        return better_name(person.full_name)
    old = legacy(person.full_name) if doubt is Doubt.OLD_ENCODING else None
    return old.text if old else ""


def _of_authority(authority: Authority, today: date) -> Iterator[Notice]:
    # A title is proof enough at most counters: the representative stands in the register under the tax code.
    if authority.standing in {Standing.AUTHORISED, Standing.GUARDIAN} and not authority.paper and not authority.number:
        yield AuthorityUnproven(authority.standing)
    if authority.granted_on is not None and authority.granted_on > today:
        yield AuthorityFuture(authority.granted_on)


def _short(checklist: Sequence[RequiredPaper], papers: Sequence[PaperReceived]) -> Iterator[Notice]:
    there = {paper.name: paper.originals + paper.copies + paper.electronic for paper in papers if not paper.shown_only}
    for paper in checklist:
        wanted = paper.originals + paper.copies
        if not paper.to_show and paper.name in there and there[paper.name] < wanted:
            yield TooFewCopies(paper.name, wanted, there[paper.name])
