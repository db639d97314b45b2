"""The head of a dossier's page: person, procedure, due date, money, and the acts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.person import Person
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from ui.actions import Act
from ui.core.words import money
from ui.dossiers.act_menu import ActMenu, menu_button
from ui.dossiers.acts import ACTS, BACK, DO_IT
from ui.dossiers.dossier_act import DossierAct, Weight, never
from ui.widgets.basic import label, set_tone
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns, Flow
from ui.widgets.status import StatusMark

if TYPE_CHECKING:
    from desk.views.view_models import DossierView


class DossierHead(QWidget):
    """Name, status, procedure and code, money, appointment; the main act, and a menu of the others."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.name = label("", "page", wrap=True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._status = StatusMark()
        self.matter = label("", "muted", wrap=True)
        self.matter.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.owed = label("")
        self.promise = label("", "strong")
        self.menu = ActMenu(acts)
        self.more = menu_button(self.menu, "Việc khác với hồ sơ này")
        self._next_buttons = {act.action.id: _button(acts, act) for act in ACTS if act.next_when is not never}
        self._main = [
            *self._next_buttons.values(),
            *(_button(acts, act) for act in ACTS if act.weight is Weight.MONEY),
        ]
        for button in self._next_buttons.values():
            button.hide()
        self._next = QWidget()
        self._next.setLayout(Flow(*self._main))
        buttons = self._buttons = QWidget()
        buttons.setLayout(
            Flow(
                KeyButton(acts[BACK.id], "quiet", with_icon=True),
                self._next,
                self.more,
            )
        )
        told = QWidget()
        told.setLayout(Flow(self._status, self.owed, self.promise, gap=24))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Columns(self.name, buttons, weights=(1, 0)))
        column.addWidget(Columns(self.matter, told, gap=24, weights=(1, 0)))

    def focus_first(self) -> None:
        """The keys go to what comes next, else to the menu."""
        first = next((button for button in self._main if button.isVisibleTo(self)), self.more)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_next_act(self, next_id: str) -> None:
        """The large button is this act's; the menu leaves it out."""
        self.menu.next_id = next_id
        for id_, button in self._next_buttons.items():
            button.setVisible(id_ == next_id)

    def show_next(self, *, shown: bool) -> None:
        """Whether F9 is for what comes next: it is not while a sheet is open, which has a large button of its own."""
        self._buttons.setMinimumHeight(0 if shown else self._buttons.height())  # what lies below stays where it is
        self._next.setVisible(shown)

    def show_dossier(self, view: "DossierView") -> None:
        """Of this one."""
        dossier = view.dossier
        owner = dossier.owner
        name = owner.full_name if isinstance(owner, Person) else owner.name if owner else ""
        code = dossier.code or dossier.slip
        procedure = dossier.intake.procedure if dossier.intake else None
        named = (procedure.name, procedure.case_name) if procedure else ()
        self.name.setText(name or code or "Hồ sơ")
        self._status.show_status(dossier.status)
        self.matter.setText(" · ".join(part for part in (*named, code if name else "") if part))
        for part, words in ((self.owed, owed_words(dossier)), (self.promise, view.promise)):
            part.setText(words)
            part.setVisible(bool(words))
        set_tone(self.promise, "bad" if view.late else "muted" if dossier.status in ENDED else "")


def _button(acts: Mapping[str, Act], act: DossierAct) -> KeyButton:
    main = act.weight is not Weight.MONEY
    return KeyButton(
        acts[act.action.id],
        "primary" if main else "",
        key=DO_IT.key if main else "",
        with_icon=not main,
        only_when_allowed=not main,
    )


def owed_words(dossier: Dossier) -> str:
    """What is still to be paid, was paid, or is to be given back, as far as the price is known."""
    fee, taken = dossier.fee, dossier.taken
    total = fee.total if fee else 0
    if dossier.surplus:
        return f"Phải trả lại {money(dossier.surplus)}, đã thu {money(taken)}"
    if total and dossier.status in {DossierStatus.RECEIVED, DossierStatus.HANDED_OVER} and taken < total:
        return f"Chưa thu {money(total - taken)}" + (f", đã thu {money(taken)}" if taken else "")
    if taken:
        return f"Đã thu {money(taken)}"
    return "Miễn phí" if fee and fee.free else ""
