from datetime import date

from desk.cards.samples import citizen, qr_text
from desk.cards.scan import ScanKind, understand
from models.person import Sex

TODAY = date(2026, 11, 23)


def test_a_citizen_is_the_same_each_time_and_another_for_each_number_and_seed() -> None:
    assert citizen(7, 1) == citizen(7, 1)
    assert citizen(7, 1) != citizen(7, 2)
    people = [citizen(n) for n in range(2000)]
    assert len({person.personal_number for person in people}) == 2000
    assert len({person.full_name for person in people}) > 300
    assert {person.sex for person in people} == set(Sex)
    assert 0 < sum(bool(person.old_number) for person in people) < 2000


def test_their_cards_are_understood_without_a_caution() -> None:
    for n in range(2000):
        person = citizen(n, seed=3)
        for new_card in (False, True):
            (scan,) = understand(qr_text(person, new_card=new_card).encode(), today=TODAY)
            assert (scan.kind, scan.person, scan.cautions) == (ScanKind.ID_CARD, person, ())


def test_the_card_of_2024_has_four_empty_fields_more() -> None:
    old, new = (qr_text(citizen(1), new_card=new_card).split("|") for new_card in (False, True))
    assert len(old) == 7
    assert new == [*old, "", "", "", ""]
