"""State of the open desk, shared by the views of all subjects."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.opening import reopened
from desk.rights import permissions_of
from desk.staff import session
from desk.views.view_models import AtWork
from models.ids import ClerkId
from models.trouble import Trouble

if TYPE_CHECKING:
    from sync.client.files import FileDownloader
    from sync.messages import SetAside


class DeskState:
    """What one question leaves for the next.

    Attributes:
        desk: the open desk; another object after each change of settings, clerk or key.
        set_aside: what the province keeps apart of this machine's events, as last told.
        fetching: brings scans of other desks here; None = this machine belongs to no hub.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.set_aside: tuple[SetAside, ...] = ()
        self.fetching: FileDownloader | None = None
        self._names: dict[ClerkId, str] | None = None

    def at_work(self) -> AtWork:
        """Who works here now, and what they may do."""
        clerk = self.desk.clerk
        people = session.sign_in_choices(self.desk)
        return AtWork(
            clerk=clerk.id if clerk else ClerkId(""),
            name=clerk.name if clerk else "",
            locked=clerk is None,
            accounts=bool(people),
            people=people,
            permissions=permissions_of(clerk.roles) if clerk else frozenset(),
            roles=clerk.roles if clerk else frozenset(),
            unit=clerk.unit if clerk and self.desk.processes.unit(clerk.unit) else "",
        )

    def names(self) -> dict[ClerkId, str]:
        """Everybody's name by id."""
        from desk.staff import colleagues  # noqa: PLC0415 - the exchange's libraries are not loaded to open a desk

        if self._names is None:
            self._names = colleagues.names(self.desk)
        return self._names

    def forget_names(self) -> None:
        """Somebody came, went or is called otherwise."""
        self._names = None

    @contextmanager
    def staying_open(self) -> Iterator[None]:
        """For a change that closes the file and opens another: where it fails, what is there is opened again."""
        try:
            yield
        except Trouble:
            if not self.desk.store.is_open:
                self.desk = reopened(self.desk)
            raise


class Views:
    """The questions of one subject."""

    def __init__(self, state: DeskState) -> None:
        self._state = state

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        return self._state.desk
