"""The province in words: one calm line for each state, a reason and a remedy for whatever is kept apart."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.dossiers.delivery import DeliveryStep, Rung, RungReason
from desk.province import province_words
from desk.province.province_words import StatusSign, remedy, rung_words, set_aside_lines, set_aside_words, span, status
from models.events import NationalState
from models.ids import DeviceId, EventId, SubjectId
from models.trouble import NotTheProvince, ProvinceBusy, ProvinceNotReached, ProvinceRefused, Trouble
from sync.client.link_state import LinkState, Phase
from sync.messages import AsideReason, Refusal, SetAside

AT = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)  # 14:02 on the wall
LATER = AT + timedelta(minutes=5)
URL = "https://tinh.example"


def kept(why: AsideReason, **facts: str) -> SetAside:
    return SetAside(
        device=DeviceId(3), seq=7, id=EventId("e"), subject=SubjectId("dossier/x"), why=why, facts=dict(facts)
    )


@pytest.mark.parametrize(
    ("state", "sign", "words"),
    [
        (LinkState(phase=Phase.NOT_JOINED), StatusSign.UNLINKED, "Chưa nối với tỉnh"),
        (LinkState(phase=Phase.UP_TO_DATE, last_arrival_at=AT), StatusSign.SENT, "Đã gửi hết 14:02"),
        (LinkState(phase=Phase.UP_TO_DATE), StatusSign.SENT, "Đã gửi hết"),
        (LinkState(phase=Phase.SENDING, unsent=3), StatusSign.SENDING, "Đang gửi 3 việc"),
        (LinkState(phase=Phase.SENDING), StatusSign.SENDING, "Đang nối với tỉnh"),
        (
            LinkState(phase=Phase.OFFLINE, trouble=ProvinceNotReached(URL)),
            StatusSign.OFFLINE,
            "Mất mạng – cứ làm tiếp",
        ),
        (
            LinkState(phase=Phase.OFFLINE, unsent=12, retry_at=LATER, trouble=ProvinceNotReached(URL)),
            StatusSign.OFFLINE,
            "Mất mạng – cứ làm tiếp · còn 12 việc chưa gửi · thử lại lúc 14:07",
        ),
        (
            LinkState(phase=Phase.OFFLINE, unsent=12, retry_at=LATER, trouble=ProvinceBusy(URL)),
            StatusSign.WAITING,
            "Còn 12 việc chưa gửi · thử lại lúc 14:07",
        ),
        (
            LinkState(phase=Phase.OFFLINE, retry_at=LATER, trouble=NotTheProvince(URL)),
            StatusSign.OFFLINE,
            "Mạng đòi đăng nhập – cứ làm tiếp · thử lại lúc 14:07",
        ),
        (
            LinkState(phase=Phase.SENDING, remaining=37_600, total=50_000),
            StatusSign.RECEIVING,
            "Đang nhận dữ liệu của đơn vị: 12.400/50.000",
        ),
        (
            LinkState(phase=Phase.UP_TO_DATE, set_aside=(kept(AsideReason.FORK), kept(AsideReason.FORK))),
            StatusSign.HELD,
            "2 việc bị tỉnh giữ lại – xem",
        ),
        (
            LinkState(phase=Phase.UP_TO_DATE, clock_off=-timedelta(days=1)),
            StatusSign.WRONG,
            "Đồng hồ máy lệch 1 ngày – chỉnh lại giờ của máy",
        ),
        (
            LinkState(
                phase=Phase.REFUSED,
                unsent=2,
                trouble=ProvinceRefused(URL, Refusal.DEVICE_REVOKED.value),
                retry_at=LATER,
            ),
            StatusSign.WRONG,
            "Tỉnh từ chối máy này – xem · còn 2 việc chưa gửi",
        ),
        (
            LinkState(phase=Phase.REFUSED, trouble=ProvinceRefused(URL, Refusal.PROGRAM_TOO_OLD.value)),
            StatusSign.WRONG,
            "Chương trình quá cũ so với tỉnh: cần cập nhật – xem",
        ),
        (LinkState(phase=Phase.FORKED), StatusSign.WRONG, "Tệp dữ liệu là bản phục hồi cũ – cần số máy mới – xem"),
    ],
)
def test_the_status_line_says_one_thing_calmly(state: LinkState, sign: StatusSign, words: str) -> None:
    said = status(state)
    assert (said.sign, said.words) == (sign, words)


def test_a_long_reading_tells_how_far_it_is() -> None:
    assert status(LinkState(phase=Phase.SENDING, remaining=37_600, total=50_000)).part == pytest.approx(0.248)
    assert status(LinkState(phase=Phase.SENDING, remaining=20, total=50_000)).part == 0


def test_whatever_is_kept_apart_has_a_reason_and_a_remedy() -> None:
    said = {set_aside_words(kept(why)) for why in AsideReason}
    assert len(said) == len(AsideReason)
    for why in AsideReason:
        assert remedy(why).endswith(".")
    assert "1.001193" in set_aside_words(kept(AsideReason.PROCEDURE_UNKNOWN, procedure="1.001193"))
    assert "dài 5,2 MB" in set_aside_words(kept(AsideReason.TOO_LARGE, bytes="5452595"))
    assert set_aside_words(kept(AsideReason.TOO_LARGE, bytes="so many")).endswith(".")
    lines = set_aside_lines([kept(AsideReason.TOO_LARGE, bytes="5452595")] * 5)
    assert lines[0].startswith("Việc số 7 bị tỉnh giữ lại. Nội dung dài 5,2 MB")
    assert lines[3:] == ["Còn 2 việc khác bị giữ lại; xem ở trang Tỉnh."]
    assert "H99-261123-3001" in set_aside_words(kept(AsideReason.CODE_TAKEN, code="H99-261123-3001"))


@pytest.mark.parametrize("hang", list(RungReason))
def test_every_hanging_rung_says_why(hang: RungReason) -> None:
    rung = Rung(
        step=DeliveryStep.SENT,
        hangs=hang,
        waiting=2,
        words="sai mã",
        set_aside=(kept(AsideReason.CODE_TAKEN, code="x"),),
    )
    assert rung_words(rung)[1].endswith(".")


def test_the_rungs_tell_number_hour_and_who_says_so() -> None:
    assert rung_words(Rung(step=DeliveryStep.SAVED, done=True, at=AT)) == ("Đã lưu", "14:02 23/11/2026 · trên máy này")
    assert rung_words(Rung(step=DeliveryStep.SAVED, done=True, at=AT, device=DeviceId(5)))[1].endswith("ở máy 5")
    assert rung_words(Rung(step=DeliveryStep.ARRIVED, done=True, at=AT, number=1204)) == (
        "Tỉnh đã nhận",
        "số 1.204 · 14:02 23/11/2026",
    )
    latest = Rung(step=DeliveryStep.LATEST, done=True, at=AT, state=NationalState.IN_PROGRESS, words="Sở Mẫu")
    assert rung_words(latest) == ("Mới nhất: đang xử lý", "Sở Mẫu · 14:02 23/11/2026")
    refused = Rung(step=DeliveryStep.NATIONAL, hangs=RungReason.REFUSED, words="Sai mã thủ tục.")
    assert rung_words(refused) == (
        "Hệ thống quốc gia không nhận",
        "Sai mã thủ tục. Sửa thông tin hồ sơ; tỉnh sẽ tự gửi lại.",
    )


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=40), "40 giây"),
        (timedelta(minutes=-5), "5 phút"),
        (timedelta(hours=3), "3 giờ"),
        (timedelta(days=2), "2 ngày"),
        (timedelta(days=-800), "2 năm"),
    ],
)
def test_a_span_is_said_roughly(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_a_trouble_is_one_sentence_and_nothing_when_there_is_none() -> None:
    assert province_words.trouble_words(LinkState(phase=Phase.UP_TO_DATE)) == ""
    trouble: Trouble = ProvinceNotReached(URL)
    assert province_words.trouble_words(LinkState(phase=Phase.OFFLINE, trouble=trouble)).endswith(".")
