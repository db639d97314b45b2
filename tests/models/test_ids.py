"""Names of subjects."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from models.ids import agreed_subject
from models.store.codec import number_of

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_machines_out_of_contact_name_the_same_thing_alike_and_other_things_otherwise() -> None:
    assert agreed_subject("payment/", AT, "a", "b") == agreed_subject("payment/", AT, "a", "b")
    other = [agreed_subject("payment/", AT, *names) for names in (("a", "b"), ("ab",), ("b", "a"))]
    assert len({*other, agreed_subject("payment/", AT + timedelta(seconds=1), "a", "b")}) == 4


def test_an_agreed_name_is_a_uuid_of_its_moment_and_sorts_by_it() -> None:
    made = [agreed_subject("payment/", AT + timedelta(minutes=at), str(at)) for at in range(50)]
    named = UUID(made[0].removeprefix("payment/"))
    assert (named.version, named.variant) == (7, UUID(int=2 << 62).variant)
    assert sorted(made, key=number_of) == made
