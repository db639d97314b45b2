"""Strategies for whatever may have happened: any event, any history, sensible or not."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from models.calendar.pauses import ClockRule, Pause, PauseKind
from models.events import (
    PAYMENT,
    RECEIPT,
    RECEIPT_LEASE,
    SHIFT,
    TRANSFER,
    AnyEvent,
    CashMoved,
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
    EReceiptCancelReported,
    EReceiptReported,
    EReceiptRequested,
    EReceiptState,
    FeeDue,
    FeeLine,
    FeeReturned,
    FeeTaken,
    FileAttached,
    FloatCounted,
    Form,
    FormPrinted,
    HandOverDossierStruck,
    HandOverListConfirmed,
    HandOverListMade,
    Intake,
    NationalAccepted,
    NationalRefused,
    NationalState,
    NoticeReported,
    ObligationMet,
    ObligationTold,
    PaidBy,
    PaperGivenUp,
    PaperMissing,
    PaperReceived,
    PaymentAsked,
    PaymentGivenUp,
    PaymentReturned,
    PaymentTaken,
    PeopleShown,
    PriceChanged,
    PriceChangeKind,
    PrintingFailed,
    ProvinceReported,
    ReadBy,
    ReceiptAdjusted,
    ReceiptIssued,
    ReceiptLeaseClosed,
    ReceiptOwed,
    ReceiptReplaced,
    ReceiptVoided,
    ResultCheckedIn,
    ResultDecided,
    ResultHandedOver,
    ServingStarted,
    SettledDispute,
    SettledReceipt,
    ShiftClosed,
    ShiftOpened,
    StopCause,
    SupplementAsked,
    SupplementBrought,
    TakingsDeposited,
    TakingsHandedOver,
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
    TransferArrived,
    TransferMatched,
    TransferSetAside,
)
from models.ids import ClerkId, CounterId, DeviceId, DossierCode, DossierId, EventId, FileDigest, SubjectId, TicketId
from models.money import NOTES, Counted, PaidFee, ReceiptNumber
from models.notice import NoticeOutcome
from models.person import Organisation, Person, Unit
from models.procedure import ProcedureTaken
from models.process import Holder, ProcessStep

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
UNIT = Unit(id="H99.99.99", name="UBND xã Mẫu Sơn")

DOSSIERS = tuple(DossierId(SubjectId(f"dossier/0193a000-000{n}-7000-8000-00000000000{n}")) for n in range(3))
LISTS = tuple(SubjectId(f"list/0193a000-000{n}-7000-8000-00000000000{n}") for n in range(2))
PAYMENTS, RECEIPTS, SHIFTS, TRANSFERS = (
    tuple(SubjectId(f"{kind}0193a000-000{n}-7000-8000-00000000000{n}") for n in range(2))
    for kind in (PAYMENT, RECEIPT, SHIFT, TRANSFER)
)
LEASES = (SubjectId(f"{RECEIPT_LEASE}EBL01/26TAB/1"),)
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
pauses = st.lists(
    st.builds(Pause, id=asked, kind=st.sampled_from(PauseKind), rule=clocks, began_at=moments, ended_at=moments),
    max_size=2,
).map(tuple)
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
            st.builds(
                SettledDispute,
                device=st.integers(1, 3).map(DeviceId),
                seq=st.integers(1, 9),
                event=st.sampled_from([EventId(""), EventId("1-2"), EventId("2-3")]),
            ),
            max_size=2,
        ).map(tuple),
        reason=names,
        status=st.sampled_from(["", "received", "of a newer version"]),
        stage=st.sampled_from(["", "ready", "of a newer version"]),
        holder=st.none() | holders,
        place=st.none() | names,
        decided=st.none() | st.builds(ResultDecided, signed_by=names),
        ended_at=st.none() | moments,
        waits=st.none() | st.just(()),
        paused=st.none() | pauses,
        receipt=st.none()
        | st.builds(
            SettledReceipt,
            code=codes,
            intake=intakes,
            promised=st.builds(DueDate, at=due_dates),
            received_at=moments,
            received_by=st.just(ClerkId("b")),
            received_on=st.integers(1, 3).map(DeviceId),
        ),
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
    st.builds(
        NoticeReported,
        notice=names,
        about=seen,
        kind=st.sampled_from(["ready", "of a newer version"]),
        outcome=st.sampled_from([*NoticeOutcome, "of a newer version"]),
    ),
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
fees: st.SearchStrategy[tuple[PaidFee, ...]] = st.lists(
    st.builds(PaidFee, dossier=st.sampled_from(DOSSIERS), amount=amounts), max_size=2
).map(tuple)
fee_lines = st.lists(st.builds(FeeLine, name=names, amount=amounts), max_size=2).map(tuple)
receipt_numbers = st.builds(
    ReceiptNumber, form=st.just("EBL01"), series=st.sampled_from(["26TAB", "27TAB"]), number=st.integers(1, 5)
)
notes = st.lists(st.builds(Counted, note=st.sampled_from(NOTES), pieces=st.integers(0, 9)), max_size=3).map(tuple)
ways = st.sampled_from(list(PaidBy))
shifts = st.sampled_from([SubjectId(""), *SHIFTS])
second = st.just(ClerkId("b"))
payment_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(PaymentAsked, fees=fees, paid_by=ways, reference=st.sampled_from(["MCA", "MCB"])),
    st.builds(PaymentTaken, fees=fees, paid_by=ways, given=amounts, payer=names, shift=shifts),
    st.builds(PaymentGivenUp, reason=names),
    st.builds(PaymentReturned, fees=fees, reason=names, confirmed_by=second, paid_by=ways, shift=shifts),
)
receipt_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(ReceiptOwed, slip=codes, payment=st.sampled_from(PAYMENTS), fees=fees, lines=fee_lines, payer=names),
    st.builds(ReceiptIssued, number=receipt_numbers, payment=st.sampled_from(PAYMENTS), fees=fees, lines=fee_lines),
    st.builds(ReceiptVoided, reason=names, confirmed_by=second),
    st.builds(ReceiptReplaced, by=st.sampled_from(RECEIPTS), reason=names),
    st.builds(ReceiptAdjusted, by=st.sampled_from(RECEIPTS), reason=names),
    st.builds(EReceiptRequested, reference=st.just("r1")),
    st.builds(EReceiptCancelReported, reference=names, done=st.booleans(), reason=names),
    st.builds(EReceiptReported, state=st.sampled_from(EReceiptState), number=st.none() | receipt_numbers, lookup=names),
)
shift_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(ShiftOpened, counted=st.none() | notes),
    st.builds(FloatCounted, counted=notes),
    st.builds(CashMoved, amount=amounts, reason=names),
    st.builds(ShiftClosed, total=amounts, expected=amounts, reason=names),
    st.builds(TakingsHandedOver, to=names, amount=amounts),
    st.builds(TakingsDeposited, amount=amounts, place=names),
)
transfer_events: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(TransferArrived, provider=st.just("bank"), transaction=st.sampled_from(["1", "2"]), amount=amounts),
    st.builds(TransferMatched, payment=st.sampled_from(PAYMENTS)),
    st.builds(TransferSetAside, reason=names),
)
lease_events: st.SearchStrategy[AnyEvent] = st.builds(
    ReceiptLeaseClosed,
    form=st.just("EBL01"),
    series=st.just("26TAB"),
    first=st.just(1),
    last=st.just(500),
    reason=names,
)
money_of_a_dossier: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(FeeTaken, amount=amounts, paid_by=ways, payment=st.sampled_from(PAYMENTS)),
    st.builds(FeeReturned, amount=amounts, payment=st.sampled_from(PAYMENTS), paid_by=ways),
    st.builds(
        PriceChanged, kind=st.sampled_from(PriceChangeKind), fee=st.builds(FeeDue, lines=fee_lines), reason=names
    ),
)
money_events = payment_events | receipt_events | shift_events | transfer_events | lease_events | money_of_a_dossier
any_event: st.SearchStrategy[AnyEvent] = dossier_events | ticket_events | list_events | money_events


def _short(events: st.SearchStrategy[AnyEvent]) -> st.SearchStrategy[AnyEvent]:
    """The same strategy with a short text: hypothesis writes it out now and then, and warns of one so long."""

    @st.composite
    def event(draw: st.DrawFn) -> AnyEvent:
        return draw(events)

    return event()


happenings: st.SearchStrategy[tuple[SubjectId, AnyEvent]] = st.one_of(
    st.tuples(st.sampled_from(DOSSIERS), _short(dossier_events)),
    st.tuples(st.sampled_from(TICKETS), _short(ticket_events)),
    st.tuples(st.sampled_from(LISTS), _short(list_events)),
    st.tuples(st.sampled_from(PAYMENTS), _short(payment_events)),
    st.tuples(st.sampled_from(RECEIPTS), _short(receipt_events)),
    st.tuples(st.sampled_from(SHIFTS), _short(shift_events)),
    st.tuples(st.sampled_from(TRANSFERS), _short(transfer_events)),
    st.tuples(st.sampled_from(LEASES), _short(lease_events)),
    st.tuples(st.sampled_from(DOSSIERS), _short(money_of_a_dossier)),
    st.tuples(st.sampled_from([*DOSSIERS, *TICKETS, *LISTS]), _short(any_event)),
)
"""A subject and what happened to it: mostly of its kind, now and then of none."""

turns = st.timedeltas(timedelta(minutes=-5), timedelta(hours=1))
"""How far a PC clock moves between two events; sometimes somebody sets it back."""
