"""Citizens' files in words: decisions about who is one person, and what two entries have in common."""

from typing import assert_never

from models import events as e
from models.events.citizen_file import CitizenFileEvent
from models.person import Person
from models.person_key import PersonKey, RoleInDossier, number_in
from models.subjects.citizen_decision import CitizenDecision, CitizenVerdict

ROLE = {
    RoleInDossier.OWNER: "chủ hồ sơ",
    RoleInDossier.SUBMITTER: "người nộp thay",
    RoleInDossier.COLLECTOR: "người nhận hộ",
}


NO_NUMBER = "không có số"


def tell_citizen_file(event: CitizenFileEvent) -> str:
    """One event as one sentence."""
    match event:
        case e.CitizensMerged():
            wrong = f" Số đã ghi sai: {', '.join(event.wrong_numbers)}." if event.wrong_numbers else ""
            old, kept = named(event.old_name, event.old), named(event.kept_name, event.kept)
            return f"Gộp {old} vào {kept}: là một người. Lý do: {event.reason}.{wrong}"
        case e.CitizensUnmerged():
            return f"Tách lại: gộp nhầm. Lý do: {event.reason}"
        case e.CitizensToldApart():
            one, other = named(event.one_name, event.one), named(event.other_name, event.other)
            return f"{one} và {other} không phải một người{f': {event.reason}' if event.reason else ''}."
        case e.CitizensApartWithdrawn():
            return f"Rút quyết định không phải một người. Lý do: {event.reason}"
        case _:
            assert_never(event)


def named(name: str, key: PersonKey) -> str:
    """``"Lý Thị Ví Dụ (001190000001)"``; without a number ``"Lý Thị Ví Dụ (không có số)"``."""
    return f"{name or 'người chưa rõ tên'} ({number_in(key) or NO_NUMBER})"


def born(person: Person) -> str:
    """The birth date, or the year alone; empty = not known."""
    return f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or "")


def decision_words(decision: CitizenDecision) -> str:
    """A decision as a line of the file."""
    one, other = named(decision.one_name, decision.one), named(decision.other_name, decision.other)
    if decision.verdict is CitizenVerdict.MERGED:
        said = f"Gộp {one} vào {other}: {decision.reason}"
    else:
        said = f"{one} và {other} không phải một người" + (f": {decision.reason}" if decision.reason else "")
    return f"{said} (đã rút: {decision.withdrawn_reason})" if decision.withdrawn else said


def contested_words(decision: CitizenDecision) -> str:
    """That a merge is not followed, and what to do."""
    one, other = named(decision.one_name, decision.one), named(decision.other_name, decision.other)
    return (
        f"Hai máy quyết định khác nhau về {one} và {other}: một bên gộp, bên kia thì không; chưa gộp, "
        "mở hồ sơ và rút một trong hai quyết định."
    )
