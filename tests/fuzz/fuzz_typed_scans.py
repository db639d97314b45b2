"""100,000 damaged scans through every keyboard, counted. Run by hand; the suite runs a share of it.

    python -m tests.fuzz.fuzz_typed_scans [COUNT [SEED]]

Prints of each keyboard and field how many were right, empty, right but for their case, and wrong, and examples of the
wrong ones. Ends with an error when a number, a day or a sex was wrong.
"""

import sys
from collections import Counter

from desk.cards.keyboard.telex_recovery import recover_text
from tests.fakes.typed_scans import FIELDS, TODAY, Outcome, TypedScan, card_of, judged, scans
from tests.fakes.unikey import plain

COUNT, SEED = 100_000, 1
_EXAMPLES = 40
_WORDS = ("full_name", "address")


def main(count: int, seed: int) -> int:
    """Run and print; 1 = something was wrong that may never be."""
    told: Counter[tuple[str, str, Outcome]] = Counter()
    wrong: list[tuple[str, TypedScan]] = []
    for scan in scans(count, seed):
        for field, outcome in judged(scan).items():
            told[scan.keyboard, field, outcome] += 1
            if outcome is Outcome.WRONG:
                wrong.append((field, scan))
    for keyboard in (*sorted({keyboard for keyboard, _, _ in told}), ""):
        sys.stdout.write(f"{keyboard or 'all'}\n")
        for field in FIELDS:
            counts = [
                sum(
                    n
                    for (board, of, one), n in told.items()
                    if of == field and one is outcome and keyboard in {board, ""}
                )
                for outcome in Outcome
            ]
            told_of = "".join(f"  {one.value} {n}" for one, n in zip(Outcome, counts, strict=True))
            sys.stdout.write(f"  {field:16}{told_of}\n")
    for field, scan in wrong[:_EXAMPLES]:
        sent, found = (card_of(recover_text(strokes, TODAY).scans) for strokes in (plain(scan.sent), scan.strokes))
        sys.stdout.write(
            f"{scan.keyboard}: {field} {getattr(sent, field, None)!r} -> {getattr(found, field, None)!r}\n"
        )
    return int(any(field not in _WORDS for field, _ in wrong))


if __name__ == "__main__":
    given = [*map(int, sys.argv[1:3])]
    sys.exit(main(*given, *(COUNT, SEED)[len(given) :]))
