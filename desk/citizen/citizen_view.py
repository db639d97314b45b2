"""``CitizenView``: what the citizen's screen shows at one moment, whole; the one before leaves nothing behind."""

from enum import StrEnum

from msgspec import Struct

from desk.settings import MoneySettings
from desk.words.terms import code_words, moment
from models.codes.vietqr import vietqr_text
from models.events import DueDate, FeeDue
from models.person import Organisation, Person
from models.subjects.dossier import Dossier


class CitizenState(StrEnum):
    """Where the citizen is."""

    IDLE = "idle"
    """Nobody: the office's name and the time."""
    CONFIRM = "confirm"
    """Sees what the clerk types, to say what is wrong."""
    DOSSIER = "dossier"
    """Told what was taken in and when to come back."""
    PAYMENT = "payment"
    """To pay, by VietQR when the view has a code."""
    TAKEN = "taken"
    """The money is here."""


class CitizenView(Struct, frozen=True, kw_only=True):
    """What is shown. Of one citizen, who stands before it; the screen is turned to nobody else.

    Attributes:
        name, procedure: whose matter it is, and which.
        number, born, phone, address: of who stands there, as they were typed; owner: whose matter it is, if another's.
        due: when to come back, as the receipt says it.
        amount: in đồng: to be paid, or taken; 0 = nothing. free: it is known to cost nothing.
        qr: text of the VietQR; empty = paid in another way.
        bank, account, holder, reference: what is typed by hand where the code cannot be read.
        note: one more line: the number of the receipt, or where to look it up.
    """

    state: CitizenState = CitizenState.IDLE
    name: str = ""
    procedure: str = ""
    number: str = ""
    born: str = ""
    phone: str = ""
    address: str = ""
    owner: str = ""
    free: bool = False
    due: str = ""
    amount: int = 0
    qr: str = ""
    bank: str = ""
    account: str = ""
    holder: str = ""
    reference: str = ""
    note: str = ""


def confirm_view(
    person: Person, owner: Person | Organisation | None, procedure: str, due: DueDate | None, fee: FeeDue | None
) -> CitizenView:
    """The view of what is typed, for the citizen to confirm by saying so. Digits of the number in groups of three."""
    number = person.personal_number or (person.document.number if person.document else "")
    grouped = " ".join(number[n : n + 3] for n in range(0, len(number), 3)) if number.isdigit() else number
    whose = (owner.full_name if isinstance(owner, Person) else owner.name) if owner is not None else ""
    return CitizenView(
        state=CitizenState.CONFIRM,
        name=person.full_name,
        number=grouped,
        born=f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or ""),
        phone=person.phone,
        address=person.address,
        owner=whose,
        procedure=procedure,
        due=moment(due.at) if due is not None and due.at is not None else "",
        amount=fee.total if fee is not None else 0,
        free=fee is not None and fee.free,
    )


def intake_view(dossier: Dossier) -> CitizenView:
    """The view of a dossier that was taken in: whose, what for, when to come back, what of it is to be paid."""
    intake = dossier.intake
    promised = dossier.promised or dossier.due
    return CitizenView(
        state=CitizenState.DOSSIER,
        name=intake.submitter.full_name if intake else "",
        procedure=intake.procedure.name if intake else "",
        due=moment(promised.at) if promised and promised.at else "",
        amount=dossier.owes,
        note=code_words(dossier.code),
    )


def payment_view(
    money: MoneySettings, amount: int, reference: str, *, name: str = "", procedure: str = ""
) -> CitizenView:
    """The view with which this amount is asked for by VietQR, into the office's account.

    Raises:
        BankBinMalformed, AccountMalformed, AmountNotTransferable, TransferWordsMalformed: no code can be made.
    """
    return CitizenView(
        state=CitizenState.PAYMENT,
        name=name,
        procedure=procedure,
        amount=amount,
        qr=vietqr_text(money.bank_bin, money.account, amount, reference),
        bank=money.bank_name,
        account=money.account,
        holder=money.account_holder,
        reference=reference,
    )
