"""The sheet that photographs papers of a dossier: each is kept as soon as it is accepted."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from models.ids import DossierId
from models.not_allowed import NotAllowed
from models.subjects.dossier import Dossier
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.dossiers.act_part import ActPart
from ui.dossiers.files_part import NO_PAPER
from ui.photographs.photograph_part import PhotographPart
from ui.widgets.basic import label, row
from ui.widgets.buttons import PickList


class PhotographAct(ActPart):
    """Which paper, the camera, and one key."""

    tall = True

    def __init__(self) -> None:
        super().__init__()
        self._jobs: Jobs | None = None
        self._dossier: DossierId | None = None
        self.paper = PickList("Giấy tờ trong ảnh")
        self.photograph = PhotographPart()
        self.photograph.accepted.connect(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        paper = row(label("Giấy tờ trong ảnh", "label"), self.paper)
        paper.setStretch(1, 1)
        column.addLayout(paper)
        column.addWidget(self.photograph, 1)

    def use(self, jobs: Jobs) -> None:
        """Kept by the desk."""
        self._jobs = jobs
        self.photograph.use(jobs)

    def fill(self, dossier: Dossier) -> None:
        """Offer the papers of this dossier; photographs of another one are gone."""
        papers = [paper.name for paper in dossier.intake.papers] if dossier.intake else []
        every: list[tuple[object, str]] = [("", NO_PAPER)]
        self.paper.offer([*every, *((name, name) for name in papers)])
        self.paper.choose("")
        if dossier.id != self._dossier:
            self.photograph.clear()
        self._dossier = dossier.id

    def focus_first(self) -> None:
        """The one key; the camera is asked for each time, for it may be another."""
        self.photograph.focus_first()
        if self._jobs is not None:
            self._jobs.ask(self, lambda work: work.dossiers.camera(), self.photograph.begin)

    def given(self) -> tuple[object, ...] | None:
        """What is still shown is meant too."""
        jpeg = self.photograph.jpeg
        self.photograph.clear()
        return jpeg, str(self.paper.value or "")

    @Slot(bytes)
    def _keep(self, jpeg: bytes) -> None:
        dossier, paper = self._dossier, str(self.paper.value or "")
        if self._jobs is not None and dossier is not None:
            self._jobs.ask(
                self, lambda work: work.dossiers.keep_photograph(dossier, jpeg, paper), self._kept, self._not_kept
            )

    def _kept(self, _: int) -> None:
        self.photograph.count_one()
        self.recorded.emit()

    def _not_kept(self, reason: NotAllowed | Trouble) -> None:
        self.lacks.emit(why(reason))
