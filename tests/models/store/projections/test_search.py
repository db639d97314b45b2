import random
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import DossierCorrected
from models.ids import DeviceId, new_dossier_id
from models.person import Person
from models.store import Store, open_store
from models.store.projections.all_rows import FRESH
from models.subjects.dossier_row import DossierRow
from models.text import search_words
from tests.conftest import TurnedClock
from tests.fakes.citizens import CLERK, citizen, reception, subject_at
from tests.fakes.events import START
from tests.models.store.conftest import KEY
from tests.models.store.desks import count_fresh, settle
from tests.models.store.test_log import received

COUNT = 3 * FRESH // 2


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Three hundred dossiers, some settled and some fresh."""
    clock, chance = TurnedClock(START), random.Random(7)  # noqa: S311  # no secret, the same each run
    path = tmp_path_factory.mktemp("town") / "town.db"
    with open_store(path, KEY, device=DeviceId(1), clock=clock, create=True) as store:
        for number in range(COUNT):
            id_ = subject_at("dossier/", clock.now, chance)
            code = f"H99.99.99-{clock.now:%y%m%d}-{number + 1:04d}"
            store.log.record(id_, CLERK, reception(citizen(chance), code, clock.now, chance))
            clock.turn(minutes=1)
        assert 0 < count_fresh(store) < COUNT
        yield store


def everyone(store: Store) -> list[DossierRow]:
    return store.dossiers.page(limit=1000)


def by_hand(store: Store, typed: str) -> list[DossierRow]:
    """What ought to be found, by reading every row."""
    asked = search_words(typed)
    return [r for r in everyone(store) if all(any(w.startswith(a) for w in r.words.split()) for a in asked)]


TYPED = (
    *(
        "Nguyễn",
        "nguyen",
        "NGUYEN",
        "ng",
        "n",
        "nguye",
        "đào",
        "dao",
        "dặng",
        "Ba\u0309o",
        "khongco",
        "0",
        "00",
        "0042",
    ),
    *("hương nguyễn", "thi nguyen ho", "261123 00", "h99.99.99-261123-0042", "mau son", "nguyễn mẫu-sơn", "(nguyen)"),
)


@pytest.mark.parametrize("typed", TYPED)
def test_search_finds_what_reading_every_row_finds_newest_first(town: Store, typed: str) -> None:
    assert town.dossiers.find(typed, limit=1000) == by_hand(town, typed)


def test_every_dossier_is_found_by_each_of_its_facts(town: Store) -> None:
    for row in everyone(town)[::13]:
        for words in (row.owner, row.code, row.personal_number, row.personal_number[-4:], row.phone, row.phone[-4:]):
            assert row in town.dossiers.find(words, limit=1000), words


def test_pages_follow_each_other_without_gap_or_repetition(town: Store) -> None:
    whole = town.dossiers.find("nguyen", limit=1000)
    assert len(whole) > 60
    by_last, page = [], town.dossiers.find("nguyen", limit=25)
    while page:
        by_last += page
        page = town.dossiers.find("nguyen", limit=25, before=page[-1].id)
    assert by_last == whole


def test_nothing_asked_is_everything_newest_first(town: Store) -> None:
    assert town.dossiers.find(" \t?! ", limit=1000) == everyone(town)
    received_at = [row.received_at for row in everyone(town) if row.received_at]
    assert received_at == sorted(received_at, reverse=True)


HOSTILE = [
    '"',
    "'",
    '" OR 1',
    "a*",
    "-a",
    "^a",
    "NEAR(a b)",
    "words:a",
    "a AND",
    "OR",
    "(",
    "{a}",
    "\x00",
    "ß",
    "“x”",
    "%",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_signs_of_the_query_language_are_only_signs(town: Store, typed: str) -> None:
    assert town.dossiers.find(typed, limit=1000) == by_hand(town, typed)


@settings(max_examples=150)
@given(typed=st.text(max_size=20) | st.text(alphabet=string.punctuation + " nguyeđNOTARD*\"'", max_size=15))
def test_nothing_typed_breaks_the_search(town: Store, typed: str) -> None:
    assert town.dossiers.find(typed, limit=1000) == by_hand(town, typed)


def test_a_corrected_name_is_found_and_the_wrong_one_no_more(store: Store) -> None:
    for settled in (False, True):
        id_ = new_dossier_id()
        store.log.record(id_, CLERK, received(name="Trần Văn Sai"))
        if settled:
            with store._database.transaction():
                settle(store)
        store.log.record(id_, CLERK, DossierCorrected(reason="viết sai", submitter=Person(full_name="Trần Văn Đúng")))
        assert store.dossiers.find("sai") == []
        assert id_ in {row.id for row in store.dossiers.find("van dung")}
    assert store.log.verify() == []


def test_the_file_holds_no_word_of_a_citizen_in_clear(tmp_path: Path, clock: TurnedClock) -> None:
    path = tmp_path / "desk.db"
    store = open_store(path, KEY, device=DeviceId(1), clock=clock, create=True)
    for _ in range(FRESH + 5):
        store.log.record(new_dossier_id(), CLERK, received(name="Nguyễn Văn Mẫu"))
    store.drafts.save("form", "Nguyễn Văn Mẫu".encode())
    lying = [file.read_bytes() for file in tmp_path.iterdir()]
    store.close()
    lying += [file.read_bytes() for file in tmp_path.iterdir()]
    assert sum(map(len, lying)) > 100_000
    for content in lying:
        for words in ("Nguyễn", "nguyen", "Mẫu", "001099000001", "SQLite format", "H99.99.99"):
            assert words.encode() not in content
