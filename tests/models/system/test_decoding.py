"""A type is made ready by one thread, and decoded by no other before it is."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from models.system.decoding import prepared

ROOT = Path(__file__).parents[3]

WHILE_ANOTHER_MAKES_IT_READY = """
import sys, threading
import msgspec
from msgspec import _utils
from models.system.decoding import prepared

class Inner(msgspec.Struct):
    n: int

class Outer(msgspec.Struct):
    inner: Inner

def decode():
    kind = prepared(Outer) if sys.argv[1] == "prepared" else Outer
    return msgspec.json.decode(b'{"inner":{"n":1}}', type=kind)

look, inside, over = _utils._get_class_mro_and_typevar_mappings, threading.Event(), threading.Event()

def held(kind):
    if kind is Inner and threading.current_thread() is not threading.main_thread():
        inside.set()
        over.wait(0.5)  # msgspec is in the middle of Outer, as after a switch of threads
    return look(kind)

_utils._get_class_mro_and_typevar_mappings = held
other = threading.Thread(target=decode)
other.start()
assert inside.wait(60)
print(decode())
over.set()
other.join()
"""


def decoded(how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WHILE_ANOTHER_MAKES_IT_READY, how]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own


class Inner(Struct):
    n: int


class Outer(Struct):
    inner: Inner


def test_what_is_decoded_while_another_thread_makes_its_type_ready_does_not_end_the_process() -> None:
    ran = decoded("prepared")
    assert (ran.returncode, ran.stdout.strip()) == (0, "Outer(inner=Inner(n=1))"), ran.stderr


def test_without_it_the_process_ends() -> None:
    """When this fails, msgspec has been mended and ``models/system/decoding.py`` can go."""
    assert decoded("bare").returncode not in {0, 1}


@pytest.mark.parametrize("kind", [Outer, Outer | None, tuple[Outer, ...], dict[str, int], int])
def test_it_is_the_type_itself(kind: object) -> None:
    assert prepared(kind) is kind
    assert prepared(kind) is kind


def test_what_is_prepared_is_decoded_in_every_format() -> None:
    assert msgspec.json.decode(b'{"inner":{"n":1}}', type=prepared(Outer)) == Outer(Inner(1))
    assert msgspec.convert({"inner": {"n": 2}}, prepared(Outer)) == Outer(Inner(2))
    assert msgspec.toml.decode("inner = {n = 3}", type=prepared(Outer)) == Outer(Inner(3))
