"""All commands of the desk in one group, and ``run``, which opens the window."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from desk.commands.command import DeskGroup, data_folder
from models.system.command_line import PathType, version
from ui.core.display import NO_DISPLAY, has_display
from ui.program.opening import open_window


class _Commands(DeskGroup):
    """``run`` at once; the commands without a screen are loaded only when one of them is meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands."""
        from desk.__main__ import cli  # noqa: PLC0415 - the window starts without them

        return sorted({*cli.list_commands(ctx), *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command."""
        if cmd_name in self.commands:
            return self.commands[cmd_name]
        from desk.__main__ import cli  # noqa: PLC0415 - likewise

        return cli.get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@data_folder
@version
def cli(data: Path | None) -> None:
    """Một Cửa: quầy tiếp nhận hồ sơ cấp xã, làm việc trọn ngày không cần mạng."""
    del data  # read from the root context by the commands that need it


_data = click.option("--data", type=PathType(file_okay=False, path_type=Path), default=None, help="Thư mục dữ liệu.")


@cli.command("run")
@click.option("--training", is_flag=True, help="Chế độ đào tạo: dữ liệu riêng, công dân không có thật, in ra PDF.")
@click.option(
    "--days",
    type=click.IntRange(0, 60),
    default=0,
    metavar="SỐ_NGÀY",
    help="Với --training: cơ quan đã làm việc chừng ấy ngày trước hôm nay, nên các danh sách không trống.",
)
@_data
@click.pass_context
def run_(context: click.Context, *, training: bool, days: int, data: Path | None) -> None:
    """Mở cửa sổ."""
    if days and not training:
        raise click.UsageError("--days chỉ dùng với --training.")
    folder: Path | None = data or context.find_root().params.get("data")
    if not has_display():
        sys.exit(_without_display(folder) if training else _no_display())
    sys.exit(open_window(folder, training, days))


_screen = click.option("--screen", type=click.IntRange(1, 9), default=1, show_default=True, help="Màn hình thứ mấy.")
_windowed = click.option("--window", "windowed", is_flag=True, help="Trong cửa sổ, không phủ cả màn hình (để xem thử).")


@cli.command("kiosk")
@_data
@_screen
@_windowed
@click.pass_context
def kiosk(context: click.Context, *, data: Path | None, screen: int, windowed: bool) -> None:
    """Máy lấy số ở sảnh: nối vào quầy đang mở cùng thư mục dữ liệu, hoặc tự làm việc khi quầy chưa mở."""
    sys.exit(_hall("OFFER", data or context.find_root().params.get("data"), screen, windowed=windowed))


@cli.command("board")
@_data
@_screen
@_windowed
@click.pass_context
def board(context: click.Context, *, data: Path | None, screen: int, windowed: bool) -> None:
    """Bảng gọi số trên tivi: nối như máy lấy số."""
    sys.exit(_hall("BOARD", data or context.find_root().params.get("data"), screen, windowed=windowed))


def _no_display() -> int:
    click.echo(NO_DISPLAY, err=True)
    return 1


def _hall(wants: str, data: Path | None, screen: int, *, windowed: bool) -> int:
    if not has_display():
        return _no_display()
    from ui.hall.hall_polling import Wants  # noqa: PLC0415 - likewise
    from ui.hall.hall_process import run  # noqa: PLC0415 - Qt loads only for a window
    from ui.program.opening import usual_folder  # noqa: PLC0415 - likewise

    return run(data or usual_folder(), Wants[wants], screen=screen, windowed=windowed)


def _without_display(folder: Path | None) -> int:
    """No display: the same morning without a window, and pictures of the window beside the papers."""
    from models.not_allowed import NotAllowed  # noqa: PLC0415 - likewise
    from models.trouble import Trouble  # noqa: PLC0415 - likewise

    out = folder or Path(tempfile.mkdtemp(prefix="motcua-morning-"))
    try:
        return _sample_morning(out)
    except KeyboardInterrupt:
        if folder is None:
            shutil.rmtree(out)  # nobody was told of it
        raise
    except (NotAllowed, Trouble) as reason:
        from desk.words.reasons import sentence  # noqa: PLC0415 - likewise

        click.echo(sentence(reason), err=True)
        return 1


def _sample_morning(out: Path) -> int:
    from desk.training.morning import simulate_morning  # noqa: PLC0415 - only here
    from ui.tools.pictures import take_pictures  # noqa: PLC0415 - Qt loads only for the window

    done = simulate_morning(12, 1, out)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    pictures = take_pictures(done.data, out / "pictures")
    click.echo("Máy này không có màn hình: đã làm một buổi sáng mẫu không cần cửa sổ.")
    click.echo(f"{done.citizens} người, {done.tickets} số, {done.receipts} giấy tiếp nhận, {done.seconds:.1f} giây.")
    click.echo(f"Giấy tờ: {done.papers_folder}")
    click.echo(f"Ảnh cửa sổ: {pictures[0].parent}")
    return 0
