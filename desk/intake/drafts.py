"""Drafts of the intake form, one per clerk, saved at each field so that a power cut loses nothing."""

from urllib.parse import quote

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.intake.intake import IntakeForm
from desk.rights import Permission, may, require
from models.system.decoding import prepared


class Draft(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An unfinished form, and the field that had the focus.

    Attributes:
        field: name of the field the clerk was in.
        typed: text of fields without a value yet (search boxes), by name.
    """

    form: IntakeForm = IntakeForm()
    field: str = ""
    typed: dict[str, str] = {}


_decode = msgspec.json.Decoder(prepared(Draft)).decode
_encode = msgspec.json.Encoder().encode


def save_draft(desk: Desk, draft: Draft) -> None:
    """Store the form as the draft of this clerk at this counter; on disk when this returns."""
    require(desk, Permission.TAKE_IN)
    desk.store.drafts.save(_key(desk), _encode(draft))


def load_draft(desk: Desk) -> Draft | None:
    """This clerk's unfinished form at this counter; None = there is none.

    A draft of an older shape that cannot be read any more is not thrown away: it stays in the file, and this is
    None.
    """
    require(desk, Permission.TAKE_IN)
    _take_over(desk)
    body = desk.store.drafts.load(_key(desk))
    if body is None:
        return None
    try:
        return _decode(body)
    except msgspec.DecodeError:
        aside = _key(desk) + "/unread"
        kept_before = sum(key.startswith(aside) for key in desk.store.drafts.keys())  # noqa: SIM118 - not a dict
        desk.store.drafts.save(f"{aside}/{kept_before + 1}", body)
        delete_draft(desk)
        return None


def draft_to_continue(desk: Desk) -> Draft | None:
    """As ``load_draft`` for a clerk who may take in; None for anybody else."""
    return load_draft(desk) if may(desk, Permission.TAKE_IN) else None


def forget_draft(desk: Desk) -> None:
    """Within an open transaction: the form has its outcome, so that a cut leaves both or neither."""
    desk.store.drafts.forget(_key(desk))


def delete_draft(desk: Desk) -> None:
    """Delete the draft: the clerk cleared the form."""
    require(desk, Permission.TAKE_IN)
    desk.store.drafts.drop(_key(desk))


def _take_over(desk: Desk) -> None:
    """A draft from before clerks had their own belongs to the clerk of the settings."""
    if desk.by != desk.settings.clerk.id:
        return
    nobodys = f"intake/{desk.settings.device.counter}"
    body = desk.store.drafts.load(nobodys)
    if body is not None:
        desk.store.drafts.save(_key(desk), body)
        desk.store.drafts.drop(nobodys)


def _key(desk: Desk) -> str:
    """By counter and clerk; both may hold any letter, so neither can end the other."""
    return f"intake/{quote(desk.settings.device.counter, safe='')}/{quote(desk.by, safe='')}"
