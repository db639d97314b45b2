"""Connects the signals of pages to the program, in one place."""

from PySide6.QtCore import QObject, Signal


class ProgramSignals(QObject):
    """Requests of pages to the program.

    Attributes:
        settings_saved: carries new ``Settings``.
        look_chosen: carries a ``Look`` to be worn.
        scanners_chosen: carries ``Settings`` whose scanners are to be listened at.
        first_hour_done: the desk is to be opened with the answers of the first hour; carries a ``FirstHour``.
        again_wanted: the program shall be closed and opened anew.
    """

    settings_saved = Signal(object)
    look_chosen = Signal(object)
    scanners_chosen = Signal(object)
    first_hour_done = Signal(object)
    again_wanted = Signal()
