"""Hand-over lists in words: their history, and how one stands."""

from typing import assert_never

from desk.words.process_history import holder_words
from desk.words.terms import moment
from models import events as e
from models.subjects.hand_over_list import HandOverList


def tell_hand_over(event: e.HandOverEvent) -> str:
    """One event of a list as one sentence."""
    match event:
        case e.HandOverListMade():
            return f"Lập danh sách bàn giao {event.number}: {len(event.dossiers)} hồ sơ đến {holder_words(event.to)}."
        case e.HandOverListConfirmed():
            return f"{holder_words(event.holder)} ký nhận danh sách."
        case e.HandOverDossierStruck():
            return f"Gạch một hồ sơ khỏi danh sách. Lý do: {event.reason}"
        case _:
            assert_never(event)


def list_state(made: HandOverList) -> str:
    """Where a list stands: ``"Chờ Công an xã nhận"``, ``"Trần Văn B, Công an xã nhận 09:10 thứ Hai 23/11"``."""
    if made.confirmed is not None and made.confirmed_at is not None:
        return f"{holder_words(made.confirmed)} đã nhận {moment(made.confirmed_at)}"
    return f"Chờ {holder_words(made.to)} nhận" if made.left else "Đã gạch hết"


def list_size(made: HandOverList) -> str:
    """How many dossiers: ``"12"``, ``"11 (gạch 1)"``."""
    return f"{len(made.left)} (gạch {len(made.struck)})" if made.struck else str(len(made.left))
