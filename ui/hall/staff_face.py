"""The kiosk's screen for staff: a PIN pad that closes the kiosk."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from ui.hall.big_button import BigButton
from ui.hall.face import Big, KioskFace
from ui.hall.words import Language, Words


class StaffFace(KioskFace):
    """Digits that close the kiosk. ``typed`` carries them; ``back`` without."""

    typed = Signal(str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._digits = ""
        self.title = Big(46, weight=QFont.Weight.DemiBold)
        self.dots = Big(60)
        self._grid = QGridLayout()
        self.pads: dict[str, BigButton] = {}
        for n, sign in enumerate("123456789⌫0"):
            pad = BigButton(sign)
            pad.size_of_words = 44
            pad.setProperty("sign", sign)
            pad.clicked.connect(self._pressed)
            self._grid.addWidget(pad, n // 3, n % 3)
            self.pads[sign] = pad
        self.pads["⌫"].setAccessibleName("Xóa")
        self.ok = BigButton(kind="primary", icon="check")
        self.ok.clicked.connect(self._send)
        self._grid.addWidget(self.ok, 3, 2)
        self.return_ = BigButton(kind="quiet", icon="back")
        self.return_.clicked.connect(self.back)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(self._grid, 2)
        across.addStretch(1)
        self.column.addWidget(self.title)
        self.column.addWidget(self.dots)
        self.column.addLayout(across, 1)
        self.column.addWidget(self.return_)

    def open(self) -> None:
        """Nothing typed yet."""
        self._digits = ""
        self.title.setText(self.words.staff)
        self._say()

    def wrong(self) -> None:
        """That was not it."""
        self.open()
        self.title.setText(self.words.staff_wrong)

    def press(self, sign: str) -> None:
        """A digit, or the last one away."""
        self._digits = self._digits[:-1] if sign == "⌫" else (self._digits + sign)[:12]
        self._say()

    def set_language(self, words: Words, language: Language) -> None:
        """See ``KioskFace``."""
        super().set_language(words, language)
        self.return_.put(words.back)
        self.ok.put(words.done)

    def _say(self) -> None:
        self.dots.setText("●" * len(self._digits) or " ")

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if isinstance(sender, BigButton):
            self.press(str(sender.property("sign")))

    @Slot()
    def _send(self) -> None:
        self.typed.emit(self._digits)
