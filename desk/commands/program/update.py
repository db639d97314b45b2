"""Updates of the program without a screen."""

import importlib.metadata
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from desk.commands.clerk_sign_in import as_clerk, leave_desk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, counted, folder, minute
from desk.desk import Desk
from desk.opening import open_desk
from desk.updates import trial
from desk.updates.refusals import UpdatesNotHere
from desk.updates.sources import UpdateSource
from desk.updates.standing import FoundUpdate, UpdateStanding
from desk.updates.switching import switch
from desk.updates.update_words import found_words, state_lines
from desk.updates.updates import Looker, source_for
from desk.updates.versions import OwnProgram, State, own_program, state_of
from sync.client.membership import read_membership
from sync.client.rate import TransferRate

_from = click.option(
    "--from", "given", default="", metavar="NƠI", help="USB, thư mục hoặc địa chỉ web, thay cho nơi đã đặt."
)
_again = click.option("--again", is_flag=True, help="Thử lại cả bản đã bị bỏ trên máy này.")


@click.group("update", cls=DeskGroup)
def update() -> None:
    """Cập nhật chương trình: bản mới được tải, tự kiểm tra, rồi dùng từ lần mở sau."""


@update.command("status")
@as_json
def status(*, as_json: bool) -> None:
    """Bản đang dùng, bản đã sẵn sàng, bản đã bị bỏ."""
    program, running = own_program(), importlib.metadata.version("motcua")
    state = state_of(program.home) if program else State()
    told = {
        "running": running,
        "updatable": program is not None,
        "ready": state.ready,
        "held": state.held,
        "given_up": msgspec.to_builtins(state.bad),
        "checked_at": minute(state.checked_at),
    }
    answer(told, as_json=as_json, lines=lambda: state_lines(program, running, state))


@update.command("check")
@_from
@_again
@as_json
@click.pass_context
def check(context: click.Context, *, given: str, again: bool, as_json: bool) -> None:
    """Hỏi xem có bản mới cho máy này không; chưa tải gì."""
    desk = open_desk(folder(context), create=False)
    try:
        program = _program()
        found = _looker(desk, program, given).look(again=again)
    finally:
        leave_desk(desk)
    answer(_told(found), as_json=as_json, lines=lambda: [found_words(found, program.version)])


@update.command("fetch")
@_from
@_again
@as_json
@click.pass_context
def fetch(context: click.Context, *, given: str, again: bool, as_json: bool) -> None:
    """Tải bản mới và cho tự kiểm tra trên bản sao dữ liệu; dùng từ lần đóng cửa sổ kế tiếp."""
    desk = open_desk(folder(context), create=False)
    try:
        program = _program()
        found = _fetched(desk, program, given, again=again)
    finally:
        leave_desk(desk)
    answer(_told(found), as_json=as_json, lines=lambda: [found_words(found, program.version)])


@update.command("apply")
@_from
@_again
@as_clerk
@as_json
@click.pass_context
def apply(context: click.Context, *, given: str, again: bool, as_json: bool) -> None:
    """Như fetch, rồi chuyển ngay: lần mở sau là bản mới. Không chuyển khi quầy đang phục vụ."""
    with signed_desk(context) as desk:
        program = _program()
        if given or not state_of(program.home).ready:
            found = _fetched(desk, program, given, again=again)
            if found.standing is not UpdateStanding.READY:
                answer(_told(found), as_json=as_json, lines=lambda: [found_words(found, program.version)])
                return
        version = switch(desk, program)
    answer(
        {"version": version, "standing": "switched"},
        as_json=as_json,
        lines=lambda: [f"Từ lần mở sau, máy dùng bản {version}. {_BACK}"],
    )


_BACK = "Bản ấy mở hai lần không lên thì máy tự quay về bản đang dùng."


def _program() -> OwnProgram:
    program = own_program()
    if program is None:
        raise UpdatesNotHere
    return program


def _looker(desk: Desk, program: OwnProgram, given: str) -> Looker:
    source: UpdateSource = source_for(desk.settings, read_membership(desk.store), desk.clock, given)
    rate = TransferRate(threading.Event().wait, needed=lambda: False)  # nobody works at this desk now
    return Looker(program, source, rate, desk.clock())


def _fetched(desk: Desk, program: OwnProgram, given: str, *, again: bool) -> FoundUpdate:
    """What is offered, fetched and tested where it is new."""
    looker = _looker(desk, program, given)
    found = looker.look(again=again)
    if found.package is None or found.standing is not UpdateStanding.AVAILABLE:
        return found
    with counted("Tải bản mới") as told:
        looker.prepare(found, _trial(desk), told=_part(told, found.package.size))
    return msgspec.structs.replace(found, standing=UpdateStanding.READY)


def _trial(desk: Desk) -> Callable[[Path], object]:
    def tried(version: Path) -> object:
        plan = trial.begin(desk)
        try:
            return trial.run(plan, version)
        finally:
            trial.end(desk, plan)

    return tried


def _part(told: Callable[[int, int], None] | None, size: int) -> Callable[[int], None]:
    return lambda done: told(done, size) if told is not None else None


def _told(found: FoundUpdate) -> dict[str, Any]:
    return {"standing": found.standing.value, "version": found.version, "where": found.where}
