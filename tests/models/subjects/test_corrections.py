"""Corrections by two machines: different values both count, the same value is shown as crossed."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import DossierCorrected, DossierReceived, DueDate, Intake, PaperReceived, ReturnBy
from models.history import Recorded
from models.ids import DossierCode, DossierId, SubjectId
from models.person import Person, Unit
from models.procedure import ProcedureTaken
from models.subjects.branches import branches
from models.subjects.corrections import corrected, put_right, values_seen
from models.subjects.dispute import DisputeKind
from models.subjects.dossier_fold import fold
from tests.fakes.citizens import Chain

AT = datetime(2026, 11, 30, 1, tzinfo=UTC)
ID = DossierId(SubjectId("dossier/0193a000-0001-7000-8000-000000000001"))
OFFICE = Unit(id="H00", name="UBND xã Thử")
PAPER = PaperReceived(name="Tờ khai", originals=1)
BEFORE = Intake(
    procedure=ProcedureTaken(code="1.0", name="Thử", field="Thử", catalogue=""),
    submitter=Person(full_name="Lý Thị Ví Dụ", phone="1", address="a"),
    received_by=OFFICE,
    resolved_by=OFFICE,
    papers=(PAPER,),
)

changes = st.dictionaries(
    st.sampled_from(["phone", "address", "full_name", "note", "paper", "return_by"]), st.sampled_from("xyz"), max_size=4
)


def correction(changed: dict[str, str], intake: Intake) -> DossierCorrected:
    """These values, corrected at a machine where the intake stands so."""
    person = {name: changed[name] for name in ("phone", "address", "full_name") if name in changed}
    event = DossierCorrected(
        reason="sửa",
        submitter=replace(intake.submitter, **person) if person else None,
        note=changed.get("note"),
        return_by=ReturnBy.POST if "return_by" in changed else None,
        papers=(PaperReceived(name="Tờ khai", copies=ord(changed["paper"])),) if "paper" in changed else None,
    )
    return replace(event, was=values_seen(intake, event))


def history(*events: object) -> list[Recorded]:
    """The receipt, and each further event at a machine of its own that has seen only the receipt."""
    first = Chain(1).add(
        ID, AT, DossierReceived(code=DossierCode("H00-261130-0001"), intake=BEFORE, due=DueDate(at=None))
    )
    return [first, *(Chain(n).add(ID, AT + timedelta(hours=n), one, 1) for n, one in enumerate(events, start=2))]


@given(changes, changes, st.randoms(use_true_random=False))
def test_what_two_machines_corrected_both_counts_and_only_the_same_value_is_crossed(
    desk: dict[str, str], door: dict[str, str], chance: Random
) -> None:
    told = history(correction(desk, BEFORE), correction(door, BEFORE))
    dossier = fold(ID, told)
    chance.shuffle(told)
    assert fold(ID, told) == dossier
    intake = dossier.intake
    assert intake is not None
    for name in ("phone", "address", "full_name"):
        assert getattr(intake.submitter, name) == door.get(name, desk.get(name, getattr(BEFORE.submitter, name)))
    assert intake.note == door.get("note", desk.get("note", ""))
    both = {name for name in desk.keys() & door.keys() if desk[name] != door[name]} - {"return_by"}
    assert [one.kind for one in dossier.disputes] == ([DisputeKind.VALUES_DIFFER] if both else [])
    if both:
        (compared,) = branches(ID, told)
        assert len(compared.crossed) == len(both)
        assert compared.there.intake is not None
        theirs = put_right(intake, compared.crossed, "theo quầy")
        assert theirs is not None
        settled, more = corrected(intake, replace(theirs, was=values_seen(intake, theirs)))
        assert settled == compared.there.intake
        assert more == ()
        for name in both & {"phone", "address", "full_name"}:
            assert getattr(settled.submitter, name) == desk[name]


def test_a_correction_of_before_holds_as_it_is() -> None:
    old = DossierCorrected(reason="sửa", submitter=replace(BEFORE.submitter, address="x"))
    dossier = fold(ID, history(correction({"phone": "y"}, BEFORE), old))
    assert dossier.intake is not None
    assert (dossier.intake.submitter.phone, dossier.intake.submitter.address) == ("1", "x")
    assert dossier.disputes == ()
