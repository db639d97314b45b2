"""How every command answers: sentences for people, JSON for programs, errors as one sentence and a non-zero code."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
import platformdirs

from desk.words.reasons import sentence
from models.clock import local
from models.not_allowed import NobodySignedIn, NotAllowed, SecretMustChange
from models.trouble import KeyMissing, Trouble

P = ParamSpec("P")
R = TypeVar("R")

as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


def said(command: Callable[P, R]) -> Callable[P, R]:
    """A refusal or a trouble becomes one sentence on stderr and exit code 1 (2 = wrong use, by click)."""

    @wraps(command)
    def speaking(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (NotAllowed, Trouble) as reason:
            click.echo(f"{sentence(reason)}{_what_to_type(reason)}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("Đã dừng theo yêu cầu; những việc đã ghi còn nguyên.", err=True)
            sys.exit(130)

    return speaking


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
