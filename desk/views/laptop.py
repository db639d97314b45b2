"""Views of visit laptops: what is on this one; at the office, all of them and what each has."""

from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from desk.health.device_report import packed_report
from desk.laptop import laptops, wipe
from desk.laptop.aboard import aboard
from desk.laptop.codes import give_code, use_code
from desk.laptop.laptop_words import (
    WIPED,
    WIPED_ITSELF,
    coming_words,
    contact_words,
    figures,
    had_words,
    heard_words,
    keep_words,
    laptop_line,
    laptop_state,
    lost_words,
    short_words,
    to_read_out,
    unsent_words,
)
from desk.laptop.lost import what_it_had
from desk.laptop.papers import list_job
from desk.prints.print_jobs import PrintJob
from desk.province.stick import read_stick, write_stick
from desk.province.stick_words import back_words, out_words
from desk.rights import Permission, may
from desk.views.state import Views
from desk.visit_laptop import contact
from desk.visits.needed import needed
from desk.words.reasons import sentence
from models.ids import DeviceId
from models.not_allowed import NotAllowed


class LaptopLine(Struct, frozen=True, kw_only=True):
    """One laptop of the office in words."""

    device: DeviceId
    name: str
    state: str
    tone: str


class AboardFacts(Struct, frozen=True, kw_only=True):
    """What is on this laptop, in words.

    Attributes:
        figures: numbers with what they count, for the cards.
        keep, heard, unsent: until when, when the office was last heard of, what is still to be handed in.
        coming: how far the load is, while it comes; empty = it is whole.
        contact, contact_tone: a warning of the days without contact; ``closed``: what was loaded takes a code.
        wipe_waits: why it cannot be wiped now; empty = it can.
        marked: see ``desk.laptop.aboard.Aboard``.
    """

    figures: tuple[tuple[str, str], ...]
    keep: str
    heard: str
    unsent: str
    coming: str = ""
    contact: str = ""
    contact_tone: str = ""
    closed: bool = False
    wipe_waits: str = ""
    marked: bool = True


class LaptopPageFacts(Struct, frozen=True, kw_only=True):
    """Everything of the page: of this laptop, or of all of the office where this machine is none."""

    here: AboardFacts | None = None
    laptops: tuple[LaptopLine, ...] = ()


class LaptopNews(Struct, frozen=True, kw_only=True):
    """What the window shows all the time: the count, and a warning with its tone; ``due``: it is to be wiped now."""

    count: str = ""
    warning: str = ""
    tone: str = ""
    due: bool = False


class LaptopViews(Views):
    """Of whoever may load laptops; the office's acts need more."""

    def page(self) -> LaptopPageFacts:
        """Everything of the page."""
        if self.desk.is_visit_laptop:
            return LaptopPageFacts(here=self._here())
        found = laptops.laptops(self.desk)
        return LaptopPageFacts(
            laptops=tuple(
                LaptopLine(device=one.device, name=one.name, state=laptop_state(one)[0], tone=laptop_state(one)[1])
                for one in found
            )
        )

    def news(self) -> LaptopNews:
        """What is shown all the time at a visit laptop; nothing at any other machine, or while nobody works here."""
        desk = self.desk
        if not desk.is_visit_laptop or desk.training or not may(desk, Permission.LOAD_LAPTOP):
            return LaptopNews()
        held = contact(desk)
        return LaptopNews(
            count=short_words(aboard(desk)),
            warning=contact_words(held),
            tone="bad" if held.closed else "warn" if held.soon else "info",
            due=wipe.is_due(desk) and not self._wipe_waits(drafts_too=False),
        )

    def had(self, device: DeviceId) -> tuple[str, ...]:
        """What a laptop of the office has, line by line; whom it shows is recorded."""
        return tuple(had_words(what_it_had(self.desk, device)))

    def list_paper(self, device: DeviceId) -> PrintJob:
        """What a laptop has, on paper."""
        return list_job(self.desk, device)

    def load(self, device: DeviceId) -> str:
        """Put together what its visits need from today on, for as many days as a load stays aboard."""
        coming = [self.desk.today + timedelta(days=ahead) for ahead in range(self.desk.settings.laptop.keep_days)]
        return laptop_line(laptops.load(self.desk, device, needed(self.desk, coming, device).subjects))

    def lost(self, device: DeviceId, reason: str) -> str:
        """Report it lost."""
        return lost_words(laptops.report_lost(self.desk, device, reason))

    def order_wipe(self, device: DeviceId, reason: str) -> str:
        """Have it wiped at its next contact."""
        return laptop_line(laptops.order_wipe(self.desk, device, reason))

    def give_code(self, device: DeviceId) -> str:
        """The next one-time code, to be read out."""
        return to_read_out(device, give_code(self.desk, device))

    def use_code(self, typed: str) -> str:
        """A code was read out."""
        return contact_words(use_code(self.desk, typed))

    def wipe(self, *, drafts_too: bool = False) -> str:
        """Wipe this laptop; says what is there now."""
        with self._state.staying_open():
            self._state.desk = wipe.wipe(self.desk, drafts_too=drafts_too)
        return WIPED

    def wipe_if_due(self) -> str:
        """Wipe this laptop by itself; empty = it was not due."""
        before = self.desk
        with self._state.staying_open():
            self._state.desk = wipe.wipe_if_due(before)
        return "" if self._state.desk is before else WIPED_ITSELF

    def to_stick(self, folder: Path) -> str:
        """Everything that is not acknowledged onto a stick, sealed to the hub."""
        return " ".join(out_words(write_stick(self.desk, folder, packed_report(self.desk))))

    def from_stick(self, folder: Path) -> str:
        """The hub's answer, or a load that a desk made, from a stick."""
        return " ".join(back_words(read_stick(self.desk, folder)))

    def _here(self) -> AboardFacts:
        found, held = aboard(self.desk), contact(self.desk)
        return AboardFacts(
            figures=figures(found),
            keep=keep_words(found),
            heard=heard_words(found),
            unsent=unsent_words(found),
            coming=coming_words(found),
            contact=contact_words(held),
            contact_tone="bad" if held.closed else "warn" if held.soon else "info",
            closed=held.closed,
            wipe_waits=self._wipe_waits(drafts_too=True),
            marked=found.marked,
        )

    def _wipe_waits(self, *, drafts_too: bool) -> str:
        try:
            wipe.check(self.desk, drafts_too=drafts_too)
        except NotAllowed as waits:
            return sentence(waits)
        return ""
