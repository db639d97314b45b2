"""The desk without a screen: one command, ``motcua``."""

from pathlib import Path

import click

from desk.commands.answers import card, due, fee, words_
from desk.commands.attaching import attach_
from desk.commands.clerks import clerk, reads
from desk.commands.command import Group
from desk.commands.day import morning
from desk.commands.file import catalogue, export, find_, rebuild, show, status, verify
from desk.commands.keeping import accept_loss, backup, health, recover, recovery_key, restore_, rotate_key
from desk.commands.people import people
from desk.commands.places import address
from desk.commands.province import join, leave, reconcile_, sync
from desk.commands.setup import setup
from desk.commands.stick import usb
from models.system.command_line import Place, version


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=Place(file_okay=False, path_type=Path),
    envvar="MOTCUA_DATA",
    help="Thư mục dữ liệu (mặc định: thư mục dữ liệu của tài khoản này; hoặc biến MOTCUA_DATA).",
)
@version
def cli(data: Path | None) -> None:
    """Một Cửa: quầy tiếp nhận hồ sơ cấp xã, làm việc trọn ngày không cần mạng."""
    del data  # read from the root context by the commands that need it


for _command in (
    card,
    due,
    fee,
    words_,
    address,
    people,
    morning,
    find_,
    show,
    verify,
    rebuild,
    export,
    status,
    catalogue,
    attach_,
    usb,
    clerk,
    reads,
    setup,
    join,
    leave,
    sync,
    reconcile_,
    backup,
    restore_,
    accept_loss,
    recover,
    recovery_key,
    rotate_key,
    health,
):
    cli.add_command(_command)


if __name__ == "__main__":
    cli()
