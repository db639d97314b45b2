"""The province on the screen: one calm line, a page, a ladder; nothing of it disturbs who is working."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desk.province import reconcile
from desk.province.reconcile import Difference, DifferenceKind
from models.ids import DeviceId, EventId, SubjectId
from models.trouble import ProvinceNotReached
from sync.client.link_state import Phase
from sync.hub.offices import offices
from sync.messages import AsideReason, SetAside
from tests.conftest import TurnedClock
from tests.fakes.hub import RunningHub, running, settings_for
from tests.ui.conftest import Clerk
from tests.ui.dossiers.test_list_page import opens_dossier, received
from ui.province.province_page import ProvincePage
from ui.shell.province_line import SIGNS

__all__ = ["received"]

CTRL = Qt.KeyboardModifier.ControlModifier
OFFICE = "H00.99.01"
URL = "https://tinh.example"


@pytest.fixture
def hub(tmp_path: Path, clock: TurnedClock) -> Iterator[RunningHub]:
    """A real hub of this office on loopback, with the tests' clock."""
    settings = settings_for(tmp_path / "hub", f"sqlite:///{tmp_path / 'hub' / 'hub.db'}")
    with running(settings, clock=clock, office=OFFICE) as found:
        yield found


def page_of(clerk: Clerk) -> ProvincePage:
    page = clerk.page("province")
    assert isinstance(page, ProvincePage)
    return page


def said_on(page: QWidget) -> str:
    labels = (label.text() for label in page.findChildren(QLabel) if label.isVisible())
    buttons = (button.text() for button in page.findChildren(QPushButton) if button.isVisible())
    return "\n".join([*labels, *buttons])


def kept(seq: int, subject: str) -> SetAside:
    return SetAside(
        device=3,  # type: ignore[arg-type] # a device number
        seq=seq,
        id=EventId(f"e{seq}"),
        subject=SubjectId(subject),
        why=AsideReason.PROCEDURE_UNKNOWN,
        facts={"procedure": "1.001193"},
    )


# ---- the line ----------------------------------------------------------------------------------------------


def test_a_machine_that_belongs_to_no_hub_says_so_once_the_desk_is_open(clerk: Clerk) -> None:
    line = clerk.window.province_line
    clerk.until(lambda: line.words == "Chưa nối với tỉnh")
    assert line.sign == "unlinked"
    assert line.accessibleName() == "Đường truyền về tỉnh: Chưa nối với tỉnh"


def test_the_line_follows_the_link_and_never_by_colour_alone(clerk: Clerk, clock: TurnedClock) -> None:
    line = clerk.window.province_line
    clerk.hears_of_link(phase=Phase.UP_TO_DATE, last_arrival_at=clock())
    assert (line.sign, line.words) == ("sent", "Đã gửi hết 08:00")
    retry = clock() + timedelta(minutes=5)
    clerk.hears_of_link(phase=Phase.OFFLINE, unsent=12, retry_at=retry, trouble=ProvinceNotReached(URL))
    assert line.words == "Mất mạng – cứ làm tiếp · còn 12 việc chưa gửi · thử lại lúc 08:05"
    clerk.hears_of_link(phase=Phase.SENDING, remaining=40_000, total=50_000)
    assert line.words == "Đang nhận dữ liệu của đơn vị: 10.000/50.000"
    clerk.hears_of_link(phase=Phase.UP_TO_DATE, set_aside=(kept(1, "dossier/x"),))
    assert line.words == "1 việc bị tỉnh giữ lại – xem"
    assert line.words in line.accessibleName()
    icons = [icon for icon, _, _ in SIGNS.values()]
    assert len(set(icons)) >= len(icons) - 2


def test_one_event_on_its_way_does_not_make_the_line_blink(clerk: Clerk, clock: TurnedClock) -> None:
    line = clerk.window.province_line
    clerk.hears_of_link(phase=Phase.UP_TO_DATE, last_arrival_at=clock())
    shown = line.words
    clerk.hears_of_link(phase=Phase.SENDING, unsent=1)
    assert line.words == shown
    clerk.until(lambda: line.words == "Đang gửi 1 việc")  # it does take long
    clerk.hears_of_link(phase=Phase.UP_TO_DATE, last_arrival_at=clock())
    assert line.words == shown


def test_the_line_opens_the_page_and_so_does_its_key(clerk: Clerk) -> None:
    clerk.window.province_line.click()
    assert clerk.window.front == "province"
    clerk.window.go("counter")
    clerk.press(Qt.Key.Key_4, CTRL)
    assert clerk.window.front == "province"


# ---- the page ----------------------------------------------------------------------------------------------


def test_a_machine_that_is_not_joined_is_asked_for_address_and_code(clerk: Clerk) -> None:
    page = page_of(clerk)
    clerk.until(page.joining.isVisible)
    assert not clerk.window.acts["send_now"].isEnabled()
    page.joining.ok.click()
    assert page.joining.url.edit.hasFocus()


def test_what_is_kept_apart_is_named_with_what_to_do_and_leads_to_its_dossier(received: Clerk) -> None:
    opened = opens_dossier(received)
    assert opened.view is not None
    received.hears_of_link(phase=Phase.UP_TO_DATE, set_aside=(kept(1, opened.view.dossier.id),))
    received.waits()
    assert "Tỉnh giữ lại 1 việc" in said_on(opened)
    assert any(words in opened.ladder.hint_label.text() for words in ("Máy chưa nối", "1.001193"))
    page = page_of(received)
    received.until(lambda: "Việc bị tỉnh giữ lại (1)" in said_on(page))
    said = said_on(page)
    assert "Mã thủ tục 1.001193 không có trong danh mục của tỉnh." in said
    assert "sửa mã thủ tục ở hồ sơ" in said
    link = next(button for button in page.findChildren(QPushButton) if "H00.99.01" in button.text())
    link.click()
    assert received.window.front == "dossier"


def test_what_went_wrong_is_told_with_its_time_and_once_while_it_lasts(clerk: Clerk) -> None:
    page = page_of(clerk)
    for _ in range(3):
        clerk.hears_of_link(phase=Phase.OFFLINE, trouble=ProvinceNotReached(URL))
    clerk.hears_of_link(phase=Phase.UP_TO_DATE)
    clerk.hears_of_link(phase=Phase.OFFLINE, trouble=ProvinceNotReached(URL))
    clerk.waits()
    assert [one.times for one in clerk.app.province.mishaps] == [1, 3]
    assert "3 lần liền" in said_on(page)


def test_a_forked_file_is_explained_and_offered_its_new_number(clerk: Clerk) -> None:
    page = page_of(clerk)
    clerk.until(lambda: page.link is not None and page.view is not None)
    clerk.hears_of_link(phase=Phase.FORKED)
    clerk.waits()
    assert page.new_number.isVisible()
    assert "Không mất việc nào" in said_on(page)


def test_news_leaves_the_keys_where_they_are(received: Clerk) -> None:
    page = received.page("dossiers")
    received.types("mau")
    before = received.focus
    received.app.province.merged.emit(frozenset({SubjectId("dossier/x"), SubjectId("ticket/y")}))
    received.waits()
    assert received.focus is before
    assert page is received.window.page("dossiers")


# ---- with a real hub ---------------------------------------------------------------------------------------


def joins(clerk: Clerk, hub: RunningHub) -> ProvincePage:
    page = page_of(clerk)
    clerk.until(page.joining.isVisible)
    page.joining.url.put(hub.url)
    page.joining.code.put(offices.make_code(hub.store, OFFICE, device=3, now=hub.hub.clock()))
    page.joining.ok.click()
    clerk.until(lambda: page.view is not None and page.view.joined)
    clerk.until(lambda: clerk.app.province.state is not None and clerk.app.province.state.phase is Phase.UP_TO_DATE)
    clerk.waits()
    return page


def test_joined_sent_arrived_compared(received: Clerk, hub: RunningHub) -> None:
    page = joins(received, hub)
    received.until(lambda: received.window.province_line.words.startswith("Đã gửi hết"))
    said = said_on(page)
    assert hub.url in said
    assert "không còn việc nào" in said
    dossier = opens_dossier(received)
    received.until(lambda: "Tỉnh đã nhận" in said_on(dossier))
    dossier.step_line.delivery.click()
    assert "số " in said_on(dossier)
    page_of(received)
    received.press(Qt.Key.Key_D, CTRL)
    received.until(lambda: page.unlike == ())
    assert "Máy này và tỉnh khớp nhau" in said_on(page)


def test_what_differs_after_closing_time_is_told_unasked_and_shown_on_the_page(
    clerk: Clerk, hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Difference(device=DeviceId(5), what=DifferenceKind.MISSING_HERE, here=2, there=4)
    monkeypatch.setattr(reconcile, "differences", lambda *_, **__: [found])
    page = joins(clerk, hub)
    clerk.until(lambda: "1 chỗ lệch" in " ".join(one.label.text() for one in clerk.window.banners.shown))
    clerk.window.go("counter")
    (banner,) = [one for one in clerk.window.banners.shown if "chỗ lệch" in one.label.text()]
    assert banner.button is not None
    banner.button.click()
    clerk.waits()
    assert clerk.window.front == "province"
    assert "sự việc của máy số 5 (ở đây 2, ở tỉnh 4)" in said_on(page)


def test_the_stick_is_written_and_an_empty_one_says_so(clerk: Clerk, hub: RunningHub, tmp_path: Path) -> None:
    page = joins(clerk, hub)
    stick = tmp_path / "usb"
    stick.mkdir()
    page.stick.out_to.emit(stick)
    clerk.waits()
    assert list(stick.rglob("*"))
    assert "niêm phong" in clerk.window.banners.shown[-1].label.text()
    empty = tmp_path / "empty"
    empty.mkdir()
    page.stick.in_from.emit(empty)
    clerk.waits()
    assert "không có thư trả lời" in clerk.window.banners.shown[-1].label.text()


def test_a_wrong_code_is_said_and_can_be_put_right(clerk: Clerk, hub: RunningHub) -> None:
    page = page_of(clerk)
    clerk.until(page.joining.isVisible)
    page.joining.url.put(hub.url)
    page.joining.code.put("sai-ma")
    page.joining.ok.click()
    clerk.until(lambda: bool(clerk.window.banners.shown) and page.joining.ok.isEnabled())
    assert page.joining.isVisible()
    joins(clerk, hub)


def test_the_window_closes_while_the_link_waits_for_news(
    opened: Callable[[], Clerk], hub: RunningHub, clock: TurnedClock
) -> None:
    del clock
    clerk = opened()
    joins(clerk, hub)
    clerk.app.window.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("province")]
