"""Views of staff: signing in, locking, accounts."""

from msgspec import Struct

from desk.dossiers import attachments
from desk.intake import drafts
from desk.intake.intake import IntakeForm
from desk.staff import accounts, session
from desk.staff.accounts import Account, SignInAttempt
from desk.views.state import Views
from desk.views.view_models import AccountRow, AtWork, SignedIn
from models.clerk import Role
from models.events import SessionEnd
from models.ids import ClerkId


class AccountFields(Struct, frozen=True, kw_only=True):
    """What the page of accounts says of a clerk; ``unit``: its id, empty = none."""

    name: str
    phone: str
    roles: frozenset[Role]
    unit: str


class StaffViews(Views):
    """Each change of who works here answers with who does now."""

    def offered(self) -> tuple[session.SignInChoice, ...]:
        """Who may sign in."""
        return session.sign_in_choices(self.desk)

    def begin(self, clerk: ClerkId) -> SignInAttempt:
        """Somebody is about to prove who they are."""
        return accounts.begin_try(self.desk, clerk)

    def sign_in(self, tried: SignInAttempt, *, fits: bool, proof: str = "") -> SignedIn:
        """Work as this person from now on; with ``proof``, of a secret of their own in place of a one-time PIN."""
        if proof:
            self._state.desk = session.sign_in_anew(self.desk, tried, proof, fits=fits)
        else:
            self._state.desk = session.sign_in(self.desk, tried, fits=fits)
        attachments.remove_copies(self.desk)  # of whoever was relieved
        return SignedIn(at_work=self._state.at_work(), blank=IntakeForm(), draft=drafts.draft_to_continue(self.desk))

    def lock(self, how: SessionEnd) -> AtWork:
        """Nobody works here until somebody signs in. No readable copy of a scan stays behind."""
        self._state.desk = session.lock(self.desk, how)
        attachments.remove_copies(self.desk)
        return self._state.at_work()

    def rows(self) -> tuple[AccountRow, ...]:
        """Every account, for the list."""
        return tuple(self._row(one) for one in accounts.all_accounts(self.desk.store))

    def units(self) -> tuple[tuple[str, str], ...]:
        """The units of the office by id and name."""
        return tuple((unit.id, unit.name) for unit in self.desk.processes.units)

    def make(self, id_: str, told: AccountFields, proof: str, *, one_time: bool) -> AtWork:
        """A new account, with a one-time PIN or one that its owner has chosen; the first one becomes administrator."""
        self._state.desk = accounts.create_account(
            self.desk,
            id_,
            name=told.name,
            phone=told.phone,
            roles=told.roles,
            unit=told.unit,
            proof=proof,
            one_time=one_time,
        )
        return self._followed()

    def change(self, id_: ClerkId, told: AccountFields) -> AtWork:
        """Another name, phone, roles or unit."""
        self._state.desk = accounts.change(
            self.desk, id_, name=told.name, phone=told.phone, roles=told.roles, unit=told.unit
        )
        return self._followed()

    def reset(self, id_: ClerkId, proof: str) -> AtWork:
        """A one-time PIN."""
        self._state.desk = accounts.reset(self.desk, id_, proof)
        return self._followed()

    def switch(self, id_: ClerkId, *, on: bool) -> AtWork:
        """On or off."""
        self._state.desk = accounts.switch_on(self.desk, id_) if on else accounts.switch_off(self.desk, id_)
        return self._followed()

    def choose(self, tried: SignInAttempt, *, fits: bool, proof: str) -> AtWork:
        """Another secret of one's own."""
        accounts.change_secret(self.desk, tried, proof, fits=fits)
        return self._state.at_work()

    def _followed(self) -> AtWork:
        self._state.forget_names()
        return self._state.at_work()

    @staticmethod
    def _row(one: Account) -> AccountRow:
        return AccountRow(
            id=one.id,
            name=one.name,
            phone=one.phone,
            roles=tuple(role for role in Role if role in one.roles),
            opens=one.opens,
            one_time=one.one_time,
            off=one.off,
            staffed=one.staffed,
            seen_on=one.seen_on,
            unit=one.unit,
        )
