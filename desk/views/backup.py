"""Views of backup: backups, integrity check, keys."""

from pathlib import Path

from desk.backup import backup, integrity_check, recovery
from desk.backup.backup_run import BackupPlan, FinishedBackup
from desk.backup.integrity_check import IntegrityCheck
from desk.backup.recovery import ProposedSheet
from desk.backup.retention import is_due as backup_is_due
from desk.health import rotation
from desk.machine_state import LastBackup, recall
from desk.views.state import Views
from desk.words.backup import rotated_words
from desk.words.reasons import sentence
from models.files.scans import Files
from models.trouble import CutOff, Trouble


class BackupViews(Views):
    """The long part of each is done beside the worker: here it begins and ends."""

    def is_due(self) -> bool:
        """Whether the clock makes a copy now."""
        settings = self.desk.settings.backups
        last = recall(self.desk.store, LastBackup)
        here = bool(settings.folder) and not self.desk.is_visit_laptop
        return here and backup_is_due(settings.at, last.at if last else None, self.desk.clock())

    def goes_nowhere(self) -> bool:
        """No folder for copies is set, on a desk whose dossiers are real."""
        return not (self.desk.settings.backups.folder or self.desk.training or self.desk.is_visit_laptop)

    def begin(self, to: Path | None, *, by_hand: bool) -> BackupPlan:
        """The file stands still for a copy."""
        return backup.begin(self.desk, to, by_hand=by_hand)

    def end(self, plan: BackupPlan, made: FinishedBackup) -> FinishedBackup:
        """The copy is whole."""
        return backup.end(self.desk, plan, made)

    def fail(self, plan: BackupPlan, reason: Trouble) -> None:
        """It was not made. A desk that was closed meanwhile is no failure worth remembering."""
        if isinstance(reason, CutOff):
            self.desk.store.release_snapshot(plan.held)
        else:
            backup.fail(self.desk, plan, reason, sentence(reason))

    def begin_reading(self) -> IntegrityCheck:
        """The file stands still to be read through."""
        return integrity_check.begin(self.desk)

    def end_reading(self, begun: IntegrityCheck, trouble: Trouble | None) -> None:
        """It was read through, or not to the end."""
        integrity_check.end(self.desk, begun, trouble)

    def rotate_key(self) -> str:
        """Put the file under a new key; says what opens it."""
        with self._state.staying_open():
            self._state.desk = rotation.rotate(self.desk)
        return rotated_words(has_sheet=recovery.sheet_made_at(self.desk) is not None)

    def propose_sheet(self) -> tuple[ProposedSheet, str]:
        """A fresh recovery sheet, and the address of the printer of papers."""
        return recovery.propose(self.desk), self.desk.settings.printers.papers

    def keep_sheet(self, proposed: ProposedSheet, typed: str) -> None:
        """The sheet is on paper."""
        recovery.adopt_proposed(self.desk, proposed, typed)

    def scans_to_renew(self) -> tuple[Files, bytes] | None:
        """The scanned files, if some lie under an older key, and the newest key; None = nothing to do."""
        return rotation.scans_to_renew(self.desk)

    def scans_renewed(self, newest: bytes) -> None:
        """All of them lie under the newest key."""
        rotation.scans_renewed(self.desk, newest)
