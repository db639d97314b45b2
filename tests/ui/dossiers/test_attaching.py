"""Scans on the dossier page: attached by keys, listed with their paper, opened by Enter."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from models.ids import ClerkId
from tests.ui.conftest import Clerk
from tests.ui.dossiers.sheets import part_of
from tests.ui.dossiers.test_list_page import opens_dossier, received, said_on
from ui.dossiers.files_part import AttachPart

__all__ = ["received"]

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PDF = b"%PDF-1.4\n%%EOF\n"


def test_a_scan_is_attached_to_a_paper_listed_and_opened(
    received: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    scan = tmp_path / "Giấy chứng sinh.pdf"
    scan.write_bytes(PDF)
    page = opens_dossier(received)
    received.press(Qt.Key.Key_K, CTRL_SHIFT)
    attaching = part_of(page, "attach", AttachPart)
    paper = attaching.paper.value
    assert paper == ""
    papers = [attaching.paper.itemText(n) for n in range(attaching.paper.count())]
    assert len(papers) > 1
    attaching.paper.setCurrentIndex(1)
    attaching.take([str(scan)])
    received.waits()
    assert len(page.files.lines) == 1
    line = page.files.lines[0]
    assert "Giấy chứng sinh.pdf" in line.text()
    assert papers[1] in line.text()
    assert "Đính kèm bản quét" in said_on(page)
    line.setFocus()
    received.press(Qt.Key.Key_Space)
    received.until(lambda: len(opened) == 1)
    assert Path(opened[0].toLocalFile()).read_bytes() == PDF


def test_what_is_no_scan_is_refused_in_words(received: Clerk, tmp_path: Path) -> None:
    scan = tmp_path / "a.txt"
    scan.write_text("x", "utf-8")
    page = opens_dossier(received)
    received.press(Qt.Key.Key_K, CTRL_SHIFT)
    attaching = part_of(page, "attach", AttachPart)
    attaching.take([str(scan)])
    received.waits()
    assert page.files.lines == []
    assert any("a.txt" in banner.label.text() for banner in received.window.banners.shown)
    received.press(Qt.Key.Key_Escape)
    assert received.window.front == "dossier"


def test_what_the_national_system_would_lack_is_named_and_keeps_nobody_from_going_on(
    received: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.intake import national_check  # noqa: PLC0415 - the name the worker asks for

    said: list[tuple[str, ...]] = [("Thiếu số điện thoại liên hệ.",)]
    monkeypatch.setattr(national_check, "problems", lambda *_: said[0])
    received.window.go("counter")
    intake = received.counter.intake
    intake.matter.search.setFocus()
    received.types("kh s")
    received.until(lambda: bool(intake.matter.offered))
    received.press(Qt.Key.Key_Return)
    received.waits()
    assert intake.national.said == ("Thiếu số điện thoại liên hệ.",)
    assert intake.national.isVisible()
    said[0] = ()
    intake.refresh()
    received.waits()
    assert not intake.national.isVisible()


def test_other_desks_clerks_have_names_in_the_history(received: Clerk) -> None:
    page = opens_dossier(received)
    assert page.view is not None
    id_ = page.view.dossier.id
    names = {ClerkId("mau"): "Người Mẫu Khác"}
    received.app.jobs.ask(received.window, lambda work: setattr(work, "_names", names))
    received.app.jobs.ask(received.window, lambda work: work.dossiers.one(id_), page.show_dossier)
    received.waits()
    assert "Người Mẫu Khác" in said_on(page)
