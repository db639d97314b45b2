"""Views of staff: signing in, locking, accounts."""

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

    def make(self, id_: str, name: str, phone: str, roles: frozenset[Role], proof: str) -> AtWork:
        """A new account with a one-time PIN; the first one becomes administrator and works here."""
        self._state.desk = accounts.create_account(
            self.desk, id_, name=name, phone=phone, roles=roles, proof=proof, one_time=True
        )
        return self._followed()

    def make_first(self, id_: str, name: str, phone: str, roles: frozenset[Role], proof: str) -> AtWork:
        """The first account, with a PIN that its owner has chosen."""
        self._state.desk = accounts.create_account(self.desk, id_, name=name, phone=phone, roles=roles, proof=proof)
        return self._followed()

    def change(self, id_: ClerkId, name: str, phone: str, roles: frozenset[Role]) -> AtWork:
        """Another name, phone or roles."""
        self._state.desk = accounts.change(self.desk, id_, name=name, phone=phone, roles=roles)
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
        )
