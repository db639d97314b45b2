"""Fills the queue of notices from the offices' streams, and sends each at most once.

That a notice is being sent is committed before it leaves. If the sender dies, or the answer is lost, its outcome is
unknown: a gateway that can be asked is asked first; by another nothing is sent again, and the citizen is telephoned.
Whether a notice is still true, what it says and where it goes is looked up when it leaves. What became of it is told to
the office in the transaction that writes it down: each outcome once, whenever the sender dies.
"""

import hashlib
import threading
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path

from models.calendar.clock import Clock, from_local, instant, local, micros, wall_clock
from models.events import NoticeReported
from models.ids import DOSSIER, TICKET, EventId, SubjectId, TicketId
from models.notice import NoticeChannel, NoticeKind, NoticeOutcome
from sync.hub.log import reports
from sync.hub.logs import logger
from sync.hub.notices.file_gateway import FileGateway
from sync.hub.notices.gateway import Gateway, Message, NoticeAbsent, NoticeRefused, NoticeTaken, NoticeUnanswered
from sync.hub.notices.line_notices import LOOKED_AT as OF_THE_LINE
from sync.hub.notices.line_notices import LineNotices, of_appointment, of_ticket
from sync.hub.notices.settings import GatewayKind, GatewaySettings, NoticeSettings, read
from sync.hub.notices.smtp_gateway import SmtpGateway
from sync.hub.notices.wanted import LOOKED_AT, DossierNotices, WantedNotice, wanted_of
from sync.hub.notices.wording import NoticeText, address_of, line_text_of, phone_of, text_of
from sync.hub.settings import HubSettings, SettingsWrong, read_key_file
from sync.hub.store import HubStore, Reading, Writing, event_rows, loss_rows, notice_rows
from sync.hub.store.notice_rows import (
    DROPPED,
    FAILED,
    NEVER,
    NO_ADDRESS,
    REFUSED,
    SENDING,
    SENT,
    UNKNOWN,
    WAITING,
    NoticeRow,
)
from sync.hub.store.office_rows import all_offices, find_office
from sync.hub.turns import run_turns

BATCH = 500
"""Events of one transaction."""

AT_ONCE = 50
"""Notices looked up at a time."""

FIRST_PAUSE, LONGEST_PAUSE = 60.0, 3600.0
"""Seconds until a notice that met trouble goes again: doubled each time, up to an hour."""

LEASE = 600.0
"""Seconds after which a notice that is being sent was sent by somebody who died, beyond its gateway's time."""

LOOKS = 60.0
"""Seconds after which the streams are looked at although nobody rang."""


def notice_id(office: str, event: str) -> str:
    """Our id of the notice of an event: fit for the name of a file and a mail, whatever an office calls its events."""
    return hashlib.sha256(f"{office}\0{event}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def run(settings: HubSettings, store: HubStore, stop: threading.Event) -> None:
    """Send until ``stop`` is set. Returns at once when the settings name no gateway.

    Raises:
        SettingsWrong: the notices part of the settings does not do.
    """
    notices = read(settings)
    if notices is None or not notices.gateways:
        return
    sender = NoticeSender(store, notices, gateways_of(settings, notices), stopped=stop)
    run_turns(store, stop, sender.turn, name="notices", pause=FIRST_PAUSE)


def gateways_of(settings: HubSettings, notices: NoticeSettings) -> dict[NoticeChannel, Gateway]:
    """The gateway of each channel.

    Raises:
        SettingsWrong: a password or certificate cannot be read.
    """
    return {channel: _gateway(settings, said) for channel, said in notices.gateways.items()}


def _gateway(settings: HubSettings, said: GatewaySettings) -> Gateway:
    folder = Path(settings.folder)
    if said.gateway == GatewayKind.FILE:
        return FileGateway(folder / said.folder)
    path = settings.key_file(said.password_file)
    try:
        password = read_key_file(path) if said.password_file else ""
        path = folder / said.certificates
        return SmtpGateway(said, password, str(path) if said.certificates else "")
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsWrong(path, "notices.email") from wrong


class NoticeSender:
    """Works through the queue. ``turn`` does what is due and returns when to come again."""

    def __init__(
        self,
        store: HubStore,
        settings: NoticeSettings,
        gateways: Mapping[NoticeChannel, Gateway],
        *,
        clock: Clock = wall_clock,
        stopped: threading.Event | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._gateways = gateways
        self._clock = clock
        self._stopped = stopped or threading.Event()
        self._quiet: dict[NoticeChannel, tuple[datetime, int]] = {}
        self._told: set[str] = set()

    def turn(self) -> float:
        """Fill the queue and send what is due. Returns the seconds after which there may be more to do."""
        while not self._stopped.is_set() and self._fill():
            pass
        if not self._settings.from_hour <= local(self._clock()).hour < self._settings.to_hour:
            return LOOKS  # citizens sleep; the streams are read on all the same
        while not self._stopped.is_set():
            with self._store.reading() as reading:
                due = notice_rows.due(reading, micros(self._clock()), AT_ONCE)
            for row in due:
                if self._stopped.is_set():
                    break
                self._send(row)
            if not due:
                break
        with self._store.reading() as reading:
            at = notice_rows.next_due(reading)
        return LOOKS if at is None else min(LOOKS, max(0.05, (at - micros(self._clock())) / 1e6))

    # ---- the queue -----------------------------------------------------------------------------------------

    def _fill(self) -> int:
        """Read on in all offices' streams. Returns the number of events read; 0 = up to date."""
        with self._store.reading() as reading:
            offices = [office for office in all_offices(reading) if office.position]
            behind = [one.id for one in offices if notice_rows.position(reading, one.id) < one.position]
        return sum(self._fill_office(office) for office in behind)

    def _fill_office(self, office: str) -> int:
        now, since = micros(self._clock()), from_local(datetime.combine(self._settings.since, time()))
        with self._store.writing() as writing:
            events = event_rows.stream(writing, office, notice_rows.position(writing, office), BATCH)
            if not events:
                return 0
            subjects = {
                recorded.subject: None
                for _, recorded in events
                if isinstance(recorded.event, LOOKED_AT if recorded.subject.startswith(DOSSIER) else OF_THE_LINE)
            }
            for subject in subjects:
                found = _wanted(writing, office, subject, self._clock()).notices
                rows = [_row(office, subject, told, now) for told in found if told.at >= since]
                notice_rows.put(writing, rows)
            notice_rows.move(writing, office, events[-1][0])
        return len(events)

    # ---- one notice ----------------------------------------------------------------------------------------

    def _send(self, row: NoticeRow) -> None:
        with self._store.writing() as writing:
            begun = self._begin(writing, row)
        self._ring()
        if begun is None:
            return
        claimed, message, doubtful = begun
        channel = NoticeChannel(message.channel)
        gateway = self._gateways[channel]
        answer: NoticeTaken | NoticeRefused | NoticeAbsent | NoticeUnanswered = (
            gateway.ask(message.id) if doubtful else NoticeAbsent()
        )
        if isinstance(answer, NoticeAbsent):
            answer, doubtful = gateway.send(message), False
        if not (isinstance(answer, NoticeUnanswered) and answer.all_wait):
            self._quiet.pop(channel, None)
        match answer:
            case NoticeTaken():
                self._change(claimed, state=SENT, reason="", next_at=NEVER)
            case NoticeRefused(reason=reason):
                self._change(claimed, state=REFUSED, reason=reason, next_at=NEVER)
            case NoticeUnanswered():
                self._troubled(claimed, channel, answer, doubtful=doubtful)
        logger().info("notice", id=message.id, channel=channel.value, answer=type(answer).__name__)

    def _begin(self, writing: Writing, row: NoticeRow) -> tuple[NoticeRow, Message, bool] | None:
        """Claim a notice that is to leave now, and its message; None = it does not leave, and its row says why."""
        now = self._clock()
        found = _wanted(writing, row.office, row.subject, now)
        lost_at = loss_rows.last_loss(writing, row.office)
        doubtful = row.state in (SENDING, UNKNOWN) or (lost_at is not None and row.happened_at <= lost_at)
        if not found.holds(row.event):
            self._write(writing, row, state=DROPPED, reason="", next_at=NEVER)
            return None
        later = found.not_before(row.event) if isinstance(found, LineNotices) else None
        if later is not None and now < later:
            self._write(writing, row, next_at=micros(later))
            return None
        channel = self._channel(found) if not doubtful or not row.channel else _known(row.channel)
        to = _address(found, channel) if channel is not None else ""
        gateway = self._gateways.get(channel) if channel is not None else None
        if gateway is None or channel is None or not (to or doubtful):
            self._write(writing, row, state=UNKNOWN if doubtful else NO_ADDRESS, next_at=NEVER)
            return None
        if doubtful and not (gateway.can_ask and to):
            self._write(writing, row, state=UNKNOWN, channel=channel.value, next_at=NEVER)
            return None
        begun = instant(row.made_at) if later is None else max(instant(row.made_at), later)
        if now - begun > timedelta(days=self._settings.days):
            self._write(writing, row, state=UNKNOWN if doubtful else FAILED, next_at=NEVER)
            return None
        quiet = self._quiet.get(channel)
        if quiet is not None and now < quiet[0]:
            self._write(writing, row, next_at=micros(quiet[0]))
            return None
        until = micros(now + timedelta(seconds=LEASE))
        claim = {"state": SENDING, "channel": channel.value, "tries": row.tries + 1, "next_at": until}
        if not self._write(writing, row, **claim):
            return None
        said = _text(writing, row, found, now)
        claimed = NoticeRow(**{name: getattr(row, name) for name in row.__struct_fields__} | claim)
        return claimed, Message(row.id, channel.value, to, said.subject, said.text), doubtful

    def _channel(self, found: DossierNotices | LineNotices) -> NoticeChannel | None:
        """The preferred channel that reaches the citizen."""
        return next((channel for channel in self._gateways if _address(found, channel)), None)

    def _troubled(self, row: NoticeRow, channel: NoticeChannel, trouble: NoticeUnanswered, *, doubtful: bool) -> None:
        now = self._clock()
        unknown = doubtful or trouble.outcome_unknown
        next_at = now + timedelta(seconds=_pause(row.tries))
        if trouble.all_wait:
            times = self._quiet.get(channel, (now, 0))[1]
            next_at = now + timedelta(seconds=_pause(times + 1))
            self._quiet[channel] = (next_at, times + 1)
            logger().info("notices not reached", channel=channel.value, reason=trouble.why.value)
        moves = not unknown or self._gateways[channel].can_ask
        self._change(
            row,
            state=UNKNOWN if unknown else WAITING,
            reason=trouble.why.value,
            next_at=micros(next_at) if moves else NEVER,
        )

    def _change(self, row: NoticeRow, **values: object) -> None:
        with self._store.writing() as writing:
            self._write(writing, row, **values)
        self._ring()

    def _ring(self) -> None:
        """Wake the desks of the offices that were told something."""
        while self._told:
            self._store.tell(self._told.pop())

    def _write(self, writing: Writing, row: NoticeRow, **values: object) -> bool:
        """Change a notice, and tell the office where nothing more happens to it by itself."""
        now = self._clock()
        if not notice_rows.change(writing, row, changed_at=micros(now), **values):
            return False
        state = values.get("state", row.state)
        if values.get("next_at") == NEVER and state in set(NoticeOutcome):
            event = _reported({name: getattr(row, name) for name in row.__struct_fields__} | values)
            if reports.report_once(self._store, writing, row.office, SubjectId(row.subject), event, now):
                self._told.add(row.office)
        return True


def _wanted(reading: Reading, office: str, subject: str, now: datetime) -> DossierNotices | LineNotices:
    """What a dossier, an appointment or a number has to tell."""
    if subject.startswith(DOSSIER):
        return wanted_of(reading, office, subject)
    history = event_rows.of_subject(reading, office, subject)
    if subject.startswith(TICKET):
        return of_ticket(TicketId(SubjectId(subject)), history, now)
    return of_appointment(SubjectId(subject), history, now)


def _address(found: DossierNotices | LineNotices, channel: NoticeChannel) -> str:
    if isinstance(found, LineNotices):
        return phone_of(found.phone, channel)
    return address_of(found.dossier, channel)


def _text(reading: Reading, row: NoticeRow, found: DossierNotices | LineNotices, now: datetime) -> NoticeText:
    kind = NoticeKind(row.kind)
    if isinstance(found, LineNotices):
        office = find_office(reading, row.office)
        return line_text_of(office.name if office is not None else row.office, found.facts, kind, now)
    return text_of(found.dossier, kind, now)


def _reported(row: Mapping[str, object]) -> NoticeReported:
    """What the office is told of a notice, by its row."""
    said = {name: str(row[name]) for name in ("kind", "channel", "reason")}
    return NoticeReported(notice=str(row["id"]), about=EventId(str(row["event"])), outcome=str(row["state"]), **said)


def _known(channel: str) -> NoticeChannel | None:
    return next((one for one in NoticeChannel if one.value == channel), None)


def _pause(tries: int) -> float:
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(max(tries, 1) - 1, 20))


def _row(office: str, subject: str, told: WantedNotice, now: int) -> NoticeRow:
    return NoticeRow(
        id=notice_id(office, told.event),
        office=office,
        subject=subject,
        event=told.event,
        kind=told.kind.value,
        channel="",
        state=WAITING,
        reason="",
        tries=0,
        made_at=now,
        happened_at=micros(told.at),
        next_at=now,
        changed_at=now,
    )
