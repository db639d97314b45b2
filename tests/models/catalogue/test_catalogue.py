"""The edition that ships, and how a catalogue is asked, read and written."""

import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest

from models.catalogue.catalogue import SHIPPED, Catalogue, read_catalogue, shipped, write_catalogue
from models.catalogue.catalogue_build import SOURCES, build
from models.fees import Quantities, price
from models.not_allowed import CaseUnknown, ChannelNotOffered, ProcedureUnknown
from models.procedure import Case, Channel, FeeKind, LimitUnit, Offer, Procedure, TimeLimit
from models.trouble import CatalogueUnreadable

OURS = shipped()
SERVICES = {"ho-tich", "chung-thuc", "cu-tru", "dat-dai-xay-dung", "kinh-doanh", "xa-hoi"}


def test_the_shipped_list_is_the_one_that_people_edit() -> None:
    assert build() == OURS, "edit models/catalogue/procedures, then: python -m models.catalogue.catalogue_build"


def test_an_exemption_for_a_procedure_that_the_file_does_not_have_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    shutil.copytree(SOURCES, tmp_path, dirs_exist_ok=True)
    residence = tmp_path / "residence.toml"
    residence.write_text(residence.read_text("utf-8").replace('"1.010038"]', '"1.010083"]'), "utf-8")
    with pytest.raises(ValueError, match=r"1\.010083"):
        build(tmp_path)


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
    assert papers["bo-roi"] & papers["co-chung-sinh"] == {"Tờ khai đăng ký khai sinh"}


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
    assert price(copies.fee, Quantities(pages=3, copies=2)).total == 10_000
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
    lodging = OURS.offer(OURS.get("2.001159"), "", Channel.DIRECT).limit
    assert lodging == TimeLimit(amount=1, unit=LimitUnit.HOURS)


WORK, DAYS = LimitUnit.WORKING_DAYS, LimitUnit.DAYS


@pytest.mark.parametrize(
    ("code", "case", "amount", "unit"),
    [
        # NĐ 168/2025/NĐ-CP as the steps of 2353/QĐ-BTC tell it; the portal's own field says "1" or nothing.
        ("1.001612", "ca-nhan", 3, WORK),
        ("2.000720", "noi-dung", 3, WORK),
        ("2.000575", "cap-lai", 1, WORK),
        ("2.000575", "cap-doi", 3, WORK),
        ("2.000575", "cap-doi-mua-ban", 3, WORK),
        ("1.001266", "", 5, WORK),
        ("1.001570", "", 1, WORK),
        # Luật Hộ tịch Đ28.2
        ("1.004859", "thay-doi-cai-chinh", 3, WORK),
        ("1.004859", "xac-dinh-lai-dan-toc", 3, WORK),
        # By what is built, not by the channel: the steps of 56/QĐ-BXD.
        ("1.013225", "nha-o", 15, DAYS),
        ("1.013225", "khong-theo-tuyen", 20, DAYS),
        ("1.013226", "nha-o", 15, DAYS),
        ("1.013226", "cong-trinh", 20, DAYS),
        # Luật Cư trú Đ19.3, Đ19.4, Đ31.2, Đ31.3
        ("1.010040", "co-trong-dan-cu", 5, WORK),
        ("1.010040", "chua-co-trong-dan-cu", 30, DAYS),
        ("1.010040", "chua-co-phuc-tap", 60, DAYS),
        ("1.003677", "bi-giam-sat", 1, WORK),
        ("1.003677", "bi-giam-sat-phuc-tap", 2, WORK),
        ("1.003677", "khac", 1, WORK),
        ("1.003677", "khac-phuc-tap", 2, WORK),
        # Luật Đất đai and its decree; ten days more go by the place of the land.
        ("1.012812", "", 30, DAYS),
        ("1.013967", "thong-thuong", 45, DAYS),
        ("1.013967", "mien-nui", 55, DAYS),
        *(
            (code, case, days, WORK)
            for code in ("1.012753", "1.013978")
            for case, days in (("cap-giay", 20), ("dang-ky", 17), ("cap-giay-mien-nui", 30), ("dang-ky-mien-nui", 27))
        ),
        # TT 01/2019/TT-BLĐTBXH Đ5.2, Đ9.2; NĐ 176/2025/NĐ-CP Đ4.1b
        ("1.001699", "", 25, WORK),
        ("1.001653", "", 5, WORK),
        ("1.014027", "huong", 10, WORK),
    ],
)
def test_a_limit_is_that_of_the_law_in_every_channel_and_names_it(
    code: str, case: str, amount: float, unit: LimitUnit
) -> None:
    procedure = OURS.get(code)
    offers = OURS.offers_by_case(procedure, Channel.DIRECT)
    limits = {
        offer.limit
        for channel in Channel
        for id_, offer in OURS.offers_by_case(procedure, channel).items()
        if offer and id_ == (case or next(iter(offers)))
    }
    assert [(limit.amount, limit.unit, limit.same_day) for limit in limits if limit] == [(amount, unit, False)]
    assert all(limit and limit.source for limit in limits)


@pytest.mark.parametrize(("code", "case"), [("1.004859", "bo-sung"), ("2.000908", "")])
def test_what_only_adds_a_fact_and_what_is_copied_from_a_register_is_done_the_same_day(code: str, case: str) -> None:
    limit = OURS.offer(OURS.get(code), case, Channel.DIRECT).limit
    assert limit is not None
    assert limit.same_day
    assert limit.source


def test_who_is_watched_over_reports_an_absence_in_person_and_others_online_too() -> None:
    absence = OURS.get("1.003677")
    assert OURS.offers_by_case(absence, Channel.ONLINE)["bi-giam-sat"] is None
    assert OURS.offers_by_case(absence, Channel.ONLINE)["khac"] is not None
    with pytest.raises(ChannelNotOffered):
        OURS.offer(absence, "bi-giam-sat", Channel.ONLINE)


def test_a_signature_costs_for_each_paper_however_many_signatures_it_bears() -> None:
    for code in ("2.000884", "2.001008", "2.000992"):
        rule = OURS.offer(OURS.get(code), "", Channel.DIRECT).fee
        assert [price(rule, Quantities(copies=papers)).total for papers in (1, 3)] == [10_000, 30_000]


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


def test_a_list_imported_over_an_earlier_edition_of_ours_gets_what_was_mended_since() -> None:
    old = Catalogue(
        version="2026.11",
        valid_from=OURS.valid_from,
        source=OURS.source,
        procedures=(Procedure(code="2.000720", name="một ngày", field="Hộ kinh doanh"),),
    )
    tax = Procedure(code="3.000001", name="thuế", field="Thuế")
    renewed = old.with_national(small("qg-1", tax)).renewed()
    assert renewed.get("2.000720") == OURS.get("2.000720")
    assert renewed.get("3.000001") == tax
    assert renewed.version == f"{OURS.version}+qg-1"
    assert len(renewed.procedures) == len(OURS.procedures) + 1


@pytest.mark.parametrize("version", ["2026.11", "tinh-7+qg-1", "2026.14+qg-1"])
def test_what_a_province_hands_out_or_is_new_stays_as_it_is(version: str) -> None:
    own = small(version, Procedure(code="2.000720", name="của tỉnh", field="Hộ kinh doanh"))
    assert own.renewed() is own


def test_the_shipped_file_stands_where_the_program_looks() -> None:
    assert SHIPPED.exists()
