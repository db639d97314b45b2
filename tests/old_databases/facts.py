"""What a frozen database held, told by the version that wrote it: every later version must say the same."""

from pathlib import Path

import msgspec
from msgspec import Struct

from desk.desk import Desk
from desk.intake import drafts
from desk.intake.intake import IntakeForm
from models.ids import DOSSIER, TICKET, DossierId, SubjectId, TicketId
from models.person import Organisation
from models.store import Store

FILE = "facts.json"


class DossierFacts(Struct, frozen=True):
    """A dossier, as a clerk or a citizen would tell it."""

    id: str
    code: str
    slips: tuple[str, ...]
    status: str
    owner: str
    number: str
    procedure: str
    due_at: str
    taken: int
    files: tuple[str, ...]
    disputes: tuple[str, ...]
    events: int


class TicketFacts(Struct, frozen=True):
    """A number of the waiting line."""

    id: str
    number: str
    state: str
    services: tuple[str, ...]


class LifeFacts(Struct, frozen=True):
    """Where a dossier is in the office's work, since the piece of that name."""

    id: str
    stage: str
    holder: str
    step: str
    step_due_at: str
    promised_at: str
    waits: tuple[str, ...]
    consultations: tuple[str, ...]
    signed_by: str
    place: str
    on_list: str
    postponed: int
    returned_to: str
    contradictions: tuple[str, ...]


class ListFacts(Struct, frozen=True):
    """A hand-over list."""

    id: str
    number: str
    to: str
    dossiers: tuple[str, ...]
    struck: tuple[str, ...]
    confirmed: str


class OtherFacts(Struct, frozen=True):
    """One subject of another kind, in a few words."""

    id: str
    says: str


class Facts(Struct, frozen=True, kw_only=True):
    """Everything a later version must find again.

    Attributes:
        piece: which version of the program wrote it.
        at: the office's clock when it was left.
        office, device: who and which machine.
        head: number of the machine's last event; ``unsent`` of them are not at the hub.
        findings: kinds of what ``verify`` told: events that were set aside stay told for ever.
        draft: name of the person in the half-filled form.
        more_drafts: how many other half-done things are kept.
        accounts: who may work here; empty = nobody has to sign in.
        pin: of every account; invented.
        unprinted: papers that have not come out.
        recovery: what the sheet of paper says; empty = none was made.
        scans: bytes of each scanned file, by its digest.
        has_hub: the machine belongs to the hub that lies beside.
        told: events that the hub tells of the office.
        open_aside: reasons of what the hub has set aside and nobody has settled.
        lives: dossiers in the office's work; lists: those that went with them. Empty before the piece "life".
        others: of money, the post, visits and posters. Empty before the piece "money_post_visits".
        service: of the flexible service. Empty before the piece "flexible".
    """

    piece: str
    at: str
    office: str
    device: int
    head: int
    unsent: int
    events: int
    findings: tuple[str, ...]
    dossiers: tuple[DossierFacts, ...]
    tickets: tuple[TicketFacts, ...]
    draft: str
    more_drafts: int
    accounts: tuple[str, ...] = ()
    pin: str = ""
    unprinted: int = 0
    recovery: str = ""
    scans: dict[str, int] = {}
    has_hub: bool = False
    told: int = 0
    open_aside: tuple[str, ...] = ()
    lives: tuple[LifeFacts, ...] = ()
    lists: tuple[ListFacts, ...] = ()
    others: tuple[OtherFacts, ...] = ()
    service: tuple[OtherFacts, ...] = ()


def dossiers_of(store: Store) -> tuple[DossierFacts, ...]:
    """Every dossier, folded from its events."""
    return tuple(_dossier(store, id_) for id_ in _subjects(store, DOSSIER))


def tickets_of(store: Store) -> tuple[TicketFacts, ...]:
    """Every number, folded from its events."""
    found = (store.log.ticket(TicketId(id_)) for id_ in _subjects(store, TICKET))
    return tuple(TicketFacts(one.id, one.number, one.state.value, (*one.done, *one.services)) for one in found)


def findings_of(store: Store) -> tuple[str, ...]:
    """Kinds of what ``verify`` tells."""
    return tuple(sorted(one.kind.value for one in store.log.verify()))


def told_by(desk: Desk, piece: str) -> Facts:
    """The facts of an open desk, as far as this version knows any."""
    counts = desk.store.log.counts()
    draft = drafts.load_draft(desk)
    form = draft.form if draft else IntakeForm()
    return Facts(
        piece=piece,
        at=desk.clock().isoformat(),
        office=desk.settings.office.unit.id,
        device=desk.store.log.device,
        head=sum(one.device == desk.store.log.device for one in desk.store.log.events()),
        unsent=counts.unsent,
        events=counts.events,
        findings=findings_of(desk.store),
        dossiers=dossiers_of(desk.store),
        tickets=tickets_of(desk.store),
        draft=form.submitter.full_name,
        more_drafts=len(desk.store.drafts.keys()) - 1,
    )


def tells_lives(piece: str) -> bool:
    """Whether this piece knows the office's work on a dossier."""
    return piece not in {"counter", "province", "workplace", "sound_ground", "house"}


def tells_others(piece: str) -> bool:
    """Whether this piece knows money, the post and visits."""
    return tells_lives(piece) and piece != "life"


def tells_service(piece: str) -> bool:
    """Whether this piece knows appointments, bundles, declarations and citizens' files."""
    return tells_others(piece) and piece != "money_post_visits"


def write(facts: Facts, folder: Path) -> None:
    """Into the folder of the frozen database."""
    (folder / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(facts), indent=1) + b"\n")


def read(folder: Path) -> Facts:
    """From there."""
    return msgspec.json.decode((folder / FILE).read_bytes(), type=Facts)


def _subjects(store: Store, kind: str) -> list[SubjectId]:
    return sorted({one.subject for one in store.log.events() if one.subject.startswith(kind)})


def _dossier(store: Store, id_: SubjectId) -> DossierFacts:
    found = store.log.dossier(DossierId(id_))
    owner = found.owner
    named = "" if owner is None else owner.name if isinstance(owner, Organisation) else owner.full_name
    return DossierFacts(
        id=id_,
        code=found.code,
        slips=found.slips,
        status=found.status.value,
        owner=named,
        number="" if owner is None or isinstance(owner, Organisation) else owner.personal_number,
        procedure=found.intake.procedure.code if found.intake else "",
        due_at=found.due.at.isoformat() if found.due and found.due.at else "",
        taken=found.taken,
        files=tuple(file.digest for file in getattr(found, "files", ())),  # the first piece knew no scans
        disputes=tuple(dispute.kind.value for dispute in found.disputes),
        events=found.events,
    )
