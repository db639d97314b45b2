"""The Windows spooler. Thermal printers get raw bytes; PDF pages are drawn by GDI as pictures.

Pictures, because Windows itself prints no PDF and not every PC has a program that does. Written against the
type stubs of pywin32 and not yet run on a real printer.
"""

import sys

from models.system.libraries import library, unusable_words
from models.trouble import LibraryUnusable, PrinterNotReached, PrinterTrouble, SpoolerRefused
from printing.devices.printer import Job, JobFormat
from printing.devices.spooler_progress import SpoolerProgress, Stage
from printing.devices.spooler_progress import from_windows as progress_of
from printing.devices.status import PrinterState, from_windows
from printing.layout.pdfium import ONE_AT_A_TIME

if sys.platform == "win32":
    import pywintypes
    import win32con
    import win32gui
    import win32print
    import win32ui
    from PIL import ImageWin

    MOST_DPI = 300
    """A page of A5 at 300 dpi is 4 MB of grey; sharper pictures only make the spooler slow."""

    A5_HEIGHT = 650
    """Points: a page whose longer side is shorter than this is A5, else A4."""

    GONE = (87,)
    """What ``GetJob`` answers when the job has left the queue: ERROR_INVALID_PARAMETER."""

    def queue(name: str, job: Job) -> str:
        """Hand the job to the queue, and give the number it got there.

        Raises:
            PrinterNotReached: no such queue.
            SpoolerRefused: the spooler would not start the job; nothing was printed.
            PrinterTrouble: it failed in the middle.
        """
        try:
            handle = win32print.OpenPrinter(name)
        except pywintypes.error as error:
            raise PrinterNotReached(name, error.strerror) from error
        try:
            if job.language is JobFormat.ESCPOS:
                return str(_raw(handle, name, job))
            with ONE_AT_A_TIME:
                return str(_drawn(handle, name, job))
        except LibraryUnusable as lacks:
            raise SpoolerRefused(name, unusable_words(lacks.library, lacks.detail).rstrip(".")) from lacks
        finally:
            win32print.ClosePrinter(handle)

    def state(name: str) -> PrinterState | None:
        """How the queue and its printer are; a queue that is not there is offline."""
        try:
            handle = win32print.OpenPrinter(name)
        except pywintypes.error as error:
            return PrinterState(offline=True, said=error.strerror)
        try:
            told = win32print.GetPrinter(handle, 2)
        except pywintypes.error:
            return None
        finally:
            win32print.ClosePrinter(handle)
        return from_windows(told["Status"], told["Attributes"])

    def progress(name: str, job: str) -> SpoolerProgress | None:
        """How far a job has come. Windows forgets a job that it has printed."""
        try:
            handle = win32print.OpenPrinter(name)
        except pywintypes.error:
            return None
        try:
            told = win32print.GetJob(handle, int(job), 1)
        except pywintypes.error as error:
            return SpoolerProgress(Stage.PRINTED) if error.winerror in GONE else None
        finally:
            win32print.ClosePrinter(handle)
        return progress_of(told["Status"])

    def queues() -> list[str]:
        """Names of the local and connected printers; empty when the spooler does not run."""
        where = win32print.PRINTER_ENUM_LOCAL | win32print.PRINTER_ENUM_CONNECTIONS
        try:
            return [name for _, _, name, _ in win32print.EnumPrinters(where, None, 1)]
        except pywintypes.error:
            return []

    def _raw(handle: object, name: str, job: Job) -> int:
        try:
            number: int = win32print.StartDocPrinter(handle, 1, (job.name, None, "RAW"))
        except pywintypes.error as error:
            raise SpoolerRefused(name, error.strerror) from error
        try:
            win32print.StartPagePrinter(handle)
            written = win32print.WritePrinter(handle, job.content)
            win32print.EndPagePrinter(handle)
            win32print.EndDocPrinter(handle)
        except pywintypes.error as error:
            raise PrinterTrouble(name, error.strerror, sent=True) from error
        if written < len(job.content):
            raise PrinterTrouble(name, f"{written}/{len(job.content)} byte", sent=True)
        return number

    def _drawn(handle: object, name: str, job: Job) -> int:
        with library("pypdfium2"):
            import pypdfium2  # noqa: PLC0415 - bytes for a thermal printer go without it

        document = pypdfium2.PdfDocument(job.content)
        started = False
        try:
            settings = win32print.GetPrinter(handle, 2)["pDevMode"]
            if settings is not None:
                wide, high = document[0].get_width(), document[0].get_height()
                small, across_it = max(wide, high) < A5_HEIGHT, wide > high
                settings.PaperSize = win32con.DMPAPER_A5 if small else win32con.DMPAPER_A4
                settings.Orientation = win32con.DMORIENT_LANDSCAPE if across_it else win32con.DMORIENT_PORTRAIT
                settings.Fields |= win32con.DM_PAPERSIZE | win32con.DM_ORIENTATION
            paper = win32ui.CreateDCFromHandle(win32gui.CreateDC("WINSPOOL", name, settings))
            try:
                across, down = paper.GetDeviceCaps(win32con.LOGPIXELSX), paper.GetDeviceCaps(win32con.LOGPIXELSY)
                left = paper.GetDeviceCaps(win32con.PHYSICALOFFSETX)
                top = paper.GetDeviceCaps(win32con.PHYSICALOFFSETY)
                number: int = paper.StartDoc(job.name)
                started = True
                for page in document:
                    paper.StartPage()
                    picture = page.render(scale=min(across, MOST_DPI) / 72, grayscale=True).to_pil()
                    right = -left + round(page.get_width() / 72 * across)
                    bottom = -top + round(page.get_height() / 72 * down)
                    ImageWin.Dib(picture).draw(paper.GetHandleOutput(), (-left, -top, right, bottom))
                    paper.EndPage()
                paper.EndDoc()
                return number
            finally:
                paper.DeleteDC()
        except (pywintypes.error, win32ui.error) as error:
            if started:
                raise PrinterTrouble(name, str(error), sent=True) from error
            raise SpoolerRefused(name, str(error)) from error
        finally:
            document.close()
