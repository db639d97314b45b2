"""Base of the kiosk's screens: text scaled with the screen, and a column of parts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.hall.big_button import BigButton
from ui.hall.words import VIETNAMESE, Language, Words
from ui.style.look import CONTRAST_LIGHT as C


class Big(QLabel):
    """Words of a size that follows the screen; ``size`` is in pixels where the shorter side has 1080."""

    def __init__(self, size: float, *, weight: QFont.Weight = QFont.Weight.Normal, colour: str = "") -> None:
        super().__init__()
        self._size = size
        self._weight = weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._calm = f"color: {colour or C.text}; background: transparent;"
        self.setStyleSheet(self._calm)

    def say(self, text: str) -> None:
        """Calmly."""
        if self.styleSheet() != self._calm:
            self.setStyleSheet(self._calm)
        self.setText(text)

    def warn(self, text: str) -> None:
        """In a frame that is seen."""
        self.setStyleSheet(
            f"color: {C.warn}; background: {C.warn_soft}; border: 4px solid {C.warn};"
            "border-radius: 18px; padding: 18px;"
        )
        self.setText(text)

    def fit(self, scale: float) -> None:
        """For a screen of this unit."""
        font = QFont(self.font())
        font.setPixelSize(max(16, round(self._size * scale)))
        font.setWeight(self._weight)
        self.setFont(font)


class KioskFace(QWidget):
    """One face. ``fit`` and ``set_language`` reach all of its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.words: Words = VIETNAMESE
        self.language = Language.VIETNAMESE
        self.scale = 1.0
        self.column = QVBoxLayout(self)

    def fit(self, scale: float, *, portrait: bool) -> None:
        """For a screen of this unit, standing or lying."""
        del portrait
        self.scale = scale
        gap = round(22 * scale)
        self.column.setSpacing(gap)
        self.column.setContentsMargins(gap, gap, gap, gap)
        for part in self.findChildren(Big):
            part.fit(scale)
        for button in self.findChildren(BigButton):
            button.fit(scale)

    def set_language(self, words: Words, language: Language) -> None:
        """In this language from now on."""
        self.words, self.language = words, language

    def keys(self) -> "Sequence[BigButton]":
        """What the number keys 1, 2, 3… press, in order."""
        return ()
