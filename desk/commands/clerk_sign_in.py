"""Sign-in for commands that need a clerk: ``--clerk``, and the PIN typed without echo or read from stdin.

Never from the command line or the environment: both can be read by others while the command runs, and stay in
histories. Commands of the clock (sync, verify, rebuild, status, backup, health) need nobody.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import click

from desk.commands.output import folder
from desk.commands.rights import How, Right
from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.permission_opening import open_for_sign_in
from desk.rights import require
from desk.staff import accounts, pins, session
from models.ids import ClerkId
from models.not_allowed import NobodySignedIn
from models.system.command_line import read_line
from models.trouble import FileDamaged, KeyMissing, KeyWrong

P = ParamSpec("P")
R = TypeVar("R")

_CLERK = "motcua.clerk"
_DESK = "motcua.desk"


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
    return read_line()


def signed_in(desk: Desk, clerk: str | None) -> Desk:
    """The desk with this person at work; the same where nobody can sign in.

    Raises:
        NobodySignedIn: there are accounts, and nobody was named.
        NotAllowed: see ``accounts.begin_try`` and ``session.sign_in``.
    """
    if desk.clerk is not None:
        return desk
    if not clerk:
        raise NobodySignedIn
    accounts.account(desk, ClerkId(clerk))
    typed = secret(f"Mã của {clerk}")
    tried = accounts.begin_try(desk, ClerkId(clerk))
    return session.sign_in(desk, tried, fits=pins.fits(tried.proof, typed))


def sign_in(context: click.Context, desk: Desk) -> Desk:
    """The desk with the person at work whom ``--clerk`` names; see ``signed_in``."""
    return signed_in(desk, context.meta.get(_CLERK))


def let_in(context: click.Context, right: Right) -> None:
    """Go on only if who is named may do what this command does; nothing has been written until then.

    Raises:
        NobodySignedIn, RoleForbids.
        FileTrouble, NotSetUp, SettingsUnreadable, CatalogueUnreadable: nobody could be asked.
    """
    match right.how:
        case How.AT_THE_DESK:
            desk = open_desk(folder(context), create=False)
        case How.AT_WHAT_IS_LEFT:
            desk = open_desk(folder(context), create=False, accept_loss=True)
        case How.IF_THERE | How.IF_IT_OPENS:
            try:
                there = open_for_sign_in(folder(context), accept_loss=right.how is How.IF_IT_OPENS)
            except (KeyMissing, KeyWrong, FileDamaged):
                if right.how is How.IF_THERE:
                    raise
                return
            if there is None:
                return
            desk = there
        case How.IF_CHANGED:
            return
    context.call_on_close(lambda: _leave(context))
    context.meta[_DESK] = desk
    context.meta[_DESK] = desk = sign_in(context, desk)
    require(desk, right.permission)
    if right.how not in {How.AT_THE_DESK, How.AT_WHAT_IS_LEFT}:
        _leave(context)


def admitted(context: click.Context) -> Desk:
    """The desk at which somebody was let in, to be closed by who takes it."""
    desk: Desk = context.meta.pop(_DESK)
    return desk


def _leave(context: click.Context) -> None:
    """The person goes and the desk is closed, if nobody has taken it."""
    desk: Desk | None = context.meta.pop(_DESK, None)
    if desk is not None:
        leave_desk(desk)


def leave_desk(desk: Desk) -> None:
    """The person goes, the desk is closed."""
    close_desk(session.close(desk))


@contextmanager
def signed_desk(context: click.Context) -> Iterator[Desk]:
    """The desk at which somebody was let in, open for the length of this block."""
    desk = admitted(context)
    try:
        yield desk
    finally:
        leave_desk(desk)
