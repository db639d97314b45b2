from pathlib import Path

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from desk.cards.ports import Port, PortChoice, choice_of, find_port, is_same_device, ports

SCANNER = Port(path="/dev/ttyACM0", name="Maker Scanner", vendor_id=0x0C2E, product_id=0x0B61, serial="S1")
TWIN = Port(path="/dev/ttyACM1", name="Maker Scanner", vendor_id=0x0C2E, product_id=0x0B61, serial="S2")
PRINTER = Port(path="/dev/ttyUSB0", name="Printer", vendor_id=0x0416, product_id=0x5011)
BUILT_IN = Port(path="/dev/ttyS0", name="ttyS0")


def _listed(device: str, **facts: object) -> ListPortInfo:
    info = ListPortInfo(device)
    for name, value in facts.items():
        setattr(info, name, value)
    return info


def test_ports_are_listed_with_the_makers_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        list_ports,
        "comports",
        lambda: [
            _listed("COM4", vid=1, pid=2, manufacturer="Honeywell", product="Honeywell 1470g", serial_number="A"),
            _listed("COM3", vid=3, pid=4, manufacturer="wch.cn", product="USB-SERIAL\tCH340"),
            _listed("COM1", description="Communications Port"),
            _listed("COM2", description=None),
        ],
    )
    assert ports() == [
        Port(path="COM1", name="Communications Port"),
        Port(path="COM2", name="COM2"),
        Port(path="COM3", name="wch.cn USB-SERIAL CH340", vendor_id=3, product_id=4),
        Port(path="COM4", name="Honeywell 1470g", vendor_id=1, product_id=2, serial="A"),
    ]


def test_this_machine_can_be_asked() -> None:
    assert all(port.path for port in ports())


def test_a_scanner_is_found_again_at_another_path() -> None:
    moved = Port(path="/dev/ttyACM7", vendor_id=SCANNER.vendor_id, product_id=SCANNER.product_id)
    assert find_port(choice_of(SCANNER), [PRINTER, moved]) == moved


def test_of_two_alike_the_serial_number_then_the_path_decides() -> None:
    assert find_port(choice_of(TWIN), [SCANNER, TWIN]) == TWIN
    unnumbered = PortChoice(path=TWIN.path, vendor_id=TWIN.vendor_id, product_id=TWIN.product_id)
    assert find_port(unnumbered, [SCANNER, TWIN]) == TWIN


def test_another_device_at_the_remembered_path_is_not_the_scanner(tmp_path: Path) -> None:
    path = tmp_path / "port"
    path.touch()
    choice = PortChoice(path=str(path), vendor_id=1, product_id=2)
    assert find_port(choice, [Port(path=str(path), vendor_id=9, product_id=9)]) is None


def test_a_built_in_port_is_found_by_its_path() -> None:
    assert find_port(choice_of(BUILT_IN), [BUILT_IN, SCANNER]) == BUILT_IN


def test_a_path_nobody_lists_counts_when_it_exists(tmp_path: Path) -> None:
    choice = PortChoice(path=str(tmp_path / "pty"))
    assert find_port(choice, [SCANNER]) is None
    (tmp_path / "pty").touch()
    assert find_port(choice, [SCANNER]) == Port(path=choice.path, name=choice.path)


def test_no_choice_finds_nothing() -> None:
    assert find_port(PortChoice(), [SCANNER]) is None


def two_of_a_make(*paths: str) -> list[Port]:
    return [Port(path=path, name="Model", vendor_id=1, product_id=2) for path in paths]


def test_two_of_one_make_keep_their_paths_and_do_not_take_each_other_s() -> None:
    one, two = (PortChoice(path=path, vendor_id=1, product_id=2) for path in ("COM3", "COM4"))
    both = two_of_a_make("COM3", "COM4")
    assert [find_port(choice, both, (one, two)) for choice in (one, two)] == both
    assert find_port(one, two_of_a_make("COM4"), (one, two)) is None
    assert find_port(two, two_of_a_make("COM4"), (one, two)) == both[1]


def test_two_of_one_make_with_serial_numbers_are_told_apart_wherever_they_are() -> None:
    one, two = (PortChoice(path=path, vendor_id=1, product_id=2, serial=path) for path in ("COM3", "COM4"))
    swapped = [
        Port(path="COM3", name="Model", vendor_id=1, product_id=2, serial="COM4"),
        Port(path="COM4", name="Model", vendor_id=1, product_id=2, serial="COM3"),
    ]
    assert find_port(one, swapped, (one, two)) == swapped[1]
    assert find_port(two, swapped, (one, two)) == swapped[0]
    assert find_port(one, swapped[:1], (one, two)) is None


def test_one_of_two_that_was_plugged_in_elsewhere_is_found_there() -> None:
    one, two = (PortChoice(path=path, vendor_id=1, product_id=2) for path in ("COM3", "COM4"))
    moved = two_of_a_make("COM4", "COM9")
    assert find_port(one, moved, (one, two)) == moved[1]
    assert find_port(two, moved, (one, two)) == moved[0]


def test_a_port_is_the_same_by_serial_number_or_path() -> None:
    assert is_same_device(PortChoice(path="COM3", serial="1"), PortChoice(path="COM9", serial="1"))
    assert not is_same_device(PortChoice(path="COM3", serial="1"), PortChoice(path="COM3", serial="2"))
    assert is_same_device(PortChoice(path="COM3"), PortChoice(path="COM3", serial="2"))
    assert not is_same_device(PortChoice(), PortChoice())
