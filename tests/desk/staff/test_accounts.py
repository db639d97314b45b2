"""Accounts: secrets that are kept as Argon2id, throttled for good, never without an administrator."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.staff import accounts, pins, session
from desk.training.training import training_settings
from models.clerk import ALL_ROLES, Role
from models.events import ClerkSignedIn, ClerkSignedOut, SessionEnd, SignInFailed
from models.ids import ClerkId
from models.not_allowed import (
    AccountExists,
    AccountIncomplete,
    AccountOff,
    AccountUnknown,
    AccountWithoutPin,
    LastAdmin,
    NoAccounts,
    RoleForbids,
    SecretMustChange,
    SecretSame,
    SecretTooEasy,
    SecretTooShort,
    SecretWrong,
    TryLater,
)
from sync.messages import Staff
from tests.conftest import TurnedClock

AN, BINH = ClerkId("an"), ClerkId("binh")
PROOF = "$argon2id$v=19$m=8,t=1,p=1$YWFhYWFhYWE$mYXH/HHn3z7SYXkwB8Lq6w"
"""Never looked at here: whether a secret fits is said by the test."""


def make(desk: Desk, id_: str, *roles: Role, one_time: bool = False, proof: str = PROOF) -> Desk:
    return accounts.create_account(
        desk, id_, name=f"Người {id_}", roles=roles or (Role.CLERK,), proof=proof, one_time=one_time
    )


def enters(desk: Desk, id_: ClerkId, *, fits: bool = True) -> Desk:
    return session.sign_in(desk, accounts.begin_try(desk, id_), fits=fits)


# ---- secrets -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["123456", "654321", "567890", "111111", "121212", "123123", "abababababab"])
def test_what_is_tried_first_is_no_secret(secret: str) -> None:
    with pytest.raises(SecretTooEasy):
        pins.judge(secret)


@pytest.mark.parametrize("secret", ["280375", "750328", "28031975", "19750328", "010100"])
def test_a_birthday_is_no_pin(secret: str) -> None:
    with pytest.raises(SecretTooEasy):
        pins.judge(secret)


@pytest.mark.parametrize("secret", ["", "12345", "matkhau", "matkhau12"])
def test_short_secrets_are_refused(secret: str) -> None:
    with pytest.raises(SecretTooShort):
        pins.judge(secret)


@pytest.mark.parametrize("secret", ["739164", "918273", "50617283", "Mặt trời mọc"])
def test_others_are_taken(secret: str) -> None:
    pins.judge(secret)


def test_a_secret_fits_however_its_letters_are_composed_and_no_other_does() -> None:
    kept = pins.hashed("Mật khẩu đúng")
    assert kept.startswith("$argon2id$v=19$m=65536,t=2,p=1$")
    assert pins.fits(kept, "Mật khẩu đúng")
    assert not pins.fits(kept, "Mật khẩu dung")


def test_a_secret_takes_the_place_of_another_one_only() -> None:
    for old, fresh in (("40718293", "40718293"), ("ti\u1ebfng Vi\u1ec7t", "tie\u0302\u0301ng Vie\u0323\u0302t")):
        with pytest.raises(SecretSame):
            pins.anew(old, fresh)
    assert pins.fits(pins.anew("40718293", "918273"), "918273")


def test_a_one_time_pin_is_good_enough_itself() -> None:
    for _ in range(200):
        pins.judge(pins.one_time())


# ---- made and changed --------------------------------------------------------------------------------------


def test_without_accounts_the_clerk_of_the_settings_is_everything(desk: Desk) -> None:
    assert desk.clerk is not None
    assert (desk.clerk.id, desk.clerk.roles) == ("mau", ALL_ROLES)
    with pytest.raises(NoAccounts):
        session.lock(desk)


def test_the_first_account_becomes_administrator_and_works_on(desk: Desk) -> None:
    desk = make(desk, "an", Role.CLERK)
    assert desk.clerk is not None
    assert (desk.clerk.id, desk.clerk.roles) == (AN, frozenset({Role.CLERK, Role.ADMIN}))
    desk = make(desk, "binh", Role.CLERK)
    assert accounts.account(desk, BINH).roles == {Role.CLERK}
    assert desk.by == AN


def test_an_account_without_a_pin_locks_nobody_out(tmp_path: Path, clock: TurnedClock) -> None:
    write_settings(tmp_path, training_settings())
    desk = make(open_desk(tmp_path, clock=clock, training=True), "an", proof="")
    close_desk(desk)
    again = open_desk(tmp_path, clock=clock, training=True)
    assert again.clerk is not None
    assert again.clerk.id == "mau"
    with pytest.raises(AccountWithoutPin):
        accounts.begin_try(again, AN)
    close_desk(again)


@pytest.mark.parametrize("id_", ["", "có dấu", "a b", "x" * 33, "-a"])
def test_an_account_needs_an_id_a_name_and_a_role(desk: Desk, id_: str) -> None:
    with pytest.raises(AccountIncomplete) as no:
        accounts.create_account(desk, id_, name=" ", roles=(), proof=PROOF)
    assert no.value.missing == ("id", "name", "roles")


def test_an_account_may_name_a_unit_of_the_office_and_no_other(desk: Desk) -> None:
    made = accounts.create_account(desk, "an", name="An", roles=[Role.ADMIN], proof=PROOF, unit="Phòng Kinh tế")
    unit = accounts.account(made, AN).unit
    assert made.processes.unit(unit) is not None
    assert made.clerk is not None
    assert made.clerk.unit == unit
    kept = accounts.change(made, AN, name="An", phone="", roles=[Role.ADMIN])
    assert accounts.account(kept, AN).unit == unit
    with pytest.raises(accounts.ClerkUnitUnknown, match="xyz"):
        accounts.change(kept, AN, name="An", phone="", roles=[Role.ADMIN], unit="xyz")
    accounts.change(kept, AN, name="An", phone="", roles=[Role.ADMIN], unit="")
    assert accounts.account(kept, AN).unit == ""


def test_an_id_is_given_once_for_ever(desk: Desk) -> None:
    desk = make(make(desk, "an"), "binh")
    desk = accounts.switch_off(desk, BINH)
    with pytest.raises(AccountExists):
        make(desk, "binh")
    with pytest.raises(AccountOff):
        accounts.begin_try(desk, BINH)
    desk = accounts.switch_on(desk, BINH)
    assert enters(desk, BINH).by == BINH


def test_the_last_administrator_stays_one(desk: Desk) -> None:
    desk = make(make(desk, "an"), "binh")
    with pytest.raises(LastAdmin):
        accounts.switch_off(desk, AN)
    with pytest.raises(LastAdmin):
        accounts.change(desk, AN, name="An", phone="", roles=[Role.CLERK])
    desk = accounts.change(desk, BINH, name="Bình", phone="", roles=[Role.ADMIN])
    desk = accounts.change(desk, AN, name="An Mẫu", phone="0900 000 001", roles=[Role.CLERK])
    assert desk.clerk is not None
    assert (desk.clerk.name, desk.clerk.phone, desk.clerk.roles) == ("An Mẫu", "0900 000 001", frozenset({Role.CLERK}))
    with pytest.raises(RoleForbids):
        accounts.switch_off(desk, BINH)


def test_nobody_unknown_signs_in(desk: Desk) -> None:
    with pytest.raises(AccountUnknown):
        accounts.begin_try(desk, AN)


# ---- throttled ---------------------------------------------------------------------------------------------


class Up:
    """Seconds since the PC was started, as a test lets them go by."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def up(desk: Desk) -> Up:
    desk.observations.up = Up()
    return desk.observations.up


def wrong_often(desk: Desk, up: Up, times: int) -> None:
    for _ in range(times):
        up.wait(900)
        with pytest.raises(SecretWrong):
            enters(desk, AN, fits=False)


def test_wrong_tries_cost_more_and_more_time_up_to_a_limit(desk: Desk, up: Up) -> None:
    desk = make(desk, "an")
    waits = []
    for _ in range(14):
        with pytest.raises(SecretWrong) as wrong:
            enters(desk, AN, fits=False)
        waits.append(wrong.value.wait)
        up.wait(wrong.value.wait)
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]
    desk = enters(desk, AN)
    with pytest.raises(SecretWrong) as wrong:
        enters(desk, AN, fits=False)
    assert wrong.value.wait == 0
    history = [one.event for one in desk.store.log.history(accounts.subject_of(AN))]
    assert SignInFailed(times=14) in history


def test_while_one_waits_nothing_is_looked_at_and_the_seconds_left_are_told(desk: Desk, up: Up) -> None:
    desk = make(desk, "an")
    wrong_often(desk, up, 4)
    up.wait(3)
    with pytest.raises(TryLater) as later:
        accounts.begin_try(desk, AN)
    assert later.value.seconds == 7


@pytest.mark.parametrize("set_to", [{"days": 400}, {"minutes": 15}, {"days": -400}])
def test_a_clock_that_is_set_neither_shortens_nor_lengthens_the_wait(
    desk: Desk, clock: TurnedClock, up: Up, set_to: dict[str, float]
) -> None:
    desk = make(desk, "an")
    wrong_often(desk, up, 4)
    clock.turn(**set_to)
    for left in (10, 7, 4, 1):
        with pytest.raises(TryLater) as later:
            accounts.begin_try(desk, AN)
        assert later.value.seconds == left
        up.wait(3)
    assert enters(desk, AN).by == AN


def test_a_pc_started_anew_waits_from_its_start_and_locks_nobody_out(desk: Desk, up: Up) -> None:
    desk = make(desk, "an")
    wrong_often(desk, up, 4)
    up.now = 2.0
    with pytest.raises(TryLater) as later:
        accounts.begin_try(desk, AN)
    assert later.value.seconds == 8
    up.now = 11.0
    assert enters(desk, AN).by == AN


def test_tries_that_an_older_version_kept_are_waited_for_once(desk: Desk, up: Up) -> None:
    desk = make(desk, "an")
    wrong_often(desk, up, 4)
    kept = accounts.account(desk, AN)
    desk.store.accounts.save(AN, msgspec.json.encode(replace(kept, tried_up=None)))
    with pytest.raises(TryLater) as later:
        accounts.begin_try(desk, AN)
    assert later.value.seconds == 10
    up.wait(10)
    assert enters(desk, AN).by == AN


def test_neither_a_restart_nor_a_cut_before_the_verdict_gives_a_free_try(tmp_path: Path, clock: TurnedClock) -> None:
    write_settings(tmp_path, training_settings())
    desk = make(open_desk(tmp_path, clock=clock, training=True), "an")
    for _ in range(3):
        accounts.begin_try(desk, AN)  # and the program is gone
        close_desk(desk)
        desk = open_desk(tmp_path, clock=clock, training=True)
    with pytest.raises(TryLater):
        accounts.begin_try(desk, AN)
    close_desk(desk)


def test_a_secret_changed_meanwhile_is_wrong(desk: Desk) -> None:
    desk = make(make(desk, "an"), "binh")
    tried = accounts.begin_try(desk, BINH)
    accounts.reset(desk, BINH, PROOF + "x")
    with pytest.raises(SecretWrong):
        session.sign_in(desk, tried, fits=True)


# ---- sessions ----------------------------------------------------------------------------------------------


def test_sessions_are_told_by_events_on_the_clerk(tmp_path: Path, clock: TurnedClock) -> None:
    write_settings(tmp_path, training_settings())
    desk = make(make(open_desk(tmp_path, clock=clock, training=True), "an"), "binh")
    desk = enters(session.lock(desk, SessionEnd.IDLE), AN)
    desk = session.close(enters(desk, BINH))
    assert desk.clerk is None
    ends = {id_: [one.event for one in desk.store.log.history(accounts.subject_of(id_))] for id_ in (AN, BINH)}
    close_desk(desk)
    assert ends[AN] == [
        ClerkSignedIn(),
        ClerkSignedOut(how=SessionEnd.IDLE),
        ClerkSignedIn(),
        ClerkSignedOut(how=SessionEnd.CHANGED),
    ]
    assert ends[BINH] == [ClerkSignedIn(), ClerkSignedOut(how=SessionEnd.CLOSED)]
    again = open_desk(tmp_path, clock=clock, training=True)
    assert again.clerk is None
    assert all(one.today for one in session.sign_in_choices(again))
    close_desk(again)


def test_a_one_time_pin_opens_only_the_choice_of_another(desk: Desk) -> None:
    desk = make(make(desk, "an"), "binh", one_time=True)
    with pytest.raises(SecretMustChange):
        enters(desk, BINH)
    desk = session.sign_in_anew(desk, accounts.begin_try(desk, BINH), PROOF + "z", fits=True)
    assert desk.by == BINH
    assert accounts.account(desk, BINH).one_time is False


def test_new_settings_change_who_works_only_where_nobody_has_an_account(desk: Desk) -> None:
    plain = training_settings()
    other = replace(plain, clerk=replace(plain.clerk, id=ClerkId("khac")))
    assert session.with_settings(desk, other).by == "khac"
    assert session.with_settings(make(desk, "an"), other).by == AN


# ---- the province's list -----------------------------------------------------------------------------------


def staff(*ids: str, roles: tuple[str, ...] = ("clerk",)) -> list[Staff]:
    return [Staff(id=ClerkId(one), name=f"Cán bộ {one}", phone="0900", roles=roles) for one in ids]


def test_the_provinces_staff_have_accounts_that_an_administrator_activates(desk: Desk) -> None:
    desk = accounts.follow_staff(make(desk, "an"), staff("binh", "cuc", roles=("postal", "nobody knows")))
    binh = accounts.account(desk, BINH)
    assert (binh.name, binh.roles, binh.opens) == ("Cán bộ binh", frozenset({Role.POSTAL}), False)
    desk = accounts.reset(desk, BINH, PROOF)
    assert accounts.account(desk, BINH).opens
    assert [one.id for one in session.sign_in_choices(desk)] == [AN, BINH]


def test_a_later_list_is_followed_and_who_is_on_it_no_more_is_switched_off(desk: Desk) -> None:
    desk = accounts.follow_staff(make(desk, "an"), staff("binh", "cuc"))
    desk = accounts.reset(desk, BINH, PROOF)
    desk = accounts.follow_staff(desk, [Staff(id=ClerkId("cuc"), name="Cúc Mới", roles=("leader",))])
    assert accounts.account(desk, BINH).off
    cuc = accounts.account(desk, ClerkId("cuc"))
    assert (cuc.name, cuc.phone, cuc.roles, cuc.off) == ("Cúc Mới", "0900", frozenset({Role.LEADER}), False)
    assert not accounts.account(desk, AN).off
    desk = accounts.follow_staff(desk, staff("binh", "cuc"))
    assert not accounts.account(desk, BINH).off


def test_no_list_takes_the_last_administrator_away(desk: Desk) -> None:
    desk = accounts.follow_staff(make(desk, "an"), staff("an", "binh"))
    assert Role.ADMIN in accounts.account(desk, AN).roles
    desk = accounts.follow_staff(desk, staff("binh"))
    assert accounts.account(desk, AN).opens
    assert desk.clerk is not None
    assert Role.ADMIN in desk.clerk.roles


def test_who_is_switched_off_by_the_list_works_here_no_more(desk: Desk) -> None:
    desk = accounts.follow_staff(make(desk, "an"), staff("binh"))
    desk = accounts.reset(desk, BINH, PROOF)
    desk = session.sign_in_anew(desk, accounts.begin_try(desk, BINH), PROOF + "y", fits=True)
    assert accounts.follow_staff(desk, staff("cuc")).clerk is None
