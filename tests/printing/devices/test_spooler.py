from pathlib import Path

import pytest

from models.trouble import PrinterTrouble, SpoolerRefused
from printing.devices import spooler
from printing.devices.printer import Job, JobFormat, TakenJob
from printing.devices.spooler import Spooler
from printing.devices.spooler_progress import SpoolerProgress, Stage
from printing.devices.status import PaperLeft

PDF = Job(name="mau-01", content=b"%PDF-1.4 paper", language=JobFormat.PDF)
RAW = Job(name="so-thu-tu", content=b"\x1b@\x00\xff", language=JobFormat.ESCPOS)


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an ``lp`` that notes its arguments and keeps the job; it fails where a file ``refuse`` lies."""
    program = tmp_path / "lp"
    program.write_text(
        f"""#!/bin/sh
echo "$@" > {tmp_path}/arguments
cat > {tmp_path}/job
if [ -e {tmp_path}/slow ]; then exec sleep 30; fi
if [ -e {tmp_path}/refuse ]; then echo "lp: The printer or class does not exist." >&2; exit 1; fi
echo "request id is A5-12 (1 file(s))"
"""
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_a_pdf_goes_to_the_queue_by_standard_input(lp: Path) -> None:
    assert Spooler("A5").send(PDF) == TakenJob(where="A5", queued="A5-12")
    assert (lp / "job").read_bytes() == PDF.content
    assert (lp / "arguments").read_text() == "-d A5 -t mau-01 -- -\n"


def test_bytes_for_a_thermal_printer_go_through_raw(lp: Path) -> None:
    Spooler("Ve", 576).send(RAW)
    assert (lp / "job").read_bytes() == RAW.content
    assert "-o raw" in (lp / "arguments").read_text()


def test_what_the_spooler_says_is_passed_on(lp: Path) -> None:
    (lp / "refuse").touch()
    with pytest.raises(SpoolerRefused, match="does not exist") as trouble:
        Spooler("A5").send(PDF)
    assert not trouble.value.sent


def test_a_spooler_that_does_not_answer_may_have_taken_the_job(lp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lp / "slow").touch()
    monkeypatch.setattr(spooler, "PATIENCE", 0.3)
    with pytest.raises(PrinterTrouble) as trouble:
        Spooler("A5").send(PDF)
    assert trouble.value.sent


def test_a_machine_without_cups_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpoolerRefused, match="CUPS"):
        Spooler("A5").send(PDF)


def test_the_queues_of_the_system_are_listed_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert spooler.queues() == []
    lpstat = tmp_path / "lpstat"
    lpstat.write_text('#!/bin/sh\n[ "$1" = -e ] && printf "A5\\nMay-in-ve\\n"\n')
    lpstat.chmod(0o755)
    assert spooler.queues() == ["A5", "May-in-ve"]
    lpstat.write_text("#!/bin/sh\necho A5\nexit 1\n")
    assert spooler.queues() == []


LPSTAT = """#!/bin/sh
case "$*" in
  "-l -p A5") cat {folder}/printer ;;
  "-l -W not-completed -o A5") cat {folder}/waiting ;;
  "-l -W completed -o A5") cat {folder}/done ;;
esac
"""


@pytest.fixture
def lpstat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an ``lpstat`` that says what lies in the files ``printer``, ``waiting`` and ``done``."""
    program = tmp_path / "lpstat"
    program.write_text(LPSTAT.format(folder=tmp_path))
    program.chmod(0o755)
    for name in ("printer", "waiting", "done"):
        (tmp_path / name).write_text("")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_a_job_is_followed_until_it_is_printed(lpstat: Path) -> None:
    (lpstat / "waiting").write_text("A5-12  clerk  1024  Mon\n\tStatus: Waiting for printer.\n\tqueued for A5\n")
    assert Spooler("A5").progress("A5-12") == SpoolerProgress(Stage.WAITING, "Waiting for printer.")
    (lpstat / "waiting").write_text("A5-13  clerk  1024  Mon\n\tqueued for A5\n")
    (lpstat / "done").write_text("A5-12  clerk  1024  Mon\n\tAlerts: job-completed-successfully\n\tqueued for A5\n")
    assert Spooler("A5").progress("A5-12") == SpoolerProgress(Stage.PRINTED)
    (lpstat / "done").write_text("A5-12  clerk  1024  Mon\n\tAlerts: job-canceled-by-user\n\tqueued for A5\n")
    assert Spooler("A5").progress("A5-12") == SpoolerProgress(Stage.DROPPED)
    assert Spooler("A5").progress("A5-99") is None


def test_a_queue_tells_how_its_printer_is(lpstat: Path) -> None:
    assert Spooler("A5").state() is None
    (lpstat / "printer").write_text("printer A5 is idle.  enabled since Mon\n\tAlerts: media-low-warning\n")
    state = Spooler("A5").state()
    assert state is not None
    assert state.paper is PaperLeft.LOW


def test_where_there_is_no_such_service_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Spooler("A5").state() is None
    assert Spooler("A5").progress("A5-1") is None
