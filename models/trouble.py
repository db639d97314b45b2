"""Trouble: failures of the surroundings (out of paper, disk full, no network), neither misuse nor a bug."""

from datetime import datetime


class Trouble(Exception):  # noqa: N818
    """Base of all that can go wrong outside the program. One class per reason, carrying facts.

    Attributes:
        retry_helps: whether doing the same again may succeed without a person mending something first.
    """

    retry_helps = False


class FileTrouble(Trouble):
    """Trouble with the database file itself."""

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail


class FileMissing(FileTrouble):
    """There is no database file at this place."""


class KeyMissing(FileTrouble):
    """The file is there but its key is nowhere to be found."""


class KeyWrong(FileTrouble):
    """The key does not open the file (or the file is no database of ours)."""


class FileInUse(FileTrouble):
    """Another window or command has the file open."""


class FileTooNew(FileTrouble):
    """A newer version of the program has written this file."""


class FileOnNetwork(FileTrouble):
    """The folder lies on a network drive, where SQLite's locks do not hold."""


class FileDamaged(FileTrouble):
    """SQLite says the file is not whole."""

    FIRST_PAGE = "page 1"
    """As ``detail``: the key is right, and the beginning of the file is not what was written."""


class WorkLost(FileTrouble):
    """The file no longer reaches what it had acknowledged: its journal, or the file itself, is not the one it was.

    Attributes:
        detail: ``header`` or ``frames`` (the journal is damaged), ``short``, ``missing`` or ``other`` (it was cut,
            removed, or is of another time), ``log`` (the file is an older one), ``file`` (it is not there).
    """


class SQLiteTooOld(FileTrouble):
    """SQLite before 3.51.3 can lose committed work at a WAL reset."""


class DiskFull(FileTrouble):
    """No room left. What was acknowledged is safe; what was refused was not stored at all."""

    retry_helps = True


class DiskFailing(FileTrouble):
    """The disk does not read or write what it is told to: a quota, a loose cable, a dying drive."""

    retry_helps = True


class FolderReadOnly(FileTrouble):
    """The folder or the disk takes no writing."""

    retry_helps = True


class FileUnreadable(FileTrouble):
    """This user may not read the file, or may not go into its folder.

    Attributes:
        owner: whose it is.
    """

    def __init__(self, path: str, detail: str = "", owner: str = "") -> None:
        super().__init__(path, detail)
        self.owner = owner


class TargetUnfit(FileTrouble):
    """Nothing is written there, whoever named it. ``detail``: "data", in the data folder; else it is no plain file."""


class CutOff(FileTrouble):
    """A copying was broken off: the desk was closed, or somebody said so. Nothing was taken for whole."""

    retry_helps = True


class BackupPlaceMissing(FileTrouble):
    """There is no folder where the copies go: the stick is not in, or the folder was moved."""

    retry_helps = True


class BackupPlaceFull(FileTrouble):
    """No room left where the copies go. Nothing on this machine was touched."""

    retry_helps = True


class BackupDamaged(FileTrouble):
    """A copy is not what was copied: a file of it is missing, cut or altered. ``path`` names it."""


class NoBackupThere(FileTrouble):
    """There is no whole copy at this place."""


class RecoveryFileMissing(FileTrouble):
    """Beside the database lies no file sealed to a recovery key."""


class RecoveryFileUnreadable(FileTrouble):
    """What lies there is no sealed key."""


class ScanNotHere(FileTrouble):
    """A scanned file that a dossier names has not come to this machine."""

    retry_helps = True


class ScanDamaged(FileTrouble):
    """A scanned file on this machine is not what was put there."""


class NotPlain(FileTrouble):
    """A link, a junction, a device or the like lies where a plain file or folder belongs. Nothing went through it."""


class StickMissing(FileTrouble):
    """There is no folder at the place named: the USB stick is not in, or has another letter."""

    retry_helps = True


class StickFull(FileTrouble):
    """No room left on the USB stick. Nothing on this machine was touched."""

    retry_helps = True


class PrinterTrouble(Trouble):
    """A printer did not take the paper. The work it belongs to is already saved.

    Attributes:
        sent: whether any byte may have reached it: then the next print is marked as the second.
    """

    retry_helps = True

    def __init__(self, printer: str, detail: str = "", *, sent: bool = False) -> None:
        super().__init__(printer, detail)
        self.printer = printer
        self.detail = detail
        self.sent = sent


class PrinterAddressWrong(PrinterTrouble):
    """The address in the settings names no printer; ``detail`` says what is wrong with it."""

    retry_helps = False


class PrinterNotReached(PrinterTrouble):
    """Unplugged, switched off, or its address is wrong: nothing was sent."""


class OutOfPaper(PrinterTrouble):
    """The printer says it has no paper."""


class CoverOpen(PrinterTrouble):
    """The printer says that its cover is open."""


class PrinterNeedsPerson(PrinterTrouble):
    """The printer says that somebody must mend it: a jam, a stuck knife."""


class PrinterPaused(PrinterTrouble):
    """The printer, or its queue, takes nothing now: paused, offline, too hot. It may go on by itself."""


class PrinterWentSilent(PrinterTrouble):
    """It answers questions, and after the paper went out it answered none: switched off or cut off in the middle."""


class CutOffWhilePrinting(PrinterTrouble):
    """The program ended while the paper went out: nobody knows how much of it came out."""


class SpoolerDropped(PrinterTrouble):
    """The system's print service took the paper and then gave it up: cancelled or aborted there."""


class SpoolerRefused(PrinterTrouble):
    """The system's print service said no."""


class ReaderTrouble(Trouble):
    """The card reader's port is gone or cannot be opened."""

    retry_helps = True

    def __init__(self, port: str, detail: str = "") -> None:
        super().__init__(port, detail)
        self.port = port
        self.detail = detail


class LibraryUnusable(Trouble):
    """A library that speaks to hardware, or draws, does not load on this machine.

    Attributes:
        library: its package, as it is installed.
        detail: what the system says.
    """

    def __init__(self, library: str, detail: str) -> None:
        super().__init__(library, detail)
        self.library = library
        self.detail = detail


class CameraNotInstalled(Trouble):
    """The library that looks through cameras is not on this machine."""


class CameraNotThere(Trouble):
    """No such camera opens, or it went away. ``camera``: its number as people count, or a film's name."""

    retry_helps = True

    def __init__(self, camera: str) -> None:
        super().__init__(camera)
        self.camera = camera


class HallNotReached(Trouble):
    """The desk that the kiosk or the board belongs to does not answer; it is asked again by itself."""

    retry_helps = True


class HallRefused(Trouble):
    """The desk answered the kiosk or the board with a no.

    Attributes:
        sentence: the desk's own reason, for people.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SettingsUnreadable(Trouble):
    """The settings file is not valid TOML or holds a value of the wrong shape."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail


class CatalogueUnreadable(Trouble):
    """A catalogue or holiday file could not be read as one."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail


class NetworkTrouble(Trouble):
    """The province could not be asked, or did not do what was asked. Everything stays at the desk, to be sent later.

    Attributes:
        url: its address.
        detail: what the system or the answer said.
    """

    retry_helps = True

    def __init__(self, url: str, detail: str = "") -> None:
        super().__init__(url, detail)
        self.url = url
        self.detail = detail


class ProvinceAddressWrong(NetworkTrouble):
    """The address is none the program may use: not https, no host."""

    retry_helps = False


class ProvinceNotReached(NetworkTrouble):
    """No answer: cable out, name not found, too slow, cut off in between."""


class HubNotFound(ProvinceNotReached):
    """No answer at an address that was typed for joining: the line may be down, or the address be wrong."""


class ProvinceTooSlow(ProvinceNotReached):
    """It began to talk and did not come to an end in time: less at once may get through."""


class NotTheProvince(NetworkTrouble):
    """Somebody else answered: the log-in page of a Wi-Fi, a proxy, a server with a certificate nobody trusts."""


class ProvinceBusy(NetworkTrouble):
    """The province answers that it cannot now: its disk, its database, too many at once."""


class ProvinceFull(ProvinceBusy):
    """The province's disk takes no scanned file now: they wait here, and events go on."""


class ProvinceRefused(NetworkTrouble):
    """The province answered and said no.

    Attributes:
        refusal: why, as ``sync.messages.Refusal`` names it.
        at: the province's clock, where it told it.
        head: the highest number it has of this device, where it told it.
    """

    retry_helps = False

    def __init__(self, url: str, refusal: str, at: datetime | None = None, head: int = 0, detail: str = "") -> None:
        super().__init__(url, detail)
        self.refusal = refusal
        self.at = at
        self.head = head


class ClockWrong(NetworkTrouble):
    """The clock of this PC is years away from the province's: set it right.

    Attributes:
        at: what the province's clock said.
    """

    retry_helps = False

    def __init__(self, url: str, at: datetime) -> None:
        super().__init__(url, f"{at:%Y-%m-%dT%H:%M}")
        self.at = at


class BatchTooLarge(NetworkTrouble):
    """One single event is larger than the province takes at once.

    Attributes:
        seq: its number.
    """

    retry_helps = False

    def __init__(self, url: str, seq: int) -> None:
        super().__init__(url, str(seq))
        self.seq = seq


class EditionUnusable(NetworkTrouble):
    """What the province sent as its edition is broken, older than the one in use, or not signed by it.

    Attributes:
        version: the version it was said to be.
    """

    retry_helps = False

    def __init__(self, url: str, version: int, detail: str) -> None:
        super().__init__(url, detail)
        self.version = version


class HubNotStarted(Trouble):
    """The hub of the training desk did not start on this machine."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class HubLibrariesMissing(Trouble):
    """The hub of the training desk needs libraries that are not on this machine: packages, as they are installed."""

    def __init__(self, libraries: tuple[str, ...]) -> None:
        super().__init__(libraries)
        self.libraries = libraries
