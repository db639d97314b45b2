"""A read-only list of facts: names left, values right, under heads."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.style.look import look
from ui.widgets.basic import label

Section = tuple[str, Sequence[tuple[str, str]]]
"""A head, and pairs of a name and its value."""


def facts_grid(sections: Sequence[Section], names: int) -> QWidget:
    """The grid of these sections.

    Args:
        sections: a value that is empty leaves its line out, a section with none its head; one without a name takes
            the whole width.
        names: room for the names, in pixels at the usual size of type.
    """
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    line = 0
    for head, pairs in sections:
        shown = [(name, words) for name, words in pairs if words]
        if not shown:
            continue
        if line:
            grid.setRowMinimumHeight(line, 10)
            line += 1
        grid.addWidget(label(head, "section"), line, 0, 1, 2)
        line += 1
        for name, words in shown:
            said = label(words, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if name:
                key = label(name, "label")
                key.setMinimumWidth(look().px(names))
                grid.addWidget(key, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, line, 1 if name else 0, 1, 1 if name else 2)
            line += 1
    grid.setRowStretch(line, 1)
    return made
