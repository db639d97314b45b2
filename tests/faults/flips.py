"""``python -m tests.faults.flips``: one byte changed anywhere in any file of a desk is told, or changes nothing.

For each chance: a byte of one file becomes another one; then the desk is opened, verified, copied, and what lies among
the copies is proven as for a restore. What none of them tells must leave everything as it was: every event and row,
the settings, the catalogue, every scan. Anything else is a silent loss; an error without a sentence is a crash.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from desk import limits
from desk.backup import recovery as sheets
from desk.backup.backup import back_up
from desk.backup.backup_run import FILES
from desk.desk import Desk
from desk.dossiers import attachments
from desk.health import restore
from desk.health.verification import verify
from desk.opening import close_desk, open_desk
from desk.province_assignment import CATALOGUE, FEES, HOLIDAYS
from desk.settings import DATABASE, FILE, Backups, write_settings
from desk.training.training import training_settings
from desk.words.backup import limit_words
from desk.words.findings import found_to_do, found_words
from desk.words.reasons import sentence
from models.catalogue.catalogue import shipped, write_catalogue
from models.codes import recovery_digits
from models.files.marked import marked_toml
from models.files.scans import scans_in
from models.ids import DossierId, new_dossier_id
from models.not_allowed import NotAllowed
from models.store.keys.key import KEY_FILE
from models.store.keys.recovery import FILE as RECOVERY
from models.trouble import Trouble
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import CLERK
from tests.fakes.events import START
from tests.models.store.test_log import received

KINDS = ("database", "journal", "scans", "settings", "catalogue", "key", "copies")
HOW = ("opening", "verify", "backup", "restore", "harmless", "SILENT", "CRASHED")

State = tuple[object, ...]
"""Everything a desk knows, to be compared."""


@dataclass
class Flips:
    """What became of the changes of one kind of file.

    Attributes:
        counts: how many were found by what first, changed nothing, or (wrongly) neither.
        wrong: which were neither, as ``file@byte:old>new``.
    """

    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Nothing was lost without a word."""
        return not self.wrong

    def __str__(self) -> str:
        told = "  ".join(f"{how} {self.counts[how]}" for how in HOW)
        return f"{self.kind:<10} {sum(self.counts.values()):>5}:  {told}" + "".join(
            f"\n    {one}" for one in self.wrong
        )


class FlippedDesk:
    """A desk with everything a desk may have, closed in ``data``, and once as a kill leaves it in ``killed``.

    Attributes:
        place: where its copies go; the newest copy has everything.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = TurnedClock(START)
        self.data, self.killed, self.place = root / "data", root / "killed", root / "stick"
        self.place.mkdir(parents=True)
        self._build()
        self.told = self._state_of(self.data)
        self.told_killed = self._state_of(self.killed)

    def _build(self) -> None:
        self.data.mkdir()
        settings = replace(training_settings(), backups=Backups(folder=str(self.place)))
        write_settings(self.data, settings)
        write_catalogue(self.data / CATALOGUE, replace(shipped(), version="own"))
        (self.data / HOLIDAYS).write_bytes(marked_toml('[[days]]\nday = 2027-01-01\nkind = "holiday"\nname = "Tết"\n'))
        (self.data / FEES).write_bytes(marked_toml(""))
        desk = self._open(self.data)
        self._fill(desk, 0, 25, scans=8)
        proposed = sheets.propose(desk)
        sheets.adopt_proposed(desk, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1])
        desk.store.drafts.save("long", bytes(60_000))
        desk.store.drafts.drop("long")  # leaves pages that nothing uses
        close_desk(desk)
        desk = self._open(self.data)
        self._fill(desk, 25, 30, scans=1)
        shutil.copytree(self.data, self.killed)  # with the journal, as SIGKILL would leave it
        self.clock.turn(hours=1)
        back_up(desk)
        self.clock.turn(days=1)
        self._fill(desk, 55, 3, scans=1)
        back_up(desk)
        close_desk(desk)
        self.clock.turn(hours=1)

    def _fill(self, desk: Desk, after: int, dossiers: int, *, scans: int) -> None:
        for number in range(dossiers):
            id_ = new_dossier_id()
            desk.store.log.record(id_, CLERK, received(f"H99.99.99-261123-{3_001 + after + number}"))
            if number < scans:
                paper = self.root / "paper.pdf"
                paper.write_bytes(b"%PDF-1.7 " + id_.encode() * 40)
                attachments.attach(desk, DossierId(id_), paper)

    def _open(self, folder: Path) -> Desk:
        return open_desk(folder, clock=self.clock, training=True)

    def files(self, kind: str) -> list[Path]:
        """Those of this kind; a byte is chosen in one of them."""
        match kind:
            case "database":
                return [self.data / DATABASE]
            case "journal":
                return [self.killed / f"{DATABASE}-wal"] * 9 + [self.killed / f"{DATABASE}-head"]
            case "scans":
                return [path for path in (self.data / FILES).rglob("*") if path.is_file()]
            case "settings":
                return [self.data / FILE]
            case "catalogue":
                return [self.data / CATALOGUE] * 3 + [self.data / HOLIDAYS]
            case "key":
                return [self.data / KEY_FILE, self.data / RECOVERY]
            case _:
                return [path for path in self.place.rglob("*") if path.is_file()]

    # ---- one change --------------------------------------------------------------------------------------

    def judge(self, kind: str) -> str:
        """How a change in the folders, as they are now, is told; see ``HOW``."""
        if kind == "copies":
            return self._judge_copies()
        folder = self.killed if kind == "journal" else self.data
        with tempfile.TemporaryDirectory(dir=self.root) as name:
            work, copies = Path(name) / "data", Path(name) / "stick"
            shutil.copytree(folder, work)
            try:
                if self._opening_tells(work):
                    return "opening"
            except (Trouble, NotAllowed) as reason:
                return _told(reason, "opening")
            shutil.rmtree(work)
            shutil.copytree(folder, work)
            found = verify(work, clock=self.clock, use_keyring=False)
            if found:
                assert all(found_words(one) and found_to_do(one) for one in found)
                return "verify"
            copies.mkdir()
            if self._backup_tells(work, copies):
                return "backup"
        told = self.told_killed if kind == "journal" else self.told
        return "harmless" if self._state_of(folder) == told else "SILENT"

    def _opening_tells(self, folder: Path) -> bool:
        """Whether an opened desk warns by itself."""
        desk = self._open(folder)
        try:
            return any(
                limit_words(limit) for limit in limits.limit_states(desk) if limit.why == "outside" and limit.names
            )
        finally:
            close_desk(desk)

    def _backup_tells(self, folder: Path, to: Path) -> bool:
        desk = self._open(folder)
        try:
            return not back_up(desk, to).is_complete
        except (Trouble, NotAllowed) as reason:
            return bool(sentence(reason))
        finally:
            close_desk(desk)

    def _judge_copies(self) -> str:
        """The newest copy, and the one before: as they are, or told."""
        with tempfile.TemporaryDirectory(dir=self.root) as name:
            machine = next(self.place.iterdir())
            for copy, expected in zip(sorted(machine.glob("20*")), (self._copied[0], self._copied[1]), strict=True):
                data = Path(name) / copy.name
                data.mkdir()
                shutil.copy2(self.data / KEY_FILE, data)
                try:
                    proven = restore.prove(copy, data, clock=self.clock, use_keyring=False)
                except (Trouble, NotAllowed) as reason:
                    return _told(reason, "restore")
                try:
                    if not proven.seen.is_complete or proven.seen.findings:
                        return "restore"
                    if self._brought(data / "restore.part") != expected:
                        return "SILENT"
                finally:
                    restore.abandon(proven)
        return "harmless"

    def remember_copies(self) -> None:
        """What the copies bring back while they are whole."""
        self._copied: list[State] = []
        machine = next(self.place.iterdir())
        for copy in sorted(machine.glob("20*")):
            with tempfile.TemporaryDirectory(dir=self.root) as name:
                shutil.copy2(self.data / KEY_FILE, name)
                proven = restore.prove(copy, Path(name), clock=self.clock, use_keyring=False)
                self._copied.append(self._brought(Path(name) / "restore.part"))
                restore.abandon(proven)

    def _brought(self, part: Path) -> State:
        small = tuple((path.name, path.read_bytes()) for path in sorted(part.iterdir()) if path.name in _SMALL)
        scans = tuple((digest, (part / FILES / digest[:2] / digest).read_bytes()) for digest in scans_in(part / FILES))
        database = Path(tempfile.mkdtemp(dir=self.root))
        try:
            for name in (FILE, DATABASE):
                shutil.copy2(part / name, database)
            shutil.copy2(self.data / KEY_FILE, database)
            return (*self._state_of(database)[:2], small, scans)
        finally:
            shutil.rmtree(database)

    # ---- what there is -----------------------------------------------------------------------------------

    def _state_of(self, folder: Path) -> State:
        with tempfile.TemporaryDirectory(dir=self.root) as name:
            shutil.copytree(folder, Path(name) / "data")
            desk = self._open(Path(name) / "data")
            try:
                return self._state(desk)
            finally:
                close_desk(desk)

    def _state(self, desk: Desk) -> State:
        scans = tuple((digest, desk.files.get(digest)) for digest in scans_in(desk.files.folder))
        rows = tuple(sorted(desk.store.dossiers.page(limit=10_000), key=lambda row: row.id))
        return (
            tuple(desk.store.log.events()),
            rows,
            desk.settings,
            desk.catalogue,
            desk.calendar.days,
            desk.fees,
            scans,
            sheets.sheet_made_at(desk),
        )


def _told(reason: Trouble | NotAllowed, how: str) -> str:
    return how if sentence(reason) else "SILENT"


_SMALL = frozenset({FILE, CATALOGUE, HOLIDAYS, FEES, RECOVERY})


def flips(desk: FlippedDesk, kind: str, count: int, seed: int, told: Callable[[str], object] = lambda _: None) -> Flips:
    """Change so many bytes of this kind, one at a time, each to another chance value; the file is whole afterwards."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311  # not for secrets
    found = Flips(kind)
    for path, at, value in _chosen(desk.files(kind), count, chance):
        whole = path.read_bytes()
        path.write_bytes(whole[:at] + bytes((value,)) + whole[at + 1 :])
        try:
            how = desk.judge(kind)
        except Exception as bug:  # noqa: BLE001  # whatever it is, it had no sentence
            how = "CRASHED"
            told(f"{type(bug).__name__}: {bug}")
        finally:
            path.write_bytes(whole)
        found.counts[how] += 1
        if how in {"SILENT", "CRASHED"}:
            found.wrong.append(f"{how} {path.name}@{at}: {whole[at]:02x}>{value:02x}")
    return found


def _chosen(files: list[Path], count: int, chance: random.Random) -> Iterator[tuple[Path, int, int]]:
    """Half of the changes are one bit, as a failing disk makes them; half any other value."""
    for number in range(count):
        path = files[number % len(files)] if len(set(files)) <= 3 else chance.choice(files)
        content = path.read_bytes()
        at = chance.randrange(len(content))
        other = (
            content[at] ^ (1 << chance.randrange(8)) if number % 2 else (content[at] + chance.randrange(1, 256)) % 256
        )
        yield path, at, other


def main() -> int:
    """Change them, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.flips")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=300, help="changes of each kind")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}")
    asked = parser.parse_args()
    if unknown := set(asked.kinds) - set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    clean = True
    with tempfile.TemporaryDirectory() as name:
        desk = FlippedDesk(Path(name))
        desk.remember_copies()
        for kind in asked.kinds or KINDS:
            found = flips(desk, kind, asked.each, asked.seed, lambda line: sys.stdout.write(f"{line}\n"))
            sys.stdout.write(f"{found}\n")
            sys.stdout.flush()
            clean = clean and found.is_clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
