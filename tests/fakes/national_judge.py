"""Judges national messages field by field, from the published facts alone: nothing of our own mapping is used here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

DATE = re.compile(r"20[0-9]{12}")
CODE = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*-(?:[0-9]{6}|[0-9]{8})-[0-9]{4,7}")
PROCEDURE = re.compile(r"[0-9]\.[0-9]{6}")
DIGITS = re.compile(r"[0-9]+")
PHONE = re.compile(r"0[0-9]{9,10}")
STATE = re.compile(r"[1-9]|10")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

REQUIRED = [
    "MaHoSo",
    "MaTTHC",
    "TenTTHC",
    "MaLinhVuc",
    "TenLinhVuc",
    "ChuHoSo",
    "LoaiDoiTuong",
    "TrichYeuHoSo",
    "NgayTiepNhan",
    "TrangThaiHoSo",
    "HinhThuc",
    "DonViXuLy",
]
OPTIONAL = [
    "MaDoiTuong",
    "ThongTinKhac",
    "Email",
    "Fax",
    "SoDienThoai",
    "NgayHenTra",
    "NgayTra",
    "ThongTinTra",
    "NgayKetThucXuLy",
    "GhiChu",
]
LISTS = {
    "DanhSachLePhi": ["TenPhiLePhi", "MaPhiLePhi", "HinhThucThu", "Gia", "LoaiPhiLePhi"],
    "DanhSachTepDinhKemKhac": ["TenGiayTo", "SoLuong", "LoaiGiayTo"],
    "DanhSachHoSoBoSung": [
        "HoSoBoSungId",
        "NguoiYeuCauBoSung",
        "NoiDungBoSung",
        "NgayBoSung",
        "NguoiTiepNhanBoSung",
        "ThongTinTiepNhan",
        "NgayTiepNhanBoSung",
        "TrangThaiBoSung",
        "DanhSachGiayToBoSung",
        "DanhSachLePhiBoSung",
        "NgayHenTraTruoc",
        "NgayHenTraMoi",
    ],
    "TaiLieuNop": ["TepDinhKemId", "TenTepDinhKem", "IsDeleted", "MaThanhPhanHoSo", "DuongDanTaiTepTin"],
    "DanhSachGiayToKetQua": ["TenGiayTo", "MaThanhPhanHoSo", "GiayToId", "DuongDanTepTinKetQua"],
}
REQUIRED_B = [
    "KenhThucHien",
    "NgayNopHoSo",
    "NoiNopHoSo",
    "HoSoCoThanhPhanSoHoa",
    "TaiKhoanDuocXacThucVoiVNeID",
    "DuocThanhToanTrucTuyen",
]
OPTIONAL_B = ["SoGiayToChuHoSo", "NgayTuChoi"]
LISTS_B = {
    **LISTS,
    "TaiLieuNop": [*LISTS["TaiLieuNop"], "DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG", "MaKetQuaThayThe"],
    "DanhSachGiayToKetQua": [*LISTS["DanhSachGiayToKetQua"], "MaGiayToKetQua"],
    "DinhDanhCHS": ["LoaiDinhDanh", "SoDinhDanh"],
    "DSKetNoiCSDL": ["MaCSDL"],
}
STEP_REQUIRED = ["MaHoSo", "NguoiXuLy", "ThoiDiemXuLy", "NoiDungXuLy", "TrangThai"]
STEP_OPTIONAL = ["ChucDanh", "PhongBanXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh"]

MAY_BE_EMPTY = {
    "MaThanhPhanHoSo", "GiayToId", "MaKetQuaThayThe", "MaGiayToKetQua", "NguoiTiepNhanBoSung", "ThongTinTiepNhan",
    "NgayTiepNhanBoSung", "NgayHenTraTruoc", "NgayHenTraMoi",
}  # fmt: skip
NESTED = {"DanhSachGiayToBoSung": "DanhSachTepDinhKemKhac", "DanhSachLePhiBoSung": "DanhSachLePhi"}
VALUES = {
    "TrangThaiHoSo": STATE,
    "TrangThai": STATE,
    "HinhThuc": re.compile("[01]"),
    "KenhThucHien": re.compile("[123]"),
    "NoiNopHoSo": re.compile("[12]"),
    "HoSoCoThanhPhanSoHoa": re.compile("[01]"),
    "TaiKhoanDuocXacThucVoiVNeID": re.compile("[01]"),
    "DuocThanhToanTrucTuyen": re.compile("[0-3]"),
    "DuocSoHoa": re.compile("[01]"),
    "DuocTaiSuDung": re.compile("[012]"),
    "DuocLayTuKhoDMQG": re.compile("[01]"),
    "IsDeleted": re.compile("True|False"),
    "TrangThaiBoSung": re.compile("[01]"),
    "MaHoSo": CODE,
    "MaTTHC": PROCEDURE,
    "Gia": DIGITS,
    "SoLuong": re.compile("[1-9][0-9]*"),
    "HoSoBoSungId": DIGITS,
    "SoDienThoai": PHONE,
    "Email": re.compile(r"[^@\s]+@[^@\s]+"),
    "DuongDanTaiTepTin": re.compile("https?://.+"),
    "DuongDanTepTinKetQua": re.compile("https?://.+"),
}
LIMITS = {"NguoiXuLy": 50, "TrichYeuHoSo": 1000, "TenTepDinhKem": 4000}


def faults_of_item(item: object, generation: str) -> list[str]:
    """Everything wrong with one dossier; empty = taken."""
    if not isinstance(item, Mapping):
        return ["not an object"]
    b = generation == "b"
    lists = LISTS_B if b else LISTS
    required = [*REQUIRED, *(REQUIRED_B if b else [])]
    optional = [*OPTIONAL, *(OPTIONAL_B if b else [])]
    return [
        *_scalars(item, required, optional, set(lists)),
        *(fault for name in lists for fault in _list(item.get(name, []), name, lists)),
        *_item_sense(item, generation),
    ]


def faults_of_step(step: object) -> list[str]:
    """Everything wrong with one step; empty = taken."""
    if not isinstance(step, Mapping):
        return ["not an object"]
    return list(_scalars(step, STEP_REQUIRED, STEP_OPTIONAL, set()))


def _scalars(
    of: Mapping[str, object], required: Sequence[str], optional: Sequence[str], lists: set[str]
) -> Iterator[str]:
    for name in of:
        if name not in required and name not in optional and name not in lists:
            yield f"{name}: unknown"
    for name in (*required, *optional):
        value = of.get(name)
        if value is None:
            yield f"{name}: not sent"
        elif not isinstance(value, str):
            yield f"{name}: not a string"
        elif not value:
            if name in required:
                yield f"{name}: empty"
        else:
            yield from _value(name, value)


def _value(name: str, value: str) -> Iterator[str]:
    if CONTROL.search(value) or value != value.strip():
        yield f"{name}: not clean"
    if len(value) > LIMITS.get(name, 4000):
        yield f"{name}: too long"
    shape = VALUES.get(name)
    if shape is not None and not shape.fullmatch(value):
        yield f"{name}: shape"
    if name.startswith(("Ngay", "ThoiDiem")) and not _is_date(value):
        yield f"{name}: no date"


def _list(value: object, name: str, lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{name}: no list"
        return
    fields = lists[name]
    for entry in value:
        if not isinstance(entry, Mapping):
            yield f"{name}: no object"
            continue
        plain = [f for f in fields if f not in NESTED]
        filled = [f for f in plain if f not in MAY_BE_EMPTY]
        yield from (f"{name}.{f}" for f in _scalars(entry, filled, [f for f in plain if f not in filled], set(NESTED)))
        for field, kind in NESTED.items():
            if field in fields:
                yield from (f"{name}.{f}" for f in _list(entry.get(field), kind, lists))


def _item_sense(item: Mapping[str, object], generation: str) -> Iterator[str]:
    kinds = "12" if generation == "a" else "1234"
    if item.get("LoaiDoiTuong") not in tuple(kinds):
        yield "LoaiDoiTuong: value"
    state = item.get("TrangThaiHoSo")
    if state == "10" and not item.get("NgayTra"):
        yield "NgayTra: missing with state 10"
    if generation == "b":
        if state == "3" and not item.get("NgayTuChoi"):
            yield "NgayTuChoi: missing with state 3"
        identities = item.get("DinhDanhCHS")
        if not identities and item.get("LoaiDoiTuong") == "1":
            yield "DinhDanhCHS: empty"
        for identity in identities if isinstance(identities, list) else []:
            length = {"1": 12, "2": 9}.get(identity.get("LoaiDinhDanh"), 0)
            if not re.fullmatch(f"[0-9]{{{length}}}", str(identity.get("SoDinhDanh"))):
                yield "DinhDanhCHS: number"


def _is_date(value: str) -> bool:
    try:
        datetime.strptime(value, "%Y%m%d%H%M%S")  # noqa: DTZ007  # only its shape is asked
    except ValueError:
        return False
    return DATE.fullmatch(value) is not None
