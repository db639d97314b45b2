"""Every message is judged by a judge that knows the published facts only."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.calendar.pauses import ClockRule
from models.events import (
    AnyEvent,
    DocumentCopied,
    DossierAccepted,
    DossierCorrected,
    DossierForwarded,
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DossierSubmitted,
    DossierTakenOver,
    DossierWithdrawn,
    DueDate,
    FeeDue,
    FeeLine,
    FileAttached,
    Intake,
    NationalState,
    ObligationMet,
    ObligationTold,
    PaperMissing,
    PaperReceived,
    ProvinceReported,
    ResultCheckedIn,
    ResultDecided,
    ResultHandedOver,
    ReturnBy,
    StopCause,
    SupplementAsked,
    SupplementBrought,
)
from models.ids import ClerkId, DossierCode, FileDigest
from models.money import FeeLineKind
from models.person import Authority, Document, DocumentKind, Organisation, Person, Standing, Unit
from models.procedure import Channel, ProcedureTaken
from models.process import Holder, ProcessStep
from sync.national.check import NationalFacts, problems
from sync.national.fields import ItemB
from sync.national.message import NothingToTell, item_a, item_b, progress, steps_b
from sync.national.rules import Named, NationalRules, OfficeFacts
from sync.national.steps import Way, way
from tests.fakes.citizens import CLERK, Chain
from tests.fakes.events import DOSSIERS, START, dossier_events, turns
from tests.fakes.national_judge import faults_of_item, faults_of_step

ID = DOSSIERS[0]
HERE = Unit(id="H99.99.99", name="Trung tâm Phục vụ hành chính công xã Mẫu Sơn")
THERE = Unit(id="H99.99", name="Sở Mẫu")
MAU = Person(
    full_name="Nguyễn Văn Mẫu",
    personal_number="001099000001",
    phone="0901 234 567",
    email="mau@mau.example",
    address="Thôn Mẫu, xã Mẫu Sơn",
)
DAO = Person(full_name="Trần Thị Đào", old_number="012345678", phone="+84 987 654 321", address="Thôn Đông")
INTAKE = Intake(
    procedure=ProcedureTaken(
        code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", catalogue="1", case="a", case_name="Đăng ký thường"
    ),
    submitter=DAO,
    owner=MAU,
    authority=Authority(relation="là mẹ đẻ", paper="Giấy ủy quyền số 1"),
    received_by=HERE,
    resolved_by=THERE,
    channel=Channel.POST,
    papers=(
        PaperReceived(name="Tờ khai", originals=1, copies=2),
        PaperReceived(name="Căn cước", originals=1, shown_only=True),
    ),
    return_by=ReturnBy.POST,
    note="Trả ở nhà",
)
CODE = DossierCode("H99.99.99-261123-0001")
RECEIVED = DossierReceived(
    code=CODE,
    intake=INTAKE,
    due=DueDate(at=START + timedelta(days=3)),
    fee=FeeDue(lines=(FeeLine(name="Lệ phí hộ tịch", amount=8000),)),
)
ASKED = SupplementAsked(
    number="H99.99.99-261123-0002",
    missing=(PaperMissing(name="Giấy chứng sinh", originals=1),),
    reason="Chưa đủ giấy tờ",
    intake=INTAKE,
)
SCAN = FileAttached(digest=FileDigest("9f" * 32), size=5, media="application/pdf", name="to-khai.pdf", paper="Tờ khai")
RULES = NationalRules(
    fields={"Hộ tịch": "G15-HT01"}, download_url="https://hub.example/tep/", result_files=("Kết quả",)
)
OFFICE = OfficeFacts(clerks={CLERK: "Trần Thị Thử"})


def walked(*events: AnyEvent, hours: int = 1, rules: NationalRules = RULES) -> Way:
    """The way of a dossier to which this happened, one thing each hour."""
    chain = Chain(1)
    history = [chain.add(ID, START + timedelta(hours=n * hours), event) for n, event in enumerate(events)]
    return way(ID, history, rules.refused_later)


def plain(message: msgspec.Struct) -> dict[str, Any]:
    """The message as it travels."""
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(message))
    return told


def states(of: Way) -> list[int]:
    return [int(step.state) for step in of.steps]


def test_every_field_that_the_dossier_knows_is_filled() -> None:
    told = plain(item_b(walked(RECEIVED, SCAN), OFFICE, RULES))
    assert faults_of_item(told, "b") == []
    lists = {name: told.pop(name) for name in [*told] if isinstance(told[name], list)}
    assert told == {
        "MaHoSo": CODE,
        "MaTTHC": "1.001193",
        "TenTTHC": "Đăng ký khai sinh",
        "MaLinhVuc": "G15-HT01",
        "TenLinhVuc": "Hộ tịch",
        "ChuHoSo": "Nguyễn Văn Mẫu",
        "LoaiDoiTuong": "1",
        "MaDoiTuong": "",
        "ThongTinKhac": "Người nộp: Trần Thị Đào, 012345678; Quan hệ, ủy quyền: là mẹ đẻ (Giấy ủy quyền số 1); "
        "Địa chỉ chủ hồ sơ: Thôn Mẫu, xã Mẫu Sơn; Nơi tiếp nhận: Trung tâm Phục vụ hành chính công xã Mẫu Sơn",
        "Email": "mau@mau.example",
        "Fax": "",
        "SoDienThoai": "0901234567",
        "TrichYeuHoSo": "Đăng ký khai sinh (Đăng ký thường)",
        "NgayTiepNhan": "20261123080000",
        "NgayHenTra": "20261126080000",
        "TrangThaiHoSo": "2",
        "NgayTra": "",
        "ThongTinTra": "",
        "HinhThuc": "1",
        "NgayKetThucXuLy": "",
        "DonViXuLy": "Sở Mẫu",
        "GhiChu": "Trả ở nhà",
        "KenhThucHien": "3",
        "SoGiayToChuHoSo": "001099000001",
        "NgayNopHoSo": "20261123080000",
        "NgayTuChoi": "",
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "1",
        "TaiKhoanDuocXacThucVoiVNeID": "0",
        "DuocThanhToanTrucTuyen": "0",
    }
    assert lists["DanhSachLePhi"] == [
        {"TenPhiLePhi": "Lệ phí hộ tịch", "MaPhiLePhi": "1", "HinhThucThu": "1", "Gia": "8000", "LoaiPhiLePhi": "1"}
    ]
    assert lists["DanhSachTepDinhKemKhac"] == [
        {"TenGiayTo": "Tờ khai", "SoLuong": "1", "LoaiGiayTo": "1"},
        {"TenGiayTo": "Tờ khai", "SoLuong": "2", "LoaiGiayTo": "2"},
    ]
    assert lists["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "001099000001"}]
    assert lists["TaiLieuNop"] == [
        {
            "TepDinhKemId": "9f" * 32,
            "TenTepDinhKem": "to-khai.pdf",
            "IsDeleted": "False",
            "MaThanhPhanHoSo": "",
            "DuongDanTaiTepTin": "https://hub.example/tep/" + "9f" * 32,
            "DuocSoHoa": "1",
            "DuocTaiSuDung": "0",
            "DuocLayTuKhoDMQG": "0",
            "MaKetQuaThayThe": "",
        }
    ]


def test_an_electronic_result_is_told_as_the_result_however_its_file_is_named() -> None:
    result = replace(SCAN, digest=FileDigest("ab" * 32), name="qd.pdf", paper="Kết quả bản điện tử")
    told = item_b(walked(RECEIVED, SCAN, result, ResultCheckedIn(electronic=result.digest)), OFFICE, RULES)
    assert [(one.name, one.id) for one in told.results] == [("qd.pdf", result.digest)]


def test_each_line_of_a_price_has_the_kind_that_the_province_named_for_it() -> None:
    lines = (
        FeeLine(name="Phí thẩm định", amount=9_000, kind=FeeLineKind.CHARGE),
        FeeLine(name="Lệ phí trước bạ", amount=5_000, kind=FeeLineKind.TAX),
        FeeLine(name="Tiền", amount=1_000),
    )
    way_of = walked(replace(RECEIVED, fee=FeeDue(lines=lines)))
    rules = replace(RULES, fee_kinds={FeeLineKind.TAX: "3"})
    assert [one["LoaiPhiLePhi"] for one in plain(item_b(way_of, OFFICE, rules))["DanhSachLePhi"]] == ["1", "3", "1"]


def test_generation_a_has_its_own_fields_only() -> None:
    body = Organisation(name="Hợp tác xã Mẫu", address="Thôn Mẫu", phone="0205 3812 345")
    received = replace(RECEIVED, intake=replace(INTAKE, owner=body))
    told, of_b = item_a(walked(received, SCAN), OFFICE, RULES), item_b(walked(received, SCAN), OFFICE, RULES)
    assert faults_of_item(plain(told), "a") == []
    assert "KenhThucHien" not in plain(told)
    assert [*plain(told)["TaiLieuNop"][0]] == [
        "TepDinhKemId", "TenTepDinhKem", "IsDeleted", "MaThanhPhanHoSo", "DuongDanTaiTepTin"
    ]  # fmt: skip
    assert (told.kind, of_b.kind, told.phone) == ("2", "4", "02053812345")
    with_tax = replace(RECEIVED, intake=replace(INTAKE, owner=replace(body, tax_code="0100000001")))
    of_b = item_b(walked(with_tax), OFFICE, RULES)
    assert (of_b.kind, of_b.owner_number, of_b.identities) == ("2", "0100000001", ())
    assert faults_of_item(plain(of_b), "b") == []


def test_names_that_the_province_set_or_the_nation_told_win() -> None:
    asked = Named(name="Thủ tục đăng ký khai sinh", field_code="G15-HT02", field_name="Hộ tịch quốc gia")
    told = item_a(walked(RECEIVED), OFFICE, RULES, asked)
    assert (told.procedure_name, told.field_code, told.field_name) == (asked.name, "G15-HT02", "Hộ tịch quốc gia")
    fixed = replace(RULES, procedures={"1.001193": Named(code="2.000001", name="Tên riêng")})
    told = item_a(walked(RECEIVED), OFFICE, fixed, asked)
    assert (told.procedure, told.procedure_name, told.field_code) == ("2.000001", "Tên riêng", "G15-HT02")
    local = replace(INTAKE, procedure=replace(INTAKE.procedure, code="1.001193.000.00.00.H55"))
    assert item_a(walked(replace(RECEIVED, intake=local)), OFFICE, RULES).procedure == "1.001193"


def test_states_follow_what_happened() -> None:
    done = ProvinceReported(
        state=NationalState.DONE, unit="Sở Mẫu", officer="Lê Văn Mẫu", happened_at=START + timedelta(minutes=90)
    )
    work = ProvinceReported(state=NationalState.IN_PROGRESS, note="Đang thẩm định")
    handed = ResultHandedOver(to="Trần Thị Đào", note="có giấy hẹn")
    assert states(walked(RECEIVED)) == [2]
    assert states(walked(RECEIVED, ASKED)) == [2, 5]
    assert states(walked(RECEIVED, DossierRefused(number="1", reason="sai"))) == [2, 3]
    later = replace(RULES, refused_later=NationalState.STOPPED)
    assert states(walked(RECEIVED, DossierRefused(number="1", reason="sai"), rules=later)) == [2, 8]
    assert states(walked(RECEIVED, DossierWithdrawn(reason="rút"))) == [2, 7]
    whole = walked(RECEIVED, work, done, handed, work)
    assert states(whole) == [2, 4, 9, 10]
    told = item_b(whole, OFFICE, RULES)
    assert (told.state, told.handed_over_at, told.handed_over) == (
        "10",
        "20261123110000",
        "Trần Thị Đào; có giấy hẹn",
    )
    assert told.ended_at == "20261123093000"
    steps = [plain(progress(whole, step, OFFICE)) for step in whole.steps]
    assert [fault for step in steps for fault in faults_of_step(step)] == []
    assert steps[0] == {
        "MaHoSo": CODE,
        "NguoiXuLy": "Trần Thị Thử",
        "ChucDanh": "",
        "ThoiDiemXuLy": "20261123080000",
        "PhongBanXuLy": HERE.name,
        "NoiDungXuLy": "Tiếp nhận hồ sơ",
        "TrangThai": "2",
        "NgayBatDau": "20261123080000",
        "NgayKetThucTheoQuyDinh": "20261126080000",
    }
    assert (steps[1]["NoiDungXuLy"], steps[1]["PhongBanXuLy"]) == ("Đang thẩm định", HERE.name)
    assert (steps[2]["NguoiXuLy"], steps[2]["PhongBanXuLy"], steps[2]["NoiDungXuLy"]) == (
        "Lê Văn Mẫu", "Sở Mẫu", "Đã xử lý xong"
    )  # fmt: skip


def test_the_steps_of_the_office_become_national_states_once_each() -> None:
    vp = Holder(unit="vp", unit_name="Văn phòng")
    step = ProcessStep(id="examine", name="Thẩm định")
    held = Holder(unit="vp", unit_name="Văn phòng", clerk=CLERK, name="Trần Văn Mẫu")
    of = walked(
        RECEIVED,
        DossierForwarded(to=vp, step=step, number=1),
        DossierAccepted(holder=held),
        DossierTakenOver(holder=held, before=held, reason="nghỉ"),
        DossierAccepted(holder=held),  # of the same step
        ObligationTold(number="TC1", what="thuế trước bạ"),
        ObligationMet(number="TC1"),
        SupplementAsked(number="2", missing=(), reason="thiếu", clock=ClockRule.RESTART),
        SupplementBrought(number="2"),
        DossierSubmitted(to=Holder(unit="lanhdao"), step=ProcessStep(id="sign", name="Ký"), number=2),
        DossierAccepted(holder=held),
        ResultDecided(number="12/QĐ", signed_by="Lý Thị Mẫu"),
        ResultCheckedIn(place="B-12"),
        ResultHandedOver(to="Nguyễn Văn Mẫu"),
    )
    assert states(of) == [2, 4, 6, 4, 5, 4, 4, 9, 10]
    assert (of.steps[1].officer, of.steps[1].unit, of.steps[1].text) == (
        "Trần Văn Mẫu",
        "Văn phòng",
        "Đang xử lý: Thẩm định",
    )
    assert of.ended_at == of.done_at
    assert states(walked(RECEIVED, DossierStopped(number="3", cause=StopCause.REQUEST, reason="đơn"))) == [2, 8]


def test_work_goes_on_nationally_when_the_last_obligation_is_met_and_nothing_else_is_waited_for() -> None:
    told = (ObligationTold(number="TC1-1", what="thuế"), ObligationTold(number="TC1-2", what="lệ phí"))
    met = ObligationMet(number="TC1-1"), ObligationMet(number="TC1-2")
    assert states(walked(RECEIVED, *told, met[0])) == [2, 6, 6]
    assert states(walked(RECEIVED, *told, *met)) == [2, 6, 6, 4]
    asked = SupplementAsked(number="2", missing=(), reason="thiếu", clock=ClockRule.RESTART)
    assert states(walked(RECEIVED, told[0], asked, met[0])) == [2, 6, 5]


def test_an_end_that_a_department_reported_has_its_date() -> None:
    for state, field in ((10, "NgayTra"), (3, "NgayTuChoi"), (8, "NgayKetThucXuLy"), (7, "NgayKetThucXuLy")):
        report = ProvinceReported(state=NationalState(state), happened_at=START + timedelta(hours=2))
        told = plain(item_b(walked(RECEIVED, report), OFFICE, RULES))
        assert (told["TrangThaiHoSo"], told[field]) == (str(state), "20261123100000")
        assert faults_of_item(told, "b") == []


def test_a_supplement_before_receipt_is_told_once_the_dossier_is_there() -> None:
    asked = walked(ASKED)
    assert (asked.steps, asked.code) == ((), "")
    both = walked(ASKED, RECEIVED)
    (supplement,) = item_b(both, OFFICE, RULES).supplements
    assert states(both) == [2]
    assert (supplement.done, supplement.received_at, supplement.due_after) == ("1", "20261123090000", "20261126080000")
    assert supplement.text == "Chưa đủ giấy tờ; Còn thiếu: Giấy chứng sinh"
    assert faults_of_item(plain(item_b(both, OFFICE, RULES)), "b") == []


def test_refused_at_the_counter_goes_by_its_slip_and_b_hears_of_receipt_first() -> None:
    refused = walked(ASKED, DossierRefused(number="H99.99.99-261123-0003", reason="sai thẩm quyền", intake=INTAKE))
    told = item_b(refused, OFFICE, RULES)
    assert faults_of_item(plain(told), "b") == []
    assert (told.code, told.state, told.refused_at) == ("H99.99.99-261123-0003", "3", "20261123090000")
    assert states(refused) == [3]
    assert [int(step.state) for step in steps_b(refused)] == [2, 3]
    assert len({step.source for step in steps_b(refused)}) == 2
    try:
        item_b(refused, OFFICE, replace(RULES, refused_at_counter=False))
    except NothingToTell:
        return
    raise AssertionError


def test_long_texts_end_visibly() -> None:
    long = "Giấy tờ " * 900
    received = replace(RECEIVED, intake=replace(INTAKE, procedure=replace(INTAKE.procedure, case_name=long)))
    told = item_b(walked(received, replace(SCAN, name=long)), OFFICE, RULES)
    assert faults_of_item(plain(told), "b") == []
    assert (len(told.summary), told.summary[-1]) == (1000, "…")
    assert (len(told.files[0].name), told.files[0].name[-1]) == (4000, "…")
    whole = walked(RECEIVED)
    office = OfficeFacts(clerks={CLERK: "Nguyễn Phan Hoàng Ngọc Mẫu " * 3})
    assert len(progress(whole, whole.steps[0], office).officer) <= 50
    assert progress(whole, whole.steps[0], office).officer.endswith("…")
    assert progress(whole, whole.steps[0], OfficeFacts(clerks={ClerkId("x"): "X"})).officer == "Cán bộ một cửa"


def test_what_has_no_proper_shape_is_kept_apart_not_lost() -> None:
    odd = replace(MAU, phone="hàng xóm 12", personal_number="00109900000", email="không có")
    told = item_b(walked(replace(RECEIVED, intake=replace(INTAKE, owner=odd))), OFFICE, RULES)
    assert (told.phone, told.owner_number, told.email, told.identities) == ("0987654321", "", "", ())
    for text in ("hàng xóm 12", "00109900000", "không có"):
        assert text in told.further
    filler = replace(RULES, number_when_none="000000001")
    told = item_b(walked(replace(RECEIVED, intake=replace(INTAKE, owner=odd))), OFFICE, filler)
    assert (told.owner_number, told.identities[0].kind) == ("000000001", "2")


def test_a_correction_changes_the_item_and_adds_no_step() -> None:
    corrected = walked(RECEIVED, DossierCorrected(reason="nhầm", owner=replace(MAU, full_name="Nguyễn Văn Mẫn")))
    assert item_a(corrected, OFFICE, RULES).owner == "Nguyễn Văn Mẫn"
    assert states(corrected) == [2]


def judged(of: Way) -> list[str]:
    """What the judge says of both generations' messages and steps."""
    try:
        item = item_b(of, OFFICE, RULES)
    except NothingToTell:
        assert not of.code or not of.steps
        return []
    told = [faults_of_item(plain(item), "b"), faults_of_item(plain(item_a(of, OFFICE, RULES)), "a")]
    told += [faults_of_step(plain(progress(of, step, OFFICE))) for step in steps_b(of)]
    assert steps_b(of)[0].state is NationalState.RECEIVED
    assert isinstance(item, ItemB)
    return [fault for faults in told for fault in faults]


def believable(event: AnyEvent) -> bool:
    """No day of another century: a report of one is refused at the door, a desk reckons none."""
    due = getattr(event, "due", None)
    days = (getattr(event, "happened_at", None), getattr(event, "due_at", None), due.at if due else None)
    return all(at is None or 2001 <= at.year <= 2098 for at in days)


@given(st.lists(st.tuples(dossier_events.filter(believable), turns), max_size=12))
def test_whatever_happened_the_message_is_taken_or_the_desk_knew_why_not(
    happened: list[tuple[AnyEvent, timedelta]],
) -> None:
    chain, at, history = Chain(1), datetime(2026, 11, 23, 1, 0, tzinfo=UTC), []
    for event, turn in happened:
        at += turn
        history.append(chain.add(ID, at, event))
    of = way(ID, history)
    faults = judged(of)
    intake, fee = of.dossier.intake, of.dossier.fee
    assert not faults or intake is not None, faults
    if intake is not None and faults:
        assert problems(
            NationalFacts(
                procedure=intake.procedure.code,
                submitter=intake.submitter,
                owner=intake.owner,
                authority=intake.authority,
                code=of.dossier.code or of.dossier.slip,
                amounts=tuple(line.amount for line in fee.lines) if fee else (),
            )
        ), faults


def test_documents_standing_and_reused_scans_reach_the_message() -> None:
    guest = Person(
        full_name="ERIKSSON ANNA",
        address="Phường Hồng Hà, Thành phố Hà Nội",
        address_before="Phường Phúc Xá, Quận Ba Đình, Hà Nội",
        nationality="SWE",
        document=Document(kind=DocumentKind.PASSPORT, number="L898902C3"),
    )
    guardian = Authority(
        relation="bà nội", standing=Standing.GUARDIAN, paper="Quyết định", number="12/QĐ", certified_by="UBND xã"
    )
    intake = replace(
        INTAKE,
        owner=guest,
        authority=guardian,
        documents=(DocumentCopied(name="Học bạ", pages=12, copies=2),),
    )
    received = replace(RECEIVED, intake=intake)
    file = FileAttached(digest=FileDigest("0" * 64), size=1, media="application/pdf", name="hộ chiếu.pdf", reused=True)
    told = item_b(walked(received, file), OFFICE, RULES)
    assert told.owner_number == "L898902C3"
    assert told.identities == ()
    for words in (
        "Người giám hộ: bà nội (Quyết định số 12/QĐ, UBND xã)",
        "ERIKSSON ANNA, Hộ chiếu L898902C3, quốc tịch SWE",
        "Địa chỉ ghi trên thẻ: Phường Phúc Xá, Quận Ba Đình, Hà Nội",
        "Học bạ (12 trang × 2 bản)",
    ):
        assert words in told.further
    assert [one.reused for one in told.files] == ["1"]
