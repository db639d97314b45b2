"""What is on screen can be read, reached and heard: names for screen readers, room at every size, light and dark."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QScrollArea, QWidget

from desk.settings import LookSettings, Theme
from models.events import Priority
from models.person import Person
from tests.ui.conftest import Clerk, descendants
from tests.ui.counter.test_counter_by_keys import chooses_procedure, issues
from ui.style.look import DARK, LIGHT, Colours
from ui.style.look import look as in_force

PAGES = ("counter", "dossiers", "dossier", "province", "settings", "keys")
SIZES = (1.0, 1.25)


def test_everything_that_takes_the_keys_has_a_name_to_be_heard(clerk: Clerk) -> None:
    for name in PAGES:
        clerk.page(name)
        for widget in descendants(clerk.window):
            if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or isinstance(widget, QLabel):
                continue
            said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            proxy = widget.focusProxy()
            assert said or proxy is not None, f"{name}: {widget} in {widget.parentWidget()}"


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_fits_a_screen_of_1366_by_768(clerk: Clerk, person: Person, theme: str, scale: float) -> None:
    clerk.app.signals.look_chosen.emit(LookSettings(theme=Theme(theme), type_scale=scale))
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    for name in PAGES:
        clerk.page(name)
        least = clerk.window.minimumSizeHint()
        assert least.width() <= 1366, name
        assert least.height() <= 768 - 40, name  # title bar and task bar
        assert cut_off(clerk.window) == [], name


def test_the_sheets_that_fold_out_fit_too(clerk: Clerk, person: Person) -> None:
    clerk.app.signals.look_chosen.emit(LookSettings(theme=Theme.LIGHT, type_scale=1.25))
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.scans(person)
    clerk.counter.intake.owner.tick.setChecked(True)
    clerk.counter.intake.more.fold.setChecked(True)
    clerk.waits()
    clerk.press(Qt.Key.Key_F12)
    clerk.window.do("refuse")
    clerk.waits()
    assert clerk.window.height() == 728
    assert cut_off(clerk.window) == []


def cut_off(window: QWidget) -> list[str]:
    """Words that have less room than they need, or stick out of what they lie in."""
    found = []
    for widget in descendants(window):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            wanted = widget.heightForWidth(widget.width())
            if wanted > widget.height() + 1:
                found.append(f"{widget.text()!r}: {widget.height()} of {wanted} high")
            continue
        if isinstance(widget, QCheckBox) and (wanted := widget.heightForWidth(widget.width())) > widget.height():
            found.append(f"{widget.text()!r}: {widget.height()} of {wanted} high")
        hint = widget.minimumSizeHint()
        if widget.width() < hint.width():
            found.append(f"{widget.text()!r}: {widget.width()} of {hint.width()} wide")
        if out_of_sight(widget, window):
            found.append(f"{widget.text()!r}: sticks out at the side")
    return found


def out_of_sight(widget: QWidget, window: QWidget) -> bool:
    """Whether it lies partly beyond the side of the window or of the scrolled part it is in."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QScrollArea):
            viewport = parent.viewport()
            where = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
            return where.left() < viewport.x() - 1 or where.right() > viewport.geometry().right() + 1
        parent = parent.parentWidget()
    where = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return not window.rect().contains(where)


def brightness(colour: str) -> float:
    """Relative luminance, WCAG 2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    said = QColor(colour)
    return 0.2126 * linear(said.redF()) + 0.7152 * linear(said.greenF()) + 0.0722 * linear(said.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(colours: Colours) -> None:
    grounds = (colours.ground, colours.surface, colours.raised)
    for words in (colours.text, colours.muted, colours.accent_text, colours.good, colours.warn, colours.bad):
        for ground in grounds:
            assert contrast(words, ground) >= 4.5, (words, ground)
    for words, ground in (
        (colours.text, colours.hover),
        (colours.on_accent, colours.accent),
        (colours.accent_text, colours.accent_soft),
        (colours.text, colours.accent_soft),
        (colours.text, colours.good_soft),
        (colours.text, colours.warn_soft),
        (colours.text, colours.bad_soft),
    ):
        assert contrast(words, ground) >= 4.5, (words, ground)


def test_theme_and_size_change_at_once_and_are_kept(clerk: Clerk) -> None:
    clerk.app.signals.look_chosen.emit(LookSettings(theme=Theme.DARK, type_scale=1.25))
    assert in_force().dark
    assert clerk.counter.intake.submitter.number.edit.font().pixelSize() == round(14 * 1.25)
    clerk.app.signals.look_chosen.emit(LookSettings(theme=Theme.LIGHT, type_scale=1.0))
    assert not in_force().dark


def test_the_first_hour_opened_on_a_running_desk_leaves_the_look_as_it_is(clerk: Clerk) -> None:
    clerk.app.signals.look_chosen.emit(LookSettings(theme=Theme.CONTRAST, type_scale=1.25))
    clerk.page("setup")
    assert in_force().contrast
    assert in_force().scale == 1.25


def test_priority_is_said_in_words_beside_its_sign(clerk: Clerk) -> None:
    line = clerk.counter.line
    line.issue_part.done.emit(("ho-tich",), Priority.ELDERLY, "", "")
    clerk.waits()
    said = line.tickets.list.data(line.tickets.list.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "Người cao tuổi" in str(said)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    assert any("Người cao tuổi" in label.text() for label in line.findChildren(QLabel) if label.isVisible())
