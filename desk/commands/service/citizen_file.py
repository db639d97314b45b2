"""Citizens' files without a screen."""

from datetime import date, datetime
from typing import Any

import click

from desk.citizen_file.citizen_file import CitizenFile, find_citizens, key_typed, open_file, papers_of, read_file
from desk.citizen_file.file_words import SIGN, clash_words, likeness_words
from desk.citizen_file.merging import (
    Clashes,
    clashes_of,
    contested,
    doubles,
    merge,
    tell_apart,
    unmerge,
    withdraw_apart,
)
from desk.commands.clerk_sign_in import as_clerk, signed_desk
from desk.commands.command import DeskGroup
from desk.commands.output import answer, as_json, minute
from desk.rights import Permission, require
from desk.words.service.citizen_file import ROLE, contested_words, decision_words, named
from models.events import ReadBy
from models.ids import SubjectId
from models.person_key import PersonKey
from models.store.projections.declarations import FilledDeclarations
from models.subjects.citizen_decision import CitizenDecision

_KEY = "SỐ_HOẶC_KHÓA"
_reason = click.option("--reason", required=True, help="Căn cứ, lý do.")


@click.group("person", cls=DeskGroup)
def person() -> None:
    """Hồ sơ công dân: tìm, xem, gộp mục trùng, tách lại."""


@person.command("find")
@click.argument("words", nargs=-1, required=True)
@as_clerk
@as_json
@click.pass_context
def find(context: click.Context, *, words: tuple[str, ...], as_json: bool) -> None:
    """Tìm người theo họ tên, số giấy tờ hoặc điện thoại."""
    with signed_desk(context) as desk:
        found = find_citizens(desk, " ".join(words))
    answer(
        [
            {
                "key": one.key,
                "name": one.name,
                "number": one.number,
                "address": one.address,
                "dossiers": one.dossiers,
                "last": minute(one.last),
            }
            for one in found
        ],
        as_json=as_json,
        lines=lambda: (
            [f"{one.key}  {one.name}  {one.address}  {one.dossiers} hồ sơ" for one in found] or ["Không có ai."]
        ),
    )


@person.command("show")
@click.argument("key", metavar=_KEY)
@click.option("--reason", default="", help="Vì sao xem: bắt buộc, vì không quẹt thẻ.")
@as_clerk
@as_json
@click.pass_context
def show(context: click.Context, *, key: str, reason: str, as_json: bool) -> None:
    """Mọi hồ sơ, giấy tờ, kết quả của một người ở xã; việc xem được ghi lại."""
    with signed_desk(context) as desk:
        file = open_file(desk, key_typed(key), ReadBy.SEARCH, reason)
        papers = papers_of(desk, file)
    told = _file(file)
    told["papers"] = [
        {"name": one.name, "source": one.source.value, "code": one.code, "on": _day(one.on), "here": one.here}
        for one in papers
    ]
    answer(
        told,
        as_json=as_json,
        lines=lambda: [*_lines(file), *(f"{one.name}  {_day(one.on) or ''}  {one.code}" for one in papers)],
    )


@person.command("doubles")
@click.argument("key", metavar=_KEY)
@as_clerk
@as_json
@click.pass_context
def list_doubles(context: click.Context, *, key: str, as_json: bool) -> None:
    """Những mục có thể là cùng người này, giống nhất trước."""
    with signed_desk(context) as desk:
        found = doubles(desk, read_file(desk, key_typed(key)))
    answer(
        [
            {
                "key": one.key,
                "name": one.person.full_name,
                "points": one.likeness.points,
                "likely": one.likeness.likely,
                "twins": one.likeness.twins,
                "signs": [sign.value for sign in one.likeness.signs],
            }
            for one in found
        ],
        as_json=as_json,
        lines=lambda: (
            [f"{named(one.person.full_name, one.key)}  {one.key}: {likeness_words(one.likeness)}" for one in found]
            or ["Không có mục nào giống."]
        ),
    )


@person.command("merge")
@click.argument("old", metavar=_KEY)
@click.argument("kept", metavar=_KEY)
@click.option("--wrong-number", "wrong", multiple=True, help="Số định danh đã ghi sai, khi hai mục khác số.")
@click.option("--check", is_flag=True, help="Chỉ nói điều vướng, không ghi gì.")
@_reason
@as_clerk
@as_json
@click.pass_context
def merge_two(
    context: click.Context, *, old: str, kept: str, wrong: tuple[str, ...], check: bool, reason: str, as_json: bool
) -> None:
    """Gộp mục thứ nhất vào mục thứ hai: là một người; rút lại được bằng unmerge."""
    with signed_desk(context) as desk:
        keys = key_typed(old), key_typed(kept)
        before = clashes_of(desk, *keys)
        done = None if check else merge(desk, *keys, reason, wrong_numbers=wrong)
    clashes = before if done is None else done.clashes
    told: dict[str, Any] = {"decision": done.decision if done else None, **_clashes(clashes)}
    answer(
        told,
        as_json=as_json,
        lines=lambda: (
            [*([f"Đã gộp. Quyết định: {done.decision}"] if done else []), *clash_words(clashes)]
            or ["Không có gì vướng."]
        ),
    )


@person.command("unmerge")
@click.argument("decision", metavar="QUYẾT_ĐỊNH")
@_reason
@as_clerk
@as_json
@click.pass_context
def take_apart(context: click.Context, *, decision: str, reason: str, as_json: bool) -> None:
    """Rút một quyết định gộp; mọi hồ sơ trở về đúng mục của mình."""
    with signed_desk(context) as desk:
        taken = unmerge(desk, SubjectId(decision), reason)
    _answer_taken(taken, as_json=as_json)


@person.command("apart")
@click.argument("one", metavar=_KEY)
@click.argument("other", metavar=_KEY)
@click.option("--reason", default="", help="Căn cứ.")
@as_clerk
@as_json
@click.pass_context
def apart(context: click.Context, *, one: str, other: str, reason: str, as_json: bool) -> None:
    """Ghi hai mục không phải một người: không gợi ý nữa."""
    with signed_desk(context) as desk:
        decision = tell_apart(desk, key_typed(one), key_typed(other), reason)
    answer({"decision": decision}, as_json=as_json, lines=lambda: [f"Đã ghi. Quyết định: {decision}"])


@person.command("not-apart")
@click.argument("decision", metavar="QUYẾT_ĐỊNH")
@_reason
@as_clerk
@as_json
@click.pass_context
def not_apart(context: click.Context, *, decision: str, reason: str, as_json: bool) -> None:
    """Rút quyết định không phải một người."""
    with signed_desk(context) as desk:
        taken = withdraw_apart(desk, SubjectId(decision), reason)
    _answer_taken(taken, as_json=as_json)


@person.command("contested")
@as_clerk
@as_json
@click.pass_context
def list_contested(context: click.Context, *, as_json: bool) -> None:
    """Những lần gộp mà các máy quyết định khác nhau: chưa gộp, chờ người quyết định."""
    with signed_desk(context) as desk:
        found = contested(desk)
    answer(
        [{"decision": one.id, "old": one.one, "kept": one.other, "reason": one.reason} for one in found],
        as_json=as_json,
        lines=lambda: [f"{one.id}  {contested_words(one)}" for one in found] or ["Không có."],
    )


@person.command("reused")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="NGÀY", help="Ngày đầu.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="NGÀY", help="Ngày cuối.")
@as_clerk
@as_json
@click.pass_context
def reused(context: click.Context, *, first: datetime, last: datetime, as_json: bool) -> None:
    """Bao nhiêu hồ sơ dùng lại giấy tờ, kết quả đã có (QĐ 766/QĐ-TTg) trong kỳ."""
    with signed_desk(context) as desk:
        require(desk, Permission.READ_ALL)
        days = first.date(), last.date()
        count, received = desk.store.dossiers.reused(*days), desk.store.dossiers.received(*days)
        declared = desk.store.lists(FilledDeclarations).handed_in(*days)
    answer(
        {"reused": count, "received": received, "declarations": declared},
        as_json=as_json,
        lines=lambda: [
            f"{count} trên {received} hồ sơ tiếp nhận dùng lại giấy tờ đã có.",
            f"{declared} tờ khai điền sẵn từ dữ liệu đã có, nộp cùng hồ sơ.",
        ],
    )


def _answer_taken(taken: tuple[CitizenDecision, ...], *, as_json: bool) -> None:
    answer(
        [{"decision": one.id} for one in taken],
        as_json=as_json,
        lines=lambda: [f"Đã rút: {decision_words(one)}" for one in taken],
    )


def _file(file: CitizenFile) -> dict[str, Any]:
    return {
        "key": file.group.kept,
        "name": file.person.full_name,
        "entries": [
            {"key": one.key, "name": one.person.full_name if one.person else None, "dossiers": one.dossiers}
            for one in file.entries
        ],
        "dossiers": [
            {
                "code": one.row.code or one.row.slip,
                "procedure": one.row.procedure,
                "status": one.row.status,
                "roles": [role.name.lower() for role in one.roles],
                "key": one.key,
                "received_at": minute(one.row.received_at),
            }
            for one in file.dossiers
        ],
        "visits": [one.id for one in file.visits],
        "served_at_home": bool(file.entitled),
        "consignments": [one.number for one in file.consignments],
        "decisions": [
            {"decision": one.id, "verdict": one.verdict.value, "stands": one.stands, "words": decision_words(one)}
            for one in file.decisions
        ],
        "contested": [one.id for one in file.group.contested],
    }


def _lines(file: CitizenFile) -> list[str]:
    return [
        *(f"{_entry(file, one.key)}: {one.dossiers} hồ sơ" for one in file.entries),
        *(
            f"{one.row.code or one.row.slip}  {one.row.procedure_name}  {', '.join(ROLE[role] for role in one.roles)}"
            for one in file.dossiers
        ),
        *(decision_words(one) for one in file.decisions),
        *(contested_words(one) for one in file.group.contested),
    ]


def _entry(file: CitizenFile, key: PersonKey) -> str:
    person_ = next((one.person for one in file.entries if one.key == key), None)
    return named(person_.full_name if person_ else "", key)


def _clashes(clashes: Clashes) -> dict[str, Any]:
    return {
        "clashes": clash_words(clashes),
        "signs": [SIGN[sign] for sign in clashes.likeness.signs] if clashes.likeness else [],
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
