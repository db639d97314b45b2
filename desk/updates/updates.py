"""Updates of this program, step by step: what a source offers, fetching and trying it, switching to it.

Nothing here interrupts work: all of it happens beside the window, and a version is switched to only when the window
closes and nobody is at the counter. Each step may be cut off at any moment and is done again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from desk.settings import Settings
from desk.updates import versions
from desk.updates.launcher import is_newer
from desk.updates.refusals import (
    ENDED_AGAIN,
    NothingToSwitchTo,
    NoUpdateSource,
    PackageUnfit,
    UpdateNeedsRoom,
    UpdateNotThere,
    UpdateNotTrusted,
    UpdateSourceSilent,
    UpdateTrialFailed,
    UpdateUnderWay,
)
from desk.updates.repository import DOWNLOADS, Repository
from desk.updates.sources import FolderSource, HubSource, UpdateSource, WebSource
from desk.updates.standing import FoundUpdate, UpdateStanding
from desk.updates.versions import OwnProgram
from models.calendar.clock import Clock
from models.files.disk import on_disk
from models.trouble import CutOff, NetworkTrouble
from sync.client.https import HubClient
from sync.client.membership import Membership
from sync.client.rate import TransferRate

WEB = ("https://", "http://")
_LOCK = "updates.lock"


def source_for(settings: Settings, membership: Membership | None, clock: Clock, given: str = "") -> UpdateSource:
    """Where this machine gets its updates: what a person names, else what is set, else the hub it belongs to.

    Raises:
        NoUpdateSource: none of these.
        ProvinceAddressWrong: what is set is no address.
    """
    chosen = given or settings.updates.source
    if chosen.startswith(WEB):
        return WebSource(chosen)
    if chosen:
        return FolderSource(Path(chosen).expanduser())
    if membership is None:
        raise NoUpdateSource
    return HubSource(HubClient(membership, clock))


class Looker:
    """One look at a source, and what follows from it. One thread.

    Args:
        program: what runs here.
        source: where to look.
        rate: how fast.
        at: now.
    """

    def __init__(self, program: OwnProgram, source: UpdateSource, rate: TransferRate, at: datetime) -> None:
        self._program, self._source, self._rate, self._at = program, source, rate, at
        self._repository: Repository | None = None

    def look(self, *, again: bool = False) -> FoundUpdate:
        """What is offered to this machine. A version that is ready is held back when the source takes it back.

        Args:
            again: also what was given up here.

        Raises:
            UpdateNotTrusted, UpdateNotThere: said on the health page until a look finds nothing wrong.
            UpdateSourceSilent, NetworkTrouble, DiskFull, DiskFailing, FolderReadOnly
        """
        with self._said():
            return self._looked(again=again)

    def _looked(self, *, again: bool) -> FoundUpdate:
        offer = self._source.offer()
        if offer.paused:
            return self._noted(FoundUpdate(standing=UpdateStanding.PAUSED, where=self._source.where), held=True)
        if not offer.any and offer.version is None:
            return self._noted(FoundUpdate(standing=UpdateStanding.NOT_OFFERED, where=self._source.where), held=True)
        program = self._program
        self._repository = Repository(program.home, program.root, self._source, self._rate, self._at)
        signed = self._repository.packages(program.platform)
        package = next((one for one in signed if offer.any or one.version == offer.version), None)
        if package is None and offer.version is not None and is_newer(offer.version, program.version):
            raise UpdateNotThere(offer.version)
        if package is None or not is_newer(package.version, program.version):
            return self._noted(
                FoundUpdate(standing=UpdateStanding.CURRENT, where=self._source.where), held=not offer.any
            )
        state = versions.state_of(program.home)
        standing = UpdateStanding.AVAILABLE
        if state.ready == package.version:
            standing = UpdateStanding.READY
        elif state.bad.version == package.version and not again:
            standing = UpdateStanding.GIVEN_UP
        found = FoundUpdate(standing=standing, where=self._source.where, version=package.version, package=package)
        return self._noted(found, held=standing is not UpdateStanding.READY)

    def prepare(
        self,
        found: FoundUpdate,
        tried: Callable[[Path], object],
        *,
        told: Callable[[int], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> str:
        """Fetch an available version, unpack it, have it tested: then it waits for the switch. Returns it.

        Args:
            found: from ``look``.
            tried: tests the version in a folder; raises what ``desk.updates.trial.run`` does.
            told: bytes of the package that are here.
            stop: asked while unpacking.

        Raises:
            UpdateTrialFailed: it has not passed, or was ended by the system again and again; it is given up here.
            UpdateUnderWay: another window or command does it.
            UpdateNotTrusted, UpdateNotThere, UpdateNeedsRoom, PackageUnfit, TransferStopped, CutOff
            UpdateSourceSilent, NetworkTrouble, DiskFull, DiskFailing, FolderReadOnly
        """
        repository, package, home = self._repository, found.package, self._program.home
        if repository is None or package is None:
            raise NothingToSwitchTo
        with _alone(home), self._said():
            versions.sweep(home)
            file = repository.fetch(package, told=told)
            folder = versions.unpack(file, home, package.version, package.platform, stop=stop)
            try:
                tried(folder)
            except UpdateTrialFailed as failed:
                versions.note_failed_trial(home, package.version, failed.detail)
                raise
            except CutOff as cut:
                if stop() or versions.note_cut_trial(home):
                    raise
                versions.note_failed_trial(home, package.version, ENDED_AGAIN)
                raise UpdateTrialFailed(package.version, ENDED_AGAIN) from cut
            versions.note_tried(home, package.version)
            with on_disk(home):
                for old in (home / DOWNLOADS).iterdir():
                    old.unlink()
        return package.version

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What is wrong with a source or this disk is remembered for the health page; what was cut off, to go on."""
        try:
            yield
        except (UpdateNotTrusted, UpdateNotThere, UpdateNeedsRoom, PackageUnfit) as refused:
            state = versions.state_of(self._program.home)
            state.checked_at, state.trouble, state.unfinished = self._at, refused.sentence, False
            versions.save(self._program.home, state)
            raise
        except (NetworkTrouble, UpdateSourceSilent, CutOff):
            state = versions.state_of(self._program.home)
            state.unfinished = True
            versions.save(self._program.home, state)
            raise

    def _noted(self, found: FoundUpdate, *, held: bool) -> FoundUpdate:
        """Remember when a source was asked, and whether what is ready may be switched to."""
        state = versions.state_of(self._program.home)
        state.checked_at, state.held = self._at, held and bool(state.ready)
        state.trouble, state.unfinished = "", False
        if self._repository is not None:
            state.ends = self._repository.ends()
        versions.save(self._program.home, state)
        return found


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Two windows never unpack into one folder."""
    lock = FileLock(home / _LOCK, timeout=0, thread_local=False)
    try:
        with lock:
            yield
    except Timeout as taken:
        raise UpdateUnderWay from taken
