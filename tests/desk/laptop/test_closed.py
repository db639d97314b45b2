"""At a laptop that was without contact for too long no view shows what was loaded: every view there is is asked."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import islice, product
from pathlib import Path
from types import UnionType
from typing import Literal, Union, get_args, get_origin

import pytest
from msgspec.structs import replace as with_

from desk.dossiers import outcome
from desk.dossiers.returns import Collection
from desk.dossiers.work_lists import WorkFilter
from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.laptop import laptops
from desk.laptop.codes import give_code, use_code
from desk.views.open_desk import Late, OpenDesk
from desk.views.visits.visit import AskedVisit
from desk.visits import entitled, planning, requests
from desk.visits.needed import needed
from desk.visits.requests import VisitWish
from desk.words.visits.visit import CLOSED
from models.clerk import Clerk, Role
from models.events import DossierCorrected, EntitledListed, PaidBy, VisitGround
from models.ids import ClerkId, DeviceId, DossierId, SubjectId
from models.not_allowed import NotAllowed
from models.person import Person
from models.subjects.register import RegisterQuery
from models.trouble import Trouble
from tests.desk.intake.test_intake import COPIES, complete
from tests.desk.laptop.office import LAPTOP, Office

NAME, NUMBER, PHONE, PLACE = "Hoàng Thị Quýt", "001150000013", "0912345670", "Ngõ Cây Khế"
NOTED = "nhà sau lũy tre"
MARKS = (NAME, NUMBER, PHONE, PLACE, NOTED)
"""What nobody may read."""

TRIES = 24
"""So many ways to ask one view are enough."""

NOT_ASKED = {
    "laptop.wipe",
    "laptop.wipe_if_due",
    "laptop.use_code",
    "backup.rotate_key",
    "province.join",
    "province.rehome",
    "province.linked",
    "province.exchange",
    "setup.apply",
    "training.join",
    "training.add_clerks",
    "training.add_home_visits",
    "training.add_receipts",
}
"""These change the machine or ask another one, and tell nothing of a citizen."""

ONLY_OF_AN_ANSWER = {
    "appointments.book",
    "appointments.change",
    "appointments.keep",
    "appointments.want_slot",
    "assisted.filed",
    "assisted.not_done",
    "backup.end",
    "backup.end_reading",
    "backup.fail",
    "backup.keep_sheet",
    "bundles.added",
    "bundles.look",
    "bundles.take_in",
    "citizen_file.again",
    "citizen_file.apart",
    "citizen_file.merge",
    "citizen_file.open",
    "citizen_file.take_back",
    "declarations.issue",
    "declarations.keep_draft",
    "declarations.open",
    "declarations.picture",
    "dossiers.confirm",
    "dossiers.readable",
    "health.checks",
    "line.call_again",
    "line.finish",
    "line.hold",
    "line.left",
    "line.move",
    "line.return_to_line",
    "line.serve",
    "line.skip",
    "lists.list_job",
    "lists.one_more",
    "lists.slip_jobs",
    "lists.standing",
    "mobile.plan",
    "posters.with_desk",
    "prints.with_desk",
    "province.mend",
    "receipts.replace",
    "receipts.void",
    "register.with_desk",
    "staff.change",
    "staff.choose",
    "staff.make",
    "staff.sign_in",
    "updates.end_trial",
    "updates.look",
    "visits.change",
    "visits.keep_photograph",
}
"""These are asked with what only another view's answer has: a receipt, a batch, a sign-in, a ticket, a step."""

SHOWS = (
    "visits.day",
    "visits.planning",
    "visits.begin_intake",
    "visits.offered",
    "visits.route_paper",
    "dossiers.opened",
    "dossiers.found",
    "dossiers.listed",
    "intake.known",
    "intake.people",
    "money.page",
    "payments.papers_again",
    "payments.unpaid",
    "prints.receipt",
    "register.page",
    "returns.by_code",
    "work.page",
)
"""Some of those that show the person while the laptop is open: else nothing would be tested."""


class Loaded:
    """A laptop with one person's data aboard, and what names them."""

    def __init__(self, office: Office) -> None:
        self.office = office
        desk = replace(office.desk.desk, clerk=Clerk(id=ClerkId("quay"), name="Người quầy", roles=frozenset(Role)))
        person = Person(full_name=NAME, personal_number=NUMBER, phone=PHONE, address=f"{PLACE}, thôn Đông")
        form = complete(desk, COPIES, pages=3, submitter=person, paid_by=PaidBy.CASH)
        self.paid = intake.take_in(desk, form)
        self.result = intake.take_in(desk, with_(form, paid_by=None))
        outcome.check_in(desk, self.result.id, "A-1", signed_by="Lê Thị Mẫu")
        entitled.enter(desk, [EntitledListed(person=person, ground=VisitGround.AGE, hamlet="thôn Đông")])
        (self.entry,) = entitled.listed(desk)
        wish = VisitWish(person=person, procedures=(COPIES,), results=(self.result.id,), note=NOTED)
        self.visit = requests.request(desk, with_(wish, entitled=self.entry.id))
        waits = requests.request(desk, with_(wish, again=True))
        planning.plan(desk, [self.visit.id], desk.today + timedelta(days=6), laptop=LAPTOP)
        office.laptop.exchange()
        office.desk.exchange()
        days = [desk.today + timedelta(days=ahead) for ahead in range(8)]
        laptops.load(desk, LAPTOP, (*needed(desk, days, LAPTOP).subjects, waits.id), days=30)
        office.desk.exchange()
        office.laptop.exchange()
        office.later(days=6)
        here = office.laptop.desk
        self.desk = replace(here, clerk=Clerk(id=ClerkId("tan-nha"), name="Cán bộ", roles=frozenset(Role)))

    @property
    def money(self) -> tuple[SubjectId, ...]:
        """The payment aboard."""
        return self.desk.store.log.dossier(self.paid.id).payments


@pytest.fixture
def loaded(office: Office) -> Loaded:
    return Loaded(office)


def views() -> Iterator[str]:
    """Every question and act of every subject that screens may ask."""
    for subject, made in vars(OpenDesk).items():
        if isinstance(made, Late):
            yield from (
                f"{subject}.{name}" for name, _ in inspect.getmembers(made.kind, inspect.isfunction) if name[0] != "_"
            )


def values(loaded: Loaded, wanted: object, folder: Path) -> tuple[object, ...]:
    """What a parameter may be given; nothing = such a thing is only had from another view's answer."""
    desk, dossiers = loaded.desk, (loaded.paid.id, loaded.result.id)
    text, day = str(wanted), loaded.desk.today
    given: dict[object, tuple[object, ...]] = {
        str: (loaded.paid.code, NAME, NUMBER, PHONE, PLACE, COPIES),
        DossierId: dossiers,
        SubjectId: (loaded.visit.id, loaded.entry.id, *loaded.money),
        DeviceId: (LAPTOP,),
        ClerkId: (ClerkId("quay"),),
        int: (1,),
        bool: (True,),
        bytes: (b"",),
        date: (day, day + timedelta(days=1)),
        datetime: (desk.clock(),),
        Path: (folder,),
        Person: (Person(full_name=NAME, personal_number=NUMBER), Person(full_name=NAME)),
        IntakeForm: (IntakeForm(submitter=Person(personal_number=NUMBER)),),
        RegisterQuery: (RegisterQuery(first=day - timedelta(days=30), last=day),),
        AskedVisit: (AskedVisit(wish=VisitWish(person=Person(full_name=NAME), procedures=(COPIES,))),),
        Collection: (Collection(collector=Person(full_name=NAME)),),
        DossierCorrected: (DossierCorrected(reason="sai"),),
    }
    if wanted in given:
        return given[wanted]
    if isinstance(wanted, UnionType) or get_origin(wanted) is Union:
        first = next(one for one in get_args(wanted) if one is not type(None))
        return (None, *values(loaded, first, folder))[:3]
    if get_origin(wanted) is Literal:
        return get_args(wanted)
    if "Mapping" in text or text.startswith("dict["):
        return ({},)
    if "Sequence" in text or "tuple[" in text or "Iterable" in text:
        return (dossiers,) if "DossierId" in text else ((loaded.visit.id,), ()) if "SubjectId" in text else ((),)
    if inspect.isclass(wanted) and issubclass(wanted, Enum):
        return tuple(wanted)
    return (wanted(),) if wanted is WorkFilter else ()


def leaks(loaded: Loaded, view: str, folder: Path) -> tuple[str, ...] | None:
    """What a view tells of the person beyond what it was asked with; None = it cannot be asked."""
    subject, name = view.split(".")
    ask: Callable[..., object] = getattr(getattr(OpenDesk(loaded.desk), subject), name)
    needs = [one for one in inspect.signature(ask).parameters.values() if one.default is inspect.Parameter.empty]
    asked = False
    found: tuple[str, ...] = ()
    for chosen in islice(product(*(values(loaded, one.annotation, folder) for one in needs)), TRIES):
        asked, given = True, {one.name: value for one, value in zip(needs, chosen, strict=True)}
        try:
            told = repr(ask(**given))
        except (NotAllowed, Trouble) as no:
            told = f"{no} {getattr(no, 'sentence', '')}"
        except (KeyError, ValueError):  # asked with what no screen gives
            continue
        found = found or tuple(mark for mark in MARKS if mark in told and mark not in repr(given))
    return found if asked else None


def test_every_view_shows_what_was_loaded_while_a_code_opens_it_and_nothing_of_it_after(
    loaded: Loaded, tmp_path: Path
) -> None:
    given = give_code(loaded.office.desk.desk, LAPTOP)
    use_code(loaded.desk, given.code)
    assert [view for view in SHOWS if not leaks(loaded, view, tmp_path)] == []
    loaded.office.later(days=given.days + 1)
    told = {view: leaks(loaded, view, tmp_path) for view in views() if view not in NOT_ASKED}
    assert {view for view, found in told.items() if found} == set()
    assert {view for view, found in told.items() if found is None} == ONLY_OF_AN_ANSWER


def test_what_became_of_a_closed_visit_is_said_and_a_dossier_is_taken_in_in_it(loaded: Loaded) -> None:
    work = OpenDesk(loaded.desk)
    (card,) = work.visits.day().visits
    assert {one.name for one in work.visits.planning().waiting} == {CLOSED}
    assert (card.line.name, card.line.phone, card.line.hamlet) == (CLOSED, "", "")
    form = work.visits.begin_intake(card.line.id, COPIES)
    person = Person(full_name="Lý Thị Ở Bản", personal_number="001150000021", address="Bản Xa")
    taken = intake.take_in(loaded.desk, complete(loaded.desk, COPIES, pages=1, submitter=person, visit=form.visit))
    assert work.visits.day().visits[0].taken == (taken.code,)
    assert CLOSED in work.visits.done(card.line.id, "").sentence
    loaded.office.laptop.exchange()
    assert loaded.office.laptop.desk.store.log.unsent_count() == 0
    assert OpenDesk(loaded.desk).visits.day().visits[0].line.name == NAME
