"""Scans of a dossier: attached once, encrypted beside the database, shown through a copy that does not stay."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.desk import Desk
from desk.dossiers import attachments
from desk.dossiers.results import hand_over
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from desk.words.reasons import sentence
from models.events import PaidBy
from models.files.scans import MOST_FILE_BYTES
from models.ids import new_dossier_id
from models.not_allowed import DossierUnknown, FileEmpty, FileKindUnknown, FileNotReadable, FileTooLarge, NotAllowed
from models.trouble import ScanNotHere
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete

PDF = b"%PDF-1.4 to khai cua Nguyen Van Mau"


def scan(folder: Path, content: bytes = PDF, name: str = "Tờ khai.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_an_attached_scan_belongs_to_the_dossier_and_its_history(desk: Desk, tmp_path: Path) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    after = attachments.attach(desk, dossier.id, scan(tmp_path), paper=" Tờ khai ")
    (file,) = after.files
    assert (file.name, file.paper, file.media, file.size) == ("Tờ khai.pdf", "Tờ khai", "application/pdf", len(PDF))
    assert desk.files.get(file.digest) == PDF
    assert desk.files.has(file.digest)
    assert desk.store.log.verify() == []


def test_the_same_scan_twice_is_nothing_new_and_on_another_dossier_it_is(desk: Desk, tmp_path: Path) -> None:
    one, other = (intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(2))
    first = attachments.attach(desk, one.id, scan(tmp_path))
    assert attachments.attach(desk, one.id, scan(tmp_path, name="again.pdf")) == first
    assert len(attachments.attach(desk, other.id, scan(tmp_path)).files) == 1


def test_a_dossier_that_has_ended_still_takes_its_scans(desk: Desk, tmp_path: Path) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, paid_by=PaidBy.CASH))
    hand_over(desk, dossier.id, "Nguyễn Văn Mẫu", signed_by="Lý Thị Mẫu")
    after = attachments.attach(desk, dossier.id, scan(tmp_path))
    assert len(after.files) == 1
    assert after.disputes == ()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", FileEmpty),
        (b"MZ not a scan", FileKindUnknown),
        (b"%PDF-" + bytes(MOST_FILE_BYTES), FileTooLarge),
        (None, FileNotReadable),
    ],
)
def test_what_cannot_be_attached_is_told_and_nothing_is_recorded(
    desk: Desk, tmp_path: Path, content: bytes | None, kind: type[NotAllowed]
) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    path = tmp_path if content is None else scan(tmp_path, content)
    with pytest.raises(kind) as refused:
        attachments.attach(desk, dossier.id, path)
    assert path.name in sentence(refused.value)
    assert desk.store.log.dossier(dossier.id) == dossier
    assert not desk.files.folder.exists()


def test_a_dossier_nobody_knows_takes_no_scan(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DossierUnknown):
        attachments.attach(desk, new_dossier_id(), scan(tmp_path))


def test_a_copy_for_the_viewer_is_readable_by_this_user_only_and_goes_when_the_desk_closes(
    tmp_path: Path, clock: TurnedClock
) -> None:
    desk = open_desk(tmp_path / "desk", settings=training_settings(), clock=clock, training=True)
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    (file,) = attachments.attach(desk, dossier.id, scan(tmp_path, name='.. "Tờ: khai"?.exe.pdf')).files
    copy = attachments.open_copy(desk, file)
    assert copy.read_bytes() == PDF
    assert copy.suffix == ".pdf"
    assert not set(copy.name) & set('<>:"/\\|?*')
    if sys.platform != "win32":
        assert [path.stat().st_mode & 0o077 for path in (copy, copy.parent)] == [0, 0]
    close_desk(desk)
    assert not copy.exists()


def test_a_copy_that_a_crash_left_goes_at_the_next_start(tmp_path: Path, clock: TurnedClock) -> None:
    left = tmp_path / "desk" / attachments.COPIES / "0123" / "left.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(PDF)
    close_desk(open_desk(tmp_path / "desk", settings=training_settings(), clock=clock, training=True))
    assert not left.exists()


def test_a_scan_of_another_desk_is_named_as_missing(desk: Desk, tmp_path: Path) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    after = attachments.attach(desk, dossier.id, scan(tmp_path))
    for path in desk.files.folder.rglob("*"):
        if path.is_file():
            path.unlink()
    assert not desk.files.has(after.files[0].digest)
    with pytest.raises(ScanNotHere):
        attachments.open_copy(desk, after.files[0])


def test_the_command_attaches_and_says_so(tmp_path: Path, clock: TurnedClock) -> None:
    folder = tmp_path / "desk"
    desk = open_desk(folder, settings=training_settings(), clock=clock, training=True)
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    close_desk(desk)
    write_settings(folder, training_settings())

    def run(*words: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(cli, ["--data", str(folder), "attach", dossier.code, *words])
        return result.exit_code, result.stdout, result.stderr

    path = scan(tmp_path)
    code, out, _ = run(str(path), "--json")
    told = json.loads(out)
    assert (code, told["new"], len(told["files"])) == (0, True, 1)
    code, out, _ = run(str(path))
    assert (code, "đã có bản quét này" in out) == (0, True)
    code, _, err = run(str(tmp_path / "none.pdf"))
    assert (code, len(err.splitlines())) == (1, 1)
