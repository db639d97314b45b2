"""Control sheet (Mẫu 06, before 2025 Mẫu 05): who gave a dossier to whom, when, and whether in time.

One row for each event that gives it on or changes what it waits for. A row is never written over: a later event adds
one, and so does what puts an earlier one right. What the rows say beyond the circular's heads is ours.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import local_day, micros
from models.calendar.pauses import ClockRule, stopped_since
from models.events import (
    ConsultationAnswered,
    ConsultationAsked,
    Decision,
    DisputeSettled,
    DossierAccepted,
    DossierForwarded,
    DossierGivenBack,
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DossierSubmitted,
    DossierTakenOver,
    DossierVoided,
    DossierWithdrawn,
    DueDate,
    DueDateChanged,
    DueDateRecomputed,
    ObligationMet,
    ObligationTold,
    ResultCameBack,
    ResultCheckedIn,
    ResultDecided,
    ResultHandedOver,
    SupplementAsked,
    SupplementBrought,
)
from models.history import Recorded
from models.process import Holder
from models.subjects.dossier import Dossier
from models.subjects.processing import ProcessStage
from models.text import clean
from printing.forms.body import Given, slip
from printing.forms.dossier_history import DossierHistory
from printing.forms.facts import FormFacts, facts_of, moment
from printing.forms.versions import FactWords
from printing.layout.sheet import Block

_NOBODY = Holder()
_CITIZEN = "Người nộp hồ sơ"
_COLLECTOR = "Người nhận kết quả"


class HandOver(Struct, frozen=True, kw_only=True):
    """One row.

    Attributes:
        to: who has the dossier from now on, or does what the note says.
        by: who gave it; None = it stayed where it was.
        result: "early", "on_time" or "late", of the step that ends here or of the whole; empty = nothing ends here, or
            the limit is not known.
        note: what happened.
    """

    at: datetime
    to: Holder
    by: Holder | None = None
    result: str = ""
    note: str = ""


def control_sheet(told: DossierHistory, given: Given) -> tuple[Block, ...]:
    """All rows so far; dated the day it is printed."""
    words = given.words
    facts = facts_of(
        told.dossier,
        given.office,
        words,
        clerk=given.clerk,
        clerk_phone=given.clerk_phone,
        dated_at=given.printed_at,
    )
    asked = dict.fromkeys(one.event.agency for one in told.history if isinstance(one.event, ConsultationAsked))
    rows = tuple(_cells(row, words.facts) for row in hand_overs(told))
    whole = FormFacts({**facts.single, "consulted": clean("; ".join(asked))}, {**facts.lists, "hand_overs": rows})
    return slip(words.control_sheet, told.dossier.code, whole, given)


def _cells(row: HandOver, tell: FactWords) -> dict[str, str]:
    at = moment(row.at, tell)
    to, by = clean(row.to.unit_name), clean(row.by.unit_name) if row.by is not None else ""
    if row.by is None:
        units, people = [to], [clean(row.to.name)]
    else:
        units = [f"1. Giao: {by}", f"2. Nhận: {to}"]
        named = (("Người giao", clean(row.by.name)), ("Người nhận", clean(row.to.name)))
        people = [f"{what}: {name}" for what, name in named if name]
    return {
        "units": "\n".join(filter(None, units)),
        "at": "\n".join(filter(None, (at, *people))),
        "result": tell.in_time[row.result] if row.result else "",
        "note": clean(row.note),
    }


def hand_overs(told: DossierHistory) -> Iterator[HandOver]:
    """The rows, oldest first. Those of a longer history begin with those of a shorter one."""
    for before, recorded in told.steps():
        row = _row(told, before, recorded)
        if row is not None:
            yield row


def _row(told: DossierHistory, before: Dossier, recorded: Recorded) -> HandOver | None:
    at, event = recorded.at, recorded.event
    work, clerk = before.processing, told.name(recorded.clerk)
    desk = Holder(unit_name=_desk_name(told, before), name=clerk)
    has = _holder(work.holder, desk)
    intake = event.intake if isinstance(event, DossierReceived) else before.intake
    citizen = Holder(unit_name=_CITIZEN, name=intake.submitter.full_name if intake else "")
    match event:
        case DossierReceived():
            here = Holder(unit_name=event.intake.received_by.name, name=clerk)
            return HandOver(at=at, by=citizen, to=here, note="Tiếp nhận hồ sơ")
        case DossierForwarded() | DossierSubmitted():
            what = "Trình ký" if isinstance(event, DossierSubmitted) else f"Chuyển: {event.step.name}"
            listed = event.list_number and f"danh sách {event.list_number}"
            note = _said(what, listed, event.courier and f"người mang: {event.courier}", event.note)
            return HandOver(at=at, by=has, to=event.to, result=_of_step(before, at), note=note)
        case DossierAccepted():
            sender = _holder(work.before, desk) if work.before != _NOBODY else Holder(unit_name=desk.unit_name)
            return HandOver(at=at, by=sender, to=event.holder, note="Nhận xử lý")
        case DossierTakenOver():
            return HandOver(at=at, by=event.before, to=event.holder, note=_said("Nhận thay", event.reason))
        case DossierGivenBack():
            back = _holder(event.to, Holder(unit_name=desk.unit_name))
            return HandOver(at=at, by=has, to=back, note=_said("Trả lại", event.reason))
        case ConsultationAsked():
            note = _said(f"Lấy ý kiến {event.number}", event.question)
            return HandOver(at=at, by=has, to=Holder(unit_name=event.agency), note=note)
        case ConsultationAnswered():
            agency = next((one.agency for one in work.consultations if one.number == event.number), "")
            note = _said(f"Trả lời {event.number}", event.answer, _promise(event.due))
            return HandOver(at=at, by=Holder(unit_name=agency), to=has, note=note)
        case SupplementAsked() if before.code:
            return HandOver(
                at=at, by=has, to=citizen, note=_said(f"Yêu cầu bổ sung {_short(event.number)}", event.reason)
            )
        case SupplementBrought() if before.code:
            note = _said(f"Đã bổ sung theo {_short(event.number)}", _promise(event.due))
            return HandOver(at=at, by=citizen, to=has, note=note)
        case ObligationTold():
            return HandOver(at=at, to=has, note=_said(f"Báo nghĩa vụ tài chính {event.number}", event.what))
        case ObligationMet():
            return HandOver(
                at=at, to=has, note=_said(f"Đã thực hiện nghĩa vụ {event.number}", event.proof, _promise(event.due))
            )
        case DueDateChanged():
            what = f"Xin lỗi, gia hạn {_short(event.number)}".rstrip() + (" (báo muộn)" if event.late else "")
            leader = Holder(unit_name=has.unit_name, name=told.name(event.confirmed_by))
            return HandOver(at=at, to=leader, note=_said(what, _promise(DueDate(at=event.due_at)), event.reason))
        case DueDateRecomputed():
            return HandOver(at=at, to=has, note=_said("Tính lại hạn", _promise(event.due), event.reason))
        case ResultDecided():
            what = "Ký kết quả" if event.outcome is Decision.GRANTED else "Ký từ chối giải quyết"
            signer = Holder(unit_name=work.holder.unit_name, name=event.signed_by)
            note = _said(f"{what} {event.number}".rstrip(), event.reason)
            return HandOver(at=at, to=signer, result=_of_step(before, at), note=note)
        case ResultCheckedIn():
            note = _said("Kết quả về quầy", event.place and f"ngăn {event.place}", event.note)
            return HandOver(at=at, by=has, to=desk, result=_of_whole(before, at), note=note)
        case ResultCameBack():
            return HandOver(at=at, to=desk, note=_said("Bưu điện chuyển hoàn, kết quả lại ở quầy", event.reason))
        case ResultHandedOver():
            result = "" if work.stage is ProcessStage.READY else _of_whole(before, at)
            collector = Holder(unit_name=_COLLECTOR, name=event.to)
            return HandOver(at=at, by=desk, to=collector, result=result, note=_said("Trả kết quả", event.note))
        case DossierRefused() if before.code:
            note = _said(f"Từ chối giải quyết {_short(event.number)}", event.reason)
            return HandOver(at=at, by=has, to=citizen, result=_of_whole(before, at), note=note)
        case DossierStopped():
            return HandOver(at=at, to=has, note=_said(f"Dừng giải quyết {_short(event.number)}", event.reason))
        case DossierWithdrawn() if before.code:
            return HandOver(at=at, by=has, to=citizen, note=_said("Rút hồ sơ", event.reason))
        case DossierVoided():
            return HandOver(at=at, to=has, note=_said("Hủy hồ sơ nhập nhầm", event.reason))
        case DisputeSettled():
            to = has if event.holder is None else _holder(event.holder, Holder(unit_name=desk.unit_name))
            return HandOver(at=at, to=to, note=_said("Giải quyết mâu thuẫn", _promise(event.due), event.reason))
        case _:
            return None


def _desk_name(told: DossierHistory, before: Dossier) -> str:
    intake = before.intake or told.dossier.intake
    return intake.received_by.name if intake else ""


def _holder(holder: Holder, desk: Holder) -> Holder:
    """Who has it: of the reception desk its own name."""
    return holder if holder.unit or holder.unit_name or holder.clerk else desk


def _short(number: str) -> str:
    """A slip's number without the agency's identifier: its name stands above."""
    return number.partition("-")[2] or number


def _said(*parts: str) -> str:
    """A note of what is known."""
    return ". ".join(part.rstrip(". ") for part in parts if clean(part))


def _promise(due: DueDate | None) -> str:
    if due is None or due.at is None:
        return ""
    return f"Hẹn trả {due.at:%d/%m/%Y}" if due.at.tzinfo is None else f"Hẹn trả {local_day(due.at):%d/%m/%Y}"


def _of_step(before: Dossier, at: datetime) -> str:
    """Of the step that ends; too late says nothing where the clock stood still meanwhile: its date does not move."""
    work = before.processing
    found = _in_time(at, work.step_due_at)
    since = work.step_since
    stood = any(
        pause.rule is not ClockRule.RUN
        and (pause.ended_at is None or since is None or micros(pause.ended_at) > micros(since))
        for pause in before.pauses
    )
    return "" if found == "late" and stood else found


def _of_whole(before: Dossier, at: datetime) -> str:
    if before.missed is not None:
        return "late"  # a later date has taken the place of one that had passed
    due_at = before.due.at if before.due else None
    found = _in_time(at, due_at)
    return "" if found == "late" and stopped_since(before.waits, due_at) is not None else found


def _in_time(at: datetime, due_at: datetime | None) -> str:
    """Late is after the instant; on time is on its day."""
    if due_at is None:
        return ""
    if micros(at) > micros(due_at):
        return "late"
    return "on_time" if local_day(at) == local_day(due_at) else "early"
