"""Strategies for whatever may have happened: any event, any history, sensible or not."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from models.calendar.pauses import ClockRule
from models.events import (
    AnyEvent,
    ConsultationAnswered,
    ConsultationAsked,
    Decision,
    DisputeSettled,
    DossierAccepted,
    DossierCorrected,
    DossierForwarded,
    DossierGivenBack,
    DossierRead,
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DossierSubmitted,
    DossierTakenOver,
    DossierVoided,
    DossierWithdrawn,
    DueDate,
    DueDateChanged,
    DueDateRecomputed,
    FeeDue,
    FeeLine,
    FeeTaken,
    FileAttached,
    Form,
    FormPrinted,
    HandOverDossierStruck,
    HandOverListConfirmed,
    HandOverListMade,
    Intake,
    NationalAccepted,
    NationalRefused,
    NationalState,
    ObligationMet,
    ObligationTold,
    PaperGivenUp,
    PaperMissing,
    PaperReceived,
    PeopleShown,
    PrintingFailed,
    ProvinceReported,
    ReadBy,
    ResultCheckedIn,
    ResultDecided,
    ResultHandedOver,
    ServingStarted,
    SettledDispute,
    StopCause,
    SupplementAsked,
    SupplementBrought,
    TicketCalled,
    TicketCalledAgain,
    TicketClosedAtDayEnd,
    TicketHeld,
    TicketIssued,
    TicketLeft,
    TicketMoved,
    TicketReturnedToLine,
    TicketServed,
    TicketSkipped,
)
from models.ids import ClerkId, CounterId, DeviceId, DossierCode, DossierId, EventId, FileDigest, SubjectId, TicketId
from models.person import Organisation, Person, Unit
from models.procedure import ProcedureTaken
from models.process import Holder, ProcessStep

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
UNIT = Unit(id="H99.99.99", name="UBND xã Mẫu Sơn")

DOSSIERS = tuple(DossierId(SubjectId(f"dossier/0193a000-000{n}-7000-8000-00000000000{n}")) for n in range(3))
LISTS = tuple(SubjectId(f"list/0193a000-000{n}-7000-8000-00000000000{n}") for n in range(2))
TICKETS = tuple(TicketId(SubjectId(f"ticket/0193a000-000{n}-7000-8000-00000000000{n}")) for n in range(2))

names = st.sampled_from(["Nguyễn Văn Mẫu", "Trần Thị Đào", "Y Mẫu", "", "Đặng Mẫu Hoà", "Lê O'Mẫu “B”", "\x00 Ẩn"])
numbers = st.sampled_from(["001099000001", "001199000002", "", "12"])
phones = st.sampled_from(["0901234567", "", "0987 654 321"])
people = st.builds(Person, full_name=names, personal_number=numbers, phone=phones, address=names)
bodies = st.builds(Organisation, name=names, tax_code=numbers, phone=phones)
codes = st.sampled_from([DossierCode(f"H99.99.99-261123-000{n}") for n in range(4)])
counters = st.sampled_from([CounterId("1"), CounterId("2")])
moments = st.one_of(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)),  # noqa: DTZ001  # a wall time, too
    st.datetimes(timezones=st.just(UTC)),
)
due_dates = st.none() | moments

intakes = st.builds(
    Intake,
    procedure=st.just(ProcedureTaken(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", catalogue="1")),
    submitter=people,
    owner=st.none() | people | bodies,
    received_by=st.just(UNIT),
    resolved_by=st.just(UNIT),
    papers=st.lists(st.builds(PaperReceived, name=names, originals=st.integers(0, 3)), max_size=2).map(tuple),
)
missing = st.lists(st.builds(PaperMissing, name=names, copies=st.integers(0, 3)), max_size=2).map(tuple)
forms = st.sampled_from(list(Form))
amounts = st.integers(-(2**63), 2**63 - 1)

seen = st.sampled_from([EventId(""), EventId("01930000-0000-7000-8000-000000000001")])
holders = st.builds(Holder, unit=st.sampled_from(["", "vp", "kt"]), clerk=st.sampled_from([ClerkId(""), ClerkId("b")]))
steps = st.sampled_from([ProcessStep(id="examine", name="Thẩm định", share=0.8), ProcessStep(id="sign", name="Ký")])
dues = st.none() | st.builds(DueDate, at=due_dates)
asked = st.sampled_from(["YK1", "YK2", "H99.99.99-261123-0001"])
clocks = st.sampled_from(ClockRule)
process_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(DossierForwarded, seen=seen, to=holders, step=steps, number=st.integers(0, 3), due_at=due_dates),
    st.builds(DossierAccepted, seen=seen, holder=holders),
    st.builds(DossierGivenBack, seen=seen, to=holders, reason=names, step=st.none() | steps),
    st.builds(DossierTakenOver, seen=seen, holder=holders, before=holders, reason=names),
    st.builds(DossierSubmitted, seen=seen, to=holders, step=steps, number=st.integers(0, 3)),
    st.builds(ConsultationAsked, number=asked, agency=names, question=names, due_at=moments, clock=clocks),
    st.builds(ConsultationAnswered, number=asked, answer=names, due=dues),
    st.builds(ObligationTold, number=asked, what=names, amount=amounts, clock=clocks),
    st.builds(ObligationMet, number=asked, proof=names, due=dues),
    st.builds(SupplementBrought, seen=seen, number=asked, due=dues),
    st.builds(DueDateRecomputed, due=st.builds(DueDate, at=due_dates), edition=names, reason=names),
    st.builds(DossierStopped, seen=seen, number=codes, cause=st.sampled_from(StopCause), reason=names),
    st.builds(ResultDecided, seen=seen, outcome=st.sampled_from(Decision), signed_by=names),
    st.builds(ResultCheckedIn, seen=seen, place=names),
    st.builds(
        DisputeSettled,
        settled=st.lists(
            st.builds(SettledDispute, device=st.integers(1, 3).map(DeviceId), seq=st.integers(1, 9)), max_size=2
        ).map(tuple),
        reason=names,
        status=st.sampled_from(["", "received", "of a newer version"]),
        stage=st.sampled_from(["", "ready", "of a newer version"]),
        holder=st.none() | holders,
        place=st.none() | names,
        decided=st.none() | st.builds(ResultDecided, signed_by=names),
        ended_at=st.none() | moments,
        waits=st.none() | st.just(()),
    ),
)
dossier_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(
        DossierReceived,
        code=codes,
        intake=intakes,
        due=st.builds(DueDate, at=due_dates),
        fee=st.builds(FeeDue, lines=st.lists(st.builds(FeeLine, name=names, amount=amounts), max_size=1).map(tuple)),
    ),
    st.builds(
        SupplementAsked,
        number=codes,
        missing=missing,
        reason=names,
        intake=st.none() | intakes,
        clock=st.none() | clocks,
    ),
    st.builds(DossierRefused, number=codes, reason=names, intake=st.none() | intakes),
    st.builds(
        DossierCorrected, reason=names, submitter=st.none() | people, owner=st.none() | people, note=st.none() | names
    ),
    st.builds(DossierWithdrawn, reason=names),
    st.builds(DossierVoided, reason=names, confirmed_by=st.just(ClerkId("b"))),
    st.builds(
        DueDateChanged,
        due_at=moments,
        reason=names,
        confirmed_by=st.just(ClerkId("b")),
        number=st.just("") | codes,
        late=st.booleans(),
    ),
    st.builds(PeopleShown, by=st.sampled_from(list(ReadBy)), count=st.integers(1, 200), digest=st.just("9f" * 32)),
    st.builds(DossierRead, by=st.sampled_from(list(ReadBy)), words=names),
    st.builds(FeeTaken, amount=amounts),
    st.builds(
        FileAttached,
        digest=st.sampled_from([FileDigest("9f" * 32), FileDigest("0a" * 32)]),
        size=st.integers(0, 2**40),
        media=st.sampled_from(["application/pdf", "image/jpeg"]),
        name=names,
        paper=names,
    ),
    st.builds(
        ProvinceReported,
        state=st.sampled_from(NationalState),
        unit=names,
        note=names,
        happened_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
    st.builds(NationalAccepted, step=st.integers(0, 9), state=st.sampled_from(NationalState)),
    st.builds(NationalRefused, step=st.integers(0, 9), reason=names),
    st.builds(ResultHandedOver, to=names),
    st.builds(FormPrinted, form=forms, version=st.just("1"), copy=st.integers(1, 3)),
    st.builds(PrintingFailed, form=forms, copy=st.integers(1, 3), why=names),
    st.builds(PaperGivenUp, form=forms, copy=st.integers(1, 3), reason=names, begun=st.booleans()),
    process_events,
)
ticket_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(
        TicketIssued,
        number=st.sampled_from(["A001", "A002", ""]),
        day=st.sampled_from([date(2026, 11, 23), date.min, date.max]),
        services=st.lists(st.sampled_from(["hotich", "chungthuc"]), max_size=2).map(tuple),
    ),
    st.builds(TicketCalled, counter=counters, by_number=st.booleans()),
    st.builds(TicketCalledAgain, counter=counters),
    st.builds(ServingStarted, counter=counters),
    st.builds(TicketSkipped, counter=counters),
    st.builds(TicketHeld, counter=counters),
    st.builds(TicketReturnedToLine),
    st.builds(TicketMoved, service=st.sampled_from(["", "chungthuc"]), counter=st.none() | counters),
    st.builds(TicketServed, counter=counters),
    st.builds(TicketLeft),
    st.builds(TicketClosedAtDayEnd),
    st.builds(FormPrinted, form=forms, version=st.just("1"), copy=st.integers(1, 3)),
)
list_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(
        HandOverListMade,
        number=st.sampled_from(["BG.H99.99.99-261123-0001", "BG.H99.99.99-261123-0002", ""]),
        to=holders,
        dossiers=st.lists(st.sampled_from(DOSSIERS), max_size=3).map(tuple),
        giver=names,
    ),
    st.builds(HandOverListConfirmed, holder=holders),
    st.builds(HandOverDossierStruck, dossier=st.sampled_from(DOSSIERS), reason=names),
    st.builds(FormPrinted, form=forms, version=st.just("1"), copy=st.integers(1, 3)),
)
any_event: st.SearchStrategy[AnyEvent] = dossier_events | ticket_events | list_events

happenings: st.SearchStrategy[tuple[SubjectId, AnyEvent]] = st.one_of(
    st.tuples(st.sampled_from(DOSSIERS), dossier_events),
    st.tuples(st.sampled_from(TICKETS), ticket_events),
    st.tuples(st.sampled_from(LISTS), list_events),
    st.tuples(st.sampled_from([*DOSSIERS, *TICKETS, *LISTS]), any_event),
)
"""A subject and what happened to it: mostly of its kind, now and then of none."""

turns = st.timedeltas(timedelta(minutes=-5), timedelta(hours=1))
"""How far a PC clock moves between two events; sometimes somebody sets it back."""
