from models.store import Store
from tests.models.store.conftest import Opens


def test_a_draft_is_kept_over_a_restart_until_it_is_dropped(opens: Opens) -> None:
    with opens() as store:
        store.drafts.save("intake", b"half")
        store.drafts.save("intake", b"half of it")
        store.drafts.save("counter 2", b"\x00\xff")
    with opens() as store:
        assert store.drafts.keys() == ["counter 2", "intake"]
        assert store.drafts.load("intake") == b"half of it"
        assert store.drafts.load("counter 2") == b"\x00\xff"
        store.drafts.drop("intake")
        store.drafts.drop("intake")
    with opens() as store:
        assert store.drafts.load("intake") is None
        assert store.drafts.keys() == ["counter 2"]


def test_drafts_are_no_part_of_what_happened(store: Store) -> None:
    store.drafts.save("intake", b"half")
    assert store.log.counts().events == 0
