"""Several matters begun and not taken in: kept as text within the draft of the intake form, which has the people."""

import msgspec
from msgspec.structs import replace

from desk.bundles.bundle_form import BundleForm
from desk.intake.intake import IntakeForm
from models.not_allowed import OfOneVerb
from models.system.decoding import prepared

_decode = msgspec.json.Decoder(prepared(BundleForm)).decode


class BundleDraftUnreadable(OfOneVerb):
    """It was kept by an edition of the program that had another shape of it."""

    sentence = "Các việc đang nhập dở do bản cũ của chương trình giữ, nay không đọc được: chọn lại các việc."


def draft_text(form: BundleForm) -> str:
    """The matters, papers and payment as text; the people are left to the draft it is kept with."""
    alone = replace(form, people=IntakeForm(paid_by=form.people.paid_by))
    return msgspec.json.encode(alone).decode()


def form_of_draft(text: str, people: IntakeForm) -> BundleForm:
    """The form that ``draft_text`` made this of, for these people.

    Raises:
        BundleDraftUnreadable.
    """
    try:
        form = _decode(text)
    except msgspec.DecodeError:
        raise BundleDraftUnreadable from None
    return replace(form, people=replace(people, paid_by=form.people.paid_by))
