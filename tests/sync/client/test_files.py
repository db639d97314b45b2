"""Scanned files over HTTPS: a real hub on loopback, a hostile line in between, a desk that stops and goes on."""

import errno
import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

import httpx
import pytest

from models.calendar.clock import wall_clock
from models.events import AnyEvent, FeeTaken, FileAttached
from models.files.disk import on_disk
from models.files.parts import Parts, coming_to
from models.files.scans import MOST_FILE_BYTES, Files, digest_of
from models.history import Recorded, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, FileDigest, new_dossier_id, new_event_id
from models.trouble import NetworkTrouble, NotTheProvince, ProvinceBusy, ProvinceFull, ProvinceRefused
from sync.client.files import FileDownloader, FileUploader, fetch_file, named_by, send_files
from sync.client.https import Answer, HubClient
from sync.client.peer import FilePiece
from sync.client.rate import LEAST_PIECE, TransferRate, TransferStopped
from sync.hub.offices import offices
from sync.hub.settings import Quota
from sync.messages import PATH_FILES, Refusal
from tests.fakes.network import HostileProxy, Mischief
from tests.patience import PATIENCE
from tests.sync.filing import OFFICE, OTHER_OFFICE, FilingHub, line, send_bytes

KEY = bytes(range(1, 33))
SCAN = b"%PDF-1.7 Nguyen Van Mau " + hashlib.shake_256(b"scan").digest(300_000)
DIGEST = digest_of(SCAN)
TUS = {"Tus-Resumable": "1.0.0"}


class Noted:
    """A line that notes what goes over it."""

    def __init__(self, hub: HubClient) -> None:
        self.hub = hub
        self.asked: list[tuple[str, int]] = []

    def file_reached(self, digest: FileDigest, size: int) -> int:
        self.asked.append(("announce", 0))
        return self.hub.file_reached(digest, size)

    def send_piece(self, digest: FileDigest, size: int, offset: int, piece: bytes) -> int:
        self.asked.append(("send", len(piece)))
        return self.hub.send_piece(digest, size, offset, piece)

    def fetch_piece(self, digest: FileDigest, offset: int, most: int) -> FilePiece | None:
        self.asked.append(("fetch", 0))
        return self.hub.fetch_piece(digest, offset, most)

    @property
    def bytes_up(self) -> int:
        return sum(size for _, size in self.asked)


def at_once() -> TransferRate:
    """As fast as the loopback goes."""
    return TransferRate(lambda _: False, needed=lambda: False)


def for_pieces(count: int) -> TransferRate:
    """The desk closes after so many pieces."""
    left = iter([False] * (count - 1))
    return TransferRate(lambda _: next(left, True))


def happened(event: AnyEvent, seq: int = 1) -> Recorded:
    return Recorded(
        id=new_event_id(),
        subject=new_dossier_id(),
        device=DeviceId(1),
        seq=seq,
        clock=seq,
        at=wall_clock(),
        clerk=ClerkId("mau"),
        prev=NO_DIGEST,
        body=write(event),
        event=event,
    )


def attached(digest: FileDigest, seq: int = 1) -> Recorded:
    return happened(FileAttached(digest=digest, size=1, media="application/pdf", name="a.pdf"), seq)


@pytest.fixture
def filing(tmp_path: Path) -> Iterator[FilingHub]:
    made = FilingHub(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def url(filing: FilingHub) -> Iterator[str]:
    with filing.at_work() as address:
        yield address


@pytest.fixture
def hub(filing: FilingHub, url: str) -> Iterator[HubClient]:
    with line(filing.joins(), url) as opened:
        yield opened


def test_a_file_arrives_whole_and_is_not_sent_a_second_time(filing: FilingHub, hub: HubClient) -> None:
    send_bytes(hub, DIGEST, SCAN, at_once())
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN
    noted = Noted(hub)
    send_bytes(noted, DIGEST, SCAN, at_once())
    assert noted.asked == [("announce", 0)]


def test_a_desk_that_closes_goes_on_the_next_day_where_it_stopped(filing: FilingHub, hub: HubClient) -> None:
    first, second = Noted(hub), Noted(hub)
    with pytest.raises(TransferStopped):
        send_bytes(first, DIGEST, SCAN, for_pieces(3))
    assert not filing.kept.has(OFFICE, DIGEST)
    send_bytes(second, DIGEST, SCAN, at_once())
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN
    assert first.bytes_up + second.bytes_up == len(SCAN)


def test_parts_survive_a_restart_of_the_hub_and_any_worker_goes_on(filing: FilingHub) -> None:
    member = filing.joins()
    with filing.at_work() as one, line(member, one) as hub, pytest.raises(TransferStopped):
        send_bytes(hub, DIGEST, SCAN, for_pieces(2))
    with filing.at_work() as two, line(member, two) as hub:
        noted = Noted(hub)
        send_bytes(noted, DIGEST, SCAN, at_once())
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN
    assert noted.bytes_up < len(SCAN)


def test_a_crash_between_the_last_piece_and_the_whole_file_loses_nothing(filing: FilingHub, hub: HubClient) -> None:
    parts = coming_to(filing.kept.of(OFFICE))
    parts.begin(DIGEST, len(SCAN))
    parts.add(DIGEST, 0, SCAN)
    assert not filing.kept.has(OFFICE, DIGEST)
    noted = Noted(hub)
    send_bytes(noted, DIGEST, SCAN, at_once())
    assert noted.asked == [("announce", 0)]
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN


@pytest.mark.logs_warning  # of headers that were cut
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_over_a_hostile_line_it_arrives_whole(filing: FilingHub, url: str, seed: int) -> None:
    plan = dict.fromkeys(
        set(Mischief) - {Mischief.ANSWER_FLIPPED},
        0.03,  # TLS sees a flipped answer; this line has none
    )
    member = filing.joins()
    with HostileProxy(url, seed=seed, plan=plan) as proxy, line(member, proxy.url) as hub:
        noted = Noted(hub)
        for _ in range(60):
            with suppress(NetworkTrouble):
                send_bytes(noted, DIGEST, SCAN, at_once())
            if filing.kept.has(OFFICE, DIGEST):
                break
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN
    assert noted.bytes_up < 4 * len(SCAN)


def test_an_office_sees_no_file_of_another_not_even_that_it_is_there(
    filing: FilingHub, hub: HubClient, url: str
) -> None:
    send_bytes(hub, DIGEST, SCAN, at_once())
    with line(filing.joins(OTHER_OFFICE, seed=2), url) as other:
        assert not fetch_file(other, Files(filing.folder / "desk", KEY), DIGEST, at_once())
        with pytest.raises(ProvinceRefused) as refused:
            other.request("GET", f"{PATH_FILES}/{DIGEST}")
        assert refused.value.refusal == Refusal.NOT_FOUND
        noted = Noted(other)
        send_bytes(noted, DIGEST, SCAN, at_once())
        assert noted.bytes_up == len(SCAN)
    kept = list((filing.folder / "files").rglob(DIGEST))
    assert len({path.read_bytes() for path in kept}) == 2


def test_nothing_readable_lies_at_the_hub_neither_whole_nor_coming(filing: FilingHub, hub: HubClient) -> None:
    send_bytes(hub, DIGEST, SCAN, at_once())
    with pytest.raises(TransferStopped):
        send_bytes(hub, digest_of(SCAN + b"2"), SCAN + b"2", for_pieces(2))
    lying = [path for path in (filing.folder / "files").rglob("*") if path.is_file()]
    assert len(lying) >= 2
    assert all(SCAN[:12] not in path.read_bytes() for path in lying)


def test_a_stranger_and_a_revoked_device_bring_and_get_nothing(filing: FilingHub, url: str) -> None:
    member = filing.joins()
    offices.revoke(filing.store, OFFICE, member.device, wall_clock())
    with line(member, url) as hub, pytest.raises(ProvinceRefused) as refused:
        send_bytes(hub, DIGEST, SCAN, at_once())
    assert refused.value.refusal == Refusal.DEVICE_REVOKED
    assert not (filing.folder / "files").exists()


def test_events_of_a_revoked_device_go_without_their_scans(filing: FilingHub, url: str, tmp_path: Path) -> None:
    member = filing.joins()
    offices.revoke(filing.store, OFFICE, member.device, wall_clock())
    kept = Files(tmp_path / "scans", KEY)
    scan = kept.put(SCAN)
    with line(member, url) as hub:
        FileUploader(lambda: hub, kept, at_once())([attached(scan)])
    assert not (filing.folder / "files").exists()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{PATH_FILES}/{DIGEST}?offset=0", TUS | {"Upload-Offset": "5"}),
        (f"{PATH_FILES}/{DIGEST}?offset=0", {"Upload-Offset": "0"}),
        (f"{PATH_FILES}/{DIGEST}?offset=0", TUS | {"Upload-Offset": "0", "Content-Type": "text/plain"}),
        (f"{PATH_FILES}/{DIGEST}?offset=-1", TUS | {"Upload-Offset": "-1"}),
    ],
)
def test_headers_that_say_other_than_what_was_signed_are_refused(
    filing: FilingHub, hub: HubClient, path: str, headers: dict[str, str]
) -> None:
    media = {"Content-Type": "application/offset+octet-stream"}
    with pytest.raises(ProvinceRefused):
        hub.request("PATCH", path, b"x", media | headers)
    assert coming_to(filing.kept.of(OFFICE)).coming(DIGEST) is None


def test_a_file_larger_than_agreed_is_refused_before_a_byte_of_it_goes_over(hub: HubClient) -> None:
    size = MOST_FILE_BYTES + 1
    with pytest.raises(ProvinceRefused) as refused:
        hub.request("POST", f"{PATH_FILES}?sha256={DIGEST}&size={size}", b"", TUS | {"Upload-Length": str(size)})
    assert refused.value.refusal == Refusal.TOO_LARGE


def test_bytes_that_are_another_file_are_thrown_away_and_the_right_ones_arrive(
    filing: FilingHub, hub: HubClient
) -> None:
    parts = coming_to(filing.kept.of(OFFICE))
    parts.begin(DIGEST, len(SCAN))
    parts.add(DIGEST, 0, bytes(100_000))
    send_bytes(hub, DIGEST, SCAN, at_once())
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN


def test_who_keeps_sending_another_file_under_a_name_is_given_up(filing: FilingHub, hub: HubClient) -> None:
    with pytest.raises(ProvinceRefused):
        send_bytes(hub, DIGEST, bytes(20_000), at_once())
    assert not filing.kept.has(OFFICE, DIGEST)


def test_a_full_disk_at_the_hub_is_no_loss_and_afterwards_it_goes_on(
    filing: FilingHub, hub: HubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Parts.add

    def full(parts: Parts, digest: FileDigest, offset: int, content: bytes) -> object:
        if offset >= LEAST_PIECE:
            with on_disk(parts.folder):
                raise OSError(errno.ENOSPC, "no space left")
        return real(parts, digest, offset, content)

    monkeypatch.setattr(Parts, "add", full)
    with pytest.raises(ProvinceBusy):
        send_bytes(hub, DIGEST, SCAN, at_once())
    monkeypatch.undo()
    noted = Noted(hub)
    send_bytes(noted, DIGEST, SCAN, at_once())
    assert noted.bytes_up == len(SCAN) - LEAST_PIECE
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN


def test_another_desk_of_the_office_fetches_what_was_scanned_and_goes_on_after_a_stop(
    filing: FilingHub, hub: HubClient, url: str, tmp_path: Path
) -> None:
    files = Files(tmp_path / "other desk", KEY)
    with line(filing.joins(seed=3), url) as other:
        assert not fetch_file(other, files, DIGEST, at_once())
        send_bytes(hub, DIGEST, SCAN, at_once())
        with pytest.raises(TransferStopped):
            fetch_file(other, files, DIGEST, for_pieces(3))
        assert not files.has(DIGEST)
        noted = Noted(other)
        assert fetch_file(noted, files, DIGEST, at_once())
        assert files.get(DIGEST) == SCAN
        fresh = Noted(other)
        assert fetch_file(fresh, Files(tmp_path / "third", KEY), DIGEST, at_once())
        assert len(noted.asked) < len(fresh.asked)
        again = Noted(other)
        assert fetch_file(again, files, DIGEST, at_once())
        assert again.asked == []


def test_files_go_before_the_events_that_name_them_and_one_lost_here_holds_up_no_other(
    filing: FilingHub, hub: HubClient, tmp_path: Path
) -> None:
    files = Files(tmp_path / "desk", KEY)
    one, two, lost = files.put(SCAN), files.put(SCAN + b"2"), digest_of(b"lost")
    events = [attached(one), happened(FeeTaken(amount=1)), attached(lost), attached(two), attached(one)]
    assert named_by(events) == [one, lost, two]
    noted = Noted(hub)
    before_events = FileUploader(lambda: noted, files, at_once())
    before_events(events)
    assert [filing.kept.has(OFFICE, digest) for digest in (one, two, lost)] == [True, True, False]
    noted.asked.clear()
    before_events(events)
    assert noted.asked == [("announce", 0), ("announce", 0)]
    assert send_files(hub, files, [lost], at_once()) == [lost]


def test_any_tus_client_can_ask_how_far_a_file_is(filing: FilingHub, hub: HubClient, url: str) -> None:
    spoken = httpx.request("OPTIONS", url + PATH_FILES)
    assert (spoken.headers["tus-version"], spoken.headers["tus-extension"]) == ("1.0.0", "creation")
    with pytest.raises(TransferStopped):
        send_bytes(hub, DIGEST, SCAN, for_pieces(1))
    told = hub.request("HEAD", f"{PATH_FILES}/{DIGEST}", b"", TUS)
    assert told.headers["upload-offset"] == str(LEAST_PIECE)
    send_bytes(hub, DIGEST, SCAN, at_once())
    assert hub.request("HEAD", f"{PATH_FILES}/{DIGEST}", b"", TUS).headers["upload-offset"] == str(len(SCAN))
    whole = hub.request("GET", f"{PATH_FILES}/{DIGEST}")
    assert (whole.status, whole.body) == (200, SCAN)
    assert filing.kept.has(OFFICE, DIGEST)


def test_a_scan_somebody_asks_for_is_brought_in_the_background(filing: FilingHub, url: str, tmp_path: Path) -> None:
    files = Files(tmp_path / "other desk", KEY)
    with line(filing.joins(), url) as hub:
        fetching = FileDownloader(lambda: hub, files, at_once())
        fetching.want(DIGEST)
        assert fetching.wait(PATIENCE)
        assert not files.has(DIGEST)
        filing.kept.of(OFFICE).put(SCAN)
        fetching.want(DIGEST)
        assert fetching.wait(PATIENCE)
        assert files.get(DIGEST) == SCAN


def test_a_scan_asked_for_without_a_line_comes_when_somebody_asks_again(
    filing: FilingHub, url: str, tmp_path: Path
) -> None:
    files = Files(tmp_path / "other desk", KEY)
    one, two = filing.kept.of(OFFICE).put(SCAN), filing.kept.of(OFFICE).put(SCAN + b"2")
    with line(filing.joins(), url) as hub, line(filing.joins(seed=4), "http://127.0.0.1:9") as dead:
        at_hand: list[HubClient] = [dead]
        fetching = FileDownloader(lambda: at_hand[-1], files, at_once())
        fetching.want(one)
        assert fetching.wait(PATIENCE)
        assert not files.has(one)
        at_hand.append(hub)
        fetching.want(two)
        assert fetching.wait(PATIENCE)
    assert files.has(one)
    assert files.has(two)


def test_after_an_error_of_ours_the_next_scan_asked_for_is_brought_all_the_same(
    filing: FilingHub, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda facts: bugs.append(facts.exc_value))
    files, broken = Files(tmp_path / "other desk", KEY), [True]
    filing.kept.of(OFFICE).put(SCAN)
    with line(filing.joins(), url) as hub:

        def at_hand() -> HubClient:
            if broken:
                broken.clear()
                raise ZeroDivisionError
            return hub

        fetching = FileDownloader(at_hand, files, at_once())
        fetching.want(DIGEST)
        assert fetching.wait(PATIENCE)
        fetching.want(DIGEST)
        assert fetching.wait(PATIENCE)
    assert files.get(DIGEST) == SCAN
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_an_answer_that_fits_no_file_ends_no_later_fetching(tmp_path: Path) -> None:
    """The file's size is another one each time, then more comes than was asked for, then all is well."""
    files = Files(tmp_path, KEY)
    told = [(9, SCAN[:9], len(SCAN)), (18, SCAN[9:18], 500), (3, SCAN[:4], 3)]

    class Strange(HubClient):
        def __init__(self) -> None:
            pass

        def request(
            self,
            method: str,
            path: str,
            body: bytes = b"",
            headers: Mapping[str, str] | None = None,
            *,
            media: str = "",
            wait: float = 0.0,
        ) -> Answer:
            asked = (method, path, body, media, wait)
            assert asked == ("GET", f"{PATH_FILES}/{DIGEST}", b"", "application/octet-stream", 0.0)
            offset = int((headers or {})["Range"].removeprefix("bytes=").partition("-")[0])
            last, content, size = told.pop(0) if told else (len(SCAN), SCAN[offset:], len(SCAN))
            return Answer(206, {"content-range": f"bytes {offset}-{last - 1}/{size}"}, content)

    fetching = FileDownloader(Strange, files, at_once())
    for _ in range(4):
        fetching.want(DIGEST)
        assert fetching.wait(PATIENCE)
    assert files.get(DIGEST) == SCAN


def test_without_room_at_the_hub_files_wait_and_events_may_go(
    filing: FilingHub, hub: HubClient, tmp_path: Path
) -> None:
    desk = Files(tmp_path / "desk", KEY)
    desk.put(SCAN)
    first = FileUploader(lambda: hub, desk, at_once())
    filing.kept.spare = 1 << 60
    assert isinstance(first([attached(DIGEST)]), ProvinceFull)
    assert not filing.kept.has(OFFICE, DIGEST)
    filing.kept.spare = 0
    assert first([attached(DIGEST)]) is None
    assert filing.kept.of(OFFICE).get(DIGEST) == SCAN


def test_a_disk_that_fills_while_a_file_comes_keeps_what_has_come(
    filing: FilingHub, hub: HubClient, tmp_path: Path
) -> None:
    desk = Files(tmp_path / "desk", KEY)
    desk.put(SCAN)
    filing.kept.begin(OFFICE, DIGEST, len(SCAN))
    filing.kept.add(OFFICE, DIGEST, 0, SCAN[:100_000])
    filing.kept.spare = 1 << 60
    noted = Noted(hub)
    assert isinstance(FileUploader(lambda: noted, desk, at_once())([attached(DIGEST)]), ProvinceFull)
    filing.kept.spare = 0
    assert FileUploader(lambda: noted, desk, at_once())([attached(DIGEST)]) is None
    assert noted.bytes_up <= len(SCAN) - 100_000 + LEAST_PIECE


def test_a_place_for_files_that_is_no_folder_holds_up_nothing(
    filing: FilingHub, hub: HubClient, tmp_path: Path
) -> None:
    desk = Files(tmp_path / "desk", KEY)
    desk.put(SCAN)
    place = filing.folder / "files"
    place.write_bytes(b"")
    assert isinstance(FileUploader(lambda: hub, desk, at_once())([attached(DIGEST)]), ProvinceFull)
    assert not filing.kept.has(OFFICE, DIGEST)
    place.unlink()
    assert FileUploader(lambda: hub, desk, at_once())([attached(DIGEST)]) is None


@pytest.mark.parametrize(
    "quota",
    [
        Quota(day_files=2),
        Quota(day_file_bytes=2 * len(SCAN)),
        Quota(office_day_files=2),
        Quota(office_day_file_bytes=2 * len(SCAN)),
    ],
)
def test_no_machine_fills_the_disk_with_files(filing: FilingHub, tmp_path: Path, quota: Quota) -> None:
    filing.quota = quota
    desk = Files(tmp_path / "desk", KEY)
    scans = [desk.put(SCAN[:-1] + bytes([n])) for n in range(4)]
    with filing.at_work() as url, line(filing.joins(seed=7), url) as own:
        first = FileUploader(lambda: own, desk, at_once())
        for _ in range(3):  # what is there is counted once
            refused = first([attached(digest) for digest in scans])
            assert isinstance(refused, ProvinceRefused)
            assert refused.refusal == Refusal.TOO_MUCH
    assert [filing.kept.has(OFFICE, digest) for digest in scans] == [True, True, False, False]


def test_a_file_larger_than_the_hub_takes_is_left_out(hub: HubClient, tmp_path: Path, filing: FilingHub) -> None:
    desk = Files(tmp_path / "desk", KEY)
    large, small = desk.put(bytes(MOST_FILE_BYTES + 1)), desk.put(SCAN)
    assert send_files(hub, desk, [large, small], at_once()) == [large]
    assert filing.kept.of(OFFICE).get(small) == SCAN


def thin(stops_after: int = 1_000_000) -> TransferRate:
    """A line so slow that every piece is of the smallest size; the desk closes after so many pieces."""
    seconds = count(step=10)
    left = iter([False] * (stops_after - 1))
    return TransferRate(lambda _: next(left, stops_after < 1_000_000), now=lambda: float(next(seconds)))


def test_a_file_fetched_over_a_thin_line_is_decrypted_once_at_the_hub(
    filing: FilingHub, hub: HubClient, tmp_path: Path
) -> None:
    there = filing.kept.of(OFFICE)
    there.put(SCAN)
    files = Files(tmp_path / "desk", KEY)
    with pytest.raises(TransferStopped):
        fetch_file(hub, files, DIGEST, thin(5))
    noted = Noted(hub)
    assert fetch_file(noted, files, DIGEST, thin())
    assert len(noted.asked) == -(-(len(SCAN) - 5 * LEAST_PIECE) // LEAST_PIECE)
    assert (there.proofs, files.get(DIGEST)) == (1, SCAN)


def test_a_file_sent_over_a_thin_line_is_decrypted_once_at_the_desk_however_often_it_stops(
    filing: FilingHub, hub: HubClient, tmp_path: Path
) -> None:
    files = Files(tmp_path / "desk", KEY)
    files.put(SCAN)
    for _ in range(3):
        with pytest.raises(TransferStopped):
            send_files(hub, files, [DIGEST], thin(5))
    assert send_files(hub, files, [DIGEST], thin()) == []
    assert send_files(hub, files, [DIGEST], thin()) == []
    assert (files.proofs, filing.kept.of(OFFICE).get(DIGEST)) == (1, SCAN)


def test_a_file_that_is_damaged_while_it_is_sent_counts_as_missing(hub: HubClient, tmp_path: Path) -> None:
    files = Files(tmp_path / "desk", KEY)
    files.put(SCAN)
    with pytest.raises(TransferStopped):
        send_files(hub, files, [DIGEST], thin(5))
    path = files.folder / DIGEST[:2] / DIGEST
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert send_files(hub, files, [DIGEST], thin()) == [DIGEST]


def test_ranges_of_a_file_are_given_as_asked_and_no_others(filing: FilingHub, hub: HubClient) -> None:
    filing.kept.of(OFFICE).put(SCAN)
    size = len(SCAN)
    asked = {"bytes=0-9": (0, 10), "bytes=300000-": (300_000, size), f"bytes={size - 5}-{size + 50}": (size - 5, size)}
    for header, (first, end) in asked.items():
        answer = hub.request("GET", f"{PATH_FILES}/{DIGEST}", b"", {"Range": header}, media="application/octet-stream")
        assert (answer.status, answer.body) == (206, SCAN[first:end])
        assert answer.headers["content-range"] == f"bytes {first}-{end - 1}/{size}"
    for header in (f"bytes={size}-", "bytes=999999999999-999999999999", "bytes=9-3"):
        with pytest.raises(NetworkTrouble):
            hub.request("GET", f"{PATH_FILES}/{DIGEST}", b"", {"Range": header}, media="application/octet-stream")
    whole = hub.request("GET", f"{PATH_FILES}/{DIGEST}", b"", media="application/octet-stream")
    assert (whole.status, whole.body) == (200, SCAN)


class Says:
    """A hub that has nothing of a file, and says the same to each piece."""

    def __init__(self, answer: int | ProvinceRefused) -> None:
        self.answer = answer
        self.asked = 0

    def file_reached(self, digest: FileDigest, size: int) -> int:
        assert digest == DIGEST
        assert size == len(SCAN)
        return 0

    def send_piece(self, digest: FileDigest, size: int, offset: int, piece: bytes) -> int:
        self.asked += 1
        assert (digest, size) == (DIGEST, len(SCAN))
        assert SCAN[offset:].startswith(piece)
        assert self.asked < 1_000, "for ever"
        if isinstance(self.answer, ProvinceRefused):
            raise self.answer
        return self.answer

    def fetch_piece(self, digest: FileDigest, offset: int, most: int) -> FilePiece | None:
        return FilePiece(MOST_FILE_BYTES + 1, digest.encode()[offset:most])


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (0, NotTheProvince),
        (ProvinceRefused("hub", "a_word_of_a_newer_hub"), ProvinceRefused),
        (ProvinceRefused("hub", Refusal.GAP.value, head=-5), ProvinceRefused),
        (ProvinceRefused("hub", Refusal.GAP.value, head=len(SCAN) + 1), ProvinceRefused),
    ],
    ids=["no further", "newer word", "before the beginning", "beyond the end"],
)
def test_an_answer_that_leads_nowhere_ends_the_sending(
    answer: int | ProvinceRefused, trouble: type[NetworkTrouble]
) -> None:
    """It is told, and tried again later: the events that wait for the file would else never go."""
    with pytest.raises(trouble):
        send_bytes(Says(answer), DIGEST, SCAN, at_once())


def test_a_file_said_to_be_larger_than_any_is_not_fetched(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    with pytest.raises(NotTheProvince):
        fetch_file(Says(0), files, DIGEST, at_once())
    assert coming_to(files).coming(DIGEST) is None
