"""What a person reads of updates."""

from datetime import datetime

from desk.updates.standing import FoundUpdate, UpdateStanding
from desk.updates.versions import FailedVersion, OwnProgram, State
from desk.words.terms import moment
from models.update_expiry import RoleEnd
from models.update_expiry_words import end_words

GIVEN_UP = {
    "starts": "mở hai lần không lên",
    "damaged": "tệp của bản này không còn nguyên",
    "trial": "không qua được tự kiểm tra",
}

READY = "Bản mới {version} sẵn sàng, dùng khi đóng máy."


def found_words(found: FoundUpdate, running: str) -> str:
    """What a source offers."""
    match found.standing:
        case UpdateStanding.PAUSED:
            return f"{found.where} đang tạm dừng cập nhật; máy giữ bản {running}."
        case UpdateStanding.NOT_OFFERED:
            return f"{found.where} chưa giao bản mới cho cơ quan này; máy giữ bản {running}."
        case UpdateStanding.AVAILABLE:
            return f"Có bản {found.version} ở {found.where}; máy đang dùng bản {running}."
        case UpdateStanding.READY:
            return READY.format(version=found.version)
        case UpdateStanding.GIVEN_UP:
            return f"Bản {found.version} đã bị bỏ trên máy này; muốn thử lại: motcua update fetch --again."
        case UpdateStanding.CURRENT:
            return f"Máy đang dùng bản mới nhất được giao: {running}."


def failed_words(failed: FailedVersion) -> str:
    """Why a version was given up here."""
    detail = f" ({failed.detail})" if failed.detail else ""
    return f"Bản {failed.version} đã bị bỏ trên máy này: {GIVEN_UP.get(failed.why, failed.why)}{detail}."


def fell_back_words(failed: FailedVersion, running: str) -> str:
    """For the window, once."""
    return f"{failed_words(failed)} Máy đã tự quay về bản {running}; dữ liệu còn nguyên."


def state_lines(program: OwnProgram | None, running: str, state: State) -> list[str]:
    """How this program stands, for a command."""
    lines = [f"Đang dùng bản {running}."]
    if program is None:
        return [*lines, "Bản này không tự cập nhật được: chạy từ mã nguồn hoặc bản cài không kèm khóa gốc."]
    lines.append(checked_words(state.checked_at))
    if state.ready:
        held = "Bản mới {version} đã tải, đang chờ tỉnh cho dùng."
        lines.append((held if state.held else READY).format(version=state.ready))
    if state.bad.version:
        lines.append(failed_words(state.bad))
    return lines


def expiry_words(end: RoleEnd) -> str:
    """What of the signed updates ends soon."""
    return f"{end_words(end, 'nơi phát hành')}."


def checked_words(at: datetime | None) -> str:
    """When a source was last asked."""
    return f"Hỏi bản mới lần cuối: {moment(at)}." if at else "Chưa lần nào hỏi bản mới."
