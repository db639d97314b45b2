"""The rail: the places of one's role, eight at most; what needs somebody shows itself at the foot for everybody."""

from itertools import chain, combinations, pairwise

import pytest
from PySide6.QtCore import Qt

from desk.settings import LookSettings, Theme
from models.clerk import ALL_ROLES, Role
from tests.ui.conftest import Clerk
from tests.ui.everywhere import settle
from tests.ui.shell.test_locking import works_as
from ui.program.pages import PAGES, RAIL
from ui.program.rail_signs import RailSigns
from ui.shell.page_entry import RailSign
from ui.shell.rail import MOST, Rail, RailButton, places_of
from ui.style.look import look

ROLES = {
    Role.CLERK: ["Quầy", "Hôm nay", "Hồ sơ", "Trả", "Thu tiền", "Tỉnh"],
    Role.LEADER: ["Hôm nay", "Trình ký", "Hồ sơ"],
    Role.POSTAL: ["Quầy", "Hôm nay", "Gửi đến", "Bưu gửi", "Trả"],
    Role.VISITOR: ["Đi đâu", "Quầy", "Trên máy"],
    Role.ADMIN: ["Sức khỏe", "Công chức", "Thiết lập", "Tỉnh", "Chưa in"],
}
BEGINS = {
    Role.CLERK: "counter",
    Role.LEADER: "work",
    Role.POSTAL: "counter",
    Role.VISITOR: "visits",
    Role.ADMIN: "health",
}
SEVERAL = {
    frozenset({Role.CLERK, Role.LEADER}): ["Quầy", "Hôm nay", "Trình ký", "Hồ sơ", "Trả", "Tỉnh"],
    frozenset({Role.CLERK, Role.ADMIN}): [
        "Quầy",
        "Hôm nay",
        "Hồ sơ",
        "Trả",
        "Tỉnh",
        "Sức khỏe",
        "Công chức",
        "Thiết lập",
    ],
    frozenset({Role.LEADER, Role.ADMIN}): [
        "Hôm nay",
        "Trình ký",
        "Hồ sơ",
        "Sức khỏe",
        "Công chức",
        "Thiết lập",
        "Tỉnh",
        "Chưa in",
    ],
}


def places(rail: Rail) -> list[str]:
    """As they lie, from above."""
    shown = sorted((one for one in rail.pages.values() if one.isVisible()), key=lambda one: one.y())
    return [one._words for one in shown]


def foot(rail: Rail) -> list[RailButton]:
    shown = [one for one in rail.findChildren(RailButton) if one.isVisible() and one not in rail.pages.values()]
    return sorted(shown, key=lambda one: one.y())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_places(clerk: Clerk, role: Role) -> None:
    works_as(clerk, role)
    settle()
    assert places(clerk.window.rail) == ROLES[role]
    assert clerk.window.front == BEGINS[role]


def test_who_is_several_things_has_the_places_of_all_of_them_and_nobody_more_than_eight(clerk: Clerk) -> None:
    rail = clerk.window.rail
    for roles in chain.from_iterable(combinations(Role, count) for count in range(1, len(Role) + 1)):
        rail.show_roles(frozenset(roles))
        settle()
        shown = places(rail)
        theirs = set(chain.from_iterable(ROLES[role] for role in roles))
        assert set(shown) <= theirs
        assert len(shown) == min(len(theirs), MOST)
        assert rail.pages[rail.first]._words == shown[0]


@pytest.mark.parametrize("roles", SEVERAL, ids=lambda roles: "+".join(sorted(roles)))
def test_each_place_stands_behind_what_it_follows_in_its_role(roles: frozenset[Role]) -> None:
    words = {page.name: page.rail for page in PAGES if page.rail and page.name != "money" and not page.at_choice}
    assert [words[name] for name in places_of(roles, RAIL, words)] == SEVERAL[roles]


def test_of_many_places_eight_are_shown_those_of_the_day_s_work_first() -> None:
    order = {Role.CLERK: [f"c{n}" for n in range(7)], Role.ADMIN: ["a0", "c3", "a1"]}
    assert places_of(ALL_ROLES, order, {name for names in order.values() for name in names}) == (
        *(f"c{n}" for n in range(7)),
        "a0",
    )
    assert places_of(ALL_ROLES, order, {"c3", "c4", "a0", "a1"}) == ("c3", "a1", "c4", "a0")


def test_a_page_at_choice_gives_way_where_there_are_too_many_places() -> None:
    order = {Role.CLERK: ["c0", "maybe", "c1"], Role.ADMIN: [f"a{n}" for n in range(6)]}
    known = {name for names in order.values() for name in names}
    assert "maybe" in places_of(frozenset({Role.CLERK}), order, known, {"maybe"})
    assert set(places_of(ALL_ROLES, order, known, {"maybe"})) == known - {"maybe"}


def test_the_table_names_the_pages_that_have_a_place() -> None:
    named = {name for names in RAIL.values() for name in names}
    assert named == {page.name for page in PAGES if page.rail}


def test_a_page_without_a_place_is_reached_by_its_key(clerk: Clerk) -> None:
    works_as(clerk, Role.CLERK)
    clerk.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    clerk.waits()
    assert clerk.window.front == "settings"
    shown = [button for button in clerk.window.rail.pages.values() if button.isVisible()]
    assert not any(button.isChecked() for button in shown)


def test_what_needs_somebody_is_at_the_foot_for_who_has_no_place_for_it(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.until(lambda: clerk.app.alongside is not None)
    monkeypatch.setattr(RailSigns, "_ask", lambda *_: None)  # the desk's own answers would take the sign's place
    clerk.waits()
    rail = clerk.window.rail
    sick = RailSign(words="có chỗ phải xử lý ngay", tone="bad", needs=True)
    rail.show_roles(frozenset({Role.CLERK}))
    before = foot(rail)
    rail.show_sign("health", sick)
    (shown,) = [one for one in foot(rail) if one not in before]
    assert shown.accessibleName() == "Sức khỏe máy (Ctrl+5): có chỗ phải xử lý ngay"
    shown.click()
    clerk.waits()
    assert clerk.window.front == "health"
    rail.show_roles(frozenset({Role.ADMIN}))
    assert not shown.isVisible()
    assert rail.pages["health"].accessibleName().endswith("có chỗ phải xử lý ngay")
    rail.show_roles(frozenset({Role.CLERK}))
    assert shown.isVisible()
    rail.show_sign("health", RailSign(words="có chỗ cần xem", tone="warn"))
    assert not shown.isVisible()


@pytest.mark.parametrize("roles", [ALL_ROLES, frozenset({Role.CLERK})])
def test_all_find_room_at_twice_the_type(clerk: Clerk, roles: frozenset[Role]) -> None:
    clerk.until(lambda: clerk.app.alongside is not None)
    works_as(clerk, *roles)
    clerk.app.signals.look_chosen.emit(LookSettings(theme=Theme.LIGHT, type_scale=2.0))
    rail = clerk.window.rail
    rail.show_sign("papers", RailSign(words="120 giấy đang chờ", count=120, tone="warn", needs=True))
    rail.show_sign("health", RailSign(words="có chỗ phải xử lý ngay", tone="bad", needs=True))
    for name in ("printer_tickets", "printer_papers"):
        sign = rail.findChild(RailButton, name)
        assert sign is not None
        sign.show()
    settle()
    assert clerk.window.height() == 728
    shown = sorted((one for one in rail.findChildren(RailButton) if one.isVisible()), key=lambda one: one.y())
    assert len(shown) >= 11
    for above, below in pairwise(shown):
        assert above.geometry().bottom() < below.geometry().top()
    assert rail.rect().contains(shown[-1].geometry())
    assert all(one.height() >= look().wide(22) for one in shown)


def test_what_stands_at_the_foot_leads_to_its_page(clerk: Clerk) -> None:
    clerk.until(lambda: clerk.app.alongside is not None)
    rail = clerk.window.rail
    rail.training.click()
    assert clerk.window.front == "faults"
    rail.reader.click()
    clerk.waits()
    assert clerk.window.front == "settings"
    assert clerk.window.page("settings")._front == "scanner"  # type: ignore[attr-defined] # the settings
    rail.palette_sign.click()
    assert clerk.app.palette.isVisible()
