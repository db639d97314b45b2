"""The half-filled form: kept at each field, so that a power cut takes nothing."""

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.intake import IntakeForm
from models.ids import CounterId


class Draft(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A form in work, and the focus to come back to.

    Attributes:
        field: name of the field the clerk was in.
        typed: text of fields that are not yet anything (search boxes), by name.
    """

    form: IntakeForm = IntakeForm()
    field: str = ""
    typed: dict[str, str] = {}


_decode = msgspec.json.Decoder(Draft).decode
_encode = msgspec.json.Encoder().encode


def keep(desk: Desk, draft: Draft) -> None:
    """Store the form as it is now; on disk when this returns."""
    desk.store.drafts.save(_key(desk.settings.device.counter), _encode(draft))


def kept(desk: Desk) -> Draft | None:
    """The form that was in work when the desk was last closed or cut off, or None.

    A draft of an older shape that cannot be read any more is not thrown away: it stays in the file, and this is
    None.
    """
    body = desk.store.drafts.load(_key(desk.settings.device.counter))
    if body is None:
        return None
    try:
        return _decode(body)
    except msgspec.DecodeError:
        aside = _key(desk.settings.device.counter) + "/unread"
        kept_before = sum(key.startswith(aside) for key in desk.store.drafts.keys())  # noqa: SIM118 - not a dict
        desk.store.drafts.save(f"{aside}/{kept_before + 1}", body)
        drop(desk)
        return None


def drop(desk: Desk) -> None:
    """The form has had its outcome, or the clerk cleared it."""
    desk.store.drafts.drop(_key(desk.settings.device.counter))


def _key(counter: CounterId) -> str:
    return f"intake/{counter}"
