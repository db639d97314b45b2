"""Words of results at the desk."""

from desk.words.terms import RELATION
from models.events import CollectorRelation
from models.person import Person


def collector_words(person: Person, relation: CollectorRelation) -> str:
    """Somebody who may collect, and why."""
    return f"{person.full_name} · {RELATION[relation]}"


def returned_words(given: int, refused: int, to: str) -> str:
    """What a return of several results did, as a sentence."""
    said = f"Đã trả {given} kết quả cho {to}." if given else "Chưa trả kết quả nào."
    return f"{said} {refused} kết quả chưa trả được." if given and refused else said
