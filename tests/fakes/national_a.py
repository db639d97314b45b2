"""A national system of generation A: log-in, one address, services by name. It checks every field it is told."""

import secrets

from tests.fakes.national_judge import faults_of_item, faults_of_step
from tests.fakes.national_server import Json, Kept, NationalServer, told

USER, PASSWORD, UNIT, STATION = "tinhmau", "mat-khau-mau", "000.00.00.H99", "VN:GOV:000.00.00.H99"
NAMES = {"1.001193": ("Thủ tục đăng ký khai sinh", "G15-HT01", "Hộ tịch")}


class NationalA(NationalServer):
    """Generation A.

    Attributes:
        kept: what it has.
        sessions: those that hold; ``expire`` ends them.
    """

    spared = ("login", "LayThuTuc")

    def __init__(self) -> None:
        self.kept = Kept()
        self.sessions: set[str] = set()
        self.password = PASSWORD
        super().__init__()

    def expire(self) -> None:
        """All sessions are over."""
        self.sessions.clear()

    def name(self, path: str, message: Json) -> str:
        return "login" if path == "/Login" else str(message.get("service"))

    def over(self) -> tuple[int, str, bytes]:
        self.expire()
        return told({"error_code": "-9", "message": "Session không hợp lệ"})

    def serve(self, path: str, headers: dict[str, str], message: Json) -> tuple[int, str, bytes]:
        if headers.get("dstcode") != STATION:
            return told({"error_code": "-5", "message": "Thiếu dstcode"})
        if path == "/Login":
            return self._login(message)
        if path != "/Service":
            return told({"error_code": "404", "message": "Không có dịch vụ"}, 404)
        if message.get("session") not in self.sessions:
            return told({"error_code": "-9", "message": "Session không hợp lệ"})
        if message.get("madonvi") != UNIT:
            return told({"error_code": "-6", "message": "Sai madonvi"})
        return told(self._service(message))

    def _login(self, message: Json) -> tuple[int, str, bytes]:
        if message != {"username": USER, "password": self.password}:
            return told({"session": "", "error_code": "-1", "message": "Sai tài khoản"})
        session = secrets.token_hex(8)
        self.sessions.add(session)
        return told({"session": session, "error_code": "0"})

    def _service(self, message: Json) -> Json:
        known = {"session", "madonvi", "service"}
        match message["service"]:
            case "LayThuTuc" if set(message) == known | {"maTTHC"}:
                return self._procedure(message["maTTHC"])
            case "TraCuuHoSo" if set(message) == known | {"mahoso"}:
                code = message["mahoso"]
                found = self.kept.dossiers.get(code)
                shown = [] if found is None else [{**found, "TienDo": self.kept.steps.get(code, [])}]
                return {"error_code": "0", "message": "Thành công", "result": shown}
            case "DongBoHoSoMC" if set(message) == known | {"isUpdating", "data"}:
                return self._dossier(message)
            case "CapNhatTienDoHoSoMC" if set(message) == known | {"data"}:
                faults = [fault for step in message["data"] for fault in faults_of_step(step)]
                return said(self.kept.put_steps(message["data"], faults, first_received=False))
            case _:
                return {"error_code": "-7", "message": "Sai dịch vụ hoặc thừa trường"}

    def _procedure(self, code: str) -> Json:
        if code not in NAMES:
            return {"error_code": "0", "result": []}
        name, field_code, field = NAMES[code]
        fields = [{"MALINHVUC": field_code, "TENLINHVUC": field}]
        return {"error_code": "0", "result": [{"TENTTHC": name, "LINHVUCTHUCHIEN": fields}]}

    def _dossier(self, message: Json) -> Json:
        if message["isUpdating"] not in ("True", "False") or len(message["data"]) != 1:
            return {"error_code": "-8", "message": "Sai isUpdating hoặc data"}
        (item,) = message["data"]
        faults = faults_of_item(item, "a")
        expected = NAMES.get(item.get("MaTTHC"))
        if expected and (item.get("TenTTHC"), item.get("MaLinhVuc"), item.get("TenLinhVuc")) != expected:
            faults.append("names: not those of LayThuTuc")
        return said(self.kept.put(item, faults, update=message["isUpdating"] == "True"))


def said(wrong: str) -> Json:
    """An answer of generation A."""
    return {"error_code": "-2", "message": wrong} if wrong else {"error_code": "00", "message": "Thành công"}
