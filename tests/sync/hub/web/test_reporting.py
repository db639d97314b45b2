"""Departments tell how far dossiers got; the desks of the right office hear it, nobody else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from models.events import NationalState, OnlineFiling, OnlineFilingAssisted, ProvinceReported
from models.history import read
from models.ids import is_province, new_dossier_id
from models.person import Person
from models.subjects.service.online_filing import filing_id
from sync.hub.settings import Department
from sync.hub.web.reporting import MOST_REPORTS, hash_of
from sync.messages import PATH_NEWS, PATH_REPORTS, PATH_UP, Cursor, News, NewsAsked, Refusal, UpAnswer
from tests.fakes.hub import RunningHub, refusal, running, settings_for
from tests.sync.hub.conftest import Desk
from tests.sync.hub.dossiers import BIRTH, UNIT, code_of, received, taken

ALL, ELSEWHERE = "token of the province", "token of another office's department"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    known = (
        Department(name="Tỉnh", token=hash_of(ALL)),
        Department(name="Sở", token=hash_of(ELSEWHERE), offices=("H11.11.11",)),
    )
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    with running(replace(settings, department=known)) as found:
        yield found


def report(hub: RunningHub, body: object, token: str = ALL) -> httpx.Response:
    return hub.speaker().send(
        "POST", PATH_REPORTS, msgspec.json.encode(body), headers={"Authorization": f"Bearer {token}"}
    )


def told(code: str, state: str = "4", **more: str) -> dict[str, str]:
    return {"MaHoSo": code, "TrangThai": state, **more}


def test_a_report_reaches_the_desk_and_a_bad_one_harms_no_other(hub: RunningHub) -> None:
    speaker = hub.join()
    desk = Desk(speaker.device)
    desk.record(new_dossier_id(), received(code_of(1)))
    speaker.batch(PATH_UP, desk.up(), UpAnswer)
    answer = report(
        hub,
        [
            told(code_of(99)),
            told(code_of(1), "11"),
            told(code_of(1), "4", ThoiDiemXuLy="20261124083000"),
            told("H11.11.11-261123-0001"),
            told("no code"),
            told(code_of(1), "9", NgayHenTra="20269999000000"),
        ],
    )
    assert answer.status_code == 200
    assert [one["KetQua"] for one in answer.json()] == [404, 422, 200, 404, 422, 422]
    assert [one["Truong"] for one in answer.json()] == ["", "TrangThai", "", "", "MaHoSo", "NgayHenTra"]
    news = speaker.batch(PATH_NEWS, NewsAsked(Cursor(), 1, 1), News)
    ((link,),) = (chain.links for chain in news.chains)
    assert [is_province(chain.device) for chain in news.chains] == [True]
    happened = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert read(link.body) == ProvinceReported(state=NationalState.IN_PROGRESS, happened_at=happened)
    assert link.subject == desk.log[0].subject


def test_the_same_report_again_is_told_once(hub: RunningHub) -> None:
    speaker = hub.join()
    desk = Desk(speaker.device)
    desk.record(new_dossier_id(), received(code_of(2)))
    speaker.batch(PATH_UP, desk.up(), UpAnswer)
    for _ in range(3):
        assert report(hub, [told(code_of(2))]).json()[0]["KetQua"] == 200
    assert speaker.batch(PATH_NEWS, NewsAsked(Cursor(), 1, 1), News).cursor.position == 2


def test_what_was_filed_with_help_is_told_to_the_office_that_helped_whoever_resolves_it(hub: RunningHub) -> None:
    speaker, code = hub.join(), "H11.11.11-261123-0042"
    filing = OnlineFiling(procedure=taken(BIRTH), person=Person(full_name="Nguyễn Văn Mẫu"), helped_by=UNIT)
    desk = Desk(speaker.device)
    desk.record(filing_id(code), OnlineFilingAssisted(portal_code=code, filing=filing))
    speaker.batch(PATH_UP, desk.up(), UpAnswer)
    assert report(hub, [told(code, "5"), told("H11.11.11-261123-0043")]).json()[0]["KetQua"] == 200
    news = speaker.batch(PATH_NEWS, NewsAsked(Cursor(), 1, 1), News)
    ((link,),) = (chain.links for chain in news.chains)
    assert link.subject == filing_id(code)
    assert read(link.body) == ProvinceReported(state=NationalState.SUPPLEMENT)


def test_without_a_token_or_for_another_office_nothing_is_told(hub: RunningHub) -> None:
    speaker = hub.join()
    desk = Desk(speaker.device)
    desk.record(new_dossier_id(), received(code_of(3)))
    speaker.batch(PATH_UP, desk.up(), UpAnswer)
    stranger = report(hub, [told(code_of(3))], token="guessed")  # noqa: S106 - invented
    assert (stranger.status_code, refusal(stranger).type) == (401, Refusal.SIGNATURE)
    assert report(hub, [told(code_of(3))], token=ELSEWHERE).json()[0]["KetQua"] == 404
    # A member's signature is no token, and a token is no signature.
    assert speaker.send("POST", PATH_REPORTS, b"[]").status_code == 401
    assert report(hub, []).status_code == 200
    token = {"Authorization": f"Bearer {ALL}"}
    assert hub.speaker().send("POST", PATH_NEWS, b"", headers=token).status_code == 401
    assert speaker.batch(PATH_NEWS, NewsAsked(Cursor(), 1, 1), News).cursor.position == 1


@pytest.mark.parametrize("body", [{}, "x", [1], [None], [[]], [{"MaHoSo": "x"}] * (MOST_REPORTS + 1)])
def test_what_is_no_list_of_reports_is_refused_whole(hub: RunningHub, body: object) -> None:
    answer = report(hub, body)
    assert (answer.status_code, refusal(answer).type) == (422, Refusal.UNREADABLE)
