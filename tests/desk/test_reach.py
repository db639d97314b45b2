"""What reaches postal staff: the approved list, and dossiers that are theirs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as with_

from desk.access_log import record_opened, record_shown
from desk.desk import Desk
from desk.dossiers import attachments, lookup, outcome, process, results, returns, work_lists
from desk.dossiers.returns import Collection
from desk.intake import intake, known
from desk.line import waiting
from desk.money import payments
from desk.opening import approved_of
from desk.prints import form_jobs
from desk.province_assignment import APPROVED
from desk.reach import NotApproved, OutOfReach
from desk.settings import Service
from models.catalogue.approved_list import Approval, ApprovedList, load_approved_list
from models.clerk import Clerk, Role
from models.events import Form, PaidBy, PaperMissing, ReadBy
from models.ids import ClerkId, CounterId, DossierId
from models.not_allowed import NotAllowed
from models.procedure import Level
from models.subjects.dossier import DossierStatus
from models.subjects.work_lists import WorkList
from models.trouble import CatalogueUnreadable
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete

PROVES = """
[[approved]]
level = "commune"
valid_from = 2026-07-01
valid_to = 2026-12-31
source = "QĐ 12/QĐ-UBND"
procedures = ["1.004222"]

[[approved]]
level = "province"
valid_from = 2027-01-01
source = "QĐ 13/QĐ-UBND"
procedures = ["2.000815"]
"""
GIVEN = ApprovedList(approved=(Approval(procedures=(RESIDENCE,), valid_from=date(2026, 1, 1), source="QĐ 1"),))


def as_(desk: Desk, id_: str, role: Role = Role.CLERK) -> Desk:
    return replace(desk, clerk=Clerk(id=ClerkId(id_), name=f"Người {id_}", roles=frozenset({role})))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return as_(replace(desk, approved=GIVEN), "can-bo")


@pytest.fixture
def postal(clerk: Desk) -> Desk:
    return as_(clerk, "buu-ta", Role.POSTAL)


def ready(desk: Desk, procedure: str = RESIDENCE) -> DossierId:
    """Taken in by who works here, and its result at the desk."""
    id_ = intake.take_in(desk, complete(desk, procedure, paid_by=PaidBy.CASH)).id
    outcome.check_in(as_(desk, "can-bo"), id_, "A-1", signed_by="Lê Thị Mẫu")
    return id_


def test_a_list_in_a_file_is_dated_and_says_who_decided_it(desk: Desk) -> None:
    (desk.folder / APPROVED).write_text(PROVES, "utf-8")
    found = approved_of(desk.folder)
    assert [one.level for one in found.approved] == [Level.COMMUNE, Level.PROVINCE]
    days = (date(2026, 6, 30), date(2026, 12, 31), date(2027, 1, 1))
    assert [found.procedures(day) for day in days] == [frozenset(), {RESIDENCE}, {COPIES}]


@pytest.mark.parametrize(
    "wrong", ['procedures = []\nsource = "x"', 'procedures = ["1"]\nsource = " "', 'procedures = ["1"]\nlevel = "x"']
)
def test_a_list_without_procedures_or_a_decision_is_refused_whole(desk: Desk, wrong: str) -> None:
    path = desk.folder / APPROVED
    path.write_text(f"[[approved]]\nvalid_from = 2026-01-01\n{wrong}\n", "utf-8")
    with pytest.raises(CatalogueUnreadable):
        load_approved_list(path)


def test_what_is_not_on_the_list_is_refused_at_once_with_the_counter_that_takes_it(clerk: Desk, postal: Desk) -> None:
    service = clerk.catalogue.get(COPIES).service
    named = with_(clerk.settings.waiting, services=(Service(id=service, name="Chứng thực"),))
    settings = with_(clerk.settings, waiting=named)
    postal, two = (
        replace(one, settings=with_(settings, device=with_(settings.device, counter=CounterId(counter), serves=())))
        for one, counter in ((postal, "9"), (clerk, "2"))
    )
    form = complete(postal, COPIES)
    for verb in (intake.take_in, lambda desk, form: intake.ask_supplement(desk, form, (PaperMissing(name="x"),), "y")):
        with pytest.raises(NotApproved) as no:
            verb(postal, form)
        assert no.value.sentence.endswith("không có trong danh mục giao bưu điện; mời người dân lấy số “Chứng thực”.")
    waiting.issue(two, (service,))
    waiting.call_next(two)
    problem = intake.preview(postal, form).problems[0]
    assert isinstance(problem, NotApproved)
    assert problem.sentence.endswith("mời người dân sang quầy 2 (Chứng thực).")
    assert intake.take_in(postal, complete(postal, RESIDENCE)).code
    assert intake.take_in(clerk, form).code


def test_without_a_list_postal_staff_take_in_nothing(desk: Desk) -> None:
    with pytest.raises(NotApproved):
        intake.take_in(as_(desk, "buu-ta", Role.POSTAL), complete(desk, RESIDENCE))


def test_results_are_returned_by_the_list_of_the_day(clerk: Desk, postal: Desk) -> None:
    mine, other, off = ready(postal), ready(clerk), ready(clerk, COPIES)
    later = replace(postal, approved=ApprovedList())
    whom = Collection(collector=MAU)
    assert isinstance(returns.hand_over(later, [mine], whom).refused[0].why, NotApproved)
    done = returns.hand_over(postal, [mine, other, off], whom)
    assert [one.id for one in done.dossiers] == [mine, other]
    assert [(one.dossier, type(one.why)) for one in done.refused] == [(off, OutOfReach)]


VERBS: dict[str, Callable[[Desk, DossierId], object]] = {
    "open": lambda desk, id_: record_opened(desk, id_, ReadBy.LIST),
    "show in a list": lambda desk, id_: record_shown(desk, ReadBy.SHOWN, [id_]),
    "by code": lambda desk, id_: lookup.by_code(desk, desk.store.dossiers.code_of(id_)),
    "history": lookup.history,
    "print": lambda desk, id_: form_jobs.form_job(desk, id_, Form.RECEIPT),
    "forward": lambda desk, id_: refused_of(process.forward(desk, [id_])),
    "what it owes": lambda desk, id_: payments.to_pay(desk, [id_], {id_: 1_000}),
    "check in": lambda desk, id_: outcome.check_in(desk, id_, "B-2"),
    "hand over": lambda desk, id_: results.hand_over(desk, id_, MAU.full_name),
    "attach": lambda desk, id_: attachments.attach(desk, id_, desk.folder / "nothing"),
}
"""What postal staff have a right to, done to one dossier."""


def refused_of(done: object) -> None:
    for one in getattr(done, "refused", ()):
        raise one.why


ROWS = """
                 own  others  ready-listed  ready-other
open             x    .       x             .
show in a list   x    .       x             .
by code          x    .       x             .
history          x    .       x             .
print            x    .       x             .
forward          x    .       x             .
what it owes     x    .       x             .
check in         x    .       x             .
hand over        x    .       x             .
attach           x    .       x             .
"""


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_reaches_the_dossiers_of_its_row_and_all_of_them_for_a_clerk(
    clerk: Desk, postal: Desk, name: str
) -> None:
    marks = next(line[17:].split() for line in ROWS.splitlines() if line[:17].strip() == name)
    dossiers = (
        intake.take_in(postal, complete(postal, RESIDENCE, paid_by=PaidBy.CASH)).id,
        intake.take_in(clerk, complete(clerk, RESIDENCE, paid_by=PaidBy.CASH)).id,
        ready(clerk),
        ready(clerk, COPIES),
    )
    for who, rows in ((postal, marks), (as_(clerk, "nguoi-khac"), ["x"] * 4)):
        for id_, mark in zip(dossiers, rows, strict=True):
            try:
                VERBS[name](who, id_)
            except OutOfReach:
                assert mark == ".", (name, id_)
            except (NotAllowed, OSError):  # it went on, and was refused for what it is
                assert mark == "x", (name, id_)
            else:
                assert mark == "x", (name, id_)


def test_searches_lists_and_known_people_hold_their_own_dossiers_alone(clerk: Desk, postal: Desk) -> None:
    theirs = with_(MAU, full_name="Lý Thị Khác", personal_number="001099000002")
    intake.take_in(clerk, with_(complete(clerk, RESIDENCE), submitter=theirs))
    mine = intake.take_in(postal, complete(postal, RESIDENCE)).id
    assert [row.id for row in lookup.find(postal, "ly thi khac")] == []
    assert len(lookup.find(clerk, "ly thi khac")) == 1
    assert lookup.people(postal, "001099000002") == []
    assert known.known(postal, "001099000002") is None
    assert known.known(clerk, "001099000002") is not None
    for order in ("newest", "name", "due"):
        listed = lookup.listed(postal, only=None, order=order, limit=10)
        assert [row.id for row in listed] == [mine]
    assert lookup.count(postal, None) == lookup.count(postal, DossierStatus.RECEIVED) == 1
    assert lookup.count(clerk, None) == 2


def test_the_list_of_results_holds_those_of_the_approved_list_whoever_took_them_in(clerk: Desk, postal: Desk) -> None:
    listed, other = ready(clerk), ready(clerk, COPIES)
    assert [row.id for row in work_lists.listed(postal, WorkList.READY)] == [listed]
    assert work_lists.counts(postal, of=[WorkList.READY]) == {WorkList.READY: 1}
    assert {row.id for row in work_lists.listed(clerk, WorkList.READY)} == {listed, other}


def test_who_is_a_clerk_too_is_not_narrowed(clerk: Desk) -> None:
    both = Clerk(id=ClerkId("hai"), name="Hai", roles=frozenset({Role.POSTAL, Role.CLERK}))
    two = replace(clerk, clerk=both)
    assert intake.take_in(two, complete(two, COPIES)).code
    assert len(lookup.find(two, "mau")) == 1
