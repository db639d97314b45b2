"""The world fails: out of paper, disk full, cable out. Not the clerk's fault and not a bug."""


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


class SpoolerRefused(PrinterTrouble):
    """The system's print service said no."""


class ReaderTrouble(Trouble):
    """The card reader's port is gone or cannot be opened."""

    retry_helps = True

    def __init__(self, port: str, detail: str = "") -> None:
        super().__init__(port, detail)
        self.port = port
        self.detail = detail


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
