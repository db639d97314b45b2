"""Counts of an office's events at the hub, for reconciling with a desk."""

from collections import Counter
from collections.abc import Mapping

from sync.hub.store import HubStore, aside_rows, event_rows, office_rows
from sync.hub.store.tables import GIVEN_BACK
from sync.messages import Counts, DeviceCount, DrawerTotal

_NOTHING = (0, b"")


def counts(store: HubStore, office: str) -> Counts:
    """Per device: number of events, end of the chain, and money by way of paying. The province is one device more.

    Counted is every event with a place in the device's chain up to its head: delivered, set aside, or known under
    another number. So each side counts the device's own log and nothing else; forks are not counted. Money is that of
    ``FeeTaken`` and, apart, of ``FeeReturned``, set aside or not, whatever the amount.
    """
    with store.reading() as reading:
        row = office_rows.find_office(reading, office)
        devices = office_rows.devices_of(reading, office, province=True)
        events = Counter(event_rows.count_by_device(reading, office))
        money = event_rows.money_by_device(reading, office)
        aside = aside_rows.count_placed(reading, office)
        events.update(aside)
        for drawer, (amount, number) in aside_rows.money_placed(reading, office).items():
            told_amount, told_number = money.get(drawer, (0, 0))
            money[drawer] = (told_amount + amount, told_number + number)
        last = {device: event_rows.last_told(reading, office, device) for device in aside}
    return Counts(
        devices=tuple(
            DeviceCount(
                device=device.number,
                events=events[device.number],
                head=device.head,
                digest=device.digest.hex(),
                drawer=_totals(money, device.number, given_back=False),
                returned=_totals(money, device.number, given_back=True),
                aside=aside.get(device.number, 0),
                told=last.get(device.number, _NOTHING)[0],
                told_digest=last.get(device.number, _NOTHING)[1].hex(),
            )
            for device in devices
            if device.head
        ),
        position=0 if row is None else row.position,
    )


def _totals(
    money: Mapping[tuple[int, str], tuple[int, int]], device: int, *, given_back: bool
) -> tuple[DrawerTotal, ...]:
    return tuple(
        DrawerTotal(paid_by=paid_by.removeprefix(GIVEN_BACK), amount=amount, count=number)
        for (of, paid_by), (amount, number) in sorted(money.items())
        if of == device and paid_by.startswith(GIVEN_BACK) is given_back
    )
