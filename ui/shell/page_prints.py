"""What a page prints: sent to the print queue, and told in a banner."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.core.print_queue import PrintOutcome, PrintQueue, not_printed_words, out_words, trouble_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desk.prints.print_jobs import PrintJob
    from ui.shell.banner import Banners


class PagePrints(QObject):
    """Sends the print jobs of a page and tells in a banner what became of each; ends with its page.

    Args:
        print_queue: takes them.
        banners: tell.
        page: whose they are.
    """

    def __init__(self, print_queue: PrintQueue, banners: "Banners", page: QObject) -> None:
        super().__init__(page)
        self._queue, self._banners = print_queue, banners
        self._said: dict[str, tuple[str, str, Callable[[], None] | None]] = {}

    def send(self, job: "PrintJob", said: str = "", words: str = "", do: "Callable[[], None] | None" = None) -> None:
        """Print it.

        Args:
            job: as it was written down.
            said: the good news just told of the act behind it. The printer's answer comes at once and takes its place,
                so it begins with the same words.
            words: on that banner's button; empty = it has none.
            do: what the button does.
        """
        self._said[job.key] = said, words, do
        self._queue.send(job, self._tell)

    def send_all(self, jobs: "Iterable[PrintJob]") -> None:
        """Print them; only of those that do not come out is it told."""
        for job in jobs:
            self._queue.send(job, self._tell_trouble)

    def _tell(self, sent: PrintOutcome) -> None:
        if sent.printed is not None:
            said, words, do = self._said.get(sent.job.key, ("", "", None))
            self._banners.show_banner("good", f"{said} {out_words(sent.printed)}".strip(), words, do)
        if sent.trouble is None:
            self._said.pop(sent.job.key, None)
        self._tell_trouble(sent)

    def _tell_trouble(self, sent: PrintOutcome) -> None:
        if sent.trouble is not None:
            about = not_printed_words(sent.job.subject)
            self._banners.show_banner("warn", trouble_words(sent), "In lại", lambda: self._again(sent.job), about=about)

    def _again(self, job: "PrintJob") -> None:
        # Not the same job: where some of it was sent, it becomes a further copy, and a printer set since is used.
        self._queue.again((job.key,))
