"""The values a dossier and its office give to a form. Unknown values are empty."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from models.calendar.clock import local
from models.events import FeeDue, Intake, PaperMissing, PaperReceived
from models.office import Office
from models.person import Authority, DocumentKind, Organisation, Person
from models.places.nationality import VIETNAM, nationality_name
from models.procedure import TimeLimit
from models.subjects.dossier import Dossier
from models.text import clean
from models.words.money_words import in_figures, in_words
from printing.forms.versions import FactWords, FormsSet


class FormFacts(Struct, frozen=True):
    """Single facts by name, and lists of facts (papers handed in, papers missing)."""

    single: Mapping[str, str]
    lists: Mapping[str, tuple[Mapping[str, str], ...]]


def facts_of(
    dossier: Dossier, office: Office, words: FormsSet, *, clerk: str, clerk_phone: str, dated_at: datetime
) -> FormFacts:
    """Every fact a form of this dossier, dated that day, may show."""
    tell = words.facts
    intake = dossier.intake
    single = {
        "hand": "",
        "code": dossier.code,
        "slip": dossier.slip,
        "slip_number": dossier.slip.partition("-")[2],  # without the agency's identifier: its name stands above
        "reason": dossier.reason,
        "clerk": clerk,
        "agency": office.parent,
        "receiver": office.unit.name,
        "website": office.website,
        "lookup": f"{office.lookup_url}{dossier.code}" if office.lookup_url and dossier.code else "",
        "phone_help": clerk_phone or office.phone,
        "dated": dated(dated_at, office.place, tell),
        "received_at": moment(dossier.received_at, tell),
        "received_day": _sentence(day_in_words(local(dossier.received_at).date(), tell)) if dossier.received_at else "",
        "due_at": moment(dossier.due.at, tell) if dossier.due else "",
        "promised_at": moment(dossier.promised.at, tell) if dossier.promised else "",
        "limit": time_limit(dossier.due.limit if dossier.due else None, tell),
        "fee": fee(dossier.fee, dossier.taken, tell),
    }
    lists: dict[str, tuple[Mapping[str, str], ...]] = {
        "papers": (),
        "missing": tuple(_missing(place, paper) for place, paper in enumerate(dossier.missing, start=1)),
    }
    if intake is not None:
        single |= _people(dossier, intake, tell) | _units(intake, office, tell)
        lists["papers"] = tuple(_paper(place, paper, tell) for place, paper in enumerate(intake.papers, start=1))
    return FormFacts({name: clean(value) for name, value in single.items()}, lists)


def _people(dossier: Dossier, intake: Intake, tell: FactWords) -> dict[str, str]:
    owner = dossier.owner or intake.submitter
    acting = ""
    if _acts_for_another(intake):
        acting = ", ".join(
            part
            for part in (
                intake.submitter.full_name,
                _card(intake.submitter, tell),
                intake.submitter.phone,
                _authority(intake.authority, tell),
            )
            if part
        )
    return {
        "owner": owner.name if isinstance(owner, Organisation) else owner.full_name,
        "owner_number": owner.tax_code if isinstance(owner, Organisation) else _number(owner) or _document(owner, tell),
        "phone": owner.phone or intake.submitter.phone,
        "email": owner.email or intake.submitter.email,
        "address": owner.address,
        "acting": acting,
        "submitter_name": intake.submitter.full_name,
        "copied": "; ".join(
            tell.copied.format(name=clean(one.name), pages=one.pages, copies=one.copies) for one in intake.documents
        ),
    }


def _acts_for_another(intake: Intake) -> bool:
    owner, submitter = intake.owner, intake.submitter
    if isinstance(owner, Person):
        return owner != submitter and (
            owner.full_name != submitter.full_name or owner.personal_number != submitter.personal_number
        )
    return owner is not None


def _units(intake: Intake, office: Office, tell: FactWords) -> dict[str, str]:
    receiver, resolver, helper = intake.received_by, intake.resolved_by, intake.helped_by
    elsewhere = resolver.id != receiver.id or resolver.name != receiver.name
    procedure = intake.procedure
    name = f"{procedure.name} ({procedure.case_name})" if procedure.case_name else procedure.name
    return {
        "receiver": receiver.name,
        "resolver": ", ".join(part for part in (resolver.name, resolver.address) if part) if elsewhere else "",
        "examiner": resolver.name,
        "agency": resolver.name if elsewhere else office.parent,
        "field": procedure.field,
        "helper": helper.name if helper is not None and helper.id != receiver.id else "",
        "request": f"{name} – {procedure.code}" if procedure.code else name,
        "sets": f"{intake.sets:02d} (bộ)",
        "return_to": tell.return_by[intake.return_by.value].format(place=intake.return_to or receiver.name)
        if intake.return_to or intake.return_by.value == "counter"
        else tell.return_by[intake.return_by.value].format(place="").rstrip(" :,"),
    }


def _number(person: Person) -> str:
    return person.personal_number or person.old_number


def _card(person: Person, tell: FactWords) -> str:
    return tell.citizen_card.format(number=_number(person)) if _number(person) else _document(person, tell)


def _document(person: Person, tell: FactWords) -> str:
    """What was shown instead of a card, with the nationality of a foreigner."""
    document = person.document
    if document is None:
        return ""
    known_by = document.known_by if document.kind is DocumentKind.NONE else ""
    shown = tell.documents[document.kind.value].format(number=document.number, known_by=known_by).strip()
    foreign = person.nationality not in {"", VIETNAM}
    return ", ".join(
        (shown, tell.nationality.format(country=nationality_name(person.nationality))) if foreign else (shown,)
    )


def _authority(authority: Authority | None, tell: FactWords) -> str:
    if authority is None:
        return ""
    day = authority.granted_on
    granted = tell.granted.format(date=f"{day:%d/%m/%Y}") if day else ""
    number = tell.paper_number.format(number=authority.number) if authority.number else ""
    certified = tell.certified_by.format(by=authority.certified_by) if authority.certified_by else ""
    paper = ", ".join(
        part for part in (" ".join(p for p in (authority.paper, number, granted) if p), certified) if part
    )
    detail = "; ".join(part for part in (authority.relation, paper) if part)
    as_what = tell.standings[authority.standing.value] if authority.standing else tell.on_behalf
    return f"{as_what} ({detail})" if detail else as_what


def _paper(place: int, paper: PaperReceived, tell: FactWords) -> dict[str, str]:
    kinds = [
        (word, count)
        for word, count in (
            (tell.original, paper.originals),
            (tell.copy, paper.copies),
            (tell.electronic, paper.electronic),
        )
        if count
    ]
    return {
        "place": str(place),
        "name": _paper_name(paper, tell),
        "kind": "\n".join(word for word, _ in kinds),
        "count": "\n".join(f"{count:02d}" for _, count in kinds),
    }


def _paper_name(paper: PaperReceived, tell: FactWords) -> str:
    name = tell.shown.format(name=clean(paper.name)) if paper.shown_only else clean(paper.name)
    return f"{name} (hồ sơ {paper.lies_in})" if paper.lies_in else name


def _missing(place: int, paper: PaperMissing) -> dict[str, str]:
    return {
        "place": str(place),
        "name": "\n".join(clean(part) for part in (paper.name, paper.note) if part),
        "originals": f"{paper.originals:02d}" if paper.originals else "",
        "certified": f"{paper.certified:02d}" if paper.certified else "",
        "copies": f"{paper.copies:02d}" if paper.copies else "",
    }


def day_in_words(day: date, tell: FactWords) -> str:
    """The day in words: a leading zero below day 10 and month 3 (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return tell.day.format(day=f"{day.day:02d}", month=month, year=day.year)


def _sentence(words: str) -> str:
    """The same as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def moment(at: datetime | None, tell: FactWords) -> str:
    """Hour, minute and day as the clock on the office wall shows them; empty when there is no such moment."""
    if at is None:
        return ""
    wall = local(at)
    return tell.moment.format(
        hour=f"{wall.hour:02d}", minute=f"{wall.minute:02d}", date=day_in_words(wall.date(), tell)
    )


def dated(at: datetime, place: str, tell: FactWords) -> str:
    """Place and day below the motto."""
    return tell.dated.format(place=place, date=day_in_words(local(at).date(), tell)).lstrip(" ,")


def time_limit(limit: TimeLimit | None, tell: FactWords) -> str:
    """Amount and unit, whole amounts with two digits; or that it is ready the same day."""
    if limit is None:
        return ""
    if limit.same_day:
        return tell.same_day
    whole = limit.amount == int(limit.amount)
    amount = f"{int(limit.amount):02d}" if whole else f"{limit.amount:g}".replace(".", ",")
    return tell.limits[limit.unit.value].format(amount=amount)


def fee(due: FeeDue | None, taken: int, tell: FactWords) -> str:
    """The price and what was paid. A price nobody knows is said to be unknown, never to be free of charge."""
    if due is not None and due.lines:
        return _priced(due, taken, tell)
    known = ""
    if due is not None:
        known = tell.set_by_province if due.set_by_province else tell.free if due.free else tell.fee_unknown
    paid = tell.taken.format(money=_money(taken, tell)) if taken else ""
    return ". ".join(part for part in (known, paid) if part)


def _priced(due: FeeDue, taken: int, tell: FactWords) -> str:
    money = _money(due.total, tell)
    if taken >= due.total:
        told = tell.taken.format(money=_money(taken, tell))
    elif taken > 0:
        rest = in_figures(due.total - taken)
        told = tell.taken_in_part.format(money=money, taken=in_figures(taken), rest=rest)
    else:
        told = tell.not_taken.format(money=money)
    if len(due.lines) < 2:
        return told
    parts = "; ".join(tell.fee_line.format(name=line.name, amount=in_figures(line.amount)) for line in due.lines)
    return f"{told} – {parts}"


def _money(amount: int, tell: FactWords) -> str:
    return tell.money.format(amount=in_figures(amount), in_words=in_words(amount, southern=tell.southern))
