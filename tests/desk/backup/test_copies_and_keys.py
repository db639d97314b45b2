"""Every copy ever made can be opened by what the office holds: this PC, or the sheet in the envelope."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.backup import recovery as sheets
from desk.backup.backup import back_up
from desk.desk import Desk
from desk.health import restore
from desk.health.rotation import rotate
from desk.opening import close_desk
from models.codes import recovery_digits
from models.not_allowed import RecoveryKeyWrong
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import Opens


def with_sheet(desk: Desk) -> str:
    proposed = sheets.propose(desk)
    sheets.adopt_proposed(desk, proposed, recovery_digits.groups_of(proposed.key)[proposed.asked - 1])
    return recovery_digits.qr_text(proposed.key)


def copies_of_three_keys(desk: Desk, clock: TurnedClock) -> tuple[Desk, list[Path]]:
    made = []
    for _ in range(3):
        clock.turn(days=1)
        made.append(back_up(desk).copy)
        desk = rotate(desk)
    clock.turn(days=1)
    return desk, [*made, back_up(desk).copy]


def is_proven(copy: Path, folder: Path, clock: TurnedClock, typed: str = "") -> bool:
    proven = restore.prove(copy, folder, clock=clock, typed=typed, use_keyring=False)
    restore.abandon(proven)
    return not proven.seen.findings


def test_this_pc_opens_every_copy_whatever_key_it_lies_under(desk: Desk, clock: TurnedClock) -> None:
    desk, copies = copies_of_three_keys(desk, clock)
    close_desk(desk)
    assert [is_proven(copy, desk.folder, clock) for copy in copies] == [True] * 4


def test_after_an_old_copy_was_brought_back_the_newer_ones_still_open(
    desk: Desk, clock: TurnedClock, opens: Opens
) -> None:
    desk, copies = copies_of_three_keys(desk, clock)
    close_desk(desk)
    restore.replace(restore.prove(copies[0], desk.folder, clock=clock, use_keyring=False), clock=clock)
    close_desk(opens())
    assert [is_proven(copy, desk.folder, clock) for copy in copies] == [True] * 4


@pytest.mark.parametrize("made", ["first", "last"])
def test_on_a_new_pc_the_sheet_opens_copies_made_before_it_as_long_as_a_newer_one_lies_beside(
    desk: Desk, clock: TurnedClock, tmp_path: Path, made: str
) -> None:
    sheet = with_sheet(desk) if made == "first" else ""
    desk, copies = copies_of_three_keys(desk, clock)
    sheet = sheet or with_sheet(desk)
    clock.turn(days=1)
    copies.append(back_up(desk).copy)
    close_desk(desk)
    new = tmp_path / "new"
    new.mkdir()
    assert [is_proven(copy, new, clock, sheet) for copy in copies] == [True] * 5


def test_a_sheet_of_somebody_else_opens_none(desk: Desk, clock: TurnedClock, tmp_path: Path) -> None:
    with_sheet(desk)
    copy = back_up(desk).copy
    close_desk(desk)
    stranger = recovery_digits.qr_text(recovery_digits.make_key())
    with pytest.raises(RecoveryKeyWrong):
        restore.prove(copy, tmp_path / "new", clock=clock, typed=stranger, use_keyring=False)


def test_the_sheet_is_said_to_be_good_only_where_there_is_one(desk: Desk, opens: Opens) -> None:
    close_desk(desk)
    typed = ["--data", str(desk.folder), "rotate-key"]
    without = CliRunner().invoke(cli, typed)
    assert (without.exit_code, without.stderr) == (0, "")
    assert "chưa có tờ khóa" in without.stdout
    assert "vẫn dùng được" not in without.stdout
    again = opens()
    with_sheet(again)
    close_desk(again)
    assert "vẫn dùng được" in CliRunner().invoke(cli, typed).stdout
