"""The commune's list of people served at home: read from a file, offered, nobody entered twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk.desk import Desk
from desk.visits import entitled, requests
from desk.visits.entitled import GroundMissing
from desk.visits.requests import VisitWish
from models.clerk import Clerk, Role
from models.events import VisitGround
from models.ids import ClerkId
from models.not_allowed import RoleForbids
from tests.desk.intake.test_intake import RESIDENCE
from tests.fakes.workbooks import workbook

HEADS = ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Thôn", "Địa chỉ", "Số điện thoại", "Diện"]
ROWS = [
    [1, "Nguyễn Văn Mẫu", 1946, "001046000001", "Thôn Mẫu", "Số 5, thôn Mẫu, xã Thử", "0912000001", "Thương binh 2/4"],
    [2, "Lý Thị Ví Dụ", 1938, "", "Thôn Đông", "Thôn Đông, xã Thử", "", "Người cao tuổi"],
    [3, "Trần Văn Thử", 1980, "001080000003", "Thôn Đông", "Thôn Đông, xã Thử", "", "Khuyết tật nặng"],
]


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return replace(desk, clerk=Clerk(id=ClerkId("c"), name="Bình", roles=frozenset({Role.CLERK})))


def book(tmp_path: Path, rows: list[list[object]], heads: list[str] = HEADS) -> Path:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(workbook({"Trang 1": [heads, *rows]}))
    return path


def entered(clerk: Desk, path: Path) -> tuple[int, int]:
    """How many a file would enter anew or change, and how many it did."""
    seen = entitled.read(clerk, path)
    return seen.new + seen.changed, entitled.enter(clerk, [one.entry for one in seen.entries])


def test_a_list_is_entered_once_with_grounds_and_hamlets_and_again_changes_only_what_is_new(
    clerk: Desk, tmp_path: Path
) -> None:
    assert entered(clerk, book(tmp_path, ROWS)) == (3, 3)
    assert [(one.hamlet, one.ground) for one in entitled.listed(clerk)] == [
        ("Thôn Đông", VisitGround.AGE),
        ("Thôn Đông", VisitGround.DISABILITY),
        ("Thôn Mẫu", VisitGround.MERIT),
    ]
    assert entered(clerk, book(tmp_path, ROWS)) == (0, 0)
    # Of somebody known without a number the number is heard; the telephone that this list leaves out stays.
    newer = [[1, "Nguyễn Văn Mẫu", 1946, "001046000001", "Thôn Mẫu", "", "", "Thương binh 2/4"]]
    newer += [[2, "Ly Thi Vi Du", 1938, "001138000002", "Thôn Đông", "Thôn Đông, xã Thử", "0912000002", "Cao tuổi"]]
    assert entered(clerk, book(tmp_path, newer)) == (1, 1)
    assert len(entitled.listed(clerk)) == 3
    (offered,) = entitled.offered(clerk, "001138000002")
    assert offered.person.phone == "0912000002"
    assert [one.person.phone for one in entitled.offered(clerk, "nguyen van")] == ["0912000001"]


def test_two_machines_that_read_one_list_name_its_people_alike(clerk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, ROWS)
    first = [one.subject for one in entitled.read(clerk, path).entries]
    assert first == [one.subject for one in entitled.read(clerk, path).entries]
    assert len(set(first)) == 3


def test_a_list_without_grounds_needs_one_for_all(clerk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, [row[:-1] for row in ROWS], HEADS[:-1])
    with pytest.raises(GroundMissing):
        entitled.read(clerk, path)
    assert {one.entry.ground for one in entitled.read(clerk, path, VisitGround.AGE).entries} == {VisitGround.AGE}


def test_an_entry_fills_a_request_and_is_taken_off_the_list_with_a_reason(clerk: Desk, tmp_path: Path) -> None:
    entered(clerk, book(tmp_path, ROWS))
    (entry,) = entitled.offered(clerk, "Nguyễn Văn")
    visit = requests.request(clerk, VisitWish(entitled=entry.id, procedures=(RESIDENCE,)))
    assert (visit.person.full_name, visit.person.personal_number) == ("Nguyễn Văn Mẫu", "001046000001")
    assert (visit.ground, visit.hamlet, visit.entitled) == (VisitGround.MERIT, "Thôn Mẫu", entry.id)
    entitled.remove(clerk, entry.id, "chuyển đi")
    assert entitled.offered(clerk, "Nguyễn Văn") == ()
    postal = replace(clerk, clerk=Clerk(id=ClerkId("p"), name="Bưu", roles=frozenset({Role.POSTAL})))
    with pytest.raises(RoleForbids):
        entitled.listed(postal)
