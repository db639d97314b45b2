"""The administrator's pages over HTTP: what they show, that they run nothing, and what they ask the database."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from models.calendar.clock import wall_clock
from models.ids import new_ticket_id
from sync.hub.fleet.reports import note_report
from sync.hub.offices import offices
from sync.hub.updates import changes
from sync.hub.updates.changes import ChangeAuthor
from sync.messages import PATH_UP, DeviceReport, ReportedState, Up, UpAnswer, chain_of, pack_report
from tests.fakes.hub import OFFICE, WITHIN, RunningHub, running, settings_for
from tests.fakes.province import fill_province
from tests.fakes.releases import Publisher
from tests.sync.hub.conftest import Desk
from tests.sync.hub.dossiers import PAID
from tests.sync.hub.log.test_quarantine import statements

OFFICES, DESKS = 1000, 4
REPORT = pack_report(DeviceReport("0.2.0", ReportedState.OK, 50_000, 1_795_000_000, "connected"))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder: Path = tmp_path_factory.mktemp("hub")
    publisher = Publisher(folder / "publisher", lambda: wall_clock() - timedelta(days=80))  # of 120 that a sign holds
    settings = settings_for(folder, f"sqlite:///{folder / 'hub.db'}")
    with running(replace(settings, updates={"folder": str(publisher.folder)})) as found:
        yield found


def get(hub: RunningHub, path: str) -> httpx.Response:
    return httpx.get(f"{hub.admin}/{path}", timeout=WITHIN, trust_env=False, follow_redirects=True)


def test_a_desks_report_comes_with_its_events_and_stands_on_the_page(hub: RunningHub) -> None:
    desk = hub.join()
    log = Desk(desk.device)
    log.record(new_ticket_id(), PAID)
    report = DeviceReport("0.1.0", ReportedState.WARN, 5_000, 0, "lost", ("backup:never",))
    told = desk.batch(PATH_UP, Up(chain_of(log.log), report=pack_report(report)), UpAnswer)
    assert (told.head, told.report_every) == (1, 15)
    assert desk.batch(PATH_UP, Up(chain_of(log.log), report=b"\xff"), UpAnswer).head == 1
    assert get(hub, "").url.path == "/fleet"
    page = get(hub, f"fleet?office={OFFICE}")
    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    for shown in ("UBND xã Mẫu Sơn", "0.1.0", "cần xem", "sao lưu", "5,0 GB", "mất kết nối"):
        assert shown in page.text
    assert "script" not in page.text
    assert "(snapshot) của kho phát hành hết hạn" in page.text
    assert "\nmotcua_update_timestamp_days 39" in hub.figures().text
    assert get(hub, "style.css").headers["content-type"].startswith("text/css")
    assert "0.1.0" in get(hub, "fleet.csv?health=ill").text
    book = CalamineWorkbook.from_filelike(io.BytesIO(get(hub, "fleet.xlsx?health=ill").content))
    (row,) = book.get_sheet_by_name("Các máy").to_python()[4:]
    assert row[1:5] == ["UBND xã Mẫu Sơn", desk.device, "", "0.1.0"]
    assert "\nmotcua_fleet_warn 1\n" in hub.figures().text


def test_what_a_machine_and_an_address_say_is_text(hub: RunningHub) -> None:
    offices.create_office(hub.store, "H97.01", "<b>UBND</b>")
    hub.join("H97.01")
    page = get(hub, 'fleet?office=<b>UB"&silent=x&page=-1&health=none&older_than=<')
    assert page.status_code == 200
    assert "<b>UB" not in page.text
    assert "&lt;b&gt;UBND" in get(hub, "fleet?office=H97").text


def test_a_zero_byte_in_an_address_leaves_no_machine_out(tmp_path: Path, postgres_url: str) -> None:
    """PostgreSQL knows none."""
    with running(settings_for(tmp_path, postgres_url)) as hub:
        hub.join(OFFICE)
        for path in ("fleet", "fleet.csv", "fleet.xlsx"):
            assert get(hub, f"{path}?office=%00").status_code == 200
        assert "UBND xã Mẫu Sơn" in get(hub, "fleet?office=%00").text


def test_the_page_of_updates_says_who_changed_what(hub: RunningHub) -> None:
    author = ChangeAuthor("Lê Văn Mẫu", hub.hub.clock(), "lỗi <in>")
    changes.open_release(hub.store, author, "0.2.0", {3: author.now})
    changes.pause(hub.store, author)
    page = get(hub, "updates").text
    for shown in ("ĐANG TẠM DỪNG", "Bản 0.2.0: vòng 3 từ", "Lê Văn Mẫu: tạm dừng (lỗi &lt;in&gt;)"):
        assert shown in page


def test_others_than_the_administrators_network_see_no_page(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    with running(replace(settings, limits=replace(settings.limits, watchers=("10.0.0.0/8",)))) as other:
        assert {
            get(other, path).status_code for path in ("", "fleet", "fleet.csv", "updates", "seats", "style.css")
        } == {404}
        assert httpx.get(f"{other.url}/fleet", trust_env=False).status_code == 404


def test_a_page_of_a_thousand_offices_asks_no_more_often_and_shows_no_more_than_one_of_few(hub: RunningHub) -> None:
    now = hub.hub.clock()
    asked, rows = [], []
    for begin, end in ((0, 150), (150, OFFICES)):  # of the first already more than four pages
        fill_province(hub.store, [f"H96.{number:04}" for number in range(begin, end)], DESKS, now)
        for path in ("fleet", "fleet?page=3", "fleet?office=H96&health=ok", "fleet?older_than=0.2.0&silent=3"):
            with statements(hub.store) as said:
                page = get(hub, path)
            assert page.status_code == 200
            asked.append((path, len(said)))
            rows.append((path, page.text.count("<tr")))
    half = len(asked) // 2
    assert min(count for _, count in asked) > 0
    assert asked[half:] == asked[:half]
    assert rows[half:] == rows[:half]
    found = offices.find_device(hub.store, "H96.0500-2")
    assert found is not None
    note_report(hub.store, found, REPORT, now)
    assert "1 máy." in get(hub, "fleet?office=H96&health=ok").text
    assert len(get(hub, "fleet.csv?office=H96").text.splitlines()) == OFFICES * DESKS + 1
