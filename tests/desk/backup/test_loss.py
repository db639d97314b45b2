"""Going on after acknowledged work was lost: said, asked, recorded, and no number is given out twice."""

import os
import signal
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desk.__main__ import cli
from desk.backup import backup
from desk.desk import Desk
from desk.health import loss, restore
from desk.machine_state import Restored, recall
from desk.numbers import next_code, next_ticket
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE
from desk.staff.accounts import all_accounts
from desk.training.training_clerks import PIN, with_clerks
from desk.words.reasons import sentence
from models.calendar.clock import Clock, wall_clock
from models.clerk import Role
from models.events import LossAccepted
from models.ids import new_dossier_id
from models.trouble import WorkLost
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import CLERK, Opens
from tests.models.store.test_log import received

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are things of unix")


def worked_and_died(data: Path, clock: Clock, dossiers: int) -> list[str]:
    """Another process opens the desk, gives out so many codes, each recorded, and dies. The codes, as on paper."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            desk = open_desk(data, clock=clock, training=True)
            for _ in range(dossiers):
                code = next_code(desk)
                desk.store.log.record(new_dossier_id(), CLERK, received(code))
                os.write(told, f"{code}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)  # never reached
    os.close(told)
    with os.fdopen(heard, encoding="ascii") as codes:
        given = codes.read().split()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert len(given) == dossiers
    return given


def journal(data: Path) -> Path:
    return data / f"{DATABASE}-wal"


def test_the_desk_stops_with_a_sentence_and_goes_on_by_command_beyond_every_number_on_paper(data: Path) -> None:
    given = worked_and_died(data, wall_clock, 5)
    whole = journal(data).read_bytes()
    cut = whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 4]) + whole[len(whole) // 2 + 1 :]
    journal(data).write_bytes(cut)
    for words in (["status"], ["find", "Mẫu"], ["verify"], ["backup"]):
        done = run(data, *words)
        assert done.exit_code == 1
        assert "motcua accept-loss" in done.output
    assert journal(data).read_bytes() == cut
    assert run(data, "accept-loss", stdin="n\n").exit_code == 0
    assert run(data, "status").exit_code == 1
    done = run(data, "accept-loss", "--yes")
    assert done.exit_code == 0, done.output
    assert "Đã cho làm tiếp" in done.stdout
    assert [file.read_bytes() for file in data.glob("*.kept-*")] == [cut]
    assert run(data, "verify").exit_code == 0
    desk = open_desk(data, training=True)
    try:
        code = next_code(desk)
        assert code > max(given)
        assert next_ticket(desk, 1) > 200
        (accepted,) = [one.event for one in desk.store.log.events() if isinstance(one.event, LossAccepted)]
        assert accepted.known == len(given) > accepted.kept
    finally:
        close_desk(desk)
    assert "không phải làm gì" in run(data, "accept-loss").stdout


def test_where_there_are_accounts_only_who_may_keep_goes_on(data: Path) -> None:
    desk = with_clerks(open_desk(data, training=True))
    admin = next(one.id for one in all_accounts(desk.store) if Role.ADMIN in one.roles)
    other = next(one.id for one in all_accounts(desk.store) if Role.ADMIN not in one.roles)
    close_desk(desk)
    worked_and_died(data, wall_clock, 2)
    journal(data).unlink()
    assert run(data, "accept-loss", "--yes").exit_code == 1
    done = run(data, "accept-loss", "--yes", "--clerk", other, stdin=f"{PIN}\n")
    assert done.exit_code == 1
    assert "quản trị" in done.stderr
    assert "accept-loss" in run(data, "status").stderr
    done = run(data, "accept-loss", "--yes", "--clerk", admin, stdin=f"{PIN}\n")
    assert done.exit_code == 0, done.output
    assert run(data, "status").exit_code == 0


def test_a_copy_can_be_brought_back_over_a_file_that_has_lost_work(data: Path, desk: Desk, clock: TurnedClock) -> None:
    copy = backup.back_up(desk).copy
    close_desk(desk)
    worked_and_died(data, clock, 2)
    journal(data).unlink()
    with pytest.raises(WorkLost):
        open_desk(data, clock=clock, training=True)
    restore.replace(restore.prove(copy, data, clock=clock, use_keyring=False), clock=clock)
    again = open_desk(data, clock=clock, training=True)
    try:
        assert again.store.log.counts().events == 3
        assert recall(again.store, Restored) is not None
    finally:
        close_desk(again)


def test_numbers_jump_further_with_each_loss_of_a_day(data: Path, clock: TurnedClock, opens: Opens) -> None:
    close_desk(opens())
    paper: set[str] = set()
    for _ in range(4):
        given = worked_and_died(data, clock, 3)
        assert not paper & set(given)
        paper |= set(given)
        journal(data).unlink()
        left = open_desk(data, clock=clock, training=True, accept_loss=True)
        assert loss.accept_loss(left) is not None
        close_desk(left)
    desk = opens()
    assert desk.store.log.verify() == []
    assert next_code(desk) not in paper


def test_every_kind_of_loss_has_its_own_sentence() -> None:
    kinds = ("header", "frames", "short", "missing", "other", "log", "file")
    said = {sentence(WorkLost("/x/motcua.db", kind)) for kind in kinds}
    assert len(said) == len(kinds)
    assert all("motcua restore" in words for words in said)


def run(data: Path, *words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *words], input=stdin)
