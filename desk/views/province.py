"""Views of the province: link, events set aside, joining, reconciling, editions, stick."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk.province.province_words import remedy, set_aside_name, set_aside_words
from desk.settings import Settings
from desk.views.closed import DeskClosed
from desk.views.state import Views
from desk.views.view_models import Applied, DifferenceView, ExchangeView, SetAsideView
from models.calendar.clock import Clock
from models.history import Recorded
from models.ids import DOSSIER, DossierId, SubjectId
from sync.client.link_state import LinkState, Phase
from sync.client.membership import Ask, read_membership
from sync.messages import SetAside

if TYPE_CHECKING:
    from desk.province.reconcile import Difference
    from sync.client.link import Link


class ProvinceViews(Views):
    """What only ``compare`` asks of the hub itself takes its time; all else is of the file."""

    def linked(
        self,
        ask: Ask,
        told: Callable[[LinkState], None],
        came: Callable[[frozenset[SubjectId]], None],
        ending: threading.Event,
    ) -> "tuple[Link | None, LinkState]":
        """The link of this machine, not started yet, and the state to begin with; no link when it belongs to no hub.

        Args:
            ask: how the link's threads reach the store.
            told: hears each new state, in a thread of the link.
            came: hears about which subjects something came in, likewise.
            ending: set when the link is to end, so that a file on its way stops too.
        """
        desk = self.desk
        membership = read_membership(desk.store)
        unsent = desk.store.log.unsent_count()
        if membership is None:
            return None, LinkState(phase=Phase.NOT_JOINED, unsent=unsent)
        # HTTP, signatures and what they need, 7 MB: a desk that belongs to no hub never loads them.
        from sync.client.files import FileDownloader, FileUploader  # noqa: PLC0415 - see above
        from sync.client.https import HubClient  # noqa: PLC0415 - likewise
        from sync.client.link import Link  # noqa: PLC0415 - likewise
        from sync.client.rate import TransferRate, TransferStopped  # noqa: PLC0415 - likewise

        files_first = FileUploader(lambda: link.peer, desk.files, TransferRate(ending.wait))
        self._state.fetching = FileDownloader(lambda: link.peer, desk.files, TransferRate(ending.wait))

        def before(events: Sequence[Recorded]) -> None:
            try:
                files_first(events)
            except TransferStopped as stopped:
                raise DeskClosed from stopped

        link = Link(
            HubClient(membership, desk.clock),
            ask,
            desk.folder,
            desk.clock,
            told,
            lambda changed: came(changed.subjects),
            before_events=before,
        )
        link.report_with(lambda _: self._report())
        last = desk.store.province.last_arrival()
        return link, LinkState(phase=Phase.SENDING, unsent=unsent, last_arrival_at=last.at if last else None)

    def _report(self) -> bytes:
        """What this machine tells the province of itself."""
        from desk.health.device_report import packed_report  # noqa: PLC0415 - not needed to open the window

        return packed_report(self.desk)

    def exchange(self, held: Sequence[SetAside]) -> ExchangeView:
        """How it stands with the province, as far as the database knows."""
        store = self.desk.store
        self._state.set_aside = tuple(held)
        membership = read_membership(store)
        last = store.province.last_arrival()
        oldest = store.log.unsent(1)
        return ExchangeView(
            hub=membership.hub_name if membership else "",
            url=membership.url if membership else "",
            office=membership.office if membership else "",
            device=store.log.device,
            since=membership.enrolled_at if membership else None,
            unsent=store.log.unsent_count(),
            oldest=oldest[0].at if oldest else None,
            arrived_at=last.at if last else None,
            position=last.position if last else 0,
            held=tuple(self._held(one) for one in held),
        )

    def _held(self, one: SetAside) -> SetAsideView:
        code = ""
        if one.subject.startswith(DOSSIER):
            dossier = self.desk.store.log.dossier(DossierId(one.subject))
            code = dossier.code or dossier.slip
        name = set_aside_name(one, code)
        return SetAsideView(
            seq=one.seq, subject=one.subject, name=name, sentence=set_aside_words(one), remedy=remedy(one.why)
        )

    def join(self, url: str, code: str) -> Settings:
        """Join the hub at this address with a one-time code; gives the settings now in force."""
        from desk.province import province  # noqa: PLC0415 - once in the life of a machine

        with self._state.staying_open():
            self._state.desk = province.join(self.desk, url, code)
        return self.desk.settings

    def rehome(self) -> Settings:
        """Get another number for this machine, whose file was restored from a copy; gives the settings now in force."""
        from desk.province import province  # noqa: PLC0415 - likewise

        with self._state.staying_open():
            self._state.desk = province.rehome(self.desk)
        return self.desk.settings

    def compare_is_due(self) -> bool:
        """Whether the office has closed since both were last compared."""
        from desk.province import reconcile  # noqa: PLC0415 - likewise

        return reconcile.is_due(self.desk)

    def mend(self, difference: "Difference") -> None:
        """Mend one difference; the next exchange does it."""
        from desk.province import reconcile  # noqa: PLC0415 - likewise

        reconcile.mend(self.desk, difference)

    def stick_out(self, folder: Path) -> str:
        """Write what waits to a USB stick; says what lies there now."""
        from desk.dossiers import delivery  # noqa: PLC0415 - likewise
        from desk.province import stick  # noqa: PLC0415 - likewise
        from desk.province.stick_words import out_words  # noqa: PLC0415 - likewise

        out = stick.write_stick(self.desk, folder, self._report())
        delivery.note_stick(self.desk)
        return " ".join(out_words(out))

    def stick_in(self, folder: Path) -> tuple[str, frozenset[SubjectId]]:
        """Take in what came back on a USB stick; says what it was, and about which subjects others told something."""
        from desk.province import stick  # noqa: PLC0415 - likewise
        from desk.province.stick_words import back_words  # noqa: PLC0415 - likewise

        back = stick.read_stick(self.desk, folder)
        if back.set_aside is not None:
            self._state.set_aside = back.set_aside
        return " ".join(back_words(back)), back.subjects

    def keep_apart(self, set_aside: "tuple[SetAside, ...]") -> None:
        """The province has told what it keeps apart."""
        self._state.set_aside = set_aside

    def apply_edition(self) -> Applied | None:
        """Work with the edition that waits; None = none does."""
        from desk.province import edition  # noqa: PLC0415 - a few times a year

        waits = edition.waiting(self.desk)
        silent = waits is not None and edition.brings_receipts_only(self.desk.folder, waits)
        self._state.desk = edition.apply(self.desk)
        self._state.forget_names()
        if waits is None:
            return None
        return Applied(name=waits.name, version=waits.version, settings=self.desk.settings, silent=silent)


def compare(ask: Ask, clock: Clock) -> tuple[DifferenceView, ...]:
    """What this machine and the province do not have alike. Asks the province, so it runs in a thread that may wait."""
    from desk.province import reconcile  # noqa: PLC0415 - loaded when first wanted
    from desk.province.reconcile import difference_words  # noqa: PLC0415 - likewise

    found = reconcile.compare_through(ask, clock)
    return tuple(DifferenceView(sentence=difference_words(one), difference=one) for one in found)
