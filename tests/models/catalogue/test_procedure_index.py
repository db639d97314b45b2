"""A procedure in four keys: measured for the thirty that a commune takes most."""

from dataclasses import dataclass

import pytest

from models.catalogue.catalogue import Catalogue, shipped
from models.catalogue.procedure_index import ProcedureIndex
from models.procedure import Procedure
from models.text import search_key

INDEX = ProcedureIndex(shipped())
FIRST = 5
"""A procedure counts as found when it stands among so many."""


@dataclass(frozen=True)
class Wanted:
    """A procedure, and what a clerk who wants it types: always a prefix of one of these."""

    code: str
    typed: tuple[str, ...]


COMMON = (
    Wanted("1.001193", ("dkks", "khai sinh", "ks")),
    Wanted("2.000815", ("sao y", "chung thuc ban sao")),
    Wanted("1.004873", ("doc than", "tthn", "xac nhan tinh trang")),
    Wanted("2.000635", ("trich luc", "tlks")),
    Wanted("1.000894", ("ket hon", "dkkh")),
    Wanted("1.000656", ("khai tu", "dkkt")),
    Wanted("2.000884", ("ctck", "chu ky")),
    Wanted("2.001035", ("hop dong", "giao dich")),
    Wanted("1.004859", ("cai chinh", "sua khai sinh")),
    Wanted("1.004222", ("thuong tru", "dktt")),
    Wanted("1.004194", ("tam tru", "dktt")),
    Wanted("2.000908", ("so goc", "bsg")),
    Wanted("1.004884", ("dklks", "dang ky lai khai sinh", "lai ks")),
    Wanted("1.000689", ("khai sinh ket hop", "ks nhan")),
    Wanted("1.001022", ("nhan cha", "dkncmc")),
    Wanted("1.004837", ("giam ho", "dkgh")),
    Wanted("2.000806", ("ket hon nuoc ngoai", "khnn")),
    Wanted("2.001019", ("di chuc", "ctdc")),
    Wanted("2.001406", ("phan chia di san", "pc ds")),
    Wanted("2.001016", ("tu choi di san", "tcnds")),
    Wanted("1.002755", ("gia han tam tru", "ghtt")),
    Wanted("1.010038", ("tach ho",)),
    Wanted("1.010041", ("xac nhan cu tru", "ct07", "xntt")),
    Wanted("1.001612", ("hkd", "ho kinh doanh")),
    Wanted("2.000720", ("thay doi ho kinh doanh", "doi hkd")),
    Wanted("1.001266", ("cham dut ho kinh doanh", "cdhd")),
    Wanted("1.013225", ("gpxd", "xay dung")),
    Wanted("1.012812", ("hoa giai tranh chap", "hgtc")),
    Wanted("1.001776", ("tro cap xa hoi", "txh")),
    Wanted("1.011607", ("ho ngheo", "ngheo")),
)


def keys_for(wanted: Wanted) -> int:
    """The fewest keys after which the procedure stands among the first."""
    ways = [(len(text[:n]), text[:n]) for text in wanted.typed for n in range(1, len(text) + 1)]
    for count, text in sorted(ways):
        if wanted.code in [p.code for p in INDEX.find(text, limit=FIRST)]:
            return count
    return 99


def test_each_of_the_thirty_commonest_is_found_in_four_keys() -> None:
    needed = {wanted.code: keys_for(wanted) for wanted in COMMON}
    table = "\n".join(f"{shipped().get(code).name[:60]:60} {keys}" for code, keys in needed.items())
    mean = sum(needed.values()) / len(needed)
    print(f"{table}\nmean {mean:.2f}")  # noqa: T201 - shown when the test fails or is run with -s
    assert max(needed.values()) <= 4, table
    assert mean <= 3, table


def codes(words: str, *favourites: str) -> list[str]:
    return [p.code for p in INDEX.find(words, favourites)]


@pytest.mark.parametrize(
    "words", ["Đăng ký khai sinh", "dang ky khai sinh", "sinh khai", "KHAI SINH", "dkks", "khai  s"]
)
def test_words_without_marks_in_any_order_and_initials_find_a_birth(words: str) -> None:
    assert codes(words)[0] == "1.001193"


@pytest.mark.parametrize("words", ["1.001193", "1001193", "1193", "001193", "1.0011"])
def test_a_code_is_found_with_and_without_its_dot_and_by_its_end(words: str) -> None:
    assert codes(words)[0] == "1.001193"


EVERYDAY = {
    "1.001193": "khai sinh; giấy khai sinh; làm giấy khai sinh cho con; khai sinh cho bé; khai sinh muộn; đẻ con; "
    "giấy chứng sinh",
    "1.000656": "khai tử; giấy khai tử; giấy chứng tử; báo tử; nhà có người mất; làm giấy chứng tử; khai tử quá hạn",
    "1.000894": "kết hôn; đăng ký kết hôn; giấy kết hôn; lấy vợ; lấy chồng; giấy hôn thú",
    "2.000806": "kết hôn với người nước ngoài; lấy chồng nước ngoài",
    "2.000554": "ghi chú ly hôn; ghi chú li hôn; ly hôn ở nước ngoài",
    "2.002189": "ghi chú kết hôn; kết hôn ở nước ngoài",
    "2.000547": "ghi chú khai sinh",
    "3.000722": "liên thông khai sinh; BHYT; thẻ bảo hiểm y tế; thẻ BHYT; làm thẻ BHYT cho trẻ em; bảo hiểm y tế",
    "2.002913": "liên thông khai tử; tử tuất",
    "2.000635": "trích lục; trích lục khai tử; trích lục kết hôn; cấp lại giấy khai sinh; mất giấy khai sinh",
    "1.004884": "đăng ký lại khai sinh; khai sinh lại",
    "1.004746": "đăng ký lại kết hôn",
    "1.004859": "cải chính; sửa giấy khai sinh; đổi tên; sai tên; sửa năm sinh; đổi dân tộc",
    "1.004873": "độc thân; giấy độc thân; xác nhận độc thân; chưa kết hôn; tình trạng hôn nhân",
    "1.001022": "nhận con; nhận cha",
    "1.004837": "giám hộ",
    "2.000815": "sao y; sao y bản chính; công chứng; chứng thực; photo công chứng",
    "2.000884": "sơ yếu lý lịch; xác nhận lý lịch; giấy ủy quyền; chứng thực chữ ký; điểm chỉ",
    "2.001035": "hợp đồng; mua bán đất; mua bán xe; sang tên đất; thế chấp; cho con đất",
    "2.001019": "di chúc; lập di chúc",
    "2.001016": "từ chối thừa kế",
    "2.001406": "chia thừa kế; thừa kế; khai nhận di sản",
    "1.004222": "thường trú; nhập hộ khẩu; nhập khẩu; hộ khẩu; chuyển khẩu",
    "1.004194": "tạm trú; ở trọ; KT3",
    "1.003197": "cắt khẩu",
    "1.010038": "tách khẩu; tách hộ khẩu",
    "1.010041": "xác nhận cư trú; xác nhận nơi cư trú; CT07",
    "1.010039": "sửa hộ khẩu; đổi chủ hộ",
    "1.003677": "tạm vắng",
    "2.001159": "lưu trú",
    "1.001612": "giấy phép kinh doanh; mở quán; mở cửa hàng; hộ kinh doanh; đăng ký kinh doanh; "
    "hộ kinh doanh cá thể; mở tiệm tạp hóa",
    "1.001266": "nghỉ kinh doanh; trả giấy phép kinh doanh",
    "2.000575": "mất giấy phép kinh doanh",
    "1.013225": "xây nhà; xin phép xây nhà; giấy phép xây dựng",
    "1.013978": "sổ đỏ; làm sổ đỏ",
    "1.012812": "tranh chấp đất",
    "2.001263": "con nuôi; xin con nuôi",
    "1.011607": "hộ nghèo; cận nghèo; xin hộ nghèo; xác nhận hộ nghèo",
    "1.001776": "trợ cấp xã hội; trợ cấp trẻ mồ côi; đơn thân nuôi con",
    "1.014027": "hưu trí xã hội; trợ cấp người già; trợ cấp 80 tuổi; tiền người cao tuổi",
    "1.001699": "khuyết tật; giấy khuyết tật; người khuyết tật",
    "1.001653": "mất giấy khuyết tật",
    "1.001731": "mai táng phí",
    "1.010803": "thờ cúng liệt sĩ",
}
"""The procedure meant by what people say at the counter; parted by semicolons."""
SAID = [(code, words) for code, told in EVERYDAY.items() for words in told.split("; ")]


def test_more_than_a_hundred_everyday_expressions_are_known() -> None:
    assert len(SAID) > 100


@pytest.mark.parametrize(("code", "words"), SAID, ids=[words for _, words in SAID])
def test_an_everyday_expression_finds_the_matter_itself_first(code: str, words: str) -> None:
    assert codes(words)[:1] == [code]
    assert codes(search_key(words))[:1] == [code]
    assert codes(words, "2.000635", "2.000815")[:1] == [code], "copies that are taken most do not push it away"


@pytest.mark.parametrize(("words", "code"), [("kết h", "1.000894"), ("khai t", "1.000656"), ("ket hon", "1.000894")])
def test_while_it_is_typed_the_matter_goes_before_copies_of_it(words: str, code: str) -> None:
    assert codes(words, "2.000635")[0] == code


def test_an_expression_leads_among_the_names_of_a_whole_national_list() -> None:
    theirs = [
        Procedure(code="1.001939", name="Đăng ký đóng, cấp thẻ BHYT đối với người chỉ tham gia BHYT", field="Thu BHXH"),
        Procedure(code="1.000094", name="Đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới", field="Hộ tịch"),
        Procedure(code="1.001766", name="Khai tử có yếu tố nước ngoài", field="Hộ tịch"),
    ]
    national = Catalogue(version="qg", valid_from=shipped().valid_from, source="qg", procedures=tuple(theirs))
    index = ProcedureIndex(shipped().with_national(national))
    found = [index.find(words)[0].code for words in ("BHYT", "kết hôn", "khai tử")]
    assert found == ["3.000722", "1.000894", "1.000656"]


def test_two_procedures_may_answer_to_one_expression() -> None:
    assert codes("cấp lại giấy khai sinh")[:2] == ["2.000635", "1.004884"]


def test_what_does_not_fit_finds_nothing() -> None:
    assert codes("zzz") == []
    assert codes("khai khai khai khai") == []


def test_without_words_the_favourites_stand_there() -> None:
    assert codes("", "1.010038", "9.999999", "1.000894") == ["1.010038", "1.000894"]
    assert codes("   ") == []


def test_the_favourites_of_the_day_come_first() -> None:
    assert codes("dang ky", "1.010038", "2.001255")[0] == "2.001255", "a name goes before a field"
    assert codes("dang ky")[0] == "1.001193"


def test_no_more_than_asked_for() -> None:
    assert len(INDEX.find("d", limit=3)) == 3
