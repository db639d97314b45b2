"""Judges a paper by what its QR code says: with the keys of the province's machines and the history, without a network.

A right signature proves which machine printed these facts, and no more: the clock of that machine said when, and the
words around the code may still have been altered, so the facts are told for comparison. Where something cannot be
known here, the answer is that it is not known.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers.lookup import by_code
from desk.prints.paper_signing import facts_of_dossier, own_public_key
from desk.rights import Permission, require
from models.codes.list_number import list_number_in
from models.codes.register_number import is_volume
from models.codes.signed_paper import PaperFacts, code_of, looks_signed, name_of, read_signed
from models.events import Form, FormPrinted
from models.ids import DeviceId, DossierId, SubjectId
from models.not_allowed import DossierUnknown
from models.store.projections.hand_over_lists import HandOverLists
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import Dossier, DossierStatus
from printing.forms.table import FORMS
from sync.client import device_keys
from sync.client.membership import read_membership


class PaperVerdict(StrEnum):
    """What a paper is."""

    GENUINE = "genuine"
    CHANGED = "changed"
    """The signature is not over what the paper says."""
    VOID = "void"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    OLDER_COPY = "older_copy"
    """Genuine, and the same form was printed again later."""
    OTHER_CODE = "other_code"
    """Of a dossier that was taken in twice: a person has said that the other receipt holds."""
    REVOKED = "revoked"
    """Signed by a machine after it had been revoked, by its own clock."""
    UNKNOWN = "unknown"


class PaperDoubt(StrEnum):
    """What the verdict rests on, or what stays open beside it."""

    UNSIGNED = "unsigned"
    """The code alone, as papers had it before, or typed from them."""
    NO_KEYS = "no_keys"
    """This machine has no list of keys: it belongs to no hub, or none has come."""
    KEY_UNKNOWN = "key_unknown"
    """The list has no key of this name: a younger machine, another province, or somebody's own key."""
    OTHER_BARS = "other_bars"
    """The bars on the paper say another code than its QR."""
    REVOKED_SINCE = "revoked_since"
    """The machine was revoked later than the paper says it was printed; who has its key can write any time."""
    OTHER_KEY_SINCE = "other_key_since"
    """The paper says it was printed after the machine had got another key."""
    BEFORE_ADMITTED = "before_admitted"
    """The paper says it was printed before the hub admitted the machine under this key."""
    RECEIVED_TWICE = "received_twice"
    """The dossier was taken in twice, and nobody has said yet which receipt holds."""
    AFTER_NOW = "after_now"
    """The paper says it was printed later than it is now."""
    NO_HISTORY = "no_history"
    """The dossier is not here, so nothing is known of later copies, changes, or its end."""


class CheckedPaper(Struct, frozen=True, kw_only=True):
    """The answer.

    Attributes:
        code: of the dossier or slip.
        held: codes of the dossier's receipts that hold; more than one until a person has said which.
        facts: what the signature is over; None = nothing signed could be read.
        office, office_name, device: whose machine signed it; empty and 0 = not known.
        revoked_at: when that machine was revoked; None = it was not, as far as is known here.
        status: where the dossier stands, when its history is here.
        copies: how many copies of this form have been printed, as far as the history here tells.
        recorded: that history tells that this machine printed this very copy.
        now: facts that are different in the history by now; None = it is not here, or they are the same.
        dossier: when it is here.
    """

    verdict: PaperVerdict
    code: str
    held: tuple[str, ...] = ()
    doubts: tuple[PaperDoubt, ...] = ()
    facts: PaperFacts | None = None
    office: str = ""
    office_name: str = ""
    device: DeviceId = DeviceId(0)
    revoked_at: datetime | None = None
    status: DossierStatus | None = None
    copies: int = 0
    recorded: bool = False
    now: PaperFacts | None = None
    dossier: DossierId | None = None


_SLACK = timedelta(minutes=10)
"""Clocks of two PCs of an office differ by less, as a rule; times that differ by more are told."""


class _Signer(Struct, frozen=True, kw_only=True):
    """A key that this machine knows, and whose it is."""

    key: bytes
    office: str
    office_name: str
    device: DeviceId
    since: datetime | None = None
    until: datetime | None = None
    revoked_at: datetime | None = None


def check_paper(desk: Desk, text: str, *, bars: str = "") -> CheckedPaper:
    """What is known of the paper whose QR code says this.

    Args:
        desk: with the keys and the history it has.
        text: of the QR code, or a code alone.
        bars: what the bars on the same paper say; empty = they were not read.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.READ)
    code = code_of(text)
    dossier = _found(desk, code)
    paper = read_signed(text)
    if paper is None:
        if looks_signed(text):
            return CheckedPaper(verdict=PaperVerdict.CHANGED, code=code)
        return _unproven(CheckedPaper(verdict=PaperVerdict.UNKNOWN, code=code, doubts=(PaperDoubt.UNSIGNED,)), dossier)
    signers = list(_signers(desk))
    named = [one for one in signers if name_of(one.key) == paper.key_name]
    if not named:
        missing = PaperDoubt.KEY_UNKNOWN if any(one.since for one in signers) else PaperDoubt.NO_KEYS
        return _unproven(
            CheckedPaper(verdict=PaperVerdict.UNKNOWN, code=code, doubts=(missing,), facts=paper.facts), dossier
        )
    signer = next((one for one in named if paper.is_by(one.key)), None)
    if signer is None:
        return CheckedPaper(verdict=PaperVerdict.CHANGED, code=code, facts=paper.facts)
    checked = CheckedPaper(
        verdict=PaperVerdict.GENUINE,
        code=code,
        facts=paper.facts,
        office=signer.office,
        office_name=signer.office_name,
        device=signer.device,
        revoked_at=signer.revoked_at,
        doubts=tuple(_of_time(desk, signer, paper.facts)),
    )
    if bars and bars != code:
        return replace(checked, verdict=PaperVerdict.CHANGED, doubts=(PaperDoubt.OTHER_BARS, *checked.doubts))
    if signer.revoked_at is not None and paper.facts.printed_at >= signer.revoked_at:
        return replace(checked, verdict=PaperVerdict.REVOKED)
    return _with_history(desk, checked, paper.facts, dossier)


_ENDS = {
    DossierStatus.VOIDED: PaperVerdict.VOID,
    DossierStatus.WITHDRAWN: PaperVerdict.WITHDRAWN,
    DossierStatus.STOPPED: PaperVerdict.STOPPED,
}


def _unproven(checked: CheckedPaper, dossier: Dossier | None) -> CheckedPaper:
    """A paper of which nobody can say who printed it: whether its dossier has ended is known all the same."""
    if dossier is None:
        return replace(checked, doubts=(*checked.doubts, PaperDoubt.NO_HISTORY))
    form = checked.facts.form if checked.facts else ""
    verdict = _ENDS.get(dossier.status) if not _outlasts(form) else None
    checked, other = _of_receipts(checked, dossier)
    return replace(checked, verdict=verdict or other or checked.verdict, status=dossier.status, dossier=dossier.id)


def _of_receipts(checked: CheckedPaper, dossier: Dossier) -> tuple[CheckedPaper, PaperVerdict | None]:
    """Of a dossier that was taken in twice: whether the receipt of the paper's code holds."""
    if checked.code not in dossier.codes or not dossier.other_codes:
        return checked, None
    if any(one.kind is DisputeKind.RECEIVED_TWICE for one in dossier.disputes):
        doubts = (*checked.doubts, PaperDoubt.RECEIVED_TWICE)
        return replace(checked, held=dossier.codes, doubts=doubts), None
    checked = replace(checked, held=(dossier.code,))
    return checked, PaperVerdict.OTHER_CODE if checked.code != dossier.code else None


def _with_history(desk: Desk, checked: CheckedPaper, facts: PaperFacts, dossier: Dossier | None) -> CheckedPaper:
    """A paper that is proven to be a desk's: what became of its dossier, and whether it was printed again."""
    said = {status.value: verdict for status, verdict in _ENDS.items()}.get(facts.ended)
    made = desk.store.lists(HandOverLists).by_number(list_number_in(checked.code)) if dossier is None else None
    if made is not None:
        older = PaperVerdict.OLDER_COPY if made.copies > facts.copy else PaperVerdict.GENUINE
        recorded = _recorded(desk, checked, facts, made.id)
        return replace(checked, verdict=older, copies=made.copies, recorded=recorded)
    if dossier is None and is_volume(checked.code):
        return checked  # of a register, not of a dossier
    if dossier is None:
        doubts = (*checked.doubts, PaperDoubt.NO_HISTORY)
        return replace(checked, verdict=said or checked.verdict, doubts=doubts)
    copies = dossier.printed(Form(facts.form)) if facts.form in set(Form) else 0
    ended = said or (_ENDS.get(dossier.status) if not _outlasts(facts.form) else None)
    older = PaperVerdict.OLDER_COPY if copies > facts.copy else PaperVerdict.GENUINE
    checked, other = _of_receipts(checked, dossier)
    return replace(
        checked,
        verdict=ended or other or older,
        status=dossier.status,
        copies=copies,
        recorded=_recorded(desk, checked, facts, dossier.id),
        now=_now(facts, dossier),
        dossier=dossier.id,
    )


def _recorded(desk: Desk, checked: CheckedPaper, facts: PaperFacts, subject: SubjectId) -> bool:
    return any(
        one.device == checked.device
        and isinstance(one.event, FormPrinted)
        and (one.event.form.value, one.event.copy) == (facts.form, facts.copy)
        for one in desk.store.log.history(subject)
    )


def _outlasts(form: str) -> bool:
    return form in set(Form) and FORMS[Form(form)].outlasts


def _now(facts: PaperFacts, dossier: Dossier) -> PaperFacts | None:
    """The facts of the paper as a paper of today would say them; None = the same, or it tells of several dossiers."""
    if not facts.procedure and not facts.owner:
        return None
    today = replace(facts, **facts_of_dossier(dossier))
    return None if today == facts else today


def _found(desk: Desk, code: str) -> Dossier | None:
    try:
        return by_code(desk, code)
    except DossierUnknown:
        return None


def _of_time(desk: Desk, signer: _Signer, facts: PaperFacts) -> Iterator[PaperDoubt]:
    """What the times say against each other; a paper has the minute, so half a minute is nothing."""
    printed = facts.printed_at
    if printed > desk.clock() + _SLACK:
        yield PaperDoubt.AFTER_NOW
    if signer.since is not None and printed < signer.since - _SLACK:
        yield PaperDoubt.BEFORE_ADMITTED
    if signer.until is not None and printed > signer.until + _SLACK:
        yield PaperDoubt.OTHER_KEY_SINCE
    if signer.revoked_at is not None and printed < signer.revoked_at:
        yield PaperDoubt.REVOKED_SINCE


def _signers(desk: Desk) -> Iterator[_Signer]:
    """Every key that this machine knows: those of the list, its own, and the one from before it joined."""
    member, here = read_membership(desk.store), desk.settings
    listed = device_keys.known(desk.store, member) if member is not None else None
    for one in listed.keys if listed is not None else ():
        yield _Signer(
            key=bytes.fromhex(one.key),
            office=one.office,
            office_name=listed.offices.get(one.office, "") if listed is not None else "",
            device=one.device,
            since=one.since,
            until=one.until,
            revoked_at=one.revoked_at,
        )
    own = [own_public_key(desk), member.private_key.public_key().public_bytes_raw() if member is not None else None]
    for key in own:
        if key is not None:
            unit = here.office.unit
            yield _Signer(key=key, office=unit.id, office_name=unit.name, device=DeviceId(here.device.number))
