"""Who asks: commands that need a person are given one by ``--clerk`` and the PIN, typed unseen or from stdin.

Never from the command line or the environment: both can be read by others while the command runs, and stay in
histories. Commands of the clock (sync, verify, rebuild, status, backup, health) need nobody.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import click

from desk import accounts, pins, session
from desk.commands.speaking import folder
from desk.desk import Desk
from desk.opening import close_desk, open_desk
from models.ids import ClerkId
from models.not_allowed import NobodySignedIn

P = ParamSpec("P")
R = TypeVar("R")

_CLERK = "motcua.clerk"


def _remember(context: click.Context, _: click.Parameter, value: str | None) -> None:
    context.meta[_CLERK] = value


def as_clerk(command: Callable[P, R]) -> Callable[P, R]:
    """The option ``--clerk`` of a command that needs a person."""
    return click.option(
        "--clerk",
        envvar="MOTCUA_CLERK",
        default=None,
        expose_value=False,
        callback=_remember,
        metavar="MÃ_CÔNG_CHỨC",
        help="Ai làm việc này, khi máy có tài khoản; mã PIN được hỏi (hoặc đọc một dòng từ stdin).",
    )(command)


def secret(words: str) -> str:
    """A PIN or password: typed unseen, or one line of stdin where that is no terminal."""
    if sys.stdin.isatty():
        typed: str = click.prompt(words, hide_input=True, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def signed_in(desk: Desk, clerk: str | None) -> Desk:
    """The desk with this person at work; the same where nobody can sign in.

    Raises:
        NobodySignedIn: there are accounts, and nobody was named.
        NotAllowed: see ``accounts.begin`` and ``session.sign_in``.
    """
    if desk.clerk is not None:
        return desk
    if not clerk:
        raise NobodySignedIn
    tried = accounts.begin(desk, ClerkId(clerk))
    return session.sign_in(desk, tried, fits=pins.fits(tried.proof, secret(f"Mã của {clerk}")))


def sign_in(context: click.Context, desk: Desk) -> Desk:
    """The desk with the person at work whom ``--clerk`` names; see ``signed_in``."""
    return signed_in(desk, context.meta.get(_CLERK))


@contextmanager
def signed_desk(context: click.Context) -> Iterator[Desk]:
    """The desk of the chosen folder with a person at work, open for the length of one command."""
    desk = open_desk(folder(context), create=False)
    try:
        desk = sign_in(context, desk)
        yield desk
    finally:
        close_desk(session.close(desk))
