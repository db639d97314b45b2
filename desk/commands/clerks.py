"""Commands on accounts and on the access log: ``motcua clerk …`` and ``motcua reads``."""

import click

from desk import access_log
from desk.commands.clerk_sign_in import as_clerk, secret, signed_desk
from desk.commands.command import DeskCommand, DeskGroup
from desk.commands.file import the_desk
from desk.commands.output import answer, as_json, minute
from desk.rights import Permission, require
from desk.staff import accounts, pins
from desk.words.terms import READ_BY, ROLE_NAME, moment
from models.clerk import Role
from models.ids import ClerkId
from models.system.command_line import WrongUse

_id = click.argument("id_", metavar="MÃ_CÔNG_CHỨC")
_pin = click.option("--pin", is_flag=True, help="Hỏi mã (hoặc đọc từ stdin) thay cho mã dùng một lần do máy tạo.")


@click.group("clerk", cls=DeskGroup)
def clerk() -> None:
    """Tài khoản công chức ở máy này."""


@clerk.command("list")
@as_clerk
@as_json
@click.pass_context
def list_(context: click.Context, *, as_json: bool) -> None:
    """Những ai có tài khoản, vai trò gì."""
    with signed_desk(context) as desk:
        require(desk, Permission.MANAGE_CLERKS)
        found = accounts.all_accounts(desk.store)
    answer(
        [
            {
                "id": one.id,
                "name": one.name,
                "phone": one.phone,
                "roles": [role.value for role in Role if role in one.roles],
                "unit": one.unit,
                "opens": one.opens,
                "one_time": one.one_time,
                "off": one.off,
            }
            for one in found
        ],
        as_json=as_json,
        lines=lambda: [_line(one) for one in found] or ["Chưa ai có tài khoản: ai mở máy cũng làm được mọi việc."],
    )


@clerk.command("add")
@_id
@click.option("--name", required=True, help="Họ và tên, như in trên giấy.")
@click.option("--phone", default="", help="Điện thoại in trên giấy.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    default=[Role.CLERK.value],
    show_default=True,
    help="Vai trò; nêu nhiều lần được.",
)
@click.option("--unit", default="", metavar="ĐƠN_VỊ", help="Mã hoặc tên đơn vị; bỏ trống là không thuộc đơn vị nào.")
@_pin
@as_clerk
@as_json
@click.pass_context
def add(
    context: click.Context,
    *,
    id_: str,
    name: str,
    phone: str,
    roles: tuple[str, ...],
    unit: str,
    pin: bool,
    as_json: bool,
) -> None:
    """Thêm tài khoản; in ra mã dùng một lần. Tài khoản đầu tiên luôn là quản trị."""
    with signed_desk(context) as desk:
        given = secret(f"Mã mới của {id_}") if pin else pins.one_time()
        now = accounts.create_account(
            desk,
            id_,
            name=name,
            phone=phone,
            roles=[Role(role) for role in roles],
            unit=unit,
            proof=pins.hashed(given),
            one_time=not pin,
        )
        made = accounts.account(now, ClerkId(id_.strip()))
    _tell_pin(made, "" if pin else given, as_json=as_json)


@clerk.command("reset")
@_id
@as_clerk
@as_json
@click.pass_context
def reset(context: click.Context, *, id_: str, as_json: bool) -> None:
    """Cấp mã dùng một lần thay cho mã đã quên; mã cũ không mở được nữa."""
    with signed_desk(context) as desk:
        given = pins.one_time()
        now = accounts.reset(desk, ClerkId(id_), pins.hashed(given))
        made = accounts.account(now, ClerkId(id_))
    _tell_pin(made, given, as_json=as_json)


@clerk.command("unit")
@_id
@click.argument("unit", metavar="ĐƠN_VỊ", default="")
@as_clerk
@as_json
@click.pass_context
def unit_(context: click.Context, *, id_: str, unit: str, as_json: bool) -> None:
    """Ghi một người làm việc ở đơn vị nào (mã hoặc tên); bỏ trống là không thuộc đơn vị nào."""
    with signed_desk(context) as desk:
        known = accounts.account(desk, ClerkId(id_))
        now = accounts.change(desk, known.id, name=known.name, phone=known.phone, roles=known.roles, unit=unit)
        made = accounts.account(now, known.id)
    answer({"id": made.id, "unit": made.unit}, as_json=as_json, lines=lambda: [_line(made)])


@clerk.command("off")
@_id
@click.option("--on", is_flag=True, help="Mở lại thay vì ngừng.")
@as_clerk
@as_json
@click.pass_context
def off(context: click.Context, *, id_: str, on: bool, as_json: bool) -> None:
    """Ngừng một tài khoản; không bao giờ xóa vì lịch sử nêu tên người ấy."""
    with signed_desk(context) as desk:
        now = accounts.switch_on(desk, ClerkId(id_)) if on else accounts.switch_off(desk, ClerkId(id_))
        made = accounts.account(now, ClerkId(id_))
    answer({"id": made.id, "off": made.off}, as_json=as_json, lines=lambda: [_line(made)])


@clerk.command("pin")
@_id
@as_json
@click.pass_context
def pin_(context: click.Context, *, id_: str, as_json: bool) -> None:
    """Tự đổi mã của mình; mã cũ rồi mã mới được hỏi (hoặc đọc hai dòng từ stdin)."""
    with the_desk(context) as desk:
        accounts.account(desk, ClerkId(id_))
        old, fresh = secret("Mã đang dùng"), secret("Mã mới")
        proof = pins.anew(old, fresh)
        tried = accounts.begin_try(desk, ClerkId(id_))
        accounts.change_secret(desk, tried, proof, fits=pins.fits(tried.proof, old))
    answer({"id": id_, "changed": True}, as_json=as_json, lines=lambda: ["Đã đổi mã."])


class _Reads(DeskCommand):
    """Of a dossier or of a person: one of them is named, which is looked at before anybody is asked for a PIN."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line."""
        left = super().parse_args(ctx, args)
        if (ctx.params["code"] is None) == (ctx.params["of"] is None):
            raise WrongUse("Nêu một mã hồ sơ, hoặc --of MÃ_CÔNG_CHỨC.")
        return left


@click.command("reads", cls=_Reads)
@click.argument("code", metavar="MÃ", required=False)
@click.option("--of", "of", default=None, metavar="MÃ_CÔNG_CHỨC", help="Người này đã xem những hồ sơ nào.")
@as_clerk
@as_json
@click.pass_context
def reads(context: click.Context, *, code: str | None, of: str | None, as_json: bool) -> None:
    """Ai đã xem một hồ sơ, hoặc một người đã xem những hồ sơ nào (cho lãnh đạo, quản trị)."""
    with signed_desk(context) as desk:
        require(desk, Permission.AUDIT)
        found = access_log.reads_by(desk, ClerkId(of)) if of else access_log.reads_of(desk, code or "")
        names = {one.id: one.name for one in accounts.all_accounts(desk.store)}
    answer(
        [
            {
                "code": one.code,
                "at": minute(one.at),
                "clerk": one.clerk,
                "device": one.device,
                "by": one.by.value,
                "words": one.words,
                "count": one.count,
            }
            for one in found
        ],
        as_json=as_json,
        lines=lambda: (
            [
                f"{moment(one.at)}  {one.code or f'{one.count} hồ sơ'}  "
                f"{names.get(one.clerk, one.clerk)} · máy {one.device}  "
                f"{READ_BY[one.by]}" + (f": “{one.words}”" if one.words else "")
                for one in found
            ]
            or ["Chưa có lượt xem nào."]
        ),
    )


def _line(one: accounts.Account) -> str:
    roles = ", ".join(words.lower() for role, words in ROLE_NAME.items() if role in one.roles)
    standing = "đã ngừng" if one.off else "" if one.opens else "chưa có mã"
    return "  ".join(part for part in (one.id, one.name, roles, one.unit, standing) if part)


def _tell_pin(one: accounts.Account, pin: str, *, as_json: bool) -> None:
    told = f"Mã dùng một lần: {pin}. Lần đăng nhập đầu phải đổi." if pin else "Đã đặt mã."
    answer(
        {"id": one.id, "roles": [role.value for role in Role if role in one.roles], "pin": pin},
        as_json=as_json,
        lines=lambda: [_line(one), told],
    )
