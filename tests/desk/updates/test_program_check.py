"""The program's line of the health page, in every state it may be in."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.health.health_words import NAME, advice, check_words
from desk.limits import LimitState
from desk.settings import UpdateSettings
from desk.training.training import training_settings
from desk.updates.launcher import write_state
from desk.updates.program_check import program_check
from desk.updates.versions import OwnProgram
from tests.conftest import TurnedClock
from tests.fakes.releases import PLATFORM

OFF = replace(training_settings(), updates=UpdateSettings(automatic=False))


@pytest.mark.parametrize(
    ("state", "words", "well"),
    [
        ({}, "Chưa lần nào hỏi bản mới.", True),
        ({"checked_at": "2026-11-23T01:00:00Z"}, "08:00 thứ Hai 23/11/2026.", True),
        ({"ready": "0.2.0"}, "Bản mới 0.2.0 sẵn sàng, dùng khi đóng máy.", True),
        ({"ready": "0.2.0", "held": True}, "Bản mới 0.2.0 đã tải, chờ tỉnh cho dùng.", True),
        ({"trouble": "Không nhận bản cập nhật."}, "Không nhận bản cập nhật.", False),
        (
            {"bad": {"version": "0.2.0", "why": "starts"}},
            "Bản 0.2.0 đã bị bỏ trên máy này: mở hai lần không lên.",
            False,
        ),
        (
            {"ends": {"root": "2026-12-03T01:00:00Z"}, "checked_at": "2026-11-22T01:00:00Z"},
            "Khóa gốc (root) của nơi phát hành hết hạn 03/12/2026, còn 10 ngày.",
            False,
        ),
        ({"ends": {"root": "2026-12-03T01:00:00Z"}, "checked_at": "2026-11-12T01:00:00Z"}, "lần cuối", True),
        ({"bad": {"version": "0.2.0", "why": "trial", "detail": "x"}}, "không qua được tự kiểm tra (x).", False),
    ],
)
def test_the_line_says_how_the_program_stands(
    state: dict[str, object], words: str, well: object, tmp_path: Path, clock: TurnedClock
) -> None:
    write_state(tmp_path, state)
    program = OwnProgram(version="0.1.0", platform=PLATFORM, home=tmp_path, root=b"")
    check = program_check(program, training_settings(), clock())
    assert words in check_words(check)
    assert (check.state is LimitState.OK) is well
    assert bool(advice(check)) is not well
    assert NAME[check.what] == "Chương trình"


def test_switched_off_or_by_hand_is_said(tmp_path: Path, clock: TurnedClock) -> None:
    program = OwnProgram(version="0.1.0", platform=PLATFORM, home=tmp_path, root=b"")
    assert check_words(program_check(program, OFF, clock())).endswith("Tự cập nhật đang tắt ở Thiết lập.")
    assert check_words(program_check(None, OFF, clock())).endswith("Cập nhật bằng gói cài.")
