"""The web application: routes to verbs. Stateless between requests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.requests import Request
from fastapi.responses import Response
from msgspec import Struct
from starlette.exceptions import HTTPException

from models.calendar.clock import Clock, wall_clock
from models.system.decoding import prepared
from models.trouble import FileTrouble
from sync.hub import words
from sync.hub.editions import editions
from sync.hub.fleet import settings as fleet_settings
from sync.hub.fleet.reports import note_report
from sync.hub.health import CachedHealth
from sync.hub.log import backfill, counts, delivery, intake, loads
from sync.hub.log.intake import GapFound
from sync.hub.offices import offices
from sync.hub.offices.block_leases import NoBlockFree
from sync.hub.offices.device_numbers import Numbers
from sync.hub.offices.key_list import signed_keys
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.opening import NUMBERS, files_of
from sync.hub.payments.sources import sources_of
from sync.hub.post_orders.statuses import statuses_of
from sync.hub.seats.portal import FreeSlot, PortalAnswer, PortalBooking, PortalCancelling, PortalHold
from sync.hub.seats.sender import seat_files
from sync.hub.settings import HubKeys, HubSettings, facts
from sync.hub.store import HubStore, HubStoreFailing
from sync.hub.store.aside_rows import HIGHEST
from sync.hub.web import reporting
from sync.hub.web.addresses import Addresses
from sync.hub.web.code_attempts import CodeAttempts
from sync.hub.web.connections import STATE, Connections, proved
from sync.hub.web.files import files_router
from sync.hub.web.long_poll import LongPoll, Waiters
from sync.hub.web.metrics import Metrics
from sync.hub.web.middleware import HotPaths, LoggingMiddleware, add_health
from sync.hub.web.openapi import JOINING, SECRET, SIGNATURE, SIGNED, TOKEN, answers, body, describe
from sync.hub.web.portal import PATH_APPOINTMENTS, PATH_CANCEL, PATH_HOLD, PATH_SLOTS, Portal
from sync.hub.web.post_webhook import SCHEMA as STATUSES
from sync.hub.web.post_webhook import PostWebhook
from sync.hub.web.protocols import ProtocolMiddleware
from sync.hub.web.rejected_requests import RejectedRequests
from sync.hub.web.reporting import SCHEMA, ReportOutcome
from sync.hub.web.request_auth import Busy, RequestAuth, RequestRejected, TooManyWrong, told, too_many
from sync.hub.web.responses import batch, plain, refused
from sync.hub.web.signed_answers import ShortFormMiddleware, SigningMiddleware
from sync.hub.web.sockets import tls_of
from sync.hub.web.updates import updates_router
from sync.hub.web.webhooks import PATH as PATH_WEBHOOK
from sync.hub.web.webhooks import SCHEMA as WEBHOOK
from sync.hub.web.webhooks import Webhooks
from sync.messages import (
    JSON,
    MOST_BYTES,
    MOST_EVENT_BYTES,
    MOST_EVENTS,
    OLDEST_PROTOCOL,
    PATH_BACKFILL,
    PATH_COUNTS,
    PATH_EDITION,
    PATH_ENROL,
    PATH_HUB,
    PATH_KEYS,
    PATH_LOAD,
    PATH_NEWS,
    PATH_POST,
    PATH_RENEW,
    PATH_REPORTS,
    PATH_UP,
    PROTOCOL,
    Backfill,
    BackfillAnswer,
    Counts,
    EnrolAsked,
    Enrolled,
    HubFacts,
    KeysTold,
    Load,
    LoadAsked,
    MessageUnreadable,
    News,
    NewsAsked,
    Refusal,
    Refused,
    SignedEdition,
    Up,
    UpAnswer,
    unpack,
)
from sync.signatures.answers import Signer
from sync.signatures.requests import key_id

T = TypeVar("T", bound=Struct)

MOST_JOINING = 4 << 10
MOST_QUESTION = 1 << 10
"""Bytes of what a machine says when it joins, and of its question for news."""

MOST_UP = MOST_EVENT_BYTES + MOST_BYTES
"""Bytes that a batch may unpack to: one event of the largest size, and what is around it."""


class Hub:
    """The hub's verbs by path, in one worker.

    Args:
        settings: of the administrator.
        keys: of the hub.
        store: open and prepared.
        clock: the one that counts.
        metrics: of this process.
    """

    def __init__(self, settings: HubSettings, keys: HubKeys, store: HubStore, clock: Clock, metrics: Metrics) -> None:
        self.settings = settings
        self.keys = keys
        self.store = store
        self.clock = clock
        self.metrics = metrics
        self.files = files_of(settings, keys, clock)
        self.numbers = Numbers(settings.files_folder / NUMBERS)
        self.waiters = Waiters()
        addresses = Addresses(settings.limits.proxies)
        self.turned = RejectedRequests(store, clock, addresses, lambda why: metrics.turned.labels(why).inc())
        self.connections = Connections(settings.limits, addresses, self.turned.note_at)
        self.door = RequestAuth(store, clock, settings.limits, self.turned, threads=settings.database.pool)
        self.pulse = CachedHealth(settings, store, clock)
        self.joining = CodeAttempts(store, self.door, addresses, wrong_codes=settings.limits.wrong_codes)
        self.webhooks = Webhooks(sources_of(settings, store, ask=False), self.door, clock, metrics)
        self.post = PostWebhook(statuses_of(settings, store), self.door, clock, metrics)
        self.portal = Portal(store, seat_files(settings), settings.department, self.door, clock)
        self.report_every = fleet_settings.read(settings).minutes
        self.long_poll = LongPoll(store, self.door, self.waiters, longest=settings.limits.wait)

    # ---- who answers, and joining ----

    async def hub(self) -> Response:
        """Who answers at this address. The only path besides /health that anybody may ask."""
        return plain(facts(self.settings, self.keys, self.clock))

    async def enrol(self, request: Request) -> Response:
        """A machine joins with a one-time code. Signed with the very key it brings."""
        async with self.door.body(request, most=MOST_JOINING) as body:
            words = _json(body, EnrolAsked)
            await self.joining.tried(words.code, request)

            try:
                public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(words.public_key))
            except ValueError as wrong:
                raise MessageUnreadable("public_key") from wrong

            def joined() -> Enrolled:
                signed = self.door.check_head(request, public)
                self.door.check_body(signed, body)
                told(request, key=signed.key_id)
                self.door.newcomer(signed)
                return offices.enrol(self.store, words, self._facts(), self.clock(), numbers=self.numbers)

            answer = await self.door.for_stranger(joined, request)
            proved(request, key_id(public))
            return plain(answer)

    async def renew(self, request: Request) -> Response:
        """A machine whose file was copied or restored gets a new number. Signed with its old key."""

        def renewed(device: Device, packed: bytes) -> Enrolled:
            asked = _json(packed, EnrolAsked)
            quota, now = self.settings.quota, self.clock()
            return offices.renew(self.store, device, asked, self._facts(), now, numbers=self.numbers, quota=quota)

        return plain(await self.door.signed(request, renewed, most=MOST_JOINING))

    # ---- the exchange ----

    async def up(self, request: Request) -> Response:
        """Events of one device. Answered after commit. The one path a revoked device may use."""
        async with self.door.admitted(request) as found:
            device, signed = found.device, found.signed

            def taken() -> Response:
                sent = unpack(found.body, Up, most=MOST_UP)
                links = sent.chain.links
                if len(sent.again) > MOST_EVENTS or not all(0 < seq <= HIGHEST for seq in sent.again):
                    raise MessageUnreadable("again")
                if len(links) > 1 and too_many([len(link.body) for link in links], MOST_EVENTS):
                    raise RequestRejected(Refusal.TOO_LARGE)  # fewer at once; one alone is taken in, or set aside
                if not 0 <= sent.withheld <= HIGHEST:
                    raise MessageUnreadable("withheld")
                has_file = partial(self.files.has, device.office)
                once = (signed.key_id, signed.nonce)
                now, quota = self.clock(), self.settings.quota
                answer = intake.take_in(self.store, device, sent, now, has_file=has_file, once=once, quota=quota)
                if sent.report:
                    note_report(self.store, device, sent.report, now)
                self.metrics.events.inc(len(links))
                for aside in answer.set_aside:
                    if sent.chain.first <= aside.seq < sent.chain.first + len(links):
                        self.metrics.set_aside.labels(aside.why).inc()
                told(request, events=len(links), head=answer.head)
                return batch(msgspec.structs.replace(answer, report_every=self.report_every, short_form=True))

            return await self.door.for_machine(found, taken, request, most=MOST_UP)

    async def news(self, request: Request) -> Response:
        """Events of the others. Waits up to ``wait`` seconds for some, holding neither thread nor connection."""
        turn = self.waiters.turn
        async with self.door.admitted(request, most=MOST_QUESTION) as found:
            wanted = unpack(found.body, NewsAsked, most=MOST_QUESTION)
            if not all(0 <= at <= HIGHEST for at in (wanted.cursor.position, wanted.head, wanted.acknowledged)):
                raise MessageUnreadable("numbers")
            wanted = msgspec.structs.replace(wanted, most=max(1, min(wanted.most, MOST_EVENTS)))
            device, seen = await self.door.only_once(found, position=wanted.cursor.position)
            # Of a thousand who ask again at once nearly all have read everything: they need no thread of their own.
            news = delivery.nothing_new(seen, wanted)
            if news is None:
                first = partial(delivery.first_news, self.store, seen, device, wanted, clock=self.clock)
                news = await self.door.for_machine(found, first, request, most=MOST_QUESTION)

        def waited(seconds: float) -> None:
            told(request, waited=round(seconds, 4))

        with self.metrics.waiting.track_inprogress():
            news = await self.long_poll.wait(device, wanted, news, turn, waited)
        told(request, events=sum(len(chain.links) for chain in news.chains))
        return batch(news)

    async def load(self, request: Request) -> Response:
        """A page of a visit laptop's load: histories of the subjects that its office has named, and no others."""

        def told_page(device: Device, packed: bytes) -> Response:
            asked = unpack(packed, LoadAsked, most=MOST_QUESTION)
            if not all(0 <= at <= HIGHEST for at in (asked.cursor.position, asked.head)):
                raise MessageUnreadable("numbers")
            page = loads.load(self.store, device, asked, clock=self.clock)
            told(request, events=sum(len(chain.links) for chain in page.chains))
            return batch(page)

        return await self.door.signed(request, told_page, most=MOST_QUESTION)

    async def backfill(self, request: Request) -> Response:
        """Events of other devices that the hub has lost. Answered after commit."""
        async with self.door.admitted(request) as found:

            def taken() -> Response:
                device, signed = found.device, found.signed
                brought = unpack(found.body, Backfill, most=MOST_UP)
                links = [link for chain in brought.chains for link in chain.links]
                if len(brought.chains) > MOST_EVENTS or too_many([len(link.body) for link in links], MOST_EVENTS):
                    raise RequestRejected(Refusal.TOO_LARGE)
                has_file = partial(self.files.has, device.office)
                once = (signed.key_id, signed.nonce)
                quota, now = self.settings.quota, self.clock()
                answer = backfill.take_back(self.store, device, brought, now, has_file=has_file, once=once, quota=quota)
                told(request, events=len(links), taken=answer.taken)
                return batch(answer)

            return await self.door.for_machine(found, taken, request, most=MOST_UP)

    async def edition(self, request: Request) -> Response:
        """The newest edition of the device's office, signed."""
        accepts = request.headers.get("accept-encoding", "")

        def newest(device: Device, _: bytes) -> Response:
            found = editions.newest(self.store, device.office)
            if found is None:
                raise RequestRejected(Refusal.NOT_FOUND)
            return plain(found, accepts=accepts)

        return await self.door.signed(request, newest)

    async def keys_of_devices(self, request: Request) -> Response:
        """The keys of all machines of the province, signed, unless the desk has this very list."""
        accepts = request.headers.get("accept-encoding", "")
        have = request.query_params.get("have", "")

        def newest(_device: Device, _body: bytes) -> Response:
            return plain(KeysTold(signed=signed_keys(self.store, self.keys.sign, but_not=have)), accepts=accepts)

        return await self.door.signed(request, newest)

    async def counts(self, request: Request) -> Response:
        """What the hub has of the device's office, device by device."""

        def counted(device: Device, _: bytes) -> Counts:
            return counts.counts(self.store, device.office)

        return plain(await self.door.signed(request, counted))

    # ---- reports ----

    async def reports(self, request: Request) -> Response:
        """How far dossiers got, as departments and the provincial system tell it."""
        sender = reporting.department(self.settings.department, request.headers.get("authorization", ""))
        if sender is None:
            raise RequestRejected(Refusal.SIGNATURE)
        proved(request, sender.name)
        async with self.door.body(request, most=reporting.MOST_LIST) as body:

            def brought() -> list[ReportOutcome]:
                return reporting.take(self.store, sender, reporting.read(body), self.clock)

            found = await self.door.run_in_thread(brought, request)
        told(request, reports=len(found))
        return plain(found)

    def _facts(self) -> HubFacts:
        return facts(self.settings, self.keys, self.clock)


def make(
    settings: HubSettings,
    store: HubStore,
    *,
    keys: HubKeys,
    clock: Clock = wall_clock,
    protocols: tuple[int, int] = (OLDEST_PROTOCOL, PROTOCOL),
) -> FastAPI:
    """The application over an open, prepared store; ``app.state.hub`` is its ``Hub``.

    ``protocols``: the oldest and the newest whose requests it reads.
    """
    hub = Hub(settings, keys, store, clock, _metrics())
    app = FastAPI(
        title="motcua-hub",
        version="1",
        description="The province's end of the exchange with the counters.",
        openapi_url=None,  # told on the administrator's socket alone
        docs_url=None,
        redoc_url=None,
        lifespan=_living(hub),
    )
    app.state.hub = hub
    _add_routes(app, hub)
    _add_webhooks(app, hub)
    _add_portal(app, hub)
    _add_refusals(app, hub.metrics)
    add_health(app, hub.pulse)
    app.include_router(files_router(hub.door, hub.files, settings.quota))
    app.include_router(updates_router(hub.door, hub.connections, settings))
    hot = {PATH_UP: hub.up, PATH_NEWS: hub.news}
    app.add_middleware(HotPaths, verbs=hot, refusals=app.exception_handlers)
    app.add_middleware(ProtocolMiddleware, metrics=hub.metrics, oldest=protocols[0], newest=protocols[1])
    app.add_middleware(LoggingMiddleware, metrics=hub.metrics)
    app.add_middleware(SigningMiddleware, signer=Signer(keys.sign), clock=clock)
    app.add_middleware(ShortFormMiddleware, key=keys.sign)
    app.openapi = describe(app, ReportOutcome)  # type: ignore[method-assign]
    return app


def _living(hub: Hub) -> Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, object]]]:
    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[dict[str, object]]:
        hub.connections.tls = tls_of(hub.settings)
        hub.waiters.begin()
        stop = hub.store.listen(hub.waiters.notify)
        beside = [
            asyncio.create_task(hub.connections.keep_sweeping()),
            asyncio.create_task(hub.turned.keep_writing(hub.door.run_in_thread)),
        ]
        try:
            yield {STATE: hub.connections}
        finally:
            for task in beside:
                task.cancel()
            stop()
            hub.door.close()

    return living


def _add_routes(app: FastAPI, hub: Hub) -> None:
    def route(path: str, verb: Callable[..., object], method: str, **described: object) -> None:
        app.add_api_route(path, verb, methods=[method], response_class=Response, **described)  # type: ignore[arg-type]

    signed = {"security": SIGNATURE}
    # The two that every desk asks all day are answered by HotPaths; here they stand for the description.
    route(PATH_HUB, hub.hub, "GET", responses=answers(HubFacts))
    route(
        PATH_ENROL,
        hub.enrol,
        "POST",
        responses=answers(Enrolled, *JOINING, Refusal.CODE_WRONG),
        openapi_extra=signed | {"requestBody": body(EnrolAsked)},
    )
    route(
        PATH_RENEW,
        hub.renew,
        "POST",
        responses=answers(Enrolled, *JOINING),
        openapi_extra=signed | {"requestBody": body(EnrolAsked)},
    )
    route(
        PATH_UP,
        hub.up,
        "POST",
        responses=answers(UpAnswer, *SIGNED, Refusal.UNREADABLE, Refusal.GAP, packed=True),
        openapi_extra=signed | {"requestBody": body(Up, packed=True)},
    )
    route(
        PATH_NEWS,
        hub.news,
        "POST",
        responses=answers(News, *SIGNED, Refusal.UNREADABLE, Refusal.LOAD_ONLY, packed=True),
        openapi_extra=signed | {"requestBody": body(NewsAsked, packed=True)},
    )
    route(
        PATH_LOAD,
        hub.load,
        "POST",
        responses=answers(Load, *SIGNED, Refusal.UNREADABLE, packed=True),
        openapi_extra=signed | {"requestBody": body(LoadAsked, packed=True)},
    )
    route(
        PATH_BACKFILL,
        hub.backfill,
        "POST",
        responses=answers(BackfillAnswer, *SIGNED, Refusal.UNREADABLE, Refusal.NOT_FOUND, packed=True),
        openapi_extra=signed | {"requestBody": body(Backfill, packed=True)},
    )
    route(
        PATH_EDITION,
        hub.edition,
        "GET",
        responses=answers(SignedEdition, *SIGNED, Refusal.NOT_FOUND),
        openapi_extra=signed,
    )
    route(PATH_KEYS, hub.keys_of_devices, "GET", responses=answers(KeysTold, *SIGNED), openapi_extra=signed)
    route(PATH_COUNTS, hub.counts, "GET", responses=answers(Counts, *SIGNED), openapi_extra=signed)
    route(
        PATH_REPORTS,
        hub.reports,
        "POST",
        responses=answers(
            list[ReportOutcome], Refusal.SIGNATURE, Refusal.TOO_LARGE, Refusal.UNREADABLE, Refusal.HUB_FAILING
        ),
        openapi_extra={"security": TOKEN, "requestBody": {"required": True, "content": {JSON: {"schema": SCHEMA}}}},
    )


def _add_webhooks(app: FastAPI, hub: Hub) -> None:
    why = (Refusal.SIGNATURE, Refusal.NOT_FOUND, Refusal.TOO_LARGE, Refusal.UNREADABLE, Refusal.HUB_FAILING)
    app.add_api_route(
        PATH_POST,
        hub.post.heard,
        methods=["POST"],
        response_class=Response,
        responses=answers(dict[str, bool], *why),
        openapi_extra={"security": SECRET, "requestBody": {"required": True, "content": {JSON: {"schema": STATUSES}}}},
    )
    app.add_api_route(
        PATH_WEBHOOK,
        hub.webhooks.heard,
        methods=["POST"],
        response_class=Response,
        responses=answers(dict[str, bool], *why) | {409: answers(dict[str, bool], Refusal.GAP)[409]},
        openapi_extra={"security": SECRET, "requestBody": {"required": True, "content": {JSON: {"schema": WEBHOOK}}}},
    )


def _add_portal(app: FastAPI, hub: Hub) -> None:
    why = (Refusal.SIGNATURE, Refusal.TOO_LARGE, Refusal.UNREADABLE, Refusal.HUB_FAILING)
    token = {"security": TOKEN}
    app.add_api_route(
        PATH_SLOTS,
        hub.portal.slots,
        methods=["GET"],
        response_class=Response,
        responses=answers(list[FreeSlot], *why, Refusal.NOT_FOUND),
        openapi_extra=token,
    )
    for path, verb, wish in (
        (PATH_APPOINTMENTS, hub.portal.book, PortalBooking),
        (PATH_HOLD, hub.portal.hold, PortalHold),
        (PATH_CANCEL, hub.portal.cancel, PortalCancelling),
    ):
        app.add_api_route(
            path,
            verb,
            methods=["POST"],
            response_class=Response,
            responses=answers(PortalAnswer, *why),
            openapi_extra=token | {"requestBody": body(wish)},
        )


def _add_refusals(app: FastAPI, metrics: Metrics) -> None:
    """Maps exceptions to refusals. All others are bugs and handled by ``middleware``."""

    def said(request: Request, what: Refused, status: int = 0, headers: dict[str, str] | None = None) -> Response:
        told(request, refused=what.type)
        metrics.refused.labels(what.type).inc()
        return refused(what, status, headers)

    async def not_in(request: Request, wrong: RequestRejected) -> Response:
        return said(request, Refused(type=wrong.why, at=wrong.at, head=wrong.head))

    async def not_admitted(request: Request, wrong: NotAdmitted) -> Response:
        return said(request, Refused(type=wrong.refusal))

    async def gap(request: Request, wrong: GapFound) -> Response:
        return said(request, Refused(type=Refusal.GAP, head=wrong.head))

    async def unreadable(request: Request, _: MessageUnreadable) -> Response:
        return said(request, Refused(type=Refusal.UNREADABLE))

    async def failing(request: Request, wrong: HubStoreFailing) -> Response:
        told(request, cause=type(wrong.__cause__).__name__)
        return said(request, Refused(type=Refusal.HUB_FAILING), headers={"Retry-After": "5"})

    async def disk(request: Request, wrong: FileTrouble) -> Response:
        told(request, cause=type(wrong).__name__)
        # To a desk of before it is a hub that fails; one of today goes on without its files.
        return said(request, Refused(type=Refusal.HUB_FAILING), HTTPStatus.INSUFFICIENT_STORAGE, {"Retry-After": "300"})

    async def busy(request: Request, wrong: Busy) -> Response:
        status, title = 0, words.BUSY
        if isinstance(wrong, TooManyWrong):
            status, title = HTTPStatus.TOO_MANY_REQUESTS, words.TOO_MANY_WRONG
        headers = {"Retry-After": str(wrong.retry)}
        return said(request, Refused(type=Refusal.HUB_FAILING, title=title), status, headers)

    async def no_block(request: Request, _: NoBlockFree) -> Response:
        return said(request, Refused(type=Refusal.NOT_FOUND, title=words.NO_BLOCK_FREE))

    async def no_such_path(request: Request, wrong: HTTPException) -> Response:
        headers = dict(wrong.headers) if wrong.headers else None
        return said(request, Refused(type=Refusal.NOT_FOUND), wrong.status_code, headers)

    async def unfit(request: Request, _: RequestValidationError) -> Response:
        return said(request, Refused(type=Refusal.UNREADABLE))

    for kind, met in (
        (RequestValidationError, unfit),
        (RequestRejected, not_in),
        (Busy, busy),
        (TooManyWrong, busy),
        (NotAdmitted, not_admitted),
        (GapFound, gap),
        (MessageUnreadable, unreadable),
        (HubStoreFailing, failing),
        (FileTrouble, disk),
        (NoBlockFree, no_block),
        (HTTPException, no_such_path),
    ):
        app.add_exception_handler(kind, met)  # type: ignore[arg-type]


_made: list[Metrics] = []


def _metrics() -> Metrics:
    if not _made:
        _made.append(Metrics())
    return _made[0]


def _json(packed: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(packed, type=prepared(kind))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise MessageUnreadable(kind.__name__) from wrong
