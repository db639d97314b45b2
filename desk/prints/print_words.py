"""Words about print jobs that are not printed yet, and about the state of printers."""

from pathlib import Path

from desk.prints.print_jobs import PDF_FOLDER, Fate, Unprinted
from desk.prints.printers import PaperLeft, PrinterState
from desk.words.printers import device_name
from desk.words.reasons import sentence
from models.events import Form
from printing.forms.table import FORMS

FATE: dict[Fate, tuple[str, str, str]] = {
    Fate.KEPT: ("Chưa in", "clock", "warn"),
    Fate.GOING: ("Đang gửi", "sending", "accent_text"),
    Fate.QUEUED: ("Trong hàng đợi máy", "hold", "accent_text"),
    Fate.DOUBTFUL: ("Chưa chắc đã ra", "warn", "bad"),
}
"""Word, icon and colour of each fate."""


def form_name(form: Form) -> str:
    """A form's name inside a sentence."""
    return FORMS[form].name


def job_words(one: Unprinted) -> str:
    """Which print job: form, code, and from the second on which print."""
    copy = f" · bản in lần {one.copy}" if one.copy > 1 else ""
    name = form_name(one.form)
    return f"{name[0].upper()}{name[1:]} {one.code}{copy}"


def waiting_reason(one: Unprinted) -> str:
    """Why the job has not come out, as a sentence."""
    if one.why is not None:
        return sentence(one.why)
    match one.fate:
        case Fate.GOING:
            return "Đang gửi cho máy in."
        case Fate.QUEUED:
            return "Hệ thống in đã nhận và đang giữ trong hàng đợi; máy theo dõi đến khi in xong."
        case _:
            return "Chờ đến lượt in." if not one.earlier else "Còn lại từ lần mở trước; chưa gửi cho máy in."


def next_try_words(one: Unprinted) -> str:
    """How the next try will be marked on paper; shown before it is made."""
    if one.next_copy == one.copy:
        again = f" (bản in lần {one.copy})" if one.copy > 1 else ""
        return f"In tiếp là đúng bản này{again}, không ghi thêm."
    return f"Có thể tờ giấy đã ra. In tiếp sẽ ghi “Bản in lần {one.next_copy}”."


def printer_words(state: PrinterState | None) -> tuple[str, str]:
    """A printer's state: word and colour; a printer that reports nothing is shown as unknown."""
    if state is None:
        return "Không báo", "muted"
    if state.cover_open:
        return "Mở nắp", "bad"
    if state.paper is PaperLeft.OUT:
        return "Hết giấy", "bad"
    if state.needs_person:
        return "Máy in lỗi", "bad"
    if state.recovers:
        return "Tạm nghỉ", "warn"
    if state.offline:
        return "Mất máy in", "bad"
    if state.is_low:
        return "Sắp hết", "warn"
    return ("Đang in", "accent_text") if state.busy else ("Máy in tốt", "good")


def taken_by(where: str) -> str:
    """Who took a print job, as a clerk reads it.

    Args:
        where: the name of a printer, the path of its device, or that of the file that was written in place of paper.
    """
    is_file = Path(where).is_absolute() and Path(where).suffix and not where.startswith("/dev/")
    return "tệp trong thư mục giấy in" if is_file else device_name(where)


def printer_name(address: str) -> str:
    """An address as a clerk reads it."""
    if not address:
        return "Tệp PDF trong máy này"
    kind, _, rest = address.partition("?")[0].partition(":")
    if kind == "pdf" and device_name(rest) == PDF_FOLDER:
        return "Tệp PDF trong máy này"
    names = {
        "pdf": "Tệp trong thư mục",
        "spool": "Máy in",
        "tcp": "Máy in mạng",
        "serial": "Máy in cổng",
        "usb": "Máy in USB",
    }
    return f"{names.get(kind, 'Máy in')} {device_name(rest)}"
