"""Papers beside the desk's work: what failed is noted, said with its key, and printed again."""

import socket
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject

from desk.settings import Printers, Settings
from desk.training import training_settings
from models.events import FormPrinted, PrintingFailed, TicketIssued
from models.history import Recorded
from tests.ui.conftest import Clerk
from tests.ui.test_counter_by_keys import issues


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Ear(QObject):
    """Takes an answer down."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Recorded] = []

    def take(self, history: list[Recorded]) -> None:
        self.history = history


@pytest.fixture
def settings() -> Settings:
    """The ticket printer is switched off."""
    unplugged = f"tcp:127.0.0.1:{closed_port()}?dots=384"
    return replace(training_settings(), printers=Printers(tickets=unplugged))


def test_a_number_whose_slip_did_not_come_out_is_drawn_all_the_same_and_noted(opened: Callable[[], Clerk]) -> None:
    clerk = opened()
    issues(clerk)
    page = clerk.window.counter
    view = page.line.line.view if page.line.line else None
    assert view is not None
    assert [ticket.number for ticket in view.waiting] == ["A001"]
    said = [banner.label.text() for banner in clerk.window.banners.shown]
    assert any("A001" in words and "Không liên lạc được máy in" in words for words in said)
    subject = view.waiting[0].id
    heard = Ear()
    page.jobs.ask(heard, lambda work: work.desk.store.log.history(subject), heard.take)
    clerk.waits()
    assert [type(recorded.event) for recorded in heard.history] == [TicketIssued, FormPrinted, PrintingFailed]
