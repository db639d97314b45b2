"""Printers that are not there: one on loopback, one behind a pty. They keep what they were sent."""

import contextlib
import os
import pty
import select
import socket
import struct
import threading
import tty
from enum import StrEnum
from types import TracebackType
from typing import Self

ASK_PAPER = b"\x10\x04\x04"
HAS_PAPER = b"\x12"
NO_PAPER = b"\x72"


class Mood(StrEnum):
    """How a printer behaves."""

    PRINTS = "prints"
    SILENT = "silent"
    """Prints, and answers no question, as many cheap ones."""
    NO_PAPER = "no_paper"
    BREAKS_OFF = "breaks_off"
    """Takes some bytes, then resets the connection (or the line goes dead)."""


class _Fake:
    def __init__(self, mood: Mood) -> None:
        self.mood = mood
        self.received = b""
        self.jobs: list[bytes] = []
        self._stop = threading.Event()
        self._job_done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        raise NotImplementedError

    def _close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)
        self._close()

    def _answer(self, piece: bytes) -> bytes:
        """What goes back for a piece that came in."""
        if ASK_PAPER not in piece or self.mood is Mood.SILENT:
            return b""
        return NO_PAPER if self.mood is Mood.NO_PAPER else HAS_PAPER


class NetworkPrinter(_Fake):
    """Listens on a free port of 127.0.0.1; ``jobs`` holds each finished connection without the questions."""

    def __init__(self, mood: Mood = Mood.PRINTS) -> None:
        super().__init__(mood)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.05)
        self.port: int = self._server.getsockname()[1]

    def wait_for_job(self) -> bytes:
        """The first job, when its connection has ended."""
        assert self._job_done.wait(5), "no job came"
        return self.jobs[0]

    def _run(self) -> None:
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                wire, _ = self._server.accept()
                with wire:
                    self._serve(wire)

    def _serve(self, wire: socket.socket) -> None:
        job = b""
        wire.settimeout(5)
        while piece := wire.recv(4096):
            job += piece
            if answer := self._answer(piece):
                wire.sendall(answer)
            if self.mood is Mood.BREAKS_OFF and len(job.replace(ASK_PAPER, b"")) > 1000:
                # Linger zero: closing resets the connection, as a printer does that loses its power.
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
        self.received += job
        self.jobs.append(job.replace(ASK_PAPER, b""))
        self._job_done.set()

    def _close(self) -> None:
        self._server.close()


class SerialPort(_Fake):
    """A serial line to a printer; ``path`` is the end that the program opens."""

    def __init__(self, mood: Mood = Mood.PRINTS) -> None:
        super().__init__(mood)
        self._own, self._other = pty.openpty()
        tty.setraw(self._other)
        self.path = os.ttyname(self._other)

    def wait_for(self, count: int) -> bytes:
        """Everything but the questions, once ``count`` bytes of it have come."""
        for _ in range(500):
            if len(self.received.replace(ASK_PAPER, b"")) >= count:
                break
            self._job_done.wait(0.01)
        return self.received.replace(ASK_PAPER, b"")

    def _run(self) -> None:
        while not self._stop.is_set():
            if self.mood is Mood.BREAKS_OFF and len(self.received) > 1000:
                return
            if not select.select([self._own], [], [], 0.05)[0]:
                continue
            try:
                piece = os.read(self._own, 4096)
            except OSError:
                return
            self.received += piece
            if answer := self._answer(piece):
                os.write(self._own, answer)

    def _close(self) -> None:
        os.close(self._own)
        os.close(self._other)
