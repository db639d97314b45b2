"""A hub for training: on this machine only, an encrypted file, one invented office. Ends with its parent.

Started by the desk as ``python -m sync.hub training --folder F``. When ready it prints one line of JSON with its
``url``, a one-time ``code`` and its ``office``; it ends when its standard input closes.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path

import click

from models.calendar.clock import local_day, micros, wall_clock
from models.receipt_leases import FORMS, HIGHEST_NUMBER
from sync.hub import logs, words
from sync.hub.background import senders
from sync.hub.offices import offices
from sync.hub.settings import DatabaseSettings, HubSettings, Limits, make_keys, read_keys
from sync.hub.store import HubStore
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import SeriesRow
from sync.hub.web.app import make
from sync.hub.web.serving import ReadyServer, configuration
from sync.hub.web.sockets import bound_to

UNIT = "H00.99.01"
"""Of the invented office that a desk in training mode belongs to."""

LETTERS = "ET"
"""Of the training series: no office's, so that a paper from training is seen to be none."""

LASTS = timedelta(hours=12)
LOOKS = 1.0
"""Seconds between two looks at whether the parent lives, where standard input does not tell."""


def settings_of(folder: Path) -> HubSettings:
    """The settings of a training hub in this folder."""
    return HubSettings(
        name=words.TRAINING_HUB,
        listen="127.0.0.1:0",
        workers=1,
        grace=2,
        database=DatabaseSettings(url=f"sqlite:///{(folder / 'hub.db').absolute()}", pool=4),
        limits=Limits(disk_free=1 << 20),
        national={"generation": "practice"},
        folder=str(folder.absolute()),
    )


def train(folder: Path, unit: str = UNIT) -> None:
    """Serve a training hub from this folder until the parent is gone."""
    logs.configure()
    folder.mkdir(parents=True, exist_ok=True)
    settings = settings_of(folder)
    make_keys(settings)
    keys = read_keys(settings)
    store = HubStore.open(settings.database.url, key=keys.database, pool=settings.database.pool)
    store.prepare()
    if unit not in {office.id for office in offices.offices(store)}:
        offices.create_office(store, unit, words.TRAINING_OFFICE)
    _know_series(store, unit)
    code = offices.make_code(store, unit, device=None, now=wall_clock(), lasts=LASTS)
    app = make(settings, store, keys=keys)
    with bound_to(settings.listen) as listening:
        port = listening.getsockname()[1]
        line = json.dumps({"url": f"http://127.0.0.1:{port}", "code": code, "office": unit})
        server = ReadyServer(configuration(settings, app), partial(click.echo, line))

        def end() -> None:
            app.state.hub.waiters.end()
            server.should_exit = True

        threading.Thread(target=_until_alone, args=(end,), daemon=True).start()
        with senders(settings, lambda: nullcontext(store)):
            server.run(sockets=[listening])
    store.close()


def _know_series(store: HubStore, unit: str) -> None:
    """Tell the hub this year's and next year's series, so that a training desk gets numbers as a real one does."""
    now = wall_clock()
    with store.writing() as writing:
        for year in (local_day(now).year, local_day(now).year + 1):
            series = f"{year % 100:02d}T{LETTERS}"
            row = SeriesRow(unit, FORMS[0], series, "", b"", 1, HIGHEST_NUMBER, "", micros(now))
            receipt_rows.put_series(writing, row)


def _until_alone(end: Callable[[], None]) -> None:
    """Wait until standard input closes or the parent process is gone."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent, end), daemon=True).start()
    while sys.stdin.buffer.read(4096):
        pass
    end()


def _watch(parent: int, end: Callable[[], None]) -> None:
    while os.getppid() == parent:
        threading.Event().wait(LOOKS)
    end()
