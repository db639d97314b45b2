"""The page of posters by keys: all that is due, then only what is marked; the list tells how each stands."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desk.posters.writing import PosterSize
from tests.printing.reading import texts
from tests.ui.conftest import Clerk
from ui.posters.posters_page import PostersPage


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file outside the folder of the data."""
    return tmp_path_factory.mktemp("niem-yet") / "to.pdf"


@pytest.fixture
def page(clerk: Clerk) -> PostersPage:
    clerk.press(Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    page = clerk.page("posters")
    assert isinstance(page, PostersPage)
    clerk.until(lambda: page.rows.rowCount() > 0)
    return page


def test_what_is_due_is_written_and_then_nothing_is(clerk: Clerk, page: PostersPage, out: Path) -> None:
    all_due = page.rows.rowCount()
    assert f"{all_due} tờ cần in" in page._count.text()
    page.write_to(out, PosterSize.A4)
    clerk.until(lambda: "cần in" not in page._count.text())
    assert {row.state for row in page.rows.rows} == {"Đúng"}
    assert len(texts(out.read_bytes())) >= all_due


def test_what_is_marked_alone_is_written(clerk: Clerk, page: PostersPage, out: Path) -> None:
    page.marks.mark(1, 1)
    name = page.rows.rows[1].procedure
    page.write_to(out, PosterSize.A3)
    clerk.until(out.exists)
    clerk.waits()
    assert name in texts(out.read_bytes())[0]
    clerk.until(lambda: sum(not row.due for row in page.rows.rows) == 1)
