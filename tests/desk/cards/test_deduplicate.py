from desk.cards.deduplicate import MOMENT, Deduplicator
from desk.cards.formats.kinds import Scan, ScanKind
from desk.cards.samples import citizen


def card(n: int) -> Scan:
    return Scan(kind=ScanKind.ID_CARD, text=str(n), person=citizen(n))


def test_the_same_card_at_two_scanners_within_a_second_is_one_scan() -> None:
    echoes = Deduplicator()
    assert not echoes.is_echo(0, card(1), 10.0)
    assert echoes.is_echo(1, card(1), 10.0 + MOMENT)


def test_later_it_is_another_scan() -> None:
    echoes = Deduplicator()
    assert not echoes.is_echo(0, card(1), 10.0)
    assert not echoes.is_echo(1, card(1), 10.1 + MOMENT)


def test_the_same_scanner_may_say_a_thing_again() -> None:
    echoes = Deduplicator()
    assert not echoes.is_echo(0, card(1), 10.0)
    assert not echoes.is_echo(0, card(1), 10.2)


def test_another_card_is_none_of_it() -> None:
    echoes = Deduplicator()
    assert not echoes.is_echo(0, card(1), 10.0)
    assert not echoes.is_echo(1, card(2), 10.0)
    assert not echoes.is_echo(0, Scan(kind=ScanKind.DOSSIER_CODE, text="x", code="H00.99.01-261122-3001"), 10.0)
    assert echoes.is_echo(1, Scan(kind=ScanKind.DOSSIER_CODE, text="y", code="H00.99.01-261122-3001"), 10.5)
