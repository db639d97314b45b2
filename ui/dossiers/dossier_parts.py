"""Read-only parts of a dossier's page: facts, papers, history."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.words.process_history import notice_words
from desk.words.terms import CHANNEL, DOCUMENT, RETURN_BY, SEX, STANDING
from models.events import FeeDue, Intake, ReturnBy
from models.ids import is_province
from models.person import Authority, Document, Organisation, Person
from models.subjects.dossier import Dossier
from ui.core.words import minute, money
from ui.dossiers.acts import ACTS
from ui.widgets.basic import column, label, picture, row
from ui.widgets.facts import facts_grid
from ui.widgets.fold import FoldOut
from ui.widgets.input_parsing import day_words

if TYPE_CHECKING:
    from desk.views.view_models import HistoryLine

_SIGN = {
    "DossierReceived": ("good", "accent_text"),
    "SupplementAsked": ("warn", "warn"),
    "DossierRefused": ("bad", "bad"),
    "DossierRead": ("search", "muted"),
    "FeeTaken": ("coin", "good"),
    "PrintingFailed": ("warn", "warn"),
    "PaperGivenUp": ("close", "muted"),
    "ProvinceReported": ("flag", "accent_text"),
    "NationalAccepted": ("sent", "good"),
    "NationalRefused": ("warn", "warn"),
    "NationalWithdrawn": ("sent", "muted"),
    "NoticeReported": ("sent", "accent_text"),
    **{act.leaves: (act.action.icon, act.tone) for act in ACTS if act.leaves},
}
"""Icon and colour of what happened, by the name of the event."""


def people_and_matter(dossier: Dossier, clock: Sequence[str] = ()) -> QWidget:
    """Whose it is, who filed it, what was promised and why; ``clock``: what has moved the date since."""
    return facts_grid(_sections(dossier, clock or (dossier.due.why if dossier.due else ())), names=112)


def papers(dossier: Dossier, declarations: Sequence[str] = ()) -> QWidget:
    """What was handed in, declarations that were filled in for it here among them, and what is still missing."""
    made = QWidget()
    lines = QVBoxLayout(made)
    lines.setContentsMargins(0, 0, 8, 0)
    lines.setSpacing(6)
    scanned = {file.paper for file in dossier.files}
    for paper in dossier.intake.papers if dossier.intake else ():
        detail = ", ".join(_amounts(paper.originals, paper.copies, shown_only=paper.shown_only))
        detail = f"nằm trong hồ sơ {paper.lies_in}" if paper.lies_in else detail
        lines.addLayout(_paper(("good", "good"), paper.name, detail + (" · đã quét" if paper.name in scanned else "")))
    for name in declarations:
        lines.addLayout(_paper(("edit", "muted"), name, "điền giúp tại đây trước khi nộp"))
    for missing in dossier.missing:
        lines.addLayout(_paper(("warn", "warn"), missing.name, "còn thiếu"))
    for copied in dossier.intake.documents if dossier.intake else ():
        lines.addLayout(_paper(("paper", "muted"), copied.name, f"{copied.pages} trang × {copied.copies} bản"))
    return made


def papers_words(dossier: Dossier) -> str:
    """``"3/4 · đã quét 2"``: how many are here of all that are wanted, and how many scans."""
    here = len(dossier.intake.papers) if dossier.intake else 0
    scans = f" · đã quét {len(dossier.files)}" if dossier.files else ""
    return f"{here}/{here + len(dossier.missing)}{scans}"


def _paper(sign: tuple[str, str], words: str, detail: str) -> QHBoxLayout:
    name = label(words, wrap=True)
    name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made = row(column(picture(*sign, 16), 1), column(name, label(detail, "small", wrap=True), gap=0))
    made.setStretch(1, 1)
    return made


def _sections(dossier: Dossier, why_due: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    intake = dossier.intake
    if intake is None:
        return []
    owner, authority = intake.owner, intake.authority
    return [
        ("Chủ hồ sơ", _person(owner) if owner else []),
        (
            "Người nộp" if owner else "Người nộp, chủ hồ sơ",
            [*_person(intake.submitter), *(_authority(authority) if authority else [])],
        ),
        (
            "Việc",
            [
                ("Nhận lúc", minute(dossier.received_at)),
                ("Mã khác", ", ".join(dossier.other_codes)),
                ("Phí, lệ phí", _fee(dossier.fee)),
                ("Miễn, giảm", _ground(dossier.fee)),
                ("Nhận kết quả", _way_back(intake)),
                ("Hình thức nộp", CHANNEL[intake.channel]),
                ("Số bộ", str(intake.sets) if intake.sets > 1 else ""),
                ("Ghi chú", intake.note),
                ("Lý do", dossier.reason),
                ("Báo tin", f"{minute(dossier.notice_at)}: {notice_words(dossier.notice)}" if dossier.notice else ""),
                ("Nơi hỗ trợ", intake.helped_by.name if intake.helped_by else ""),
                ("Nơi tiếp nhận", ", ".join(filter(None, (intake.received_by.name, intake.taken_at)))),
                ("Giải quyết", intake.resolved_by.name),
                ("Vì sao hẹn", "\n".join(why_due)),
            ],
        ),
    ]


def _way_back(intake: Intake) -> str:
    """How and where the result is received; what was taken in at a mobile point is returned where that says."""
    if intake.taken_at and intake.return_to and intake.return_by is ReturnBy.COUNTER:
        return f"Tại {intake.return_to}"
    return " · ".join(x for x in (RETURN_BY[intake.return_by], intake.return_to) if x)


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


def _ground(fee: FeeDue | None) -> str:
    ground = fee.ground if fee else None
    if ground is None:
        return ""
    off = f"giảm {money(ground.let_off)}" if ground.let_off else ""
    return " · ".join(part for part in (ground.name, ground.proof, off) if part)


def _who(one: "HistoryLine") -> str:
    return "hệ thống tỉnh" if is_province(one.counter) else f"{one.clerk} · máy {one.counter}"


def history(told: "tuple[HistoryLine, ...]") -> QWidget:
    """Everything that happened, newest first; that people looked at it, folded into one line at the end."""
    looks = tuple(one for one in told if one.what == "DossierRead")
    happened = tuple(one for one in told if one.what != "DossierRead")
    if not looks:
        return _lines(happened)
    made = QWidget()
    lines = QVBoxLayout(made)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(12)
    lines.addWidget(_lines(happened))
    fold = FoldOut(f"{len(looks)} lượt xem · lần cuối {minute(looks[-1].at)}")
    within = _lines(looks)
    within.hide()
    fold.toggled.connect(within.setVisible)
    lines.addWidget(fold)
    lines.addWidget(within)
    lines.addStretch(1)
    return made


def _lines(told: "tuple[HistoryLine, ...]") -> QWidget:
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
