"""Refusals: one class per reason, with the facts a sentence needs; ``desk.words`` has the sentences."""

from datetime import date

from models.clerk import Role


class NotAllowed(Exception):  # noqa: N818
    """Base of all refusals: a rule of the field forbids what was asked."""


class OfOneVerb(NotAllowed):
    """A refusal that one verb alone gives: it is written beside that verb.

    Attributes:
        sentence: what to do, in Vietnamese.
    """

    sentence: str


class PersonIncomplete(NotAllowed):
    """A role lacks what the receipt must carry. ``missing`` names fields of ``Person``."""

    def __init__(self, role: str, missing: tuple[str, ...]) -> None:
        super().__init__(role, missing)
        self.role = role
        self.missing = missing


class NumberMalformed(NotAllowed):
    """A personal number is 12 digits, an old one 9; nothing is padded or cut to make it so."""

    def __init__(self, role: str, number: str) -> None:
        super().__init__(role)
        self.role = role
        self.number = number


class PersonDoubtful(NotAllowed):
    """What is entered cannot be of any person: ``doubt`` is a value of ``models.person_doubts.Doubt``."""

    def __init__(self, role: str, field: str, doubt: str) -> None:
        super().__init__(role, field, doubt)
        self.role = role
        self.field = field
        self.doubt = doubt


class EntryNotUnderstood(NotAllowed):
    """What is typed into a field of the form is none of what belongs there, so nothing of it would be taken in."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class AuthorityMissing(NotAllowed):
    """Who acts for another must say why (relation or paper)."""


class AddressMissing(NotAllowed):
    """A result by post needs an address."""


class ProcedureMissing(NotAllowed):
    """No procedure has been picked yet."""


class CaseMissing(NotAllowed):
    """The procedure has cases; the checklist depends on which."""

    def __init__(self, procedure: str, known: tuple[str, ...]) -> None:
        super().__init__(procedure, known)
        self.procedure = procedure
        self.known = known


class ProcedureUnknown(NotAllowed):
    """No such procedure in the catalogue in force."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CaseUnknown(NotAllowed):
    """The procedure has cases and this is none of them."""

    def __init__(self, procedure: str, case: str, known: tuple[str, ...]) -> None:
        super().__init__(procedure, case, known)
        self.procedure = procedure
        self.case = case
        self.known = known


class ExemptionUnknown(NotAllowed):
    """Nobody is exempt from the charges of this procedure for that reason on that day."""

    def __init__(self, procedure: str, exemption: str, known: tuple[str, ...]) -> None:
        super().__init__(procedure, exemption, known)
        self.procedure = procedure
        self.exemption = exemption
        self.known = known


class ExemptionProofMissing(NotAllowed):
    """Who pays nothing or less shows why: the paper or the look-up is named."""

    def __init__(self, exemption: str) -> None:
        super().__init__(exemption)
        self.exemption = exemption


class ChannelNotOffered(NotAllowed):
    """The procedure cannot be filed this way."""

    def __init__(self, procedure: str, channel: str, offered: tuple[str, ...]) -> None:
        super().__init__(procedure, channel, offered)
        self.procedure = procedure
        self.channel = channel
        self.offered = offered


class TimeLimitUnknown(NotAllowed):
    """Nobody published a time limit; the clerk must name the day by hand."""

    def __init__(self, procedure: str) -> None:
        super().__init__(procedure)
        self.procedure = procedure


class AppointmentPast(NotAllowed):
    """An appointment agreed by hand lies before now."""


class PapersMissing(NotAllowed):
    """A receipt needs every required paper; otherwise it is a supplement slip."""

    def __init__(self, papers: tuple[str, ...]) -> None:
        super().__init__(papers)
        self.papers = papers


class NothingMissing(NotAllowed):
    """A supplement slip must say what is missing."""


class NothingListed(NotAllowed):
    """A list to be taken in names nobody."""


class ReasonMissing(NotAllowed):
    """A refusal, correction or withdrawal must say why."""


class QuantityImpossible(NotAllowed):
    """Pages, copies or sets below one (or absurdly many)."""

    def __init__(self, what: str, amount: int) -> None:
        super().__init__(what, amount)
        self.what = what
        self.amount = amount


class NothingToCorrect(NotAllowed):
    """The correction says what is written down already."""


class OutcomeAlready(NotAllowed):
    """This dossier has had its receipt, supplement slip or refusal already."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class DossierEnded(NotAllowed):
    """Withdrawn, refused or handed over: nothing more can be done to it."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class FeeTakenAlready(NotAllowed):
    """Taking this amount would be more than the dossier costs. All in đồng."""

    def __init__(self, total: int, taken: int, amount: int) -> None:
        super().__init__(total, taken, amount)
        self.total = total
        self.taken = taken
        self.amount = amount


class FormNotThere(NotAllowed):
    """The dossier is not at the outcome that this form (``models.events.Form``) tells of."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self.form = form


class PrintJobNotWaiting(NotAllowed):
    """This paper does not wait any more: it came out, was given up, or is on its way to the printer just now."""


class EventTooLarge(NotAllowed):
    """What is to be written down takes more bytes (``size``) than the province takes in one event."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class DossierUnknown(NotAllowed):
    """No dossier has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BlockExhausted(NotAllowed):
    """The device has used every number of its block today."""

    def __init__(self, day: date, first: int, last: int) -> None:
        super().__init__(day, first, last)
        self.day = day
        self.first = first
        self.last = last


class NobodyWaiting(NotAllowed):
    """The line for this counter is empty."""


class TicketNotThere(NotAllowed):
    """The ticket is not in a state from which this can be done."""

    def __init__(self, number: str, state: str, wanted: str) -> None:
        super().__init__(number, state, wanted)
        self.number = number
        self.state = state
        self.wanted = wanted


class TicketElsewhere(NotAllowed):
    """The ticket is called or served at another counter, which alone may act on it."""

    def __init__(self, number: str, counter: str) -> None:
        super().__init__(number, counter)
        self.number = number
        self.counter = counter


class TicketUnknown(NotAllowed):
    """No ticket of today has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class CounterBusy(NotAllowed):
    """The counter still has a called or served ticket; finish that one first."""

    def __init__(self, counter: str, number: str) -> None:
        super().__init__(counter, number)
        self.counter = counter
        self.number = number


class ServiceUnknown(NotAllowed):
    """The office has no such service in its line."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


class NotSetUp(NotAllowed):
    """The machine has not been set up yet.

    Attributes:
        missing: names of the settings that are not there.
        folder: where they were looked for; empty = that does not matter.
        has_data: a desk's database lies there: it was set up, and its settings are gone.
    """

    def __init__(self, missing: tuple[str, ...], folder: str = "", *, has_data: bool = False) -> None:
        super().__init__(missing, folder)
        self.missing = missing
        self.folder = folder
        self.has_data = has_data


class RealDeskThere(NotAllowed):
    """What is invented is never put into the folder of an office's desk.

    Attributes:
        folder: which.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.folder = folder


class NobodySignedIn(NotAllowed):
    """The desk is locked: somebody has to sign in first."""


class RoleForbids(NotAllowed):
    """Who works here may not do this. ``permission`` as ``desk.rights`` names it, ``roles`` those that may."""

    def __init__(self, permission: str, roles: tuple[Role, ...]) -> None:
        super().__init__(permission, roles)
        self.permission = permission
        self.roles = roles


class NoAccounts(NotAllowed):
    """Nobody has an account at this machine yet, so there is nobody to lock it for and nobody to ask for a PIN."""


class AccountUnknown(NotAllowed):
    """Nobody has an account under this name."""

    def __init__(self, clerk: str) -> None:
        super().__init__(clerk)
        self.clerk = clerk


class AccountExists(NotAllowed):
    """Somebody has an account under this name already; names stay, because the history names them."""

    def __init__(self, clerk: str) -> None:
        super().__init__(clerk)
        self.clerk = clerk


class AccountOff(NotAllowed):
    """The account is switched off."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AccountWithoutPin(NotAllowed):
    """The account came with the province's list; an administrator has to give it a first PIN."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AccountIncomplete(NotAllowed):
    """An account lacks what it must have. ``missing``: id, name, roles."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class LastAdmin(NotAllowed):
    """The last administrator who can sign in must stay one: otherwise nobody could ever make another."""


class SecretTooShort(NotAllowed):
    """A PIN has at least so many digits, a password so many characters."""

    def __init__(self, digits: int, characters: int) -> None:
        super().__init__(digits, characters)
        self.digits = digits
        self.characters = characters


class SecretTooEasy(NotAllowed):
    """A PIN or password that is tried first: a run, a repetition, a date."""


class SecretSame(NotAllowed):
    """The new PIN is the one-time PIN or the old one."""


class SecretWrong(NotAllowed):
    """This is not the PIN or password. ``wait`` seconds must pass before the next try; 0 = at once."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class TryLater(NotAllowed):
    """Too many wrong tries: nothing is looked at for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class SecretMustChange(NotAllowed):
    """A one-time PIN opens nothing but the choice of another."""


class SecondIsFirst(NotAllowed):
    """Nobody confirms for himself."""


class NoSecondPerson(NotAllowed):
    """An exception needs a second person, and no other account here may confirm."""


class FileNotReadable(NotAllowed):
    """What shall be attached is not there, is a folder, or may not be read."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class SheetUnknown(NotAllowed):
    """A workbook has no such sheet that holds anything; ``sheets`` do."""

    def __init__(self, name: str, sheets: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.sheets = name, sheets


class FileEmpty(NotAllowed):
    """What shall be attached has no byte in it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileKindUnknown(NotAllowed):
    """What shall be attached is no PDF, JPEG, PNG or TIFF, by its first bytes."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileTooLarge(NotAllowed):
    """What shall be attached is larger than ``most``. Both in bytes."""

    def __init__(self, name: str, size: int, most: int) -> None:
        super().__init__(name, size, most)
        self.name = name
        self.size = size
        self.most = most


class WorkStopped(NotAllowed):
    """No number is given out now, because a wrong or unkept one would be given.

    Attributes:
        why: ``disk``, ``clock_back``, ``clock_forward``, ``clock_province`` or ``file``.
        number: free bytes of the disk, else how many seconds the clock is off.
    """

    def __init__(self, why: str, number: int) -> None:
        super().__init__(why, number)
        self.why = why
        self.number = number


class RecoveryKeyMistyped(NotAllowed):
    """Some groups of a recovery key are not what was printed. ``groups`` counts from 1; empty = too few or too many.

    Attributes:
        count: how many digits were given.
    """

    def __init__(self, groups: tuple[int, ...], count: int) -> None:
        super().__init__(groups, count)
        self.groups = groups
        self.count = count


class RecoveryKeyWrong(NotAllowed):
    """A whole recovery key, but of another machine or of an older sheet."""


class RecoverySheetOnDisk(NotAllowed):
    """The papers of this machine become files, and a recovery sheet may not lie on the disk unless somebody says so."""


class RecoverySheetNotRead(NotAllowed):
    """The group typed from the sheet is not what was printed: the sheet is not yet proven. ``group`` counts from 1."""

    def __init__(self, group: int) -> None:
        super().__init__(group)
        self.group = group


class BackupNowhere(NotAllowed):
    """No folder for copies is set, and none was named."""


class SeveralMachines(NotAllowed):
    """Copies of several machines lie there; one must be named. ``folders`` are their names."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        super().__init__(folders)
        self.folders = folders


class NotJoined(NotAllowed):
    """This machine belongs to no hub."""


class JoinedAlready(NotAllowed):
    """This machine belongs to a hub; it has to leave that one first."""

    def __init__(self, hub: str) -> None:
        super().__init__(hub)
        self.hub = hub
