"""Commands on backup, recovery and keys: backup, restore, accept-loss, recover, recovery-key, rotate-key, health."""

import sys
from pathlib import Path

import click
import msgspec

from desk.backup import backup as copies
from desk.backup import recovery
from desk.backup.backup_run import FinishedBackup
from desk.commands.clerk_sign_in import admitted, as_clerk, leave_desk, signed_desk
from desk.commands.command import DeskCommand
from desk.commands.file import the_desk
from desk.commands.output import answer, as_json, folder, minute
from desk.file_changes import accept_changes
from desk.health import health as healths
from desk.health import loss, restore
from desk.health.health_words import NAME, STATE_WORDS, advice, check_words
from desk.health.rotation import renew_scans, rotate
from desk.limits import LimitState, trust_clock
from desk.updates.program_check import program_check
from desk.updates.versions import own_program
from desk.words.backup import lost_words, rotated_words, size_words
from desk.words.findings import finding_words
from desk.words.reasons import sentence
from desk.words.terms import moment
from models.calendar.clock import wall_clock
from models.codes.recovery_digits import read_key
from models.not_allowed import NotAllowed
from models.store import FindingKind
from models.store.file.restoring import is_decided
from models.system.command_line import Failed, PathType, ask_text, ask_yes_no, read_all
from models.trouble import FileInUse, KeyMissing, Trouble

_PLACE = PathType(file_okay=False, path_type=Path)


@click.command("backup", cls=DeskCommand)
@click.option("--to", type=_PLACE, default=None, help="Thư mục hoặc USB; mặc định: theo thiết lập.")
@click.option("--incomplete", is_flag=True, help="Đã biết bản sao thiếu bản quét: không báo bằng mã thoát 1.")
@as_json
@click.pass_context
def backup(context: click.Context, *, to: Path | None, incomplete: bool, as_json: bool) -> None:
    """Sao lưu ngay, mở thử bản sao, dọn bản cũ. Dùng khi cửa sổ đang đóng. Mã thoát 1 nếu bản sao thiếu bản quét."""
    with the_desk(context) as desk:
        made = copies.back_up(desk, to)
    answer(
        {
            "copy": str(made.copy),
            "made_at": minute(made.manifest.made_at),
            "events": made.manifest.events,
            "dossiers": made.manifest.dossiers,
            "size": made.size,
            "scans": made.manifest.scans,
            "new_scans": made.new_scans,
            "dropped": list(made.dropped),
            "seconds": round(made.seconds, 3),
            "missing": list(made.missing),
            "damaged": list(made.damaged),
            "only_in_copies": list(made.only_there),
            "mended": list(made.mended),
            "rotten": list(made.rotten),
        },
        as_json=as_json,
        lines=lambda: backup_lines(made),
    )
    if not made.is_complete and not incomplete:
        sys.exit(1)


def backup_lines(made: FinishedBackup) -> list[str]:
    """What was done, for people."""
    gone = f" Đã dọn {len(made.dropped)} bản cũ." if made.dropped else ""
    proven = "đã mở thử bản sao và khớp" if made.is_complete else "đã mở thử bản sao, nhưng thiếu bản quét"
    lines = [
        (
            f"Đã sao lưu {made.manifest.events} sự việc, {made.manifest.dossiers} hồ sơ ({size_words(made.size)}), "
            f"{made.new_scans} bản quét mới trên {made.manifest.scans}; {proven}.{gone}"
        ),
        f"Ở {made.copy}",
        *(f"Thiếu bản quét {digest}: không còn trên máy, cũng không có trong bản sao." for digest in made.missing),
        *(f"Bản quét {digest} trên máy đã hỏng, không chép." for digest in made.damaged),
        *(f"Bản quét {digest} không còn trên máy; bản sao vẫn giữ." for digest in made.only_there),
        *(f"Bản quét {digest} trong các bản sao đã hỏng; đã chép lại từ máy." for digest in made.mended),
        *(f"Bản quét {digest} trong các bản sao đã hỏng, trên máy cũng không còn bản tốt." for digest in made.rotten),
    ]
    if not made.is_complete:
        lines.append("Những gì còn thì đã sao lưu. Bản quét của hồ sơ nào và phải làm gì: motcua verify.")
    return lines


@click.command("restore", cls=DeskCommand)
@as_clerk
@click.argument("source", metavar="TỪ", type=_PLACE)
@click.option("--key", "with_key", is_flag=True, help="Mở bằng khóa khôi phục, đọc từ stdin hoặc hỏi.")
@click.option("--yes", is_flag=True, help="Không hỏi lại (bản sao trọn vẹn).")
@click.option("--incomplete", is_flag=True, help="Cùng --yes: thay cả khi bản sao thiếu hoặc không phải bản mới nhất.")
@as_json
@click.pass_context
def restore_(
    context: click.Context, *, source: Path, with_key: bool, yes: bool, incomplete: bool, as_json: bool
) -> None:
    """Khôi phục từ bản sao lưu: kiểm tra xong mới thay; dữ liệu đang có được giữ lại, không xóa."""
    here = folder(context)
    typed = _typed() if with_key else ""
    try:
        proven = restore.prove(source, here, clock=wall_clock, typed=typed)
    except KeyMissing:
        if with_key or not sys.stdin.isatty():
            raise
        click.echo("Máy này không có khóa của bản sao; cần tờ khóa khôi phục.")
        proven = restore.prove(source, here, clock=wall_clock, typed=_typed())
    seen = proven.seen
    if not as_json:
        for line in restore_lines(proven):
            click.echo(line)
    try:
        if yes and not incomplete and not seen.is_complete:
            restore.abandon(proven)
            _say_what_is_lacking(proven, as_json=as_json)
            sys.exit(1)
        if not yes and not _confirmed(is_complete=seen.is_complete):
            restore.abandon(proven)
            click.echo("Không thay gì.")
            return
        aside = restore.replace(proven, clock=wall_clock)
    except BaseException:
        if not is_decided(here):
            restore.abandon(proven)
        raise
    answer(
        {
            "copy": str(proven.source),
            "made_at": minute(seen.manifest.made_at),
            "events": seen.events,
            "dossiers": seen.dossiers,
            "findings": len(seen.findings),
            "scans": seen.scans,
            "missing": [one.name for one in seen.lost if one.kind is FindingKind.SCAN_MISSING],
            "damaged": [one.name for one in seen.lost if one.kind is FindingKind.SCAN_DAMAGED],
            "skipped": list(seen.skipped),
            "hub": seen.hub,
            "aside": str(aside),
        },
        as_json=as_json,
        lines=lambda: [f"Đã khôi phục. Những gì có trước đó nằm ở {aside}."],
    )


def restore_lines(proven: restore.VerifiedBackup) -> list[str]:
    """What the copy holds, what was found in proving it, and what comes next."""
    seen, manifest = proven.seen, proven.seen.manifest
    last = f"việc cuối cùng lúc {moment(manifest.last_at)}" if manifest.last_at else "chưa có việc nào"
    lines = [
        f"Bản sao {proven.source}",
        (
            f"{manifest.office}, máy {manifest.device}, làm {moment(manifest.made_at)}: {seen.events} sự việc, "
            f"{seen.dossiers} hồ sơ, {seen.scans} bản quét; {last}."
        ),
    ]
    lines += [_passed_over(name) for name in seen.skipped]
    lines += [finding_words(finding) for finding in (*seen.findings, *seen.lost)]
    if not seen.findings and not seen.lost:
        with_scans = ", từng bản quét" if manifest.with_scans else ""
        lines.append(f"Đã kiểm tra từng tệp, từng trang, từng mắt xích của chuỗi sự việc{with_scans}: nguyên vẹn.")
    if seen.lost:
        lines.append(f"Bản sao thiếu {len(seen.lost)} bản quét nêu trên; mọi thứ khác đã kiểm tra.")
    if seen.hub:
        lines.append(
            f"Máy thuộc {seen.hub}: lần nối tới, tỉnh thấy đây là bản cũ và cấp cho máy số mới (trang Gửi về tỉnh, "
            "“Xin số máy mới”); những việc sau bản sao mà tỉnh đã nhận thì tỉnh gửi lại, không mất."
        )
    else:
        lines.append("Những việc sau thời điểm của bản sao không có trong bản này; tra trong thư mục được giữ lại.")
    return lines


@click.command("accept-loss", cls=DeskCommand)
@as_clerk
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@as_json
@click.pass_context
def accept_loss(context: click.Context, *, yes: bool, as_json: bool) -> None:
    """Làm tiếp khi máy báo thiếu việc đã lưu: giữ nhật ký hỏng, ghi lại việc này, số mới nhảy qua các số đã cấp."""
    desk = admitted(context)
    try:
        if desk.store.lost and not yes and not _goes_on():
            click.echo("Không thay gì.")
            return
        lost = loss.accept_loss(desk)
    finally:
        leave_desk(desk)
    answer(
        {"lost": msgspec.to_builtins(lost) if lost else None},
        as_json=as_json,
        lines=lambda: accepted_lines(lost),
    )


def accepted_lines(lost: loss.MissingWork | None) -> list[str]:
    """What was lost, and what comes next, for people."""
    if lost is None:
        return ["Không thiếu việc nào; không phải làm gì."]
    return [
        f"Đã cho làm tiếp: {lost_words(lost.what, lost.kept, lost.known)}.",
        "Nhật ký hỏng được giữ cạnh tệp dữ liệu (tên có “.kept-”) để người có chuyên môn tìm lại; đừng xóa.",
        "Số hồ sơ và số thứ tự hôm nay nhảy qua các số đã cấp. Đối chiếu giấy tiếp nhận trên tay, nhập lại phần thiếu.",
    ]


@click.command("recover", cls=DeskCommand)
@as_json
@click.pass_context
def recover(context: click.Context, *, as_json: bool) -> None:
    """Mở dữ liệu bằng khóa khôi phục (48 chữ số hoặc mã quét, từ stdin hoặc hỏi) và giữ khóa trên máy này."""
    here = folder(context)
    recovery.recover(here, _typed())
    answer(
        {"folder": str(here), "recovered": True},
        as_json=as_json,
        lines=lambda: ["Đã mở được và giữ khóa trên máy này. Nên in tờ khóa khôi phục mới: motcua recovery-key."],
    )


@click.command("recovery-key", cls=DeskCommand)
@as_clerk
@click.option("--pdf", type=PathType(dir_okay=False, path_type=Path), default=None, help="Lưu tờ ra tệp; tự xóa sau.")
@click.pass_context
def recovery_key(context: click.Context, *, pdf: Path | None) -> None:
    """In tờ khóa khôi phục mới; gõ lại một nhóm số trên tờ giấy thì tờ mới có hiệu lực."""
    with signed_desk(context) as desk:
        proposed = recovery.propose(desk)
        if pdf is None:
            where = recovery.print_proposed(proposed, desk.settings.printers.papers)
        else:
            recovery.save_proposed(proposed, pdf)
            where = str(pdf)
        click.echo(f"Tờ khóa khôi phục: {where}")
        typed = ask_text(f"Gõ nhóm {proposed.asked} trên tờ giấy")
        recovery.adopt_proposed(desk, proposed, typed)
    click.echo("Tờ này có hiệu lực. Dán phong bì, giao thủ trưởng cất.")


@click.command("rotate-key", cls=DeskCommand)
@as_clerk
@as_json
@click.pass_context
def rotate_key(context: click.Context, *, as_json: bool) -> None:
    """Đổi khóa của tệp dữ liệu và bản quét; bản sao lưu cũ vẫn mở được, tờ khóa khôi phục đang có vẫn dùng được."""
    desk = admitted(context)
    try:
        desk = rotate(desk)
        renewed = renew_scans(desk)
        has_sheet = recovery.sheet_made_at(desk) is not None
    finally:
        leave_desk(desk)
    count = renewed.renewed if renewed else 0
    answer(
        {"rotated": True, "scans": count, "sheet": has_sheet},
        as_json=as_json,
        lines=lambda: [f"Đã đổi khóa; {count} bản quét đã mã hóa lại.", rotated_words(has_sheet=has_sheet)],
    )


@click.command("health", cls=DeskCommand)
@as_clerk
@click.option("--files-are-right", is_flag=True, help="Xác nhận thiết lập, danh mục… đã sửa bằng tay là đúng.")
@click.option("--clock-is-right", is_flag=True, help="Xác nhận đồng hồ đang đúng, dù việc cũ ghi ngày khác.")
@as_json
@click.pass_context
def health(context: click.Context, *, clock_is_right: bool, files_are_right: bool, as_json: bool) -> None:
    """Máy có khỏe không và phải làm gì. Mã thoát 0: tốt, 1: cần xem, 2: phải xử lý, 3: đang mở ở cửa sổ, xem ở đó."""
    try:
        with signed_desk(context) if clock_is_right or files_are_right else the_desk(context) as desk:
            if clock_is_right:
                trust_clock(desk)
            if files_are_right:
                accept_changes(desk)
            own = program_check(own_program(), desk.settings, desk.clock())
            found = healths.in_order((*healths.checks(desk), *healths.printer_checks(desk.settings), own))
    except FileInUse as reason:
        _not_looked_at("window", "open", reason, as_json=as_json)
        sys.exit(3)
    except (NotAllowed, Trouble) as reason:
        _not_looked_at("file", LimitState.STOP.value, reason, as_json=as_json)
        sys.exit(2)
    answer(
        [msgspec.to_builtins(check) for check in found],
        as_json=as_json,
        lines=lambda: [
            line
            for check in found
            for line in (
                f"{STATE_WORDS[check.state]:<11} {NAME[check.what]}: {check_words(check)}",
                *((f"{'':<11} → {advice(check)}",) if check.state is not LimitState.OK else ()),
            )
        ],
    )
    code = [LimitState.OK, LimitState.WARN, LimitState.STOP].index(healths.worst(found))
    if code:
        sys.exit(code)


def _passed_over(name: str) -> str:
    return f"Bản mới hơn {name} không đọc được (manifest.json hỏng hoặc mất): đang dùng bản cũ hơn."


def _say_what_is_lacking(proven: restore.VerifiedBackup, *, as_json: bool) -> None:
    """The lines for people have said it already; where JSON was asked for nobody has read them."""
    if as_json:
        for line in restore_lines(proven):
            click.echo(line, err=True)
    click.echo("Bản sao này không trọn vẹn: không thay gì. Vẫn muốn thay thì thêm --incomplete.", err=True)


def _not_looked_at(what: str, state: str, reason: NotAllowed | Trouble, *, as_json: bool) -> None:
    """The desk did not open: one line of the same shape as the others, and the sentence to people."""
    if as_json:
        answer([{"what": what, "state": state, "told": sentence(reason)}], as_json=True, lines=list)
    click.echo(sentence(reason), err=True)


def _goes_on() -> bool:
    try:
        return click.confirm("Làm tiếp với phần còn lại? Việc thiếu phải nhập lại.", default=False)
    except click.Abort:
        click.echo("\nKhông có câu trả lời; thêm --yes để làm tiếp mà không hỏi.", err=True)
        sys.exit(1)


def _confirmed(*, is_complete: bool) -> bool:
    """A person's word that what is there shall be replaced.

    Raises:
        Failed: nobody is there to give it.
    """
    asked = "Thay dữ liệu đang có bằng bản sao này?"
    try:
        return ask_yes_no(
            asked if is_complete else f"Bản sao không trọn vẹn, xem các dòng trên. Vẫn {asked[0].lower()}{asked[1:]}"
        )
    except Failed as silent:
        more = "--yes" if is_complete else "--yes --incomplete"
        raise Failed(f"Không có câu trả lời; thêm {more} để thay mà không hỏi.") from silent


def _typed() -> str:
    """A recovery key from stdin, or asked for; asked again when a group is wrong and somebody is there."""
    if not sys.stdin.isatty():
        return read_all()
    while True:
        text = ask_text("Khóa khôi phục (8 nhóm, hoặc quét mã)")
        try:
            read_key(text)
        except (NotAllowed, Trouble) as wrong:
            click.echo(sentence(wrong), err=True)
        else:
            return text
