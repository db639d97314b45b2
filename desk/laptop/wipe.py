"""Wipes this visit laptop: the key of everything that is aboard is destroyed, the chain goes on in a new file.

What is unsent is never wiped. Settings, membership and accounts stay; scanned files, drafts, print jobs, papers go.
Cut short at any moment the laptop opens with the old file or with the new one, and goes on where it stopped.
"""

import secrets

from desk import machine_state, numbers
from desk.desk import Desk
from desk.file_changes import NAME as SMALL_FILES
from desk.limits import TRUSTED
from desk.line import waiting
from desk.machine_state import Wiped
from desk.money import receipt_numbers
from desk.opening import close_desk, open_desk
from desk.rights import Permission, require
from desk.settings import DATABASE, FILE
from desk.staff import session
from desk.sweeping import remove_recovery_file
from desk.visit_laptop import KEPT, is_last_day_over, own_laptop
from models.calendar.clock import micros
from models.events import LaptopWiped, laptop_subject
from models.history import Recorded, write
from models.ids import new_event_id
from models.not_allowed import OfOneVerb
from models.store.file.load_file import LoadFile
from models.store.file.wiping import wipe_file
from models.store.keys.key import KEY_BYTES, destroy_current, find_key, store_pending
from models.store.projections.money.payment_lists import PaymentLists
from sync.client.device_keys import KEYS
from sync.client.hub_answer import kept_here
from sync.client.load import WIPED, WIPED_AT
from sync.client.membership import MEMBERSHIP, joined

PROVINCE_KEPT = (MEMBERSHIP, KEYS, "stick written", "stick taken", *KEPT)
"""Names of the province values that go over into the new file."""


class NoVisitLaptop(OfOneVerb):
    """An ordinary machine is never wiped."""

    sentence = "Máy này không phải máy đi tận nhà."


class NotAllSent(OfOneVerb):
    """Something lies here alone."""

    def __init__(self, unsent: int, kept: int) -> None:
        super().__init__(unsent, kept)
        what = f"{unsent} việc chưa được tỉnh nhận" if unsent else f"{kept} việc mà tỉnh chưa có đủ tệp, nội dung"
        self.sentence = f"Trên máy còn {what}: nộp về cơ quan trước, chưa xóa gì."


class ShiftOpen(OfOneVerb):
    """Money was taken at this laptop, and its shift is open."""

    sentence = "Còn ca thu đang mở trên máy này: chốt ca rồi mới xóa."


class DraftsOpen(OfOneVerb):
    """Somebody has begun a form."""

    def __init__(self, drafts: int) -> None:
        super().__init__(drafts)
        self.sentence = f"Còn {drafts} hồ sơ đang nhập dở trên máy này: nhập xong hoặc bỏ rồi mới xóa."


def check(desk: Desk, *, drafts_too: bool = False) -> None:
    """Go on only if nothing would be lost by a wipe.

    Raises:
        NoVisitLaptop, NotJoined, NotAllSent, ShiftOpen, DraftsOpen.
    """
    if not desk.is_visit_laptop or desk.training:
        raise NoVisitLaptop
    joined(desk.store)
    unsent, kept = desk.store.log.unsent_count(), len(kept_here(desk.store))
    if unsent or kept:
        raise NotAllSent(unsent, kept)
    if any(one.device == desk.store.log.device for one in desk.store.lists(PaymentLists).open_shifts()):
        raise ShiftOpen
    drafts = len(desk.store.drafts.keys())
    if drafts and not drafts_too:
        raise DraftsOpen(drafts)


def wipe(desk: Desk, *, drafts_too: bool = False) -> Desk:
    """Wipe this laptop by somebody's word.

    Args:
        desk: closed afterwards; the one that is returned is open.
        drafts_too: what was begun and not recorded may go.

    Raises:
        NobodySignedIn, RoleForbids, and what ``check`` raises.
        FileTrouble: not wiped, or wiped and not swept, which the next opening finishes; the desk may be closed: see
            ``opening.reopened``.
    """
    require(desk, Permission.LOAD_LAPTOP)
    check(desk, drafts_too=drafts_too)
    return _wiped(desk, ordered=True)


def wipe_if_due(desk: Desk) -> Desk:
    """Wipe this laptop by itself, once its days have passed or the office has said so, and everything is sent.

    Returns:
        Another desk, when it was wiped; the same one, when it is not due or something would be lost.
    """
    if not is_due(desk):
        return desk
    try:
        check(desk)
    except OfOneVerb:
        return desk  # the page and the health check say what it waits for
    return _wiped(desk, ordered=own_laptop(desk).wipe_ordered)


def is_due(desk: Desk) -> bool:
    """Whether the laptop is to be wiped by itself now: its days have passed, or the office says so, and all is sent."""
    return desk.is_visit_laptop and not desk.training and is_last_day_over(desk)


def _wiped(desk: Desk, *, ordered: bool) -> Desk:
    log, known, keyring = desk.store.log, own_laptop(desk), not desk.training
    head, at = log.head(), desk.clock()
    codes, ticket, series = numbers.before_wipe(desk, waiting.last_number(desk) + 1)
    receipts_from, receipts = receipt_numbers.before_wipe(desk)
    slips, slips_used = numbers.slips_before_wipe(desk)
    state = Wiped(
        at=at,
        codes_from=codes,
        tickets_from=ticket,
        series_from=series,
        receipts_from=receipts_from,
        receipts=receipts,
        slips=slips,
        slips_used=slips_used,
        sweep=True,
    )
    event = LaptopWiped(upto=head.seq, load=known.load, subjects=len(known.aboard), ordered=ordered)
    told = Recorded(
        id=new_event_id(),
        subject=laptop_subject(log.device),
        device=log.device,
        seq=head.seq + 1,
        clock=head.clock + 1,
        at=at,
        clerk=desk.by,
        prev=head.digest,
        body=write(event),
        event=event,
    )
    (own,) = (one for one in log.tally() if one.device == log.device)
    mark = LoadFile(
        device=log.device,
        seq=head.seq,
        digest=head.digest,
        clock=head.clock,
        money=own.money,
        returned=own.returned,
    )
    keeping = dict((machine_state.packed(state), machine_state.packed(machine_state.Number(device=log.device))))
    for name in (SMALL_FILES, TRUSTED):
        body = desk.store.key_values.load(name)
        if body is not None:
            keeping[name] = body
    old, new = find_key(desk.folder, use_keyring=keyring), secrets.token_bytes(KEY_BYTES)
    given = None if (desk.folder / FILE).exists() else desk.settings
    values = {name: body for name in PROVINCE_KEPT if (body := desk.store.province.get(name)) is not None}
    values |= {WIPED: known.load.encode(), WIPED_AT: b"%d" % micros(at)}
    remove_recovery_file(desk.folder)
    close_desk(desk)
    store_pending(desk.folder, new, use_keyring=keyring)
    wipe_file(desk.folder / DATABASE, old, new, mark=mark, told=told, province=values, keeping=keeping)
    destroy_current(desk.folder, new, use_keyring=keyring)
    now = open_desk(desk.folder, settings=given, clock=desk.clock, training=desk.training, create=False)
    return session.carry_over(desk, now)
