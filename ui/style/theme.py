"""Applies font, palette and style sheet: light, dark or high contrast, at any type size."""

import importlib.util
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.style.look import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Colours, Look, use_look
from ui.style.sheet import style_sheet

FAMILY = "Be Vietnam Pro"
FURTHER = "Noto Sans"
"""Has what the first lacks: ĕ, ŏ, ƀ, ʼ and marks that are put upon any letter. The files are those of the papers."""

LARGEST = 2.0
"""Type is set up to twice its designed size."""


@cache
def load_fonts() -> str:
    """The family to use: the bundled one with every Vietnamese letter, else what the system has.

    Letters that it lacks are drawn from a second one, named as its substitute. Done once in a process: with each file
    that is added Qt forgets all letters it has drawn.
    """
    files = [f"files/BeVietnamPro-{weight}.ttf" for weight in ("Regular", "Medium", "SemiBold")]
    family = FAMILY if _loaded("fontpkg_be_vietnam_pro", files) else QGuiApplication.font().family()
    if _loaded("printing", [f"layout/letters/NotoSans-{weight}.ttf" for weight in ("Regular", "Bold")]):
        QFont.insertSubstitution(family, FURTHER)
    return family


def _loaded(package: str, files: Iterable[str]) -> bool:
    """Whether these files of a package, which is not imported, are fonts that can be drawn with now."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [Path(place) / file for place in places for file in files]
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in found if file.is_file()]
    return bool(loaded) and min(loaded) >= 0


def system_is_dark() -> bool:
    """Whether the system asks for dark windows."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def system_wants_contrast() -> bool:
    """Whether the system asks for high contrast."""
    hints = QGuiApplication.styleHints()  # held: what belongs to a wrapper that is gone is gone as well
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def system_type_scale() -> float:
    """How much larger the system wants text, 1.0 to 2.0: Windows' own setting "Text size"; elsewhere 1.0."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows has it, nobody else

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Accessibility") as key:
                percent = winreg.QueryValueEx(key, "TextScaleFactor")[0]
        except OSError:  # never changed by this user
            return 1.0
        return min(max(int(percent) / 100, 1.0), LARGEST)
    return 1.0


def look_for(theme: str, scale: float) -> Look:
    """The look of a theme: "light", "dark", "contrast" or "system", at a size of type.

    High contrast is light or dark as the system is. With "system" the system's wish for high contrast is followed too,
    and of its size of type and the one set here the larger holds.
    """
    dark = theme == "dark" or (theme in {"system", "contrast"} and system_is_dark())
    contrast = theme == "contrast" or (theme == "system" and system_wants_contrast())
    if theme == "system":
        scale = max(scale, system_type_scale())
    colours = (CONTRAST_DARK if dark else CONTRAST_LIGHT) if contrast else DARK if dark else LIGHT
    return Look(colours=colours, scale=scale, dark=dark, contrast=contrast)


def apply_theme(app: QApplication, new: Look, family: str) -> None:
    """Put palette, font and style sheet on the whole program; may be called again at any time."""
    apply_palette(app, new, family)
    app.setStyleSheet(style_sheet(new))


def apply_palette(app: QApplication, new: Look, family: str) -> None:
    """Put palette and font on, no style sheet yet.

    A window is built twice as fast before the sheet is on: each widget is then styled once, not at each re-parenting.
    So a program begins without the sheet and puts it on before its window is shown.
    """
    use_look(new)
    font = QFont(family)
    font.setPixelSize(new.body)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    app.setFont(font)
    app.setPalette(_palette(new.colours))


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, name in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent_text),
        (role.Mid, colours.line),
        (role.Dark, colours.edge),
    ):
        palette.setColor(where, QColor(name))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.off))
    return palette
