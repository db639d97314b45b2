"""Serial ports with the maker's name, and the scanner found again whichever port it is plugged into."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from models.system.libraries import library
from models.text import clean


class Port(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A serial port as the system lists it.

    Attributes:
        path: ``COM3`` or ``/dev/ttyACM0``.
        name: maker and product in their own words; the system's description when the device says nothing.
        vendor_id, product_id: of USB; None for a built-in RS-232 port.
        serial: the device's own serial number, when it has one.
    """

    path: str
    name: str = ""
    vendor_id: int | None = None
    product_id: int | None = None
    serial: str = ""


class PortChoice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The port a clerk chose, remembered by what the device is rather than by where it was plugged in."""

    path: str = ""
    vendor_id: int | None = None
    product_id: int | None = None
    serial: str = ""


def choice_of(port: Port) -> PortChoice:
    """What to keep in the settings of a port that was chosen from the list."""
    return PortChoice(path=port.path, vendor_id=port.vendor_id, product_id=port.product_id, serial=port.serial)


def ports() -> list[Port]:
    """All serial ports of this machine, by path. Pseudo-terminals are never among them.

    Raises:
        LibraryUnusable: the system's list cannot be read on this machine.
    """
    with library("pyserial"):
        from serial.tools import list_ports  # noqa: PLC0415 - settings name ports, and few who read them look for one

    found = [
        Port(
            path=each.device,
            name=_name(each.manufacturer, each.product) or clean(each.description or "") or each.device,
            vendor_id=each.vid,
            product_id=each.pid,
            serial=each.serial_number or "",
        )
        for each in list_ports.comports()
    ]
    return sorted(found, key=lambda port: port.path)


def is_same_device(one: PortChoice, other: PortChoice) -> bool:
    """Whether both name one device: the same path, or the same make with the same serial number of its own."""
    if one.serial and other.serial:
        return (one.vendor_id, one.product_id, one.serial) == (other.vendor_id, other.product_id, other.serial)
    return bool(one.path) and one.path == other.path


def find_port(remembered: PortChoice, listed: Iterable[Port], among: tuple[PortChoice, ...] = ()) -> Port | None:
    """The remembered device among the listed ports, or None while it is not there.

    Vendor and product decide, then the serial number, then the path. A device of another make that has taken
    over the remembered path is not the scanner. A path that no system lists (a pseudo-terminal, a link) is taken
    as it is, if it exists.

    Args:
        remembered: the device looked for.
        listed: what is plugged in.
        among: all devices remembered, this one too. A port that certainly is another one's is not taken; of two of
            the same make without serial numbers each keeps its path.
    """
    rivals = [other for other in among if other != remembered]
    listed = [port for port in listed if not any(_certainly(other, port, remembered) for other in rivals)]
    if remembered.vendor_id is not None:
        same = [
            port
            for port in listed
            if (port.vendor_id, port.product_id) == (remembered.vendor_id, remembered.product_id)
        ]
        for exact in (
            [port for port in same if remembered.serial and port.serial == remembered.serial],
            [port for port in same if port.path == remembered.path],
            same,
        ):
            if exact:
                return exact[0]
    for port in listed:
        if port.path == remembered.path:
            return port if remembered.vendor_id is None else None
    if remembered.path and Path(remembered.path).exists():
        return Port(path=remembered.path, name=remembered.path)
    return None


def _certainly(rival: PortChoice, port: Port, remembered: PortChoice) -> bool:
    """Whether the port is the rival's by serial number, or by path while the one looked for has no better claim."""
    if (rival.vendor_id, rival.product_id) != (port.vendor_id, port.product_id):
        return False
    if port.serial and port.serial in {rival.serial, remembered.serial}:
        return port.serial == rival.serial != remembered.serial
    return port.path == rival.path != remembered.path


def _name(maker: str | None, product: str | None) -> str:
    """``"Honeywell" and "Honeywell Scanner 1470g"`` say the maker once."""
    maker, product = clean(maker or ""), clean(product or "")
    return product if maker and product.lower().startswith(maker.lower()) else f"{maker} {product}".strip()
