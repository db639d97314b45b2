"""The national messages with their own field names: ``DongBoHoSoMC`` (A), ``HoSoDongBoDVC`` (B), and their steps.

F5 lists the fields. Every value is a string in both; every field is sent, empty where nothing is known.
"""

from msgspec import Struct, field


class Fee(Struct, frozen=True, kw_only=True):
    """One of DanhSachLePhi. ``price`` in đồng."""

    name: str = field(name="TenPhiLePhi")
    code: str = field(name="MaPhiLePhi")
    collected: str = field(name="HinhThucThu")
    price: str = field(name="Gia")
    kind: str = field(name="LoaiPhiLePhi")


class PaperOnFile(Struct, frozen=True, kw_only=True):
    """One of DanhSachTepDinhKemKhac: a paper that is there on paper."""

    name: str = field(name="TenGiayTo")
    count: str = field(name="SoLuong")
    kind: str = field(name="LoaiGiayTo")


class FileA(Struct, frozen=True, kw_only=True):
    """One of TaiLieuNop: a scanned paper. ``deleted`` is "True" or "False"."""

    id: str = field(name="TepDinhKemId")
    name: str = field(name="TenTepDinhKem")
    deleted: str = field(name="IsDeleted", default="False")
    paper: str = field(name="MaThanhPhanHoSo", default="")
    url: str = field(name="DuongDanTaiTepTin")


class FileB(FileA, frozen=True, kw_only=True):
    """The same with what QĐ 766 counts: digitised, reused, taken from the store of papers."""

    digitised: str = field(name="DuocSoHoa", default="1")
    reused: str = field(name="DuocTaiSuDung", default="0")
    from_store: str = field(name="DuocLayTuKhoDMQG", default="0")
    replaced: str = field(name="MaKetQuaThayThe", default="")


class ResultA(Struct, frozen=True, kw_only=True):
    """One of DanhSachGiayToKetQua: a paper that is the result."""

    name: str = field(name="TenGiayTo")
    paper: str = field(name="MaThanhPhanHoSo", default="")
    id: str = field(name="GiayToId")
    url: str = field(name="DuongDanTepTinKetQua")


class ResultB(ResultA, frozen=True, kw_only=True):
    """The same with the code of the result."""

    code: str = field(name="MaGiayToKetQua", default="")


class Supplement(Struct, frozen=True, kw_only=True):
    """One of DanhSachHoSoBoSung. ``done`` is "1" when the dossier was taken in again, else "0"."""

    id: str = field(name="HoSoBoSungId")
    asked_by: str = field(name="NguoiYeuCauBoSung")
    text: str = field(name="NoiDungBoSung")
    at: str = field(name="NgayBoSung")
    received_by: str = field(name="NguoiTiepNhanBoSung", default="")
    received_text: str = field(name="ThongTinTiepNhan", default="")
    received_at: str = field(name="NgayTiepNhanBoSung", default="")
    done: str = field(name="TrangThaiBoSung")
    papers: tuple[PaperOnFile, ...] = field(name="DanhSachGiayToBoSung", default=())
    fees: tuple[Fee, ...] = field(name="DanhSachLePhiBoSung", default=())
    due_before: str = field(name="NgayHenTraTruoc", default="")
    due_after: str = field(name="NgayHenTraMoi", default="")


class ItemA(Struct, frozen=True, kw_only=True):
    """One dossier, generation A. Dates ``yyyyMMddHHmmss``, Asia/Ho_Chi_Minh."""

    code: str = field(name="MaHoSo")
    procedure: str = field(name="MaTTHC")
    procedure_name: str = field(name="TenTTHC")
    field_code: str = field(name="MaLinhVuc")
    field_name: str = field(name="TenLinhVuc")
    owner: str = field(name="ChuHoSo")
    kind: str = field(name="LoaiDoiTuong")
    account: str = field(name="MaDoiTuong", default="")
    further: str = field(name="ThongTinKhac", default="")
    email: str = field(name="Email", default="")
    fax: str = field(name="Fax", default="")
    phone: str = field(name="SoDienThoai", default="")
    summary: str = field(name="TrichYeuHoSo")
    received_at: str = field(name="NgayTiepNhan")
    due_at: str = field(name="NgayHenTra", default="")
    state: str = field(name="TrangThaiHoSo")
    handed_over_at: str = field(name="NgayTra", default="")
    handed_over: str = field(name="ThongTinTra", default="")
    by_post: str = field(name="HinhThuc")
    ended_at: str = field(name="NgayKetThucXuLy", default="")
    unit: str = field(name="DonViXuLy")
    note: str = field(name="GhiChu", default="")
    fees: tuple[Fee, ...] = field(name="DanhSachLePhi", default=())
    papers: tuple[PaperOnFile, ...] = field(name="DanhSachTepDinhKemKhac", default=())
    supplements: tuple[Supplement, ...] = field(name="DanhSachHoSoBoSung", default=())
    files: tuple[FileA, ...] = field(name="TaiLieuNop", default=())
    results: tuple[ResultA, ...] = field(name="DanhSachGiayToKetQua", default=())


class Identity(Struct, frozen=True, kw_only=True):
    """One of DinhDanhCHS: "1" personal number, "2" former number."""

    kind: str = field(name="LoaiDinhDanh")
    number: str = field(name="SoDinhDanh")


class Base(Struct, frozen=True, kw_only=True):
    """One of DSKetNoiCSDL."""

    code: str = field(name="MaCSDL")


class ItemB(ItemA, frozen=True, kw_only=True):
    """One dossier, generation B: A and what QĐ 766 is computed from."""

    channel: str = field(name="KenhThucHien")
    owner_number: str = field(name="SoGiayToChuHoSo", default="")
    submitted_at: str = field(name="NgayNopHoSo")
    refused_at: str = field(name="NgayTuChoi", default="")
    submitted_where: str = field(name="NoiNopHoSo")
    has_digitised: str = field(name="HoSoCoThanhPhanSoHoa")
    account_verified: str = field(name="TaiKhoanDuocXacThucVoiVNeID", default="0")
    paid_online: str = field(name="DuocThanhToanTrucTuyen", default="0")
    identities: tuple[Identity, ...] = field(name="DinhDanhCHS", default=())
    bases: tuple[Base, ...] = field(name="DSKetNoiCSDL", default=())
    files: tuple[FileB, ...] = field(name="TaiLieuNop", default=())
    results: tuple[ResultB, ...] = field(name="DanhSachGiayToKetQua", default=())


class NationalProgress(Struct, frozen=True, kw_only=True):
    """One step (``CapNhatTienDoHoSoMC``, ``DongBoTienTrinh``), the same in both generations."""

    code: str = field(name="MaHoSo")
    officer: str = field(name="NguoiXuLy")
    position: str = field(name="ChucDanh", default="")
    at: str = field(name="ThoiDiemXuLy")
    unit: str = field(name="PhongBanXuLy", default="")
    text: str = field(name="NoiDungXuLy")
    state: str = field(name="TrangThai")
    starts_at: str = field(name="NgayBatDau", default="")
    due_at: str = field(name="NgayKetThucTheoQuyDinh", default="")
