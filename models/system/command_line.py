"""Base of both command lines: click in Vietnamese, one sentence per error, exit codes.

Exit codes: 0 done, 1 refused or failed, 2 used wrongly, 129, 130 and 143 stopped (see ``models.system.stop_signals``).
"""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from models.system.libraries import missing_words
from models.system.stop_signals import discard_output, exit_stopped, on_first_signal, stop

NO_ANSWER = "Đã dừng: không có câu trả lời."

LONGEST = 32_767
"""Letters of one word: Windows takes no longer command line."""

_OUTPUT_GONE = frozenset({errno.EPIPE, errno.ESHUTDOWN, errno.EINVAL})
"""Nobody reads any more (``| head``); Windows says EINVAL."""

_KINDS = {
    "TEXT": "CHỮ",
    "INTEGER": "SỐ",
    "INTEGER RANGE": "SỐ",
    "DIRECTORY": "THƯ_MỤC",
    "FILE": "TỆP",
    "PATH": "ĐƯỜNG_DẪN",
}
"""What stands for a value in help, by click's name of its type."""


version = click.version_option(package_name="motcua", message="%(prog)s %(version)s", help="Cho xem phiên bản.")
"""``--version`` of a command line: its name and the version of the package, on one line."""


class WrongUse(click.ClickException):
    """One sentence on stderr, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - as click declares it
        """The sentence alone."""
        click.echo(self.message, file=file, err=file is None)


class Failed(WrongUse):
    """One sentence on stderr, exit code 1: nothing is wrong with the words, but it was not done."""

    exit_code = 1


class PathType(click.Path):
    """A path; an empty word is none (it would stand for the folder one happens to be in).

    Whether it may be read is found where it is read, and told with whose it is.
    """

    def __init__(self, **kinds: Any) -> None:  # noqa: ANN401 - as click declares them
        super().__init__(**{"readable": False, **kinds})

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Read it."""
        if value == "":
            self.fail("empty", param, ctx)
        return super().convert(value, param, ctx)


class Command(click.Command):
    """A command that explains its use, right and wrong, in Vietnamese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as click declares it
        super().__init__(*args, **kwargs)
        self.options_metavar = "[TÙY CHỌN]"
        for param in self.params:
            if param.metavar is None and not getattr(param, "is_flag", False):
                param.metavar = _KINDS.get(param.type.name.upper()) if isinstance(param, click.Option) else None

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
            raise WrongUse(usage_words(wrong)) from wrong

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Cho xem phần này."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is typed."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, each with what holds when it is left out."""
        told = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if isinstance(param, click.Option) and record is not None:
                told.append((record[0], _help(param, ctx)))
        if told:
            with formatter.section("Tùy chọn"):
                formatter.write_dl(told)


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as click declares it
        super().__init__(*args, **kwargs)
        self.subcommand_metavar = "LỆNH…"

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as wrong:
            raise WrongUse(f"Không có lệnh “{args[0]}”; các lệnh: {_listed(self.list_commands(ctx))}.") from wrong

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, and its commands."""
        Command.format_options(self, ctx, formatter)
        known = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        told = [(name, command.get_short_help_str(formatter.width)) for name, command in known if command is not None]
        with formatter.section("Các lệnh"):
            formatter.write_dl(told)

    def main(self, args: Sequence[str] | None = None, *others: Any, **extra: Any) -> Any:  # noqa: ANN401
        """The whole program: read, done, and ended with a code; whatever goes wrong outside is one sentence."""
        given = sys.argv[1:] if args is None else list(args)
        use_utf8_output()
        try:
            with on_first_signal(stop):
                check_words(given)
                code = super().main(given, *others, **{**extra, "standalone_mode": False})
        except click.Abort as aborted:  # click's word for Ctrl+C as well as for the end of what is typed
            stopped = aborted.__cause__
            code = exit_stopped(stopped) if isinstance(stopped, KeyboardInterrupt) else _told(NO_ANSWER)
        except KeyboardInterrupt as stopped:
            code = exit_stopped(stopped)
        except ImportError as missing:
            code = _told(missing_words(missing))
        except click.ClickException as wrong:
            with suppress(OSError):  # nobody can be told
                wrong.show()
            code = wrong.exit_code
        except OSError as error:
            if not _is_of_output(error):
                raise
            code = _unsaid(error)
        sys.exit(code if isinstance(code, int) else 0)


def check_words(words: Iterable[str]) -> None:
    """Go on only with words that everything behind can take: whole letters, no NUL, no endless one.

    Raises:
        WrongUse
    """
    named = {f"thứ {number} của lệnh": word for number, word in enumerate(words, 1)}
    named |= {name: value for name, value in os.environ.items() if name.startswith("MOTCUA_")}
    for name, word in named.items():
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise WrongUse(f"Từ {name} không phải chữ UTF-8.")
        if "\0" in word:
            raise WrongUse(f"Từ {name} có ký tự không dùng được.")
        if len(word) > LONGEST:
            raise WrongUse(f"Từ {name} quá dài.")


def use_utf8_output() -> None:
    """Answers are UTF-8 wherever they go: an old Windows code page has not all our letters."""
    for stream in (sys.stdout, sys.stderr):
        encoding = getattr(stream, "encoding", None)
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and encoding and encoding.lower().replace("_", "-") != "utf-8":
            reconfigure(encoding="utf-8")


def ask_yes_no(question: str) -> bool:
    """A person's yes or no, or one line of stdin.

    Raises:
        Failed: nobody answers.
    """
    click.echo(f"{question} [c/K]: ", nl=False)
    return read_line().strip().casefold() in {"c", "có", "co", "y", "yes"}


def ask_text(question: str) -> str:
    """What a person types, seen, or one line of stdin.

    Raises:
        Failed: nobody answers.
    """
    click.echo(f"{question}: ", nl=False)
    return read_line().strip()


def read_line() -> str:
    """One line of stdin without its end.

    Raises:
        Failed: there is none, or it is no text.
    """
    line = _text_in(sys.stdin.readline)
    if not line:
        raise Failed("Không đọc được gì từ stdin: cần một dòng.")
    return line.rstrip("\r\n")


def read_all() -> str:
    """Everything on stdin.

    Raises:
        Failed: it is no text.
    """
    return _text_in(sys.stdin.read)


def _text_in(read: Callable[[], str]) -> str:
    try:
        text = read()
    except UnicodeDecodeError as wrong:
        raise Failed("Nội dung đọc từ stdin không phải chữ UTF-8.") from wrong
    if any("\ud800" <= letter <= "\udfff" for letter in text):  # a plain locale lets such bytes through
        raise Failed("Nội dung đọc từ stdin không phải chữ UTF-8.")
    return text


def _is_of_output(error: OSError) -> bool:
    """Whether it is the answer that could not be written: files have names."""
    return error.filename is None


def _unsaid(error: OSError) -> int:
    """The answer did not get out. Who has stopped reading (``| head``) need not be told so."""
    if error.errno not in _OUTPUT_GONE:
        _told("Không ghi được câu trả lời ra nơi nhận (đầy hoặc hỏng); việc đã làm với dữ liệu thì còn nguyên.")
    discard_output()
    return 1


def _told(words: str) -> int:
    with suppress(OSError):  # nobody can be told
        click.echo(words, err=True)
    return 1


def usage_words(wrong: click.UsageError) -> str:
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


def _help(option: click.Option, ctx: click.Context) -> str:
    extra = option.get_help_extra(ctx)
    notes = [
        *([f"mặc định: {extra['default']}"] if "default" in extra else []),
        *([_range(option.type)] if "range" in extra else []),
        *(["bắt buộc"] if "required" in extra else []),
    ]
    return "  ".join(part for part in (option.help or "", f"[{'; '.join(notes)}]" if notes else "") if part)


def _name(param: click.Parameter) -> str:
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(click.Context(click.Command("")))


def _wanted(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.Choice(choices=choices):
            return f"một trong {_listed(choices)}"
        case click.IntRange():
            return f"số nguyên {_range(kind)}"
        case click.Path(file_okay=False):
            return "một thư mục"
        case click.Path():
            return "một tệp đọc được"
        case _ if kind is click.INT:
            return "số nguyên"
        case _:
            return getattr(kind, "wanted", "một giá trị khác")


def _range(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.IntRange(min=int(least), max=int(most)):
            return f"từ {least} đến {most}"
        case click.IntRange(min=int(least)):
            return f"từ {least}"
        case _:
            return ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
