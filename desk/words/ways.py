"""Both ways of a contradiction in words: how the dossier would stand by each, and who decided it."""

from collections.abc import Iterable, Mapping

from desk.words.history import tell_each
from desk.words.money import dong
from desk.words.process_history import holder_words
from desk.words.terms import DISPUTE, STAGE, STATUS, moment
from models.history import Recorded
from models.ids import ClerkId
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import Dossier, DossierStatus

_MOST_SAID = 3
"""Decisions of one way that are told: its youngest."""

DECIDED = "Ai quyết định"


def stands(dossier: Dossier) -> list[tuple[str, str]]:
    """How a dossier stands, the same fields of every dossier: names and values; empty = there is none."""
    work, at_work = dossier.processing, dossier.status is DossierStatus.RECEIVED
    returned = dossier.returned
    return [
        ("Mã hồ sơ", dossier.code),
        ("Trạng thái", STATUS[dossier.status]),
        ("Chặng", STAGE[work.stage] if at_work else ""),
        ("Bước", work.step.name if at_work and work.step else ""),
        ("Người giữ", holder_words(work.holder) if at_work else ""),
        ("Hẹn trả", moment(dossier.due.at) if dossier.due and dossier.due.at else ""),
        ("Người ký", work.decided.signed_by if work.decided else ""),
        ("Đã trả cho", returned.to if returned else ""),
        ("Kết thúc lúc", moment(dossier.ended_at) if dossier.ended_at else ""),
    ]


def dispute_words(dossier: Dossier, *, with_machine: bool = False) -> str:
    """What contradicts itself at a dossier and nobody has settled; empty = nothing."""
    said = []
    for one in dossier.disputes:
        words = DISPUTE[one.kind]
        if one.kind is DisputeKind.RETURNED_OVER:
            words = f"{words} {dong(dossier.returned_over)}, phải thu lại của người dân"
        said.append(f"{words} (máy {one.device})" if with_machine else words)
    return "; ".join(dict.fromkeys(said))


def machines(events: Iterable[Recorded]) -> str:
    """Which machines recorded these."""
    return ", ".join(dict.fromkeys(f"máy {event.device}" for event in events)) or "nơi kia"


def decided(events: Iterable[Recorded], names: Mapping[ClerkId, str]) -> str:
    """Who decided what, where and when: the youngest of these, a line each."""
    told = list(events)[-_MOST_SAID:]
    sentences = tell_each([event.event for event in told], names)
    return "\n".join(
        f"{names.get(event.clerk, event.clerk)}, máy {event.device}, {moment(event.at)}: {sentence}"
        for event, sentence in zip(told, sentences, strict=True)
    )
