"""Photographs at the door: papers of what was taken in, the sheet that was signed; each is kept as it is accepted."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from models.ids import SubjectId
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.photographs.photograph_part import PhotographPart
from ui.widgets.basic import label
from ui.widgets.buttons import KeyButton, PickList
from ui.widgets.sheet import FoldOutSheet

if TYPE_CHECKING:
    from desk.views.visits.visit import PhotographOf

_HIGH = 300


class PhotographingPart(FoldOutSheet):
    """What is in the picture, the camera, and one key.

    Attributes:
        kept: a photograph was kept.
    """

    kept = Signal()

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self._jobs = jobs
        self.visit = SubjectId("")
        self.setProperty("role", "card")
        self.of = PickList("Ảnh của giấy tờ nào")
        self.photograph = PhotographPart()
        self.photograph.setMinimumHeight(_HIGH)
        self.photograph.use(jobs)
        self.photograph.accepted.connect(self._keep)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Chụp giấy tờ tại nhà", "section"))
        inside.addWidget(self.of)
        inside.addWidget(self.photograph, 1)
        inside.addLayout(self.foot(KeyButton(acts["visit_photographed"], "soft")))

    def open_for(self, visit: SubjectId, choices: "Sequence[tuple[PhotographOf, str]]") -> None:
        """For this visit: the likeliest is chosen, and the camera looks; the camera is asked for each time."""
        if visit != self.visit:
            self.photograph.clear()
        self.visit = visit
        self.of.offer(choices)
        if choices:
            self.of.choose(choices[0][0])
        self.show()
        self.photograph.focus_first()
        self._jobs.ask(self, lambda work: work.dossiers.camera(), self.photograph.begin)

    def keep_shown(self) -> None:
        """What is still looked at is meant too."""
        jpeg = self.photograph.jpeg
        self.photograph.clear()
        if jpeg:
            self._keep(jpeg)

    @Slot(bytes)
    def _keep(self, jpeg: bytes) -> None:
        from desk.views.visits.visit import PhotographOf  # noqa: PLC0415 - the desk's verbs load with the first one

        visit, of = self.visit, self.of.value
        if isinstance(of, PhotographOf):
            self._jobs.ask(
                self, lambda work: work.visits.keep_photograph(visit, of, jpeg), self._was_kept, self._not_kept
            )

    def _was_kept(self, _: int) -> None:
        self.photograph.count_one()
        self.kept.emit()

    def _not_kept(self, reason: NotAllowed | Trouble) -> None:
        self._jobs.refused.emit(reason)
