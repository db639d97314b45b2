"""Coverage-guided fuzzing of what a scanner may send. Run by hand; not part of the suite.

    pip install atheris          # needs a Python it has wheels for; not among the project's dependencies
    python -m tests.fuzz.fuzz_cards -max_len=600 -max_total_time=600 CORPUS_FOLDER

The first two bytes choose how the stream is chunked; the rest is the stream. Checked: nothing raises, no byte of the
stream is lost between the frames, and a person's fields stood in the text as such.
"""

import re
import sys
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["desk", "models"]):
    from desk.cards.frames import Frames
    from desk.cards.samples import citizen, qr_text
    from desk.cards.scan import ScanKind, understand
    from models.text import clean
    from tests.fakes.zones import mrz_lines

TODAY = date(2026, 11, 23)


def one_stream(data: bytes) -> None:
    """Understand one stream; an ``AssertionError`` or anything else raised is a finding."""
    size, stream = 1 + int.from_bytes(data[:2], "big") % 97, data[2:]
    frames = Frames()
    found = [frame for at in range(0, len(stream), size) for frame in frames.feed(stream[at : at + size])]
    found += frames.flush()
    assert b"".join(found) == re.sub(rb"[\r\n\t]", b"", stream)
    for frame in found:
        for scan in understand(frame, today=TODAY):
            person = scan.person
            if scan.kind is ScanKind.ID_CARD and person is not None:
                # ``text`` is what was decoded and repaired: nothing may be in the fields that is not in it.
                assert f"{person.personal_number}|" in scan.text
                assert person.full_name in scan.text
                assert clean(person.address) in scan.text
                assert person.born_on is None or f"|{person.born_on:%d%m%Y}|" in scan.text


def seeds() -> list[bytes]:
    """Streams to begin with."""
    cards = [qr_text(citizen(n), new_card=n % 2 == 0).encode() for n in range(4)]
    zone = mrz_lines(citizen(1), date(2039, 1, 1)).encode()
    return [b"\0\7" + each for each in (*cards, cards[0] + cards[1], zone, b"H26.12.34-261121-0007\r")]


def plant(folder: Path) -> None:
    """Put the seeds into a corpus folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, seed in enumerate(seeds()):
        (folder / f"seed-{place}").write_bytes(seed)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[-1].startswith("-"):
        plant(Path(sys.argv[-1]))
    atheris.Setup(sys.argv, one_stream)
    atheris.Fuzz()
