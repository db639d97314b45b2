"""Hand-over lists in words: their history, how one stands, and what making some has done."""

from collections.abc import Sequence
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


def list_line(made: HandOverList) -> str:
    """``"BG.H26…-3001 · Công an xã · 12 hồ sơ · Chờ Công an xã nhận"``."""
    return f"{made.number} · {holder_words(made.to)} · {list_size(made)} hồ sơ · {list_state(made)}"


_TOLD = 3
"""Refusals told one by one; of more their number is told."""


def made_words(lists: Sequence[HandOverList], refused: Sequence[tuple[str, str]], later: int) -> str:
    """What making lists has done, in one or more sentences.

    Args:
        lists: those that were made.
        refused: code of each dossier that could not go, and why.
        later: dossiers at the desk that go the next working morning.
    """
    count = sum(len(one.dossiers) for one in lists)
    told = [f"Đã bàn giao {count} hồ sơ, {len(lists)} danh sách."] if lists else []
    if refused:
        told.append(f"Không bàn giao được {len(refused)} hồ sơ: {_each(refused)}")
    if later:
        told.append(f"{later} hồ sơ nhận sau 15 giờ bàn giao vào sáng ngày làm việc tới.")
    return " ".join(told)


def confirmed_words(made: HandOverList, refused: Sequence[tuple[str, str]]) -> str:
    """What confirming a list has done; of each dossier that could not be accepted its code, and why."""
    count = len(made.left) - len(refused)
    told = f"Đã nhận {count} hồ sơ theo danh sách {made.number}."
    return f"{told} Chưa nhận {len(refused)} hồ sơ: {_each(refused)}" if refused else told


def struck_words(made: HandOverList, code: str) -> str:
    """What striking a dossier has done."""
    return f"Đã gạch {code} khỏi danh sách {made.number}; hồ sơ trở về quầy."


OWN_LIST = "Danh sách {number} lập ở máy này; bên nhận quét mã để ký nhận. Bên nhận cũng ở đây thì bấm F9."
STRUCK = "Đã gạch"


def _each(refused: Sequence[tuple[str, str]]) -> str:
    more = f" Còn {len(refused) - _TOLD} hồ sơ nữa." if len(refused) > _TOLD else ""
    return " ".join(f"{code}: {why}" for code, why in refused[:_TOLD]) + more
