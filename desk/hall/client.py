"""``Hall`` answered over HTTP by the desk that is open in another process."""

import threading
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec

from desk.hall.hall import Board, DrawnTicket, KioskOffer, SlipProgress, TicketRequest
from desk.hall.protocol import (
    PATH_BOARD,
    PATH_FILE,
    PATH_OFFER,
    PATH_SLIP,
    PATH_TICKETS,
    HallAddress,
    RefusalAnswer,
    read_address,
)
from models.calendar.clock import Clock, wall_clock
from models.ids import TicketId
from models.system.decoding import prepared
from models.trouble import HallNotReached, HallRefused, NetworkTrouble
from sync.messages import JSON
from sync.signatures.answers import check_answer
from sync.signatures.requests import SignatureWrong, sign
from sync.wire import Wire

T = TypeVar("T")

_PATIENCE = 15.0
"""Seconds a desk may take to answer; its thread may be in the middle of something large."""

_DONE, _REFUSED = 200, 409


class HallClient:
    """HTTP client with one persistent connection; after a failure the next call reads the address again.

    A number is never drawn twice: a question whose answer was lost is not asked again by itself.

    Args:
        folder: the data folder.
        patience: seconds that an answer may take.
        clock: tells the time, the same as the desk's.
    """

    def __init__(self, folder: Path, *, patience: float = _PATIENCE, clock: Clock = wall_clock) -> None:
        self._folder = folder
        self._patience = patience
        self._clock = clock
        self._reached: tuple[HallAddress, Wire] | None = None
        self._lock = threading.Lock()

    def offer(self) -> KioskOffer:
        """See ``Hall``."""
        return self._ask("GET", PATH_OFFER, KioskOffer)

    def draw(self, wish: TicketRequest) -> DrawnTicket:
        """See ``Hall``."""
        return self._ask("POST", PATH_TICKETS, DrawnTicket, msgspec.json.encode(wish))

    def slip(self, ticket: TicketId) -> SlipProgress:
        """See ``Hall``."""
        return self._ask("GET", f"{PATH_SLIP}?ticket={quote(ticket, safe='')}", SlipProgress)

    def board(self, since: int) -> Board:
        """See ``Hall``."""
        return self._ask("GET", f"{PATH_BOARD}?since={since}", Board)

    def request_file_close(self) -> None:
        """Ask the process that has the file open to close it; a window refuses."""
        self._ask("DELETE", PATH_FILE, type(None))

    def close(self) -> None:
        """Close the connection; also aborts a call of another thread."""
        reached = self._reached
        if reached is not None:
            reached[1].cut()

    def _ask(self, method: str, path: str, kind: type[T], body: bytes = b"") -> T:
        with self._lock:
            try:
                return self._answer(method, path, kind, body)
            except (NetworkTrouble, SignatureWrong, msgspec.DecodeError) as error:
                self.close()
                self._reached = None
                raise HallNotReached from error

    def _answer(self, method: str, path: str, kind: type[T], body: bytes) -> T:
        address, wire = self._reached = self._reached or self._reach()
        asked = sign(address.asking, method, wire.url + path, {"Content-Type": JSON}, body, at=self._clock())
        answer = wire.ask(method, path, body, asked)
        check_answer(asked, answer.status, answer.headers, answer.body, address.answering.public_key())
        if answer.status == _REFUSED:
            raise HallRefused(msgspec.json.decode(answer.body, type=prepared(RefusalAnswer)).sentence)
        if answer.status != _DONE:
            raise HallNotReached
        return msgspec.json.decode(answer.body, type=prepared(kind))

    def _reach(self) -> tuple[HallAddress, Wire]:
        address = read_address(self._folder)
        if address is None:
            raise HallNotReached
        return address, Wire(address.url, silence=self._patience)
