"""A USB printer as a Linux device, usually ``/dev/usb/lp0``. On Windows it is a queue: ``spool:``."""

import os
import select
import sys
import time

from msgspec import Struct

from models.trouble import PrinterNotReached, PrinterWentSilent
from printing.devices.dialects import Dialect
from printing.devices.printer import Job, TakenJob
from printing.devices.status import PrinterState, from_register
from printing.devices.thermal import query_state, send_job

STATUS = 0x060B
"""LPGETSTATUS of linux/lp.h, which the driver of USB printers understands too."""


class UsbPrinter(Struct, frozen=True):
    """A device that takes bytes and, if it talks both ways, gives some back.

    Attributes:
        patience: seconds in which the printer must take some bytes.
    """

    path: str
    dots: int | None = None
    dialect: Dialect | None = None
    patience: float = 10.0

    @property
    def name(self) -> str:
        """As sentences name it."""
        return self.path

    def send(self, job: Job) -> TakenJob:
        """Open the device, write the job, close it."""
        try:
            device = _Device(self.path, self.patience)
        except OSError as error:
            raise PrinterNotReached(self.path, error.strerror or str(error)) from error
        try:
            told = device.register()
            trouble = told.trouble(self.path) if told is not None else None
            if trouble is not None:
                raise trouble
            taken = send_job(device, job, self.path, self.dialect, self.dots, self.patience)
            after = device.register() if told is not None else None
            if told is not None and after is None:
                raise PrinterWentSilent(self.path, sent=True)
            trouble = after.trouble(self.path, sent=True) if after is not None else None
            if trouble is not None:
                raise trouble
            return taken
        finally:
            device.close()

    def state(self) -> PrinterState | None:
        """How it is: by its own answers, else by the status register; not there = offline."""
        try:
            device = _Device(self.path, self.patience)
        except OSError as error:
            return PrinterState(offline=True, said=error.strerror or str(error))
        try:
            told = query_state(device, self.dialect, self.dots) if self.dots is not None else None
            return told or device.register()
        except OSError as error:
            return PrinterState(offline=True, said=error.strerror or str(error))
        finally:
            device.close()


class _Device:
    """The open device; nothing waits longer than it is told to."""

    def __init__(self, path: str, patience: float) -> None:
        if sys.platform == "win32":
            raise OSError(None, "chỉ có trên Linux; trên Windows dùng máy in đã cài trong hệ thống")
        self._patience = patience
        waits_not = os.O_NONBLOCK | os.O_NOCTTY
        self._answers = True
        try:
            self._file = os.open(path, os.O_RDWR | waits_not)
        except PermissionError:
            raise
        except OSError:
            self._answers = False  # one way only
            self._file = os.open(path, os.O_WRONLY | waits_not)

    def write(self, data: bytes) -> int:
        until = time.monotonic() + self._patience
        while (left := until - time.monotonic()) > 0:
            if select.select([], [self._file], [], left)[1]:
                try:
                    return os.write(self._file, data[:4096])
                except BlockingIOError:
                    continue
        raise TimeoutError("máy in không nhận thêm dữ liệu")

    def read(self, seconds: float) -> bytes:
        if not self._answers or not select.select([self._file], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._file, 64)
        except BlockingIOError:
            return b""

    def flush(self) -> None:
        """Wait until the driver would take more: then the printer has what was written."""
        if not select.select([], [self._file], [], self._patience)[1]:
            raise TimeoutError("máy in không nhận thêm dữ liệu")

    def end(self) -> None:
        """What was written is with the printer; closing waits for no paper."""

    def register(self) -> PrinterState | None:
        """What the status register says; None = this device has none."""
        if sys.platform == "win32":
            return None
        import fcntl  # noqa: PLC0415 - there is none on Windows

        answer = bytearray(4)
        try:
            fcntl.ioctl(self._file, STATUS, answer)
        except OSError:
            return None
        return from_register(answer[0])

    def close(self) -> None:
        os.close(self._file)
