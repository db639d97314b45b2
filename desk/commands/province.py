"""The province from the command line: join its hub, exchange once, compare what both have."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from desk.commands.clerk_sign_in import admitted, as_clerk, leave_desk
from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json, folder, minute
from desk.desk import Desk
from desk.opening import open_desk
from desk.province import province, reconcile
from desk.province.province_words import set_aside_lines
from desk.province.reconcile import difference_words
from sync.client.exchange import BeforeEvents
from sync.client.files import FileUploader
from sync.client.https import HubClient
from sync.client.membership import joined
from sync.client.rate import TransferRate


class Opened:
    """The desk of one command; ``desk`` may become another one meanwhile."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk


@contextmanager
def opened_desk(context: click.Context, *, by_person: bool = True) -> Iterator[Opened]:
    """The desk, for a command after which it may be another one; closed at the end."""
    opened = Opened(admitted(context) if by_person else open_desk(folder(context), create=False))
    try:
        yield opened
    finally:
        leave_desk(opened.desk)


@contextmanager
def files_first(desk: Desk) -> Iterator[BeforeEvents]:
    """What brings scanned files to the hub before the events that name them. Nobody else needs the line now."""
    hub = HubClient(joined(desk.store), desk.clock)
    try:
        yield FileUploader(lambda: hub, desk.files, TransferRate(threading.Event().wait, needed=lambda: False))
    finally:
        hub.abort()


@click.command("join", cls=DeskCommand)
@click.argument("url", metavar="ĐỊA-CHỈ")
@click.argument("code", metavar="MÃ")
@as_clerk
@as_json
@click.pass_context
def join(context: click.Context, *, url: str, code: str, as_json: bool) -> None:
    """Tham gia hệ thống tỉnh bằng mã do quản trị tỉnh cấp."""
    with opened_desk(context) as opened:
        opened.desk = province.join(opened.desk, url, code)
        member = joined(opened.desk.store)
        device = opened.desk.settings.device
    answer(
        {
            "hub": member.hub_name,
            "url": member.url,
            "office": member.office,
            "device": device.number,
            "block": [device.block_first, device.block_last],
            "letter": device.letter,
        },
        as_json=as_json,
        lines=lambda: [
            f"Đã tham gia {member.hub_name}, cơ quan {member.office}.",
            f"Máy này mang số {device.number}, số thứ tự chữ {device.letter}.",
            f"Hồ sơ của máy này từ số {device.block_first:04d} đến {device.block_last:04d}.",
        ],
    )


@click.command("leave", cls=DeskCommand)
@click.option("--yes", is_flag=True, help="Đúng là muốn rời: việc chưa gửi chỉ còn ở máy này.")
@as_clerk
@as_json
@click.pass_context
def leave(context: click.Context, *, yes: bool, as_json: bool) -> None:
    """Rời hệ thống tỉnh, để tham gia nơi khác hoặc tham gia lại. Mọi việc đã ghi còn nguyên ở máy này."""
    with opened_desk(context) as opened:
        member = joined(opened.desk.store)
        unsent = opened.desk.store.log.unsent_count()
        if yes:
            province.leave(opened.desk)
    done = f"Đã rời {member.hub_name}." if yes else f"Máy đang thuộc {member.hub_name}; muốn rời thì gõ thêm --yes."
    left = f"{unsent} sự việc chưa gửi; chúng nằm ở máy này và được gửi khi tham gia lại." if unsent else ""
    answer(
        {"left": yes, "hub": member.hub_name, "unsent": unsent},
        as_json=as_json,
        lines=lambda: [done, left] if left else [done],
    )
    if not yes:
        context.exit(1)


@click.command("sync", cls=DeskCommand)
@as_json
@click.pass_context
def sync(context: click.Context, *, as_json: bool) -> None:
    """Trao đổi một lượt với hệ thống tỉnh: gửi hết, nhận hết, dùng bản danh mục mới nếu có."""
    with opened_desk(context, by_person=False) as opened:
        before = opened.desk.settings.device.number, opened.desk.catalogue.version
        with files_first(opened.desk) as before_events:
            opened.desk, done = province.synchronise(opened.desk, before_events=before_events)
        desk = opened.desk
        arrival = desk.store.province.last_arrival()
        unsent = desk.store.log.unsent_count()
    aside = [{"seq": one.seq, "why": one.why.value, "facts": one.facts} for one in done.answer.set_aside]
    number, version = desk.settings.device.number, desk.catalogue.version
    answer(
        {
            "sent": done.sent,
            "received": done.received,
            "unsent": unsent,
            "set_aside": aside,
            "arrived_at": minute(arrival.at) if arrival else None,
            "position": arrival.position if arrival else 0,
            "device": number,
            "catalogue": version,
        },
        as_json=as_json,
        lines=lambda: [
            f"Đã gửi {done.sent} sự việc, nhận {done.received} sự việc, còn {unsent} chưa gửi.",
            *set_aside_lines(done.answer.set_aside),
            *([f"Máy này từ nay mang số {number} (tệp trước đây là một bản sao)."] if number != before[0] else []),
            *([f"Đang dùng danh mục {version}."] if version != before[1] else []),
        ],
    )


@click.command("reconcile", cls=DeskCommand)
@click.option("--mend", is_flag=True, help="Sửa chỗ lệch: gửi lại hoặc đọc lại phần thiếu, rồi đối chiếu lại.")
@as_clerk
@as_json
@click.pass_context
def reconcile_(context: click.Context, *, mend: bool, as_json: bool) -> None:
    """Đối chiếu với hệ thống tỉnh: số sự việc, dấu cuối chuỗi, tổng tiền từng máy. Mã thoát 1 nếu lệch."""
    with opened_desk(context) as opened:
        found = reconcile.compare(opened.desk)
        if mend and found:
            for difference in found:
                reconcile.mend(opened.desk, difference)
            with files_first(opened.desk) as before_events:
                opened.desk, _ = province.synchronise(opened.desk, before_events=before_events)
            found = reconcile.compare(opened.desk)
    told = [difference_words(difference) for difference in found]
    answer(
        {"same": not found, "differences": told},
        as_json=as_json,
        lines=lambda: told or ["Hai bên giống nhau: số sự việc, dấu cuối chuỗi và tiền của mọi máy."],
    )
    if found:
        context.exit(1)
