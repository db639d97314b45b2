"""The error of a view asked while no desk is open."""

from models.not_allowed import NotAllowed
from models.trouble import Trouble


class DeskClosed(Trouble):
    """The desk could not be opened or is closed already; ``why`` is the trouble at opening, if there was one."""

    def __init__(self, why: NotAllowed | Trouble | None = None) -> None:
        super().__init__(why)
        self.why = why
