"""Every reason has its sentence."""

import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from desk.dossiers import four_eyes
from desk.words.reasons import sentence
from desk.words.refusals import REFUSAL
from models import not_allowed, trouble
from models.clerk import Role
from models.not_allowed import NotAllowed, OfOneVerb
from models.trouble import Trouble
from sync.messages import Refusal

FACTS: dict[str, object] = {
    "at": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    "head": 7,
    "seq": 7,
    "version": 3,
    "day": date(2026, 11, 23),
    "first": 1,
    "last": 2,
    "amount": 0,
    "size": 30_000_000,
    "most": 20_971_520,
    "total": 2000,
    "taken": 2000,
    "form": "02",
    "missing": ("full_name",),
    "libraries": ("fastapi",),
    "known": ("a",),
    "offered": ("direct",),
    "papers": ("Tờ khai",),
    "status": "received",
    "state": "waiting",
    "role": "submitter",
    "doubt": "born_after_today",
    "roles": (Role.LEADER,),
}


def reasons() -> Iterator[NotAllowed | Trouble]:
    for module, base in ((not_allowed, NotAllowed), (trouble, Trouble), (four_eyes, OfOneVerb)):
        for kind in vars(module).values():
            if (
                inspect.isclass(kind)
                and issubclass(kind, base)
                and kind not in {NotAllowed, OfOneVerb, Trouble, trouble.FileTrouble}
            ):
                code = kind.__init__
                wanted = list(inspect.signature(code).parameters.values())[1:] if inspect.isfunction(code) else []
                by_place = [one.name for one in wanted if one.name != "sent" and one.kind is not one.KEYWORD_ONLY]
                yield kind(*(FACTS.get(name, name) for name in by_place))


@pytest.mark.parametrize("reason", list(reasons()), ids=lambda reason: type(reason).__name__)
def test_every_reason_is_one_vietnamese_sentence(reason: NotAllowed | Trouble) -> None:
    told = sentence(reason)
    assert told.endswith(".")
    assert any(ord(letter) > 127 for letter in told)
    assert type(reason).__name__ not in told


def test_every_refusal_of_the_hub_has_its_sentence() -> None:
    assert set(REFUSAL) == set(Refusal)
    assert "newer" in sentence(trouble.ProvinceRefused("https://hub", "newer"))


def test_a_wrong_number_is_not_repeated_in_the_sentence() -> None:
    told = sentence(not_allowed.NumberMalformed("submitter", "00109900001"))
    assert "00109900001" not in told
