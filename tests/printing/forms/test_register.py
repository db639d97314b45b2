from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import chain

import pytest
from msgspec.structs import replace

from models.codes.register_number import volume_code
from models.events import ReturnBy
from models.ids import DossierCode, DossierId, SubjectId
from models.subjects.dossier import ENDED, DossierStatus
from models.subjects.dossier_row import DossierRow, dossier_row
from models.subjects.register import RegisterLine
from models.subjects.register_closing import RegisterClosing
from printing.forms.body import Given
from printing.forms.register import ClosedRegister, RegisterScope, VolumeSpan, cells_of, register_foot, volumes
from printing.forms.versions import FormsSet, forms_in_force, forms_sets
from printing.layout.design import A4_LANDSCAPE
from printing.layout.long_table import long_pages
from printing.layout.pdf import width_of, write_pages
from printing.layout.sheet import CodeBlock
from tests.printing.papers import OFFICE, RECEIVED
from tests.printing.reading import codes, pictures, text_boxes, texts

SETS = forms_sets()
FIRST = datetime(2026, 1, 2, 1, tzinfo=UTC)
SCOPE = RegisterScope(first=date(2026, 1, 1), last=date(2026, 12, 31), per_volume=100)
IN_MARCH = datetime(2027, 3, 1, 2, tzinfo=UTC)


def row(number: int, status: DossierStatus = DossierStatus.HANDED_OVER) -> DossierRow:
    at = FIRST + timedelta(hours=number)
    made = replace(
        RECEIVED,
        id=DossierId(SubjectId(f"dossier/{number}")),
        code=DossierCode(f"H26.12.34-{at:%y%m%d}-{number:04d}"),
        received_at=at,
        status=status,
        ended_at=None if status is DossierStatus.RECEIVED else at + timedelta(days=2),
    )
    return dossier_row(made)


def lines(last: int, first: int = 1) -> Iterator[RegisterLine]:
    kinds = [DossierStatus.HANDED_OVER] * 6 + [DossierStatus.RECEIVED, DossierStatus.VOIDED]
    kinds += [DossierStatus.WITHDRAWN, DossierStatus.REFUSED]
    for number in range(first, last + 1):
        at = int((FIRST + timedelta(hours=number)).timestamp() * 1e6)
        yield RegisterLine(number, row(number, kinds[number % 10]), (at, "", number))


def code_of(span: VolumeSpan) -> CodeBlock:
    return CodeBlock(code=volume_code("H26.12.34", span.year, span.number))


def written(
    given_lines: Iterator[RegisterLine],
    scope: RegisterScope = SCOPE,
    words: FormsSet = SETS[-1],
    printed_at: datetime = IN_MARCH,
) -> bytes:
    given = Given(office=OFFICE, words=words, printed_at=printed_at, clerk="Trần Thị Thử")
    file = BytesIO()
    laid = long_pages(volumes(given_lines, scope, given, code_of), register_foot(given), A4_LANDSCAPE, width_of)
    write_pages(file, laid, A4_LANDSCAPE, title="x", subject="y")
    return file.getvalue()


def flat(page: str) -> str:
    return " ".join(page.split())


def test_the_register_is_a4_across_with_its_head_and_its_page_number_on_every_page() -> None:
    paper = written(lines(80))
    pages = texts(paper)
    assert len(pages) > 3
    for box, _letters in text_boxes(paper):
        assert [round(side / 72 * 25.4) for side in box[2:]] == [297, 210]
    assert "SỔ THEO DÕI HỒ SƠ" in pages[0]
    assert "Năm 2026 · Quyển số 01" in pages[0]
    assert "Hồ sơ tiếp nhận: từ ngày 01/01/2026 đến ngày 31/12/2026" in flat(pages[0])
    for number, page in enumerate(pages, start=1):
        assert f"Quyển 01/2026 · Trang {number}" in page
        assert "Mẫu 07 · TT03/2025" in page
        if number < len(pages):
            assert "Mã hồ sơ" in page
            assert "Ký nhận" in flat(page)


def test_nothing_on_a_page_overlaps_or_leaves_it() -> None:
    for page, letters in text_boxes(written(lines(60))):
        for box, _ in letters:
            assert 0 < box[0] < box[2] < page[2]
            assert 0 < box[1] < box[3] < page[3]
        seen: set[tuple[int, int]] = set()
        for box, letter in letters:
            place = (round(box[0]), round(box[1]))
            assert place not in seen, (letter, place)
            seen.add(place)


def test_every_dossier_is_in_it_once_and_in_order() -> None:
    said = flat(" ".join(texts(written(lines(260)))))
    places = [said.index(f"H26.12.34-{row(number).code[10:16]}-{number:04d}") for number in range(1, 261)]
    assert places == sorted(places)
    assert said.count("H26.12.34-") == 260 + 3  # each volume has a code


def test_numbers_go_on_from_volume_to_volume_and_each_volume_ends_with_a_page_to_sign() -> None:
    pages = texts(written(lines(230)))
    ends = [(n, page) for n, page in enumerate(pages) if "TRANG CUỐI QUYỂN" in page]
    assert "TRANG KHÓA SỔ" not in " ".join(pages)
    assert len(ends) == 3
    (first_end, first), (second_end, second), (last_end, last) = ends
    assert f"gồm {first_end + 1:02d} trang kể cả trang này, từ số thứ tự 01 đến số thứ tự 100" in flat(first)
    assert "Sổ năm 2026 tiếp ở Quyển số 02, từ số thứ tự 101" in flat(first)
    assert f"gồm {second_end - first_end:02d} trang" in flat(second)
    assert "Năm 2026 · Quyển số 02" in pages[first_end + 1]
    assert "Quyển 02/2026 · Trang 1" in pages[first_end + 1]
    assert last_end == len(pages) - 1
    assert "Sổ theo dõi hồ sơ năm 2026 chưa khóa: khóa sổ rồi in lại" in flat(last)
    assert "THỦ TRƯỞNG ĐƠN VỊ" in last
    assert "Trần Thị Thử" in last


def test_what_is_written_of_a_volume_adds_up() -> None:
    last = flat(texts(written(lines(100)))[-1])
    assert "Quyển này có 100 hồ sơ: đã trả kết quả 60, từ chối 10, đã rút 10, đã hủy 10, đang giải quyết 10." in last


def test_a_year_that_is_not_over_is_not_closed_and_an_extract_says_what_it_is() -> None:
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    pages = texts(written(lines(20), printed_at=now))
    assert "TRANG CUỐI" not in " ".join(pages)
    assert "Phần trích này có 20 hồ sơ" in flat(pages[-1])
    unit = replace(SCOPE, unit="Sở Tư pháp")
    pages = texts(written(lines(20), unit))
    assert "TRANG CUỐI" not in " ".join(pages)
    assert "Cơ quan giải quyết: Sở Tư pháp" in flat(pages[0])
    begun_later = texts(written(lines(100, first=40)))
    assert "TRANG" not in begun_later[-1].replace("Trang", "")


def test_a_closed_register_says_who_closed_it_and_when_and_what_came_later_is_a_supplement() -> None:
    at = datetime(2026, 12, 31, 9, 30, tzinfo=UTC)
    one = RegisterClosing(id=SubjectId("register/1"), year=2026, rows_per_volume=100, name="Lê Văn Tập", at=at)
    closed = {2026: ClosedRegister(closings=(one,), sizes=(130, 4))}
    late = (replace(line, part=1) for line in lines(134, first=131))
    scope = replace(SCOPE, per_volume=7, closed=closed)  # what the office has set since changes no volume
    pages = [flat(page) for page in texts(written(chain(lines(130), late), scope))]
    said = "Sổ theo dõi hồ sơ năm 2026 đã khóa 16 giờ 30 phút, ngày 31 tháng 12 năm 2026 ở số thứ tự 130, gồm 2 quyển"
    assert f"{said}, Lê Văn Tập khóa sổ." in pages[0]
    (end,) = [page for page in pages if "TRANG KHÓA SỔ" in page]
    assert f"{said}, Lê Văn Tập khóa sổ. Số đã cấp không thay đổi; hồ sơ đến muộn ghi ở phần bổ sung, từ số 131." in end
    firsts = [page for page in pages if "Trang 1" in page and page[-7:] == "Trang 1"]
    assert [f"Quyển số {n:02d}" in page for n, page in enumerate(firsts, start=1)] == [True] * 3
    assert "Quyển số 03 · Phần bổ sung sau khóa sổ" in firsts[2]
    assert "từ số thứ tự 131 đến số thứ tự 134" in pages[-1]
    assert "đến máy này sau khi sổ đã khóa; chưa khóa" in pages[-1]


def test_a_volume_bears_its_code_as_qr_and_bars() -> None:
    paper = written(lines(3))
    assert set(codes(pictures(paper, 200)[0]).values()) == {volume_code("H26.12.34", 2026, 1)}


def test_an_empty_period_is_a_page_that_says_so() -> None:
    (page,) = texts(written(iter(())))
    assert "SỔ THEO DÕI HỒ SƠ" in page
    assert "Phần trích này có 0 hồ sơ." in flat(page)


def test_what_is_no_dossier_any_more_is_marked_with_the_day() -> None:
    voided = RegisterLine(4, row(4, DossierStatus.VOIDED), (0, "", 4))
    assert cells_of(voided)["returned_at"] == "ĐÃ HỦY\n04/01/2026"
    assert cells_of(RegisterLine(4, row(4, DossierStatus.WITHDRAWN), (0, "", 4)))["note"] == "ĐÃ RÚT"
    assert cells_of(RegisterLine(4, row(4, DossierStatus.RECEIVED), (0, "", 4)))["returned_at"] == ""
    assert cells_of(RegisterLine(4, row(4), (0, "", 4)))["returned_at"] == datetime(2026, 1, 4, 12)  # noqa: DTZ001
    said = flat(" ".join(texts(written(iter([voided])))))
    assert "ĐÃ HỦY" in said


def test_every_end_without_a_result_has_its_mark_and_is_counted_by_itself() -> None:
    ends = ENDED - {DossierStatus.HANDED_OVER}
    made = [RegisterLine(n, row(n, status), (n, "", n)) for n, status in enumerate(sorted(ends), start=1)]
    marks = {str(cells_of(line)["returned_at"]).partition("\n")[0] for line in made}
    assert len(marks) == len(ends)
    assert all(mark.isupper() for mark in marks)
    last = flat(texts(written(iter(made)))[-1])
    assert "đang giải quyết" not in last
    assert f"có {len(ends)} hồ sơ: từ chối 1, đã rút 1, đã dừng 1, đã hủy 1." in last


@pytest.mark.parametrize("way", ReturnBy)
def test_every_way_of_returning_a_result_has_its_words(way: ReturnBy) -> None:
    assert cells_of(RegisterLine(1, replace(row(1), return_by=way.value), (0, "", 1)))["return_by"]


def test_the_old_circular_has_the_number_of_sets_and_a_column_for_remarks() -> None:
    old = forms_in_force(date(2024, 1, 1))
    page = flat(texts(written(lines(8), words=old))[0])
    assert "Mẫu 06 · TT01/2018" in page
    assert "Số lượng hồ sơ (bộ)" in page
    assert "Ghi chú" in page


@pytest.mark.parametrize("words", SETS, ids=lambda words: words.name)
def test_every_column_of_a_circular_asks_for_a_fact_there_is(words: FormsSet) -> None:
    cells = cells_of(RegisterLine(1, row(1), (0, "", 1)))
    columns = [head for body in words.register.rows for head in body.columns]
    assert columns
    assert all(head.what in cells for head in columns)


def test_a_row_longer_than_a_page_goes_on_and_loses_nothing() -> None:
    long = replace(row(1), address=" ".join(f"chữ{n}" for n in range(400)))
    paper = written(iter([RegisterLine(1, long, (0, "", 1)), RegisterLine(2, row(2), (1, "", 2))]))
    said = flat(" ".join(texts(paper)))
    assert all(f"chữ{n}" in said for n in range(400))
    assert len(texts(paper)) > 2
    assert pictures(paper, 40)
