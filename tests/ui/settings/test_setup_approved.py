"""Settings of postal staff: a decision entered on screen is in force at once, a wrong one is not written."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from desk.opening import approved_of
from models.catalogue.approved_list import Approval
from models.procedure import Level
from tests.ui.conftest import Clerk
from tests.ui.settings.test_settings_page import the_page
from ui.settings.setup_approved import ApprovedPart


def test_a_decision_is_entered_with_its_procedures_named_and_holds_at_once(clerk: Clerk, tmp_path: Path) -> None:
    page = the_page(clerk)
    clerk.window.go("settings", "post")
    part = page.part("post", ApprovedPart)
    clerk.until(lambda: part.state.text().startswith("Chưa có danh mục"))
    page.handlers()["add_line"]()
    (one,) = part.rows
    one.codes.edit.setPlainText("2.000815\n1.010833; 9.999999")
    assert one.told.text().startswith("2 thủ tục: ")
    assert one.told.text().endswith("Không có trong danh mục thủ tục trên máy: 9.999999.")
    page.save()
    assert "Ghi ngày quyết định có hiệu lực" in part.note.text()
    one.begins.put("01/07/2026")
    one.ends.put("30/06/2026")
    one.source.put("12/QĐ-UBND ngày 20/06/2026")
    one.level.choose(Level.PROVINCE)
    page.save()
    clerk.until(lambda: part.note.text().startswith("Mỗi quyết định cần"))
    assert not (tmp_path / "approved.toml").exists()
    one.ends.put("")
    page.save()
    clerk.until(lambda: part.note.text().startswith("Đã ghi"))
    assert part.state.text() == "Hôm nay nhân viên bưu điện nhận, trả 3 thủ tục."
    wanted = Approval(
        procedures=("2.000815", "1.010833", "9.999999"),
        valid_from=date(2026, 7, 1),
        source="12/QĐ-UBND ngày 20/06/2026",
        level=Level.PROVINCE,
    )
    assert approved_of(tmp_path).approved == (wanted,)
    found: list[object] = []
    clerk.app.jobs.ask(QObject(), lambda work: found.append(work.desk.approved.approved))
    clerk.waits()
    assert found == [(wanted,)]
    assert not part.is_edited
