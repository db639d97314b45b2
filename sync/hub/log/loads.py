"""The load of a visit laptop: the histories of the subjects that its newest ``LaptopLoaded`` names, and no others.

The hub folds nothing but the laptop itself: what is to be aboard is a fact in the office's log.
"""

from itertools import accumulate

from models.calendar.clock import Clock, micros, wall_clock
from models.events import laptop_subject
from models.ids import HIGHEST_SEQ
from models.subjects.laptop import fold
from sync.hub.log.delivery import chains_of_rows, own_chain, who_asks
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.store import HubStore, event_rows
from sync.messages import MOST_BYTES, MOST_EVENTS, Cursor, Load, LoadAsked, Refusal


def load(store: HubStore, device: Device, asked: LoadAsked, *, clock: Clock = wall_clock) -> Load:
    """The next page of this laptop's load. Returns at once.

    A cursor of another load, of another life of the stream, or that fits no event in it, counts as the beginning: the
    laptop merges what it knows already.

    Raises:
        NotAdmitted: DEVICE_UNKNOWN; DEVICE_REVOKED, also of a laptop that the office calls lost.
    """
    with store.reading() as reading:
        office, own = who_asks(reading, device)
        name = laptop_subject(device.number)
        laptop = fold(name, event_rows.of_subject(reading, device.office, name))
        if laptop.is_lost:
            raise NotAdmitted(Refusal.DEVICE_REVOKED)
        cursor, most = asked.cursor, min(max(asked.most, 1), MOST_EVENTS)
        known = asked.load == laptop.load and cursor.epoch == office.epoch and 0 < cursor.position <= office.position
        if not known or event_rows.mark_at(reading, office.id, cursor.position) != cursor.mark:
            cursor = Cursor(office.epoch)
        subjects = (name, *laptop.subjects)
        head = min(max(asked.head, 0), HIGHEST_SEQ)
        if head < own.head:  # its own chain comes back first, or it would use these numbers a second time
            chains = own_chain(reading, own, head, most)
            left = own.head - head - sum(len(chain.links) for chain in chains)
            left += event_rows.count_of_subjects(reading, office.id, subjects, after=cursor.position)
        else:
            rows = event_rows.of_subjects(
                reading, office.id, subjects, after=cursor.position, upto=office.position, most=most
            )
            sizes = accumulate(len(row.body) for row in rows)
            fitting = rows[: max(1, sum(size <= MOST_BYTES for size in sizes))]
            chains, left = chains_of_rows(fitting), 0
            if len(fitting) < len(rows) or len(rows) == most:
                last = fitting[-1]
                cursor = Cursor(office.epoch, last.position, last.digest[: event_rows.MARK])
                left = event_rows.count_of_subjects(reading, office.id, subjects, after=last.position)
            elif office.position:
                mark = event_rows.mark_at(reading, office.id, office.position)
                cursor = Cursor(office.epoch, office.position, mark)
    return Load(laptop.load, cursor, chains, left, own.head, office.edition, office.clock, micros(clock()))
