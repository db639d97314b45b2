"""Wrong use of a command, told in one Vietnamese sentence; click's own words are English and several lines."""

from collections.abc import Sequence
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError


class WrongUse(click.ClickException):
    """One sentence on stderr, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - as click declares it
        """The sentence alone."""
        click.echo(self.message, file=file, err=file is None)


class Command(click.Command):
    """A command that explains its wrong use."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        """Read the words of the command line."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except NoArgsIsHelpError:
            raise
        except click.UsageError as wrong:
            raise WrongUse(explained(wrong)) from wrong


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as wrong:
            raise WrongUse(f"Không có lệnh “{args[0]}”; các lệnh: {_listed(self.list_commands(ctx))}.") from wrong


Group.group_class = Group


def explained(wrong: click.UsageError) -> str:
    """What is wrong with the words of a command line, and what they should be."""
    match wrong:
        case click.MissingParameter(param=click.Parameter() as param):
            return f"Thiếu {_name(param).rstrip('.')}."
        case click.NoSuchOption(option_name=name):
            return f"Không có tùy chọn {name}."
        case click.BadOptionUsage(option_name=name):
            return f"Tùy chọn {name} dùng không đúng: xem --help."
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_name(param)} không đúng: cần {_wanted(param.type)}."
        case _:
            return "Lệnh có phần thừa hoặc không hiểu được: xem --help."


def _name(param: click.Parameter) -> str:
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(click.Context(click.Command("")))


def _wanted(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.Choice(choices=choices):
            return f"một trong {_listed(choices)}"
        case click.IntRange(min=least, max=most):
            return f"số nguyên từ {least} đến {most}"
        case click.Path(file_okay=False):
            return "một thư mục"
        case click.Path():
            return "một tệp đọc được"
        case _ if kind is click.INT:
            return "số nguyên"
        case _:
            return getattr(kind, "wanted", "một giá trị khác")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
