"""A national system of generation B: three addresses, lists of strings. It checks every field it is told."""

from tests.fakes.national_judge import faults_of_item, faults_of_step
from tests.fakes.national_server import Json, Kept, NationalServer, told

PATHS = {"/ThemMoi": "create", "/CapNhat": "update", "/DongBoTienTrinh": "progress"}


class NationalB(NationalServer):
    """Generation B.

    Attributes:
        kept: what it has.
    """

    def __init__(self) -> None:
        self.kept = Kept()
        super().__init__()

    def name(self, path: str, message: Json) -> str:
        del message
        return PATHS.get(path, path)

    def serve(self, path: str, headers: dict[str, str], message: Json) -> tuple[int, str, bytes]:
        if "json" not in headers.get("Content-Type", ""):
            return told({"error_code": "1", "message": "Không phải JSON"})
        match PATHS.get(path):
            case "create" | "update" as what:
                return self._dossier(message, update=what == "update")
            case "progress":
                steps = message if isinstance(message, list) else [None]
                faults = [fault for step in steps for fault in faults_of_step(step)]
                wrong = self.kept.put_steps(message, faults, first_received=True)
                return 200, "text/plain; charset=utf-8", (wrong or "Cập nhật thành công").encode()
            case _:
                return told({"error_code": "404", "message": "Không có địa chỉ này"}, 404)

    def _dossier(self, message: Json, *, update: bool) -> tuple[int, str, bytes]:
        if not isinstance(message, list) or len(message) != 1:
            return told({"error_code": "1", "message": "Không phải danh sách một hồ sơ"})
        wrong = self.kept.put(message[0], faults_of_item(message[0], "b"), update=update)
        code = "3" if "đã tồn tại" in wrong else "1"
        return told({"error_code": code, "message": wrong} if wrong else {"error_code": "0", "message": "Thành công"})
