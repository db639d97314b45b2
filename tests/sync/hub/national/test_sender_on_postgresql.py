"""The same sender on the province's own kind of database."""

from collections.abc import Iterator

import pytest

from tests.fakes.postgres import PostgreSQL
from tests.sync.hub.conftest import open_store
from tests.sync.hub.national.test_sender import (
    test_a_dossier_and_its_steps_arrive_and_the_desk_hears_of_it,
    test_a_sender_that_died_with_a_message_out_asks_before_it_repeats,
    test_one_dossier_in_trouble_holds_up_no_other,
)

__all__ = [
    "test_a_dossier_and_its_steps_arrive_and_the_desk_hears_of_it",
    "test_a_sender_that_died_with_a_message_out_asks_before_it_repeats",
    "test_one_dossier_in_trouble_holds_up_no_other",
]


def _prepare(url: str) -> None:
    open_store(url).close()


@pytest.fixture
def hub_url(postgres: PostgreSQL) -> Iterator[str]:
    """A fresh database."""
    url = postgres.fresh(_prepare)
    yield url
    postgres.drop(url)
