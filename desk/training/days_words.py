"""What is said of days that a script lived through: their figures, and where two of them disagree."""

from collections.abc import Callable, Mapping
from datetime import date

from desk.training.identities import Agreement, Disagreement
from desk.training.office_days import REGISTER, OfficeDays, OfficeFigures
from desk.words.terms import STAGE, STATUS
from desk.words.work_lists import LIST
from models.events import Form
from models.subjects.dossier import DossierStatus
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList
from models.words.money_words import in_figures
from printing.forms.table import FORMS

IDENTITY = {
    Agreement.FILE: "Tệp dữ liệu không nguyên vẹn",
    Agreement.ROWS: "Danh sách hồ sơ khác với lịch sử",
    Agreement.STATES: "Số đếm theo trạng thái khác với lịch sử",
    Agreement.WORK: "Danh sách việc hôm nay khác với lịch sử",
    Agreement.OVERDUE: "Danh sách quá hạn khác với đồng hồ của hồ sơ",
    Agreement.REGISTER: "Sổ theo dõi hồ sơ khác với lịch sử",
    Agreement.SHELF: "Ngăn để kết quả khác với lịch sử",
    Agreement.HAND_OVER: "Danh sách bàn giao khác với hồ sơ trên đó",
    Agreement.MONEY: "Tiền đã thu khác với hồ sơ",
    Agreement.PAPERS: "Giấy tờ in ra khác với lịch sử",
    Agreement.SCRIPT: "Việc đã làm khác với lịch sử",
}


def figures_told(done: OfficeDays) -> list[str]:
    """The figures, as sentences."""
    figures = done.figures
    return [
        f"{done.days} ngày làm việc, {_day(done.first)} đến {_day(done.last)}: {done.citizens} lượt người đến.",
        f"Đã tiếp nhận {figures.taken} hồ sơ, đã trả {figures.returned}, đang quá hạn {figures.overdue}.",
        f"Đã thu {in_figures(figures.money)} đồng.",
        f"Trạng thái: {_counted(figures.states, _state)}.",
        f"Việc của ngày cuối: {_counted(_not_empty(figures), lambda of: LIST[WorkList(of)])}.",
        f"Giấy tờ theo mẫu: {_counted(done.by_form, _form)}.",
        *(disagreement_told(one) for one in done.disagreements),
        *([] if done.disagreements else ["Đối chiếu: danh sách, sổ theo dõi, số đếm và lịch sử khớp nhau."]),
        f"Chạy trong {done.seconds:.1f} giây.",
    ]


def disagreement_told(one: Disagreement) -> str:
    """What disagrees, and by how much."""
    of = f" ({one.of})" if one.of else ""
    return f"{IDENTITY[one.what]}{of}: {one.told}, phải là {one.folded}."


def _counted(counts: Mapping[str, int], name: Callable[[str], str]) -> str:
    return ", ".join(f"{name(of).lower()} {number}" for of, number in counts.items()) or "không có"


def _not_empty(figures: OfficeFigures) -> dict[str, int]:
    return {of: number for of, number in figures.lists.items() if number}


def _state(of: str) -> str:
    return STAGE[ProcessStage(of)] if of in set(ProcessStage) else STATUS[DossierStatus(of)]


def _form(of: str) -> str:
    return "Sổ theo dõi hồ sơ" if of == REGISTER else FORMS[Form[of.upper()]].short


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
