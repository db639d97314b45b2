"""What was handed in or given earlier is offered while it holds, to its own person alone, and reuse is recorded."""

from datetime import date

import pytest
from msgspec.structs import replace

from desk.citizen_file.merging import merge
from desk.desk import Desk
from desk.dossiers import attachments
from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.intake.reuse import EarlierPaper, ReusedPaperUnfounded, earlier_papers
from models.catalogue.paper_validity import holds_until, paper_validities
from models.events import FileAttached, PaperReceived
from models.person import Organisation, Person
from models.person_key import old_key, personal_key
from models.subjects.dossier import Dossier
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete

PAPER = "Giấy xác nhận tình trạng hôn nhân"
OTHER = replace(MAU, personal_number="001099000002", full_name="Trần Văn Khác", old_number="123456789")


def earlier(desk: Desk, person: Person = MAU, paper: str = PAPER) -> Dossier:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE, submitter=person))
    return attachments.attach_content(desk, dossier.id, "giay.pdf", b"%PDF-1.4 " + dossier.id.encode(), paper=paper)


def with_reused(desk: Desk, offered: EarlierPaper, person: Person = MAU) -> IntakeForm:
    form = complete(desk, RESIDENCE, submitter=person)
    paper = PaperReceived(name=offered.paper, electronic=1, reused=True, reused_from=offered.code)
    return replace(form, papers=(*form.papers, paper), files=(offered.file,))


def test_what_was_handed_in_earlier_is_offered_under_the_name_of_the_list_and_its_reuse_is_recorded(
    desk: Desk,
) -> None:
    before = earlier(desk)
    (offered,) = earlier_papers(desk, MAU, ("Tờ khai", "giấy xác nhận tình trạng hôn nhân"))
    assert (offered.code, offered.on, offered.until) == (before.code, date(2026, 11, 23), date(2027, 5, 23))
    after = intake.take_in(desk, with_reused(desk, offered))
    assert after.intake is not None
    assert after.intake.papers[-1].reused_from == before.code
    files = [one.event for one in desk.store.log.history(after.id) if isinstance(one.event, FileAttached)]
    assert [(one.paper, one.reused) for one in files] == [("giấy xác nhận tình trạng hôn nhân", True)]
    assert desk.store.dossiers.reused(desk.today, desk.today) == 1
    assert desk.store.dossiers.received(desk.today, desk.today) == 2
    # A reused copy is not offered again as if it were an own paper: what is offered stays the first one.
    assert [one.code for one in earlier_papers(desk, MAU, (PAPER,))] == [before.code]


def test_what_holds_no_more_is_not_offered_and_not_taken(desk: Desk, clock: TurnedClock) -> None:
    earlier(desk)
    (offered,) = earlier_papers(desk, MAU, (PAPER,))
    clock.turn(days=182)
    assert earlier_papers(desk, MAU, (PAPER,)) == ()
    assert ReusedPaperUnfounded in map(type, intake.preview(desk, with_reused(desk, offered)).problems)


def test_nobody_is_offered_or_given_a_strangers_paper(desk: Desk) -> None:
    earlier(desk, OTHER)
    (offered,) = earlier_papers(desk, OTHER, (PAPER,))
    assert earlier_papers(desk, MAU, (PAPER,)) == ()
    assert earlier_papers(desk, Person(full_name=OTHER.full_name), (PAPER,)) == ()
    assert earlier_papers(desk, Organisation(name="Hợp tác xã"), (PAPER,)) == ()
    with pytest.raises(ReusedPaperUnfounded):
        intake.take_in(desk, with_reused(desk, offered))


def test_what_lies_under_another_entry_of_the_person_is_offered_after_the_merge(desk: Desk) -> None:
    earlier(desk, replace(OTHER, personal_number=""))
    earlier(desk, OTHER, paper="Giấy khác")
    assert earlier_papers(desk, OTHER, (PAPER,)) == ()
    merge(desk, old_key("123456789"), personal_key("001099000002"), "Thẻ ghi số CMND cũ")
    assert [one.paper for one in earlier_papers(desk, OTHER, (PAPER,))] == [PAPER]


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert holds_until(PAPER, date(2026, 8, 31)) == date(2027, 2, 28)
    assert holds_until("Tờ khai", date(2026, 8, 31)) is None
    assert all(one.source and one.months > 0 for one in paper_validities())
