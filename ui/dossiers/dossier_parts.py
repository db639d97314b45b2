"""A dossier to read: its facts as pairs under heads, its history as sentences with their signs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.words.terms import CHANNEL, DOCUMENT, RETURN_BY, SEX, STANDING
from models.events import FeeDue
from models.ids import is_province
from models.person import Authority, Document, Organisation, Person
from models.subjects.dossier import Dossier
from ui.core.words import minute, money, short_moment
from ui.style.look import look
from ui.widgets.fold import Fold
from ui.widgets.input_parsing import day_words
from ui.widgets.plain import label, picture

if TYPE_CHECKING:
    from desk.views.view_models import Told

_SIGN = {
    "DossierReceived": ("good", "accent_text"),
    "SupplementAsked": ("warn", "warn"),
    "DossierRefused": ("bad", "bad"),
    "DossierCorrected": ("edit", "muted"),
    "DossierWithdrawn": ("withdraw", "muted"),
    "DossierVoided": ("bad", "muted"),
    "DueDateChanged": ("clock", "warn"),
    "DossierRead": ("search", "muted"),
    "FeeTaken": ("coin", "good"),
    "ResultHandedOver": ("hand_over", "good"),
    "FormPrinted": ("print", "muted"),
    "PrintingFailed": ("warn", "warn"),
    "PaperGivenUp": ("close", "muted"),
    "FileAttached": ("attach", "muted"),
    "ProvinceReported": ("flag", "accent_text"),
    "NationalAccepted": ("sent", "good"),
    "NationalRefused": ("warn", "warn"),
}
"""Icon and colour of what happened, by the name of the event."""


def facts(dossier: Dossier) -> QWidget:
    """What it is and what was promised."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    line = 0
    for head, pairs in _sections(dossier):
        shown = [(name, words) for name, words in pairs if words]
        if not shown:
            continue
        title = label(head, "section")
        if line:
            grid.setRowMinimumHeight(line, 10)
            line += 1
        grid.addWidget(title, line, 0, 1, 2)
        line += 1
        for name, words in shown:
            said = label(words, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if not name:
                grid.addWidget(said, line, 0, 1, 2)
                line += 1
                continue
            key = label(name, "label")
            key.setMinimumWidth(look().px(112))
            grid.addWidget(key, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, line, 1)
            line += 1
    grid.setRowStretch(line, 1)
    return made


def _sections(dossier: Dossier) -> list[tuple[str, list[tuple[str, str]]]]:
    intake = dossier.intake
    if intake is None:
        return []
    papers = [
        f"{p.name} ({', '.join(_amounts(p.originals, p.copies, shown_only=p.shown_only))})" for p in intake.papers
    ]
    due = short_moment(dossier.due.at) if dossier.due and dossier.due.at else ""
    authority = intake.authority
    return [
        (
            "Thời hạn và phí",
            [
                ("Nhận lúc", minute(dossier.received_at)),
                ("Hẹn trả", due),
                ("Vì sao", "\n".join(dossier.due.why) if dossier.due else ""),
                ("Phí, lệ phí", _fee(dossier.fee)),
                ("Đã thu", money(dossier.taken) if dossier.taken else ""),
                ("Hình thức nộp", CHANNEL[intake.channel]),
                ("Nhận kết quả", " · ".join(x for x in (RETURN_BY[intake.return_by], intake.return_to) if x)),
                ("Số bộ", str(intake.sets) if intake.sets > 1 else ""),
                ("Ghi chú", intake.note),
                ("Lý do", dossier.reason),
                ("Còn thiếu", "\n".join(p.name for p in dossier.missing)),
            ],
        ),
        ("Người nộp", _person(intake.submitter)),
        (
            "Chủ hồ sơ",
            [
                *(_person(intake.owner) if intake.owner else []),
                *(_authority(authority) if authority else []),
            ],
        ),
        ("Giấy tờ đã nhận", [("", paper) for paper in papers]),
        (
            "Văn bản yêu cầu bản sao",
            [("", f"{one.name} · {one.pages} trang × {one.copies} bản") for one in intake.documents],
        ),
        (
            "Nơi nhận, nơi giải quyết",
            [
                ("Nơi hỗ trợ", intake.helped_by.name if intake.helped_by else ""),
                ("Nơi tiếp nhận", intake.received_by.name),
                ("Giải quyết", intake.resolved_by.name),
            ],
        ),
    ]


def _person(person: Person | Organisation) -> list[tuple[str, str]]:
    if isinstance(person, Organisation):
        return [
            ("Tên", person.name),
            ("Mã số thuế", person.tax_code),
            ("Địa chỉ", person.address),
            ("Điện thoại", person.phone),
        ]
    return [
        ("Họ và tên", person.full_name),
        ("Số định danh", person.personal_number),
        ("CMND cũ", person.old_number),
        ("Ngày sinh", day_words(person.born_on, person.born_year)),
        ("Giới tính", SEX[person.sex] if person.sex else ""),
        *(_document(person.document) if person.document else []),
        ("Quốc tịch", person.nationality),
        ("Thường trú", person.address),
        ("Ghi trên thẻ", person.address_before),
        ("Điện thoại", person.phone),
        ("Thư điện tử", person.email),
    ]


def _document(document: Document) -> list[tuple[str, str]]:
    """What was shown instead of a card."""
    until = f"có giá trị đến {document.expires_on:%d/%m/%Y}" if document.expires_on else ""
    issued = f"cấp ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    known_by = f"nhận biết qua {document.known_by}" if document.known_by else ""
    said = (DOCUMENT[document.kind], document.number, known_by, issued, document.issued_by, until)
    return [("Giấy tờ", " · ".join(part for part in said if part))]


def _authority(authority: Authority) -> list[tuple[str, str]]:
    number = f"số {authority.number}" if authority.number else ""
    day = f"ngày {authority.granted_on:%d/%m/%Y}" if authority.granted_on else ""
    paper = " · ".join(part for part in (authority.paper, number, day, authority.certified_by) if part)
    return [
        ("Tư cách", STANDING[authority.standing] if authority.standing else ""),
        ("Quan hệ", authority.relation),
        ("Giấy tờ", paper),
    ]


def _amounts(originals: int, copies: int, *, shown_only: bool) -> list[str]:
    if shown_only:
        return ["xuất trình"]
    said = [f"{originals} bản chính"] if originals else []
    if copies:
        said.append(f"{copies} bản sao")
    return said or ["đã nhận"]


def _fee(fee: FeeDue | None) -> str:
    if fee is None:
        return ""
    if fee.lines:
        return money(fee.total)
    if fee.free:
        return "Miễn phí"
    return "Theo quy định của HĐND tỉnh" if fee.set_by_province else "Không có thông tin"


def _who(one: "Told") -> str:
    return "hệ thống tỉnh" if is_province(one.counter) else f"{one.clerk} · máy {one.counter}"


def history(told: "tuple[Told, ...]") -> QWidget:
    """Everything that happened, newest first; that people looked at it, folded into one line at the end."""
    looks = tuple(one for one in told if one.what == "DossierRead")
    happened = tuple(one for one in told if one.what != "DossierRead")
    if not looks:
        return _lines(happened)
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addWidget(_lines(happened))
    fold = Fold(f"{len(looks)} lượt xem · lần cuối {minute(looks[-1].at)}")
    within = _lines(looks)
    within.hide()
    fold.toggled.connect(within.setVisible)
    column.addWidget(fold)
    column.addWidget(within)
    column.addStretch(1)
    return made


def _lines(told: "tuple[Told, ...]") -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for n, one in enumerate(reversed(told)):
        grid.addWidget(picture(*_SIGN.get(one.what, ("clock", "muted")), 16), n, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(0)
        words = label(one.sentence, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said.addWidget(words)
        said.addWidget(label(f"{minute(one.at)} · {_who(one)}", "small"))
        grid.addLayout(said, n, 1)
    grid.setRowStretch(len(told), 1)
    return made
