"""What is kept of editions in memory has an end."""

from sync.hub.store.procedure_codes import ProcedureCodes


def codes(count: int, first: int = 0) -> frozenset[str]:
    return frozenset(f"1.{number:06}" for number in range(first, first + count))


def test_an_edition_is_read_once_and_an_older_one_is_forgotten() -> None:
    kept, read = ProcedureCodes(), list[int]()

    def reads(version: int) -> frozenset[str]:
        read.append(version)
        return codes(version)

    for version in (1, 1, 2, 2, 3, 3):
        assert kept.of("H99", version, lambda version=version: reads(version)) == codes(version)  # type: ignore[misc]
    assert (read, len(kept), kept.codes) == ([1, 2, 3], 1, 3)


def test_of_many_offices_those_asked_for_last_are_kept() -> None:
    kept = ProcedureCodes(most_offices=3)
    for office in ("a", "b", "c", "a", "d"):
        kept.of(office, 1, lambda: codes(2))
    assert (len(kept), kept.codes) == (3, 6)
    asked = []
    for office in ("a", "c", "d", "b"):
        kept.of(office, 1, lambda office=office: asked.append(office) or codes(2))  # type: ignore[misc,func-returns-value]
    assert asked == ["b"]


def test_however_large_editions_are_so_many_codes_are_kept() -> None:
    kept = ProcedureCodes(most_codes=100)
    for number in range(50):
        kept.of(f"H{number}", 1, lambda: codes(30))
        assert kept.codes <= 100
    assert len(kept) == 3
    assert kept.of("large", 1, lambda: codes(1_000)) == codes(1_000)  # the newest is kept in any case
    assert len(kept) == 1
    assert kept.of("H1", 1, lambda: None) is None
    assert (len(kept), kept.codes) == (1, 0)
