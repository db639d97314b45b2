"""A printer for training: a training desk prints to it, a trainer breaks and repairs it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from desk.settings import Printers

if TYPE_CHECKING:
    from desk.desk import Desk
    from printing.simulated.printer import SimulatedPrinter


class PracticePrinter:
    """One simulated 80 mm printer on a port of this machine; nothing of it touches paper."""

    def __init__(self) -> None:
        self._printer: SimulatedPrinter | None = None

    def start(self) -> str:
        """Switch it on; gives its address, as the settings name one."""
        from printing.simulated.printer import SimulatedPrinter  # noqa: PLC0415 - training only

        if self._printer is None:
            self._printer = SimulatedPrinter()
            self._printer.start()
        return self._printer.address

    def stop(self) -> None:
        """Be rid of it. Nothing when it was never there."""
        printer, self._printer = self._printer, None
        if printer is not None:
            printer.stop()

    def fail(self, failure: str) -> None:
        """From now on this is wrong with it: the value of a ``printing.simulated.printer.Failure``.

        Raises:
            ValueError: there is no such failure.
        """
        from printing.simulated.printer import Failure  # noqa: PLC0415 - training only

        self.start()
        if self._printer is not None:
            self._printer.fail(Failure(failure))

    def mend(self) -> None:
        """Everything is well again."""
        if self._printer is not None:
            self._printer.mend()

    @property
    def slips(self) -> int:
        """How many slips came out of it whole."""
        return len(self._printer.slips) if self._printer is not None else 0


def printing_to(desk: "Desk", address: str) -> "Desk":
    """The training desk with all papers going to this printer. Its settings file is left as it is."""
    return replace(desk, settings=changed(desk.settings, printers=Printers(papers=address, tickets=address)))


def failures() -> tuple[str, ...]:
    """Everything that can be wrong with the printer."""
    from printing.simulated.printer import Failure  # noqa: PLC0415 - training only

    return tuple(failure.value for failure in Failure)
