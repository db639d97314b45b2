"""Each side counts a device's own log, up to its head; then the two can be compared."""

from collections import Counter

from models.events import FeeReturned, FeeTaken, PaidBy
from models.history import digest
from models.ids import SubjectId, is_province
from sync.hub.log import counts, quarantine, reports
from sync.hub.log.intake import take_in
from sync.hub.store import HubStore
from sync.messages import DeviceCount, DrawerTotal
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import NOW, OFFICE, Desk, Enrol
from tests.sync.hub.dossiers import PAID, code_of, received
from tests.sync.hub.log.test_reports import SAID

BACK = FeeReturned(amount=3_000, payment=SubjectId("payment/1"))
RETURNED = (DrawerTotal(paid_by="cash", amount=3_000, count=1),)


def own_count(desk: Desk, aside: int, told: int, returned: tuple[DrawerTotal, ...] = ()) -> DeviceCount:
    """As a desk counts its own log; ``told``: number of the last event that others are told."""
    paid = [event.event for event in desk.log if isinstance(event.event, FeeTaken)]
    amounts: Counter[str] = Counter()
    for fee in paid:
        amounts[fee.paid_by.value] += fee.amount
    numbers = Counter(fee.paid_by.value for fee in paid)
    drawer = tuple(DrawerTotal(paid_by=way, amount=amounts[way], count=numbers[way]) for way in sorted(numbers))
    return DeviceCount(
        device=desk.device,
        events=len(desk.log),
        head=len(desk.log),
        digest=desk.end().hex(),
        drawer=drawer,
        aside=aside,
        told=told,
        told_digest=digest(desk.log[told - 1]).hex(),
        returned=returned,
    )


def test_what_is_told_set_aside_and_known_counts_and_forks_do_not(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, other, _ = enrolled()
    enrolled()
    card = FeeTaken(amount=7_000, paid_by=PaidBy.CARD)
    desk.record(DOSSIERS[0], received(code_of(1)), PAID, PAID, card, FeeTaken(amount=-5), b"nonsense", BACK)
    take_in(hub_store, device, desk.up(), NOW)
    other.adopt(desk.log[:3])
    other.record(DOSSIERS[0], card)
    take_in(hub_store, second, other.up(), NOW)
    copy = Desk(desk.device)
    copy.record(DOSSIERS[1], PAID, PAID)
    take_in(hub_store, device, copy.up(), NOW)
    assert len(list(quarantine.open_entries(hub_store))) == 4
    reports.report(hub_store, OFFICE, code_of(1), SAID, NOW)
    found = counts.counts(hub_store, OFFICE)
    assert found.devices[:2] == (own_count(desk, 2, 7, RETURNED), own_count(other, aside=3, told=4))
    assert [(is_province(one.device), one.events, one.head) for one in found.devices[2:]] == [(True, 1, 1)]
    assert found.position == 7
    assert quarantine.judge_again(hub_store, OFFICE, 1, 6, NOW) is False
    assert counts.counts(hub_store, OFFICE) == found


def test_an_office_nobody_knows_has_nothing(hub_store: HubStore) -> None:
    assert counts.counts(hub_store, "nowhere").devices == ()
