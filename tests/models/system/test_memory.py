import ctypes
import sys

import psutil
import pytest

from models.system.memory import give_back

BLOCK, BLOCKS = 64 << 10, 1_000


@pytest.mark.skipif(sys.platform != "linux", reason="others give it back by themselves")
def test_memory_below_what_is_still_used_is_given_back() -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
    blocks = [libc.malloc(BLOCK) for _ in range(BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, BLOCK)
    used = psutil.Process().memory_info().rss
    for block in blocks[:-1]:
        libc.free(block)
    give_back()
    assert psutil.Process().memory_info().rss < used - BLOCK * BLOCKS // 2
    libc.free(blocks[-1])
