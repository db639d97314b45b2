"""Sends the outbox: each message until it is accepted or refused, in the order of its dossier's steps.

A lease in the database allows one sender in the whole hub. That a message is being sent is committed before it leaves;
if the sender dies, the next one knows that the outcome is unknown and asks first. The answer becomes an event in the
office's log before the message is marked done: a crash between the two reports it twice, never not at all.
"""

import random
import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import Clock, micros, wall_clock
from models.events import NationalAccepted, NationalRefused, NationalState, NationalWithdrawn
from models.ids import DossierCode, SubjectId
from sync.hub.log import reports
from sync.hub.logs import logger
from sync.hub.national.answers import (
    Answer,
    MessageRefused,
    MessageTaken,
    NationalClient,
    NationalDossier,
    NoAnswer,
    NoAnswerReason,
    PriorAttempts,
)
from sync.hub.national.client_a import NationalClientA
from sync.hub.national.client_b import NationalClientB
from sync.hub.national.client_practice import NationalClientPractice
from sync.hub.national.outbox import dossier_of, fill, office_facts, step_of
from sync.hub.national.settings import Generation, National, password, read
from sync.hub.national.wire import NationalWire
from sync.hub.other_system import authorities
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore, HubStoreFailing, national_rows
from sync.hub.store.national_rows import ACCEPTED, DROPPED, REFUSED, UNKNOWN, WAITING, MessageRow
from sync.hub.turns import run_turns
from sync.national.message import NothingToTell, progress

AT_ONCE = 50
"""Dossiers looked up at a time."""

MOST_ALONE = 1_000
"""Dossiers whose messages go one by one, remembered at once."""

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
"""Seconds until a message that met trouble goes again: doubled each time, never more than five minutes."""

LEASE = 30.0
"""Seconds beyond one answer for which a sender stays the one who sends."""

LOOKS = 60.0
"""Seconds after which the streams are looked at although nobody rang."""

SEVERAL = b""
"""Stands for "more than one message may have been taken": digest of none."""

REASON = 500
"""Characters of a refusal that are kept."""


def run(settings: HubSettings, store: HubStore, stop: threading.Event) -> None:
    """Send until ``stop`` is set. Returns at once when the settings name no generation.

    Raises:
        SettingsWrong: the national part of the settings does not do.
    """
    national = read(settings)
    line = line_of(settings, national)
    if line is None:
        return
    sender = Sender(store, national, line, stopped=stop.is_set)
    try:
        run_turns(store, stop, sender.turn, name="national", pause=FIRST_PAUSE)
    finally:
        line.close()
        with suppress(HubStoreFailing):  # the lease then ends by itself
            sender.release_lease()


def line_of(settings: HubSettings, national: National) -> NationalClient | None:
    """The client for the province's generation; None = none is configured."""
    if national.generation is Generation.NONE:
        return None
    if national.generation is Generation.PRACTICE:
        return NationalClientPractice()
    trusted = authorities(settings, national.certificates, "national.certificates")
    wire = NationalWire(national.url, national.time_out, trusted)
    kind = NationalClientA if national.generation is Generation.A else NationalClientB
    return kind(wire, national, password(settings, national))


class _Sent(Struct, frozen=True):
    """One message that was sent: its rows (several steps may share one), and what they said.

    ``lost``: under a code that does not hold any more.
    """

    rows: tuple[MessageRow, ...]
    state: NationalState
    digest: bytes
    answer: Answer
    lost: bool


def _under(row: MessageRow, dossier: NationalDossier) -> NationalDossier | None:
    """The dossier as told under the code of this message; None = it has no such code any more."""
    told = dossier.way.under(row.code)
    return None if told is None else replace(dossier, way=told)


class Sender:
    """Works through the outbox. ``turn`` does what is due and returns when to come again."""

    def __init__(
        self,
        store: HubStore,
        national: National,
        line: NationalClient,
        *,
        clock: Clock = wall_clock,
        chance: Callable[[], float] = random.random,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._national = national
        self._line = line
        self._clock = clock
        self._chance = chance
        self._stopped = stopped
        self._name = secrets.token_hex(8)
        self._unreached = 0
        self._quiet_until: datetime | None = None
        self._held_until: datetime | None = None
        self._alone: set[tuple[str, str]] = set()

    def turn(self) -> float:
        """Fill the outbox and send what is due. Returns the seconds after which there may be more to do."""
        if not self._held():
            return LOOKS
        while not self._stopped():
            while fill(self._store, self._national, self._line, self._clock()) and not self._stopped():
                pass
            with self._store.reading() as reading:
                due = national_rows.due(reading, micros(self._clock()), AT_ONCE)
            if not due:
                break
            for row in due:
                if self._stopped() or self._quiet() or not self._held():
                    return self._until_next()
                self._send(row)
        return self._until_next()

    def release_lease(self) -> None:
        """Release the lease, so that another process can send at once."""
        self._held_until = None
        with self._store.writing() as writing:
            national_rows.release_lease(writing, self._name)

    # ---- one message ---------------------------------------------------------------------------------------

    def _send(self, row: MessageRow) -> None:
        sent = self._tell_dossier(row) if row.step == 0 else self._tell_steps(row)
        if sent is None:
            return
        first, answer = sent.rows[0], sent.answer
        match answer:
            case MessageTaken():
                self._unreached = 0
                self._alone.discard((first.office, first.code))
                if not sent.lost:
                    self._report(first, NationalAccepted(step=sent.rows[-1].step, state=sent.state))
                elif first.step:
                    self._report(first, NationalWithdrawn(code=DossierCode(first.code), state=sent.state))
                self._taken(sent)
            case MessageRefused(reason=reason) if len(sent.rows) > 1:
                # Which of them it was is not told: from now on one by one.
                if len(self._alone) >= MOST_ALONE:
                    self._alone.clear()  # costs each of them one more refusal
                self._alone.add((first.office, first.code))
                self._change(sent.rows, state=WAITING, reason=reason[:REASON], next_at=micros(self._clock()))
            case MessageRefused(reason=reason):
                if not sent.lost:  # of a code that the dossier has no more, it is the administrator's to see
                    self._report(first, NationalRefused(step=first.step, reason=reason[:REASON]))
                self._refused(sent, reason[:REASON])
            case NoAnswer():
                self._troubled(sent, answer)

    def _tell_dossier(self, row: MessageRow) -> _Sent | None:
        with self._store.writing() as writing:
            facts = office_facts(writing, row.office)
            now = dossier_of(writing, row.office, row.subject, self._national, facts)
            dossier = _under(row, now)
            digest = self._digest(dossier)
            if dossier is None or not digest or dossier.way.state is None:
                # It may be there all the same: then it is stopped, once a person has settled that its code lost.
                there = row.at_nation or row.doubtful
                national_rows.change(writing, row, state=DROPPED, at_nation=there, changed_at=micros(self._clock()))
                return None
            # Only what was never anything else may be taken for there without being sent again.
            sent = digest if not row.doubtful or row.sent == digest else SEVERAL
            if not national_rows.claim(writing, row, wanted=digest, sent=sent, **self._in_hand(row)):
                return None
        doubt = PriorAttempts(row.doubtful, row.at_nation, same=row.sent == digest)
        lost = row.code != now.way.code
        return _Sent((row,), dossier.way.state, digest, self._line.tell(dossier, doubt), lost)

    def _tell_steps(self, row: MessageRow) -> _Sent | None:
        most = 1 if (row.office, row.code) in self._alone else self._national.chunk
        with self._store.writing() as writing:
            facts = office_facts(writing, row.office)
            now = dossier_of(writing, row.office, row.subject, self._national, facts)
            dossier, lost = _under(row, now), row.code != now.way.code
            if dossier is None or step_of(row).withdraws is not lost:
                national_rows.change(writing, row, state=DROPPED, changed_at=micros(self._clock()))
                return None
            # What is doubtful goes alone with what is doubtful, so that it can be asked for.
            together = [
                r
                for r in national_rows.following(writing, row, most)
                if r.doubtful == row.doubtful and step_of(r).withdraws is lost
            ]
            rows = tuple(r for number, r in enumerate(together, row.step) if r.step == number)
            if not rows or not all(national_rows.claim(writing, r, **self._in_hand(r)) for r in rows):
                return None
        steps = [step_of(r) for r in rows]
        told = [progress(dossier.way, step, facts) for step in steps]
        answer = self._line.tell_steps(told, PriorAttempts(row.doubtful, at_nation=True, same=True))
        return _Sent(rows, steps[-1].state, b"", answer, lost)

    def _digest(self, dossier: NationalDossier | None) -> bytes:
        try:
            return b"" if dossier is None else self._line.digest(dossier)
        except NothingToTell:
            return b""

    def _in_hand(self, row: MessageRow) -> dict[str, object]:
        """Mark a message as being sent; after this time another sender may ask for its outcome."""
        now = self._clock()
        until = now + timedelta(seconds=self._longest())
        return {"tries": row.tries + 1, "next_at": micros(until), "changed_at": micros(now)}

    # ---- what became of it ---------------------------------------------------------------------------------

    def _report(self, row: MessageRow, event: NationalAccepted | NationalRefused | NationalWithdrawn) -> None:
        reports.report_on(self._store, row.office, SubjectId(row.subject), event, self._clock())

    def _taken(self, sent: _Sent) -> None:
        now = micros(self._clock())
        with self._store.writing() as writing:
            for row in sent.rows:
                done = {"state": ACCEPTED, "reason": "", "tries": 0, "changed_at": now}
                if row.step == 0:
                    done |= {"taken": sent.digest, "at_nation": True}
                national_rows.change(writing, row, **done)

    def _refused(self, sent: _Sent, reason: str) -> None:
        self._change(sent.rows, state=REFUSED, reason=reason)

    def _troubled(self, sent: _Sent, trouble: NoAnswer) -> None:
        pause = self._pause(sent.rows[0].tries)
        next_at = micros(self._clock() + timedelta(seconds=pause))
        doubtful = trouble.outcome_unknown or sent.rows[0].doubtful
        self._change(sent.rows, state=UNKNOWN if doubtful else WAITING, reason=trouble.why.value, next_at=next_at)
        if trouble.why is NoAnswerReason.NOT_REACHED:  # not one dossier's matter, so all of them wait
            quiet = self._pause(self._unreached)
            self._unreached += 1
            self._quiet_until = self._clock() + timedelta(seconds=quiet)
            logger().info("national not reached", reason=trouble.why.value, seconds=round(quiet))

    def _change(self, rows: Sequence[MessageRow], **values: object) -> None:
        with self._store.writing() as writing:
            for row in rows:
                national_rows.change(writing, row, changed_at=micros(self._clock()), **values)

    # ---- when ----------------------------------------------------------------------------------------------

    def _pause(self, tries: int) -> float:
        """Exponential delay up to a maximum, with jitter between half and the whole."""
        whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries, 20))
        return whole * (0.5 + 0.5 * self._chance())

    def _longest(self) -> float:
        """Seconds that one message may take: log-in, questions, the message, each with its own time-out."""
        return 6 * self._national.time_out + LEASE

    def _quiet(self) -> bool:
        return self._quiet_until is not None and self._clock() < self._quiet_until

    def _held(self) -> bool:
        """Whether this sender has the lease; it is renewed after half its time."""
        now = self._clock()
        lasts = timedelta(seconds=self._national.time_out + LEASE)
        if self._held_until is not None and now + lasts / 2 < self._held_until <= now + lasts:
            return True
        with self._store.writing() as writing:
            held = national_rows.take_lease(writing, self._name, micros(now), micros(now + lasts))
        self._held_until = now + lasts if held else None
        return held

    def _until_next(self) -> float:
        with self._store.reading() as reading:
            at = national_rows.next_due(reading)
        now = self._clock()
        if self._quiet_until is not None and self._quiet_until > now:
            return min(LOOKS, (self._quiet_until - now).total_seconds())
        return LOOKS if at is None else min(LOOKS, max(0.05, (at - micros(now)) / 1e6))
