"""A hub restored from any older copy, at any moment, any number of times: the desks bring back what it lost."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.hub.offices import offices
from tests.conftest import TurnedClock
from tests.sync.client.test_exchange import Desk, same_everywhere
from tests.sync.hub.conftest import open_store as open_hub
from tests.sync.near import GOOD, NOW, admitted


class Province:
    """A hub whose administrator keeps copies of its database, and three desks of an office."""

    def __init__(self, folder: Path, clock: TurnedClock) -> None:
        self._path = folder / "hub.db"
        self._copies: list[Path] = []
        self.hub = open_hub(f"sqlite:///{self._path}")
        self.office = offices.create_office(self.hub, "H97.02", "UBND xã Mẫu Sơn")
        self.desks = [Desk(folder / f"{n}.db", admitted(self.hub, self.office), self.hub, clock) for n in range(3)]
        self.keep()

    def keep(self) -> None:
        """One copy more."""
        self.hub.close()
        self._copies.append(self._path.with_suffix(f".{len(self._copies)}"))
        shutil.copy(self._path, self._copies[-1])
        self._open()

    def restore(self, which: int) -> None:
        """The database is one of the copies again."""
        self.hub.close()
        shutil.copy(self._copies[which % len(self._copies)], self._path)
        self._open()

    def _open(self) -> None:
        self.hub = open_hub(f"sqlite:///{self._path}")
        for desk in self.desks:
            desk.hub.store = desk.hub_store = self.hub

    def close(self) -> None:
        """Everything."""
        self.hub.close()
        for desk in self.desks:
            desk.store.close()


@contextmanager
def province() -> Iterator[Province]:
    with TemporaryDirectory() as folder:
        made = Province(Path(folder), TurnedClock(NOW))
        try:
            yield made
        finally:
            made.close()


happens = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 2), st.sampled_from(["record", "send", "send", "read", "read"]), st.integers(1, 3)),
        st.tuples(st.integers(0, 3), st.sampled_from(["keep", "restore"]), st.just(0)),
    ),
    max_size=40,
)


@settings(max_examples=12)
@given(happens)
def test_whenever_and_however_often_it_is_restored_nothing_is_lost_or_doubled(
    happens: list[tuple[int, str, int]],
) -> None:
    with province() as there:
        for which, what, count in happens:
            if what == "keep":
                there.keep()
            elif what == "restore":
                there.restore(which)
            else:
                there.desks[which].turn(what, GOOD, count)
        for desk in there.desks * 3:
            desk.finish()
        same_everywhere(there.hub, there.office, *there.desks)
        assert [desk.hub.membership.device for desk in there.desks] == [1, 2, 3]  # nobody had to be renumbered
