"""The waiting room answered by the desk that is open in another process: the asking end of the line."""

import threading
from pathlib import Path
from typing import TypeVar

import msgspec

from desk.hall.hall import Board, Drawn, Offer, Slip, Wish
from desk.hall.protocol import (
    Answer,
    AskBoard,
    AskDraw,
    AskOffer,
    AskSlip,
    Gone,
    LetGo,
    Line,
    No,
    Question,
    reach,
    read_answer,
    write,
)
from models.ids import TicketId
from models.trouble import HallNotReached, HallRefused

T = TypeVar("T", bound=Answer)

_PATIENCE = 15.0
"""Seconds a desk may take to answer; its thread may be in the middle of something large."""


class OverLine:
    """Asks over one connection, made when first needed and made anew after it broke: whoever asks just asks again.

    A number is never drawn twice: a question whose answer was lost is not asked again by itself.
    """

    def __init__(self, folder: Path, *, patience: float = _PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._line: Line | None = None
        self._lock = threading.Lock()

    def offer(self) -> Offer:
        """See ``Hall``."""
        return self._ask(AskOffer(), Offer)

    def draw(self, wish: Wish) -> Drawn:
        """See ``Hall``."""
        return self._ask(AskDraw(wish), Drawn)

    def slip(self, ticket: TicketId) -> Slip:
        """See ``Hall``."""
        return self._ask(AskSlip(ticket), Slip)

    def board(self, since: int) -> Board:
        """See ``Hall``."""
        return self._ask(AskBoard(since), Board)

    def let_go(self) -> None:
        """Whoever has the file open without a window closes it; a window refuses."""
        self._ask(LetGo(), Gone)

    def close(self) -> None:
        """Hang up; also ends a question that waits in another thread."""
        line = self._line
        if line is not None:
            line.close()

    def _ask(self, question: Question, kind: type[T]) -> T:
        with self._lock:
            try:
                if self._line is None:
                    self._line = reach(self._folder, patience=self._patience)
                self._line.tell(write(question))
                answer = read_answer(self._line.hear())
            except (OSError, msgspec.DecodeError) as error:
                if self._line is not None:
                    self._line.close()
                self._line = None
                raise HallNotReached from error
        if isinstance(answer, No):
            raise HallRefused(answer.sentence)
        if not isinstance(answer, kind):
            raise HallNotReached
        return answer
