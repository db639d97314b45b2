"""What can be done to a dossier: words, key, icon, while which status, by whom."""

from collections.abc import Callable

from desk.permissions import Permission
from models.subjects.dossier import ENDED, Status
from ui.actions import ActContext, Action, Place

ALIVE = frozenset(Status) - ENDED
KNOWN = frozenset(Status) - {Status.NEW}
"""Something of it has arrived here."""


def _while(*status: Status) -> Callable[[ActContext], bool]:
    return lambda scene: scene.page == "dossier" and scene.dossier in status


def _in_front(scene: ActContext) -> bool:
    return scene.page == "dossier"


def _action(
    id_: str, words: str, key: str, icon: str, allowed: Callable[[ActContext], bool], verb: Permission | None = None
) -> Action:
    return Action(id_, words, key, icon, allowed, verb, Place.DOSSIER)


ACTIONS_OF_A_DOSSIER = (
    _action("reprint", "In lại", "Ctrl+P", "print", _while(*Status), Permission.PRINT),
    _action("correct", "Sửa thông tin", "Ctrl+E", "edit", _while(*ALIVE), Permission.CORRECT),
    _action("withdraw", "Rút hồ sơ", "Ctrl+R", "withdraw", _while(*ALIVE), Permission.WITHDRAW),
    _action("postpone", "Hẹn lại", "Ctrl+H", "clock", _while(Status.RECEIVED), Permission.POSTPONE),
    _action("void", "Hủy hồ sơ", "Ctrl+Shift+H", "bad", _while(*ALIVE), Permission.VOID),
    _action("hand_over", "Trả kết quả", "Ctrl+Return", "hand_over", _while(Status.RECEIVED), Permission.HAND_OVER),
    _action("continue", "Nhận giấy tờ bổ sung", "Ctrl+B", "plus", _while(Status.SUPPLEMENT), Permission.TAKE_IN),
    _action("attach", "Đính kèm bản quét", "Ctrl+Shift+K", "attach", _while(*KNOWN), Permission.ATTACH),
    _action("back", "Về danh sách", "Alt+Left", "back", _in_front),
)
