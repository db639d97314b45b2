"""Away from mains and office: a clock reset by an empty battery, kills after each field, the battery."""

import subprocess
import sys
from dataclasses import replace as with_
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from msgspec.structs import replace

from desk import limits
from desk.health.battery import Battery, battery
from desk.health.health import CheckSubject, checks, worst
from desk.health.health_words import battery_warning, battery_words, check_words
from desk.intake import intake
from desk.intake.drafts import load_draft
from desk.limits import LimitState
from desk.observations import FloorClock
from desk.opening import close_desk, open_desk
from desk.settings import Settings
from desk.training.training import training_settings
from desk.words.backup import limit_words
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete

RESET = datetime(2000, 1, 1, tzinfo=UTC)


def laptop_settings() -> Settings:
    settings = training_settings()
    return replace(settings, device=replace(settings.device, visit_laptop=True))


def test_a_clock_reset_to_2000_blocks_no_intake_and_its_code_due_date_and_order_stay_right(
    tmp_path: Path, clock: TurnedClock
) -> None:
    first = open_desk(tmp_path, settings=laptop_settings(), clock=clock, training=True)
    before = intake.take_in(first, complete(first, RESIDENCE))
    day, right = first.today, clock.now
    close_desk(first)
    clock.now = RESET
    desk = with_(open_desk(tmp_path, settings=laptop_settings(), clock=clock, training=True), training=False)
    try:
        assert desk.today == day
        (limit,) = (one for one in limits.limit_states(desk) if one.why.startswith("clock"))
        assert (limit.why, limit.state) == ("clock_kept", LimitState.WARN)
        assert "vẫn tiếp nhận được" in limit_words(limit)
        after = intake.take_in(desk, complete(desk, RESIDENCE))
        assert int(after.code[-4:]) == int(before.code[-4:]) + 1
        assert after.code[:-4] == before.code[:-4]
        assert (after.due, before.due) != (None, None)
        assert after.received_at is not None
        assert before.received_at is not None
        assert after.received_at >= before.received_at
        limits.note_province_clock(desk, right + timedelta(hours=3) - desk.clock())
        assert desk.clock() == right + timedelta(hours=3), "the hub has told the time"
        clock.now = right + timedelta(days=1)
        limits.note_province_clock(desk, None)
        assert desk.clock() == clock.now, "somebody has set the PC's clock"
        assert limits.clock_limit(desk).state is LimitState.OK
    finally:
        close_desk(desk)


def test_the_time_that_is_told_goes_on_while_the_pc_is_behind_and_never_goes_back() -> None:
    wall, steady = [RESET], [100.0]
    told = FloorClock(lambda: wall[0], lambda: steady[0])
    assert told() == RESET
    floor = RESET + timedelta(days=9_000)
    told.raise_to(floor)
    told.raise_to(floor - timedelta(days=1))
    steady[0] += 60
    assert told() == floor + timedelta(seconds=60)
    assert told.behind == timedelta(days=9_000, seconds=60)
    wall[0] = floor + timedelta(hours=1)
    assert (told(), told.behind) == (wall[0], timedelta(0))


_FIELDS = """
import os, sys
from pathlib import Path
from msgspec.structs import replace
from desk.intake.drafts import Draft, load_draft, save_draft
from desk.intake.intake import IntakeForm
from desk.opening import open_desk
from desk.settings import Settings
from desk.training.training import training_settings
from models.person import Person
desk = open_desk(Path(sys.argv[1]), settings=training_settings(), training=True)
draft = load_draft(desk) or Draft()
form, field = draft.form, sys.argv[2]
if field == "procedure":
    form = replace(form, procedure=sys.argv[3])
elif field == "note":
    form = replace(form, note=sys.argv[3])
else:
    form = replace(form, submitter=replace(form.submitter, **{field: sys.argv[3]}))
save_draft(desk, Draft(form=form, field=field, typed={"search": "đang g"}))
print("saved", flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_kill_after_each_field_of_an_intake_loses_none(tmp_path: Path) -> None:
    typed = {"full_name": "Nguyễn Thị Mẫu", "phone": "0912000001", "procedure": RESIDENCE, "note": "đến tận nhà"}
    for field, text in typed.items():
        words = [sys.executable, "-c", _FIELDS, str(tmp_path), field, text]
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
        assert (done.returncode, done.stdout) == (-9, "saved\n"), done.stderr
    desk = open_desk(tmp_path, settings=training_settings(), training=True)
    try:
        draft = load_draft(desk)
        assert draft is not None
        form = draft.form
        kept = {
            "full_name": form.submitter.full_name,
            "phone": form.submitter.phone,
            "procedure": form.procedure,
            "note": form.note,
        }
        assert kept == typed
        assert (draft.field, draft.typed) == ("note", {"search": "đang g"})
        assert desk.store.log.verify() == []
    finally:
        close_desk(desk)


def sensed(monkeypatch: pytest.MonkeyPatch, **found: object) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: SimpleNamespace(**found) if found else None, raising=False)


def test_a_battery_in_use_is_a_line_of_health_and_none_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: TurnedClock
) -> None:
    desk = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    try:
        for percent, state in ((64, LimitState.OK), (20, LimitState.WARN), (10, LimitState.STOP)):
            sensed(monkeypatch, percent=percent + 0.3, secsleft=4_000, power_plugged=False)
            (line,) = (one for one in checks(desk) if one.what is CheckSubject.BATTERY)
            assert line.state is state
            assert check_words(line) == f"Pin còn {percent}%, khoảng 1 giờ 06 phút."
        assert worst((line,)) is LimitState.STOP
        intake.take_in(desk, complete(desk, RESIDENCE))
        sensed(monkeypatch, percent=5.0, secsleft=-1, power_plugged=True)
        assert CheckSubject.BATTERY not in {one.what for one in checks(desk)}
        assert battery() == Battery(percent=5, on_battery=False)
        sensed(monkeypatch)
        assert battery() is None
    finally:
        close_desk(desk)


def test_the_battery_in_words() -> None:
    assert battery_words(Battery(percent=64, on_battery=True)) == "Pin còn 64%"
    assert battery_words(Battery(percent=18, on_battery=True, minutes=25)) == "Pin còn 18%, khoảng 25 phút"
    assert battery_warning(Battery(percent=10, on_battery=True)).startswith("Pin còn 10%. Cắm sạc")
