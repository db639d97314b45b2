"""Dossiers sent in by post, in words."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from desk.words.terms import moment
from models import events as e
from models.calendar.clock import local
from models.subjects.dossier import Dossier
from models.subjects.post.consignment import Consignment, PaperCount
from models.words.money_words import in_figures

CONSIGNMENT_STAGE = {
    e.ConsignmentStage.MADE_OUT: "Đã lập phiếu gửi",
    e.ConsignmentStage.ON_THE_WAY: "Đang đi",
    e.ConsignmentStage.ARRIVED: "Đã đến, chưa kiểm đếm",
    e.ConsignmentStage.COUNTED: "Đã kiểm đếm",
    e.ConsignmentStage.SENT_BACK: "Trả lại bưu điện",
    e.ConsignmentStage.HANDED_IN: "Đã giao nhận",
}
NOTHING_SENT_IN = "Không có hồ sơ nào đang gửi đến qua bưu điện."


def tell_consignment(event: e.ConsignmentEvent) -> str:
    """One event as one sentence."""
    match event:
        case e.ConsignmentMadeOut():
            fee = f", bưu điện thu {in_figures(event.fee)} đồng" if event.fee else ""
            by = f", phải đến trước hết ngày {event.arrive_by:%d/%m}" if event.arrive_by else ""
            what = f"{event.number}, {len(event.intake.papers)} loại giấy tờ của {event.sender.name}"
            return f"Lập phiếu gửi hồ sơ {what}{fee}{by}."
        case e.ConsignmentCorrected():
            return "Sửa thông tin hồ sơ gửi qua bưu điện trước khi giao nhận."
        case e.ConsignmentScanned():
            when = f" {moment(event.happened_at)}" if event.happened_at else ""
            return f"Hồ sơ gửi qua bưu điện: {CONSIGNMENT_STAGE[event.stage].lower()}{when}."
        case e.ConsignmentCounted():
            return f"Kiểm đếm {len(event.papers)} loại giấy tờ cùng nhân viên bưu chính."
        case e.ConsignmentHandedIn():
            money = f", nộp {in_figures(event.money)} đồng" if event.money else ""
            how = "đầy đủ" if event.complete else "phải bổ sung"
            return f"{event.postman} giao hồ sơ, biên bản {event.record}: {how}{money}."
        case e.ConsignmentSentBack():
            return f"Không nhận, trả lại bưu điện. Lý do: {event.reason}"
        case e.AppointmentSlipDelivered():
            when = f" {moment(event.happened_at)}" if event.happened_at else ""
            return f"Bưu điện đã phát giấy hẹn (phiếu bổ sung) đến người gửi{when}."
        case _:
            assert_never(event)


def consignment_state(one: Consignment, today: date, *, late: bool) -> tuple[str, str]:
    """Where a consignment stands, and the tone of it.

    Args:
        one: which.
        today: on the office wall.
        late: it should have arrived.
    """
    heard = f" {local(one.last_heard):%d/%m}" if one.last_heard else ""
    if one.contradictory:
        return "Mâu thuẫn: đã giao nhận, lại trả bưu điện", "bad"
    match one.stage:
        case e.ConsignmentStage.HANDED_IN:
            return _handed_in_state(one, today, heard)
        case e.ConsignmentStage.SENT_BACK:
            return f"Trả lại{heard}: {one.reason}", ""
        case e.ConsignmentStage.COUNTED:
            unlike = sum(not count.agrees for count in one.counts)
            return (f"Khác phiếu gửi {unlike} loại", "warn") if unlike else ("Đủ theo phiếu gửi", "good")
        case e.ConsignmentStage.ARRIVED:
            return "Chờ kiểm đếm", ""
        case _ if late and one.arrive_by:
            return f"Quá hạn đến {one.arrive_by:%d/%m}, {(today - one.arrive_by).days} ngày", "bad"
        case _:
            until = f", đến {one.arrive_by:%d/%m}" if one.arrive_by else ""
            return CONSIGNMENT_STAGE[one.stage] + until, ""


def _handed_in_state(one: Consignment, today: date, heard: str) -> tuple[str, str]:
    """What became of it, and where its slip is while the post has it."""
    slip = "Giấy hẹn" if one.complete else "Phiếu bổ sung"
    if one.slip_awaited and one.slip_by:
        if one.slip_by < today:
            return f"{slip} quá hạn phát {one.slip_by:%d/%m}", "bad"
        return f"{slip} đang gửi, đến {one.slip_by:%d/%m}", ""
    return (f"Đã nhận{heard}", "good") if one.complete else (f"Chờ bổ sung từ{heard}", "warn")


def count_words(counts: Sequence[PaperCount]) -> str:
    """How the count differs from the slip: ``"thiếu Tờ khai (1 bản chính); thừa Ảnh (2 bản sao)"``; empty = nowhere."""
    missing = [one for one in counts if one.missing]
    extra = [one for one in counts if not one.agrees and not one.missing]
    said = []
    if missing:
        said.append("thiếu " + ", ".join(_difference(one, 1) for one in missing))
    if extra:
        said.append("thừa " + ", ".join(_difference(one, -1) for one in extra))
    return "; ".join(said)


def made_out_words(one: Consignment) -> str:
    """That a slip was made out."""
    until = f", phải đến trước hết ngày {one.arrive_by:%d/%m}" if one.arrive_by else ""
    return f"Đã lập phiếu gửi hồ sơ {one.number}{until}."


def corrected_words(one: Consignment) -> str:
    """That what was entered of one is corrected."""
    return f"Đã lưu thông tin hồ sơ gửi qua bưu điện {one.number}."


def counted_words(one: Consignment) -> str:
    """What counting came to."""
    unlike = count_words(one.counts)
    return f"{one.number}: khác phiếu gửi: {unlike}." if unlike else f"{one.number}: đủ theo phiếu gửi."


def handed_in_words(
    record: str,
    consignments: Sequence[Consignment],
    dossiers: Sequence[Dossier],
    refused: Sequence[tuple[str, str]],
) -> str:
    """What signing a record has done, and each refusal."""
    said = []
    if consignments:
        codes = ", ".join(one.code or one.slip for one in dossiers)
        short = sum(not one.complete for one in consignments)
        money = sum(one.money for one in consignments)
        said.append(
            f"Biên bản {record}: nhận {len(consignments)} hồ sơ ({codes})"
            + (f", {short} hồ sơ phải bổ sung" if short else "")
            + (f", bưu điện nộp {in_figures(money)} đồng" if money else "")
            + "."
        )
        kept = sum(one.fee for one in consignments if not one.money)
        if kept:
            said.append(f"Còn {in_figures(kept)} đồng bưu điện đã thu chưa nộp.")
    if refused:
        said.append(f"Chưa nhận {len(refused)} hồ sơ: " + " ".join(f"{number}: {why}" for number, why in refused))
    return " ".join(said)


def arrived_words(one: Consignment, stage: e.ConsignmentStage, *, fresh: bool) -> str:
    """What a scan has done."""
    said = CONSIGNMENT_STAGE[stage].lower()
    return f"{one.number}: {said}." if fresh else f"{one.number}: đã ghi rồi, không ghi lần nữa."


def slip_delivered_words(number: str) -> str:
    """That the sender has the slip."""
    return f"{number}: giấy hẹn (phiếu bổ sung) đã đến người gửi."


def _difference(one: PaperCount, sign: int) -> str:
    found = (
        (sign * (one.listed_originals - one.originals), "bản chính"),
        (sign * (one.listed_copies - one.copies), "bản sao"),
    )
    return f"{one.name} ({', '.join(f'{many} {what}' for many, what in found if many > 0)})"
