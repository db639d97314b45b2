"""What two machines decided differently about a dossier, field by field beside each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desk.desk import Desk
from desk.dossiers.disputes import compared
from desk.words.history import tell_each
from desk.words.process_history import holder_words
from desk.words.terms import STAGE, STATUS, moment
from models.history import Recorded
from models.ids import ClerkId
from models.subjects.dossier import Dossier, DossierStatus

_MOST_SAID = 3
"""Decisions of one way that are told: its youngest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayField:
    """One field by both ways; empty = there is none."""

    words: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        """Whether the two ways part in it."""
        return self.here != self.there


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Both ways: which machine went each, and how the dossier would stand."""

    here: str
    there: str
    fields: tuple[WayField, ...]


def ways(desk: Desk, dossier: Dossier, names: Mapping[ClerkId, str]) -> Ways | None:
    """Of the newest contradiction, which is the one that is settled; None = there is none to compare."""
    found = compared(desk, dossier.id) if dossier.disputes else ()
    if not found:
        return None
    both = found[-1]
    fields = (
        (words, here, there)
        for (words, here), (_, there) in zip(_stands(both.here), _stands(both.there), strict=True)
        if here or there
    )
    decided = ("Ai quyết định", _said([both.shown_by], names), _said(both.against, names))
    return Ways(
        here=_machines([both.shown_by]),
        there=_machines(both.against),
        fields=tuple(WayField(words=words, here=here, there=there) for words, here, there in (*fields, decided)),
    )


def _stands(dossier: Dossier) -> list[tuple[str, str]]:
    work, at_work = dossier.processing, dossier.status is DossierStatus.RECEIVED
    returned = dossier.returned
    return [
        ("Trạng thái", STATUS[dossier.status]),
        ("Chặng", STAGE[work.stage] if at_work else ""),
        ("Bước", work.step.name if at_work and work.step else ""),
        ("Người giữ", holder_words(work.holder) if at_work else ""),
        ("Hẹn trả", moment(dossier.due.at) if dossier.due and dossier.due.at else ""),
        ("Người ký", work.decided.signed_by if work.decided else ""),
        ("Đã trả cho", returned.to if returned else ""),
        ("Kết thúc lúc", moment(dossier.ended_at) if dossier.ended_at else ""),
    ]


def _machines(events: Iterable[Recorded]) -> str:
    return ", ".join(dict.fromkeys(f"máy {event.device}" for event in events)) or "nơi kia"


def _said(events: Iterable[Recorded], names: Mapping[ClerkId, str]) -> str:
    told = list(events)[-_MOST_SAID:]
    sentences = tell_each([event.event for event in told], names)
    return "\n".join(
        f"{names.get(event.clerk, event.clerk)}, máy {event.device}, {moment(event.at)}: {sentence}"
        for event, sentence in zip(told, sentences, strict=True)
    )
