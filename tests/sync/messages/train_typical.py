"""Makes ``sync/messages/typical.zdict``, what both ends know of messages.

``python -m tests.sync.messages.train_typical FILE``

Run once for each version of the protocol. Learnt from intakes that a real desk makes of the shipped catalogue, at
invented offices with invented citizens, each as it is sent alone, and from a day of the waiting line.
"""

import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import zstandard
from msgspec.structs import replace

from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.catalogue.catalogue import shipped
from models.events import PaperReceived
from models.history import Recorded
from models.not_allowed import NotAllowed
from models.person import Unit
from sync.messages import Up, chain_of
from tests.fakes.citizens import citizen, visits

SIZE = 16 * 1024
EACH = 60
PLACES = ("Mẫu Đông", "Đào Viên", "Sơn Mẫu", "Bình Mẫu", "Tân Mẫu", "Vĩnh Mẫu")


def main(to: Path) -> None:
    """Learn, and write it down."""
    taken = [recorded for number, place in enumerate(PLACES, 1) for recorded in intakes(number, place)]
    samples: list[bytes | bytearray | memoryview] = [
        msgspec.msgpack.encode(Up(chain_of([recorded]))) for recorded in (*taken, *visits(60, seed=1, named=True))
    ]
    to.write_bytes(zstandard.train_dictionary(SIZE, samples, level=9).as_bytes())


def intakes(number: int, place: str) -> list[Recorded]:
    """Dossiers taken in at one office, of any procedure that the shipped catalogue has."""
    chance = random.Random(number)  # noqa: S311  # no secret
    kind = ("xã", "phường")[number % 2]
    unit = Unit(
        id=f"H{number:02d}.{number:02d}.{number:02d}",
        name=f"Trung tâm Phục vụ hành chính công {kind} {place}",
        address=f"{place}, tỉnh Mẫu",
        phone=f"02{number:02d} 3{number * 7919:06d}",
    )
    now = [datetime(2026, 11, 1 + number % 28, 1, 0, tzinfo=UTC)]
    settings = training_settings()
    settings = replace(settings, office=replace(settings.office, unit=unit))
    codes = [procedure.code for procedure in shipped().procedures]
    found: list[Recorded] = []
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "desk", settings=settings, clock=lambda: now[0], training=True)
        while len(found) < EACH:
            now[0] += timedelta(minutes=chance.randrange(1, 30))
            procedure = desk.catalogue.get(chance.choice(codes))
            case = procedure.cases[0] if procedure.cases else None
            papers = tuple(
                PaperReceived(name=p.name, originals=p.originals, copies=p.copies, shown_only=p.to_show)
                for p in (case.papers if case else ())
                if p.required
            )
            form = IntakeForm(
                submitter=citizen(chance), procedure=procedure.code, case=case.id if case else "", papers=papers
            )
            before = desk.store.log.head().seq
            try:
                intake.take_in(desk, form)
            except NotAllowed:
                continue  # this procedure wants more than is made up here
            found += [desk.store.log.own(seq) for seq in range(before + 1, desk.store.log.head().seq + 1)]
        close_desk(desk)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
