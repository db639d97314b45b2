"""The fakes of the national system are strict, or the tests against them say nothing."""

import copy
import socket
from collections.abc import Callable
from typing import Any

import pytest
import urllib3

from tests.fakes.national_a import PASSWORD, STATION, UNIT, USER, NationalA
from tests.fakes.national_b import NationalB
from tests.fakes.national_judge import faults_of_item, faults_of_step
from tests.fakes.national_server import Mischief
from tests.patience import PATIENCE

CODE = "H99.99.99-261123-0001"
A: dict[str, Any] = {
    "MaHoSo": CODE, "MaTTHC": "1.001193", "TenTTHC": "Thủ tục đăng ký khai sinh", "MaLinhVuc": "G15-HT01",
    "TenLinhVuc": "Hộ tịch", "ChuHoSo": "Nguyễn Văn Mẫu", "LoaiDoiTuong": "1", "MaDoiTuong": "", "ThongTinKhac": "",
    "Email": "", "Fax": "", "SoDienThoai": "0901234567", "TrichYeuHoSo": "Khai sinh", "NgayTiepNhan": "20261123080000",
    "NgayHenTra": "", "TrangThaiHoSo": "2", "NgayTra": "", "ThongTinTra": "", "HinhThuc": "0", "NgayKetThucXuLy": "",
    "DonViXuLy": "UBND xã Mẫu Sơn", "GhiChu": "",
    "DanhSachLePhi": [
        {"TenPhiLePhi": "Lệ phí", "MaPhiLePhi": "1", "HinhThucThu": "1", "Gia": "8000", "LoaiPhiLePhi": "1"}
    ],
    "DanhSachTepDinhKemKhac": [{"TenGiayTo": "Tờ khai", "SoLuong": "1", "LoaiGiayTo": "1"}],
    "DanhSachHoSoBoSung": [],
    "TaiLieuNop": [],
    "DanhSachGiayToKetQua": [],
}  # fmt: skip
B = A | {
    "KenhThucHien": "1", "SoGiayToChuHoSo": "001099000001", "NgayNopHoSo": "20261123080000", "NgayTuChoi": "",
    "NoiNopHoSo": "2", "HoSoCoThanhPhanSoHoa": "0", "TaiKhoanDuocXacThucVoiVNeID": "0", "DuocThanhToanTrucTuyen": "0",
    "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "001099000001"}], "DSKetNoiCSDL": [],
}  # fmt: skip
STEP: dict[str, Any] = {
    "MaHoSo": CODE, "NguoiXuLy": "Trần Thị Thử", "ChucDanh": "", "ThoiDiemXuLy": "20261123080000", "PhongBanXuLy": "",
    "NoiDungXuLy": "Tiếp nhận hồ sơ", "TrangThai": "2", "NgayBatDau": "", "NgayKetThucTheoQuyDinh": "",
}  # fmt: skip


def changed(item: dict[str, Any], **values: object) -> dict[str, Any]:
    new = copy.deepcopy(item) | values
    return {name: value for name, value in new.items() if value is not None}


def test_a_right_message_is_right() -> None:
    assert faults_of_item(A, "a") == []
    assert faults_of_item(B, "b") == []
    assert faults_of_step(STEP) == []
    assert faults_of_item([], "a") == faults_of_step("x") == ["not an object"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Sai": "x"}, "Sai: unknown"),
        ({"KenhThucHien": None}, "KenhThucHien: not sent"),
        ({"GhiChu": 5}, "GhiChu: not a string"),
        ({"ChuHoSo": ""}, "ChuHoSo: empty"),
        ({"ChuHoSo": "A\nB"}, "ChuHoSo: not clean"),
        ({"TrichYeuHoSo": "x" * 1001}, "TrichYeuHoSo: too long"),
        ({"MaHoSo": "12"}, "MaHoSo: shape"),
        ({"MaTTHC": "KS"}, "MaTTHC: shape"),
        ({"TrangThaiHoSo": "11"}, "TrangThaiHoSo: shape"),
        ({"NgayTiepNhan": "2026-11-23"}, "NgayTiepNhan: no date"),
        ({"NgayTiepNhan": "20261331080000"}, "NgayTiepNhan: no date"),
        ({"SoDienThoai": "+84 9"}, "SoDienThoai: shape"),
        ({"LoaiDoiTuong": "5"}, "LoaiDoiTuong: value"),
        ({"TrangThaiHoSo": "10"}, "NgayTra: missing with state 10"),
        ({"TrangThaiHoSo": "3"}, "NgayTuChoi: missing with state 3"),
        ({"DinhDanhCHS": []}, "DinhDanhCHS: empty"),
        ({"DinhDanhCHS": [{"LoaiDinhDanh": "2", "SoDinhDanh": "001099000001"}]}, "DinhDanhCHS: number"),
        ({"DanhSachLePhi": {}}, "DanhSachLePhi: no list"),
        ({"DanhSachLePhi": ["x"]}, "DanhSachLePhi: no object"),
        (
            {"DanhSachTepDinhKemKhac": [{"TenGiayTo": "x", "SoLuong": 1, "LoaiGiayTo": "1"}]},
            "DanhSachTepDinhKemKhac.SoLuong: not a string",
        ),
    ],
)  # fmt: skip
def test_one_wrong_field_is_found(change: dict[str, object], fault: str) -> None:
    assert fault in faults_of_item(changed(B, **change), "b")


def test_fields_of_b_are_unknown_to_a_and_officers_names_are_short() -> None:
    assert "KenhThucHien: unknown" in faults_of_item(B, "a")
    assert faults_of_item(changed(A, LoaiDoiTuong="4"), "a") == ["LoaiDoiTuong: value"]
    assert faults_of_step(changed(STEP, NguoiXuLy="x" * 51)) == ["NguoiXuLy: too long"]
    assert faults_of_step(changed(STEP, TrangThai="")) == ["TrangThai: empty"]


Post = Callable[..., urllib3.BaseHTTPResponse]


@pytest.fixture
def post() -> Post:
    pool = urllib3.PoolManager(retries=False)

    def send(url: str, message: object, time_out: float = PATIENCE) -> urllib3.BaseHTTPResponse:
        return pool.request("POST", url, json=message, headers={"dstcode": STATION}, timeout=time_out)

    return send


def test_b_takes_in_order_and_once(post: Post) -> None:
    with NationalB() as fake:
        assert post(fake.url + "/CapNhat", [B]).json()["message"] == f"Hồ sơ {CODE} không tồn tại"
        assert post(fake.url + "/DongBoTienTrinh", [STEP]).data.decode() == f"Hồ sơ {CODE} không tồn tại"
        assert post(fake.url + "/ThemMoi", [B]).json() == {"error_code": "0", "message": "Thành công"}
        assert post(fake.url + "/ThemMoi", [B]).json() == {"error_code": "3", "message": f"Hồ sơ {CODE} đã tồn tại"}
        late = changed(STEP, TrangThai="4")
        assert post(fake.url + "/DongBoTienTrinh", [late]).data.decode() == "Bước đầu tiên phải là tiếp nhận"
        assert post(fake.url + "/DongBoTienTrinh", [STEP, late]).data.decode() == "Cập nhật thành công"
        assert post(fake.url + "/DongBoTienTrinh", [late]).data.decode() == "Tiến trình đã tồn tại"
        assert post(fake.url + "/DongBoTienTrinh", [late] * 11).data.decode().startswith("Dữ liệu không hợp lệ")
        assert post(fake.url + "/ThemMoi", [B, B]).json()["error_code"] == "1"
        assert post(fake.url + "/Khac", [B]).status == 404
        assert (fake.kept.created, len(fake.kept.steps[CODE])) == ({CODE: 1}, 2)


def test_a_wants_a_session_and_shows_what_it_has(post: Post) -> None:
    with NationalA() as fake:
        url, body = fake.url + "/Service", {"session": "x", "madonvi": UNIT, "service": "TraCuuHoSo", "mahoso": CODE}
        assert post(url, body).json()["message"] == "Session không hợp lệ"
        assert post(fake.url + "/Login", {"username": USER, "password": "x"}).json()["error_code"] == "-1"
        session = post(fake.url + "/Login", {"username": USER, "password": PASSWORD}).json()["session"]
        base = {"session": session, "madonvi": UNIT}
        assert post(url, body | base).json()["result"] == []
        told = base | {"service": "DongBoHoSoMC", "isUpdating": "False", "data": [A]}
        assert post(url, told).json()["error_code"] == "00"
        assert "đã tồn tại" in post(url, told).json()["message"]
        assert post(url, told | {"isUpdating": "no"}).json()["error_code"] == "-8"
        assert post(url, told | {"more": "x"}).json()["error_code"] == "-7"
        assert post(url, told | {"madonvi": "x"}).json()["error_code"] == "-6"
        other = changed(A, TenTTHC="Tên khác")
        assert "LayThuTuc" in post(url, told | {"isUpdating": "True", "data": [other]}).json()["message"]
        assert post(url, base | {"service": "CapNhatTienDoHoSoMC", "data": [STEP]}).json()["error_code"] == "00"
        assert post(url, body | base).json()["result"][0]["TienDo"] == [STEP]
        fake.expire()
        assert post(url, body | base).json()["error_code"] == "-9"


SILENT = frozenset({Mischief.SLOW, Mischief.LATE})


@pytest.mark.parametrize("wrong", Mischief)
def test_each_mischief_does_what_it_says(post: Post, wrong: Mischief) -> None:
    with NationalB() as fake:
        fake.mischief.append(wrong)
        try:
            answer = post(fake.url + "/ThemMoi", [B], 0.2 if wrong in SILENT else PATIENCE)
            came = f"{answer.status} {answer.headers['Content-Type'][:9]}"
        except urllib3.exceptions.HTTPError as error:
            came = type(error).__name__
        if wrong in SILENT:
            assert fake.silent.wait(PATIENCE), "what came was dealt with"
        before = dict(fake.kept.created)
        post(fake.url + "/DongBoTienTrinh", [STEP])
        expected = {
            Mischief.REFUSE_LINE: ("ProtocolError", False, False),
            Mischief.FAILS: ("500 applicati", False, False),
            Mischief.FAILS_AFTER: ("500 applicati", True, True),
            Mischief.HTML: ("200 text/html", False, False),
            Mischief.HTML_AFTER: ("200 text/html", True, True),
            Mischief.LOST: ("ProtocolError", True, True),
            Mischief.CUT: ("ProtocolError", True, True),
            Mischief.SLOW: ("ReadTimeoutError", True, True),
            Mischief.LATE: ("ReadTimeoutError", False, True),
            Mischief.EMPTY: ("200 applicati", False, False),
            Mischief.NO_SESSION: ("ProtocolError", False, False),
        }
        assert (came, bool(before), bool(fake.kept.created)) == expected[wrong]


def test_it_listens_on_loopback_alone_and_stops() -> None:
    with NationalB() as fake:
        host, port = fake.url.removeprefix("http://").split(":")
        assert host == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE)
