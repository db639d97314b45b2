"""Shows what the national message would lack if the dossier were taken in now. Never prevents intake."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.basic import label, picture, row

MOST = 3
"""Sentences at most; further ones are counted."""


class NationalPart(QWidget):
    """A small line or two; nothing at all while nothing is lacking."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[str, ...] = ()
        self._words = label("", "small", wrap=True)
        line = row(gap=6)
        line.addWidget(picture("flag", "muted", 15), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.setLayout(line)
        self.hide()

    @property
    def said(self) -> tuple[str, ...]:
        """What is named now."""
        return self._said

    def say(self, sentences: Sequence[str]) -> None:
        """Name these; the same ones again change nothing."""
        if tuple(sentences) == self._said:
            return
        self._said = tuple(sentences)
        further = len(self._said) - MOST
        shown = [*self._said[:MOST], *([f"Và {further} điều nữa."] if further > 0 else [])]
        words = "Hệ thống quốc gia: " + " ".join(shown)
        self._words.setText(words)
        self._words.setToolTip("\n".join(self._said))
        self.setAccessibleName("Hệ thống quốc gia: " + " ".join(self._said))
        self.setVisible(bool(self._said))
