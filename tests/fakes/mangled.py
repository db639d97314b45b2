"""Scans as ports hear them at the right speed: whole, halved, glued, in every wrong encoding, with lost bytes."""

import random
import unicodedata
from datetime import date

from desk.cards.samples import citizen, qr_text
from tests.desk.cards.mangling import MULTI_BYTE, SINGLE_BYTE, misread, windows_1258
from tests.fakes.zones import mrz_lines

_OTHERS = (
    b"https://example.org/tra-cuu?ma=H26.12.34-261122-3001",
    b"H26.12.34-261122-3001",
    b"8934567890123",
    b"HS4010|TE1|4e677579e1bb856e|01/01/1990|1|",
    b"00020101021138540010A00000072701240006970436011010123456780208QRIBFTTA53037045802VN63042B3F",
    "Phiếu hẹn trả kết quả: xã Mẫu".encode(),
)


def right_speed(chance: random.Random) -> bytes:
    """One burst of a scanner whose speed is right, mangled in one or two of the ways seen in the field."""
    person = citizen(chance.randrange(10_000), chance.randrange(10))
    text = qr_text(person, new_card=chance.random() < 0.5)
    kind = chance.randrange(9)
    if kind == 0:
        burst = mrz_lines(person, date(2039, 1, 1)).replace("\n", "\r").encode()
    elif kind == 1:
        burst = chance.choice(_OTHERS)
    elif kind == 2:
        burst = misread(text.encode(), chance.choice(SINGLE_BYTE))
    elif kind == 3:
        burst = misread(text.encode(), chance.choice(MULTI_BYTE), errors="replace")
    elif kind == 4:
        burst = windows_1258(text)
    elif kind == 5:
        burst = unicodedata.normalize("NFD", text).encode()
    elif kind == 6:
        burst = text.encode("ascii", chance.choice(["ignore", "replace"]))
    else:
        burst = text.encode()
    match chance.randrange(5):
        case 0:
            burst = burst[chance.randrange(len(burst)) :]
        case 1:
            burst = burst[: chance.randrange(1, len(burst) + 1)]
        case 2:
            burst = bytes(byte for byte in burst if chance.random() > 0.03)
        case 3:
            burst += chance.choice([b"", b"\r"]) + burst
        case _:
            pass
    ends = chance.choice(
        [(b"", b"\r"), (b"", b"\r\n"), (b"\x02", b"\x03"), (b"]Q1", b"\r"), (b"\\000026", b"\t"), (b"", b"")]
    )
    return ends[0] + burst + ends[1]
