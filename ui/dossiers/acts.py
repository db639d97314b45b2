"""The table of acts on a dossier, one row each. Page, menu, keys and the F1 sheet are built from it.

Parts of the page are made by functions here, and loaded when the page is built: the window reads this table to know
its keys.
"""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from desk.permissions import Permission
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from ui.actions import ActContext, Action, ActionPlace

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import DossierView
    from ui.dossiers.act_part import ActPart

ALIVE = frozenset(DossierStatus) - ENDED
KNOWN = frozenset(DossierStatus) - {DossierStatus.NEW}
"""Something of it has arrived here."""


class Weight(Enum):
    """Where an act stands on the page."""

    NEXT = "next"
    """What comes next: the one large button, F9. At most one in each status."""
    MONEY = "money"
    """Beside it."""
    REST = "rest"
    """In the menu."""
    ENDS = "ends"
    """What destroys: last in the menu, in red, apart."""


class SheetSpec(Struct, frozen=True, kw_only=True):
    """What folds out before it is done.

    Attributes:
        say: what it means, or the question that is asked.
        head, ok: title, and words of the button that does it; empty = those of the action.
        part: makes what is filled in; None = nothing, it is a question only.
        by_two: a second person confirms; then the act is done by ``desk.dossiers.four_eyes.EXCEPTIONS``.
    """

    say: str
    head: str = ""
    ok: str = ""
    part: "Callable[[], ActPart] | None" = None
    by_two: bool = False


def _newest(view: "DossierView") -> str:
    return view.told[-1].sentence


class DossierAct(Struct, frozen=True, kw_only=True):
    """One act.

    Attributes:
        action: its id, words, key, icon, while which status, which right.
        sheet: what folds out before; None = done at once.
        do: the verb of the desk; it is called with the dossier, then with what was filled in.
        prints: the verb gives a paper, which is printed; else the dossier as it is afterwards.
        leads_to: page that goes on with the dossier, instead of a verb.
        says: the banner.
        leaves, tone: name of the event it leaves; in the history it has the icon of the act, in this tone.
    """

    action: Action
    weight: Weight = Weight.REST
    sheet: SheetSpec | None = None
    do: "Callable[[OpenDesk], Callable[..., Any]] | None" = None
    prints: bool = False
    leads_to: str = ""
    says: "Callable[[DossierView], str]" = _newest
    leaves: str = ""
    tone: str = "muted"


def _while(*status: DossierStatus) -> Callable[[ActContext], bool]:
    return lambda context: context.page == "dossier" and (context.dossier_comes or context.dossier in status)


def _action(
    id_: str,
    words: str,
    key: str,
    icon: str,
    allowed: Callable[[ActContext], bool],
    permission: Permission | None = None,
) -> Action:
    return Action(id_, words, key, icon, allowed, permission, ActionPlace.DOSSIER)


# ---- parts of the page -----------------------------------------------------------------------------------


def _receiver() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - see above
    from ui.widgets.field import Field  # noqa: PLC0415 - likewise

    def submitter(dossier: Dossier) -> str:
        return dossier.intake.submitter.full_name if dossier.intake else ""

    note = Field("Ghi chú", hint="giấy tờ đã xem, ủy quyền…")
    return FieldsPart(Field("Người nhận kết quả"), note, begins=submitter)


def _reason(words: str, hint: str) -> "ActPart":
    from ui.dossiers.act_part import FieldsPart  # noqa: PLC0415 - likewise
    from ui.widgets.field import LongField  # noqa: PLC0415 - likewise

    return FieldsPart(LongField(words, hint, lines=2))


def _later() -> "ActPart":
    from ui.dossiers.act_part import FieldsPart, MomentField  # noqa: PLC0415 - likewise
    from ui.widgets.field import LongField  # noqa: PLC0415 - likewise

    return FieldsPart(MomentField("Hẹn lại lúc"), LongField("Lý do", "nêu với người dân…", lines=2))


def _correction() -> "ActPart":
    from ui.dossiers.correct_part import CorrectPart  # noqa: PLC0415 - likewise

    return CorrectPart()


def _scans() -> "ActPart":
    from ui.dossiers.files_part import AttachPart  # noqa: PLC0415 - likewise

    return AttachPart()


# ---- the table -------------------------------------------------------------------------------------------

ACTS: tuple[DossierAct, ...] = (
    DossierAct(
        action=_action(
            "hand_over", "Trả kết quả", "Ctrl+Return", "hand_over", _while(DossierStatus.RECEIVED), Permission.HAND_OVER
        ),
        weight=Weight.NEXT,
        sheet=SheetSpec(say="Trả lại bản chính đã nộp để đối chiếu, nếu có.", ok="Đã trả kết quả", part=_receiver),
        do=lambda work: work.dossiers.hand_over,
        leaves="ResultHandedOver",
        tone="good",
    ),
    DossierAct(
        action=_action(
            "continue", "Nhận giấy tờ bổ sung", "Ctrl+B", "plus", _while(DossierStatus.SUPPLEMENT), Permission.TAKE_IN
        ),
        weight=Weight.NEXT,
        leads_to="counter",
    ),
    DossierAct(
        action=_action("reprint", "In lại", "Ctrl+P", "print", _while(*DossierStatus), Permission.PRINT),
        do=lambda work: work.prints.job_again,
        prints=True,
        leaves="FormPrinted",
    ),
    DossierAct(
        action=_action("attach", "Đính kèm bản quét", "Ctrl+Shift+K", "attach", _while(*KNOWN), Permission.ATTACH),
        sheet=SheetSpec(
            say="Chọn giấy tờ có trong bản quét, rồi chọn một hay nhiều tệp PDF, JPEG, PNG, TIFF.",
            ok="Chọn tệp…",
            part=_scans,
        ),
        do=lambda work: work.dossiers.attach,
        leaves="FileAttached",
    ),
    DossierAct(
        action=_action("correct", "Sửa thông tin", "Ctrl+E", "edit", _while(*ALIVE), Permission.CORRECT),
        sheet=SheetSpec(head="Sửa hồ sơ", say="Lịch sử giữ cả bản cũ.", ok="Ghi sửa đổi", part=_correction),
        do=lambda work: work.dossiers.correct,
        leaves="DossierCorrected",
    ),
    DossierAct(
        action=_action("postpone", "Hẹn lại", "Ctrl+H", "clock", _while(DossierStatus.RECEIVED), Permission.POSTPONE),
        sheet=SheetSpec(
            head="Hẹn lại ngày trả kết quả",
            say="Chỉ được hẹn lại một lần, có lý do (NĐ 61/2018 Điều 19 khoản 9, nay NĐ 118/2025). "
            "Cần người thứ hai xác nhận.",
            part=_later,
            by_two=True,
        ),
        leaves="DueDateChanged",
        tone="warn",
    ),
    DossierAct(
        action=_action("withdraw", "Rút hồ sơ", "Ctrl+R", "withdraw", _while(*ALIVE), Permission.WITHDRAW),
        weight=Weight.ENDS,
        sheet=SheetSpec(
            say="Người nộp nhận lại giấy tờ; hồ sơ kết thúc.",
            part=lambda: _reason("Lý do rút hồ sơ", "theo đề nghị của người nộp…"),
        ),
        do=lambda work: work.dossiers.withdraw,
        leaves="DossierWithdrawn",
    ),
    DossierAct(
        action=_action("void", "Hủy hồ sơ", "Ctrl+Shift+H", "bad", _while(*ALIVE), Permission.VOID),
        weight=Weight.ENDS,
        sheet=SheetSpec(
            head="Hủy hồ sơ nhập nhầm",
            say="Chỉ khi nhập nhầm; lịch sử giữ lại. Cần người thứ hai xác nhận.",
            part=lambda: _reason("Lý do", "nhập nhầm vì sao…"),
            by_two=True,
        ),
        leaves="DossierVoided",
    ),
)

DO_IT = _action("do_it", "Làm việc tiếp theo của hồ sơ", "F9", "check", lambda s: s.page == "dossier" and s.do_it)
BACK = _action("back", "Về danh sách", "Alt+Left", "back", lambda context: context.page == "dossier")

ACTIONS_OF_A_DOSSIER = (DO_IT, *(act.action for act in ACTS), BACK)


def next_act(status: DossierStatus) -> DossierAct | None:
    """What comes next for a dossier in this status."""
    context = ActContext(page="dossier", open=True, dossier=status)
    return next((act for act in ACTS if act.weight is Weight.NEXT and act.action.allowed(context)), None)
