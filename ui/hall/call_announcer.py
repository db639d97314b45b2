"""Spoken calls of this counter, and the keys that mute, turn up or down, and repeat."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from models.calendar.clock import Clock
from models.subjects.ticket_state import TicketState
from ui.shell.banner import Banners
from ui.shell.rail import RailButton

if TYPE_CHECKING:
    from desk.settings import Settings
    from desk.voice.clips import Clips
    from desk.voice.speaker import Speaker
    from models.subjects.ticket import Ticket
    from ui.actions import Act
    from ui.line.line_panel import LinePanel
    from ui.shell.rail import Rail

STALE = 30
"""Seconds after which a call is not said any more: who was called before the window was opened is long on his way."""

SOUND = "sound"
"""Cause of a banner."""

STEP = 10

KEYS = ("voice_mute", "voice_up", "voice_down", "voice_again")


class CallAnnouncer(QObject):
    """Listens to the line and speaks. The voice's thread and its sounds are loaded with the first call.

    Args:
        settings: those in force.
        line: the waiting line of the window.
        rail: where the state of the voice stands by word.
        acts: the actions of the window.
        banners: where trouble is told.
        clock: tells the time.
    """

    crashed = Signal(object)
    _sounded = Signal(bool)

    def __init__(
        self,
        settings: "Settings",
        line: "LinePanel",
        rail: "Rail",
        acts: "Mapping[str, Act]",
        banners: Banners,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._line = line
        self._banners = banners
        self._clock = clock
        self._heard = 0
        self._muted = False
        self._volume = settings.hall.volume
        self._sounds = True
        self.speaker: Speaker | None = None
        self.sign = RailButton("Loa", "call", acts["voice_mute"])
        rail.add_sign(self.sign)
        for key, does in zip(KEYS, (self._mute, self._louder, self._softer, self._repeat), strict=True):
            acts[key].triggered.connect(does)
        line.changed.connect(self._line_changed)
        self._sounded.connect(self._sound)
        self._show()

    def apply(self, settings: "Settings") -> None:
        """Other settings are in force."""
        if settings.hall == self._settings.hall:
            return
        self._settings = settings
        self._volume = settings.hall.volume
        if self.speaker is not None:
            self.speaker.configure(self._clips(), times=settings.hall.times, volume=self._volume)
        self._show()

    def stop(self) -> None:
        """Be silent."""
        speaker, self.speaker = self.speaker, None
        if speaker is not None:
            speaker.stop()

    # ---- calls -------------------------------------------------------------------------------------------

    @Slot()
    def _line_changed(self) -> None:
        """Whoever stands at this counter was perhaps called just now, or once more."""
        ticket = self._line.here
        if ticket is None or ticket.state is not TicketState.CALLED or not ticket.announced:
            return
        last = ticket.announced[-1]
        if last.clock <= self._heard or last.device != self._settings.device.number:
            return
        self._heard = last.clock
        if self._settings.hall.voice and abs((self._clock() - last.at).total_seconds()) <= STALE:
            self._say(ticket)

    def _say(self, ticket: "Ticket") -> None:
        from desk.voice.speaker import Announcement  # noqa: PLC0415 - loaded with the first call

        *before, last = ticket.announced
        again = bool(before) and before[-1].counter == last.counter
        call = Announcement(
            number=ticket.number, counter=last.counter, priority=ticket.priority is not None, again=again
        )
        self._voice().say(call)

    def _voice(self) -> "Speaker":
        if self.speaker is None:
            from desk.voice.loudspeaker import Loudspeaker  # noqa: PLC0415 - likewise
            from desk.voice.speaker import Speaker  # noqa: PLC0415 - likewise

            self.speaker = Speaker(
                self._clips(),
                Loudspeaker(),
                times=self._settings.hall.times,
                volume=self._volume,
                on_sound=self._sounded.emit,
                on_error=self.crashed.emit,
            )
            self.speaker.mute(muted=self._muted)
            self.speaker.start()
        return self.speaker

    def _clips(self) -> "Clips":
        from desk.voice.clips import Clips  # noqa: PLC0415 - likewise

        own = self._settings.hall.recordings
        return Clips(Path(own) if own else None)

    # ---- keys --------------------------------------------------------------------------------------------

    @Slot()
    def _mute(self) -> None:
        self._muted = not self._muted
        if self.speaker is not None:
            self.speaker.mute(muted=self._muted)
        self._show()

    @Slot()
    def _repeat(self) -> None:
        if self.speaker is not None:
            self.speaker.repeat()

    @Slot()
    def _louder(self) -> None:
        self._turn(STEP)

    @Slot()
    def _softer(self) -> None:
        self._turn(-STEP)

    def _turn(self, step: int) -> None:
        self._volume = max(0, min(100, self._volume + step))
        if self.speaker is not None:
            self.speaker.set_volume(self._volume)
        self._show()

    @Slot(bool)
    def _sound(self, sounds: bool) -> None:
        self._sounds = sounds
        self._show()
        if not sounds:
            self._banners.show_to_everyone(
                "warn",
                "Máy này không phát được tiếng: kiểm tra loa. Số vẫn gọi và hiện trên bảng như thường.",
                about=SOUND,
            )
        else:
            self._banners.clear_cause(SOUND)

    def _show(self) -> None:
        if not self._settings.hall.voice:
            self.sign.hide()
            return
        self.sign.show()
        if self._muted:
            self.sign.say("Loa tắt", "mute", "warn")
        elif not self._sounds:
            self.sign.say("Không loa", "mute", "warn")
        else:
            self.sign.say(f"Loa {self._volume}", "call")
