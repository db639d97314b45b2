"""What the publisher has signed is believed, and nothing else: each attack of the framework's list is one refusal."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.updates import room
from desk.updates.refusals import UpdateNeedsRoom, UpdateNotThere, UpdateNotTrusted, UpdateSourceSilent
from desk.updates.repository import Repository
from desk.updates.sources import FolderSource, UpdateSource
from tests.conftest import TurnedClock
from tests.fakes.releases import PLATFORM, Publisher, WebFolder

Shown = Callable[[], Repository]


def why(refused: pytest.ExceptionInfo[UpdateNotTrusted]) -> str:
    return refused.value.why


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    told = json.loads(path.read_text("utf-8"))
    change(told["signed"])
    path.write_text(json.dumps(told), "utf-8")


def test_over_http_the_newest_version_is_found_and_its_package_proven(
    over_web: Shown, publisher: Publisher, home: Path
) -> None:
    package = publisher.release("0.3.0", filler=300_000)
    shown = over_web()
    assert [one.version for one in shown.packages(PLATFORM)] == ["0.3.0", "0.2.0"]
    assert shown.packages("windows-x64") == ()
    counted: list[int] = []
    file = shown.fetch(shown.packages(PLATFORM)[0], told=counted.append)
    assert file.read_bytes() == package.read_bytes()
    assert counted[-1] == package.stat().st_size
    assert list(home.rglob("*.part")) == []


def test_a_download_that_was_cut_off_goes_on_where_it_was(
    over_web: Shown, publisher: Publisher, web: WebFolder
) -> None:
    package = publisher.release("0.3.0", filler=400_000)
    web.cut_after = 200_000
    first = over_web()
    with pytest.raises(UpdateSourceSilent):
        first.fetch(first.packages(PLATFORM)[0])
    web.cut_after = -1
    web.asked.clear()
    again = over_web()
    assert again.fetch(again.packages(PLATFORM)[0]).read_bytes() == package.read_bytes()
    begun = next(offset for name, offset in web.asked if name.startswith("targets/"))
    assert begun > 100_000


def test_a_stick_of_the_same_keys_is_read_like_the_web(shown: Shown) -> None:
    found = shown()
    (package,) = found.packages(PLATFORM)
    assert found.fetch(package).stat().st_size == package.size


def test_a_state_that_is_shown_for_ever_expires(shown: Shown, clock: TurnedClock) -> None:
    assert shown().packages(PLATFORM)
    clock.turn(days=121)  # nobody has signed anything since, or somebody keeps it from us
    with pytest.raises(UpdateNotTrusted) as refused:
        shown().packages(PLATFORM)
    assert why(refused) == "expired"


@pytest.mark.parametrize(("name", "days"), [("1.root.json", 731), ("2.targets.json", 366), ("timestamp.json", 121)])
def test_each_expired_role_is_refused(
    name: str, days: int, shown: Shown, publisher: Publisher, clock: TurnedClock
) -> None:
    fresh = {"1.root.json": None, "2.targets.json": "refresh", "timestamp.json": None}[name]
    clock.turn(days=days)
    if fresh:
        publisher.repository.refresh()
    with pytest.raises(UpdateNotTrusted) as refused:
        shown().packages(PLATFORM)
    assert why(refused) == "expired"


def test_metadata_older_than_what_was_seen_is_refused(shown: Shown, publisher: Publisher, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(publisher.folder, before)
    publisher.release("0.3.0")
    assert len(shown().packages(PLATFORM)) == 2
    shutil.rmtree(publisher.folder)
    shutil.copytree(before, publisher.folder)
    with pytest.raises(UpdateNotTrusted) as refused:
        shown().packages(PLATFORM)
    assert why(refused) == "older"


def test_an_old_stick_cannot_bring_back_what_the_web_has_replaced(
    over_web: Shown, seen: Callable[[UpdateSource], Repository], publisher: Publisher, tmp_path: Path
) -> None:
    shutil.copytree(publisher.folder, tmp_path / "stick/motcua-cap-nhat")
    publisher.release("0.3.0")
    assert over_web().packages(PLATFORM)
    with pytest.raises(UpdateNotTrusted) as refused:
        seen(FolderSource(tmp_path / "stick")).packages(PLATFORM)
    assert why(refused) == "older"


def test_parts_of_two_states_are_no_state(shown: Shown, publisher: Publisher) -> None:
    older = publisher.metadata("2.targets.json").read_bytes()
    publisher.release("0.3.0")
    publisher.metadata("3.targets.json").write_bytes(older)  # signed, unexpired, and of another time
    with pytest.raises(UpdateNotTrusted):
        shown().packages(PLATFORM)


@pytest.mark.parametrize("name", ["timestamp.json", "2.snapshot.json", "2.targets.json"])
def test_metadata_that_was_changed_is_refused(name: str, shown: Shown, publisher: Publisher) -> None:
    changed(publisher.metadata(name), lambda signed: signed.update(expires="2099-01-01T00:00:00Z"))
    with pytest.raises(UpdateNotTrusted) as refused:
        shown().packages(PLATFORM)
    assert why(refused) == "signature"


def test_metadata_of_other_keys_is_refused(
    seen: Callable[[UpdateSource], Repository], tmp_path: Path, clock: TurnedClock
) -> None:
    stranger = Publisher(tmp_path / "stranger", clock)
    stranger.release("9.9.9")
    with pytest.raises(UpdateNotTrusted) as refused:
        seen(FolderSource(stranger.folder)).packages(PLATFORM)
    assert why(refused) == "signature"


def test_one_key_of_two_signs_no_list(shown: Shown, publisher: Publisher) -> None:
    path = publisher.metadata("2.targets.json")
    told = json.loads(path.read_text("utf-8"))
    told["signatures"] = told["signatures"][:1]
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(UpdateNotTrusted) as refused:
        shown().packages(PLATFORM)
    assert why(refused) == "signature"


def test_a_package_that_was_changed_is_refused_and_fetched_anew(shown: Shown, publisher: Publisher) -> None:
    (lying,) = (publisher.folder / "targets").iterdir()
    whole = lying.read_bytes()
    lying.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    found = shown()
    (package,) = found.packages(PLATFORM)
    with pytest.raises(UpdateNotTrusted) as refused:
        found.fetch(package)
    assert why(refused) == "altered"
    lying.write_bytes(whole)
    assert found.fetch(package).read_bytes() == whole


@pytest.mark.parametrize("length", [0, 100, -1])
def test_a_package_of_another_length_is_refused(length: int, shown: Shown, publisher: Publisher) -> None:
    (lying,) = (publisher.folder / "targets").iterdir()
    lying.write_bytes(lying.read_bytes()[:length] if length >= 0 else lying.read_bytes() + b"more")
    found = shown()
    with pytest.raises(UpdateNotTrusted) as refused:
        found.fetch(found.packages(PLATFORM)[0])
    assert why(refused) == "altered"


def test_a_package_that_is_listed_and_not_there_is_said(shown: Shown, publisher: Publisher) -> None:
    shutil.rmtree(publisher.folder / "targets")
    found = shown()
    with pytest.raises(UpdateNotThere, match=r"0\.2\.0"):
        found.fetch(found.packages(PLATFORM)[0])


def test_the_next_root_is_followed_and_one_of_strangers_is_not(
    shown: Shown, publisher: Publisher, clock: TurnedClock
) -> None:
    assert shown().packages(PLATFORM)
    clock.turn(days=700)
    assert publisher.repository.renew_root() == 2
    publisher.repository.add([])
    clock.turn(days=100)  # the first root has ended, the second holds
    assert shown().packages(PLATFORM)
    changed(publisher.metadata("2.root.json"), lambda signed: signed.update(version=3))
    publisher.metadata("2.root.json").rename(publisher.metadata("3.root.json"))
    with pytest.raises(UpdateNotTrusted) as refused:
        shown().packages(PLATFORM)
    assert why(refused) == "signature"


def test_a_disk_without_room_is_asked_for_nothing(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown()
    (package,) = found.packages(PLATFORM)
    monkeypatch.setattr(room, "SPARE", 1 << 60)
    with pytest.raises(UpdateNeedsRoom):
        found.fetch(package)


def test_the_same_packages_and_moment_give_the_same_signed_bytes(
    publisher: Publisher, tmp_path: Path, clock: TurnedClock
) -> None:
    other = Publisher(tmp_path / "other", clock, publisher.keys)
    other.release("0.2.0")
    for path in (publisher.folder / "metadata").iterdir():
        assert (other.folder / "metadata" / path.name).read_bytes() == path.read_bytes()
