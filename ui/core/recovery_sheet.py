"""Prints or saves a recovery sheet outside the window, then has one group of it typed as proof."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.core.jobs import Jobs, Reason
from ui.widgets.field import Field

if TYPE_CHECKING:
    from desk.backup.recovery import ProposedSheet


def _print(proposed: "ProposedSheet", address: str) -> str:
    from desk.backup.recovery import print_proposed  # noqa: PLC0415 - the database's libraries load beside the window

    return print_proposed(proposed, address)


def _save(proposed: "ProposedSheet", path: Path) -> str:
    from desk.backup.recovery import save_proposed  # noqa: PLC0415 - likewise

    save_proposed(proposed, path)
    return str(path)


class SheetProof(QObject):
    """The sheet proposed last, and the field where one group of it is typed from paper.

    Args:
        jobs: of the window.
        card: shown once the sheet is out, with the field in it.
        field: for the group.
        asks: its label, with ``{asked}`` for the number of the group.

    Attributes:
        proposed: the sheet; None = none, or it counts already.
        out: carries where it went.
        failed: carries why it did not come out.
        typed: carries what was typed of it.
    """

    out = Signal(str)
    failed = Signal(object)
    typed = Signal(str)

    def __init__(self, jobs: Jobs, card: QWidget, field: Field, asks: str) -> None:
        super().__init__(card)
        self._jobs, self._card, self._field, self._asks = jobs, card, field, asks
        self.proposed: ProposedSheet | None = None
        field.edit.returnPressed.connect(self.answer)
        card.hide()

    def print(self, proposed: "ProposedSheet", address: str) -> None:
        """Print it on the printer for forms."""
        self._bring(proposed, partial(_print, proposed, address), queue=f"print {address}")

    def save(self, proposed: "ProposedSheet", path: Path) -> None:
        """Write it as PDF to a path the user chose."""
        self._bring(proposed, partial(_save, proposed, path))

    @Slot()
    def answer(self) -> None:
        """Check the typed group."""
        if self.proposed is not None:
            self.typed.emit(self._field.edit.text())

    def fold(self) -> None:
        """Hide the card: the sheet is in force, or was given up."""
        self.proposed = None
        self._field.put("")
        self._card.hide()

    def _bring(self, proposed: "ProposedSheet", work: Callable[[], str], *, queue: str = "") -> None:
        self.proposed = proposed
        self._jobs.run_in_thread(self, work, self._is_out, self._is_not_out, queue=queue)

    def _is_out(self, where: str) -> None:
        if self.proposed is None:
            return
        self._field.label.setText(self._asks.format(asked=self.proposed.asked))
        self._field.edit.setAccessibleName(self._field.label.text())
        self._field.put("")
        self._card.show()
        self._field.edit.setFocus()
        self.out.emit(where)

    def _is_not_out(self, reason: Reason) -> None:
        self.failed.emit(reason)
