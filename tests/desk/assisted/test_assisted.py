"""A citizen is helped to file online: steps, portal code, who helped, what became of it."""

from dataclasses import replace as with_
from datetime import timedelta

import pytest
from msgspec.structs import replace

from desk.assisted import assisted
from desk.assisted.assisted import (
    FiledAlready,
    FilingOver,
    FilingUnknown,
    NotFiledOnline,
    OnlineHelp,
    PortalCodeMalformed,
    StepsLeft,
)
from desk.desk import Desk
from desk.words.history import tell_each
from models.catalogue.online_guides import SHIPPED_GUIDES, is_online, is_online_only, load_guides
from models.clerk import Clerk, Role
from models.events import DossierRead, NationalState, ProvinceReported
from models.ids import ClerkId
from models.not_allowed import PersonIncomplete, ReasonMissing
from models.subjects.service.online_filing import FilingEnd, filing_id, fold
from models.trouble import CatalogueUnreadable
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import MAU

CHILD, DEATH, MARRIAGE = "3.000722", "2.002913", "1.000894"
CODE = "H99.11.22-261123-0007"


def helped(desk: Desk, procedure: str = CHILD, code: str = CODE) -> OnlineHelp:
    found = assisted.guide(desk, procedure)
    assert found is not None
    return OnlineHelp(procedure=procedure, person=MAU, code=code, steps=tuple(step.name for step in found.steps))


def test_what_was_filed_with_help_is_followed_under_the_portals_code(desk: Desk) -> None:
    filed = assisted.filed(desk, helped(desk, code=" h99.11.22-261123-0007 "))
    assert (filed.portal_code, filed.end, filed.helper) == (CODE, FilingEnd.OPEN, desk.by)
    assert filed.filing is not None
    assert filed.filing.helped_by == desk.settings.office.unit
    assert [one.id for one in assisted.followed(desk)] == [filed.id] == [assisted.of_code(desk, CODE.lower())]
    with pytest.raises(FiledAlready):
        assisted.filed(desk, helped(desk))


def test_every_needed_step_comes_before_the_code(desk: Desk) -> None:
    whole = helped(desk)
    found = assisted.guide(desk, CHILD)
    assert found is not None
    optional = {step.name for step in found.steps if not step.needed}
    assert optional
    with pytest.raises(StepsLeft) as left:
        assisted.filed(desk, replace(whole, steps=whole.steps[1:]))
    assert whole.steps[0] in left.value.sentence
    with pytest.raises(PortalCodeMalformed):
        assisted.filed(desk, replace(whole, code="H99-7"))
    with pytest.raises(PersonIncomplete):
        assisted.filed(desk, replace(whole, person=replace(MAU, full_name="")))
    with pytest.raises(NotFiledOnline):
        assisted.filed(desk, replace(helped(desk, DEATH), procedure=offered_directly(desk)))
    assisted.filed(desk, replace(whole, steps=tuple(name for name in whole.steps if name not in optional)))


def offered_directly(desk: Desk) -> str:
    return next(one.code for one in desk.catalogue.procedures if not is_online(one))


def test_help_without_a_filing_says_why_and_is_counted_apart(desk: Desk) -> None:
    with pytest.raises(ReasonMissing):
        assisted.not_done(desk, helped(desk), "")
    ended = assisted.not_done(desk, helped(desk), "Chưa có tài khoản mức 2")
    assert (ended.end, ended.note) == (FilingEnd.NOT_DONE, "Chưa có tài khoản mức 2")
    assert assisted.followed(desk) == []
    with pytest.raises(FilingOver):
        assisted.tell(desk, ended.id, NationalState.RECEIVED)


def test_clerk_and_province_tell_how_far_it_got_and_what_was_so_last_holds(desk: Desk, clock: TurnedClock) -> None:
    filed = assisted.filed(desk, helped(desk))
    clock.turn(hours=2)
    seen = assisted.tell(desk, filed.id, NationalState.SUPPLEMENT, "Chụp lại giấy chứng sinh")
    assert (seen.state, seen.by_province, seen.note) == (NationalState.SUPPLEMENT, False, "Chụp lại giấy chứng sinh")
    late = ProvinceReported(state=NationalState.RECEIVED, happened_at=clock() - timedelta(hours=1))
    desk.store.log.record(filed.id, desk.by, late)
    assert assisted.opened(desk, filed.id).state is NationalState.SUPPLEMENT
    desk.store.log.record(filed.id, desk.by, ProvinceReported(state=NationalState.HANDED_OVER, unit="UBND xã"))
    done = assisted.opened(desk, filed.id)
    assert (done.end, done.by_province, done.unit) == (FilingEnd.ENDED, True, "UBND xã")
    assert assisted.followed(desk) == []
    told = tell_each([one.event for one in desk.store.log.history(filed.id)])
    assert told[:2] == [
        f"Hỗ trợ nộp trực tuyến, mã hồ sơ trên Cổng {CODE}.",
        "Xem trên Cổng: hồ sơ yêu cầu bổ sung giấy tờ: Chụp lại giấy chứng sinh.",
    ]


def test_a_mistaken_entry_counts_nowhere_and_its_code_can_be_entered_anew(desk: Desk) -> None:
    filed = assisted.filed(desk, helped(desk))
    assisted.void(desk, filed.id, "Ghi nhầm người")
    assert (assisted.followed(desk), assisted.figures(desk, desk.today, desk.today).filed.total()) == ([], 0)
    with pytest.raises(FilingOver):
        assisted.void(desk, filed.id, "lần nữa")
    assert assisted.filed(desk, helped(desk)).end is FilingEnd.OPEN


def test_figures_are_the_offices_and_each_persons(desk: Desk, clock: TurnedClock) -> None:
    first = desk.today
    other = with_(desk, clerk=Clerk(id=ClerkId("khac"), name="Khác", roles=frozenset({Role.CLERK})))
    assisted.filed(desk, helped(desk))
    clock.turn(days=1)
    assisted.filed(other, helped(desk, DEATH, "H99.11.22-261123-0008"))
    assisted.not_done(other, helped(desk), "Cổng lỗi")
    desk.store.log.rebuild()
    found = assisted.figures(desk, first, desk.today)
    assert (found.filed, found.not_done) == ({desk.by: 1, "khac": 1}, {"khac": 1})
    assert found.procedures == {CHILD: 1, DEATH: 1}
    assert assisted.figures(desk, first, first).filed == {desk.by: 1}


def test_who_reads_the_persons_file_is_recorded_unless_they_helped(desk: Desk) -> None:
    filed = assisted.filed(desk, helped(desk))
    assisted.opened(desk, filed.id)
    assisted.opened(with_(desk, clerk=Clerk(id=ClerkId("khac"), name="Khác", roles=frozenset({Role.CLERK}))), filed.id)
    read = [one.clerk for one in desk.store.log.history(filed.id) if isinstance(one.event, DossierRead)]
    assert read == ["khac"]
    with pytest.raises(FilingUnknown):
        assisted.opened(desk, filing_id("H99.11.22-261123-0009"))


def test_two_machines_that_enter_one_code_follow_one_matter_helped_by_the_first(desk: Desk) -> None:
    subject, event = assisted.filing(desk, helped(desk))
    for clerk in ("mot", "hai"):
        desk.store.log.record(subject, ClerkId(clerk), event)
    assert [(one.id, one.helper) for one in assisted.followed(desk)] == [(subject, "mot")]
    assert fold(subject, desk.store.log.history(subject)).events == 2


def test_the_offices_own_guides_hold_and_a_wrong_file_is_told(desk: Desk) -> None:
    (desk.folder / assisted.GUIDES).write_text(
        f'[[guides]]\nprocedures = ["{CHILD}"]\nvalid_from = 2026-01-01\nsteps = [{{ name = "Một bước" }}]\n', "utf-8"
    )
    found = assisted.guide(desk, CHILD)
    assert found is not None
    assert [step.name for step in found.steps] == ["Một bước"]
    assert assisted.guide(desk, DEATH) is None
    (desk.folder / assisted.GUIDES).write_text("[[guides]]\nvalid_from = 2026-01-01\nsteps = []\n", "utf-8")
    with pytest.raises(CatalogueUnreadable):
        assisted.guide(desk, CHILD)


def test_every_procedure_that_is_online_only_has_a_guide_that_ends_with_the_code(desk: Desk) -> None:
    guides = load_guides(SHIPPED_GUIDES)
    online = [one for one in desk.catalogue.procedures if is_online_only(one)]
    assert {CHILD, DEATH} < {one.code for one in online}
    for one in online:
        guide = guides.of(one.code, desk.today)
        assert guide is not None
        assert "mã hồ sơ" in guide.steps[-1].name
