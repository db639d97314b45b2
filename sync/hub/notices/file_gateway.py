"""Gateway of text files: one for each notice, for a program that sends SMS or Zalo messages.

The agreement with that program: it reads ``ID.txt`` and renames it to ``ID.`` and another ending when it has sent it,
and removes nothing that is younger than a month. So the folder can be asked.
"""

from pathlib import Path

from models.files.disk import PART, write_whole
from models.trouble import FileTrouble
from sync.hub.notices.gateway import Message, NoticeAbsent, NoticeRefused, NoticeTaken, NoticeTrouble, NoticeUnanswered

TEXT = ".txt"
"""How the name of a file ends that nobody has sent on yet."""


class FileGateway:
    """Writes into one folder. A file is there whole or not at all, and once for each id."""

    can_ask = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> NoticeTaken | NoticeRefused | NoticeUnanswered:
        """Write the file, unless it is there."""
        there = self.ask(message.id)
        if not isinstance(there, NoticeAbsent):
            return there
        head = f"Id: {message.id}\nChannel: {message.channel}\nTo: {message.to}\nSubject: {message.subject}\n"
        try:
            write_whole(self._folder / f"{message.id}{TEXT}", f"{head}\n{message.text}\n".encode())
        except FileTrouble:
            return NoticeUnanswered(NoticeTrouble.DISK, outcome_unknown=True, all_wait=True)
        return NoticeTaken()

    def ask(self, id_: str) -> NoticeTaken | NoticeAbsent | NoticeUnanswered:
        """Whether it was written, as whatever it is called by now."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            names = {path.name for path in self._folder.glob(f"{id_}.*")}
        except OSError:
            return NoticeUnanswered(NoticeTrouble.DISK, all_wait=True)
        return NoticeTaken() if any(not name.endswith(PART) for name in names) else NoticeAbsent()
