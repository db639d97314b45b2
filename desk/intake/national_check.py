"""Checks the national message before the citizen leaves. Warns only: some people have no card."""

from typing import assert_never

from desk.desk import Desk
from desk.intake.intake import IntakeForm, tidy
from sync.national.check import FieldFault, FieldProblem, NationalFacts, NationalField, PersonRole
from sync.national.check import problems as problems_of


def problems(desk: Desk, form: IntakeForm) -> tuple[str, ...]:
    """What the national message would lack if the form were taken in now, as sentences; empty = nothing.

    Nothing here keeps a dossier from being taken in (``intake.preview`` does that).
    """
    return tuple(map(field_words, field_problems(desk, form)))


def field_problems(desk: Desk, form: IntakeForm) -> tuple[FieldProblem, ...]:
    """As ``problems``, as data, for a screen that marks the fields."""
    form = tidy(form)
    unit, device = desk.settings.office.unit, desk.settings.device
    facts = NationalFacts(
        procedure=form.procedure,
        submitter=form.submitter,
        owner=form.owner,
        authority=form.authority,
        code=f"{unit.id}-{desk.today:%y%m%d}-{device.block_first:04d}",
    )
    return problems_of(facts)


_OF = {PersonRole.OWNER: "chủ hồ sơ", PersonRole.SUBMITTER: "người nộp"}


def field_words(problem: FieldProblem) -> str:
    """One problem as one sentence: what is wrong, and the shape that would be right."""
    whose = _OF.get(problem.role, "hồ sơ")
    missing = problem.kind is FieldFault.MISSING
    match problem.field:
        case NationalField.PROCEDURE:
            return "Chưa chọn thủ tục." if missing else "Mã thủ tục không đúng dạng của hệ thống quốc gia (1.001193)."
        case NationalField.CODE:
            return "Mã hồ sơ không đúng dạng <mã định danh>-<năm tháng ngày>-<số>: xem lại mã định danh của cơ quan."
        case NationalField.NAME:
            return f"Thiếu họ tên {whose}."
        case NationalField.NUMBER:
            if missing:
                return f"Thiếu số định danh hoặc số CMND của {whose}."
            return f"Số định danh của {whose} phải đủ 12 chữ số."
        case NationalField.OLD_NUMBER:
            return f"Số CMND của {whose} phải đủ 9 chữ số."
        case NationalField.TAX_CODE:
            return f"{'Thiếu mã số thuế' if missing else 'Mã số thuế không đúng dạng'} của {whose} (10 hoặc 13 chữ số)."
        case NationalField.ADDRESS:
            return f"Thiếu địa chỉ {whose}."
        case NationalField.PHONE:
            if missing:
                return "Thiếu số điện thoại liên hệ."
            return f"Số điện thoại của {whose} không đúng dạng (10 chữ số, bắt đầu bằng 0)."
        case NationalField.EMAIL:
            return f"Thư điện tử của {whose} không đúng dạng."
        case NationalField.AUTHORITY:
            return "Người nộp không phải chủ hồ sơ: thiếu quan hệ hoặc giấy ủy quyền."
        case NationalField.FEE:
            return "Số tiền phí, lệ phí không đúng dạng."
        case _:
            assert_never(problem.field)
