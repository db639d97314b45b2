"""The edition that ships, and how a catalogue is asked, read and written."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from models.catalogue.building import build
from models.catalogue.catalogue import SHIPPED, Catalogue, read_catalogue, shipped, write_catalogue
from models.fees import price
from models.not_allowed import CaseUnknown, ChannelNotOffered, ProcedureUnknown
from models.procedure import Case, Channel, FeeKind, LimitUnit, Offer, Procedure, TimeLimit
from models.trouble import CatalogueUnreadable

OURS = shipped()
SERVICES = {"ho-tich", "chung-thuc", "cu-tru", "dat-dai-xay-dung", "kinh-doanh", "xa-hoi"}


def test_the_shipped_list_is_the_one_that_people_edit() -> None:
    assert build() == OURS, "edit models/catalogue/procedures, then: python -m models.catalogue.building"


def test_seventy_procedures_or_more_have_papers_and_a_known_way_to_file() -> None:
    known = [p for p in OURS.procedures if p.decision and any(case.papers for case in p.cases) and p.offers]
    assert len(known) >= 70


def test_every_procedure_is_whole() -> None:
    codes = [p.code for p in OURS.procedures]
    assert len(set(codes)) == len(codes)
    for procedure in OURS.procedures:
        assert procedure.service in SERVICES
        assert procedure.offers, procedure.code
        assert procedure.cases, procedure.code
        ids = [case.id for case in procedure.cases]
        assert len(set(ids)) == len(ids)
        assert all(case.id and (case.name or len(ids) == 1) for case in procedure.cases)


def test_every_checklist_line_is_short_and_counted() -> None:
    for procedure in OURS.procedures:
        for case in procedure.cases:
            names = [paper.name for paper in case.papers]
            assert len(set(names)) == len(names), procedure.code
            for paper in case.papers:
                assert 3 <= len(paper.name) <= 140, paper.name
                assert paper.originals + paper.copies > 0
                assert not paper.name.endswith((" ", ".", ";", ","))


def test_a_birth_in_time_is_done_the_same_day_and_free() -> None:
    birth = OURS.get("1.001193")
    for case in birth.cases:
        offer = OURS.offer(birth, case.id, Channel.DIRECT)
        assert offer.limit is not None
        assert offer.limit.same_day
        assert offer.fee.kind is FeeKind.FREE
    papers = {case.id: {paper.name for paper in case.papers if paper.required} for case in birth.cases}
    assert "Biên bản về việc trẻ bị bỏ rơi" in papers["bo-roi"]
    assert not papers["bo-roi"] & papers["co-chung-sinh"]


@pytest.mark.parametrize("code", ["2.000806", "1.004859", "1.013225", "1.000656", "1.001612"])
def test_free_on_the_portal_but_set_by_the_province_is_not_free(code: str) -> None:
    procedure = OURS.get(code)
    assert all(offer.fee.kind is FeeKind.SET_BY_PROVINCE for offer in procedure.offers)


@pytest.mark.parametrize("code", ["1.010028", "2.001159", "1.001699"])
def test_no_information_is_not_free(code: str) -> None:
    offer = OURS.offer(OURS.get(code), "", Channel.DIRECT)
    told = price(offer.fee)
    assert not told.free
    assert not told.lines


def test_certification_has_the_limits_of_the_decree_and_the_prices_of_the_circular() -> None:
    copies = OURS.offer(OURS.get("2.000815"), "", Channel.DIRECT)
    assert copies.limit == TimeLimit(amount=1, same_day=True, source="Điều 7 NĐ 23/2015/NĐ-CP")
    assert price(copies.fee, pages=3, copies=2).total == 10_000
    contract = OURS.offer(OURS.get("2.001035"), "thong-thuong", Channel.DIRECT)
    assert contract.limit == TimeLimit(amount=2, source="Điều 37 NĐ 23/2015/NĐ-CP")
    assert price(contract.fee).total == 50_000
    rural_loan = OURS.offer(OURS.get("2.001035"), "vay-nong-nghiep", Channel.DIRECT)
    assert price(rural_loan.fee).free


def test_limits_differ_by_channel_by_case_and_by_unit() -> None:
    land = OURS.get("1.012753")
    days = [OURS.offer(land, "", channel).limit for channel in (Channel.DIRECT, Channel.ONLINE, Channel.POST)]
    assert [limit.amount for limit in days if limit] == [20, 17, 30]
    residence = OURS.get("1.010041")
    assert OURS.offer(residence, "co-du-lieu", Channel.ONLINE).limit == TimeLimit(amount=1)
    assert OURS.offer(residence, "can-xac-minh", Channel.ONLINE).limit == TimeLimit(amount=3)
    permit = OURS.offer(OURS.get("1.013225"), "", Channel.DIRECT).limit
    assert permit == TimeLimit(amount=15, unit=LimitUnit.DAYS)
    lodging = OURS.offer(OURS.get("2.001159"), "", Channel.DIRECT).limit
    assert lodging == TimeLimit(amount=1, unit=LimitUnit.HOURS)


def test_what_is_not_offered_or_not_known_is_refused() -> None:
    with pytest.raises(ProcedureUnknown):
        OURS.get("9.999999")
    with pytest.raises(CaseUnknown) as unknown:
        OURS.offer(OURS.get("1.001193"), "tre-lac", Channel.DIRECT)
    assert "bo-roi" in unknown.value.known
    with pytest.raises(ChannelNotOffered) as closed:
        OURS.offer(OURS.get("2.000815"), "", Channel.ONLINE)
    assert closed.value.offered == ("direct",)


def test_an_only_case_need_not_be_named() -> None:
    marriage = OURS.get("1.000894")
    assert OURS.case(marriage, "") == marriage.cases[0]
    with pytest.raises(CaseUnknown):
        OURS.case(OURS.get("1.001193"), "")


def small(version: str, *procedures: Procedure) -> Catalogue:
    return Catalogue(version=version, valid_from=date(2026, 7, 1), source=version, procedures=procedures)


def test_an_offer_of_the_case_wins_over_that_of_the_procedure() -> None:
    own = Offer(channel=Channel.DIRECT, limit=TimeLimit(amount=1))
    other = Offer(channel=Channel.DIRECT, limit=TimeLimit(amount=9))
    procedure = Procedure(
        code="1.000001", name="Thử", field="Thử", offers=(other,), cases=(Case(id="a", name="A", offers=(own,)),)
    )
    catalogue = small("1", procedure)
    assert catalogue.offer(procedure, "a", Channel.DIRECT) == own
    assert catalogue.offer(procedure, "", Channel.DIRECT) == other


def test_written_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "own" / "catalogue.json"
    write_catalogue(path, OURS)
    assert read_catalogue(path) == OURS
    write_catalogue(path, small("2"))
    assert read_catalogue(path).version == "2"
    assert [file.name for file in path.parent.iterdir()] == ["catalogue.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', '{"version":"1","valid_from":"soon"}'])
def test_what_is_no_catalogue_is_trouble_with_a_detail(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueUnreadable) as told:
        read_catalogue(path)
    assert told.value.detail


def test_a_code_entered_twice_is_no_catalogue(tmp_path: Path) -> None:
    twice = OURS.procedures[0]
    path = tmp_path / "catalogue.json"
    path.write_bytes(msgspec.json.encode(small("1", twice, twice)))
    with pytest.raises(CatalogueUnreadable, match=r"1\.001193"):
        read_catalogue(path)
    with pytest.raises(CatalogueUnreadable):
        read_catalogue(tmp_path / "none.json")


def test_a_newer_national_list_replaces_the_older_one_but_never_what_ships() -> None:
    birth = Procedure(code="1.001193", name="máy đọc", field="Hộ tịch")
    old = Procedure(code="3.000001", name="cũ", field="Thuế")
    gone = Procedure(code="3.000002", name="chỉ có trước", field="Thuế")
    new = Procedure(code="3.000001", name="mới", field="Thuế")
    first = OURS.with_national(small("qg-1", birth, old, gone))
    second = first.with_national(small("qg-2", birth, new))
    assert second.get("1.001193") == OURS.get("1.001193")
    assert second.get("3.000001").name == "mới"
    assert second.get("3.000002").name == "chỉ có trước"
    assert second.version == f"{OURS.version}+qg-2"
    assert len(second.procedures) == len(OURS.procedures) + 2


def test_the_shipped_file_stands_where_the_program_looks() -> None:
    assert SHIPPED.exists()
