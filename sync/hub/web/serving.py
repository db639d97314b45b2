"""Runs the hub under uvicorn: one worker in this process, or several sharing a socket."""

import contextlib
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

from models.calendar.clock import wall_clock
from sync.hub import logs
from sync.hub.background import senders
from sync.hub.opening import open_store
from sync.hub.settings import HubSettings, read_keys
from sync.hub.store import HubStore
from sync.hub.web.administration import administered
from sync.hub.web.app import make
from sync.hub.web.connections import LimitedProtocol
from sync.hub.web.metrics import forget_dead
from sync.hub.web.sockets import BACKLOG, bound_to

KEEP_ALIVE = 75
"""Seconds a silent connection stays open: longer than a desk waits for news."""

LOADS_WITHIN = 120.0
"""Seconds that a worker may take to load the program: 2 as a rule, on a busy machine many times that."""

GARBAGE = (10_000, 20, 50)
"""How many new objects, and lesser looks, come before a look for garbage."""


class ReadyServer(uvicorn.Server):
    """A uvicorn server that reports when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Called by uvicorn."""
        await super().startup(sockets)
        if self.started:
            self._ready()


class Supervisor(Multiprocess):
    """uvicorn's supervisor of several workers. SIGHUP ends them; uvicorn's default restarts them.

    uvicorn kills a worker that answers nothing for 5 s, and a worker answers only when it has loaded the program: on a
    machine that takes longer for it, no worker ever started.
    """

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        self._asked: dict[int | None, float] = {}
        self._loaded: set[int | None] = set()

    def keep_subprocess_alive(self) -> None:
        """As uvicorn's, when all workers have loaded the program, or have died, or took too long."""
        loading = [self._is_loading(worker) for worker in self.processes]
        if not any(loading):
            super().keep_subprocess_alive()

    def _is_loading(self, worker: Process) -> bool:
        """Whether a worker has not yet answered its first question, and may still take its time for it."""
        if worker.pid in self._loaded or not worker.process.is_alive():
            return False
        now = time.monotonic()
        if worker.pid not in self._asked:
            self._asked[worker.pid] = now
            worker.parent_conn.send(b"ping")
        if worker.parent_conn.poll():
            worker.parent_conn.recv()
            self._loaded.add(worker.pid)
            return False
        return now < self._asked[worker.pid] + LOADS_WITHIN

    def handle_hup(self) -> None:
        """SIGHUP."""
        self.should_exit.set()


def application(settings: HubSettings) -> FastAPI:
    """One worker's application with a store of its own; made in the process that runs it."""
    logs.configure()
    forget_dead()
    store = open_store(settings)
    app = make(settings, store, keys=read_keys(settings))
    _end_waiting_on_stop(app)
    _end_with_parent()
    # What stands now stands for good. Looking through it, and through every desk that waits, again and again for
    # rings of garbage takes more time than such rings take memory.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    return app


def serve(settings: HubSettings) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP; returns when all requests under way are answered.

    Raises:
        NotListening: the address cannot be had.
        SystemExit: the workers could not even begin; the log says why.
    """
    logs.configure()
    keys = read_keys(settings)

    def opened() -> AbstractContextManager[HubStore]:
        return contextlib.closing(open_store(settings))

    def described(store: HubStore) -> FastAPI:
        return make(settings, store, keys=keys)

    with (
        bound_to(settings.listen) as listening,
        administered(settings, wall_clock, opened, described),
        senders(settings, opened),
    ):
        host, port = listening.getsockname()[:2]
        logs.logger().info("listening", host=host, port=port, workers=settings.workers)
        config = configuration(settings, partial(application, settings))
        if settings.workers > 1:
            several = Supervisor(config, sockets=[listening])
            several.run()
            failed = any(worker.exitcode == STARTUP_FAILURE for worker in several.processes)
        else:
            server = uvicorn.Server(config)
            with suppress(KeyboardInterrupt):  # told once more by uvicorn, when all is put away
                server.run(sockets=[listening])
            failed = not server.started
    if failed:
        sys.exit(STARTUP_FAILURE)


def configuration(settings: HubSettings, app: FastAPI | Callable[[], FastAPI]) -> uvicorn.Config:
    """The configuration of uvicorn. TLS is done by ``LimitedProtocol``."""
    return uvicorn.Config(
        app,
        factory=not isinstance(app, FastAPI),
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        http=LimitedProtocol,
        ws="none",
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=settings.grace,
        backlog=BACKLOG,
        proxy_headers=False,
    )


def _end_with_parent() -> None:
    """Ends a worker whose parent was killed: nothing else would, and it would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _end_waiting_on_stop(app: FastAPI) -> None:
    """On a stop, answers long polls at once."""
    if threading.current_thread() is not threading.main_thread():
        return
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stopping(got: int, frame: FrameType | None, before: object = before) -> None:
            app.state.hub.waiters.end()
            if callable(before):
                before(got, frame)

        signal.signal(number, stopping)
