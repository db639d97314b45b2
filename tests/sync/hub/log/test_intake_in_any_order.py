"""However desks cut, repeat and mix up what they send, the office's stream is the same events, each once."""

from itertools import count
from threading import Barrier, Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.ids import new_dossier_id
from sync.hub.log import counts, stream
from sync.hub.log.intake import GapFound, take_in
from sync.hub.offices import offices
from sync.hub.offices.offices import Device
from sync.hub.store import HubStore
from sync.messages import UpAnswer
from sync.signatures.requests import key_id
from tests.patience import PATIENCE
from tests.sync.hub.conftest import NOW, Desk, enrol
from tests.sync.hub.dossiers import PAID, code_of, received

_offices = count(1)
EVENTS = 12
pieces = st.lists(st.tuples(st.integers(1, EVENTS), st.integers(1, EVENTS)).map(sorted), max_size=12)
in_one_store = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def at_work(store: HubStore, office: str) -> tuple[Device, Desk]:
    key = Ed25519PrivateKey.generate()
    answer = enrol(store, key, office=office)
    device = offices.find_device(store, key_id(key.public_key()))
    assert device is not None
    desk = Desk(answer.device)
    for number in range(EVENTS // 3):
        code = code_of(answer.block.first + number, office)
        desk.record(new_dossier_id(), received(code), b"nonsense" if number == 1 else PAID, PAID)
    return device, desk


def send(store: HubStore, device: Device, desk: Desk, cuts: list[list[int]]) -> None:
    """The pieces as they come; where the hub names a gap, from there to the end of the piece."""
    for first, last in [*cuts, [1, EVENTS]]:
        try:
            take_in(store, device, desk.up(first, last), NOW)
        except GapFound as gap:
            take_in(store, device, desk.up(gap.head + 1, last), NOW)


@in_one_store
@given(first=pieces, second=pieces)
def test_two_desks_at_once(hub_store: HubStore, first: list[list[int]], second: list[list[int]]) -> None:
    office = offices.create_office(hub_store, f"H{next(_offices)}", "UBND xã Mẫu Sơn")
    desks = [at_work(hub_store, office) for _ in range(2)]
    start = Barrier(2)
    failed: list[BaseException] = []

    def work(device: Device, desk: Desk, cuts: list[list[int]]) -> None:
        try:
            start.wait(PATIENCE)
            send(hub_store, device, desk, cuts)
        except BaseException as wrong:
            failed.append(wrong)
            raise

    threads = [Thread(target=work, args=(*one, cuts)) for one, cuts in zip(desks, (first, second), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not failed
    told = stream.read(hub_store, office, 0, 1_000)
    assert [position for position, _ in told] == list(range(1, 2 * (EVENTS - 1) + 1))
    for _, desk in desks:
        assert [event for _, event in told if event.device == desk.device] == desk.log[:4] + desk.log[5:]
    assert [(one.events, one.head) for one in counts.counts(hub_store, office).devices] == [(EVENTS, EVENTS)] * 2


@in_one_store
@given(cuts=pieces)
def test_one_desk_sending_the_same_at_once_from_two_lines(hub_store: HubStore, cuts: list[list[int]]) -> None:
    office = offices.create_office(hub_store, f"H{next(_offices)}", "UBND xã Mẫu Sơn")
    device, desk = at_work(hub_store, office)
    answers: list[UpAnswer] = []

    def work() -> None:
        send(hub_store, device, desk, cuts)
        answers.append(take_in(hub_store, device, desk.up(), NOW))

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [(answer.head, answer.digest, answer.forked_at) for answer in answers] == [(EVENTS, desk.end(), 0)] * 2
    assert [event for _, event in stream.read(hub_store, office, 0, 1_000)] == desk.log[:4] + desk.log[5:]
