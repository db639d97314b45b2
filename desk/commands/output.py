"""Output of commands: sentences or JSON; an error is one sentence and a non-zero exit code."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import platformdirs

from desk.words.reasons import sentence
from models.calendar.clock import local
from models.files.disk import trouble_of
from models.not_allowed import NobodySignedIn, NotAllowed, SecretMustChange
from models.system.command_line import Failed
from models.system.stop_signals import exit_stopped
from models.trouble import KeyMissing, Trouble

as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


@contextmanager
def speaking() -> Iterator[None]:
    """A refusal or a trouble inside becomes one sentence on stderr and exit code 1 (2 = wrong use, by click)."""
    try:
        yield
    except (NotAllowed, Trouble) as reason:
        raise Failed(f"{sentence(reason)}{_what_to_type(reason)}") from reason
    except OSError as error:
        if error.filename is None:  # the answer could not be written, see ``models.system.command_line``
            raise
        raise Failed(sentence(trouble_of(Path(os.fsdecode(error.filename)), error))) from error
    except KeyboardInterrupt as stopped:
        sys.exit(exit_stopped(stopped))


def _what_to_type(reason: NotAllowed | Trouble) -> str:
    """Where the window would show a page, a command says what to type."""
    match reason:
        case NobodySignedIn():
            return " Thêm --clerk MÃ_CÔNG_CHỨC."
        case SecretMustChange():
            return " Đổi bằng lệnh: motcua clerk pin MÃ_CÔNG_CHỨC."
        case KeyMissing():
            return " Mở bằng tờ khóa: motcua recover; từ bản sao lưu: motcua restore TỪ --key."
        case _:
            return ""


def answer(value: object, *, as_json: bool, lines: Callable[[], list[str]]) -> None:
    """Print the answer: the value as JSON, or its sentences."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        for line in lines():
            click.echo(line)


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Shows a person who waits how far something long is; nothing where nobody looks at a screen."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = -1

    def told(done: int, total: int) -> None:
        nonlocal shown
        part = done * 100 // total if total else 100
        if part != shown:
            shown = part
            click.echo(f"\r{what}: {part} %", nl=False, err=True)

    try:
        yield told
    finally:
        if shown >= 0:
            click.echo(err=True)


def minute(at: datetime | None) -> str | None:
    """An instant as ``YYYY-MM-DDTHH:MM`` on the office clock."""
    return None if at is None else f"{local(at):%Y-%m-%dT%H:%M}"


def default_folder() -> Path:
    """Where this person's system keeps the data of programs."""
    return Path(platformdirs.user_data_dir("motcua", appauthor=False))


def folder(context: click.Context) -> Path:
    """The data folder named by ``--data``, by MOTCUA_DATA, or the system's default."""
    chosen: Path | None = context.find_root().params.get("data")
    return chosen or default_folder()
