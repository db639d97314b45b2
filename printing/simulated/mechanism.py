"""Model of a thermal printer: parser, head, sensors, memory and cutter, without any line.

For training and tests: it fails on demand and shows what it has printed.
"""

from enum import StrEnum
from io import BytesIO

from msgspec import Struct
from PIL import Image


class Failure(StrEnum):
    """What may be wrong with a printer; several at once."""

    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    KNIFE_STUCK = "knife_stuck"
    POWER_OFF = "power_off"
    CUTS_OFF = "cuts_off"
    """Takes some bytes, then loses its power: the connection is reset. Then it is on again."""
    SLOW = "slow"
    """As slow as a serial line of 9,600 baud."""
    GARBAGE = "garbage"
    """Answers every question with nonsense."""
    SILENT = "silent"
    """Prints, and answers no question, as many cheap ones."""
    EATS = "eats"
    """Takes everything, says that all is well, prints nothing."""


class PrintedSlip(Struct, frozen=True):
    """What came out: one bit a dot, and whether the knife cut it off."""

    width: int
    rows: bytes
    is_cut: bool

    @property
    def picture(self) -> Image.Image:
        """As it lies on the counter."""
        height = len(self.rows) * 8 // self.width
        return Image.frombytes("1", (self.width, height), bytes(byte ^ 0xFF for byte in self.rows))

    @property
    def png(self) -> bytes:
        """The same as a PNG file."""
        out = BytesIO()
        self.picture.save(out, "PNG")
        return out.getvalue()


class PowerLostError(Exception):
    """The printer went dark while it took bytes."""


class Mechanism:
    """Head, sensors and knife of a thermal printer.

    Attributes:
        failures: what is wrong now.
        after: of ``CUTS_OFF``: how many bytes of a job it takes before the power goes.
        rows_left: rows of paper until the roll ends; None = plenty.
        memory: bytes it keeps while it stands still.
        received: every byte that came, questions too.
        slips: what came out whole.
        torn: how many slips were begun and never finished.
    """

    def __init__(self) -> None:
        self.failures: set[Failure] = set()
        self.after = 1000
        self.rows_left: int | None = None
        self.memory = 65_536
        self.received = bytearray()
        self.slips: list[PrintedSlip] = []
        self.torn = 0
        self.answers_confirm = True
        self._taken = 0
        self._buffer = bytearray()
        self._rows = bytearray()
        self._graphics = (0, b"")
        self._width = 0

    def begin(self) -> None:
        """Another connection: what a broken one left half said is forgotten, unless it stands and keeps it."""
        if self._is_printing:
            self._buffer.clear()
        self._taken = 0

    @property
    def is_full(self) -> bool:
        """It stands and its memory takes no more."""
        return not self._is_printing and len(self._buffer) > self.memory

    def lose_power(self) -> None:
        """What was being printed is torn."""
        self._buffer.clear()
        if self._rows:
            self.torn += 1
        self._rows.clear()
        self._width = 0

    def end(self) -> None:
        """The connection ended. A slip that no knife cut off is torn off by hand now."""
        if self._is_printing and self._rows:
            self._finish(is_cut=False)

    def feed(self, data: bytes) -> bytes:
        """Take bytes, and say what is answered.

        Raises:
            PowerLostError: with ``CUTS_OFF``.
        """
        self.received += data
        if Failure.CUTS_OFF in self.failures:
            room = self.after - self._taken
            self._taken += len(data)
            if len(data) > room:
                self._buffer += data[: max(0, room)]
                self._work()
                self.failures.discard(Failure.CUTS_OFF)
                self.lose_power()
                raise PowerLostError
        self._buffer += data
        return self._work()

    # ---- how it is -------------------------------------------------------------------------------------------

    @property
    def _paper_out(self) -> bool:
        return Failure.PAPER_OUT in self.failures or self.rows_left == 0

    @property
    def _is_printing(self) -> bool:
        stops = {Failure.COVER_OPEN, Failure.KNIFE_STUCK, Failure.POWER_OFF}
        return not (self._paper_out or self.failures & stops)

    def _real_time(self, number: int) -> bytes:
        failures = self.failures
        if Failure.SILENT in failures:
            return b""
        if Failure.GARBAGE in failures:
            return b"\xff\x80\x01"
        byte = 0x12
        if number == 1 and not self._is_printing:
            byte |= 0x08
        elif number == 2:
            byte |= 0x04 * (Failure.COVER_OPEN in failures) | 0x20 * self._paper_out
            byte |= 0x40 * (Failure.KNIFE_STUCK in failures)
        elif number == 3:
            byte |= 0x08 * (Failure.KNIFE_STUCK in failures)
        elif number == 4:
            byte |= 0x0C * (Failure.PAPER_LOW in failures or self._paper_out) | 0x60 * self._paper_out
        return bytes((byte,))

    def _status_back(self) -> bytes:
        failures = self.failures
        if failures & {Failure.SILENT, Failure.GARBAGE}:
            return b"" if Failure.SILENT in failures else b"\xff\x80\x01"
        low = Failure.PAPER_LOW in failures or self._paper_out
        return bytes(
            (
                0x10 | 0x08 * (not self._is_printing) | 0x20 * (Failure.COVER_OPEN in failures),
                0x08 * (Failure.KNIFE_STUCK in failures),
                0x03 * low | 0x0C * self._paper_out,
                0,
            )
        )

    # ---- what it does ----------------------------------------------------------------------------------------

    def _work(self) -> bytes:
        """Do whole commands from the front of the buffer. Questions of real time are answered even while it stands."""
        answers = b""
        while self._buffer:
            if self._buffer[:2] == b"\x10\x04":
                if len(self._buffer) < 3:
                    break
                answers += self._real_time(self._buffer[2])
                del self._buffer[:3]
                continue
            if not self._is_printing:
                answers += self._asked_while_it_stands()
                break  # it keeps what came, and goes on when it is mended
            if self._buffer[0] == 0:
                self._buffer = self._buffer.lstrip(b"\0")  # means nothing by itself
                continue
            size = _size(self._buffer)
            if size is None or size > len(self._buffer):
                break
            command = bytes(self._buffer[:size])
            del self._buffer[:size]
            answers += self._do(command)
        return answers

    def _asked_while_it_stands(self) -> bytes:
        """Questions behind a paper that waits are answered at once, and never printed."""
        asked: list[int] = []
        while bytes(self._buffer[-3:-1]) == b"\x10\x04":
            asked.append(self._buffer[-1])
            del self._buffer[-3:]
        return b"".join(self._real_time(number) for number in reversed(asked))

    def go_on(self) -> None:
        """It was mended: what it still has in its memory is printed now."""
        self._work()

    def _do(self, command: bytes) -> bytes:
        two = command[:2]
        if two == b"\x1b@" and self._rows:
            self._rows.clear()  # half a slip hangs out; the next one begins below it
            self.torn += 1
        elif two == b"\x1dv":
            width = int.from_bytes(command[4:6], "little") * 8
            self._print(width, command[8:])
        elif two == b"\x1d(" and command[6:7] == b"p":
            self._graphics = (int.from_bytes(command[11:13], "little"), command[15:])
        elif two == b"\x1d(" and command[6:7] == b"2":
            self._print(*self._graphics)
        elif two == b"\x1b*":
            width = int.from_bytes(command[3:5], "little")
            columns = Image.frombytes("1", (24, width), command[5:])
            self._print(width, columns.transpose(Image.Transpose.TRANSPOSE).tobytes())
        elif two == b"\x1dV":
            self._finish(is_cut=True)
        elif two == b"\x1da" and command[2]:
            return self._status_back()
        elif two == b"\x1dr" and self.answers_confirm and not self.failures & {Failure.SILENT, Failure.EATS}:
            if Failure.GARBAGE in self.failures:
                return b"\xff"
            return bytes((0x03 * (Failure.PAPER_LOW in self.failures),))
        return b""

    def _print(self, width: int, rows: bytes) -> None:
        self._width = width
        if self.rows_left is not None:
            self.rows_left = max(0, self.rows_left - len(rows) * 8 // width)
        self._rows += rows

    def _finish(self, *, is_cut: bool) -> None:
        rows, width = bytes(self._rows), self._width
        self._rows.clear()
        if rows and Failure.EATS not in self.failures:
            self.slips.append(PrintedSlip(width, rows, is_cut))


def _size(buffer: bytearray) -> int | None:
    """Length of the command at the front; None = not enough of it is there to know."""
    fixed = {
        b"\x1b@": 2,
        b"\x1b2": 2,
        b"\x1b3": 3,
        b"\x1bd": 3,
        b"\x1bJ": 3,
        b"\x1bB": 4,
        b"\x1bp": 5,
        b"\x1da": 3,
        b"\x1dr": 3,
    }
    two = bytes(buffer[:2])
    if two in fixed:
        return fixed[two]
    if two == b"\x1dV":
        return None if len(buffer) < 3 else 4 if buffer[2] in b"AB" else 3
    if two == b"\x1dv":
        return None if len(buffer) < 8 else 8 + _word(buffer, 4) * _word(buffer, 6)
    if two in {b"\x1d(", b"\x1b("}:
        return None if len(buffer) < 5 else 5 + _word(buffer, 3)
    if two == b"\x1b*":
        return None if len(buffer) < 5 else 5 + _word(buffer, 3) * (3 if buffer[2] >= 32 else 1)
    return 1 if len(buffer) > 1 else None


def _word(buffer: bytearray, at: int) -> int:
    return int.from_bytes(buffer[at : at + 2], "little")
