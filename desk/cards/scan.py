"""One frame from the scanner, recognised as a card, a passport, a code or plain text."""

import re
from datetime import date

from msgspec.structs import replace

from desk.cards.formats import chip_qr, codes, layout, mojibake, mrz, passport, vietqr
from desk.cards.formats.kinds import Caution, Scan, ScanKind
from desk.cards.formats.mojibake import DecodedFrame
from desk.cards.frames import Frames
from models.text import clean

__all__ = ["Caution", "Scan", "ScanKind", "understand", "understand_all"]

_NUMBER_DOUBTED = frozenset({Caution.YEAR_DIGITS, Caution.CENTURY_DIGIT, Caution.PREFIX_UNKNOWN})
_IN_FRONT = re.compile(r"\s*(?:\][A-Za-z][0-9A-Za-z])?(?:\\[0-9]{6})?")


def understand(frame: bytes, *, today: date, ended: bool = False) -> tuple[Scan, ...]:
    """All scans in one frame, in order; none in an empty frame.

    Two scans glued together are two. Half a scan, or anything else, is ``ScanKind.UNKNOWN`` with its text: a person has
    only fields that stood in the text as such. Never raises, whatever the bytes.

    Args:
        frame: as ``Frames`` gives it.
        today: the day on the office calendar.
        ended: the scanner marked the end of the frame (CR, LF); else only its silence did.
    """
    as_sent = layout.without_layout(frame.decode("utf-8", "replace"))
    if as_sent is not None:
        typed = understand(as_sent.encode("utf-8", "replace"), today=today, ended=ended)
        if any(scan.kind is not ScanKind.UNKNOWN or chip_qr.is_half_card(scan.text) for scan in typed):
            return tuple(replace(scan, cautions=(*scan.cautions, Caution.LAYOUT)) for scan in typed)
    reading = mojibake.read(frame)
    common = _cautions_of(reading)
    scans: list[Scan] = []
    text = reading.text
    while text.strip():
        is_behind = bool(scans) and scans[-1].kind is ScanKind.UNKNOWN
        scan, length = _known(text, reading, today, ended=ended, is_behind=is_behind)
        if scan is None:
            length = chip_qr.next_start(text)
            scan = _leftover(text[:length], scans)
        if scan is not None:
            # A zone proves itself by its check digits: letters around it say nothing of it.
            of_text = () if scan.kind is ScanKind.MRZ else common
            scans.append(replace(scan, cautions=tuple(dict.fromkeys((*of_text, *scan.cautions)))))
        text = text[length:]
    return tuple(scans)


def understand_all(stream: bytes, *, today: date) -> tuple[Scan, ...]:
    """All scans in everything a scanner sent, line ends included (a file, standard input)."""
    frames = Frames()
    told = [(frame, True) for frame in frames.feed(stream)] + [(frame, False) for frame in frames.flush()]
    return tuple(scan for frame, ended in told for scan in understand(frame, today=today, ended=ended))


def _cautions_of(reading: DecodedFrame) -> tuple[Caution, ...]:
    if not reading.certain:
        return (Caution.TEXT_UNCERTAIN,)
    return (Caution.TEXT_REPAIRED,) if reading.repaired else ()


def _known(text: str, reading: DecodedFrame, today: date, *, ended: bool, is_behind: bool) -> tuple[Scan | None, int]:
    """The scan the text begins with, and its length; None when it begins with nothing known.

    Behind something that nobody knows a number may have lost a digit and taken one of that: there it must agree with
    the birth.
    """
    sheet = codes.recovery_digits(text)
    if sheet is not None:
        return Scan(kind=ScanKind.RECOVERY_KEY, text="", secret=sheet[0]), sheet[1]
    card = chip_qr.card_at_start(text, reading, today, ended=ended)
    if card is not None and is_behind and _NUMBER_DOUBTED.intersection(card.cautions):
        return Scan(kind=ScanKind.UNKNOWN, text=clean(text[: card.length])), card.length
    if card is not None:
        words = clean(text[: card.length])
        return Scan(kind=ScanKind.ID_CARD, text=words, person=card.person, cautions=card.cautions), card.length
    signed = codes.signed_paper(text)
    if signed is not None:
        bare, digits, length = signed
        code = codes.dossier_code(bare.lstrip())
        if code is not None:
            words, paper = clean(text[:length]), f"{code[0]}-{digits}"
            return Scan(kind=ScanKind.DOSSIER_CODE, text=words, code=code[0], paper=paper), length
    code = codes.dossier_code(text.lstrip())
    if code is not None:
        length = len(text) - len(text.lstrip()) + code[1]
        return Scan(kind=ScanKind.DOSSIER_CODE, text=clean(text[:length]), code=code[0]), length
    in_front = _IN_FRONT.match(text)
    start = in_front.end() if in_front else 0
    zone = mrz.zone_at_start(text, today) or passport.zone_at_start(text, today)
    if zone is not None:
        length = zone.length
        kind = ScanKind.UNKNOWN if zone.person is None else ScanKind.MRZ
        words = clean(text[:length])
        return (
            Scan(kind=kind, text=words, person=zone.person, expires_on=zone.expires_on, cautions=zone.cautions),
            length,
        )
    transfer = vietqr.transfer_at_start(text[start:])
    if transfer is not None:
        length = start + transfer[1]
        return Scan(kind=ScanKind.VIETQR, text=clean(text[:length]), vietqr=transfer[0]), length
    if vietqr.looks_like(text[start:]):
        return Scan(kind=ScanKind.UNKNOWN, text=clean(text), cautions=(Caution.CHECKSUM_WRONG,)), len(text)
    return None, 0


def _leftover(text: str, before: list[Scan]) -> Scan | None:
    """What is no scan: a scan of its own, unless it hangs on a card, which then says so; framing alone is nothing."""
    if not clean(text):
        return None
    if before and before[-1].kind is ScanKind.ID_CARD and not chip_qr.is_half_card(text):
        card = before[-1]
        before[-1] = replace(card, text=f"{card.text} {clean(text)}", cautions=(*card.cautions, Caution.EXTRA_TEXT))
        return None
    return Scan(kind=ScanKind.UNKNOWN, text=clean(text))
