"""By USB stick: from the desk to the hub and back, whatever happens to the stick in between."""

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.__main__ import cli
from desk.desk import Desk
from desk.opening import close_desk
from desk.province.stick import read_stick, write_stick
from desk.province.stick_words import back_words, out_words
from desk.settings import write_settings
from desk.words.reasons import sentence
from desk.words.refusals import refusal_words
from models.events import DossierWithdrawn
from models.files.scans import digest_of
from models.history import MOST_EVENT_BYTES
from models.ids import FileDigest, new_dossier_id
from models.not_allowed import NotJoined
from models.trouble import NotPlain, StickFull, StickMissing
from sync.client import up_batch
from sync.client.backfill import DUE
from sync.hub.fleet.overview import FleetQuestion, all_machines
from sync.hub.fleet.reports import note_report
from sync.hub.fleet.settings import FleetSettings
from sync.hub.log import intake
from sync.hub.offices import offices
from sync.messages import MOST_EVENTS, PROTOCOL, AsideReason, DeviceReport, Refusal, ReportedState, pack_report
from sync.signatures.requests import key_id
from sync.stick import exchange
from sync.stick.letters import DeskLetter, SentScan, machine_folder
from sync.stick.sealing import seal
from tests.conftest import TurnedClock
from tests.desk.carried import CLERK, NAME, OFFICE, Carried, TheHub, a_desk, copied, letters

BEGIN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
Opens = Callable[[int], Carried]


@pytest.fixture
def hub(tmp_path: Path, clock: TurnedClock) -> Iterator[TheHub]:
    opened = TheHub(tmp_path, clock)
    yield opened
    opened.store.close()


@pytest.fixture
def joined(tmp_path: Path, hub: TheHub) -> Iterator[Opens]:
    with ExitStack() as stack:
        yield lambda number: stack.enter_context(a_desk(tmp_path / f"desk {number}", hub, number))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


def reported_by(hub: TheHub) -> dict[int, str]:
    """Which version each machine has told the hub of."""
    machines = all_machines(hub.store, FleetQuestion(), FleetSettings(), hub.clock())
    return {one.device: one.program for one in machines if one.program}


def test_a_days_work_goes_out_and_the_answer_comes_back(joined: Opens, hub: TheHub, stick: Path) -> None:
    one, other = joined(1), joined(2)
    for _ in range(3):
        one.works()
    one.scans()
    out = one.out(stick)
    assert (out.events, out.files, out.missing) == (4, 1, 0)
    assert one.desk.store.log.unsent_count() == 4
    (taken,) = hub.takes(stick).sticks
    assert (taken.device, taken.events, taken.head, taken.files, taken.refused) == (1, 4, 4, 1, None)
    assert reported_by(hub) == {1: version("motcua")}
    back = one.back(stick)
    assert (back.broken, back.late, back.unsent, back.merged, back.set_aside) == (0, 0, 0, 0, ())
    arrival = one.desk.store.province.last_arrival()
    assert arrival is not None
    assert arrival.position == 4
    other.out(stick)
    hub.takes(stick)
    assert other.back(stick).merged == 4
    assert other.has() == one.has()
    assert other.desk.store.log.verify() == []


def test_more_than_one_batch_goes_in_several_letters(joined: Opens, hub: TheHub, stick: Path) -> None:
    one, other = joined(1), joined(2)
    one.works(MOST_EVENTS + 7)
    assert one.out(stick).events == MOST_EVENTS + 7
    other.out(stick)
    hub.takes(stick)
    hub.takes(stick)
    assert one.back(stick).unsent == 0
    other.out(stick)
    hub.takes(stick)
    other.back(stick)
    assert other.has() == one.has()


def test_a_desk_with_nothing_to_send_still_asks_for_news(joined: Opens, hub: TheHub, stick: Path) -> None:
    one, other = joined(1), joined(2)
    one.works()
    one.over_the_line()
    assert other.out(stick).events == 0
    hub.takes(stick)
    assert other.back(stick).merged == 1


def test_a_lost_stick_loses_nothing(joined: Opens, hub: TheHub, stick: Path) -> None:
    """Nothing counts as sent before an answer says so."""
    one = joined(1)
    one.works()
    one.out(stick)
    shutil.rmtree(stick)
    stick.mkdir()
    assert one.desk.store.log.unsent_count() == 1
    one.works()
    assert one.out(stick).events == 2
    hub.takes(stick)
    assert one.back(stick).unsent == 0
    assert len(hub.has()) == 2


def test_a_stick_read_twice_a_copy_and_an_old_one_change_nothing(
    joined: Opens, hub: TheHub, stick: Path, tmp_path: Path
) -> None:
    one, other = joined(1), joined(2)
    one.works()
    other.works()
    other.over_the_line()
    one.out(stick)
    old = copied(stick, tmp_path / "copy of the question")
    hub.takes(stick)
    answered = copied(stick, tmp_path / "copy of the answer")
    assert one.back(stick).merged == 1
    one.works()
    one.over_the_line()
    newer = DeviceReport("9.9.9", ReportedState.OK, 1, 1)
    machine = offices.find_device(hub.store, key_id(one.member.private_key.public_key()))
    assert machine is not None
    note_report(hub.store, machine, pack_report(newer), hub.clock())
    before, at_hub = one.has(), hub.has()
    for again in (stick, old, answered):
        hub.takes(again)
        hub.takes(again)
        back = one.back(again)
        assert (back.broken, back.merged, back.unsent) == (0, 0, 0)
    assert one.has() == before
    assert reported_by(hub)[1] == "9.9.9"  # what an old stick tells of a machine is old too
    assert hub.has() == at_hub
    assert one.desk.store.log.verify() == []


@pytest.mark.parametrize("ending", ["desk", "hub"])
def test_an_edited_letter_is_seen_and_harms_nothing(joined: Opens, hub: TheHub, stick: Path, ending: str) -> None:
    one = joined(1)
    one.works()
    one.out(stick)
    if ending == "hub":
        hub.takes(stick)
    for path in letters(stick):
        if path.suffix == f".{ending}":
            altered = bytearray(path.read_bytes())
            altered[len(altered) // 2] ^= 1
            path.write_bytes(altered)
    found = hub.takes(stick) if ending == "desk" else None
    back = one.back(stick)
    assert back.unsent == 1
    if found is not None:
        assert (found.sticks, found.broken, len(hub.has())) == ((), 2, 0)
        assert back_words(back) == ["USB này không có thư trả lời cho máy này."]
    else:
        assert back.broken == back.letters > 0
        assert any("không dùng được" in line for line in back_words(back))
    one.out(stick)
    hub.takes(stick)
    assert one.back(stick).unsent == 0


@pytest.mark.parametrize(
    ("protocol", "why"), [(PROTOCOL - 1, Refusal.PROGRAM_TOO_OLD), (PROTOCOL + 1, Refusal.HUB_TOO_OLD)]
)
def test_letters_of_a_version_that_the_hub_does_not_read_are_answered_with_which_end_to_update(
    joined: Opens, hub: TheHub, stick: Path, monkeypatch: pytest.MonkeyPatch, protocol: int, why: Refusal
) -> None:
    one = joined(1)
    one.works()
    with monkeypatch.context() as version:
        version.setattr(exchange, "PROTOCOL", protocol)
        one.out(stick)
    hub.takes(stick)
    back = one.back(stick)
    assert (back.refused, back.unsent, back.broken, hub.has()) == (why, 1, 0, [])
    assert refusal_words(why) in back_words(back)
    one.out(stick)
    hub.takes(stick)
    assert (one.back(stick).unsent, len(hub.has())) == (0, 1)


def test_a_half_written_stick_is_taken_as_far_as_it_goes(joined: Opens, hub: TheHub, stick: Path) -> None:
    """Pulled out too early: a letter cut off, one still under its other name, the last ones missing."""
    one = joined(1)
    one.works(2 * MOST_EVENTS + 1)
    one.out(stick)
    first, second, third, asked = letters(stick)
    second.write_bytes(second.read_bytes()[:1000])
    third.rename(third.with_name(third.name + ".0123abcd.part"))
    asked.unlink()
    found = hub.takes(stick)
    assert (found.sticks[0].head, found.broken) == (MOST_EVENTS, 1)
    assert first.exists()
    assert one.back(stick).unsent == MOST_EVENTS + 1
    one.out(stick)
    assert not list(stick.rglob("*.part"))
    hub.takes(stick)
    assert one.back(stick).unsent == 0
    assert len(hub.has()) == 2 * MOST_EVENTS + 1


def test_a_letter_missing_in_between_is_not_taken_for_a_loss_at_the_hub(
    joined: Opens, hub: TheHub, stick: Path
) -> None:
    one = joined(1)
    one.works(2 * MOST_EVENTS)
    one.out(stick)
    letters(stick)[0].unlink()
    epoch = one.epoch()
    (taken,) = hub.takes(stick).sticks
    assert (taken.head, taken.refused) == (None, Refusal.GAP)
    back = one.back(stick)
    assert (back.refused, back.unsent) == (Refusal.GAP, 2 * MOST_EVENTS)
    assert any("tự gửi lại" in line for line in back_words(back))
    assert one.epoch() == epoch
    one.out(stick)
    hub.takes(stick)
    assert one.back(stick).unsent == 0


def test_a_full_stick_is_told_and_what_fitted_counts(
    joined: Opens, hub: TheHub, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = joined(1)
    one.works(MOST_EVENTS + 1)
    real, room = os.fsync, [2]

    def full_after_one(handle: int) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, "no space left")
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_after_one)
        with pytest.raises(StickFull) as full:
            one.out(stick)
    assert "hết chỗ" in sentence(full.value)
    assert len(letters(stick)) == 1
    assert one.desk.store.log.unsent_count() == MOST_EVENTS + 1
    assert hub.takes(stick).sticks[0].head == MOST_EVENTS
    assert one.back(stick).unsent == 1


def test_a_full_stick_at_the_hub_loses_no_answer(
    joined: Opens, hub: TheHub, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = joined(1)
    one.works()
    one.out(stick)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StickFull):
            hub.takes(stick)
    assert len(hub.has()) == 1
    hub.takes(stick)
    assert one.back(stick).unsent == 0


def test_a_stick_that_is_not_in_is_no_folder_of_this_machine(joined: Opens, hub: TheHub, tmp_path: Path) -> None:
    one = joined(1)
    for use in (one.out, one.back, hub.takes):
        with pytest.raises(StickMissing) as missing:
            use(tmp_path / "E:")
        assert "Không thấy USB" in sentence(missing.value)
    assert not (tmp_path / "E:").exists()


def test_a_stick_that_takes_no_writing_is_told(joined: Opens, stick: Path) -> None:
    one = joined(1)
    (stick / "motcua").touch()
    with pytest.raises(NotPlain):
        one.out(stick)


def test_foreign_files_on_a_stick_are_left_alone(joined: Opens, hub: TheHub, stick: Path) -> None:
    one = joined(1)
    one.works()
    foreign = [stick / "photo.jpg", stick / "motcua" / "note.txt", stick / "motcua" / f"{OFFICE}-1" / "000001-0001.exe"]
    foreign[2].parent.mkdir(parents=True)
    for path in foreign:
        path.write_bytes(b"mine")
    one.out(stick)
    (stick / "motcua" / f"{OFFICE}-1" / "000001-0009.desk").write_bytes(b"no letter")
    found = hub.takes(stick)
    assert (found.sticks[0].head, found.broken) == (1, 1)
    assert one.back(stick).unsent == 0
    assert [path.read_bytes() for path in foreign] == [b"mine"] * 3


def test_a_stick_for_another_hub_is_not_opened_and_its_answer_not_believed(
    joined: Opens, hub: TheHub, stick: Path, tmp_path: Path, clock: TurnedClock
) -> None:
    one = joined(1)
    one.works()
    other_hub = TheHub(tmp_path, clock, seed=9)
    try:
        with a_desk(tmp_path / "stranger", other_hub, 1) as stranger:
            stranger.works()
            stranger.out(stick)
            found = hub.takes(stick)
            assert (found.sticks, found.broken, hub.has()) == ((), 2, [])
            other_hub.takes(stick)
            back = one.back(stick)
            assert back.broken == back.letters > 0
            assert len(one.has()) == 1
    finally:
        other_hub.store.close()


def test_one_stick_serves_several_desks_and_each_takes_its_own(joined: Opens, hub: TheHub, stick: Path) -> None:
    desks = [joined(number) for number in (1, 2, 3)]
    for desk in desks:
        desk.works(2)
        desk.out(stick)
    assert [taken.device for taken in hub.takes(stick).sticks] == [1, 2, 3]
    others = {path: path.read_bytes() for path in letters(stick) if f"{OFFICE}-1" not in path.parts}
    assert desks[0].back(stick).unsent == 0
    assert {path: path.read_bytes() for path in letters(stick) if f"{OFFICE}-1" not in path.parts} == others
    for desk in desks:
        desk.back(stick)
        desk.out(stick)
    hub.takes(stick)
    for desk in desks:
        desk.back(stick)
    assert desks[0].has() == desks[1].has() == desks[2].has()
    assert len(hub.has()) == 6


def test_an_answer_put_into_another_machines_pocket_is_not_taken(joined: Opens, hub: TheHub, stick: Path) -> None:
    one, other = joined(1), joined(2)
    one.works()
    one.out(stick)
    hub.takes(stick)
    (stick / "motcua" / f"{OFFICE}-1").rename(stick / "motcua" / f"{OFFICE}-2")
    back = other.back(stick)
    assert back.broken == back.letters > 0
    assert other.has() == {}


DEEP = b"\x91" * 100_000 + b"\xc0"
"""A list in a list in a list…"""


@pytest.mark.parametrize("harm", ["key", "deep"])
def test_a_hostile_machines_letter_keeps_no_other_machine_from_its_answer(
    joined: Opens, hub: TheHub, stick: Path, harm: str
) -> None:
    one, two = joined(1), joined(2)
    one.works()
    one.out(stick)
    two.works()
    two.out(stick)
    says = SentScan(FileDigest("x"), b"")
    plain = msgspec.msgpack.encode(
        DeskLetter(office=OFFICE, device=two.member.device, stick=9, answer_to=bytes(32), says=says)
    )
    if harm == "deep":
        plain = plain[:1].replace(b"\x85", b"\x86") + plain[1:] + b"\xa1x" + DEEP
    to = X25519PublicKey.from_public_bytes(bytes.fromhex(two.member.seal_key))
    place = machine_folder(stick, OFFICE, two.member.device) / "000009-0001.desk"
    place.write_bytes(seal(plain, by=two.member.private_key, to=to))
    found = hub.takes(stick)
    assert sum(taken.broken for taken in found.sticks) + found.broken >= 1
    assert len(hub.has()) == 2
    assert one.back(stick).unsent == 0
    assert two.back(stick).unsent == 0


def test_a_letters_name_is_not_believed_about_which_filling_it_answers(joined: Opens, hub: TheHub, stick: Path) -> None:
    one = joined(1)
    one.works()
    one.out(stick)
    hub.takes(stick)
    for letter in letters(stick):
        if letter.suffix == ".hub":
            letter.rename(letter.with_name(letter.name.replace("000001", "999999999")))
    assert one.back(stick).unsent == 0
    one.works()
    one.out(stick)
    hub.takes(stick)
    waiting = [letter for letter in letters(stick) if letter.name.startswith("000002") and letter.suffix == ".hub"]
    one.out(stick)  # again, before the answer was read: it stays
    assert waiting
    assert all(letter.exists() for letter in waiting)


def test_nothing_on_the_stick_tells_of_anybody(joined: Opens, hub: TheHub, stick: Path) -> None:
    one, other = joined(1), joined(2)
    other.works()
    other.over_the_line()
    one.works()
    one.scans(b"%PDF-1.4 " + NAME.encode())
    one.out(stick)
    hub.takes(stick)
    lying = b"".join(path.read_bytes() + str(path.relative_to(stick)).encode() for path in letters(stick))
    assert len(letters(stick)) >= 5
    for word in (NAME.encode(), b"Nguy", b"PDF", b"FeeTaken", b"mau", "Tỉnh".encode(), b"dossier"):
        assert word not in lying


def test_what_went_over_the_line_meanwhile_is_neither_lost_nor_doubled(joined: Opens, hub: TheHub, stick: Path) -> None:
    one, other = joined(1), joined(2)
    one.works()
    one.out(stick)
    one.works()
    one.over_the_line()
    other.works()
    other.over_the_line()
    one.over_the_line()
    hub.takes(stick)
    back = one.back(stick)
    assert (back.unsent, back.merged, back.broken) == (0, 0, 0)
    assert one.desk.store.log.acknowledged() == 2
    assert len(hub.has()) == 3
    assert len(one.has()) == 3


def test_a_revoked_machine_may_deliver_but_gets_nothing(
    joined: Opens, hub: TheHub, stick: Path, clock: TurnedClock
) -> None:
    one, other = joined(1), joined(2)
    other.works()
    other.over_the_line()
    one.works()
    one.scans()
    one.out(stick)
    offices.revoke(hub.store, OFFICE, 1, clock())
    (taken,) = hub.takes(stick).sticks
    assert (taken.refused, taken.files) == (Refusal.DEVICE_REVOKED, 0)
    assert len(hub.has()) == 1
    back = one.back(stick)
    assert (back.merged, len(back.set_aside or ())) == (0, 2)


def test_a_hub_restored_from_an_older_copy_gets_back_by_stick_what_it_lost(
    joined: Opens, hub: TheHub, stick: Path
) -> None:
    one, other = joined(1), joined(2)
    one.works()
    one.over_the_line()
    hub.kept()
    one.works(3)
    other.works()
    for desk in (one, other, one):
        desk.over_the_line()
    epoch = one.epoch()
    hub.restored()
    for _ in range(3):
        one.out(stick)
        hub.takes(stick)
        one.back(stick)
    assert [recorded.seq for recorded in hub.has()] == [1, 2, 3, 4]
    assert one.desk.store.log.unsent_count() == 0
    assert one.epoch() != epoch
    assert one.desk.store.province.get(DUE) == one.epoch()  # what it lost of others is compared when there is a line
    unsent = []
    for _ in range(2):
        other.out(stick)
        hub.takes(stick)
        unsent.append(other.back(stick).unsent)
    assert unsent == [1, 0]
    assert sorted(recorded.id for recorded in hub.has()) == sorted(other.has())


def test_an_event_too_large_for_the_hub_holds_up_no_stick(
    joined: Opens, hub: TheHub, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = joined(1)
    one.works()
    with monkeypatch.context() as before:  # as a version recorded it that knew no largest event
        before.setattr("models.store.log.MOST_EVENT_BYTES", 1 << 30)
        one.desk.store.log.record(new_dossier_id(), CLERK, DossierWithdrawn(reason="x" * MOST_EVENT_BYTES))
    one.works()
    for _ in range(2):
        one.out(stick)
        hub.takes(stick)
        back = one.back(stick)
        assert (back.unsent, [(aside.seq, aside.why) for aside in back.set_aside or ()]) == (
            0,
            [(2, AsideReason.TOO_LARGE)],
        )
    assert len(hub.has()) == 2


def test_a_body_too_large_for_the_line_goes_by_stick(joined: Opens, hub: TheHub, stick: Path) -> None:
    one = joined(1)
    one.desk.store.log.record(new_dossier_id(), CLERK, DossierWithdrawn(reason="x" * (1 << 20)))
    one.works()
    device = offices.find_device(hub.store, key_id(one.member.private_key.public_key()))
    assert device is not None
    up = up_batch.up_message(one.desk.store.log.chain(1, 0), withheld=1)
    answer = intake.take_in(hub.store, device, up, hub.clock())
    assert [aside.why for aside in answer.set_aside] == [AsideReason.TOO_LARGE]
    for _ in range(2):  # with the first stick it hears of it, with the second it brings the body
        one.out(stick)
        hub.takes(stick)
        back = one.back(stick)
    assert (back.unsent, back.set_aside) == (0, ())
    assert len(hub.has()) == 2


def test_a_scan_that_is_gone_from_the_desk_holds_up_nothing(joined: Opens, hub: TheHub, stick: Path) -> None:
    one = joined(1)
    one.scans()
    one.works()
    shutil.rmtree(one.desk.files.folder)
    out = one.out(stick)
    assert (out.events, out.files, out.missing) == (2, 0, 1)
    assert any("quét lại" in line for line in out_words(out))
    hub.takes(stick)
    back = one.back(stick)
    assert (back.unsent, len(back.set_aside or ())) == (0, 1)


def test_a_scan_found_again_goes_with_the_next_stick_and_its_event_is_taken(
    joined: Opens, hub: TheHub, stick: Path, tmp_path: Path
) -> None:
    one = joined(1)
    one.scans()
    shutil.move(one.desk.files.folder, tmp_path / "found again")
    one.out(stick)
    hub.takes(stick)
    assert len(one.back(stick).set_aside or ()) == 1
    shutil.move(tmp_path / "found again", one.desk.files.folder)
    assert one.out(stick).files == 1
    hub.takes(stick)
    assert one.back(stick).set_aside == ()
    assert len(hub.has()) == 1


def test_an_older_answer_does_not_say_again_what_was_mended_since(
    joined: Opens, hub: TheHub, stick: Path, tmp_path: Path
) -> None:
    one = joined(1)
    one.scans()
    shutil.move(one.desk.files.folder, tmp_path / "found again")
    one.out(stick)
    hub.takes(stick)
    older = copied(stick, tmp_path / "older")
    assert len(one.back(stick).set_aside or ()) == 1
    shutil.move(tmp_path / "found again", one.desk.files.folder)
    one.out(stick)
    hub.takes(stick)
    assert one.back(stick).set_aside == ()
    back = one.back(older)
    assert (back.broken, back.set_aside, back.unsent) == (0, None, 0)
    assert one.out(stick).files == 0


def test_a_full_disk_for_scans_at_the_hub_holds_up_no_stick(joined: Opens, hub: TheHub, stick: Path) -> None:
    one = joined(1)
    one.scans()
    one.works()
    hub.files.spare = 1 << 60
    one.out(stick)
    (taken,) = hub.takes(stick).sticks
    assert (taken.head, taken.files, taken.waiting, taken.refused) == (2, 0, 1, None)
    back = one.back(stick)
    assert (back.unsent, [aside.why for aside in back.set_aside or ()]) == (0, [AsideReason.FILE_MISSING])
    hub.files.spare = 0
    one.out(stick)
    (taken,) = hub.takes(stick).sticks
    assert (taken.files, taken.waiting) == (1, 0)
    assert one.back(stick).set_aside == ()
    assert len(hub.has()) == 2


def test_a_scan_arrives_whole_in_the_offices_own_place(joined: Opens, hub: TheHub, stick: Path) -> None:
    one = joined(1)
    content = b"%PDF-1.4 " + bytes(3 << 20)
    one.scans(content)
    one.out(stick)
    hub.takes(stick)
    assert hub.files.of(OFFICE).get(digest_of(content + b" 1")) == content + b" 1"


def test_a_machine_that_belongs_to_no_hub_says_so(desk: Desk, stick: Path) -> None:
    for use in (write_stick, read_stick):
        with pytest.raises(NotJoined):
            use(desk, stick)


def test_the_commands_say_what_they_did(joined: Opens, hub: TheHub, stick: Path) -> None:
    one = joined(1)
    one.works()
    folder = one.desk.folder
    write_settings(folder, one.desk.settings)
    close_desk(one.desk)

    def run(*words: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(cli, ["--data", str(folder), "usb", *words])
        return result.exit_code, result.stdout, result.stderr

    code, out, _ = run("out", str(stick))
    assert (code, "1 việc" in out, "niêm phong" in out) == (0, True, True)
    hub.takes(stick)
    code, out, _ = run("in", str(stick))
    assert (code, "Mọi việc của máy này đã đến tỉnh" in out) == (0, True)
    code, out, _ = run("out", str(stick), "--json")
    assert (code, json.loads(out)["events"]) == (0, 0)
    code, _, err = run("out", str(stick / "gone"))
    assert (code, len(err.splitlines())) == (1, 1)
    assert "thư trả lời" not in run("in", str(stick), "--json")[2]


# ---- in any order ------------------------------------------------------------------------------------------

STEPS = (
    "works",
    "scans",
    "out",
    "hub",
    "back",
    "line",
    "copy",
    "old",
    "lose",
    "cut",
    "flip",
    "drop",
    "keep",
    "restore",
)


@pytest.mark.skipif(sys.platform == "win32", reason="slow there, and the same")
@settings(max_examples=12)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(0, 1_000)), max_size=30))
def test_whatever_happens_in_whatever_order_each_event_is_everywhere_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    folder, clock = tmp_path_factory.mktemp("carried"), TurnedClock(BEGIN)
    stick = folder / "USB"
    stick.mkdir()
    hub = TheHub(folder, clock)
    with a_desk(folder / "one", hub, 1) as one, a_desk(folder / "two", hub, 2) as two:
        hub.kept()
        desks = (one, two)
        for step, which, at in steps:
            clock.turn(minutes=1)
            happens(step, desks[which], hub, stick, at)
        for _ in range(3):
            for desk in desks:
                desk.out(stick)
            hub.takes(stick)
            for desk in desks:
                desk.back(stick)
        assert one.has() == two.has()
        assert sorted(one.has()) == sorted(recorded.id for recorded in hub.has())
        for desk in desks:
            assert desk.desk.store.log.unsent_count() == 0
            assert desk.desk.store.log.verify() == []
    hub.store.close()
    shutil.rmtree(folder)


def happens(step: str, desk: Carried, hub: TheHub, stick: Path, at: int) -> None:
    """One thing that can happen to a desk, the hub, or the stick. ``at`` says to which letter, and where in it."""
    old = stick.with_name("old")
    match step:
        case "works":
            desk.works(at % 3 + 1)
        case "scans":
            desk.scans()
        case "out":
            desk.out(stick)
        case "hub":
            hub.takes(stick)
        case "back":
            desk.back(stick)
        case "line":
            desk.over_the_line()
        case "copy":
            copied(stick, old)
        case "old" if old.exists():
            copied(old, stick)
        case "lose":
            shutil.rmtree(stick)
            stick.mkdir()
        case "keep":
            hub.kept()
        case "restore" if at % 4 == 0:
            hub.restored()
        case "cut" | "flip" | "drop" if letters(stick):
            spoil(step, letters(stick)[at % len(letters(stick))], at)


def spoil(step: str, path: Path, at: int) -> None:
    """A letter is cut, altered or lost."""
    content = bytearray(path.read_bytes())
    match step:
        case "cut":
            path.write_bytes(content[: at % (len(content) + 1)])
        case "flip" if content:
            content[at % len(content)] ^= 1
            path.write_bytes(content)
        case _:
            path.unlink()
