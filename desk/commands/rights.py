"""Two tables: the module of each command, and the right it needs. A test checks that none is missing.

Where people have accounts, the accounts lie in the encrypted file: it is opened and asked before settings, catalogue,
keys or copies are touched. Where nobody has one, everybody may do everything, as in the window.
"""

from enum import Enum

import click
from msgspec import Struct

from desk.permissions import Permission


class Free(Enum):
    """Why a command asks nobody."""

    NO_DATA = "it reads and writes nothing of this office's data"
    CLOCK = "the system's scheduler does it, and nothing of a citizen is told or changed"
    PROVEN = "it takes another proof: one's own PIN, the recovery sheet"
    SCREEN = "window, kiosk and board ask in their own way"


class How(Enum):
    """How a person is asked for."""

    AT_THE_DESK = "the desk is opened, somebody signs in, and the command works at that desk"
    AT_WHAT_IS_LEFT = "likewise, and of a file that has lost work at what is left of it"
    IF_THERE = "likewise where there is a database, which is closed again: the command works without one too"
    IF_IT_OPENS = "likewise, and one that no key here opens, or that is broken, asks nobody"
    IF_CHANGED = "the command asks itself, with this right, once it knows that it would change something"


class Right(Struct, frozen=True):
    """What somebody must be allowed to do."""

    permission: Permission
    how: How = How.AT_THE_DESK


MODULES = {
    "accept": "steps",
    "accept-loss": "maintenance",
    "address": "places",
    "answered": "steps",
    "appointment": "service.appointments",
    "attach": "attach",
    "backup": "maintenance",
    "bundle": "service.bundles",
    "card": "calculations",
    "catalogue": "file",
    "assisted": "service.assisted",
    "check-in": "results",
    "check-paper": "check_paper",
    "clerk": "clerks",
    "clock": "steps",
    "consult": "steps",
    "days": "service.days",
    "decide": "steps",
    "due": "calculations",
    "export": "file",
    "extend": "steps",
    "fee": "calculations",
    "find": "file",
    "form": "service.forms",
    "forward": "steps",
    "give-back": "steps",
    "health": "maintenance",
    "join": "province",
    "leave": "province",
    "list": "work",
    "morning": "simulated_morning",
    "pay": "money.payments",
    "people": "people",
    "person": "service.citizen_file",
    "photograph": "attach",
    "post": "post.root",
    "poster": "posters",
    "reads": "clerks",
    "rebuild": "file",
    "reconcile": "province",
    "receipts": "money.receipts",
    "recover": "maintenance",
    "recovery-key": "maintenance",
    "register": "register",
    "restore": "maintenance",
    "return": "results",
    "rotate-key": "maintenance",
    "setup": "setup",
    "shift": "money.shifts",
    "show": "file",
    "sign": "steps",
    "status": "file",
    "stop": "steps",
    "submit": "steps",
    "supplemented": "steps",
    "sync": "province",
    "take-over": "steps",
    "update": "program.update",
    "usb": "stick",
    "verify": "file",
    "visit": "visits.visit",
    "words": "calculations",
    "work": "work",
}
"""The module beside this one in which each command without a screen lies: loaded when the command is meant."""

TABLE: dict[str, Right | Free] = {
    "card": Free.NO_DATA,
    "due": Free.NO_DATA,
    "fee": Free.NO_DATA,
    "words": Free.NO_DATA,
    "address": Free.NO_DATA,
    "people": Free.NO_DATA,
    "morning": Free.NO_DATA,
    "run": Free.SCREEN,
    "kiosk": Free.SCREEN,
    "board": Free.SCREEN,
    "status": Free.CLOCK,
    "verify": Free.CLOCK,
    "rebuild": Free.CLOCK,
    "sync": Free.CLOCK,
    "backup": Free.CLOCK,
    "health": Free.CLOCK,
    "update status": Free.NO_DATA,
    "update check": Free.CLOCK,
    "update fetch": Free.CLOCK,
    "update apply": Right(Permission.SET_UP),
    "health --clock-is-right": Right(Permission.KEEP),
    "health --files-are-right": Right(Permission.SET_UP),
    "find": Right(Permission.READ),
    "show": Right(Permission.READ),
    "check-paper": Right(Permission.READ),
    "work": Right(Permission.READ),
    "list hand-over": Right(Permission.FORWARD),
    "list show": Right(Permission.READ),
    "list confirm": Right(Permission.WORK),
    "list strike": Right(Permission.WORK),
    "clock": Right(Permission.READ),
    "forward": Right(Permission.FORWARD),
    "accept": Right(Permission.WORK),
    "take-over": Right(Permission.WORK),
    "give-back": Right(Permission.WORK),
    "submit": Right(Permission.WORK),
    "consult": Right(Permission.WORK),
    "answered": Right(Permission.WORK),
    "supplemented": Right(Permission.TAKE_IN),
    "sign": Right(Permission.SIGN),
    "check-in": Right(Permission.CHECK_IN),
    "return": Right(Permission.HAND_OVER),
    "decide": Right(Permission.SIGN),
    "stop": Right(Permission.STOP),
    "extend": Right(Permission.POSTPONE),
    "pay": Right(Permission.TAKE_FEE),
    "shift open": Right(Permission.TAKE_FEE),
    "shift report": Right(Permission.TAKE_FEE),
    "shift close": Right(Permission.TAKE_FEE),
    "receipts day": Right(Permission.TAKE_FEE),
    "receipts doubled": Right(Permission.TAKE_FEE),
    "receipts replace": Right(Permission.TAKE_FEE),
    "receipts spoilt": Right(Permission.TAKE_FEE),
    "receipts void": Right(Permission.GIVE_BACK_FEE),
    "assisted guide": Right(Permission.READ),
    "assisted filed": Right(Permission.TAKE_IN),
    "assisted list": Right(Permission.READ),
    "assisted show": Right(Permission.READ),
    "assisted tell": Right(Permission.TAKE_IN),
    "assisted void": Right(Permission.TAKE_IN),
    "assisted figures": Right(Permission.READ),
    "days list": Right(Permission.READ),
    "days on": Right(Permission.READ),
    "days figures": Right(Permission.READ),
    "appointment list": Right(Permission.READ),
    "appointment slots": Right(Permission.READ),
    "appointment book": Right(Permission.BOOK_APPOINTMENT),
    "appointment move": Right(Permission.BOOK_APPOINTMENT),
    "appointment cancel": Right(Permission.BOOK_APPOINTMENT),
    "appointment arrive": Right(Permission.BOOK_APPOINTMENT),
    "appointment resolve": Right(Permission.BOOK_APPOINTMENT),
    "appointment print": Right(Permission.PRINT),
    "appointment seats": Right(Permission.BOOK_APPOINTMENT),
    "appointment hours list": Right(Permission.READ),
    "appointment hours set": Right(Permission.SET_SLOTS),
    "appointment hours day": Right(Permission.SET_SLOTS),
    "appointment hours remove": Right(Permission.SET_SLOTS),
    "appointment hours limits": Right(Permission.SET_SLOTS),
    "bundle list": Right(Permission.READ_ALL),
    "bundle show": Right(Permission.READ),
    "bundle add": Right(Permission.SET_UP),
    "bundle take": Right(Permission.TAKE_IN),
    "bundle take-out": Right(Permission.CORRECT),
    "person find": Right(Permission.CITIZEN_FILE),
    "person show": Right(Permission.CITIZEN_FILE),
    "person doubles": Right(Permission.CITIZEN_FILE),
    "person merge": Right(Permission.MERGE_CITIZENS),
    "person unmerge": Right(Permission.MERGE_CITIZENS),
    "person apart": Right(Permission.MERGE_CITIZENS),
    "person not-apart": Right(Permission.MERGE_CITIZENS),
    "person contested": Right(Permission.MERGE_CITIZENS),
    "person reused": Right(Permission.READ_ALL),
    "form list": Right(Permission.READ),
    "form questions": Right(Permission.READ),
    "form check": Right(Permission.TEMPLATES),
    "form add": Right(Permission.TEMPLATES),
    "form preview": Right(Permission.READ),
    "form fill": Right(Permission.TAKE_IN),
    "poster list": Right(Permission.POSTERS),
    "poster write": Right(Permission.POSTERS),
    "post approved": Right(Permission.READ),
    "post approve": Right(Permission.SET_UP),
    "post today": Right(Permission.READ),
    "post supervise": Right(Permission.READ),
    "post accept": Right(Permission.SUPERVISE_POST),
    "post give-back": Right(Permission.SUPERVISE_POST),
    "post redo": Right(Permission.TAKE_IN),
    "post figures": Right(Permission.READ),
    "post waiting": Right(Permission.POST),
    "post go": Right(Permission.POST),
    "post scan": Right(Permission.POST),
    "post confirm": Right(Permission.POST),
    "post settle": Right(Permission.SUPERVISE_POST),
    "post money": Right(Permission.TAKE_FEE),
    "visit laptop list": Right(Permission.LOAD_LAPTOP),
    "visit laptop load": Right(Permission.LOAD_LAPTOP),
    "visit laptop status": Right(Permission.LOAD_LAPTOP),
    "visit laptop give-back": Right(Permission.LOAD_LAPTOP),
    "visit laptop wipe": Right(Permission.LOAD_LAPTOP),
    "visit laptop lost": Right(Permission.MANAGE_LAPTOPS),
    "visit laptop found": Right(Permission.MANAGE_LAPTOPS),
    "visit laptop had": Right(Permission.MANAGE_LAPTOPS),
    "visit laptop code": Right(Permission.LOAD_LAPTOP),
    "visit slips print": Right(Permission.TAKE_IN),
    "visit slips void": Right(Permission.TAKE_IN),
    "visit slips list": Right(Permission.TAKE_IN),
    "visit point plan": Right(Permission.TAKE_IN),
    "visit point list": Right(Permission.READ),
    "visit point open": Right(Permission.TAKE_IN),
    "visit point close": Right(Permission.TAKE_IN),
    "visit point cancel": Right(Permission.TAKE_IN),
    "visit point board": Right(Permission.PRINT),
    "visit point results": Right(Permission.READ),
    "visit request": Right(Permission.REQUEST_VISIT),
    "visit list": Right(Permission.READ),
    "visit plan": Right(Permission.PLAN_VISITS),
    "visit route": Right(Permission.READ),
    "visit route --print": Right(Permission.PRINT),
    "visit door": Right(Permission.READ),
    "visit door --done": Right(Permission.VISIT),
    "visit missed": Right(Permission.VISIT),
    "visit change": Right(Permission.REQUEST_VISIT),
    "visit cancel": Right(Permission.REQUEST_VISIT),
    "visit people list": Right(Permission.REQUEST_VISIT),
    "visit people import": Right(Permission.REQUEST_VISIT),
    "visit people remove": Right(Permission.REQUEST_VISIT),
    "post in make": Right(Permission.POST),
    "post in waiting": Right(Permission.POST),
    "post in show": Right(Permission.POST),
    "post in scan": Right(Permission.POST),
    "post in count": Right(Permission.POST),
    "post in sign": Right(Permission.TAKE_IN),
    "post in send-back": Right(Permission.POST),
    "post in slip-delivered": Right(Permission.POST),
    "reads": Right(Permission.AUDIT),
    "attach": Right(Permission.ATTACH),
    "photograph": Right(Permission.ATTACH),
    "export": Right(Permission.KEEP),
    "register": Right(Permission.REGISTER),
    "usb out": Right(Permission.CARRY),
    "usb in": Right(Permission.CARRY),
    "reconcile": Right(Permission.CARRY),
    "join": Right(Permission.SET_UP),
    "leave": Right(Permission.SET_UP),
    "catalogue import": Right(Permission.SET_UP, How.IF_THERE),
    "setup": Right(Permission.SET_UP, How.IF_CHANGED),
    "setup --check": Free.NO_DATA,
    "clerk list": Right(Permission.MANAGE_CLERKS),
    "clerk add": Right(Permission.MANAGE_CLERKS),
    "clerk reset": Right(Permission.MANAGE_CLERKS),
    "clerk unit": Right(Permission.MANAGE_CLERKS),
    "clerk off": Right(Permission.MANAGE_CLERKS),
    "clerk pin": Free.PROVEN,
    "recover": Free.PROVEN,
    "recovery-key": Right(Permission.KEEP),
    "rotate-key": Right(Permission.KEEP),
    "accept-loss": Right(Permission.KEEP, How.AT_WHAT_IS_LEFT),
    "restore": Right(Permission.KEEP, How.IF_IT_OPENS),
}
"""By the words that are typed; with a switch behind them, where that asks for something else."""


def right_of(context: click.Context) -> Right | Free:
    """What this command asks for, with the switches it was given."""
    words = path_of(context)
    for param in context.command.params:
        if isinstance(param, click.Option) and param.is_flag and param.name and context.params.get(param.name):
            found = TABLE.get(f"{words} {param.opts[0]}")
            if found is not None:
                return found
    return TABLE[words]


def path_of(context: click.Context) -> str:
    """The words of a command, without the program's name."""
    names: list[str] = []
    at: click.Context | None = context
    while at is not None and at.parent is not None:
        names.insert(0, at.info_name or "")
        at = at.parent
    return " ".join(names)
