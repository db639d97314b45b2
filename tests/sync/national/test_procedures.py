"""The national list with every kind of dirt: all rows in, every doubtful place told."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fees import price
from models.procedure import Channel, FeeKind, LimitUnit, Procedure, TimeLimit
from models.trouble import CatalogueUnreadable
from sync.national.papers import LONGEST, split_papers
from sync.national.procedures import Interpretation, NationalList, read_national_list

PAPERS = "--\nĐơn đề nghị1 bản chính- Giấy tờ kèm theo0 bản chính,2 bản sao"


def way(**facts: Any) -> dict[str, Any]:  # noqa: ANN401 - a row may hold anything
    plain = {
        "hinh_thuc": "Trực tiếp",
        "thoi_gian": "5 Ngày làm việc",
        "mien_phi": True,
        "so_tien": [],
        "mo_ta": "Miễn phí",
    }
    return plain | facts


def row(code: str = "1.000001", *ways: dict[str, Any], **facts: Any) -> dict[str, Any]:  # noqa: ANN401 - likewise
    plain = {
        "ma_tthc": code,
        "ten": "Thủ tục mẫu",
        "linh_vuc": "Thuế",
        "so_quyet_dinh": "1/QĐ",
        "cach_thuc": list(ways) or [way()],
        "thanh_phan_ho_so_raw": PAPERS,
    }
    return plain | facts


def read(folder: Path, *rows: object) -> NationalList:
    path = folder / "list.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return read_national_list(path)


def made(answer: NationalList) -> list[Interpretation]:
    return [report.made for report in answer.reports]


def only(answer: NationalList) -> Procedure:
    (procedure,) = answer.catalogue.procedures
    return procedure


def test_a_clean_row_comes_in_whole_and_nothing_is_reported(tmp_path: Path) -> None:
    answer = read(tmp_path, row())
    assert made(answer) == []
    procedure = only(answer)
    assert (procedure.code, procedure.name, procedure.field) == ("1.000001", "Thủ tục mẫu", "Thuế")
    (offer,) = procedure.offers
    assert offer.channel is Channel.DIRECT
    assert offer.limit == TimeLimit(amount=5)
    assert offer.fee.kind is FeeKind.FREE
    assert [(p.name, p.originals, p.copies) for p in procedure.cases[0].papers] == [
        ("Đơn đề nghị", 1, 0),
        ("Giấy tờ kèm theo", 0, 2),
    ]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("7 Ngày làm việc", TimeLimit(amount=7)),
        ("20 Ngày", TimeLimit(amount=20, unit=LimitUnit.DAYS)),
        ("1 Giờ", TimeLimit(amount=1, unit=LimitUnit.HOURS)),
        ("8 giờ làm việc", TimeLimit(amount=8, unit=LimitUnit.WORKING_HOURS)),
        ("0,5 Ngày làm việc", TimeLimit(amount=0.5)),
        ("05 (năm) ngày làm việc.", TimeLimit(amount=5)),
        ("5Ngày", TimeLimit(amount=5, unit=LimitUnit.DAYS)),
        ("Không có thông tin", None),
    ],
)
def test_each_written_time_is_understood(tmp_path: Path, text: str, limit: TimeLimit | None) -> None:
    answer = read(tmp_path, row("1.000001", way(thoi_gian=text)))
    assert only(answer).offers[0].limit == limit
    assert made(answer) == []


@pytest.mark.parametrize(
    ("text", "facts", "limit"),
    [
        ("8 Giờ", {"trinh_tu": "Không quá 8 giờ làm việc, kể từ khi nhận đủ hồ sơ."}, 8),
        ("8 Giờ", {"trinh_tu": "Trong thời hạn 08 (tám) giờ làm việc kể từ khi nhận đề nghị."}, 8),
        ("2 Giờ", {"trinh_tu": "không quá 02 (hai) giờ làm việc"}, 2),
    ],
)
def test_hours_are_working_hours_where_the_text_says_so_of_that_number(
    tmp_path: Path, text: str, facts: dict[str, Any], limit: float
) -> None:
    answer = read(tmp_path, row("1.013065", way(thoi_gian=text), **facts))
    assert only(answer).offers[0].limit == TimeLimit(amount=limit, unit=LimitUnit.WORKING_HOURS)
    assert made(answer) == [Interpretation.WORKING_HOURS]


@pytest.mark.parametrize(
    "told",
    ["tiếp nhận hồ sơ trong giờ làm việc", "hệ thống trả lời trong 02 giờ làm việc", "trong 18 giờ làm việc", None],
)
def test_hours_stay_hours_where_the_text_speaks_of_something_else(tmp_path: Path, told: str | None) -> None:
    answer = read(tmp_path, row("1.008615", way(thoi_gian="8 Giờ"), trinh_tu=told))
    assert only(answer).offers[0].limit == TimeLimit(amount=8, unit=LimitUnit.HOURS)
    assert made(answer) == []


def test_days_that_the_text_calls_otherwise_stay_as_the_field_says_and_are_told(tmp_path: Path) -> None:
    text = "Trong thời hạn 07 (bảy) ngày làm việc kể từ ngày nhận hồ sơ."
    answer = read(tmp_path, row("2.001428", way(thoi_gian="7 Ngày"), trinh_tu=text))
    assert only(answer).offers[0].limit == TimeLimit(amount=7, unit=LimitUnit.DAYS)
    assert made(answer) == [Interpretation.UNIT_DIFFERS]
    both = read(tmp_path, row("1.000001", way(thoi_gian="7 Ngày"), trinh_tu=f"{text} Sau 7 ngày thì trả."))
    assert made(both) == []


def test_a_bare_one_of_the_ministry_of_finance_is_no_limit(tmp_path: Path) -> None:
    answer = read(tmp_path, row("1.009999", way(thoi_gian="1"), linh_vuc="Thành lập và hoạt động doanh nghiệp"))
    assert only(answer).offers[0].limit is None
    assert made(answer) == [Interpretation.NO_LIMIT]


@pytest.mark.parametrize("text", ["5", "0", "120,000", "0 Ngày", "vài ngày", "", None, 7])
def test_a_time_without_a_unit_is_no_limit_and_reported(tmp_path: Path, text: object) -> None:
    answer = read(tmp_path, row("1.000001", way(thoi_gian=text)))
    assert only(answer).offers[0].limit is None
    assert made(answer) == [Interpretation.NO_LIMIT]


def test_a_bare_number_of_civil_status_is_working_days_and_one_is_the_same_day(tmp_path: Path) -> None:
    ways = way(thoi_gian="1"), way(hinh_thuc="Trực tuyến", thoi_gian="3")
    answer = read(tmp_path, row("1.001193", *ways, linh_vuc="Hộ tịch"))
    limits = [offer.limit for offer in only(answer).offers]
    assert limits == [TimeLimit(amount=1, same_day=True), TimeLimit(amount=3)]
    assert only(answer).service == "ho-tich"


def test_limits_that_differ_by_channel_are_taken_and_told(tmp_path: Path) -> None:
    ways = way(thoi_gian="15 Ngày"), way(hinh_thuc="Trực tuyến", thoi_gian="20 Ngày")
    answer = read(tmp_path, row("1.000001", *ways))
    assert [offer.limit and offer.limit.amount for offer in only(answer).offers] == [15, 20]
    assert made(answer) == [Interpretation.CHANNELS_DIFFER]


def test_several_limits_of_one_channel_give_the_longest(tmp_path: Path) -> None:
    ways = way(thoi_gian="3 Ngày làm việc"), way(thoi_gian="4 Ngày"), way(thoi_gian="1 Giờ")
    answer = read(tmp_path, row("1.000001", *ways))
    assert only(answer).offers[0].limit == TimeLimit(amount=3)
    assert made(answer) == [Interpretation.LONGEST_LIMIT]


@pytest.mark.parametrize(
    ("facts", "kind", "amount", "reported"),
    [
        (
            {"mo_ta": "Mức lệ phí cụ thể do HĐND tỉnh quyết định"},
            FeeKind.SET_BY_PROVINCE,
            0,
            [Interpretation.BY_PROVINCE],
        ),
        (
            {"mien_phi": False, "so_tien": ["50,000 Việt Nam Đồng"], "mo_ta": "do Hội đồng nhân dân tỉnh quyết định"},
            FeeKind.SET_BY_PROVINCE,
            0,
            [],
        ),
        ({"mien_phi": False, "mo_ta": "Không có thông tin"}, FeeKind.NO_INFORMATION, 0, []),
        ({"mien_phi": False, "so_tien": ["8,000 Việt Nam Đồng"]}, FeeKind.AMOUNT, 8_000, []),
        ({"mien_phi": False, "so_tien": ["50000 Đồng"]}, FeeKind.AMOUNT, 50_000, []),
        ({"mien_phi": False, "so_tien": ["400,000 Việt Nam Đồng", "400.000 Đồng"]}, FeeKind.AMOUNT, 400_000, []),
        (
            {"mien_phi": False, "so_tien": ["1,000 Đồng", "2,000 Đồng"]},
            FeeKind.NO_INFORMATION,
            0,
            [Interpretation.NO_FEE],
        ),
        ({"mien_phi": False, "mo_ta": "70,000 VNĐ(70.000 đồng/Giấy chứng nhận)"}, FeeKind.AMOUNT, 70_000, []),
        ({"mien_phi": False, "mo_ta": "8,000 VNĐ"}, FeeKind.AMOUNT, 8_000, []),
        ({"mien_phi": False, "mo_ta": "50,000 VNĐ(do HĐND cấp tỉnh quyết định)"}, FeeKind.SET_BY_PROVINCE, 0, []),
        (
            {"mien_phi": False, "so_tien": ["40 Việt Nam Đồng"], "mo_ta": "40 Việt Nam Đồng(4.000 đ/giấy thông hành)"},
            FeeKind.AMOUNT,
            4_000,
            [Interpretation.FEE_FROM_TEXT],
        ),
        (
            {"mien_phi": False, "mo_ta": "20 VNĐ(20.000 vnđ /tờ khai)"},
            FeeKind.AMOUNT,
            20_000,
            [Interpretation.FEE_FROM_TEXT],
        ),
        ({"mien_phi": False, "mo_ta": "25 VNĐ(25.000.000đ/giấy)"}, FeeKind.NO_INFORMATION, 0, [Interpretation.NO_FEE]),
        (
            {"mien_phi": False, "mo_ta": "500 VNĐ(Lệ phí đối với phương tiện)"},
            FeeKind.NO_INFORMATION,
            0,
            [Interpretation.NO_FEE],
        ),
        ({"mien_phi": False, "mo_ta": "20 VNĐ(10.000đ, 20.000đ)"}, FeeKind.NO_INFORMATION, 0, [Interpretation.NO_FEE]),
        (
            {"mien_phi": False, "so_tien": ["5,000 Việt Nam Đồng"], "mo_ta": "5,000 Việt Nam Đồng(thu 7.000 đồng/lần)"},
            FeeKind.NO_INFORMATION,
            0,
            [Interpretation.NO_FEE],
        ),
        ({"mien_phi": False, "so_tien": ["10 USD"]}, FeeKind.NO_INFORMATION, 0, [Interpretation.FOREIGN_LEFT_OUT]),
        ({"mien_phi": False, "mo_ta": "VNĐ(20.000 vnđ /tờ khai)"}, FeeKind.NO_INFORMATION, 0, [Interpretation.NO_FEE]),
        (
            {"mien_phi": True, "mo_ta": "Miễn phí (nộp muộn: 50.000 đồng)"},
            FeeKind.NO_INFORMATION,
            0,
            [Interpretation.NO_FEE],
        ),
        ({"mien_phi": None, "mo_ta": ""}, FeeKind.NO_INFORMATION, 0, [Interpretation.NO_FEE]),
    ],
)
def test_a_fee_is_only_free_when_nothing_contradicts_it(
    tmp_path: Path, facts: dict[str, Any], kind: FeeKind, amount: int, reported: list[Interpretation]
) -> None:
    answer = read(tmp_path, row("1.000001", way(**facts)))
    fee = only(answer).offers[0].fee
    assert (fee.kind, fee.amount) == (kind, amount)
    assert made(answer) == reported


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ("4,000 VNĐ(4.000 đ/giấy, áp dụng đến hết ngày 31/12/2026 theo TT 64/2025/TT-BTC)", date(2026, 12, 31)),
        ("4,000 VNĐ(Từ ngày 01/7/2025 đến hết ngày 31/12/2026 áp dụng theo TT 64/2025/TT-BTC)", date(2026, 12, 31)),
        ("4,000 VNĐ(áp dụng đến hết ngày 31/02/2026)", None),
        ("4,000 VNĐ(nộp đến hết ngày 31/12/2026)", None),
    ],
)
def test_a_price_applied_up_to_a_day_ends_with_it(tmp_path: Path, told: str, last: date | None) -> None:
    fee = only(read(tmp_path, row("1.003133", way(mien_phi=False, mo_ta=told)))).offers[0].fee
    assert (fee.kind, fee.amount, fee.valid_to) == (FeeKind.AMOUNT, 4_000, last)


def test_what_is_free_up_to_a_day_is_not_free_after_it(tmp_path: Path) -> None:
    told = "Miễn phí(Từ ngày 01/7/2025 đến hết ngày 31/12/2026 áp dụng theo TT 64/2025/TT-BTC)"
    fee = only(read(tmp_path, row("1.005040", way(mo_ta=told)))).offers[0].fee
    assert price(fee, on=date(2026, 12, 31)).free
    assert not price(fee, on=date(2027, 1, 1)).free


def test_foreign_money_beside_the_price_in_dong_leaves_the_price(tmp_path: Path) -> None:
    ways = way(mien_phi=False, so_tien=["2,000 Việt Nam Đồng"]), way(mien_phi=False, so_tien=["10 USD"])
    answer = read(tmp_path, row("2.000815", *ways))
    fee = only(answer).offers[0].fee
    assert (fee.amount, fee.name) == (2_000, "Thủ tục mẫu")
    assert made(answer) == [Interpretation.FOREIGN_LEFT_OUT]


def test_an_entry_without_keys_still_names_its_channels(tmp_path: Path) -> None:
    raw = {"raw": "Trực tiếpKhông quy địnhMiễn phíTại xãTrực tuyếnKhông quy địnhMiễn phíNộp trực tuyến qua Cổng"}
    answer = read(tmp_path, row("1.000001", raw, {"hinh_thuc": "Fax"}, way(hinh_thuc="Dịch vụ bưu chính")))
    offers = {offer.channel: offer for offer in only(answer).offers}
    assert set(offers) == {Channel.DIRECT, Channel.ONLINE, Channel.POST}
    assert offers[Channel.DIRECT].limit is None
    assert offers[Channel.DIRECT].fee.kind is FeeKind.NO_INFORMATION
    assert made(answer) == [Interpretation.CHANNEL_ONLY, Interpretation.CHANNEL_LEFT_OUT]


def test_rows_that_lack_things_come_in_and_are_reported(tmp_path: Path) -> None:
    bare = {"ma_tthc": "QĐ-7"}
    answer = read(tmp_path, row(), bare, row("1.000001", ten="lần hai"), "chữ", {"ten": "không mã"}, None)
    assert [p.code for p in answer.catalogue.procedures] == ["1.000001", "QĐ-7"]
    assert answer.catalogue.get("QĐ-7").name == "QĐ-7"
    assert answer.catalogue.get("1.000001").name == "Thủ tục mẫu"
    told = made(answer)
    assert told.count(Interpretation.NO_PROCEDURE) == 3
    for expected in (
        Interpretation.CODE_KEPT,
        Interpretation.NAME_FROM_CODE,
        Interpretation.LEFT_EMPTY,
        Interpretation.NO_PAPERS,
        Interpretation.SECOND_LEFT_OUT,
    ):
        assert expected in told


@pytest.mark.parametrize("text", ["", "{", "[]", '{"ma_tthc": "1"}', '["x"]', "[[[", "\x00", "[" * 100_000])
def test_what_is_no_national_list_is_trouble(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueUnreadable):
        read_national_list(path)


def test_a_file_that_is_not_there_or_no_text_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(CatalogueUnreadable):
        read_national_list(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00[")
    with pytest.raises(CatalogueUnreadable):
        read_national_list(tmp_path / "bytes.json")


def test_the_version_follows_the_bytes_of_the_file(tmp_path: Path) -> None:
    first = read(tmp_path, row()).catalogue.version
    assert read(tmp_path, row()).catalogue.version == first
    assert read(tmp_path, row("1.000002")).catalogue.version != first


def test_notes_are_no_papers_and_what_is_shown_is_not_handed_in() -> None:
    raw = (
        "* Giấy tờ phải nộp:\n- Giấy chứng sinh.1 bản chínhCó bản điện tử thì không phải nộp.0 bản chính"
        "* Giấy tờ phải xuất trình:\n- Hộ chiếu hoặc thẻ căn cước.1 bản chính* Lưu ý:\nPhải hợp pháp hóa.1 bản chính"
    )
    split = split_papers(raw)
    assert [(p.name, p.required, p.to_show) for p in split.cases[0].papers] == [
        ("Giấy chứng sinh", True, False),
        ("Hộ chiếu hoặc thẻ căn cước", False, True),
    ]
    assert split.notes == ("Có bản điện tử thì không phải nộp", "Phải hợp pháp hóa")


def test_headings_of_circumstances_become_cases_and_other_headings_demand_nothing() -> None:
    cases = split_papers("Trường hợp A\nĐơn A1 bản chínhTrường hợp B\nĐơn B1 bản chính--\nTờ khai1 bản chính")
    assert [(case.id, case.name, [p.name for p in case.papers]) for case in cases.cases] == [
        ("th1", "Trường hợp A", ["Đơn A", "Tờ khai"]),
        ("th2", "Trường hợp B", ["Đơn B", "Tờ khai"]),
    ]
    opened = split_papers("Nhà của mình\nGiấy A1 bản chínhNhà thuê\nHợp đồng1 bản chính")
    assert opened.open_headings == ("Nhà của mình", "Nhà thuê")
    assert not any(paper.required for paper in opened.cases[0].papers)


def test_the_count_is_one_digit_and_attached_files_are_no_part_of_the_name() -> None:
    split = split_papers(
        "--\nĐơn theo Nghị định 175/20241 bản chínhTờ khai (mẫu CT01).1.MauCT01.doc1 bản chính,1 bản sao"
    )
    first, second = split.cases[0].papers
    assert (first.name, first.originals) == ("Đơn theo Nghị định 175/2024", 1)
    assert (second.name, second.copies) == ("Tờ khai (mẫu CT01)", 1)


def test_what_cannot_be_split_stands_as_one_paper_and_long_names_are_cut() -> None:
    whole = split_papers("Bước 1. Nộp hồ sơ cho cơ quan.")
    assert whole.whole
    assert whole.cases[0].papers[0].name == "Bước 1. Nộp hồ sơ cho cơ quan."
    long = split_papers(f"--\n{'giấy ' * 100}1 bản chính")
    assert len(long.cases[0].papers[0].name) <= LONGEST
    assert len(long.cut) == 1
    assert split_papers("--\n").cases == ()


KEYS = st.sampled_from(["raw", "hinh_thuc", "thoi_gian", "mien_phi", "so_tien", "mo_ta"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(ways=JSON, raw=JSON, name=JSON, area=JSON)
def test_no_row_whatever_breaks_the_import_or_is_lost(
    tmp_path_factory: pytest.TempPathFactory, ways: object, raw: object, name: object, area: object
) -> None:
    dirty = {"ma_tthc": "1.000009", "ten": name, "linh_vuc": area, "cach_thuc": ways, "thanh_phan_ho_so_raw": raw}
    answer = read(tmp_path_factory.mktemp("list"), dirty, row())
    assert [p.code for p in answer.catalogue.procedures] == ["1.000009", "1.000001"]


@pytest.mark.parametrize("one", ["1", "01"])
def test_one_day_in_civil_status_is_the_same_day_however_it_is_written(tmp_path: Path, one: str) -> None:
    (offer,) = only(read(tmp_path, row("1.001193", way(thoi_gian=one), linh_vuc="Hộ tịch"))).offers
    assert offer.limit == TimeLimit(amount=1, same_day=True)
