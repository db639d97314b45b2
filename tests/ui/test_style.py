"""docs/phong-cach.md, held on every page: spaces, sizes, colours, contrast, room at every size of type, and words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QStackedLayout, QWidget
from pytestqt.qtbot import QtBot

import ui.style.look
from desk.settings import LookSettings as Chosen
from desk.settings import Theme
from desk.staff.session import SignInChoice
from models.ids import ClerkId
from models.person import Person
from tests.ui.conftest import Clerk, descendants
from tests.ui.everywhere import PAGES, at_work, lying_on_each_other, settle, shows
from tests.ui.test_looks import cut_off
from ui.shell.lock import LockCover
from ui.style.contrast import contrast
from ui.style.look import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, SPACES, TYPES, Colours, Look, look
from ui.style.sheet import style_sheet
from ui.style.theme import apply_theme, load_fonts, look_for

UI = Path(ui.__file__).parent
DESK = UI.parent / "desk"
PALETTES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST_LIGHT, "contrast-dark": CONTRAST_DARK}
HIGH = ("contrast", "contrast-dark")
SCALES = (1.0, 1.25, 1.5, 2.0)

FORBIDDEN = re.compile(
    r"vui lòng|lỗi hệ thống|không hợp lệ|thất bại|thành công|cơ sở dữ liệu|\bbạn\b|quý khách|người dùng|thao tác"
    r"|\bclick\b|\bOK\b|\bserver\b|\btoken\b|xin lỗi|, hãy |; hãy |^hãy |\w!|\.\.\.",
    re.IGNORECASE,
)
"""What we do not say to clerks; the style page says what instead."""

VIETNAMESE = re.compile(r"[À-ỹ]")


@pytest.fixture
def busy(clerk: Clerk, person: Person) -> Clerk:
    return at_work(clerk, person)


def wears(clerk: Clerk, theme: str, scale: float) -> None:
    clerk.app.signals.look_chosen.emit(Chosen(theme=Theme(theme), type_scale=scale))
    clerk.waits()


@pytest.mark.parametrize("name", PALETTES)
def test_words_stand_out_from_every_ground_they_stand_on(name: str) -> None:
    c: Colours = PALETTES[name]
    least = 7.0 if name in HIGH else 4.5
    for words in (c.text, c.muted, c.accent_text, c.good, c.warn, c.bad):
        for ground in (c.ground, c.surface, c.raised):
            assert contrast(words, ground) >= least, (words, ground)
    for words, ground in (
        (c.text, c.hover),
        (c.muted, c.hover),
        (c.on_accent, c.accent),
        (c.on_accent, c.accent_hover),
        (c.accent_text, c.accent_soft),
        (c.text, c.accent_soft),
        (c.text, c.good_soft),
        (c.text, c.warn_soft),
        (c.text, c.bad_soft),
        (c.good, c.good_soft),
        (c.warn, c.warn_soft),
        (c.bad, c.bad_soft),
    ):
        assert contrast(words, ground) >= (4.5 if name not in HIGH else 7.0), (words, ground)


@pytest.mark.parametrize("name", PALETTES)
def test_rings_and_edges_of_fields_are_seen_and_what_is_off_looks_it(name: str) -> None:
    c = PALETTES[name]
    for ground in (c.ground, c.surface, c.raised):
        assert contrast(c.accent, ground) >= 3, ground
        assert contrast(c.field, ground) >= 3, ground
    assert contrast(c.text, c.accent) >= 1.2  # the ring of a primary button
    assert 2 <= contrast(c.off, c.surface) <= (5 if name in HIGH else 3)
    assert contrast(c.text, c.surface) / contrast(c.off, c.surface) > 3


def test_every_colour_is_named_in_one_file_alone() -> None:
    for path in UI.rglob("*.py"):
        if path.name != "look.py":
            assert re.findall(r"[\"'(]#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8")) == [], path


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("scale", SCALES)
def test_the_sheet_uses_the_palette_and_the_scale_of_type(name: str, scale: float) -> None:
    worn = Look(colours=PALETTES[name], scale=scale, dark="dark" in name, contrast=name in HIGH)
    sheet = style_sheet(worn)
    palette = set(msgspec.structs.asdict(worn.colours).values())
    assert set(re.findall(r"#[0-9a-fA-F]{6}", sheet)) <= palette
    assert {int(size) for size in re.findall(r"font-size: (\d+)px", sheet)} <= {worn.px(size) for size in TYPES}


def layouts(root: QWidget) -> Iterator[QLayout]:
    for layout in root.findChildren(QLayout):
        if not isinstance(layout, QStackedLayout):  # it lies within its widget and has no margins to be seen
            yield layout


def off_the_scale(shown: QWidget) -> set[str]:
    """Margins, gaps and sizes of type below it that docs/phong-cach.md does not have."""
    off = set()
    for layout in layouts(shown):
        around = layout.contentsMargins()
        for space in (around.left(), around.top(), around.right(), around.bottom()):
            if space not in SPACES:
                off.add(f"margin {space} in {type(layout.parent()).__name__}")
        if layout.spacing() not in {-1, *SPACES}:
            off.add(f"gap {layout.spacing()} in {type(layout.parent()).__name__}")
    sizes = {look().px(size) for size in TYPES}
    off |= {
        f"type {w.font().pixelSize()} of {type(w).__name__}"
        for w in descendants(shown)
        if w.isVisible() and w.font().pixelSize() not in sizes
    }
    return off


@pytest.mark.parametrize("scale", [1.25, 2.0])
def test_nothing_is_cut_off_or_lies_on_another_and_spaces_and_type_are_on_the_scale(busy: Clerk, scale: float) -> None:
    wrong = {}
    wears(busy, "light", scale)
    for page in PAGES:
        shows(busy, page)
        for banner in busy.window.banners.shown:
            banner.dismiss()  # those of the machine too: whether it has a loudspeaker is another matter
        busy.waits()
        settle()
        least = busy.window.minimumSizeHint()
        found = cut_off(busy.window.page(page)) if scale <= 1.25 else []
        found += lying_on_each_other(busy.window)
        if scale == 1.25:
            found += off_the_scale(busy.window.page(page))
        if least.width() > 1366 or least.height() > 728:
            found.append(f"needs {least.width()}×{least.height()}")
        if found:
            wrong[page] = found
    assert wrong == {}


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_lock_has_room_for_its_words(scale: float, qtbot: QtBot) -> None:
    dress_anew("light", scale)
    cover = LockCover()
    qtbot.addWidget(cover)
    cover.resize(1366, 728)
    cover.offer([SignInChoice(id=ClerkId("mau"), name="Trần Thị Mẫu", today=True)], ClerkId("mau"), first_list=True)
    cover.show_hall("Quầy đang mời số A011. 4 người đang chờ.")
    for changing in (True, False):
        cover.open(changing=changing)
        cover.show()
        settle()
        assert cut_off(cover) == []
        assert lying_on_each_other(cover) == []
        assert off_the_scale(cover) == set()
        assert all(w.accessibleName() for w in cover.findChildren(QLineEdit) if w.isVisible())
    dress_anew("light", 1.0)


def dress_anew(theme: str, scale: float) -> None:
    """Put a look on without a window."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, look_for(theme, scale), load_fonts())


def test_the_system_is_followed_in_contrast_and_the_look_changes_at_once(
    busy: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.style.theme.system_wants_contrast", lambda: True)
    wears(busy, "system", 1.0)
    assert look().contrast
    monkeypatch.setattr("ui.style.theme.system_wants_contrast", lambda: False)
    monkeypatch.setattr("ui.style.theme.system_type_scale", lambda: 1.5)
    wears(busy, "system", 1.25)
    assert not look().contrast
    assert look().scale == 1.5
    wears(busy, "light", 1.25)
    assert look().scale == 1.25
    wears(busy, "contrast", 1.0)
    assert look().contrast


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Texts of a module with a Vietnamese letter in them, docstrings left out."""
    tree = ast.parse(path.read_text("utf-8"))
    documents = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VIETNAMESE.search(node.value):
            if id(node) in documents:
                continue
            yield node.lineno, node.value


def test_no_sentence_uses_a_word_we_do_not_say_to_clerks() -> None:
    said = [
        f"{path.name}:{line}: {text}"
        for path in (*UI.rglob("*.py"), *(DESK / "words").glob("*.py"), *DESK.rglob("*_words.py"))
        for line, text in sentences(path)
        if FORBIDDEN.search(text)
    ]
    assert said == []
