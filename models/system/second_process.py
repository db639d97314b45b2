"""A second process of this program: a module that answers what this one asks, one message after the other.

Messages are msgpack, each behind its length, over the pipes of the process. It knows only what it is told.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import IO, Any, TypeVar

import msgspec

from models.system.decoding import prepared

T = TypeVar("T")

FAILED = (OSError, EOFError, TimeoutError, CancelledError, msgspec.MsgspecError)
"""What an answer that does not come ends with."""

_LENGTH = 8
"""Bytes that tell how long a message is."""

_LONGEST = 1 << 31
"""Bytes of a message; a length above it is none, but something else that was written to the pipe."""

_PIECE = 1 << 20
"""Bytes read at once: as many are reserved before any have come."""

_NICE = 10
"""It steps back where the window wants the processor too."""

_encode = msgspec.msgpack.Encoder().encode


class SecondProcess:
    """The process, and the thread that waits for it.

    Args:
        module: what it runs; see ``answer_messages``.
        accepts: whether what it says of itself, once it has started, is what was expected (it may be anything);
            None = it says nothing.
        steps_back: others go first where the processor is wanted by many.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, module: str, *, accepts: Callable[[Any], bool] | None = None, steps_back: bool = False) -> None:
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        if steps_back:
            flags |= getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
        self._process = subprocess.Popen(  # noqa: S603 - this program
            [sys.executable, "-I", "-m", module],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
            start_new_session=True,  # Ctrl+C is for this process, which ends it
        )
        if steps_back and sys.platform != "win32":
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=module.rpartition(".")[2])
        self._begun = self._thread.submit(self._begin, accepts)

    @property
    def failed(self) -> bool:
        """Whether it is known that it answers nothing (more)."""
        begun = self._begun
        return self._process.returncode is not None or (
            begun.done() and (begun.cancelled() or begun.exception() is not None)
        )

    def ask(self, message: object, answer: type[T]) -> Future[T]:
        """Its answer, in its turn. Fails with one of ``FAILED``.

        Raises:
            EOFError: it was ended.
        """
        try:
            return self._thread.submit(self._asked, message, answer)
        except RuntimeError as ended:  # its thread takes nothing more
            raise EOFError from ended

    def end(self) -> None:
        """End it, whatever it does; what it has not answered fails. Idempotent."""
        self._process.kill()
        self._thread.shutdown(cancel_futures=True)
        with self._process:
            pass  # its pipes are closed, and it is waited for

    def _begin(self, accepts: Callable[[Any], bool] | None) -> None:
        if accepts is not None and not accepts(msgspec.msgpack.decode(_read(self._process.stdout))):
            raise EOFError

    def _asked(self, message: object, answer: type[T]) -> T:
        self._begun.result()
        _write(self._process.stdin, message)
        return msgspec.msgpack.decode(_read(self._process.stdout), type=prepared(answer))


def answer_messages(message: type[T], answer: Callable[[T], object], *, begun: object = None) -> None:
    """Of the module in the second process: answer each message, until nothing more comes.

    Args:
        message: what is asked.
        answer: what is answered to it.
        begun: is said first; None = nothing is.
    """
    given, answers = os.fdopen(0, "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # what a library prints is no answer
    if begun is not None:
        _write(answers, begun)
    for asked in _messages(given, message):
        _write(answers, answer(asked))


def _messages(file: IO[bytes], message: type[T]) -> Iterator[T]:
    while True:
        try:
            read = _read(file)
        except EOFError:
            return
        yield msgspec.msgpack.decode(read, type=prepared(message))


def _write(file: IO[bytes] | None, message: object) -> None:
    if file is None:
        raise EOFError
    encoded = _encode(message)
    left = memoryview(len(encoded).to_bytes(_LENGTH) + encoded)
    while left:
        left = left[file.write(left) :]


def _read(file: IO[bytes] | None) -> bytearray:
    """The next message.

    Raises:
        EOFError: there is none, or not the whole of it, or what comes is no message.
    """
    if file is None:
        raise EOFError
    length = int.from_bytes(_read_bytes(file, _LENGTH))
    if length > _LONGEST:
        raise EOFError
    return _read_bytes(file, length)


def _read_bytes(file: IO[bytes], length: int) -> bytearray:
    read = bytearray()
    while len(read) < length:
        piece = file.read(min(length - len(read), _PIECE))
        if not piece:
            raise EOFError
        read += piece
    return read
