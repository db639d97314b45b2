"""Fields for several documents to be certified: one per line, with pages and copies."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from models.events.dossiers import DocumentCopied
from models.text import clean
from ui.widgets.basic import focus_next, label, row
from ui.widgets.line_edit import LineEdit

_TYPED = re.compile(r"(?P<name>.+?)[\s,;]+(?P<pages>[0-9]{1,4})(?:[\s,;x×]+(?P<copies>[0-9]{1,4}))?")


class CopiesPart(QWidget):
    """The documents, and a field for the next one.

    Attributes:
        changed: one more, or one less.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._documents: tuple[DocumentCopied, ...] = ()
        self._lines: list[QWidget] = []
        self.further = LineEdit()
        self.further.setObjectName("documents")
        self.further.setPlaceholderText("Thêm văn bản: tên, số trang, số bản, rồi Enter")
        self.further.setAccessibleName("Thêm văn bản cần bản sao: tên, số trang, số bản")
        self.further.returnPressed.connect(self._add_typed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.further)

    @property
    def documents(self) -> tuple[DocumentCopied, ...]:
        """What was entered; none = one document, counted by the two fields alone."""
        return self._documents

    def put(self, documents: Sequence[DocumentCopied]) -> None:
        """Show these. Tells nobody."""
        self._documents = tuple(documents)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(at, one) for at, one in enumerate(self._documents)]
        for at, line in enumerate(self._lines):
            self._column.insertWidget(at, line)

    def add(self, document: DocumentCopied) -> None:
        """One more. Tells nobody."""
        self.put((*self._documents, document))

    def _line(self, at: int, document: DocumentCopied) -> QWidget:
        words = f"{document.name} · {document.pages} trang × {document.copies} bản"
        away = QPushButton("Bỏ")
        away.setProperty("kind", "quiet")
        away.setAccessibleName(f"Bỏ văn bản {words}")
        away.setProperty("at", at)
        away.clicked.connect(self._drop)
        line = QWidget()
        inside = row(label(words, wrap=True), away)
        inside.setStretch(0, 1)
        line.setLayout(inside)
        return line

    @Slot()
    def _drop(self) -> None:
        sender = self.sender()
        at = sender.property("at") if sender is not None else None
        if isinstance(at, int):
            self.put([one for n, one in enumerate(self._documents) if n != at])
            self.changed.emit()

    @Slot()
    def _add_typed(self) -> None:
        document = read_document(self.further.text())
        if document is None:
            if not self.further.text().strip():
                focus_next(self)
            return
        self.add(document)
        self.further.clear()
        self.changed.emit()


def read_document(text: str) -> DocumentCopied | None:
    """``"Bằng tốt nghiệp 2 3"``: name, pages, copies (one when not said); None while it is not that."""
    found = _TYPED.fullmatch(clean(text))
    if found is None or not int(found["pages"]) or not int(found["copies"] or 1):
        return None
    return DocumentCopied(name=found["name"].strip(" ,;"), pages=int(found["pages"]), copies=int(found["copies"] or 1))
