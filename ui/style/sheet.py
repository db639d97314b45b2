"""The one Qt style sheet, made from a ``Look``. Widgets are selected by the properties ``role`` and ``kind``."""

from ui.style.look import Look


def style_sheet(look: Look) -> str:
    """The whole sheet for this palette and type scale."""
    c = look.colours
    dashed = "border-style: dashed;" if look.contrast else ""
    banner = {tone: getattr(c, tone if look.contrast else f"{tone}_soft") for tone in ("good", "warn", "bad")}
    banner["info"] = c.accent_text if look.contrast else c.accent_soft
    chosen = f"border: 2px solid {c.edge};" if look.contrast else ""
    glass = 18 + look.px(18)
    return f"""
* {{ outline: none; }}
QMainWindow, QWidget#ground {{ background: {c.ground}; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.edge}; padding: 4px 8px; }}

QLabel {{ background: transparent; color: {c.text}; }}
QLabel[role="small"] {{ font-size: {look.small}px; color: {c.muted}; }}
QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="label"] {{ font-size: {look.small}px; color: {c.muted}; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="strong"][tone="bad"] {{ color: {c.bad}; }}
QLabel[role="strong"][tone="muted"] {{ color: {c.muted}; font-weight: 400; }}
QLabel[role="section"] {{ font-size: {look.title}px; font-weight: 600; }}
QLabel[role="page"] {{ font-size: {look.large}px; font-weight: 600; }}
QLabel[role="large"] {{ font-size: {look.large}px; font-weight: 600; }}
QLabel[role="huge"] {{ font-size: {look.huge}px; font-weight: 600; }}
QLabel[role="step"] {{ font-size: {look.px(13)}px; font-weight: 600; }}
QLabel[role="step"][tone="muted"] {{ color: {c.muted}; font-weight: 500; }}
QLabel[role="note"] {{ font-size: {look.small}px; color: {c.muted}; }}
QLabel[role="note"][tone="warn"] {{ color: {c.warn}; }}
QLabel[role="note"][tone="bad"] {{ color: {c.bad}; }}
QLabel[role="note"][tone="good"] {{ color: {c.good}; }}
QLabel[role="key"] {{ font-size: {look.px(11)}px; color: {c.muted}; background: {c.hover};
  border: 1px solid {c.line}; border-radius: 4px; padding: 0px 5px; }}

QFrame[role="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 10px; }}
QFrame[role="plain"] {{ background: {c.surface}; border: none; }}
QFrame[role="tray"] {{ background: {c.raised}; border: 1px solid {c.line}; border-radius: 10px; }}
QFrame[role="rail"] {{ background: {c.ground}; border: none; border-right: 1px solid {c.line}; }}
QFrame[role="side"] {{ background: {c.ground}; border: none; border-right: 1px solid {c.line}; }}
QFrame[role="foot"] {{ background: {c.surface}; border: none; border-top: 1px solid {c.line}; }}
QFrame[role="rule"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="now"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 12px; }}
QFrame[role="popup"] {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: 8px; }}
QFrame[role="banner"] {{ border-radius: 8px; border: 1px solid {c.line}; background: {c.raised}; }}
QFrame[role="banner"][tone="info"] {{ background: {c.accent_soft}; border-color: {banner["info"]}; }}
QFrame[role="banner"][tone="good"] {{ background: {c.good_soft}; border-color: {banner["good"]}; }}
QFrame[role="banner"][tone="warn"] {{ background: {c.warn_soft}; border-color: {banner["warn"]}; }}
QFrame[role="banner"][tone="bad"] {{ background: {c.bad_soft}; border-color: {banner["bad"]}; }}

QLineEdit, QPlainTextEdit {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.field};
  border-radius: 6px; padding: 5px 9px; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QLineEdit:hover, QPlainTextEdit:hover {{ border-color: {c.muted}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.accent}; padding: 4px 8px; }}
QLineEdit[tone="bad"] {{ border-color: {c.bad}; }}
QLineEdit[tone="warn"] {{ border-color: {c.warn}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {c.ground}; color: {c.muted}; border-color: {c.line}; }}
QLineEdit[role="search"] {{ padding-left: {glass}px; }}
QLineEdit[role="search"]:focus {{ padding-left: {glass - 1}px; }}

QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: 6px;
  padding: 5px 12px; font-weight: 500; icon-size: {look.px(16)}px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 4px 11px; }}
QPushButton:disabled {{ color: {c.off}; background: transparent; border-color: {c.line}; {dashed} }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; border: 1px solid {c.accent};
  font-weight: 600; padding: 7px 18px; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.text}; padding: 6px 17px; }}
QPushButton[kind="primary"]:disabled {{ background: transparent; border-color: {c.line}; color: {c.off}; {dashed} }}
QPushButton[kind="soft"] {{ background: {c.accent_soft}; color: {c.accent_text}; border: 1px solid {c.accent_soft};
  font-weight: 600; }}
QPushButton[kind="soft"]:hover {{ border-color: {c.accent_text}; }}
QPushButton[kind="soft"]:focus {{ border: 2px solid {c.accent}; }}
QPushButton[kind="soft"]:disabled {{ background: transparent; border-color: {c.line}; color: {c.off}; {dashed} }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; color: {c.muted};
  padding: 4px 8px; }}
QPushButton[kind="quiet"]:hover {{ background: {c.hover}; color: {c.text}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {c.accent}; padding: 3px 7px; color: {c.text}; }}
QPushButton[kind="quiet"]:disabled {{ background: transparent; border-color: transparent; color: {c.off}; }}
QPushButton[kind="segment"] {{ background: transparent; border: 1px solid transparent; border-radius: 5px;
  color: {c.muted}; padding: 3px 10px; }}
QPushButton[kind="segment"]:hover {{ color: {c.text}; }}
QPushButton[kind="segment"]:checked {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge};
  font-weight: 600; }}
QPushButton[kind="segment"]:focus {{ border: 2px solid {c.accent}; padding: 2px 9px; }}
QFrame[role="segments"] {{ background: {c.hover}; border: 1px solid {c.line}; border-radius: 7px; }}
QPushButton[kind="rail"] {{ background: transparent; border: 2px solid transparent; border-radius: 8px; padding: 0px; }}
QPushButton[kind="rail"]:hover {{ background: {c.hover}; }}
QPushButton[kind="rail"]:checked {{ background: {c.accent_soft}; {chosen} }}
QPushButton[kind="rail"]:focus {{ border: 2px solid {c.accent}; }}

QPushButton[kind="link"] {{ background: transparent; border: 2px solid transparent; border-radius: 4px;
  color: {c.accent_text}; font-weight: 600; text-align: left; padding: 0px; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {c.accent}; text-decoration: underline; }}
QPushButton[kind="file"] {{ background: transparent; border: 1px solid transparent; text-align: left;
  padding: 3px 6px; font-weight: 400; }}
QPushButton[kind="file"]:hover {{ background: {c.hover}; }}
QPushButton[kind="file"]:focus {{ border: 2px solid {c.accent}; padding: 2px 5px; }}
QPushButton[kind="foot"] {{ background: {c.ground}; border: none; border-top: 1px solid {c.line}; border-radius: 0px;
  padding: 0px; }}
QPushButton[kind="foot"]:hover {{ background: {c.hover}; }}

QComboBox {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.field}; border-radius: 6px;
  padding: 5px 28px 5px 9px; }}
QComboBox:hover {{ border-color: {c.muted}; }}
QComboBox:focus {{ border: 2px solid {c.accent}; padding: 4px 27px 4px 8px; }}
QComboBox:disabled {{ background: {c.ground}; color: {c.muted}; border-color: {c.line}; }}
QComboBox::drop-down {{ border: none; width: 0px; }}
QComboBox QAbstractItemView {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge};
  padding: 4px; selection-background-color: {c.accent_soft}; selection-color: {c.accent_text}; }}

QListView, QTableView {{ background: transparent; border: none; color: {c.text}; }}
QListView:focus {{ border-radius: 8px; border: 2px solid {c.accent}; }}
QListView[role="offers"] {{ background: {c.surface}; }}
QTableView {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 10px; padding: 4px;
  gridline-color: {c.line}; selection-background-color: {c.accent_soft};
  selection-color: {c.text}; }}
QListWidget {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 8px; padding: 2px; }}
QListWidget:focus {{ border: 2px solid {c.accent}; padding: 1px; }}
QListWidget::item {{ padding: 6px 12px; border-radius: 4px; color: {c.text}; }}
QListWidget::item:selected {{ background: {c.accent_soft}; color: {c.accent_text}; }}
QTableView:focus {{ border: 2px solid {c.accent}; padding: 3px; }}
QScrollArea[role="read"]:focus {{ border: 2px solid {c.accent}; border-radius: 8px; }}
QTableView::item {{ padding: 0px 8px; border: none; border-bottom: 1px solid {c.line}; }}
QTableView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QHeaderView {{ background: {c.surface}; }}
QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line};
  padding: 7px 8px; font-size: {look.small}px; font-weight: 500; }}

QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {c.edge}; border-radius: 3px; min-height: 32px; }}
QScrollBar::handle:vertical:hover {{ background: {c.muted}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {c.edge}; border-radius: 3px; min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QMenu {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: 8px; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.accent_text}; }}
QMenu::item:disabled {{ color: {c.off}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
"""
