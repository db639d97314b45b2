"""The guide tells of keys and pictures that are there, and leaves no page and no key out."""

import re
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QKeySequence

from tests.ui.everywhere import PAGES
from ui.program.pages import ACTIONS

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "huong-dan.md").read_text("utf-8")
KEY = re.compile(r"\*\*((?:Ctrl|Alt|Shift)\+[A-Za-z0-9+]+|F\d+|Insert)\*\*")
BARE_KEY = re.compile(r"(?<![A-Za-z0-9+])(?:(?:Ctrl|Alt|Shift)\+)+(?:F\d+|[A-Z][a-z]*|\d)(?![A-Za-z])")
"""As the administrator's guides write them."""

OF_OTHERS = {"Alt+F4", "Ctrl+Shift+Q", "Ctrl+Alt+Del", "Ctrl+V"}
"""Of the kiosk, of Windows, of a field."""

PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")

TOLD_IN_THE_GUIDE = {
    "work": "Việc hôm nay",
    "counter": "Gọi số",
    "dossiers": "Tìm hồ sơ",
    "dossier": "Trả kết quả",
    "hand_over_lists": "Danh sách bàn giao",
    "supervision": "Nhân viên bưu điện",
    "appointments": "Lịch hẹn",
    "visits": "Cán bộ đi tận nhà",
    "declarations": "Tờ khai điền sẵn",
    "posters": "Tờ niêm yết",
    "citizen_file": "Hồ sơ công dân",
    "visit_planning": "Xếp lượt tận nhà",
    "consignments": "Nhận hồ sơ qua bưu điện",
    "parcels": "Gửi kết quả qua bưu điện",
    "mobile": "Điểm lưu động, phiếu in sẵn",
    "assisted": "Hỗ trợ nộp trực tuyến",
    "laptop": "Máy xách tay đi tận nhà",
    "register": "Sổ theo dõi hồ sơ",
    "province": "Gửi về tỉnh",
    "settings": "Đổi cỡ chữ, nền, thiết lập",
    "keys": "Tập",
    "clerks": "Tài khoản và mã PIN",
    "returns": "Trả kết quả",
    "money": "Thu tiền và ca thu",
    "pay": "Thu phí",
    "papers": "Hết giấy, máy in hỏng",
    "health": "Sức khỏe máy",
    "crash": "Chương trình gặp lỗi",
    "faults": "Tập",
}
"""Which task of the guide tells of a page."""

TOLD_TO_THE_ADMINISTRATOR = {"setup", "recover", "loss"}
"""Pages of docs/quan-tri.md."""


def shown(key: str) -> str:
    return key.replace("Return", "Enter").replace("Ins", "Insert")


def test_every_key_of_the_guide_is_a_key_of_the_program() -> None:
    known = {shown(action.key) for action in ACTIONS}
    assert [key for key in KEY.findall(GUIDE) if key not in known] == []
    for name in ("quan-tri.md", "phong-cho.md", "usb.md"):
        bare = BARE_KEY.findall((DOCS / name).read_text("utf-8"))
        assert set(bare) <= known | OF_OTHERS, name


def test_every_key_of_the_program_is_in_the_guide() -> None:
    told = set(KEY.findall(GUIDE))
    assert [action.id for action in ACTIONS if shown(action.key) not in told] == []


def test_every_page_has_its_task() -> None:
    assert set(PAGES) == {*TOLD_IN_THE_GUIDE, *TOLD_TO_THE_ADMINISTRATOR}
    heads = {line[3:] for line in GUIDE.splitlines() if line.startswith("## ")}
    assert set(TOLD_IN_THE_GUIDE.values()) <= heads


@pytest.mark.parametrize("name", ["huong-dan.md", "phong-cach.md"])
def test_every_picture_is_there_small_and_has_words_for_who_cannot_see_it(name: str) -> None:
    for words, path in PICTURE.findall((DOCS / name).read_text("utf-8")):
        assert len(words) > 3
        file = DOCS / path
        assert file.stat().st_size <= 60 * 1024, path
        with Image.open(file) as picture:
            assert picture.width <= 1366


def test_keys_are_written_as_qt_knows_them() -> None:
    for key in KEY.findall(GUIDE):
        assert not QKeySequence(key.replace("Enter", "Return")).isEmpty()
